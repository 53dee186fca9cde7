"""The buurten that are hit hardest, and how much of the damage falls there."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

N_WORST = 10
"""So many buurten are called the hardest hit."""


def worst_first(damage: ArrayLike, n: int = N_WORST) -> np.ndarray:
    """Places of the n highest values, highest first, the first named first among equals; unknown left out.

    Examples
    --------
    >>> worst_first([2.0, float("nan"), 5.0, 5.0], 3).tolist()
    [2, 3, 0]
    """
    values = np.asarray(damage, float)
    places = np.argsort(-values, kind="stable")[:n]
    return places[np.isfinite(values[places])]


def share_of_worst(damage_eur: ArrayLike, damage_keur_per_ha: ArrayLike, n: int = N_WORST) -> float:
    """Part of all damage that falls in the n buurten with most of it per hectare. [-]

    Parameters
    ----------
    damage_eur, damage_keur_per_ha : array_like, shape (area,)
        Unknown counts as none.

    Examples
    --------
    The worst per hectare is the second, which holds 30 of 100:

    >>> share_of_worst([60.0, 30.0, 10.0], [6.0, 15.0, 1.0], 1)
    0.3
    """
    eur, per_ha = np.nan_to_num(np.asarray(damage_eur, float)), np.nan_to_num(damage_keur_per_ha)
    worst = np.argsort(-per_ha, kind="stable")[:n]
    return float(eur[worst].sum() / eur.sum()) if eur.sum() > 0 else 0.0
