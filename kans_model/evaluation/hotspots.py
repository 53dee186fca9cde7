"""The buurten that are hit hardest, how much of the damage falls there, and how sure such a place is."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from kans_model.measures.worst_first import SAME, ties

N_WORST = 10
"""So many buurten are called the hardest hit."""
SURE = 0.95
"""Share of draws from which one place is called hit hardest without more. [-]"""


def worst_first(damage: ArrayLike, n: int = N_WORST) -> np.ndarray:
    """Places of the n highest values, highest first; unknown and unhurt ones left out.

    Among equals the first named goes first, so what is said of one of them must hold for all: see
    `rank_spans` and `n_hardest_hit`.

    Examples
    --------
    >>> worst_first([2.0, float("nan"), 5.0, 5.0], 3).tolist()
    [2, 3, 0]
    """
    values = np.asarray(damage, float)
    places = np.lexsort((np.arange(len(values)), ties(values)))[:n]
    return places[values[places] > 0]


def rank_spans(damage: ArrayLike) -> np.ndarray:
    """First and last rank that each value shares with its equals, shape (2, area); 0 where unknown.

    Examples
    --------
    >>> rank_spans([2.0, 5.0, 5.0, float("nan")]).tolist()
    [[3, 1, 1, 0], [3, 2, 2, 0]]
    """
    values = np.asarray(damage, float)
    place = ties(values)
    last = np.cumsum(np.bincount(place))
    first = np.concatenate([[0], last[:-1]]) + 1
    return np.where(np.isfinite(values), np.stack([first[place], last[place]]), 0)


def n_hardest_hit(damage: ArrayLike, n: int = N_WORST) -> int:
    """How many are hit as hard as the n-th or harder: more than n where others equal it, no unhurt ones.

    Examples
    --------
    >>> n_hardest_hit([9.0, 5.0, 5.0, 5.0, 1.0], 2), n_hardest_hit([9.0, float("nan")], 2)
    (4, 1)
    """
    first, _ = rank_spans(damage)
    return int(((first > 0) & (first <= n) & (np.nan_to_num(damage) > 0)).sum())


def share_of_worst(damage_eur: ArrayLike, damage_rate: ArrayLike, n: int = N_WORST) -> float:
    """Part of all damage that falls in the n hardest hit buurten, and in their equals. [-]

    Parameters
    ----------
    damage_eur : array_like, shape (area,)
        Unknown counts as none. [EUR/yr]
    damage_rate : array_like, shape (area,)
        What they are ranked by, such as damage per hectare; unknown counts as none.

    Examples
    --------
    The worst per hectare is the second, which holds 30 of 100:

    >>> share_of_worst([60.0, 30.0, 10.0], [6.0, 15.0, 1.0], 1)
    0.3
    """
    eur, rate = np.nan_to_num(np.asarray(damage_eur, float)), np.nan_to_num(damage_rate)
    first, _ = rank_spans(rate)
    return float(eur[first <= n].sum() / eur.sum()) if eur.sum() > 0 else 0.0


class FirstPlace(NamedTuple):
    """Who is hit hardest: one for sure, one in so many draws, or several alike.

    Attributes
    ----------
    kind : str
        sure, unsure, equal or nobody.
    n : int
        How many are hit equally hard.
    chance : float
        Share of the draws in which the one is hit hardest; NaN of several. [-]
    """

    kind: str
    n: int
    chance: float


def first_place(damage: ArrayLike, drawn_damage: ArrayLike) -> FirstPlace:
    """Whether one area may be named as hit hardest.

    Parameters
    ----------
    damage : array_like, shape (area,)
        With all at the middle.
    drawn_damage : array_like, shape (draw, area)

    Examples
    --------
    >>> first_place([1.0, 2.0], [[1.0, 2.0], [3.0, 2.0]])
    FirstPlace(kind='unsure', n=1, chance=0.5)
    >>> first_place([2.0, 2.0, 1.0], [[2.0, 2.0, 1.0]]).kind
    'equal'
    """
    worst = worst_first(damage, 1)
    if not len(worst):
        return FirstPlace("nobody", 0, float("nan"))
    equal = int((rank_spans(damage)[0] == 1).sum())
    if equal > 1:
        return FirstPlace("equal", equal, float("nan"))
    chance = float(chance_among_worst(drawn_damage, 1)[worst[0]])
    return FirstPlace("sure" if chance >= SURE else "unsure", 1, chance)


def chance_among_worst(damage: ArrayLike, n: int = N_WORST) -> np.ndarray:
    """Share of the draws in which each area is among the n highest, shape (area,). [-]

    Equals at the last place share what places are left. Unknown areas are never among them.

    Parameters
    ----------
    damage : array_like, shape (draw, area)
        The same draws for every area.
    n : int

    Examples
    --------
    The first wins one draw of two and shares the other with the second:

    >>> chance_among_worst([[5.0, 1.0, 1.0], [3.0, 3.0, 1.0]], 1).tolist()
    [0.75, 0.25, 0.0]
    """
    values = np.nan_to_num(np.asarray(damage, float), nan=-np.inf)
    n = min(n, values.shape[1])
    cut = np.partition(values, -n, axis=1)[:, [-n]]
    margin = SAME * np.abs(np.where(np.isfinite(cut), cut, 0.0))
    above = values > cut + margin
    equal = ~above & (values >= cut - margin) & np.isfinite(values)
    left = n - above.sum(axis=1, keepdims=True)
    n_equal = np.maximum(equal.sum(axis=1, keepdims=True), 1)
    return (above + equal * np.minimum(1.0, left / n_equal)).mean(axis=0)


def sure_leaders(damage: ArrayLike, drawn_damage: ArrayLike, most: int = 3) -> list[int]:
    """Places of the few that are hit hardest for sure, whatever their order; none where it is not sure.

    The smallest group that holds the highest values in all but a few draws, see `SURE`. Equals are of one
    group: who is hit as hard as a member is one too.

    Parameters
    ----------
    damage : array_like, shape (area,)
        With all at the middle.
    drawn_damage : array_like, shape (draw, area)
    most : int
        So many may be named.

    Examples
    --------
    The first two change places, and nobody else comes near:

    >>> sure_leaders([9.0, 8.0, 1.0], [[9.0, 8.0, 1.0], [8.0, 9.0, 1.0]])
    [0, 1]
    >>> sure_leaders([9.0, 8.0, 8.0, 8.0], [[9.0, 8.0, 8.0, 8.0], [7.0, 8.0, 8.0, 8.0]])
    []
    """
    places = worst_first(damage, most + 1)
    _, last = rank_spans(damage)
    others = int(np.isfinite(np.asarray(damage, float)).sum()) - 1
    for n in range(1, min(most, len(places), others) + 1):
        leaders = places[:n]
        alone = int(last[leaders[-1]]) <= n
        if alone and (chance_among_worst(drawn_damage, n)[leaders] >= SURE).all():
            return [int(place) for place in leaders]
    return []
