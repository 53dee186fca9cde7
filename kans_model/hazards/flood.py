"""Overstroming: what water from river or regional system does at a depth the city's own map gives."""

import numpy as np


def damage_eur(
    depth_m: np.ndarray,
    dwellings: np.ndarray,
    ground_floor_m2: float,
    curve_depth_m: np.ndarray,
    curve_eur_per_m2: np.ndarray,
) -> np.ndarray:
    """Damage of one flood to the dwellings of an area. [EUR]

    Parameters
    ----------
    depth_m : array_like, shape (..., event)
        Water depth above ground; unknown stays unknown. [m]
    dwellings : array_like, shape (...)
        Ground-floor dwellings. [-]
    ground_floor_m2 : float
        Ground floor of one dwelling. [m²]
    curve_depth_m, curve_eur_per_m2 : array_like, shape (knot,)
        Depth–damage curve, rising; held beyond its last knot. [m], [EUR/m²]

    Returns
    -------
    numpy.ndarray, shape (..., event)

    Examples
    --------
    Ten dwellings of 50 m², half way between no damage and 100 EUR/m²:

    >>> float(damage_eur([0.25], 10, 50, [0, 0.5], [0, 100])[0])
    25000.0

    References
    ----------
    Lizard/WSS-2018 damage table.
    """
    depth = np.asarray(depth_m, dtype=float)
    per_m2 = np.where(np.isnan(depth), np.nan, np.interp(depth, curve_depth_m, curve_eur_per_m2))
    return per_m2 * np.asarray(dwellings, dtype=float)[..., None] * ground_floor_m2
