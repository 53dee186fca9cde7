"""Wateroverlast: net water on an area under a cloudburst, and the buildings it enters."""

import numpy as np

M_PER_MM = 1e-3


def runoff_mm(
    rain_mm: np.ndarray | float,
    paved_share: np.ndarray | float,
    green_share: np.ndarray | float,
    duration_h: float,
    infiltration_mm_h: np.ndarray | float,
    interception_paved_mm: float = 2.0,
    interception_green_mm: float = 5.0,
) -> np.ndarray:
    """Rain that runs off roofs, paving and green, over the whole area. [mm]

    ``Q = f_paved·max(0, P − 2) + f_green·max(0, P − 5 − k·D)``; open water takes its own rain.

    Parameters
    ----------
    rain_mm : array_like
        Depth of the event. [mm]
    paved_share, green_share : array_like
        Roofs and paving, and green, as shares of the area. [-]
    duration_h : float
        Duration of the event. [h]
    infiltration_mm_h : array_like
        Infiltration of the soil under green. [mm/h]

    Examples
    --------
    40 mm in an hour, 60 % paved, 40 % green on clay (2 mm/h): 0.6·38 + 0.4·33

    >>> float(runoff_mm(40, 0.6, 0.4, 1, 2))
    36.0

    References
    ----------
    Interception: hydromt_uwbm defaults (Deltares, 2026).
    """
    rain = np.asarray(rain_mm, dtype=float)
    paved = paved_share * np.maximum(0, rain - interception_paved_mm)
    green = green_share * np.maximum(0, rain - interception_green_mm - infiltration_mm_h * duration_h)
    return paved + green


def sewer_intake_mm(
    connected_share: np.ndarray | float,
    sewer_storage_mm: np.ndarray | float,
    sewer_discharge_mm_h: np.ndarray | float,
    duration_h: float,
) -> np.ndarray:
    """What the sewer takes during the event, over the whole area. [mm]

    ``a₀·(S + r·D)``: storage and discharge are given over the connected paved area.

    Examples
    --------
    >>> round(float(sewer_intake_mm(0.6, 7, 12.8, 1)), 2)
    11.88
    """
    return connected_share * (np.asarray(sewer_storage_mm) + np.asarray(sewer_discharge_mm_h) * duration_h)


def stored_m3_per_unit(
    rain_mm: np.ndarray | float,
    duration_h: float,
    storage_m3: np.ndarray | float,
    free_share: np.ndarray | float,
    infiltration_mm_h: np.ndarray | float,
    infiltration_m2: np.ndarray | float,
    contributing_m2: np.ndarray | float,
    extra_drain_mm_h: np.ndarray | float = 0.0,
    runoff_coefficient: float = 0.95,
) -> np.ndarray:
    """Water one unit of a measure keeps off the street in an event. [m³]

    ``min(v·V + k·D·A + e·D·R, R·ρ·P)``: never more than reaches it.

    Parameters
    ----------
    rain_mm : array_like
        Depth of the event. [mm]
    duration_h : float
        Duration of the event. [h]
    storage_m3, free_share : array_like
        Volume of one unit [m³] and the share of it that is free when the event starts [-].
    infiltration_mm_h, infiltration_m2 : array_like
        Infiltration through the bottom, already capped by the soil [mm/h], and its area [m²].
    contributing_m2, extra_drain_mm_h : array_like
        Area that drains to one unit [m²], and what a storm drain of its own takes from it [mm/h].

    Examples
    --------
    A square metre of wadi on sand, 40 mm in an hour (reference case 3):

    >>> float(stored_m3_per_unit(40, 1, 0.35, 1, 20, 1, 10).round(6))
    0.37
    >>> float(stored_m3_per_unit(30, 1, 0.35, 1, 20, 1, 10).round(6))
    0.285
    """
    kept = free_share * np.asarray(storage_m3, dtype=float)
    kept = kept + M_PER_MM * duration_h * (infiltration_mm_h * np.asarray(infiltration_m2, dtype=float))
    kept = kept + M_PER_MM * duration_h * (extra_drain_mm_h * np.asarray(contributing_m2, dtype=float))
    reaching = contributing_m2 * runoff_coefficient * M_PER_MM * np.asarray(rain_mm, dtype=float)
    return np.minimum(kept, reaching)


def stored_on_green_m3_per_unit(
    rain_mm: np.ndarray | float,
    duration_h: float,
    storage_m3: np.ndarray | float,
    free_share: np.ndarray | float,
    green_m2: np.ndarray | float,
    infiltration_mm_h: np.ndarray | float,
    interception_mm: float = 5.0,
) -> np.ndarray:
    """Water that planting on its own green keeps beyond what the ground under it took already. [m³]

    ``A·min(max(0, v·V/A − 5), max(0, P − 5 − k·D))``: no paving drains to it, and runoff of green lacks
    the 5 mm and the infiltration before any measure.

    Parameters
    ----------
    rain_mm : array_like
        Depth of the event. [mm]
    duration_h : float
        Duration of the event. [h]
    storage_m3, free_share : array_like
        Volume of one unit [m³] and the share of it that is free when the event starts [-].
    green_m2, infiltration_mm_h : array_like
        Green that one unit stands on [m²], and infiltration of its soil [mm/h].
    interception_mm : float
        What green takes anyway. [mm]

    Examples
    --------
    A square metre of park that holds 30 mm, on sand: 25 of the 45 mm that run off in a shower of 70 mm,
    and all of the 10 mm in one of 35 mm.

    >>> stored_on_green_m3_per_unit([70, 35], 1, 0.03, 1, 1, 20).round(6).tolist()
    [0.025, 0.01]
    """
    green = np.asarray(green_m2, dtype=float)
    holds = free_share * np.asarray(storage_m3, dtype=float) - M_PER_MM * interception_mm * green
    runs_off = np.asarray(rain_mm, dtype=float) - interception_mm - infiltration_mm_h * duration_h
    return np.minimum(np.maximum(0, holds), green * M_PER_MM * np.maximum(0, runs_off))


def net_water_mm(
    runoff_mm: np.ndarray | float, sewer_mm: np.ndarray | float, stored_mm: np.ndarray | float
) -> np.ndarray:
    """Water left on the area: ``max(0, Q − sewer − stored)``. [mm]

    Examples
    --------
    >>> float(net_water_mm(36.0, 11.88, 1.85).round(2))
    22.27
    """
    return np.maximum(0, np.asarray(runoff_mm) - sewer_mm - stored_mm)


def share_reached(excess_mm: np.ndarray | float, knots_mm: np.ndarray, knots_share: np.ndarray) -> np.ndarray:
    """Share of ground-floor building area that water enters. [-]

    Linear between the knots of a convex curve; the last slope is kept beyond them, up to 1.

    Parameters
    ----------
    excess_mm : array_like
        Net water above what stands there once in two years without damage. [mm]
    knots_mm, knots_share : array_like, shape (knot,)
        Rising, starting at (0, 0).

    Examples
    --------
    >>> share_reached([15, 30], [0, 10, 20], [0, 0.002, 0.01]).round(4).tolist()
    [0.006, 0.018]
    """
    x, y = np.asarray(knots_mm, dtype=float), np.asarray(knots_share, dtype=float)
    # one more knot, where the last slope reaches everything: beyond it the look-up stays at 1
    everything = x[-1] + (1 - y[-1]) * (x[-1] - x[-2]) / (y[-1] - y[-2])
    return np.interp(excess_mm, np.array([*x, everything]), np.array([*y, 1.0]))


def damage_eur_per_m2(
    direct_eur_per_m2: np.ndarray | float,
    depth_fraction: np.ndarray | float,
    indirect_eur_per_m2_day: np.ndarray | float,
    recovery_days: np.ndarray | float,
) -> np.ndarray | float:
    """Damage to one square metre of ground floor that water enters. [EUR/m²]

    Direct damage at the mean indoor depth, and indirect damage for the days of recovery.

    Examples
    --------
    >>> round(damage_eur_per_m2(271, 0.6, 11, 2), 1)
    184.6

    References
    ----------
    WSS (STOWA WaterSchadeSchatter) as shipped in hhnk-research-tools.
    """
    return direct_eur_per_m2 * depth_fraction + indirect_eur_per_m2_day * recovery_days
