"""Shares counted in ten-thousandths: whatever a slider does, they make exactly one."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import ArrayLike

from kans_model.tables.vocabulary import WHOLE

NOTICEABLE_SHARE = 0.0005
"""What makes up less of a whole is left out where parties stand side by side. [-]"""


def noticeable(amounts_eur: ArrayLike, whole_eur: float) -> np.ndarray:
    """Which amounts are enough of a whole to be shown beside others, bool.

    Examples
    --------
    >>> noticeable([0.4, 0.6], 1000).tolist()
    [False, True]
    """
    return np.asarray(amounts_eur, dtype=float) > NOTICEABLE_SHARE * whole_eur


def from_percent(percent: float) -> int:
    """Where a slider in percent stands. [ten-thousandths]

    Examples
    --------
    >>> from_percent(12.5)
    1250
    """
    return round(WHOLE / 100 * percent)


def whole_shares(weights: ArrayLike, whole: int | np.ndarray = WHOLE) -> np.ndarray:
    """Whole numbers in proportion to weights that make exactly `whole`, by the largest remainder.

    Parameters
    ----------
    weights : array_like, shape (..., part)
        At least zero; where all are zero the parts are equal.
    whole : int or array of int, shape (..., 1)
        What the parts make.

    Returns
    -------
    numpy.ndarray of int, same shape; the last axis sums to `whole`

    Examples
    --------
    >>> whole_shares([1, 1, 1]).tolist()
    [3334, 3333, 3333]
    """
    parts = np.asarray(weights, dtype=float)
    parts = np.where(parts.max(axis=-1, keepdims=True) > 0, parts, 1.0)
    parts = parts / parts.max(axis=-1, keepdims=True)  # so that the smallest numbers can be added up
    exact = whole * parts / parts.sum(axis=-1, keepdims=True)
    down = np.floor(exact).astype(int)
    missing = whole - down.sum(axis=-1, keepdims=True)
    rank = np.argsort(np.argsort(down - exact, axis=-1, kind="stable"), axis=-1, kind="stable")
    return down + (rank < missing)


def moved(
    shares: np.ndarray,
    weight: np.ndarray,
    who: int,
    value: float,
    locked: Collection[int] = (),
    otherwise: Sequence[np.ndarray] = (),
) -> np.ndarray:
    """Shares of the cells of a part of the cost after the slider of one party moved.

    The slider stands at the mean of the cells. Up, the party takes the same fraction of what each cell leaves
    to others, from those who bear it there in proportion; down, it gives the same fraction of its own share
    back to them. So who bears nothing of a cell still bears nothing of it, and who is locked keeps his share
    of every cell.

    Parameters
    ----------
    shares : array of int, shape (cell, party)
        Rows that make a whole. [ten-thousandths]
    weight : array, shape (cell,)
        What each cell costs; all weigh alike where none of them costs.
    who : int
        Whose slider moved.
    value : float
        Where to; it stops where the locked ones leave no more. [ten-thousandths]
    locked : collection of int
        Who keeps his share.
    otherwise : sequence of array, shape (cell, party)
        Who bears a cell that the party bears alone when it steps back: the first of these that is no locked
        one, else the others in equal parts.

    Returns
    -------
    numpy.ndarray of int, same shape, rows that make a whole

    Examples
    --------
    Public ground of the municipality and a garden of its owner, both of one euro; a third party takes 10 %:

    >>> moved(np.array([[10_000, 0, 0], [0, 10_000, 0]]), np.ones(2), 2, 1000).tolist()
    [[9000, 0, 1000], [0, 9000, 1000]]
    """
    fixed = list(locked)
    others = np.array([place != who and place not in fixed for place in range(shares.shape[1])])
    if who in fixed or not others.any():
        return shares.copy()
    parts, cells = shares.astype(float), np.arange(len(shares))
    weight = weight / weight.sum() if weight.sum() > 0 else np.full(len(shares), 1 / len(shares))
    free = WHOLE - parts[:, fixed].sum(axis=1)
    own, most = parts[:, who], float(weight @ free)
    mean, wanted = float(weight @ own), min(max(value, 0.0), most)
    if wanted >= mean:
        step = (wanted - mean) / (most - mean) if most > mean else 0.0
        new = own + step * (free - own)
    else:
        new = own * (wanted / mean)
    new = np.clip(np.round(new).astype(int), 0, free.astype(int))
    takers = np.where(others, parts, 0.0)
    for instead in (*otherwise, np.ones_like(parts)):
        nobody = takers.sum(axis=1) == 0
        takers[nobody] = np.where(others, instead, 0.0)[nobody]
    result = shares.copy()
    result[cells, who] = new
    result[:, others] = whole_shares(takers[:, others], (free - new).astype(int)[:, None])
    return result


def in_cents(amounts_eur: ArrayLike) -> np.ndarray:
    """Amounts rounded to cents so that they make the rounded total, by the largest remainder. [EUR]

    Along the last axis of any shape.

    Examples
    --------
    >>> in_cents([0.005, 0.005, 0.004]).tolist()
    [0.01, 0.0, 0.0]
    """
    exact = np.asarray(amounts_eur, dtype=float) * 100
    down = np.floor(exact)
    missing = np.round(exact.sum(axis=-1, keepdims=True)) - down.sum(axis=-1, keepdims=True)
    rank = np.argsort(np.argsort(down - exact, axis=-1, kind="stable"), axis=-1, kind="stable")
    return (down + (rank < missing)) / 100
