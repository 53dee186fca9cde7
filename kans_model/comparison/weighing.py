"""Packages weighed on money, people and other policy goals: scores, and how much alike two of them are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import xarray as xr
from numpy.typing import ArrayLike

from kans_model.comparison.answers import EVENT_YEARS, HORIZON
from kans_model.comparison.ranking import weight_shares

CRITERIA = ("avoided", "cost", "npv", "people", "synergy")
"""What packages are weighed on, in the order of the columns of a score."""
MONEY = slice(0, 3)
"""The criteria in euro, which share one scale."""
NOT_A_MEASURE = ("alles",)
"""All that fits sets no scale: beside what it costs and avoids, nobody would see other packages differ."""
NEARLY_EQUAL = 0.01
"""Weighted scores less than this part of what counts in them apart are the same. [-]"""
ALIKE = 0.05
"""Packages whose scores lie this much apart, criterion by criterion, are of one kind. [-]"""


@dataclass(frozen=True)
class Effects:
    """What a package does beside doing nothing, one value per criterion or part of it.

    Attributes
    ----------
    avoided_eur, cost_eur, benefit_eur, npv_eur : float
        Present value of damage avoided, of all cost, of all benefit, and of benefit less cost. [EUR]
    deaths, entered : float
        Deaths by heat per year, and buildings entered in a rare shower, fewer than without. [1/yr], [-]
    reach_pct : float
        Mean reach of the other policy goals. [%]
    """

    avoided_eur: float
    cost_eur: float
    benefit_eur: float
    npv_eur: float
    deaths: float
    entered: float
    reach_pct: float

    @classmethod
    def of(cls, result: xr.Dataset) -> Effects:
        """Of a result of `Study.evaluate`, without draws."""
        at, event = {"horizon": HORIZON}, {"event": EVENT_YEARS}
        fewer = {
            name: float((result[f"{name}_before"] - result[f"{name}_after"]).sel(where).sum())
            for name, where in (("deaths", at), ("entered", event))
        }
        return cls(
            avoided_eur=float(result["present_value_benefit_eur"].sum()),
            cost_eur=float(result["present_value_cost_total_eur"]),
            benefit_eur=float(result["present_value_benefit_total_eur"]),
            npv_eur=float(result["npv_eur"]),
            reach_pct=float(result["reach_pct"].mean()),
            **fewer,
        )


def _over_largest(values: ArrayLike, sets_scale: ArrayLike) -> np.ndarray:
    """Values over the largest, in size, of those that set the scale; 0 where there is none. [-]"""
    return _over(values, _largest(values, sets_scale))


def _largest(values: ArrayLike, sets_scale: ArrayLike) -> float:
    values = np.nan_to_num(np.asarray(values, dtype=float))
    return float(np.max(np.abs(values), where=np.asarray(sets_scale, dtype=bool), initial=0.0))


def _over(values: ArrayLike, scale: float) -> np.ndarray:
    known = np.nan_to_num(np.asarray(values, dtype=float))
    return np.asarray(known / scale) if scale > 0 else np.zeros_like(known)


def criterion_scores(packages: Sequence[Effects], sets_scale: Sequence[bool]) -> np.ndarray:
    """Scores of packages on `CRITERIA`, shape (package, criterion). [-]

    Doing nothing scores 0. A euro is a euro: avoided damage, cost and balance are parts of the money at
    stake, the largest cost or benefit of the packages that set the scale, and cost counts against. People
    and other policy goals are parts of the largest effect among those packages; people are the mean of deaths
    and buildings entered. What is unknown scores as doing nothing.

    Parameters
    ----------
    packages : sequence of Effects
    sets_scale : sequence of bool
        Of each package whether it does; where none does, all do.

    Examples
    --------
    The second costs 25 times as much as the first and brings a third more. At stake are 100 euro.

    >>> small = Effects(3.0, 4.0, 3.0, -1.0, deaths=0.3, entered=3.0, reach_pct=6.0)
    >>> large = Effects(4.0, 100.0, 4.0, -96.0, deaths=0.4, entered=4.0, reach_pct=8.0)
    >>> criterion_scores([small, large], [True, True]).round(2).tolist()
    [[0.03, -0.04, -0.01, 0.75, 0.75], [0.04, -1.0, -0.96, 1.0, 1.0]]
    """
    scale = np.asarray(sets_scale, dtype=bool)
    scale = scale if scale.any() else np.ones(len(packages), dtype=bool)
    money = np.array([[p.avoided_eur, -p.cost_eur, p.npv_eur, p.benefit_eur] for p in packages])
    in_euro = _over_largest(money, np.broadcast_to(scale[:, None], money.shape))[:, MONEY]
    people = np.mean(
        [_over_largest([getattr(p, name) for p in packages], scale) for name in ("deaths", "entered")], axis=0
    )
    goals = _over_largest([p.reach_pct for p in packages], scale)
    return np.column_stack([in_euro, people, goals])


def drawn_criterion_scores(
    packages: Sequence[Effects], ranges: Sequence[xr.Dataset], sets_scale: Sequence[bool]
) -> np.ndarray:
    """The same scores in every draw, on the scale of the middles, shape (package, criterion, draw). [-]

    What is not drawn (buildings entered, other policy goals) keeps its middle.

    Parameters
    ----------
    ranges : sequence of xarray.Dataset
        Of `Study.evaluate` under the same draws, in the order of the packages.
    """
    scale = np.asarray(sets_scale, dtype=bool)
    scale = scale if scale.any() else np.ones(len(packages), dtype=bool)
    money = np.array([[p.avoided_eur, p.cost_eur, p.npv_eur, p.benefit_eur] for p in packages])
    at_stake = _largest(money, np.broadcast_to(scale[:, None], money.shape))
    most = {name: _largest([getattr(p, name) for p in packages], scale) for name in ("deaths", "entered")}
    goals = _over_largest([p.reach_pct for p in packages], scale)
    per_package = []
    for package, drawn, goal in zip(packages, ranges, goals, strict=True):
        cost = drawn["present_value_cost_eur"].values
        spared = (drawn["deaths_before"] - drawn["deaths_after"]).sel(horizon=HORIZON).values
        people = (_over(spared, most["deaths"]) + _over(package.entered, most["entered"])) / 2
        in_euro = (drawn["npv_avoided_only_eur"].values + cost, -cost, drawn["npv_eur"].values)
        per_package.append([*(_over(eur, at_stake) for eur in in_euro), people, np.full(cost.shape, goal)])
    return np.array(per_package)


def closeness(scores: ArrayLike, weights: ArrayLike) -> str:
    """How the two best stand to each other: apart, even (equal in sum, not in kind) or alike.

    Held against what counts in the larger of the two, gains and losses added, so that a scale on which both
    are small does not make them the same.

    Parameters
    ----------
    scores : array_like, shape (package, criterion)
    weights : array_like, shape (criterion,)

    Examples
    --------
    A third more is apart however small both are; money lost that people gain makes two even, not alike

    >>> closeness([[0.03], [0.04]], [1]), closeness([[0.5, 0.5], [0.9, 0.1]], [1, 1])
    ('apart', 'even')
    >>> closeness([[0.5, 0.5], [0.501, 0.499]], [1, 1])
    'alike'
    """
    parts = np.asarray(scores, dtype=float) * weight_shares(weights)
    first, second = np.argsort(-parts.sum(axis=1), kind="stable")[:2]
    counts = max(np.abs(parts[first]).sum(), np.abs(parts[second]).sum())
    if abs(parts[first].sum() - parts[second].sum()) > NEARLY_EQUAL * counts:
        return "apart"
    return "alike" if np.abs(parts[first] - parts[second]).sum() <= ALIKE * counts else "even"
