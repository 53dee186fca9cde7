"""How packages hold out under outlooks nobody can put a chance on: regret, thresholds, who is best.

Nothing here averages over scenarios: KNMI'23 gives them no probability.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from kans_model.comparison.ranking import twins

MOST = 0.5
"""A package that is best in more than this share of draws is best in most. [-]"""


def regret(values: ArrayLike) -> np.ndarray:
    """What is lost in each scenario by not having the package that is best there. [unit of values]

    Parameters
    ----------
    values : array_like, shape (package, scenario, ...)
        Higher is better. Unknown stays unknown and is nobody's best.

    Returns
    -------
    numpy.ndarray, same shape
        0 for the best.

    Examples
    --------
    >>> regret([[10, 2], [7, 5]]).tolist()
    [[0.0, 3.0], [3.0, 0.0]]

    References
    ----------
    L. J. Savage, "The theory of statistical decision," J. Am. Stat. Assoc. 46, 1951.
    """
    values = np.asarray(values, dtype=float)
    best = np.where(np.isfinite(values), values, -np.inf).max(axis=0)
    return np.where(np.isfinite(values), best - values, np.nan)


def max_regret(values: ArrayLike) -> np.ndarray:
    """Largest regret of each package over the scenarios; unknown where one scenario is. [unit of values]

    Examples
    --------
    >>> max_regret([[10, 2], [7, 5]]).tolist()
    [3.0, 3.0]
    """
    return regret(values).max(axis=1)


def satisficing(values: ArrayLike, threshold: ArrayLike) -> np.ndarray:
    """Share of scenarios in which each package reaches the threshold; unknown where one is. [-]

    A count of scenarios, not a probability.

    Parameters
    ----------
    values : array_like, shape (package, scenario)
    threshold : float or array_like, shape (scenario,)

    Examples
    --------
    >>> satisficing([[10, 2], [7, 5]], 5).tolist()
    [0.5, 1.0]

    References
    ----------
    J. D. Herman et al., "How should robustness be defined for water systems planning under change?,"
    J. Water Resour. Plan. Manage. 141(10), 2015.
    """
    values = np.asarray(values, dtype=float)
    met = (values >= threshold).mean(axis=1)
    return np.where(np.isfinite(values).all(axis=1), met, np.nan)


def met_share(values: ArrayLike, threshold: float) -> np.ndarray:
    """Share of draws that reach the threshold, apart in each scenario. [-]

    Parameters
    ----------
    values : array_like, shape (package, scenario, draw)
    threshold : float

    Returns
    -------
    numpy.ndarray, shape (package, scenario)

    Examples
    --------
    >>> met_share([[[1, 2, 3, 4], [0, 0, 9, 9]]], 3).tolist()
    [[0.5, 0.5]]
    """
    values = np.asarray(values, dtype=float)
    met = (values >= threshold).mean(axis=-1)
    return np.where(np.isfinite(values).all(axis=-1), met, np.nan)


def best_share(values: ArrayLike) -> np.ndarray:
    """Share of draws in which each package is the best, apart in each scenario; equals share the draw. [-]

    Parameters
    ----------
    values : array_like, shape (package, scenario, draw)
        Higher is better; the same draws for every package.

    Returns
    -------
    numpy.ndarray, shape (package, scenario)
        Adds up to 1 over packages where any is known.

    Examples
    --------
    >>> best_share([[[3, 1, 2, 5]], [[1, 2, 2, 0]]]).tolist()
    [[0.625], [0.375]]
    """
    values = np.asarray(values, dtype=float)
    values = np.where(np.isfinite(values), values, -np.inf)
    best = (values == values.max(axis=0)) & np.isfinite(values)
    count = best.sum(axis=0)
    return np.divide(best, count, out=np.zeros(values.shape), where=count > 0).mean(axis=-1)


def best_share_together(values: ArrayLike) -> np.ndarray:
    """The same, packages that never differ counted together: each has the share of all of them. [-]

    Examples
    --------
    The first two are the same, and best in two of four draws

    >>> best_share_together([[[3, 1, 2, 5]], [[3, 1, 2, 5]], [[1, 2, 4, 0]]]).tolist()
    [[0.5], [0.5], [0.5]]
    """
    return twins(values) @ best_share(values)


def best_everywhere(together: ArrayLike) -> int | None:
    """The package that is best in most draws of every scenario, if there is one.

    Parameters
    ----------
    together : array_like, shape (package, scenario)
        Of `best_share_together`.

    Examples
    --------
    >>> best_everywhere([[0.4, 0.2], [0.6, 0.8]]), best_everywhere([[0.4, 0.8], [0.6, 0.2]])
    (1, None)
    """
    together = np.asarray(together, dtype=float)
    first = together.argmax(axis=0)
    return int(first[0]) if len(set(first)) == 1 and together[first[0]].min() > MOST else None


def surest_worst(share: ArrayLike) -> tuple[int, int]:
    """The package whose share is highest in its worst scenario, and that scenario.

    Parameters
    ----------
    share : array_like, shape (package, scenario)

    Examples
    --------
    >>> surest_worst([[0.9, 0.1], [0.6, 0.5]])
    (1, 1)
    """
    share = np.asarray(share, dtype=float)
    package = int(np.nanargmax(share.min(axis=1)))
    return package, int(np.argmin(share[package]))
