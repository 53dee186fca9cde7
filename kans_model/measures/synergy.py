"""Synergy: how far a package serves the city's other opgaven."""

import numpy as np


def most_reach(score: np.ndarray, claim_m2: np.ndarray, pool: np.ndarray, room_m2: np.ndarray) -> np.ndarray:
    """The most that fits for each opgave, when shared surfaces go to the best scores. [score·m²]

    Parameters
    ----------
    score : array_like, shape (opgave, measure)
        Not negative. [-]
    claim_m2 : array_like, shape (measure, area)
        Surface each measure takes when all of it that fits is built. [m²]
    pool : array_like of int, shape (measure,)
        Which surface each measure shares; −1 where it shares none.
    room_m2 : array_like, shape (pool, area)
        What each shared surface has. [m²]

    Returns
    -------
    numpy.ndarray, shape (opgave,)

    Examples
    --------
    Two measures fit on 10 m², each could fill it: the one scoring 2 takes all.

    >>> most_reach([[1, 2]], [[10.0], [10.0]], [0, 0], [[10.0]]).tolist()
    [20.0]
    """
    score = np.asarray(score, dtype=float)
    claim = np.asarray(claim_m2, dtype=float)
    pool = np.asarray(pool)
    room = np.asarray(room_m2, dtype=float)
    order = np.argsort(-score, axis=1, kind="stable")
    ranked_pool = pool[order]
    ranked_score = np.take_along_axis(score, order, axis=1)
    ranked = claim[order]  # opgave, measure, area
    total = np.zeros(score.shape[0])
    for p in range(-1, room.shape[0]):  # a handful of shared surfaces
        mine = np.where((ranked_pool == p)[..., None], ranked, 0.0)
        if p >= 0:
            mine = np.diff(np.minimum(np.cumsum(mine, axis=1), room[p]), axis=1, prepend=0.0)
        total += np.einsum("om,oma->o", ranked_score, mine)
    return total


def best_served(reach_pct: np.ndarray, least_pct: float = 0.5) -> int | None:
    """The place of the opgave a package serves most, or None when it hardly serves any.

    Parameters
    ----------
    reach_pct : array_like, shape (opgave,)
        Of the most that fits. [%]
    least_pct : float
        Less than this is not worth a name. [%]

    Examples
    --------
    >>> best_served([3.0, 12.0, -5.0]), best_served([0.2, -5.0])
    (1, None)
    """
    reach = np.asarray(reach_pct, dtype=float)
    return int(reach.argmax()) if reach.max() > least_pct else None


def reach_pct(score: np.ndarray, reached_m2: np.ndarray, most: np.ndarray) -> np.ndarray:
    """Reach per opgave: Σ score × surface reached, as part of the most that fits. [%]

    Parameters
    ----------
    score : array_like, shape (opgave, measure)
        −2 to 2.
    reached_m2 : array_like, shape (measure, …)
        Surface reached, weighted by urgency and summed over areas. [m²]
    most : array_like, shape (opgave, …)
        From :func:`most_reach`.

    Returns
    -------
    numpy.ndarray, shape (opgave, …), −100 to 100

    Examples
    --------
    >>> reach_pct([[2, -1]], [5.0, 2.0], [20.0]).tolist()
    [40.0]
    """
    total = np.asarray(score, dtype=float) @ np.asarray(reached_m2, dtype=float)
    most = np.asarray(most, dtype=float)
    return 100 * np.divide(total, most, out=np.zeros_like(total), where=most > 0)


def mean_score(score: np.ndarray, reached_m2: np.ndarray) -> np.ndarray:
    """Mean score per opgave, weighted by surface; unknown for an empty package. [−2 to 2]

    Examples
    --------
    >>> round(float(mean_score([[2, -1]], [5.0, 2.0])[0]), 3)
    1.143
    """
    reached = np.asarray(reached_m2, dtype=float)
    total = reached.sum()
    if total <= 0:
        return np.full(np.shape(score)[0], np.nan)
    return np.asarray(score, dtype=float) @ reached / total
