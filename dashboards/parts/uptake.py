"""How much of a measure still fits beside the others of a package."""

from __future__ import annotations

import numpy as np

from kans_model.room import Room


def share_that_fits(room: Room, quantity: np.ndarray, measure: str) -> float:
    """The uptake at which a measure's slider stops: what the others leave of its surface. [-]

    Parameters
    ----------
    room : Room
    quantity : array, shape (measure, area)
        Of the whole package, after fitting; the measure's own is left out of account.
    """
    place, (pools, space) = room.measures.get_loc(measure), room.pools
    potential, pool = room.potential[place], pools[place]
    total = potential.sum()
    if total <= 0:
        return 0.0
    if pool < 0:
        return 1.0
    others = quantity * room.stock_per_unit[:, None] * room.membership[pool][:, None]
    left = np.maximum(0, space[pool] - others.sum(axis=0) + others[place]) / room.stock_per_unit[place]
    return float(np.minimum(potential, left).sum() / total)
