"""Numbers of a rank or a class, as places in an order, which are no figures themselves."""

from typing import NamedTuple

import pandas as pd

FEWEST_RANKS, FEWEST_PER_CLASS = 10, 3
"""Fewer numbers are no order."""

DISTINCT = 0.9
"""So many of the ranks are different; equal ones share a place. [-]"""

UNEVEN = 0.5
"""Classes of equal size differ by no more from their mean size. [-]"""

CLASSES = (4, 5, 10)
"""Quartiles, quintiles and deciles."""


class Order(NamedTuple):
    """What an order is, "rank" or "class", and its last place."""

    kind: str
    last: int


def order_of(numbers: pd.Series) -> Order | None:
    """The order that numbers are places in; None where they are figures.

    Ranks are the numbers 1 to n of n areas, whichever way equal ones share a place; classes are 4, 5 or 10
    numbers that occur about equally often.

    Examples
    --------
    >>> order_of(pd.Series(range(12, 0, -1))), order_of(pd.Series([1, 2, 3, 4, 5] * 3))
    (Order(kind='rank', last=12), Order(kind='class', last=5))
    >>> order_of(pd.Series([3, 14, 15, 92, 65, 35, 89, 79, 32, 38])) is None
    True
    >>> order_of(pd.Series([1, 2.5, 2.5, 4, 5, 6, 7, 9, 9, 9]))
    Order(kind='rank', last=9)
    """
    known = numbers.dropna()
    if len(known) < FEWEST_RANKS:
        return None
    if (
        any(known.eq(known.rank(method=ties)).all() for ties in ("average", "min", "max"))
        and known.nunique() > 2
    ):
        return Order("rank", int(known.max()))
    if (known % 1 != 0).any() or known.min() != 1:
        return None
    last, sizes = int(known.max()), known.value_counts()
    if last in CLASSES and len(sizes) == last and len(known) >= FEWEST_PER_CLASS * last:
        mean = len(known) / last
        return Order("class", last) if ((sizes - mean).abs() <= UNEVEN * mean).all() else None
    if last <= len(known) and len(sizes) >= DISTINCT * len(known):
        return Order("rank", last)
    return None
