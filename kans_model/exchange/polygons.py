"""Shapes of areas made fit: valid, and held against each other."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely

from kans_model.exchange.import_report import ImportReport
from kans_model.words.problems import KansError, Problem

MOST_CROSSED = 20.0
"""Sides that one side of a polygon meets on average beyond which it is a tangle: repair takes minutes."""
SAMPLED = 100
OVERLAP_SHARE = 0.01
"""Two polygons overlap when they share this part of the smaller one: less is drawing. [-]"""


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
