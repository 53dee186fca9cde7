"""A low, middle and high as a distribution."""

import numpy as np
import scipy
from numpy.typing import ArrayLike


def pert(quantile: ArrayLike, low: ArrayLike, mid: ArrayLike, high: ArrayLike) -> np.ndarray:
    """Value of a PERT distribution at a quantile; the mid where there is no range. [unit of mid]

    Parameters
    ----------
    quantile : array_like
        0 to 1. [-]
    low, mid, high : array_like
        Lowest, most likely and highest; broadcast.

    Examples
    --------
    >>> float(pert(0.5, 0.0, 1.0, 2.0).round(6))
    1.0
    >>> float(pert(0.9, 3.0, 3.0, 3.0))
    3.0

    References
    ----------
    Malcolm et al. 1959; beta distribution with shape 4.
    """
    low, mid, high = (np.asarray(x, dtype=float) for x in (low, mid, high))
    width = np.where(high > low, high - low, 1.0)
    first = 1 + 4 * (mid - low) / width
    second = 1 + 4 * (high - mid) / width
    drawn = low + width * scipy.stats.beta.ppf(quantile, first, second)
    return np.where(high > low, drawn, mid)
