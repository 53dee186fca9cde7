"""Shares counted in ten-thousandths: whatever a slider does, they make exactly one."""

from __future__ import annotations

from collections.abc import Collection

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


def whole_shares(weights: ArrayLike, whole: int = WHOLE) -> np.ndarray:
    """Whole numbers in proportion to weights that make exactly `whole`, by the largest remainder.

    Parameters
    ----------
    weights : array_like, shape (..., part)
        At least zero; where all are zero the parts are equal.

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


def moved(shares: dict[str, int], who: str, value: int, locked: Collection[str] = ()) -> dict[str, int]:
    """The shares after one slider moved: others rescale in proportion, locked ones stay.

    Parameters
    ----------
    shares : dict of str to int
        Ten-thousandths that make a whole.
    who : str
        Whose slider moved.
    value : int
        Where to; it stops where the locked ones leave no more.
    locked : collection of str
        Who keeps his share.

    Returns
    -------
    dict of str to int, in the same order, making a whole

    Examples
    --------
    >>> moved({"a": 5000, "b": 3000, "c": 2000}, "a", 6000, locked=["c"])
    {'a': 6000, 'b': 2000, 'c': 2000}
    """
    if who in locked or who not in shares:
        return dict(shares)
    others = [name for name in shares if name != who and name not in locked]
    free = WHOLE - sum(shares[name] for name in shares if name in locked and name != who)
    if not others:  # all the rest is locked: what they leave
        return {**shares, who: free}
    value = int(min(max(value, 0), free))
    rest = dict(zip(others, whole_shares([shares[name] for name in others], free - value), strict=True))
    changed = {**shares, who: value, **{name: int(part) for name, part in rest.items()}}
    return {name: changed[name] for name in shares}


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
