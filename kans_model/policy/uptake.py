"""How owners take part: payback, the ceiling that follows from it, and Bass diffusion in equivalent time."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike


def subsidy_eur(
    cost_eur: ArrayLike, share: float, ceiling_eur: float | None = None, own_share_min: float = 0.0
) -> np.ndarray:
    """What an owner gets of his cost: a share, no more than a ceiling and than leaves him his own part. [EUR]

    Examples
    --------
    >>> subsidy_eur([2000, 4000], 0.5, 1500).tolist()
    [1000.0, 1500.0]
    >>> subsidy_eur([2000, 4000], 0.5, 1500, own_share_min=0.7).round(2).tolist()
    [600.0, 1200.0]
    """
    cost = np.asarray(cost_eur, dtype=float)
    most = np.inf if ceiling_eur is None else ceiling_eur
    return np.minimum(np.minimum(share * cost, most), (1 - own_share_min) * cost)


def payback_years(price_eur: ArrayLike, subsidy: ArrayLike, benefit_eur: ArrayLike) -> np.ndarray:
    """Years in which what an owner pays comes back; none where nothing is paid, endless without benefit. [yr]

    Parameters
    ----------
    price_eur, subsidy : array_like
        Per unit; what is given above the price is not kept. [EUR]
    benefit_eur : array_like
        Per unit and year: levy discount, own damage avoided, what it is worth to him. [EUR/yr]

    Examples
    --------
    >>> payback_years([100, 100, 100], [0, 50, 120], 4).tolist()
    [25.0, 12.5, 0.0]
    """
    paid = np.maximum(0.0, np.asarray(price_eur, dtype=float) - np.asarray(subsidy, dtype=float))
    benefit = np.broadcast_to(np.asarray(benefit_eur, dtype=float), paid.shape)
    years = np.divide(paid, benefit, out=np.full(paid.shape, np.inf), where=benefit > 0)
    return np.where(paid > 0, years, 0.0)


def ceiling_share(payback: ArrayLike, decay_per_year: ArrayLike) -> np.ndarray:
    """Share of owners that would ever join at a payback. [-]

    Examples
    --------
    >>> ceiling_share([0.0, 25.0], 0.12).round(3).tolist()
    [1.0, 0.05]

    References
    ----------
    In the form of the maximum market share of dGen (NREL).
    """
    return np.exp(-np.asarray(decay_per_year, dtype=float) * np.asarray(payback, dtype=float))


def bass_share(years: ArrayLike, p: ArrayLike, q: ArrayLike) -> np.ndarray:
    """Part of the ceiling that has joined after some years. [-]

    Parameters
    ----------
    years : array_like
        Since the start. [yr]
    p, q : array_like
        Who joins by himself, and who follows another. [1/yr]

    Examples
    --------
    After three years with p 0.03 and q 0.38: e^-1.23 = 0.2923, (1 - 0.2923) / (1 + 12.667 × 0.2923).

    >>> bass_share(3, 0.03, 0.38).round(4).tolist()
    0.1505

    References
    ----------
    Bass 1969, A new product growth for model consumer durables.
    """
    first, second = np.asarray(p, dtype=float), np.asarray(q, dtype=float)
    left = np.exp(-(first + second) * np.asarray(years, dtype=float))
    return (1 - left) / (1 + second / first * left)


def equivalent_years(part: ArrayLike, p: ArrayLike, q: ArrayLike) -> np.ndarray:
    """After how many years of a Bass path this part of the ceiling has joined: the inverse. [yr]

    Examples
    --------
    >>> equivalent_years(bass_share(3, 0.03, 0.38), 0.03, 0.38).round(9).tolist()
    3.0
    """
    joined, first, second = (np.asarray(value, dtype=float) for value in (part, p, q))
    return -np.log((1 - joined) / (1 + second / first * joined)) / (first + second)


def next_share(
    share: np.ndarray, ceiling: np.ndarray, p: np.ndarray, q: np.ndarray, years: float = 1.0
) -> np.ndarray:
    """Share of owners that has joined some years on, on the path of today's ceiling. [-]

    In equivalent time: the share so far is put back on the path to the ceiling of now, and goes on from
    there. Above the ceiling it stays: what was built is not taken down.

    Parameters
    ----------
    share, ceiling : array
        [-]
    p, q : array
        [1/yr]
    years : float
        [yr]

    Examples
    --------
    >>> half = next_share(np.array(0.0), np.array(0.5), np.array(0.03), np.array(0.38), 3)
    >>> (half / 0.5).round(4).tolist()
    0.1505
    >>> next_share(np.array(0.3), np.array(0.2), np.array(0.03), np.array(0.38)).tolist()
    0.3
    """
    below = share < ceiling
    part = np.divide(share, ceiling, out=np.ones(np.broadcast(share, ceiling).shape), where=below)
    ratio = q / p
    left = (1 - part) / (1 + ratio * part) * np.exp(-(p + q) * years)
    grown = ceiling * (1 - left) / (1 + ratio * left)
    return np.where(below, np.maximum(grown, share), share)
