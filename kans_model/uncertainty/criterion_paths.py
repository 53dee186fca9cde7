"""Criteria of the dialogue through the years of a plan, under every draw: when each is no longer kept.

A plan that moves changes what stands in a year, and that is evaluated with all at the middle. How far the
draws lie apart is known of the whole package and of none: of what the package brings in a buurt, so much is
taken as stands of it at the middle. So a move needs no new draws.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import xarray as xr

from kans_model.comparison.switches import with_switch
from kans_model.dialogue.criteria import Criterion
from kans_model.evaluation.baseline import Baseline
from kans_model.evaluation.evaluate import of_quantities
from kans_model.evaluation.indicators import Reading, reading
from kans_model.measures.portfolio import Portfolio
from kans_model.programme.plan import Plan
from kans_model.programme.standing import Standing
from kans_model.programme.tipping import TippingBand, tipping_year, waited
from kans_model.study.study import Study
from kans_model.tables.vocabulary import HORIZONS
from kans_model.uncertainty.indicator_draws import IndicatorDraws, indicator_draws


@dataclass(frozen=True, eq=False)
class CriterionPath:
    """One criterion through the years, in one climate.

    Attributes
    ----------
    criterion : Criterion
    years : array of int, shape (year,)
    value : array, shape (draw, year)
        Of its buurten as one, or of the worst where each has to keep the limit. [unit of the indicator]
    without : array, shape (draw, year)
        The same without any project.
    late : array, shape (draw, year)
        The same when all is built a council term later.
    """

    criterion: Criterion
    years: np.ndarray
    value: np.ndarray
    without: np.ndarray
    late: np.ndarray

    def _tipping(self, value: np.ndarray) -> TippingBand:
        if np.isnan(value).any():
            return TippingBand.of(np.array([np.nan]))
        return TippingBand.of(tipping_year(self.criterion.met_by(value), self.years))

    @property
    def tipping(self) -> TippingBand:
        """From when the limit is no longer kept with the plan."""
        return self._tipping(self.value)

    @property
    def tipping_without(self) -> TippingBand:
        """The same without any project."""
        return self._tipping(self.without)

    @property
    def kept_share(self) -> np.ndarray:
        """Share of the draws in which the limit is kept, shape (year,); NaN where unknown. [-]"""
        kept = self.criterion.met_by(self.value).mean(axis=0)
        return np.where(np.isnan(self.value).any(axis=0), np.nan, kept)

    @property
    def years_lost(self) -> float:
        """Years more in which the limit is not kept, if one waits a council term: mean of draws. [yr]"""
        if np.isnan(self.value).any():
            return float("nan")
        met, later = self.criterion.met_by(self.value), self.criterion.met_by(self.late)
        return float(met.sum(axis=1).mean() - later.sum(axis=1).mean())


def criterion_paths(
    study: Study, package: Portfolio, plan: Plan, criteria: Sequence[Criterion], climate: str
) -> list[CriterionPath]:
    """Every criterion through the years of a plan, in a climate.

    Parameters
    ----------
    study : Study
    package : Portfolio
        The whole of which the plan builds parts.
    plan : Plan
    criteria : sequence of Criterion
    climate : str
        Of `CLIMATES`.
    """
    moved = study if study.scenario.climate == climate else with_switch(study, climate=climate)
    drawn, base, standing = indicator_draws(moved, package), moved.baseline, Standing(plan)
    results = [of_quantities(base, standing.quantity(state)) for state in range(len(standing.built))]
    return [_path(criterion, study, drawn, base, standing, results) for criterion in criteria]


def _path(
    criterion: Criterion,
    study: Study,
    drawn: IndicatorDraws,
    base: Baseline,
    standing: Standing,
    results: list[xr.Dataset],
) -> CriterionPath:
    mask = criterion.mask(study.city.areas)
    states = np.stack([reading(base, each, criterion.indicator).value for each in results])
    moments = drawn.mid(criterion.indicator, "after").moments
    # a criterion on a shower or on none has no years of its own: only what stands changes it
    at = moments if moments == HORIZONS else (criterion.moment,)
    places = [moments.index(moment) for moment in at]
    before, after = (_drawn(drawn, criterion, when, at)[..., mask] for when in ("before", "after"))
    part = _part(drawn, criterion, states)[:, mask][..., places].transpose(0, 2, 1)  # state, moment, area
    weight = _moment_weights(base, standing.years, len(at))
    read = drawn.mid(criterion.indicator, "after")
    found = _Values(criterion, read, mask, before, after - before, part, weight)
    return CriterionPath(
        criterion=criterion,
        years=standing.years,
        value=found.of(standing.of_year),
        without=found.of(None),
        late=found.of(waited(standing.of_year)),
    )


@dataclass(frozen=True, eq=False)
class _Values:
    """What an indicator comes to for any states through the years.

    Arrays: before and gain (moment, draw, area), part (state, moment, area), weight (year, moment).
    """

    criterion: Criterion
    read: Reading
    mask: np.ndarray
    before: np.ndarray
    gain: np.ndarray
    part: np.ndarray
    weight: np.ndarray

    def of(self, state: np.ndarray | None) -> np.ndarray:
        """With these states through the years, or with none, shape (draw, year)."""
        if not self.mask.any():
            return np.full((1, len(self.weight)), np.nan)
        shares = self._area_shares
        if shares is None:
            return self._worst(state)
        total = self.before @ shares  # moment, draw
        if state is None:
            return np.asarray(self.weight @ total).T
        brought = np.einsum("mda,sma->smd", self.gain, self.part * shares, optimize=True)
        return np.einsum("ym,ymd->dy", self.weight, total + brought[state], optimize=True)

    @property
    def _area_shares(self) -> np.ndarray | None:
        """What each buurt counts for in the whole, shape (area,); None where the worst counts."""
        if self.criterion.each or self.read.together_by == "max":
            return None
        weight = self.read.weight[self.mask]
        return weight / weight.sum() if self.read.together_by == "mean" else np.ones(len(weight))

    def _worst(self, state: np.ndarray | None) -> np.ndarray:
        rows = []
        highest = self.criterion.lower_is_better or not self.criterion.each
        for year, weight in enumerate(self.weight):
            counted = np.flatnonzero(weight)
            value = np.zeros(self.gain.shape[1:], dtype=self.gain.dtype)
            for moment in counted:
                value += float(weight[moment]) * self.before[moment]
                if state is not None:
                    stands = float(weight[moment]) * self.part[state[year], moment]
                    value += stands.astype(value.dtype) * self.gain[moment]
            rows.append(value.max(axis=1) if highest else value.min(axis=1))
        return np.stack(rows, axis=1)


def _drawn(drawn: IndicatorDraws, criterion: Criterion, when: str, at: Sequence[str]) -> np.ndarray:
    """Values of an indicator, shape (moment, draw, area); its middle where no draw moves it."""
    mid = drawn.mid(criterion.indicator, when)
    found = [drawn.value(criterion.indicator, moment, when) for moment in at]
    n = max((len(value) for value in found if value is not None), default=1)
    values = [
        np.broadcast_to(mid.at(moment), (n, len(mid.value))) if value is None else value
        for moment, value in zip(at, found, strict=True)
    ]
    return np.stack(values)


def _part(drawn: IndicatorDraws, criterion: Criterion, states: np.ndarray) -> np.ndarray:
    """Part of what the package brings that stands, at the middle, shape (state, area, moment). [-]"""
    before, after = (drawn.mid(criterion.indicator, when).value for when in ("before", "after"))
    whole, stands = after - before, states - before
    return np.clip(np.divide(stands, whole, out=np.zeros_like(stands), where=np.abs(whole) > 1e-12), 0.0, 1.0)


def _moment_weights(base: Baseline, years: np.ndarray, n: int) -> np.ndarray:
    """What each moment counts for in each year, shape (year, moment): linear between horizons. [-]"""
    if n == 1:
        return np.ones((len(years), 1))
    at = base.costs.horizon_years
    return np.stack([np.interp(years, at, unit) for unit in np.eye(len(at))], axis=-1)
