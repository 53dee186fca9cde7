"""Damage through the years: without a plan, as it is built, and with the whole package at once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from kans_model.evaluation.baseline import Baseline
from kans_model.evaluation.damage_lines import by_hazard
from kans_model.programme.plan import Plan


def damage_eur(base: Baseline, quantity: np.ndarray) -> np.ndarray:
    """Damage that quantities leave in the city, hazards in totals, shape (horizon,). [EUR/yr]

    Unknown areas count as none, before as after.

    Parameters
    ----------
    quantity : array, shape (measure, area)
    """
    treatment = base.protection.treatment(quantity)
    left = by_hazard(np.concatenate([hazard.outcome(treatment).damage.after_eur for hazard in base.hazards]))
    return np.nansum(left[base.counted], axis=(0, 1))


@dataclass(frozen=True, eq=False)
class RiskPath:
    """Damage per year. Every year is evaluated anew with what stands then; growing green counts in full.

    Attributes
    ----------
    plan : Plan
    last_year : int
        Until when it is followed.
    """

    plan: Plan
    last_year: int = 2050

    @property
    def years(self) -> np.ndarray:
        """Calendar years, from the first of the programme."""
        return np.arange(self.plan.programme.first_year, self.last_year + 1)

    def _at(self, by_horizon: np.ndarray, years: np.ndarray) -> np.ndarray:
        """Damage by horizon (…, horizon) in each of these years: linear between horizons, held outside."""
        at = self.plan.values.base.costs.horizon_years
        share = np.stack([np.interp(years, at, unit) for unit in np.eye(len(at))], axis=-1)
        return (by_horizon * share).sum(axis=-1)

    @cached_property
    def without_eur(self) -> np.ndarray:
        """Without any project, shape (year,). [EUR/yr]"""
        return self._at(damage_eur(self.plan.values.base, 0 * self.plan.quantity), self.years)

    @cached_property
    def at_once_eur(self) -> np.ndarray:
        """With the whole package from the start, shape (year,). [EUR/yr]"""
        return self._at(damage_eur(self.plan.values.base, self.plan.quantity), self.years)

    @cached_property
    def planned_eur(self) -> np.ndarray:
        """With what stands at the start of each year, shape (year,). [EUR/yr]"""
        base, done = self.plan.values.base, {}
        rows = []
        for year in self.years:  # as many as years in which something was built
            built = self.plan.built[:, self.plan.values.years < year].sum(axis=1)
            key = built.tobytes()
            if key not in done:
                done[key] = damage_eur(base, self.plan.standing(int(year)))
            rows.append(done[key])
        return self._at(np.stack(rows), self.years)

    def avoided_share(self, year: int) -> float:
        """Part of what the whole package avoids that is avoided in a year; NaN where it avoids none. [-]"""
        plan, base = self.plan, self.plan.values.base
        amounts = (0 * plan.quantity, plan.standing(year), plan.quantity)
        without, planned, at_once = (self._at(damage_eur(base, own), np.array([year]))[0] for own in amounts)
        return float((without - planned) / (without - at_once)) if without > at_once else float("nan")
