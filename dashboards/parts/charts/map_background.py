"""What makes a map of buurten a place: water, ring roads, railway, districts and centre, muted."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from bokeh.core.properties import value
from bokeh.models import ColumnDataSource
from bokeh.models.renderers import GlyphRenderer
from bokeh.plotting import figure
from geopandas import GeoDataFrame
from numpy.typing import ArrayLike

from dashboards.parts.charts.canvas import Drawing, show
from dashboards.parts.look import theme

NARROW_PX, MIDDLE_PX, LETTER_PX, LINE_PX, MARK_PX = 330, 560, 6.6, 18, 8
"""Width of a map on a phone, and its type: names that stand free there stand free on any screen."""
MOST_NAMES = 12
DETAIL_M = 5
DISTRICT_WORDS = ("wijk ", "stadsdeel ", "district ")
"""What stands before the name of a district in many files and says nothing on a map."""


class MapBackground:
    """Lines and surfaces over the buurten, names over those; the names go when images with names come.

    Parameters
    ----------
    background : kind, name and geometry, as `City.background`.
    areas : the buurten; their districts are named where the background names none.
    """

    def __init__(self, plot: figure, background: GeoDataFrame, areas: GeoDataFrame):
        shapes = {kind: rows.geometry.to_numpy() for kind, rows in background.groupby("kind")}
        water = shapes.get("water", np.array([], dtype=object))
        _surfaces(plot, water)
        _lines(plot, water[shapely.get_dimensions(water) == 1], line_color=theme.WATER, line_width=2.5)
        rail, road = (shapes.get(kind, np.array([], dtype=object)) for kind in ("rail", "road"))
        _lines(plot, rail, line_color=theme.SECOND, line_width=2, line_alpha=0.7)
        _lines(plot, rail, line_color=theme.PAPER, line_width=1, line_dash=[6, 6])
        _lines(plot, road, line_color=theme.EDGE, line_width=4)
        _lines(plot, road, line_color=theme.PAPER, line_width=2.5)
        self.labels, self.places = _labels(background, areas)
        left, _, right, _ = areas.total_bounds
        self.px_per_m = MIDDLE_PX / (right - left)
        self.names = _names(plot)
        self.make_way([], [])

    def show_names(self, wanted: bool) -> None:
        """Show the names, or leave them to the images under the map."""
        self.names.visible = wanted

    def make_way(self, x: ArrayLike, y: ArrayLike) -> None:
        """Leave out the names that marks at these places would cover. RD New. [m]"""
        marks = np.column_stack([np.asarray(x, float), np.asarray(y, float)])
        free = [
            place
            for place, (label, at) in enumerate(zip(self.labels, self.places, strict=True))
            if not (np.abs(marks - at) * self.px_per_m < (LETTER_PX * len(label) / 2 + MARK_PX, LINE_PX))
            .all(axis=1)
            .any()
        ]
        shown = self.places[free]
        show(
            Drawing.columns_of(self.names),
            x=shown[:, 0].tolist(),
            y=shown[:, 1].tolist(),
            name=[self.labels[place] for place in free],
        )


def _surfaces(plot: figure, shapes: np.ndarray) -> None:
    parts = shapely.get_parts(shapes[shapely.get_dimensions(shapes) == 2])
    rings = [[part.exterior, *part.interiors] for part in shapely.simplify(parts, DETAIL_M)]
    columns = {
        axis: [[[np.round(ring.coords.xy[place]).tolist() for ring in part]] for part in rings]
        for place, axis in enumerate(("xs", "ys"))
    }
    if rings:
        plot.multi_polygons(
            "xs", "ys", source=ColumnDataSource(columns), fill_color=theme.WATER, line_color=None
        )


def _lines(plot: figure, shapes: np.ndarray, **look: Any) -> None:
    lines = shapely.get_parts(shapely.simplify(shapes, DETAIL_M))
    lines = [line for line in lines if line.geom_type in ("LineString", "LinearRing")]
    if lines:
        xs, ys = ([np.round(line.coords.xy[place]).tolist() for line in lines] for place in (0, 1))
        plot.multi_line(xs, ys, line_cap="round", line_join="round", **look)


def _labels(background: GeoDataFrame, areas: GeoDataFrame) -> tuple[list[str], np.ndarray]:
    """Names and their places, the largest district first, the centre before all; those that stand free."""
    kinds = background["kind"].to_numpy() if len(background) else np.array([])
    centre, districts = background[kinds == "centre"], background[kinds == "district"]
    names = [str(name) for name in [*centre["name"], *districts["name"]]]
    shapes = [*centre.geometry, *districts.geometry]
    if districts.empty:
        by_name = areas[areas["wijk"] != ""].dissolve("wijk") if "wijk" in areas else areas.iloc[:0]
        by_name = by_name.iloc[np.argsort(-by_name.geometry.area.to_numpy())]
        names += [_short(str(name)) for name in by_name.index]
        shapes += list(by_name.geometry)
    if not names:
        return [], np.zeros((0, 2))
    points = shapely.get_coordinates(shapely.point_on_surface(np.array(shapes, dtype=object)))
    left, _, right, _ = areas.total_bounds
    free = _free(names, points * NARROW_PX / (right - left))
    return [names[place] for place in free], points[free]


def _short(name: str) -> str:
    """
    Examples
    --------
    >>> _short("Wijk Oud-Strijp"), _short("Centrum")
    ('Oud-Strijp', 'Centrum')
    """
    word = next((word for word in DISTRICT_WORDS if name.casefold().startswith(word)), "")
    return name[len(word) :]


def _free(names: list[str], places_px: np.ndarray) -> list[int]:
    """Which names lie on no earlier one, the first few."""
    taken: list[int] = []
    for place, (x, y) in enumerate(places_px):
        clear = all(
            abs(x - places_px[other][0]) > LETTER_PX * (len(names[place]) + len(names[other])) / 2
            or abs(y - places_px[other][1]) > LINE_PX
            for other in taken
        )
        if clear and names[place] and names[place] not in (names[other] for other in taken):
            taken.append(place)
    return taken[:MOST_NAMES]


def _names(plot: figure) -> GlyphRenderer:
    return plot.text(
        "x",
        "y",
        "name",
        source=ColumnDataSource({"x": [], "y": [], "name": []}),
        text_align="center",
        text_baseline="middle",
        text_font=value(theme.FONT),
        text_font_size="12px",
        text_color=theme.SECOND,
        background_fill_color=theme.PAPER,
        background_fill_alpha=0.75,
        padding=2,
    )
