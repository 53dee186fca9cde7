"""Maps of the city per buurt: classed colours, fixed breaks, unknown hatched, one buurt chosen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd
import panel as pn
import shapely
from bokeh.events import Tap
from bokeh.models import ColumnDataSource, CustomJSHover, HoverTool, LinearColorMapper, Range1d
from bokeh.models.renderers import GlyphRenderer
from bokeh.plotting import figure
from geopandas import GeoDataFrame
from numpy.typing import ArrayLike
from panel.viewable import Viewable, Viewer

from dashboards.parts.charts.buurten import buurten, classed, rings
from dashboards.parts.charts.canvas import LOCALES, Drawing, bare, drawn, pane, show
from dashboards.parts.charts.map_background import MapBackground
from dashboards.parts.charts.map_tiles import MapTiles
from dashboards.parts.charts.map_view import MapView
from dashboards.parts.charts.rank_marks import RankMarks
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.table_behind import Behind, links
from dashboards.parts.look import theme
from dashboards.parts.look.css import STYLES, class_colour
from kans_model.words.amounts import number
from kans_model.words.markup import filled, macros
from kans_model.words.texts import t

FILL_OVER_TILES = 0.65
MARGIN = 0.015
"""Room around the city, of its longest side. [-]"""
UNKNOWN = {"hatch_pattern": "/", "hatch_color": theme.EDGE, "hatch_scale": 7, "hatch_weight": 0.6}
ESTIMATED = {"hatch_pattern": ".", "hatch_color": "white", "hatch_alpha": 0.8, "hatch_scale": 9}

MOST_AS_ELEMENT = 1000
"""Above this the map is plain Bokeh patches: an element of 14 500 took 49 s to load, not 2.4."""
MOST_WITH_BORDERS = 5000

_KEY = macros(__file__, "area_map.html")
KEY_WORDS = {"unknown": "unknown", "tiles": "map.tiles"}

HOVER = """return isNaN(value) ? unknown
  : new Intl.NumberFormat("%s", {maximumSignificantDigits: 3})
    .format(value).replace("-", "\\u2212") + " " + unit"""


def _patches(plot: figure, palette: Sequence[str], border_px: float) -> GlyphRenderer:
    """The areas of a large city, coloured by class."""
    mapper = LinearColorMapper(palette=list(palette), low=-0.5, high=len(palette) - 0.5, nan_color="white")
    fill: Any = {"field": "color", "transform": mapper}
    source = ColumnDataSource({"xs": [], "ys": [], "color": []})
    return plot.multi_polygons(
        "xs", "ys", source=source, fill_color=fill, line_color="white", line_width=border_px
    )


class AreaMap(Viewer):
    """One value per buurt in classes. Built once; `show(value)` sends the classes that changed.

    Parameters
    ----------
    areas : EPSG:28992, indexed by code, with `name`.
    palette : as many colours as there are breaks plus one.
    breaks : round class borders, in `unit`; they never move while a slider does.
    background : what makes it a place, as `City.background`.
    ends : words under the first and last class, such as 'minder schade' and 'meer schade'.
    class_names : words under each class, where its borders say nothing to a reader.
    key : what its columns are called in the travel of a slider; '' where none moves it.
    """

    def __init__(
        self,
        title: str,
        areas: GeoDataFrame,
        lang: str,
        *,
        unit: str,
        palette: Sequence[str],
        breaks: Sequence[float],
        background: GeoDataFrame | None = None,
        ends: tuple[str, str] = ("", ""),
        notes: Sequence[str] = (),
        key: str = "",
        class_names: Sequence[str] = (),
    ):
        super().__init__()
        self.areas, self.lang, self.unit, self.palette = areas, lang, unit, list(palette)
        self.breaks = np.asarray(breaks, float)
        self.ends, self.chosen, self.class_names = ends, "", list(class_names)
        self._choose: list[Callable[[str], None]] = []
        self._tap: list[Callable[[str], None]] = []
        self._unknown_rows: list[int] = []
        self._estimated_rows: list[int] = []
        left, bottom, right, top = areas.total_bounds
        margin = MARGIN * max(right - left, top - bottom)
        box = (left - margin, bottom - margin, right + margin, top + margin)
        self._draw(box, float(np.clip((right - left) / (top - bottom), 0.8, 1.7)), key, background)
        self._listen()
        words = {word: t(text, lang) for word, text in KEY_WORDS.items()}
        self.key = LiveHtml(_KEY.key(title, links=links(title, lang), **words))
        self._show_classes()
        self.tiles = MapTiles(self.plot, ((left + right) / 2, (bottom + top) / 2), self._no_tiles)
        self.key.on("tiles", lambda data: self.show_tiles(bool(data.get("value"))))
        self.window = MapView(self.plot, box, lang)
        self.behind = Behind(self.key, title, self.frame, lang, notes)
        self.view = pn.Column(
            pane(self.plot, css_classes=["map"]),
            self.window,
            self.key,
            css_classes=["map-frame"],
            stylesheets=[STYLES],
            sizing_mode="stretch_width",
        )

    def _draw(
        self, box: tuple[float, float, float, float], wide: float, key: str, background: GeoDataFrame | None
    ) -> None:
        """Everything on the plot, lowest first: areas, hatching, their edges, background, outline, ranks."""
        xs, ys, edge_xs, edge_ys = rings(self.areas)
        n, (left, bottom, right, top) = len(self.areas), box
        unknown = np.full(n, np.nan, np.float32)
        frame: dict[str, Any] = {
            "x_range": Range1d(left, right),
            "y_range": Range1d(bottom, top),
            "match_aspect": True,
            "aspect_ratio": wide,
            "sizing_mode": "scale_width",
        }
        if n <= MOST_AS_ELEMENT:
            picture = drawn(buurten(self.areas, unknown, palette=self.palette, breaks=self.breaks), **frame)
            self.plot, (self.shapes,) = picture.plot, picture.glyphs.values()
        else:
            self.plot = bare(**frame)
            self.shapes = _patches(self.plot, self.palette, 1 if n <= MOST_WITH_BORDERS else 0)
        self.source: ColumnDataSource = Drawing.columns_of(self.shapes)
        self.source.name = self.travel_key = key or None
        columns = {"name": self.areas["name"].astype(str).tolist(), "value": unknown, "guess": [""] * n}
        self.source.data = {"xs": xs, "ys": ys, "color": unknown} | columns
        self.plot.axis.visible = False
        self.unknown, hatched = self._hatch(UNKNOWN)
        self.estimated, dotted = self._hatch(ESTIMATED)
        for renderer in (self.shapes, hatched, dotted):
            renderer.nonselection_glyph = renderer.selection_glyph = renderer.muted_glyph = None
        self.plot.multi_line(edge_xs, edge_ys, line_color=theme.EDGE, line_width=1)
        self.background = None if background is None else MapBackground(self.plot, background, self.areas)
        self.outline = ColumnDataSource({"xs": [], "ys": []})
        for colour, width in (("white", 5), (theme.INK, 2.5)):
            self.plot.multi_line("xs", "ys", source=self.outline, line_color=colour, line_width=width)
        self.ranks = RankMarks(self.plot, self.areas)

    def _hatch(self, look: dict[str, Any]) -> tuple[ColumnDataSource, GlyphRenderer]:
        """Areas to be hatched, none yet, and what draws them."""
        source = ColumnDataSource({"xs": [], "ys": []})
        return source, self.plot.multi_polygons(
            "xs", "ys", source=source, fill_color=None, line_color="white", **look
        )

    def _listen(self) -> None:
        """What the plot says under the pointer, and what a tap does."""
        self.formatter = CustomJSHover(
            args={"unit": self.unit, "unknown": t("unknown", self.lang)}, code=HOVER % LOCALES[self.lang]
        )
        hover = HoverTool(
            renderers=[self.shapes],
            tooltips=str(filled(__file__, "area_map_hover.html")),
            attachment="above",
            show_arrow=False,
            formatters={"@value": self.formatter},
        )
        self.plot.add_tools(hover)
        self.plot.toolbar_location = None
        self.plot.on_event(Tap, self._tapped)

    def show(self, value: ArrayLike) -> None:
        """One value per buurt, in `unit`; NaN is unknown."""
        values = np.asarray(value, np.float32)
        show(self.source, value=values, color=classed(values, self.breaks))
        rows = np.flatnonzero(np.isnan(values)).tolist()
        if rows != self._unknown_rows:
            self._unknown_rows = rows
            self.unknown.data = {axis: [self.source.data[axis][row] for row in rows] for axis in ("xs", "ys")}
        self.key.show(spoken=self.summary())
        self.behind.refresh()

    def travelled(self, values: np.ndarray) -> dict[str, np.ndarray]:
        """Columns of a slider's travel, from one value per place and buurt, in `unit`."""
        value = np.asarray(values, np.float32)
        return {f"{self.travel_key}.value": value, f"{self.travel_key}.color": classed(value, self.breaks)}

    def mark_estimated(self, estimated: Sequence[bool], use: Sequence[bool] | None = None) -> None:
        """Say under the pointer of which buurten the type was estimated; dot those whose `use` was.

        Dots are for land of which it was guessed what it is for. Where all types are estimated from who lives
        there, as in many cities, dots everywhere would say nothing and hide the map.
        """
        words = [t("map.guess", self.lang) if guessed else "" for guessed in estimated]
        show(self.source, guess=words)
        rows = np.flatnonzero(estimated if use is None else use).tolist()
        if rows == self._estimated_rows:
            return
        self._estimated_rows = rows
        self.estimated.data = {axis: [self.source.data[axis][row] for row in rows] for axis in ("xs", "ys")}
        self.key.show(estimated=_KEY.dotted(t("map.estimated", self.lang)) if rows else "")

    def number(self, places: Sequence[int] | np.ndarray, ranks: Sequence[str]) -> None:
        """Put numbers on these buurten; names on the map make way."""
        self.ranks.show(places, ranks)
        if self.background is not None:
            self.background.make_way(self.ranks.source.data["x"], self.ranks.source.data["y"])

    def show_tiles(self, wanted: bool) -> None:
        """Put the national background map under the buurten, or take it away.

        Off until a reader asks: no request leaves his machine before. When its images do not come it says so.
        """
        self.tiles.show(wanted)
        self.shapes.glyph.fill_alpha = FILL_OVER_TILES if wanted else 1.0
        if self.background is not None:
            self.background.show_names(not wanted)
        self.key.show(credit=t("map.credit", self.lang) if wanted else "")

    def _no_tiles(self) -> None:
        self.key.show(credit=t("map.no_tiles", self.lang))

    def on_choose(self, callback: Callable[[str], None]) -> None:
        """Call with the code of a buurt that was clicked, or '' when none is chosen any more."""
        self._choose.append(callback)

    def on_tap(self, callback: Callable[[str], None]) -> None:
        """Call with the code of a buurt after it was clicked on the map itself."""
        self._tap.append(callback)

    def choose(self, code: str) -> None:
        """Outline this buurt; '' for none."""
        if code == self.chosen:
            return
        self.chosen = code if code in self.areas.index else ""
        rows = [self.areas.index.get_loc(code)] if self.chosen else []
        self.outline.data = {
            axis: [ring for row in rows for part in self.source.data[axis][row] for ring in part]
            for axis in ("xs", "ys")
        }
        if rows:
            middle = self.areas.geometry.iloc[rows[0]].representative_point()
            self.window.look_at(middle.x, middle.y)
        for callback in self._choose:
            callback(self.chosen)

    def _tapped(self, event: Any) -> None:
        point = shapely.Point(event.x, event.y)
        hits = self.areas.index[self.areas.geometry.intersects(point)]
        self.choose(str(hits[0]) if len(hits) and str(hits[0]) != self.chosen else "")
        for callback in self._tap if self.chosen else ():
            callback(self.chosen)

    def restyle(self, title: str, unit: str, palette: Sequence[str], breaks: Sequence[float]) -> None:
        """Show another subject on the same map, which stays where it is. Then call `show`."""
        self.unit, self.palette, self.breaks = unit, list(palette), np.asarray(breaks, float)
        self.behind.title = title
        mapper: Any = self.shapes.glyph.fill_color
        mapper.transform.update(palette=self.palette, low=-0.5, high=len(palette) - 0.5)
        self.formatter.args = {"unit": unit, "unknown": t("unknown", self.lang)}
        self._show_classes()

    def _show_classes(self) -> None:
        n = len(self.palette)
        marks = [
            (round(100 * (row + 1) / n, 2), number(edge, self.lang)) for row, edge in enumerate(self.breaks)
        ]
        if self.class_names:
            marks = [(round(100 * (row + 0.5) / n, 2), name) for row, name in enumerate(self.class_names)]
        colours = [class_colour(self.palette, row) for row in range(n)]
        self.key.show(classes=_KEY.classes(self.ends, colours, marks))

    def frame(self) -> pd.DataFrame:
        return pd.DataFrame(
            {
                t("table.code", self.lang): self.areas.index.astype(str),
                t("table.area", self.lang): self.areas["name"].astype(str).to_numpy(),
                self.unit: np.asarray(self.source.data["value"], float),
            }
        )

    def summary(self) -> str:
        """The map in words: how many buurten, the highest and lowest, how many unknown."""
        values = pd.Series(np.asarray(self.source.data["value"], float), index=self.source.data["name"])
        known = values.dropna()
        if known.empty:
            return t("map.all_unknown", self.lang)
        return t(
            "map.sentence",
            self.lang,
            n=len(values),
            unit=self.unit,
            lowest=known.idxmin(),
            low=number(known.min(), self.lang, 1),
            highest=known.idxmax(),
            high=number(known.max(), self.lang, 1),
            unknown=int(values.isna().sum()),
        )

    def __panel__(self) -> Viewable:
        return self.view
