"""What stands of a plan in each year: few states, each evaluated once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from kans_model.programme.plan import Plan
from kans_model.programme.tipping import LAST_YEAR


@dataclass(frozen=True, eq=False)
class Standing:
    """States of a plan.

    Attributes
    ----------
    plan : Plan
    last_year : int
    """

    plan: Plan
    last_year: int = LAST_YEAR

    @property
    def years(self) -> np.ndarray:
        """From the first of the programme."""
        return np.arange(self.plan.programme.first_year, self.last_year + 1)

    @cached_property
    def _states(self) -> tuple[np.ndarray, np.ndarray]:
        ready = np.cumsum(self.plan.built, axis=1)
        before = np.concatenate([np.zeros((len(ready), 1)), ready], axis=1)  # project, beginning of year
        place = np.minimum(np.arange(len(self.years)), before.shape[1] - 1)
        states, of_year = np.unique(before.T[place].round(9), axis=0, return_inverse=True)
        return states, of_year.reshape(-1)

    @property
    def built(self) -> np.ndarray:
        """Part of each project that stands, shape (state, project). [-]"""
        return self._states[0]

    @property
    def of_year(self) -> np.ndarray:
        """Place of the state at the beginning of each year, shape (year,)."""
        return self._states[1]

    def quantity(self, state: int) -> np.ndarray:
        """What stands, shape (measure, area). [unit of the measure]"""
        values = self.plan.values
        return values.lines.quantities(values.base.room, self.built[state])
