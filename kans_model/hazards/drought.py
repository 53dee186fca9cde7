"""Droogte: foundations that need repair, and recharge of the groundwater as indicator."""

import numpy as np

NEARLY_ALL = 0.99
"""The largest share that a rate of repair can stand for: no rate brings all of them. [-]"""


def repair_rate_per_year(share: np.ndarray | float, years: np.ndarray | float) -> np.ndarray:
    """Rate at which buildings that still stand unrepaired come to need it: ``−ln(1 − S)/N``. [1/yr]

    Parameters
    ----------
    share : array_like
        Share S of vulnerable buildings that needs repair within `years`. [-]
    years : array_like
        N. [yr]

    Examples
    --------
    42 % within 30 years, 59 % in a hotter climate:

    >>> repair_rate_per_year([0.42, 0.59], 30).round(5).tolist()
    [0.01816, 0.02972]
    """
    return -np.log1p(-np.minimum(share, NEARLY_ALL)) / years


def repairs_per_building(rate_per_year: np.ndarray, year: np.ndarray) -> np.ndarray:
    """Repairs per year at each horizon, of one vulnerable building of the first: ``λ·exp(−∫λ dt)``. [1/yr]

    A rate on what is left: together, repairs never exceed the buildings there are. Between horizons the rate
    moves in a straight line, and it never falls in time: drier ground does not mend a pile.

    Parameters
    ----------
    rate_per_year : array, shape (horizon, …)
        From `repair_rate_per_year`. [1/yr]
    year : array, shape (horizon,)

    Examples
    --------
    A rate of 2 % a year for 25 years leaves exp(−0.5) = 0.607 of the buildings, and 2 % of those a year:

    >>> repairs_per_building(np.array([0.02, 0.02]), np.array([2025, 2050])).round(5).tolist()
    [0.02, 0.01213]
    """
    rate = np.maximum.accumulate(np.asarray(rate_per_year, dtype=float), axis=0)
    steps = np.diff(np.asarray(year, dtype=float)).reshape(-1, *[1] * (rate.ndim - 1))
    passed = np.cumsum((rate[1:] + rate[:-1]) / 2 * steps, axis=0)
    return rate * np.exp(-np.concatenate([np.zeros_like(rate[:1]), passed]))


def relieved_share(
    recharge_mm_per_year: np.ndarray | float,
    rise_cm_per_100mm: np.ndarray | float,
    relief_per_cm: np.ndarray | float,
    most_rise_cm: float,
) -> np.ndarray:
    """Share of foundation damage that more recharge takes away, by the lowest groundwater it raises. [-]

    Parameters
    ----------
    recharge_mm_per_year : array_like
        More than today, over the whole area. [mm/yr]
    rise_cm_per_100mm : array_like
        Rise of the lowest groundwater per 100 mm a year. [cm]
    relief_per_cm : array_like
        Share of the damage per centimetre. [1/cm]
    most_rise_cm : float
        Beyond this rise nothing is known, and nothing is counted. [cm]

    Examples
    --------
    100 mm a year raises the lowest groundwater by 5 cm, each takes 1.45 % of the damage away:

    >>> round(float(relieved_share(100, 5, 0.0145, 20)), 6)
    0.0725
    """
    rise_cm = np.minimum(np.asarray(recharge_mm_per_year) / 100 * rise_cm_per_100mm, most_rise_cm)
    return np.minimum(1.0, rise_cm * relief_per_cm)


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
