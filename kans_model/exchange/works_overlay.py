"""Which part of the public space of which area works open that are drawn on a map."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely

LEAST_M2 = 1.0
"""Less than this of works inside an area is drawing. [m²]"""
ARC_SEGMENTS = 16
"""Of a quarter of a circle around a point; its surface is then 0.2 % too small."""


def works_surfaces(
    shapes: Sequence[shapely.Geometry] | np.ndarray, line_width_m: float, point_radius_m: float
) -> np.ndarray:
    """Surfaces of works: polygons as they are, lines with a width and flat ends, points as circles.

    Parameters
    ----------
    shapes : sequence of geometry, shape (work,), in metres
    line_width_m, point_radius_m : float
        [m]

    Examples
    --------
    >>> line, point = shapely.LineString([(0, 0), (100, 0)]), shapely.Point(0, 0)
    >>> shapely.area(works_surfaces([line, point], 8, 10)).round(0).tolist()
    [800.0, 314.0]
    """
    made = np.array(shapes, dtype=object)
    dimension = shapely.get_dimensions(made)
    lines, points = dimension == 1, dimension == 0
    made[lines] = shapely.buffer(made[lines], line_width_m / 2, cap_style="flat")
    made[points] = shapely.buffer(made[points], point_radius_m, quad_segs=ARC_SEGMENTS)
    return made


def inside_m2(surfaces: np.ndarray, areas: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """How much of which works lies in which area.

    Parameters
    ----------
    surfaces : array of geometry, shape (work,)
    areas : array of geometry, shape (area,)

    Returns
    -------
    work, area : array of int, shape (pair,)
    m2 : array, shape (pair,)
        Of at least `LEAST_M2`. [m²]

    Examples
    --------
    >>> squares = np.array([shapely.box(0, 0, 100, 100), shapely.box(100, 0, 200, 100)])
    >>> work, area, m2 = inside_m2(np.array([shapely.box(50, 0, 110, 10)]), squares)
    >>> work.tolist(), area.tolist(), m2.tolist()
    ([0, 0], [0, 1], [500.0, 100.0])
    """
    shapely.prepare(areas)
    work, area = shapely.STRtree(areas).query(surfaces, predicate="intersects")
    m2 = shapely.area(surfaces[work])
    cut = ~shapely.covers(areas[area], surfaces[work])
    m2[cut] = shapely.area(shapely.intersection(surfaces[work[cut]], areas[area[cut]]))
    kept = m2 >= LEAST_M2
    order = np.lexsort((area[kept], work[kept]))
    return work[kept][order], area[kept][order], m2[kept][order]


def largely_the_same(surfaces: np.ndarray, part: float) -> np.ndarray:
    """Pairs of surfaces of which one lies for at least this part within the other, shape (pair, 2).

    Examples
    --------
    >>> shapes = np.array([shapely.box(0, 0, 10, 10), shapely.box(1, 0, 11, 10), shapely.box(9, 0, 19, 10)])
    >>> largely_the_same(shapes, 0.8).tolist()
    [[0, 1]]
    """
    first, second = shapely.STRtree(surfaces).query(surfaces, predicate="intersects")
    once = first < second
    first, second = first[once], second[once]
    size = shapely.area(surfaces)
    least = part * np.minimum(size[first], size[second])
    bounds = shapely.bounds(surfaces)
    sides = np.minimum(bounds[first, 2:], bounds[second, 2:]) - np.maximum(
        bounds[first, :2], bounds[second, :2]
    )
    near = np.prod(sides, axis=1) >= least  # the box around what they share holds all of it
    first, second, least = first[near], second[near], least[near]
    shared = shapely.area(shapely.intersection(surfaces[first], surfaces[second]))
    return np.stack([first, second], axis=1)[shared >= least]
