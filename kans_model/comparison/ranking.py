"""Packages in order of preference: weighted scores, and the weight at which the order turns."""

import numpy as np

NEARLY_EQUAL = 0.01
"""Packages whose scores lie less than this apart are called nearly equal. [-]"""


def normalised(values, higher_is_better=True, anchors=None):
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


def weighted_score(scores, weights):
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
    scores, weights = np.asarray(scores, dtype=float), np.asarray(weights, dtype=float)
    weights = weights if weights.sum() > 0 else np.ones_like(weights)
    return scores @ (weights / weights.sum())


def chance_better(values):
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


def turning_share(scores, weights, criterion):
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
    scores, weights = np.asarray(scores, dtype=float), np.asarray(weights, dtype=float)
    weights = weights if weights.sum() > 0 else np.ones_like(weights)
    weights = weights / weights.sum()
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


def order(values):
    """Places of packages from best to worst; the first named goes first among equals, unknown last.

    Examples
    --------
    >>> order([2.0, 5.0, float("nan"), 5.0])
    (1, 3, 0, 2)
    """
    values = np.asarray(values, dtype=float)
    return tuple(int(i) for i in np.argsort(-np.where(np.isfinite(values), values, -np.inf), kind="stable"))
