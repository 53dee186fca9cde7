"""Bokeh as this product uses it: bare plots, Dutch axes, only changed columns on the wire."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import panel as pn
from bokeh.models import ColumnDataSource, CustomJSTickFormatter
from bokeh.models.annotations import Legend
from bokeh.models.renderers import GlyphRenderer
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


def pane(plot: figure, **params: Any) -> pn.pane.Bokeh:
    """A plot as part of a page."""
    return pn.pane.Bokeh(
        plot,
        sizing_mode="stretch_width",
        margin=0,
        stylesheets=[STYLES],
        theme=theme.BOKEH_THEME,
        **params,
    )


def bare(plot: figure | None = None, **params: Any) -> figure:
    """A plot with nothing on it: no frame, toolbar or grid, nothing that catches the wheel or the Tab key."""
    plot = figure(tools="") if plot is None else plot
    plot.update(
        **{"width": 600, "height": 600, "toolbar_location": None, "sizing_mode": "stretch_width"}
        | {"min_border": 0, "output_backend": "canvas"}
        | {f"min_border_{side}": None for side in ("left", "right", "top", "bottom")}
        | params
    )
    plot.toolbar.autohide = True
    plot.outline_line_color = None
    plot.grid.grid_line_color = None
    plot.axis.axis_label = None
    plot.axis.axis_line_color = None
    plot.axis.major_tick_line_color = None
    plot.axis.minor_tick_line_color = None
    plot.axis.major_label_text_font = theme.NUMBER_FONT
    plot.axis.major_label_text_font_size = "13px"
    plot.axis.major_label_text_color = theme.SECOND
    return plot


@dataclass
class Drawing:
    """A HoloViews element as it was drawn, once: what changes afterwards are columns of its sources.

    `glyphs` are the marks of its parts, by the label of each part.
    """

    plot: figure
    glyphs: dict[str, GlyphRenderer] = field(default_factory=dict)

    def source(self, label: str) -> ColumnDataSource:
        """The columns of one part."""
        return self.columns_of(self.glyphs[label])

    @staticmethod
    def columns_of(glyph: GlyphRenderer) -> ColumnDataSource:
        source = glyph.data_source
        assert isinstance(source, ColumnDataSource)
        return source

    def shared(self) -> ColumnDataSource:
        """One set of columns for all parts, whose columns of one name are the same: a move is one message."""
        source = ColumnDataSource()
        for glyph in self.glyphs.values():
            source.data.update(self.columns_of(glyph).data)
        for glyph in self.glyphs.values():
            glyph.data_source = source
        return source


def drawn(element: Any, **params: Any) -> Drawing:
    """Draw a HoloViews or GeoViews element, or an overlay of them, as a bare plot.

    Not by `hv.render` or a pane: those draw it anew whenever a page is shown again, and work on the document
    of the session that happens to run, which a server that warms up does not have. `params` are properties of
    the plot. Only Panel's own page and the plot know the element afterwards; nothing holds the session.
    """
    renderer = _renderer()
    draws = renderer.plotting_class(element)
    plot = draws(element, renderer=renderer, **renderer.plot_options(element, 100))
    if hasattr(plot, "geographic"):
        plot.geographic = (
            False  # it is in the plane it is drawn on; projecting it again took half of the time
        )
    state = plot.initialize_plot()
    glyphs = {}
    for part in plot.traverse(lambda part: part, [lambda part: "glyph_renderer" in part.handles]):
        renderer_of_part = part.handles["glyph_renderer"]
        renderer_of_part.nonselection_glyph = renderer_of_part.selection_glyph = None
        renderer_of_part.muted_glyph = renderer_of_part.hover_glyph = None
        glyphs[part.hmap.last.label] = renderer_of_part
    state.toolbar.tools = []
    state.center = [part for part in state.center if not isinstance(part, Legend)]
    return Drawing(bare(state, **params), glyphs)


def by_column(**fields: str) -> Callable[[Any, Any], None]:
    """A hook for an element whose marks differ: property of a mark → the column of the element that holds it.

    `hv.dim` would make a constant of a column whose values are equal now, and a column of nothing of none.
    """

    def bind(plot: Any, element: Any) -> None:
        source = plot.handles["source"]
        each = not element.interface.multi  # of a path one value, of marks one each
        values = {column: element.dimension_values(column, expanded=each) for column in fields.values()}
        source.data.update({column: list(values[column]) for column in values})
        plot.handles["glyph"].update(**{name: {"field": column} for name, column in fields.items()})

    return bind


def lettered(plot: Any, _element: Any) -> None:
    """A hook for names beside marks: in the type of the page, standing on their place."""
    font = {"value": theme.NUMBER_FONT}
    plot.handles["glyph"].update(text_font=font, text_font_size="13px", text_baseline="bottom")


@functools.cache
def _renderer() -> Any:
    from holoviews.plotting.bokeh.renderer import BokehRenderer  # a second to import: not for every command

    return BokehRenderer.instance(mode="server", theme=theme.BOKEH_THEME)
