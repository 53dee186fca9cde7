"""What each co-benefit is worth: an equation each, for what green and blue add."""

import numpy as np

KILOGRAMS_PER_TONNE = 1000.0


def green_gain_m2(
    public_m2: np.ndarray, partly_seen_m2: np.ndarray, partly_seen_share: np.ndarray | float
) -> np.ndarray:
    """Green that one unit adds for who lives by: on public ground, and in part what is seen in part. [m²]

    Parameters
    ----------
    public_m2, partly_seen_m2 : array_like
        On public ground that was no green; crowns above paving, and green on private ground.
    partly_seen_share : array_like
        Part of the latter that counts. [-]

    Examples
    --------
    A street tree: 1.8 m² of ground, and half of the other 34.2 m² of its crown

    >>> round(float(green_gain_m2(1.8, 34.2, 0.5)), 1)
    18.9
    """
    return np.asarray(public_m2) + np.asarray(partly_seen_share) * partly_seen_m2


def near_share(places: np.ndarray, area_m2: np.ndarray, reach_m: np.ndarray | float) -> np.ndarray:
    """Share of the dwellings within reach of new green that lies at random: ``1 − exp(−n·πr²/A)``. [-]

    Parameters
    ----------
    places : array_like
        New places of green. [-]

    Examples
    --------
    20 trees in 25 ha reach 76 % of the dwellings within 75 m, 20 more only 18 % of them besides:

    >>> near_share(np.array([20, 40]), 250e3, 75).round(2).tolist()
    [0.76, 0.94]
    """
    circle_m2 = np.pi * np.asarray(reach_m, dtype=float) ** 2
    return -np.expm1(-np.asarray(places, dtype=float) * circle_m2 / area_m2)


def uplift_share(gain_share: np.ndarray, near: np.ndarray, full_share: np.ndarray | float) -> np.ndarray:
    """Part of all dwellings' higher value that green gained brings: ``min(near, gain / full)``. [-]

    Green gained among the dwellings near it is ``gain / near`` of their ground; in proportion to that they
    gain, and no more than the whole: ``near · min(1, gain / near / full)``.

    Parameters
    ----------
    gain_share : array_like
        Green gained, share of the area. [-]
    near : array_like
        Share of the dwellings that are near it. [-]
    full_share : array_like
        Green gained around a dwelling at which the whole higher value holds. [-]

    Examples
    --------
    2 of 10 points gained; then 15 points, which bring no more than 10 do:

    >>> uplift_share(np.array([0.02, 0.15]), np.array([0.9, 1.0]), 0.10).round(2).tolist()
    [0.2, 1.0]
    """
    return np.minimum(near, np.asarray(gain_share) / full_share)


def property_eur(
    dwellings: np.ndarray, woz_eur: np.ndarray, higher_share: float, uplift: np.ndarray | float
) -> np.ndarray:
    """Higher value of dwellings, once. [EUR]

    Only what the dwellings near new green gain, and not per m² without bound: `uplift` is at most 1.

    Examples
    --------
    800 dwellings of 350 000 euro, 1.2 % higher, a fifth of it:

    >>> round(float(property_eur(800, 350e3, 0.012, 0.2)))
    672000

    References
    ----------
    Buurttransform (1.2 % per single task); Schilder & Bouwknegt, PBL 2023; Bervaes & Vreke 2004.
    """
    return np.asarray(dwellings) * woz_eur * higher_share * uplift


def health_eur_per_year(
    residents: np.ndarray, area_m2: np.ndarray, gain_m2: np.ndarray | float, eur_per_resident_pct: float
) -> np.ndarray:
    """Less care and absence because of green, by percentage point of the buurt's ground. [EUR/yr]

    Examples
    --------
    1 ha in a buurt of 50 ha with 4 000 residents is 2 points: 4 000 · 2 · 3

    >>> round(float(health_eur_per_year(4000, 500e3, 10e3, 3)))
    24000

    References
    ----------
    KPMG 2012, "Groen, gezond en productief" (TEEB NL).
    """
    return np.asarray(residents) * eur_per_resident_pct * 100 * np.asarray(gain_m2) / area_m2


def recreation_eur_per_year(
    residents: np.ndarray,
    area_m2: np.ndarray,
    gain_m2: np.ndarray | float,
    visits_per_resident_pct: float,
    visit_eur: float,
) -> np.ndarray:
    """Visits to green close by, by percentage point of the buurt's ground. [EUR/yr]

    Examples
    --------
    4 000 residents, 2 points, 1 visit per point of 1.50 euro:

    >>> float(recreation_eur_per_year(4000, 500e3, 10e3, 1, 1.5))
    12000.0
    """
    return health_eur_per_year(residents, area_m2, gain_m2, visits_per_resident_pct * visit_eur)


def tree_eur_per_year(trees: np.ndarray | float, eur_each: float) -> np.ndarray:
    """Air, water and CO₂ by trees, or all that with property value. [EUR/yr]

    Examples
    --------
    >>> float(tree_eur_per_year(40, 12.676))
    507.04
    """
    return np.asarray(trees) * eur_each


def co2_eur_per_year(trees: np.ndarray | float, kg_each: float, eur_per_t: float) -> np.ndarray:
    """CO₂ that trees take up. [EUR/yr]

    Examples
    --------
    40 trees of 15 kg at 158 euro a tonne:

    >>> round(float(co2_eur_per_year(40, 15, 158)), 1)
    94.8
    """
    return np.asarray(trees) * kg_each * eur_per_t / KILOGRAMS_PER_TONNE


def air_eur_per_year(gain_m2: np.ndarray | float, eur_per_m2: float) -> np.ndarray:
    """Particulates that green takes from the air. [EUR/yr]

    Examples
    --------
    >>> float(air_eur_per_year(10e3, 0.054))
    540.0
    """
    return np.asarray(gain_m2) * eur_per_m2


def treatment_eur_per_year(disconnected_m2: np.ndarray | float, eur_per_m2: float) -> np.ndarray:
    """Rain that needs no pumping and treatment any more. [EUR/yr]

    Examples
    --------
    A wadi of 100 m² that takes 1 000 m²:

    >>> round(float(treatment_eur_per_year(1000, 0.41)))
    410
    """
    return np.asarray(disconnected_m2) * eur_per_m2


def sewer_enlargement_eur(
    disconnected_m2: np.ndarray | float, works_share: np.ndarray, planned_share: float, eur_per_m2: float
) -> np.ndarray:
    """A smaller pipe suffices where the sewer would have become larger, once. [EUR]

    Parameters
    ----------
    works_share : array_like
        Streets that open within the period. [-]
    planned_share : float
        Of those works, where a larger pipe is planned. [-]

    Examples
    --------
    1 000 m², half of the streets open, a fifth of that with a larger pipe: 1 000 · 0.5 · 0.2 · 9.50

    >>> float(sewer_enlargement_eur(1000, 0.5, 0.2, 9.5))
    950.0
    """
    return np.asarray(disconnected_m2) * works_share * planned_share * eur_per_m2


def drinking_water_eur_per_year(saved_m3_per_year: np.ndarray | float, eur_per_m3: float) -> np.ndarray:
    """Drinking water that rain replaces. [EUR/yr]

    Examples
    --------
    >>> float(drinking_water_eur_per_year(50, 1.6))
    80.0
    """
    return np.asarray(saved_m3_per_year) * eur_per_m3
