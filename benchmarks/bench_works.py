"""How long a calendar of works takes to lay over the buurten of a city."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import shapely

from benchmarks.measurement import Measurement, median_ms
from kans_model.exchange.works_overlay import inside_m2, works_surfaces

N_LINES, N_AREAS = 10_000, 116
SIDE_M, CORNERS = 10_000.0, 60
WIDTH_M, RADIUS_M = 8.0, 15.0


def buurten(rng: np.random.Generator) -> np.ndarray:
    """Cells around as many points, their sides drawn with many corners, shape (area,)."""
    points = shapely.MultiPoint(rng.uniform(0, SIDE_M, (N_AREAS, 2)))
    cells = shapely.get_parts(shapely.voronoi_polygons(points, extend_to=shapely.box(0, 0, SIDE_M, SIDE_M)))
    inside = shapely.intersection(cells, shapely.box(0, 0, SIDE_M, SIDE_M))
    return shapely.segmentize(inside, 4 * SIDE_M / np.sqrt(N_AREAS) / CORNERS)


def streets(rng: np.random.Generator) -> np.ndarray:
    """Streets of some hundred metres with a few bends, shape (work,)."""
    start = rng.uniform(0, SIDE_M, (N_LINES, 1, 2))
    steps = rng.normal(0, 60, (N_LINES, 5, 2))
    return shapely.linestrings(np.concatenate([start, start + np.cumsum(steps, axis=1)], axis=1))


def measurements() -> Iterator[Measurement]:
    """Yield 10,000 lines as surfaces, and what of each lies in which of 116 buurten."""
    rng = np.random.default_rng(1)
    areas, lines = buurten(rng), streets(rng)

    def overlay() -> None:
        inside_m2(works_surfaces(lines, WIDTH_M, RADIUS_M), areas)

    yield Measurement("10,000 lines of works over 116 buurten", median_ms(overlay, 5) / 1000, "s", 3)
