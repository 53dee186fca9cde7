"""What one measure of a package gets beside the others: how much was granted, where its slider stops."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from kans_model.measures.portfolio import Portfolio
from kans_model.measures.room import Room
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import PUBLIC_OWNERS

NEARLY_WHOLE = 0.995
"""From this share on, what was granted is all of it in whole percents. [-]"""


class Allotment(NamedTuple):
    """What a measure gets: quantity, share of what was asked for, uptake at which its slider stops."""

    quantity: float
    granted_share: float
    share_that_fits: float
    holder: str | None
    """The measure that holds the rest of the room, where there is less than wished."""
    lacks_catchment: bool = False
    """Whether it lacks roofs and paving that drain to it, not a surface to stand on."""

    @property
    def stop_pct(self) -> int:
        """Where a slider of whole percents stops. [%]"""
        return int(100 * self.share_that_fits + 1e-6)


def granted_share(placed: float, asked: float) -> float:
    """Part of what was asked for that fits beside the others; all of it where nothing was asked. [-]

    Parameters
    ----------
    placed, asked : float
        In the city. [unit of the measure]

    Examples
    --------
    >>> granted_share(30.0, 40.0), granted_share(0.0, 0.0)
    (0.75, 1.0)
    """
    return float(placed / asked) if asked > 0 else 1.0


def allotments(
    portfolio: Portfolio, room: Room, need_eur_per_ha: np.ndarray, quantity: np.ndarray
) -> dict[str, Allotment]:
    """The allotment of each measure of a package, in its order.

    Parameters
    ----------
    need_eur_per_ha : array, shape (measure, area)
        What puts a buurt first under `worst_first`.
    quantity : array, shape (measure, area)
        Of the whole package, after fitting.
    """
    placed = quantity.sum(axis=1)
    asked = portfolio.rule_quantities(room, need_eur_per_ha).sum(axis=1)
    found = {}
    for measure in portfolio.choices:
        place, by_hand = room.place[measure], measure in portfolio.explicit
        granted = 1.0 if by_hand else granted_share(placed[place], asked[place])
        fits = room.share_that_fits(quantity, measure)
        holder = room.holder(quantity, measure) if fits < 1 or granted < 1 else None
        lacks = (fits < 1 or granted < NEARLY_WHOLE) and room.lacks_catchment(quantity, measure)
        found[measure] = Allotment(placed[place], granted, fits, holder, lacks)
    return found


def is_public(measure: str) -> bool:
    """Whether a measure stands on ground of municipality or water board."""
    return table("measures")["owner"][measure] in PUBLIC_OWNERS
