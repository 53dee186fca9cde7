"""Bokeh as this product uses it: bare plots, dot-ranges, Dutch axes, only changed columns on the wire."""

from __future__ import annotations

import numpy as np
import panel as pn
from bokeh.core.properties import value as literal
from bokeh.models import ColumnDataSource, CustomJSTickFormatter
from bokeh.plotting import figure

from dashboards.parts import theme

LOCALES = {"nl": "nl-NL", "en": "en-GB"}


def tick_format(lang: str, signed: bool = False) -> CustomJSTickFormatter:
    """Axis numbers in the reader's notation."""
    sign = ", signDisplay: 'exceptZero'" if signed else ""
    digits = f"new Intl.NumberFormat('{LOCALES[lang]}', {{maximumFractionDigits: 2{sign}}})"
    return CustomJSTickFormatter(code=f"return {digits}.format(tick).replace('-', '\\u2212')")


def nice_end(value: float) -> float:
    """The first of 1, 2, 5 (times a power of ten) steps that leaves some air above a value."""
    if not np.isfinite(value) or value <= 0:
        return 1.0
    wanted = value * 1.05
    step = 10 ** np.floor(np.log10(wanted))
    return float(next(step * factor for factor in (1, 1.5, 2, 3, 4, 5, 6, 8, 10) if step * factor >= wanted))


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
        stylesheets=[theme.STYLES],
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


def band(
    plot: figure,
    source: ColumnDataSource,
    y: str,
    what: str,
    colour: str,
    marker: str = "circle",
    size: int = 9,
) -> None:
    """A dot-range per row from the columns what_low, what_mid and what_high.

    The bar is the colour at 30 %, its end ticks the full colour, the mark stands on the mid value.
    """
    low, mid, high = f"{what}_low", f"{what}_mid", f"{what}_high"
    plot.segment(low, y, high, y, source=source, line_color=colour, line_alpha=0.3, line_width=6)
    for end in (low, high):
        plot.scatter(end, y, source=source, marker="dash", angle=np.pi / 2, size=9, line_color=colour)
    plot.scatter(mid, y, source=source, marker=marker, size=size, fill_color=colour, line_color="white")


def beside(plot: figure, source: ColumnDataSource, x: str, y: str, text: str, colour: str) -> None:
    """A word at the right of a mark instead of a legend."""
    plot.text(
        x,
        y,
        text=text,
        source=source,
        x_offset=8,
        text_baseline="middle",
        text_color=colour,
        text_font=literal(theme.NUMBER_FONT),
        text_font_size="12px",
    )
