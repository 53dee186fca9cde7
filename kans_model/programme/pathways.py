"""Adaptation pathways: groups of measures one after the other, each when what stands no longer suffices.

Only computed sequences: every set of groups is evaluated by itself, with all at the middle and as if it stood
from the first year; what a group adds when it follows another is the difference between two sets.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd

from kans_model.dialogue.criteria import Criterion
from kans_model.evaluation.baseline import Baseline
from kans_model.evaluation.evaluate import of_quantities
from kans_model.evaluation.indicators import Reading, reading
from kans_model.programme.tipping import LAST_YEAR, tipping_year
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import CATEGORIES, HORIZONS

MOST_GROUPS = 3
"""The kinds of measures that do most by themselves, and all others together."""
Stand = frozenset[int]
"""Which groups stand."""


@dataclass(frozen=True)
class Group:
    """Measures of some kinds, as far as the package builds them.

    Attributes
    ----------
    kinds : tuple of str
        Of `CATEGORIES`.
    capex_eur : float
        [EUR]
    """

    kinds: tuple[str, ...]
    capex_eur: float


@dataclass(frozen=True)
class Transfer:
    """A group that is added when what stands no longer suffices.

    Attributes
    ----------
    before, after : frozenset of int
        Which groups stand.
    year : float
        In which what stood no longer suffices.
    cost_eur : float
        Of the group that is added. [EUR]
    """

    before: Stand
    after: Stand
    year: float
    cost_eur: float


@dataclass(frozen=True, eq=False)
class Pathways:
    """Sets of groups for one criterion.

    Attributes
    ----------
    groups : tuple of Group
    tips : dict
        Which groups stand → first year in which the limit is no longer kept; infinite after the last one,
        NaN where the criterion is unknown.
    first_year : int
    """

    groups: tuple[Group, ...]
    tips: dict[Stand, float]
    first_year: int

    @property
    def is_known(self) -> bool:
        """Whether the criterion is known, and there is anything to add."""
        return bool(self.groups) and not any(np.isnan(year) for year in self.tips.values())

    def transfers(self) -> Iterator[Transfer]:
        """What can follow what: a group that puts the tipping year off, where there is one to put off."""
        waiting: list[Stand] = [frozenset()]
        seen = set(waiting)
        while waiting:
            before = waiting.pop(0)
            if not np.isfinite(self.tips[before]):
                continue
            for place, group in enumerate(self.groups):
                after = before | {place}
                if after == before or not self.tips[after] > self.tips[before]:
                    continue
                yield Transfer(before, after, self.tips[before], group.capex_eur)
                if after not in seen:
                    seen.add(after)
                    waiting.append(after)

    def sequences(self) -> Iterator[tuple[Transfer, ...]]:
        """Every way from nothing to what lasts longest, one group after the other."""
        after: dict[Stand, list[Transfer]] = {}
        for step in self.transfers():
            after.setdefault(step.before, []).append(step)
        ways: list[tuple[Transfer, ...]] = [(step,) for step in after.get(frozenset(), [])]
        while ways:
            way = ways.pop(0)
            following = after.get(way[-1].after, [])
            if not following:
                yield way
            ways += [(*way, step) for step in following]


def pathways(
    base: Baseline, quantity: np.ndarray, criterion: Criterion, areas: pd.DataFrame, first_year: int
) -> Pathways:
    """Pathways of a package for a criterion.

    Parameters
    ----------
    base : Baseline
    quantity : array, shape (measure, area)
        Of the package. [unit of the measure]
    criterion : Criterion
    areas : DataFrame
        Of the city.
    first_year : int
    """
    years, mask = np.arange(first_year, LAST_YEAR + 1), criterion.mask(areas)
    category = table("measures")["category"].to_numpy()

    def value(kinds: tuple[str, ...]) -> np.ndarray:
        kept = np.where(np.isin(category, kinds)[:, None], quantity, 0.0)
        read = reading(base, of_quantities(base, kept), criterion.indicator)
        return _through_years(base, read, criterion, mask, years)

    present = [kind for kind in CATEGORIES if quantity[category == kind].any()]
    none = value(())
    gain = {kind: float(np.abs(none - value((kind,))).sum()) for kind in present}
    useful = sorted((kind for kind in present if gain[kind] > 0), key=lambda kind: -gain[kind])
    ahead, rest = useful[: MOST_GROUPS - 1], tuple(useful[MOST_GROUPS - 1 :])
    kinds = [*((kind,) for kind in ahead), *([rest] if rest else [])]
    price = base.costs.unit_price_eur[:, None] * quantity
    groups = tuple(Group(own, float(price[np.isin(category, own)].sum())) for own in kinds)
    tips = {}
    for n in range(len(groups) + 1):
        for chosen in combinations(range(len(groups)), n):
            found = value(tuple(kind for place in chosen for kind in groups[place].kinds))
            met = criterion.met_by(found)
            tips[frozenset(chosen)] = (
                float("nan") if np.isnan(found).any() else float(tipping_year(met, years))
            )
    return Pathways(groups, tips, first_year)


def _through_years(
    base: Baseline, read: Reading, criterion: Criterion, mask: np.ndarray, years: np.ndarray
) -> np.ndarray:
    """An indicator of a place in each year, shape (year,); NaN where a buurt is unknown."""
    moments = read.moments if read.moments == HORIZONS else (criterion.moment,)
    values = np.stack([read.at(moment)[mask] for moment in moments])  # moment, area
    if len(moments) == 1:
        by_year = np.repeat(values, len(years), axis=0)
    else:
        at = base.costs.horizon_years
        weight = np.stack([np.interp(years, at, unit) for unit in np.eye(len(at))], axis=-1)
        by_year = weight @ values
    if not mask.any():
        return np.full(len(years), np.nan)
    if criterion.each:
        return np.asarray(by_year.max(axis=1) if criterion.lower_is_better else by_year.min(axis=1))
    if read.together_by == "max":
        return np.asarray(by_year.max(axis=1))
    share = read.weight[mask] / read.weight[mask].sum() if read.together_by == "mean" else np.ones(mask.sum())
    return np.asarray(by_year @ share)
