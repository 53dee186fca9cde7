"""Packages in order of preference: weighted scores, and the weight at which the order turns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike

NEARLY_EQUAL = 0.01
"""Packages whose scores lie less than this apart are called nearly equal. [-]"""
CRITERIA: dict[str, dict[str, bool]] = {
    "avoided": {"avoided": True},
    "cost": {"cost": False},
    "npv": {"npv": True},
    "people": {"deaths": False, "entered": False},
    "synergy": {"reach": True},
}
"""What packages are weighed on: the answers that count in it, each as much, and whether more is better."""


def normalised(
    values: ArrayLike, higher_is_better: bool = True, anchors: Sequence[float] | None = None
) -> np.ndarray:
    """Scores from 0 (worst) to 1 (best); all alike score 0.5, unknown scores 0. [-]

    Between the worst and best of these packages, or between two fixed anchors. With anchors a package's
    score does not depend on which others are looked at, and may lie below 0 or above 1.

    Parameters
    ----------
    values : array_like, shape (package,)
    higher_is_better : bool
    anchors : pair of float, optional
        Two values that score 0 and 1, in any order.

    Examples
    --------
    >>> normalised([10, 30, 20]).tolist(), normalised([10, 30, 20], False).tolist()
    ([0.0, 1.0, 0.5], [1.0, 0.0, 0.5])
    >>> normalised([10, 30], anchors=(0, 40)).tolist(), normalised([50, 30], False, (0, 40)).tolist()
    ([0.25, 0.75], [-0.25, 0.25])
    """
    values = np.asarray(values, dtype=float)
    known = np.isfinite(values)
    ends = values[known] if anchors is None else np.asarray(anchors, dtype=float)
    if not known.any() or not np.isfinite(ends).all():
        return np.full(values.shape, 0.5)
    low, high = ends.min(), ends.max()
    if high == low:
        return np.where(known, 0.5, 0.0)
    share = (values - low) / (high - low)
    return np.where(known, share if higher_is_better else 1 - share, 0.0)


def criterion_scores(
    packages: Sequence[Mapping[str, float]], anchors: Sequence[Mapping[str, float]]
) -> np.ndarray:
    """Scores of packages on `CRITERIA`, shape (package, criterion). [-]

    From 0 to 1 between the two anchors, so that a score does not depend on which packages are looked at; the
    mean over the answers of a criterion.

    Parameters
    ----------
    packages : sequence of mapping
        Of each package its `answers.answers`.
    anchors : sequence of mapping
        The answers of two packages that lie at the ends, such as doing nothing and all that fits.

    Examples
    --------
    Between 0 and 4 deaths 1 scores 0.75, between 0 and 10 buildings entered 5 scores 0.5

    >>> none = dict.fromkeys(["avoided", "cost", "npv", "reach"], 0.0) | {"deaths": 4, "entered": 10}
    >>> every = dict.fromkeys(["avoided", "cost", "npv", "reach"], 8.0) | {"deaths": 0, "entered": 0}
    >>> some = {"avoided": 4, "cost": 2, "npv": 6, "reach": 8, "deaths": 1, "entered": 5}
    >>> criterion_scores([some], [none, every]).tolist()
    [[0.5, 0.75, 0.75, 0.625, 1.0]]
    """

    def score(question: str, more: bool) -> np.ndarray:
        values = [package[question] for package in packages]
        return normalised(values, more, [anchor[question] for anchor in anchors])

    columns = [
        np.mean([score(question, more) for question, more in questions.items()], axis=0)
        for questions in CRITERIA.values()
    ]
    return np.stack(columns, axis=1)


def weight_shares(weights: ArrayLike) -> np.ndarray:
    """What part each weight is of all of them, shape (criterion,); equal parts when all are zero. [-]

    Examples
    --------
    >>> weight_shares([3, 1]).tolist(), weight_shares([0, 0]).tolist()
    ([0.75, 0.25], [0.5, 0.5])
    """
    weights = np.asarray(weights, dtype=float)
    weights = weights if weights.sum() > 0 else np.ones_like(weights)
    return weights / weights.sum()


def weighted_score(scores: ArrayLike, weights: ArrayLike) -> np.ndarray:
    """Mean score per package, weighted over criteria; equal weights when all are zero. [-]

    Parameters
    ----------
    scores : array_like, shape (package, criterion)
    weights : array_like, shape (criterion,)
        Not negative; only their proportions count.

    Examples
    --------
    >>> weighted_score([[1.0, 0.0], [0.4, 1.0]], [3, 1]).round(3).tolist()
    [0.75, 0.55]
    """
    return np.asarray(scores, dtype=float) @ weight_shares(weights)


def nearly_equal(scores: ArrayLike) -> bool:
    """Whether the two best of these scores lie less than `NEARLY_EQUAL` apart.

    Examples
    --------
    >>> nearly_equal([0.2, 0.505, 0.5]), nearly_equal([0.2, 0.55, 0.5])
    (True, False)
    """
    second, first = np.sort(np.asarray(scores, dtype=float))[-2:]
    return bool(first - second < NEARLY_EQUAL)


def chance_better(values: ArrayLike) -> np.ndarray:
    """Share of draws in which a package has the higher value, shape (package, package). [-]

    Row over column, a tie for half; NaN where either is unknown.

    Parameters
    ----------
    values : array_like, shape (package, draw)
        The same draws for every package; higher is better.

    Examples
    --------
    >>> chance_better([[3, 1, 2, 5], [1, 2, 2, 0]]).tolist()
    [[0.5, 0.625], [0.375, 0.5]]
    """
    values = np.asarray(values, dtype=float)
    known = np.isfinite(values).all(axis=1)
    share = np.full((len(values), len(values)), np.nan)
    for row in np.flatnonzero(known):  # a package at a time: all pairs of a million draws fill the memory
        ahead = (values[row] > values).mean(axis=1) + (values[row] == values).mean(axis=1) / 2
        share[row, known] = ahead[known]
    return share


def turning_share(scores: ArrayLike, weights: ArrayLike, criterion: int) -> tuple[float, int] | None:
    """Share of all weight on one criterion at which another package takes the lead, or None. [-]

    The other criteria keep their proportions. Of several such shares, the one nearest to the present.

    Parameters
    ----------
    scores : array_like, shape (package, criterion)
    weights : array_like, shape (criterion,)
    criterion : int

    Returns
    -------
    tuple of (share, package) or None

    Examples
    --------
    The first leads with 0.75 to 0.55. With x on the second criterion: 1 − x against 0.4 + 0.6 x

    >>> share, package = turning_share([[1.0, 0.0], [0.4, 1.0]], [3, 1], 1)
    >>> round(share, 3), package
    (0.375, 1)
    """
    scores, weights = np.asarray(scores, dtype=float), weight_shares(weights)
    here = weights[criterion]
    others = np.delete(weights, criterion)
    others = others / others.sum() if others.sum() > 0 else np.full(len(others), 1 / max(len(others), 1))
    apart, rest = scores[:, criterion], np.delete(scores, criterion, axis=1) @ others
    leader = int(np.argmax(here * apart + (1 - here) * rest))
    gap = (apart - rest) - (apart[leader] - rest[leader])
    turns = [
        (float((rest[leader] - rest[p]) / gap[p]), p)
        for p in range(len(scores))
        if p != leader and abs(gap[p]) > 1e-12
    ]
    turns = [turn for turn in turns if 0 <= turn[0] <= 1 and abs(turn[0] - here) > 1e-9]
    return min(turns, key=lambda turn: abs(turn[0] - here), default=None)


def order(values: ArrayLike) -> tuple[int, ...]:
    """Places of packages from best to worst; the first named goes first among equals, unknown last.

    Examples
    --------
    >>> order([2.0, 5.0, float("nan"), 5.0])
    (1, 3, 0, 2)
    """
    values = np.asarray(values, dtype=float)
    return tuple(int(i) for i in np.argsort(-np.where(np.isfinite(values), values, -np.inf), kind="stable"))
