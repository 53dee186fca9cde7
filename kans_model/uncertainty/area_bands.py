"""Bands of buurten out of the city's: how wide each hazard's is, laid on the damage of a part.

Draws are made for the city as a whole, so a part of its damage has no band of its own: it is given the
city's, hazard by hazard, in proportion.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from kans_model.tables.vocabulary import HAZARDS


def spread(middle_eur: ArrayLike, low_eur: ArrayLike, high_eur: ArrayLike) -> np.ndarray:
    """Low and high end of each hazard over its middle, shape (2, hazard); 1 where there is no band. [-]

    Examples
    --------
    >>> spread([10.0, 0.0], [5.0, 0.0], [20.0, 0.0]).tolist()
    [[0.5, 1.0], [2.0, 1.0]]
    """
    middle, ends = np.asarray(middle_eur, float), np.stack([low_eur, high_eur]).astype(float)
    return np.divide(ends, middle, out=np.ones_like(ends), where=(middle > 0) & np.isfinite(ends))


def area_band_eur(city_spread: ArrayLike, damage_eur: ArrayLike, hazards: Sequence[str]) -> np.ndarray:
    """Ends of the band of each buurt, its hazards as wide as the city's, shape (2, area). [EUR/yr]

    Parameters
    ----------
    city_spread : array_like, shape (2, hazard)
        From `spread`.
    damage_eur : array_like, shape (counted hazard, area)
        Unknown counts as none. [EUR/yr]
    hazards : names of the counted hazards, in the order of the rows.

    Examples
    --------
    Pluvial damage of 10 and 0 half to twice, heat damage of 4 and 8 as it is:

    >>> area_band_eur([[0.5, 1, 1, 1], [2, 1, 1, 1]], [[10.0, 0.0], [4.0, 8.0]], ["pluvial", "heat"]).tolist()
    [[9.0, 8.0], [24.0, 8.0]]
    """
    counted = [HAZARDS.index(hazard) for hazard in hazards]
    return np.asarray(city_spread, float)[:, counted] @ np.nan_to_num(np.asarray(damage_eur, float))
