"""Shapes of areas made fit: in RD New, valid, and held against each other."""

from __future__ import annotations

from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import shapely

from kans_model.city.checks import CRS
from kans_model.exchange.import_report import ImportReport
from kans_model.words.problems import KansError, Problem

RD_X, RD_Y = (-10_000, 310_000), (290_000, 640_000)
"""Where numbers are coordinates in RD, roughly. [m]"""
LATITUDE, LONGITUDE = (50.0, 56.0), (2.0, 8.0)
"""Of the Netherlands, roughly. [°]"""
MOST_CROSSED = 20.0
"""Sides that one side of a polygon meets on average beyond which it is a tangle: repair takes minutes."""
SAMPLED = 100
OVERLAP_SHARE = 0.01
"""Two polygons overlap when they share this part of the smaller one: less is drawing. [-]"""


def in_rd(shapes: gpd.GeoSeries, file: str, report: ImportReport) -> np.ndarray:
    """Shapes in RD New: by the system the file names, else by where the numbers lie.

    Raises
    ------
    KansError
        No system is named and the numbers lie nowhere that is known.
    """
    x, y = shapely.get_coordinates(shapes.to_numpy()).T
    if shapes.crs is None or not shapes.crs.is_projected:
        if _within(x, RD_X) and _within(y, RD_Y):
            report.crs_taken = "taken"
            return shapes.to_numpy()
        if _within(x, LATITUDE) and _within(y, LONGITUDE):
            report.crs_taken = "swapped"
            swapped = shapely.transform(shapes.to_numpy(), lambda points: points[:, ::-1])
            return gpd.GeoSeries(swapped, crs=shapes.crs or "EPSG:4326").to_crs(CRS).to_numpy()
    if shapes.crs is None:
        raise KansError(Problem("city_no_crs", file=file))
    if shapes.crs != CRS:
        report.crs = shapes.crs.to_string()
        shapes = shapes.to_crs(CRS)
    return shapes.to_numpy()


def _within(values: np.ndarray, limits: tuple[float, float]) -> bool:
    return bool(len(values) and (values >= limits[0]).all() and (values <= limits[1]).all())


def repaired(shapes: np.ndarray, said: Sequence[object], file: str, report: ImportReport) -> np.ndarray:
    """Valid polygons; those that were not are made so and told.

    Raises
    ------
    KansError
        Nothing is left of one.
    """
    shapes, problems = shapes.copy(), []
    for place in np.flatnonzero(~shapely.is_valid(shapes)).tolist():
        if not np.isfinite(shapely.get_coordinates(shapes[place])).all():
            continue  # not projected: outside the system's domain, which the city's own check says
        shape = shapes[place]
        if sides_met(shape) > MOST_CROSSED:
            problems.append(Problem("city_not_repairable", file=file, row=said[place]))
            continue
        parts = shapely.get_parts(shapely.make_valid(shape, method="structure", keep_collapsed=False))
        shapes[place] = shapely.union_all([part for part in parts if part.geom_type.endswith("Polygon")])
        if shapes[place].is_empty:
            problems.append(Problem("city_not_repairable", file=file, row=said[place]))
        report.repaired.append(str(said[place]))
    if problems:
        raise KansError(problems)
    return shapes


def sides_met(shape: shapely.Geometry) -> float:
    """How many other sides a side of a polygon meets, its neighbours apart, mean of some of its sides. [-]

    Examples
    --------
    >>> sides_met(shapely.box(0, 0, 1, 1))
    0.0
    """
    points = shapely.get_coordinates(shape)
    sides = shapely.linestrings(np.stack([points[:-1], points[1:]], axis=1))
    some = sides[:: max(1, len(sides) // SAMPLED)]
    met, _ = shapely.STRtree(sides).query(some, predicate="intersects")
    return max(0.0, len(met) / len(some) - 3)  # itself and the two beside it


def overlaps(shapes: np.ndarray, codes: Sequence[str]) -> list[str]:
    """Pairs of codes whose polygons share more than `OVERLAP_SHARE` of the smaller one."""
    shapes = shapes.copy()
    shapes[~np.isfinite(shapely.bounds(shapes)).all(axis=1)] = None  # GEOS stops where a corner is nowhere
    first, second = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    pairs = first < second
    first, second = first[pairs], second[pairs]
    shared = shapely.area(shapely.intersection(shapes[first], shapes[second]))
    least = np.minimum(shapely.area(shapes[first]), shapely.area(shapes[second]))
    over = shared > OVERLAP_SHARE * least
    return [f"{codes[i]} × {codes[j]}" for i, j in zip(first[over], second[over], strict=True)]
