"""Rain depth by duration and return period: the STOWA statistics as formulas, with KNMI'23 change factors."""

import numpy as np

REALISED_WARMING_DEGC = 0.4
"""Warming since the 2005-centred climate that the statistics of 2024 already contain. [°C]"""


def _location_mm(duration_min: np.ndarray | float) -> np.ndarray:
    d = np.asarray(duration_min, dtype=float)
    log_d = np.log10(d)
    short = 1.02 * (7.339 + 0.848 * log_d + 2.844 * log_d**2)
    # clipped to the branch's own domain, so that the unused branch of `where` raises no warning
    long = 1.02 * (0.239 - 0.0250 * np.log(np.clip(d, 720, None) / 60)) ** (-1 / 0.512)
    return np.where(d <= 720, short, long)


def _dispersion(duration_min: np.ndarray | float) -> np.ndarray:
    d = np.asarray(duration_min, dtype=float)
    log_d = np.log10(d)
    up_to_104 = 0.04704 + 0.1978 * log_d - 0.05729 * log_d**2
    up_to_720 = 0.2801 - 0.0333 * log_d
    longer = 0.478 - 0.0681 * log_d
    return np.select([d <= 104, d <= 720], [up_to_104, up_to_720], longer)


def _shape_short(duration_min: np.ndarray | float, return_period_years: np.ndarray | float) -> np.ndarray:
    d, t = np.broadcast_arrays(np.asarray(duration_min, float), np.asarray(return_period_years, float))
    log_d = np.log10(d)
    standard = -0.0336 - 0.264 * log_d + 0.0636 * log_d**2
    rare = -0.310 - 0.0544 * log_d + 0.0288 * log_d**2
    return np.where((d > 90) & (t > 120), rare, standard)


def _glo_mm(
    location: np.ndarray | float,
    scale: np.ndarray | float,
    shape: np.ndarray | float,
    return_period_years: np.ndarray | float,
) -> np.ndarray:
    not_exceeded = np.exp(-1 / np.asarray(return_period_years, dtype=float))
    return location + scale / shape * (1 - ((1 - not_exceeded) / not_exceeded) ** shape)


def depth_mm(
    duration_min: np.ndarray | float,
    return_period_years: np.ndarray | float,
    warming_degc: np.ndarray | float = REALISED_WARMING_DEGC,
) -> np.ndarray:
    """Rain depth of an event, point value, reference rain regime, all year. [mm]

    Generalised logistic distribution up to 720 minutes, generalised extreme value distribution
    beyond it, times the change factor of the warming [1]_.

    Parameters
    ----------
    duration_min : array_like
        Duration of the event, 10 to 14 400. [min]
    return_period_years : array_like
        Mean time between two such events; broadcast against the duration. [yr]
    warming_degc : array_like
        Global warming of the scenario since the 2005-centred climate. [°C]

    Returns
    -------
    numpy.ndarray of the broadcast shape

    Raises
    ------
    ValueError
        When a duration or return period lies outside the domain of the statistics.

    Examples
    --------
    >>> round(float(depth_mm(60, 10)), 3)
    30.968
    >>> round(float(depth_mm(60, 100, warming_degc=1.5)), 3)
    61.804

    References
    ----------
    .. [1] STOWA 2019-19 and STOWA 2024 (KNMI'23), as implemented by S. Bosch, Hydroconsult/HKV.
    """
    d = np.asarray(duration_min, dtype=float)
    t = np.asarray(return_period_years, dtype=float)
    if np.any(d < 10) or np.any(d > 14400):
        raise ValueError("duration_min must be from 10 to 14400 minutes")
    if np.any(t <= 0):
        raise ValueError("return_period_years must be above 0")
    d, t = np.broadcast_arrays(d, t)
    location = _location_mm(d)
    scale = location * _dispersion(d)
    short = _glo_mm(location, scale, _shape_short(d, t), t)
    # Just above T = 120 the rare branch starts below the standard one: the publication holds the higher.
    at_120 = _glo_mm(location, scale, _shape_short(d, 120.0), 120.0)
    between = (d > 90) & (t > 120) & (t <= 165)
    short = np.where(between, np.maximum(short, at_120), short)
    shape = 0.118 - 0.266 * np.log10(d) + 0.0586 * np.log10(d) ** 2
    long = location + scale / shape * (1 - (1 / t) ** shape)
    return np.where(d <= 720, short, long) * change_factor(d, warming_degc)


def change_factor(duration_min: np.ndarray | float, warming_degc: np.ndarray | float) -> np.ndarray:
    """Rain depth under a warmer climate over that of now, all year, any return period. [-]

    Parameters
    ----------
    duration_min, warming_degc : array_like
        Duration [min] and global warming since the 2005-centred climate [°C]; broadcast.

    Examples
    --------
    >>> round(float(change_factor(60, 1.5)), 4)
    1.0715

    References
    ----------
    STOWA 2024 (KNMI'23): ``1 + (v(D) − 1)·(ΔT − 0.4)/3.6``.
    """
    hours = np.asarray(duration_min, dtype=float) / 60
    log_h = np.log(np.clip(hours, 24, 120))
    between = 0.009143 * log_h**2 - 0.1508 * log_h + 1.621
    v = np.select([hours <= 24, hours < 120], [1.234, between], 1.109)
    return 1 + (v - 1) * (np.asarray(warming_degc, dtype=float) - REALISED_WARMING_DEGC) / 3.6


def return_period_years(
    rain_mm: np.ndarray | float, duration_min: float, warming_degc: float = REALISED_WARMING_DEGC
) -> np.ndarray:
    """How rare a depth is: the same curve read backwards, between 0.5 and 10 000 years. [yr]

    Parameters
    ----------
    rain_mm : array_like
        Depths to look up. [mm]
    duration_min, warming_degc : float
        One duration [min] and one warming [°C].

    Examples
    --------
    >>> int(return_period_years(70, 60).round())
    200
    """
    t = np.geomspace(0.5, 10_000, 4000)
    depth = np.maximum.accumulate(depth_mm(duration_min, t, warming_degc))
    return np.exp(np.interp(np.asarray(rain_mm, dtype=float), depth, np.log(t)))
