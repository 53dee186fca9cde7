"""Tipping years: from when a limit is no longer kept, when one must decide, and what waiting costs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

LAST_YEAR = 2100
"""The last horizon: nothing is said of what comes after it."""
COUNCIL_YEARS = 4
"""Of one term of a municipal council. [yr]"""
BAND = (0.1, 0.5, 0.9)


def tipping_year(met: np.ndarray, years: np.ndarray) -> np.ndarray:
    """First year from which on a limit is not kept until the last year, shape (…).

    Infinite where it is kept in the last year: what comes after is not known, and never a number.

    Parameters
    ----------
    met : array of bool, shape (…, year)
    years : array of int, shape (year,)

    Examples
    --------
    >>> years = np.arange(2027, 2032)
    >>> [float(tipping_year(np.array(met), years)) for met in ([1, 1, 1, 0, 0], [0, 0, 1, 1, 1], [0] * 5)]
    [2030.0, inf, 2027.0]
    """
    met = np.asarray(met, dtype=bool)
    years_since = np.argmax(met[..., ::-1], axis=-1)  # years at the end in which it is not kept
    place = np.where(met.any(axis=-1), met.shape[-1] - years_since, 0)
    known = np.append(np.asarray(years, dtype=float), np.inf)
    return np.asarray(known[place])


def decision_year(tipping: float, lead_years: float, building_years: float) -> float:
    """Last year to decide in: the early tipping year less preparation and building.

    Infinite where the limit is kept to the last year, unknown where the tipping year is.

    Examples
    --------
    >>> decision_year(2045, 2, 5), decision_year(float("inf"), 2, 5)
    (2038.0, inf)
    """
    return float(np.floor(tipping - lead_years - building_years))


def waited(standing: np.ndarray, wait_years: int = COUNCIL_YEARS) -> np.ndarray:
    """Which state stands in each year when all is built so many years later, shape (year,).

    Parameters
    ----------
    standing : array of int, shape (year,)
        Place of the state that stands in each year; that of the first year is the one before anything.

    Examples
    --------
    >>> waited(np.array([0, 1, 2, 2]), 2).tolist()
    [0, 0, 0, 1]
    """
    early = np.full(min(wait_years, len(standing)), standing[0])
    return np.concatenate([early, standing])[: len(standing)]


@dataclass(frozen=True)
class TippingBand:
    """A tipping year under draws.

    Attributes
    ----------
    early, middle, late : float
        P10, P50 and P90; infinite after the last year, NaN unknown.
    """

    early: float
    middle: float
    late: float

    @classmethod
    def of(cls, tipping: np.ndarray) -> TippingBand:
        """Of tipping years per draw; values that were drawn, so that none is made up beyond the end."""
        if np.isnan(tipping).any():
            return cls(*(float("nan"),) * 3)
        return cls(*(float(year) for year in np.quantile(tipping, BAND, method="inverted_cdf")))
