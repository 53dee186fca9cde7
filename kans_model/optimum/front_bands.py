"""How sure the front is: the band of what each of its points avoids."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kans_model.computing.progress import Cancelled, Progress, paced
from kans_model.optimum.front import Point
from kans_model.study.study import Study
from kans_model.uncertainty.bands import drawn, p5_p95


def avoided_bands_eur(
    study: Study,
    points: Sequence[Point],
    horizon: str,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> np.ndarray:
    """What the package of each point avoids in a year, from low to high over the draws. [EUR/yr]

    Every point under the same draws, so that the bands of two points may overlap while one is always better.

    Returns
    -------
    numpy.ndarray, shape (2, point)
    """
    draws, bands = drawn(study), []
    for place, point in enumerate(points):
        paced(place / len(points), progress, cancelled)
        avoided = study.evaluate(point.portfolio, draws)["avoided_total_eur"].sel(horizon=horizon)
        bands.append(p5_p95(avoided.values))
    return np.array(bands, dtype=float).reshape(-1, 2).T
