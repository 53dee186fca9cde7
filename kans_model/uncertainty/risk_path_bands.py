"""Damage through the years of a plan under every draw: without it, with it, and a council term later."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from kans_model.evaluation import economics
from kans_model.evaluation.evaluate import of_quantities
from kans_model.measures.portfolio import Portfolio
from kans_model.programme.plan import Plan
from kans_model.programme.standing import Standing
from kans_model.programme.tipping import waited
from kans_model.study.study import Study
from kans_model.uncertainty.bands import drawn


@dataclass(frozen=True, eq=False)
class RiskPathBands:
    """Damage per draw and year, shape (draw, year). [EUR/yr]

    Attributes
    ----------
    years : array of int, shape (year,)
    without_eur, planned_eur, late_eur : array
        Without any project, with the plan, and with all of it a council term later.
    discount : array, shape (year,)
        What a euro of each year counts for now; none outside the period of the study. [-]
    """

    years: np.ndarray
    without_eur: np.ndarray
    planned_eur: np.ndarray
    late_eur: np.ndarray
    discount: np.ndarray

    @cached_property
    def planned_ends_eur(self) -> np.ndarray:
        """With the plan: low end, middle and high end over the draws, shape (3, year). [EUR/yr]"""
        return np.quantile(self.planned_eur, (0.05, 0.5, 0.95), axis=0)

    @cached_property
    def without_middle_eur(self) -> np.ndarray:
        """Without any project, at the middle of the draws, shape (year,). [EUR/yr]"""
        return np.median(self.without_eur, axis=0)

    @cached_property
    def regret_eur(self) -> np.ndarray:
        """Damage that waiting a council term leaves, present value, shape (draw,). [EUR]"""
        return (self.late_eur - self.planned_eur) @ self.discount


def risk_path_bands(study: Study, package: Portfolio, plan: Plan) -> RiskPathBands:
    """Damage through the years, of the hazards in totals.

    Of what the package avoids in a draw so much is avoided as at the middle with what stands.

    Parameters
    ----------
    study : Study
    package : Portfolio
        The whole of which the plan builds parts.
    plan : Plan
    """
    base, standing = study.baseline, Standing(plan)
    draws = study.evaluate(package, drawn(study))
    middle = study.evaluate(package)
    states = [of_quantities(base, standing.quantity(state)) for state in range(len(standing.built))]

    def by_hazard(name: str) -> np.ndarray:
        return np.nan_to_num(draws[name].to_numpy())[:, base.counted]  # draw, hazard, horizon

    whole = middle["avoided_eur"].to_numpy()[base.counted]
    stands = np.stack([state["avoided_eur"].to_numpy()[base.counted] for state in states])
    part = np.clip(np.divide(stands, whole, out=np.zeros_like(stands), where=np.abs(whole) > 1e-9), 0, 1)
    before, after = by_hazard("ead_before_eur"), by_hazard("ead_after_eur")
    at = base.costs.horizon_years
    weight = np.stack([np.interp(standing.years, at, unit) for unit in np.eye(len(at))], axis=-1)
    avoided = np.einsum("dgh,sgh->sdh", before - after, np.nan_to_num(part), optimize=True)
    total = before.sum(axis=1)

    def path(state: np.ndarray) -> np.ndarray:
        return np.einsum("yh,ydh->dy", weight, total[None] - avoided[state], optimize=True)

    return RiskPathBands(
        years=standing.years,
        without_eur=total @ weight.T,
        planned_eur=path(standing.of_year),
        late_eur=path(waited(standing.of_year)),
        discount=_discount(study, standing.years),
    )


def _discount(study: Study, years: np.ndarray) -> np.ndarray:
    """As the balance of the study counts it. [-]"""
    since = years - study.scenario.base_year + 1
    within = (since >= 1) & (since <= study.scenario.period_years)
    factor = economics.discount_factor(study.baseline.costs.discount_rate, np.maximum(since, 0))
    return np.where(within, factor, 0.0)
