"""An agenda that predicts itself: spending and avoided damage if projects go as projects of before went."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from kans_model.programme.plan import Plan
from kans_model.programme.progress_draws import ProgressDraws, progress_draws
from kans_model.programme.reference_class import ReferenceClass

N_DRAWS = 1024
TAIL_YEARS = 10
"""How long after the programme late projects are followed. [yr]"""
LEVELS = (0.1, 0.5, 0.9)
"""P10, P50 and P90."""
MOST_FOLLOWED = 4_000_000
"""Projects times draws times years at once; beyond it there are fewer draws."""


@dataclass(frozen=True, eq=False)
class Forecast:
    """A plan under draws of slip and overrun.

    Attributes
    ----------
    plan : Plan
    bill_eur : array, shape (project, year)
        What all parties pay for a project that is built whole in a year of the programme, VAT included. [EUR]
    reference : ReferenceClass
    seed : int
        Of the study.
    """

    plan: Plan
    bill_eur: np.ndarray
    reference: ReferenceClass
    seed: int

    @cached_property
    def years(self) -> np.ndarray:
        """Of the programme, and those in which late projects are followed."""
        return np.arange(self.plan.programme.first_year, self.plan.programme.last_year + TAIL_YEARS + 1)

    @cached_property
    def draws(self) -> ProgressDraws:
        values, projects = self.plan.values, self.plan.programme.projects
        n = min(N_DRAWS, max(128, MOST_FOLLOWED // max(len(projects) * len(self.years), 1)))
        went = progress_draws(self.plan.start, values.duration, len(self.years), self.reference, n, self.seed)
        done = np.array([own.status == "done" for own in projects], dtype=bool)
        if not done.any():
            return went
        known = [own.realised_eur for own in projects]
        paid = np.array([np.nan if eur is None else eur for eur in known], dtype=float)
        factor = paid / np.where(values.capex_eur > 0, values.capex_eur, np.nan)
        return ProgressDraws(
            np.where(done[:, None, None], self._planned[:, None, :], went.building),
            np.where(done[:, None], 0, went.slip_years),
            np.where(done[:, None], np.nan_to_num(factor, nan=1.0)[:, None], went.cost_factor),
        )

    @cached_property
    def _planned(self) -> np.ndarray:
        """Part of each project built in each year as planned, shape (project, year). [-]"""
        return np.pad(self.plan.built, ((0, 0), (0, TAIL_YEARS)))

    @cached_property
    def _bill_eur(self) -> np.ndarray:
        """Bills over all years: after the programme no works are known that a project could go along with."""
        alone = self.bill_eur.max(axis=1, keepdims=True)
        return np.concatenate([self.bill_eur, np.repeat(alone, TAIL_YEARS, axis=1)], axis=1)

    # --- money ----------------------------------------------------------------------------------

    @cached_property
    def planned_eur(self) -> np.ndarray:
        """Spending as planned, shape (year,). [EUR]"""
        return (self._planned * self._bill_eur).sum(axis=0)

    @cached_property
    def spend_eur(self) -> np.ndarray:
        """Spending under every draw, shape (draw, year). [EUR]"""
        went = self.draws
        return np.einsum("pdy,py,pd->dy", went.building, self._bill_eur, went.cost_factor, optimize=True)

    def over_programming(self, first: int, last: int, budget_eur: float | None = None) -> float:
        """How many times the plan must stand on the agenda so that P50 of spending meets the budget. [-]

        Parameters
        ----------
        first, last : int
            Years of the budget.
        budget_eur : float, optional
            Of these years together; what is planned without it. [EUR]

        Returns
        -------
        float
            Of the plan as it stands, all its parts larger alike; NaN where nothing is spent.
        """
        during = (self.years >= first) & (self.years <= last)
        spent = float(np.median(self.spend_eur[:, during].sum(axis=1)))
        wanted = float(self.planned_eur[during].sum()) if budget_eur is None else budget_eur
        return wanted / spent if spent > 0 else float("nan")

    # --- damage ---------------------------------------------------------------------------------

    @cached_property
    def _worth_eur(self) -> np.ndarray:
        """What each project avoids in each year once it stands, shape (project, year). [EUR/yr]

        By additive parts, as the schedule counts them.
        """
        values = self.plan.values
        at = values.base.costs.horizon_years
        share = np.stack([np.interp(self.years, at, unit) for unit in np.eye(len(at))])
        return np.nan_to_num(values.avoided_eur) @ share

    @staticmethod
    def _standing(building: np.ndarray) -> np.ndarray:
        """Part that stands at the start of each year."""
        return np.cumsum(building, axis=-1) - building

    @cached_property
    def planned_avoided_eur(self) -> np.ndarray:
        """Avoided damage as planned, shape (year,). [EUR/yr]"""
        return (self._standing(self._planned) * self._worth_eur).sum(axis=0)

    @cached_property
    def avoided_eur(self) -> np.ndarray:
        """Avoided damage under every draw, shape (draw, year). [EUR/yr]"""
        return np.einsum("pdy,py->dy", self._standing(self.draws.building), self._worth_eur, optimize=True)

    @cached_property
    def lost_eur(self) -> np.ndarray:
        """Damage that slipping leaves, all years together, shape (draw,). [EUR]"""
        return self.planned_avoided_eur.sum() - self.avoided_eur.sum(axis=1)

    def ready_year(self, share: float) -> np.ndarray:
        """First year at whose start a share of the planned investment stands, shape (draw,).

        Infinite where it does not stand in the years that are followed.
        """
        size = np.where(self.plan.start >= 0, self.plan.values.capex_eur, 0.0)
        stands = np.einsum("pdy,p->dy", self._standing(self.draws.building), size, optimize=True)
        enough = (stands >= share * size.sum() - 1e-6) & (size.sum() > 0)
        return np.where(enough.any(axis=1), self.years[enough.argmax(axis=1)], np.inf)

    # --- what must not slip ---------------------------------------------------------------------

    @cached_property
    def criticality(self) -> np.ndarray:
        """Correlation of each slip with the loss, shape (project,); NaN of what never slips. [-]"""
        slip, lost = self.draws.slip_years, self.lost_eur
        slip = slip - slip.mean(axis=1, keepdims=True)
        lost = lost - lost.mean()
        spread = np.sqrt((slip**2).sum(axis=1) * (lost**2).sum())
        return np.divide(slip @ lost, spread, out=np.full(len(slip), np.nan), where=spread > 0)

    @cached_property
    def mean_loss_eur(self) -> np.ndarray:
        """Damage that the slipping of each project leaves on average, shape (project,). [EUR]"""
        mean = self.draws.building.mean(axis=1)
        late = self._standing(self._planned) - self._standing(mean)
        return (late * self._worth_eur).sum(axis=1)


def levels(values: np.ndarray, levels: tuple[float, ...] = LEVELS) -> np.ndarray:
    """P10, P50 and P90 along the first axis: values that were drawn, so that none beyond the end stays so."""
    return np.quantile(values, levels, axis=0, method="inverted_cdf")
