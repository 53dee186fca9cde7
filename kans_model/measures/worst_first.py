"""Where a measure goes first: the buurten where most damage falls, and equal ones alike."""

import numpy as np
from numpy.typing import ArrayLike

SAME = 1e-6
"""Values this part of themselves apart are the same: less than any figure behind them says. [-]"""


def ties(values: ArrayLike) -> np.ndarray:
    """Place of each value among the different ones, highest first, equal ones the same, shape of values.

    A difference in the last digits of arithmetic is none (`SAME`). Unknown values stand behind all known
    ones, together.

    Examples
    --------
    >>> ties([2.0, 5.0, 5.0 + 1e-9, 1.0]).tolist(), ties([float("nan"), 0.0]).tolist()
    ([1, 0, 0, 2], [1, 0])
    """
    height = np.asarray(values, dtype=float)
    order = np.argsort(-height, kind="stable")  # unknown ones last
    falling = height[order]
    above, below = falling[:-1], falling[1:]
    lower = above - below > SAME * np.abs(above)
    lower |= np.isnan(below) & ~np.isnan(above)
    place = np.zeros(len(height), dtype=int)
    place[order[1:]] = np.cumsum(lower)
    return place


def filled_worst_first(potential: ArrayLike, need: ArrayLike, total: ArrayLike) -> np.ndarray:
    """A total laid out over areas, the highest need full first, equal needs alike, shape (…, area).

    Areas of equal need get the same part of what fits there: no order of the table decides among them.
    An area whose need is unknown gets nothing.

    Parameters
    ----------
    potential : array_like, shape (area,)
        What fits. [unit of the measure]
    need : array_like, shape (area,)
        What puts an area first, such as damage per hectare.
    total : array_like
        What there is to lay out; its shape stands in front. [unit of the measure]

    Examples
    --------
    8 of a measure: the area of need 9 is filled with 4; two of need 5 share the other 4 over the 2 and 6 that
    fit there, half of each; the last gets none.

    >>> filled_worst_first([2.0, 4.0, 6.0, 10.0], [5.0, 9.0, 5.0, 1.0], 8.0).tolist()
    [1.0, 4.0, 3.0, 0.0]
    """
    need = np.asarray(need, dtype=float)
    fits = np.where(np.isnan(need), 0.0, np.asarray(potential, dtype=float))
    place = ties(need)
    together = np.bincount(place, weights=fits)
    reached = np.minimum(np.cumsum(together), np.asarray(total, dtype=float)[..., None])
    granted = np.diff(reached, axis=-1, prepend=0.0)
    share = np.divide(granted, together, out=np.zeros_like(granted), where=together > 0)
    return share[..., place] * fits
