"""The national showers of the stress test, and how often they fall in the climate of a study."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from kans_model.evaluation.baseline import Baseline
from kans_model.evaluation.rain import REGIME_FACTORS
from kans_model.hazards.rainfall import return_period_years
from kans_model.study.study import Study
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import HORIZONS

LONGEST_MIN = 720
"""Above this duration rivers and polders decide, not streets and sewers: the model says nothing. [min]"""
OFTEN_YEARS, RARE_YEARS, N_POINTS = 1.0, 1000.0, 60
"""Ends of the curve of a buurt, and its points. [yr]"""


@dataclass(frozen=True, eq=False)
class StandardEvent:
    """One national shower.

    Attributes
    ----------
    event : str
        Row of `stress_events`.
    duration_min, depth_mm : float
        NaN where its source was not read.
    years : dict
        Horizon → return period in the climate of the study; NaN where the depth is unknown. [yr]
    published_years : float
        What it was meant to be in 2050. [yr]
    entered : array, shape (area,)
        Buildings that it enters; NaN where the model says nothing. [-]
    """

    event: str
    duration_min: float
    depth_mm: float
    years: dict[str, float]
    published_years: float
    entered: np.ndarray


def standard_events(study: Study) -> list[StandardEvent]:
    """Every national shower on the city of a study, in the order of the table."""
    base, found = study.baseline, []
    for event, row in table("stress_events").iterrows():
        minutes, depth = float(row["duration_min"]), float(row["depth_mm"])
        known, inside = np.isfinite(depth), minutes <= LONGEST_MIN
        entered = np.full(base.n_areas, np.nan)
        if known and inside:
            entered = base.water.entered_by(np.array([depth]), minutes / 60)[:, 0]
        found.append(
            StandardEvent(
                str(event),
                minutes,
                depth,
                {horizon: _years(base, depth, minutes, horizon) for horizon in HORIZONS},
                float(row["published_years"]),
                entered,
            )
        )
    return found


def _years(base: Baseline, depth_mm: float, minutes: float, horizon: str) -> float:
    """How rare a depth is in the climate and rain regime of a study. [yr]"""
    if not np.isfinite(depth_mm):
        return float("nan")
    rain = base.water.rain
    regime = REGIME_FACTORS[rain.scenario.rain_regime]
    factor = base.scalar[regime] if regime else 1.0
    warming = float(rain.warming_degc[HORIZONS.index(horizon)])
    return float(return_period_years(depth_mm / factor, minutes, warming))


def most_entered(study: Study, years: int) -> str:
    """Code of the buurt where a shower of so many years enters most buildings, without a package."""
    reached = study.evaluate("niets_doen")["entered_before"].sel(event=years).values
    return str(study.city.areas.index[int(np.nanargmax(reached))])


def on_curve(years: ArrayLike, entered: ArrayLike, at_years: float) -> float:
    """What a curve says of a return period between its points, straight in the logarithm of years. [-]

    Examples
    --------
    >>> on_curve([10, 1000], [2.0, 8.0], 100)
    5.0
    """
    return float(np.interp(np.log(at_years), np.log(years), np.asarray(entered, dtype=float)))


def entered_curve(study: Study, area: int) -> tuple[np.ndarray, np.ndarray]:
    """Buildings of one buurt that water enters, by how rare the shower is.

    Parameters
    ----------
    area : int
        Place of the buurt in the city.

    Returns
    -------
    years : array, shape (point,)
        Return periods. [yr]
    entered : array, shape (horizon, point)
        Without a package. [-]
    """
    water = study.baseline.water
    years = np.geomspace(OFTEN_YEARS, RARE_YEARS, N_POINTS)
    depth = water.rain.depth_mm(years)
    entered = water.entered_by(depth.reshape(-1))[area].reshape(depth.shape)
    return years, entered
