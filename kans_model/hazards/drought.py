"""Droogte: foundations that need repair, and recharge of the groundwater as indicator."""

import numpy as np


def foundation_damage_eur_per_year(
    vulnerable_buildings: np.ndarray | float,
    repair_share: np.ndarray | float,
    years: np.ndarray | float,
    repair_eur: np.ndarray | float,
    protected_share: np.ndarray | float = 0.0,
) -> np.ndarray:
    """Foundation repair per year, averaged over the years to the horizon. [EUR/yr]

    ``n · share / years · cost · (1 − φ)``. Unknown buildings give unknown damage.

    Parameters
    ----------
    vulnerable_buildings : array_like
        Buildings on wooden piles or shallow foundations sensitive to low groundwater. [-]
    repair_share : array_like
        Share of them that needs repair within ``years``. [-]
    years : array_like
        Years over which that share is reached. [yr]
    repair_eur : array_like
        Repair of one building. [EUR]
    protected_share : array_like
        Share protected by measures. [-]

    Examples
    --------
    A hundred buildings, 42 % within 30 years, 60 000 euro each:

    >>> round(float(foundation_damage_eur_per_year(100, 0.42, 30, 60_000)))
    84000

    References
    ----------
    Deltares 2020 and PBL 2024 on national foundation damage; see ``assumptions.csv``.
    """
    per_year = np.asarray(vulnerable_buildings) * repair_share / years * repair_eur
    return per_year * (1 - np.asarray(protected_share))


def captured_share(
    storage_m3: np.ndarray | float, contributing_m2: np.ndarray | float, scale_mm: float = 7.0
) -> np.ndarray:
    """Share of a year's runoff that a measure catches: ``1 − exp(−(V/R)/scale)``. [-]

    Examples
    --------
    35 mm over the contributing area:

    >>> round(float(captured_share(0.35, 10)), 4)
    0.9933
    """
    contributing = np.asarray(contributing_m2, dtype=float)
    storage = np.asarray(storage_m3, dtype=float)
    depth_mm = 1000 * np.divide(
        storage, contributing, out=np.zeros_like(contributing), where=contributing > 0
    )
    return 1 - np.exp(-depth_mm / scale_mm)


def recharge_m3_per_unit(
    contributing_m2: np.ndarray | float,
    captured_share: np.ndarray | float,
    infiltrated_share: np.ndarray | float,
    runoff_mm_per_year: float = 700.0,
) -> np.ndarray:
    """Water one unit of a measure brings to the groundwater in a year. [m³/yr]

    Examples
    --------
    A square metre of wadi on sand (reference case 3):

    >>> round(float(recharge_m3_per_unit(10, captured_share(0.35, 10), 0.9)), 3)
    6.258
    """
    return np.asarray(contributing_m2) * runoff_mm_per_year / 1000 * captured_share * infiltrated_share
