"""The numbers 1 to 10 on a map, where a list beside it names the same."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from bokeh.core.properties import value
from bokeh.models import ColumnDataSource
from bokeh.plotting import figure
from geopandas import GeoDataFrame

from dashboards.parts.charts.canvas import show
from dashboards.parts.look import theme

SIZE_PX, MAP_PX = 20, 560
"""Diameter of a mark, and the width of map on which marks must stand clear of each other."""
ROUNDS = 60


def clear_places(x: np.ndarray, y: np.ndarray, apart: float) -> tuple[np.ndarray, np.ndarray]:
    """Places at least so far apart, each as near to its own as the others let it; in the unit of `apart`.

    Examples
    --------
    >>> x, y = clear_places(np.array([0.0, 1.0, 50.0]), np.zeros(3), 10.0)
    >>> x.round(1).tolist(), y.tolist()
    ([-4.5, 5.5, 50.0], [0.0, 0.0, 0.0])
    """
    places = np.column_stack([x, y]).astype(float)
    for _ in range(ROUNDS):
        between = places[:, None] - places[None]
        distance = np.hypot(*np.moveaxis(between, -1, 0))
        np.fill_diagonal(distance, np.inf)
        if distance.min() >= apart * (1 - 1e-6):
            break
        same = distance == 0  # go apart by their order
        between[same] = np.sign(np.subtract.outer(np.arange(len(x)), np.arange(len(x)))[same])[:, None]
        length = np.where(np.isfinite(distance), np.where(same, np.sqrt(2), distance), 1.0)
        push = np.maximum(0.0, apart - distance) / 2 / length
        places += (between * push[..., None]).sum(axis=1)
    return places[:, 0], places[:, 1]


class RankMarks:
    """Marks on a plot. Drawn once; `show` says of which buurten."""

    def __init__(self, plot: figure, areas: GeoDataFrame):
        self.source = ColumnDataSource({"x": [], "y": [], "rank": []})
        points = shapely.point_on_surface(areas.geometry.to_numpy())
        self.x, self.y = shapely.get_x(points), shapely.get_y(points)
        left, _, right, _ = areas.total_bounds
        self.apart_m = (right - left) * SIZE_PX / MAP_PX
        plot.scatter(
            "x",
            "y",
            source=self.source,
            size=SIZE_PX - 2,
            fill_color=theme.PAPER,
            line_color=theme.INK,
            line_width=1,
        )
        plot.text(
            "x",
            "y",
            "rank",
            source=self.source,
            text_align="center",
            text_baseline="middle",
            text_font=value(theme.NUMBER_FONT),
            text_font_size="12px",
            text_font_style="bold",
            text_color=theme.INK,
        )

    def show(self, places: Sequence[int] | np.ndarray, ranks: Sequence[str]) -> None:
        """Mark these buurten with what stands before their names in the list."""
        at = np.asarray(places, int)
        x, y = clear_places(self.x[at], self.y[at], self.apart_m) if len(at) else (self.x[at], self.y[at])
        show(self.source, x=x.tolist(), y=y.tolist(), rank=list(ranks))
