"""When a package is built: evenly over the build years, or in the years of a programme."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

LONGEST_LIFE_YEARS = 200


@dataclass(frozen=True, eq=False)
class Phasing:
    """The years in which a package is built. Arrays are (measure of the library, year of the period).

    Attributes
    ----------
    built : array
        Part of what stands of each measure that is built in each year; less than one together where not
        all of it is planned. [-]
    spared : array
        Part of the price of works on all of a measure that works of others pay in each year. [-]
    """

    built: np.ndarray
    spared: np.ndarray

    @classmethod
    def evenly(cls, built: np.ndarray, saving: np.ndarray) -> Phasing:
        """All measures alike.

        Parameters
        ----------
        built : array, shape (year,)
            Part that is built in each year. [-]
        saving : array, shape (measure,)
            Part of the price of works that works of others pay. [-]
        """
        every = np.broadcast_to(built, (len(saving), len(built)))
        return cls(every, saving[:, None] * every)

    def renewal(self, rows: np.ndarray, lifetime_years: np.ndarray) -> np.ndarray:
        """Renewals and residual value per euro of the full price, shape (row, 2, year). [-]

        Lives between whole years lie between the profiles of these.

        Parameters
        ----------
        rows : array of int, shape (row,)
            Places of measures.
        lifetime_years : array, shape (row,)
            [yr]
        """
        period = self.built.shape[1]
        flow = np.zeros((len(rows), 2, period))
        for place, (row, years) in enumerate(zip(rows, lifetime_years, strict=True)):
            life = float(np.clip(years, 1, LONGEST_LIFE_YEARS))
            low = int(life)
            profile = (1 - (life - low)) * _renewals(low, period)
            if life > low:
                profile = profile + (life - low) * _renewals(min(low + 1, LONGEST_LIFE_YEARS), period)
            flow[place] = np.tensordot(self.built[row], profile, axes=1)
        return flow


@lru_cache(maxsize=512)
def _renewals(life: int, period_years: int) -> np.ndarray:
    """Of a euro built in each year: renewals, and the residual value as a credit, (year built, 2, year)."""
    flow = np.zeros((period_years, 2, period_years))
    for built in range(period_years):
        end = built + 1  # paid at the end of the year
        flow[built, 0, np.arange(end + life, period_years, life, dtype=int) - 1] += 1
        if end < period_years:
            age = (period_years - end) % life or life
            flow[built, 1, -1] -= 1 - age / life
    return flow
