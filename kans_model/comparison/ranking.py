"""Packages in order of preference: weighted scores, and the weight at which the order turns."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

NEARLY, CLEARLY, CLOSE = 0.995, 0.8, 0.6
"""Shares of draws from which a package nearly always, clearly, or just about wins. [-]"""
FAR = 2.0
"""Packages within this many times the reach of those that lead are near them. [-]"""


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


def chance_first(values: ArrayLike) -> np.ndarray:
    """Share of draws in which each package is the first of all, shape (package,); equals share it. [-]

    Parameters
    ----------
    values : array_like, shape (package, draw)
        The same draws for every package; higher is better.

    Examples
    --------
    >>> chance_first([[3, 1, 2, 5], [1, 2, 2, 0]]).tolist()
    [0.625, 0.375]
    """
    values = np.asarray(values, dtype=float)
    ahead = values == values.max(axis=0)
    return np.asarray((ahead / ahead.sum(axis=0)).mean(axis=1))


def moved_shares(shares: ArrayLike, criterion: int, share: float) -> np.ndarray:
    """Shares of all weight when one becomes this, shape (criterion,); the others keep their proportions. [-]

    Where the others had nothing they share what is left equally.

    Parameters
    ----------
    shares : array_like, shape (criterion,)
        Together one.
    criterion : int
    share : float
        From 0 to 1.

    Examples
    --------
    >>> moved_shares([0.2, 0.6, 0.2], 0, 0.6).round(3).tolist()
    [0.6, 0.3, 0.1]
    >>> moved_shares([1.0, 0.0, 0.0], 0, 0.5).tolist()
    [0.5, 0.25, 0.25]
    """
    rest = np.delete(np.asarray(shares, dtype=float), criterion)
    return np.insert((1 - share) * weight_shares(rest), criterion, share)


def twins(values: ArrayLike) -> np.ndarray:
    """Which packages never differ, shape (package, package).

    Parameters
    ----------
    values : array_like, shape (package, ...)
        Results under the same draws.

    Examples
    --------
    >>> twins([[1, 2], [1, 2], [1, 3]]).tolist()
    [[True, True, False], [True, True, False], [False, False, True]]
    """
    values = np.asarray(values, dtype=float)
    return np.array([[np.array_equal(own, other) for other in values] for own in values])


def distinct(values: ArrayLike) -> list[int]:
    """Places of the packages that differ from every one before them.

    Examples
    --------
    >>> distinct([[1, 2], [1, 2], [1, 3]])
    [0, 2]
    """
    same = twins(values)
    return [place for place in range(len(same)) if not same[place, :place].any()]


def leaders(values: ArrayLike, middle: ArrayLike) -> tuple[int, list[int], int | None]:
    """The package that leads, those that never differ from it, and the one that comes after them.

    Parameters
    ----------
    values : array_like, shape (package, draw)
        The same draws for every package; higher is better.
    middle : array_like, shape (package,)
        With all at the value in force: what decides who leads.

    Examples
    --------
    >>> leaders([[1, 2], [3, 4], [3, 4], [2, 2]], [1.5, 3.5, 3.5, 2.0])
    (1, [2], 3)
    """
    same = twins(values)
    first, *others = (int(place) for place in np.argsort(-np.asarray(middle, dtype=float), kind="stable"))
    alike = [place for place in others if same[place, first]]
    return first, alike, next((place for place in others if place not in alike), None)


def lead_strength(share: float) -> str:
    """How strongly one package is ahead of another: nearly, clear, more, close or seldom.

    Parameters
    ----------
    share : float
        Of draws in which it is better. [-]

    Examples
    --------
    >>> [lead_strength(share) for share in (1.0, 0.9, 0.7, 0.5, 0.1)]
    ['nearly', 'clear', 'more', 'close', 'seldom']
    """
    steps = {"nearly": NEARLY, "clear": CLEARLY, "more": CLOSE}
    reached = (name for name, least in steps.items() if share >= least)
    return next(reached, "close" if share > 1 - CLOSE else "seldom")


def near_leaders(values: ArrayLike, n_leading: int = 2) -> np.ndarray:
    """Which packages lie near those that lead somewhere along a range, shape (package,).

    Those that are first or second somewhere, and all within a few times their reach: beside a package that
    lies far off one would not see the others cross.

    Parameters
    ----------
    values : array_like, shape (package, position)

    Examples
    --------
    >>> near_leaders([[0.0, 0.0], [-2.0, 6.0], [-98.0, -90.0]]).tolist()
    [True, True, False]
    >>> near_leaders([[0.0, 0.0], [0.0, 0.0], [-98.0, -90.0]]).tolist()
    [True, True, True]
    """
    values = np.asarray(values, dtype=float)
    places = np.argsort(np.argsort(-values, axis=0, kind="stable"), axis=0)
    near = (places < n_leading).any(axis=1)
    reach = np.ptp(values[near])
    if reach == 0:  # twins that do not move: nothing would be seen of them alone
        return np.ones(len(values), dtype=bool)
    return near | (values.min(axis=1) >= values[near].min() - FAR * reach)
