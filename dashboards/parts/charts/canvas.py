"""Bokeh as this product uses it: bare plots, Dutch axes, only changed columns on the wire."""

from __future__ import annotations

import numpy as np
import panel as pn
from bokeh.models import ColumnDataSource, CustomJSTickFormatter
from bokeh.plotting import figure

from dashboards.parts.look import theme
from dashboards.parts.look.css import STYLES

LOCALES = {"nl": "nl-NL", "en": "en-GB"}


def tick_format(lang: str, signed: bool = False) -> CustomJSTickFormatter:
    """Axis numbers in the reader's notation."""
    sign = ", signDisplay: 'exceptZero'" if signed else ""
    digits = f"new Intl.NumberFormat('{LOCALES[lang]}', {{maximumFractionDigits: 2{sign}}})"
    return CustomJSTickFormatter(code=f"return {digits}.format(tick).replace('-', '\\u2212')")


def changed(source: ColumnDataSource, columns: dict[str, object]) -> dict[str, object]:
    """The columns that differ from what is shown: all that has to travel."""

    def same(old: object, new: object) -> bool:
        old, new = np.asarray(old), np.asarray(new)
        return old.shape == new.shape and np.array_equal(
            old, new, equal_nan=old.dtype.kind == new.dtype.kind == "f"
        )

    return {name: column for name, column in columns.items() if not same(source.data.get(name, ()), column)}


def show(source: ColumnDataSource, **columns: object) -> None:
    """Send the columns that changed."""
    moved = changed(source, columns)
    if moved:
        source.data.update(moved)


def pane(plot: figure, **params: object) -> pn.pane.Bokeh:
    return pn.pane.Bokeh(
        plot,
        sizing_mode="stretch_width",
        margin=0,
        stylesheets=[STYLES],
        theme=theme.BOKEH_THEME,
        **params,
    )


def bare(**params: object) -> figure:
    """A plot with nothing on it: no frame, toolbar or grid, nothing that catches the wheel or the Tab key."""
    plot = figure(
        tools="",
        toolbar_location=None,
        sizing_mode="stretch_width",
        min_border=0,
        output_backend="canvas",
        **params,
    )
    plot.toolbar.autohide = True
    plot.outline_line_color = None
    plot.grid.grid_line_color = None
    plot.axis.axis_line_color = None
    plot.axis.major_tick_line_color = None
    plot.axis.minor_tick_line_color = None
    plot.axis.major_label_text_font = theme.NUMBER_FONT
    plot.axis.major_label_text_font_size = "13px"
    plot.axis.major_label_text_color = theme.SECOND
    return plot
