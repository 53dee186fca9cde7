"""The buurten of a city as a picture: a value each, in classes with round borders."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
from geopandas import GeoDataFrame

RD_NEW = 28992
VERTEX_M = 8
"""Detail below this is not drawn; shared borders stay shared."""

Rings = list[list[list[list[float]]]]
"""Coordinates per buurt, part and ring: lists, because a browser reads arrays of arrays five times slower."""


CLASS_SHARES = (0.17, 0.18, 0.17, 0.16, 0.14, 0.11, 0.07)
"""Part of the values in each class of sizes: fewer in the darkest, so that the worst stand out."""


def round_breaks(values: Sequence[float] | np.ndarray, signed: bool) -> list[float]:
    """Round borders of classes. Compute them once per city and subject; a slider never moves them.

    Six borders for sizes, placed so that each class holds its part of the values, whatever their spread; four
    growing steps (…, 0.3, 1, 3, 10) on each side of zero for changes, so that nine in ten lie inside, because
    even steps would show a careful package as an empty map.
    """
    sizes = np.abs(np.asarray(values, float))
    sizes = sizes[np.isfinite(sizes) & (sizes > 0)]
    if not signed:
        return _size_breaks(np.sort(sizes))
    top = float(np.quantile(sizes, 0.9)) if sizes.size else 1.0
    outer = int(np.floor(2 * np.log10(top) + 1e-9))
    steps = [10.0 ** (half // 2) * (3 if half % 2 else 1) for half in range(outer - 3, outer + 1)]
    return [-step for step in reversed(steps)] + steps


def _size_breaks(sizes: np.ndarray) -> list[float]:
    """A border above the part of each class but the last, of what the classes before left over.

    So a border lies above at least one value and not above all, as long as there are values left that differ.
    """
    breaks: list[float] = []
    for place, part in enumerate(CLASS_SHARES[:-1]):
        left = sizes[sizes >= breaks[-1]] if breaks else sizes
        if not left.size or left[0] == left[-1]:
            top = breaks[-1] if breaks else (float(sizes[-1]) if sizes.size else 1.0)
            breaks.append(_roundest(1.2 * top, 1.6 * top))
            continue
        share = part / sum(CLASS_SHARES[place:])
        low, high = (float(np.quantile(left, factor * share)) for factor in (0.7, 1.3))
        least = float(np.nextafter(left[0], np.inf))
        breaks.append(_roundest(max(low, least), min(max(high, least), float(left[-1]))))
    return breaks


def _roundest(low: float, high: float) -> float:
    """The number with the fewest digits between two sizes, the nearest to their middle; `low` is above zero.

    Examples
    --------
    >>> _roundest(0.83, 1.27), _roundest(13.2, 14.9), _roundest(2.1, 2.4)
    (1.0, 14.0, 2.2)
    """
    power = 10.0 ** np.floor(np.log10(high))
    while power > 1e-6 * high:
        for step in (power, power / 2, power / 5):
            first, last = np.ceil(low / step - 1e-9), np.floor(high / step + 1e-9)
            if first <= last:
                return float(f"{step * min(max(round((low + high) / 2 / step), first), last):.6g}")
        power /= 10
    return float(high)


def classed(values: np.ndarray, breaks: np.ndarray) -> np.ndarray:
    """The class of each value, counted from 0; NaN is unknown and stays it."""
    classes = np.searchsorted(breaks, values, side="right").astype(np.float32)
    classes[np.isnan(values)] = np.nan
    return classes


def buurten(
    areas: GeoDataFrame,
    values: Sequence[float] | np.ndarray,
    *,
    palette: Sequence[str],
    breaks: Sequence[float] | np.ndarray,
    unit: str = "",
    **options: Any,
) -> Any:
    """One value per buurt, as a picture for a page or a notebook.

    Parameters
    ----------
    areas : EPSG:28992, with `name`.
    values : NaN is unknown.
    palette, breaks : as many colours as there are borders of classes plus one.
    options : of the picture, such as `width=600, tools=["hover"]`.

    Returns
    -------
    geoviews.Polygons
        In the plane of the national grid; columns class, value and name.
    """
    import geoviews as gv  # six seconds: not for a page without a map
    import geoviews.plotting.bokeh
    from geoviews.util import process_crs

    plane = process_crs(RD_NEW)
    values = np.asarray(values, np.float32)
    columns = {"class": classed(values, np.asarray(breaks, float)), "value": values}
    frame = GeoDataFrame(
        columns | {"name": areas["name"].astype(str).to_numpy()},
        geometry=_simplified(tuple(shapely.to_wkb(areas.geometry.values))),
        crs=RD_NEW,
    )
    return gv.Polygons(frame, vdims=["class", ("value", unit or "value"), "name"], crs=plane).opts(
        backend="bokeh",
        projection=plane,
        color="class",
        cmap=list(palette),
        clim=(-0.5, len(palette) - 0.5),
        clipping_colors={"NaN": "white"},
        line_color="white",
        show_bounds=False,
        **{"default_tools": [], "tools": []} | options,
    )


@functools.lru_cache(maxsize=8)
def _simplified(shapes: tuple[bytes, ...]) -> np.ndarray:
    return shapely.coverage_simplify(shapely.from_wkb(list(shapes)), VERTEX_M)


@functools.lru_cache(maxsize=8)
def _rings(shapes: tuple[bytes, ...]) -> tuple[Rings, Rings, list[list[float]], list[list[float]]]:
    geometry = _simplified(shapes)
    xs, ys = [], []
    for area in geometry:
        parts = [
            part
            for part in getattr(area, "geoms", [area])
            if part.geom_type == "Polygon" and not part.is_empty
        ]
        rings = [[part.exterior, *part.interiors] for part in parts]
        xs.append([[np.round(ring.coords.xy[0]).tolist() for ring in part] for part in rings])
        ys.append([[np.round(ring.coords.xy[1]).tolist() for ring in part] for part in rings])
    edge = shapely.boundary(shapely.union_all(shapely.buffer(geometry, 1)))
    lines = getattr(edge, "geoms", [edge])
    return (
        xs,
        ys,
        [np.round(line.coords.xy[0]).tolist() for line in lines],
        [np.round(line.coords.xy[1]).tolist() for line in lines],
    )


def rings(areas: GeoDataFrame) -> tuple[Rings, Rings, list[list[float]], list[list[float]]]:
    """Coordinates as Bokeh's multi_polygons wants them, in metres, and the city's outline; kept per city."""
    return _rings(tuple(shapely.to_wkb(areas.geometry.values)))
