"""Money: investment with its surcharges, present value over a period, net present value."""

from typing import TypeVar

import numpy as np

Share = TypeVar("Share", float, np.ndarray)


def surcharge_factor(engineering_share: Share, other_share: Share, unforeseen_share: Share) -> Share:
    """Investment over building cost: ``1 + engineering + other + unforeseen`` (SSK). [-]

    Examples
    --------
    >>> round(surcharge_factor(0.18, 0.05, 0.10), 2)
    1.33
    """
    return 1 + engineering_share + other_share + unforeseen_share


def site_price_eur(
    land_m2: np.ndarray | float,
    land_eur_per_m2: np.ndarray | float,
    excavation_m3: np.ndarray | float,
    excavation_eur_per_m3: np.ndarray | float,
) -> np.ndarray:
    """Land that is given up and soil that is carried off for one unit of a measure, once. [EUR]

    Examples
    --------
    A m² of pond of 1.5 m deep, at 150 euro for land and 15 euro, with surcharges 19.95, for a m³ of soil:

    >>> round(float(site_price_eur(1, 150, 1.5, 19.95)), 2)
    179.93
    """
    return np.asarray(land_m2) * land_eur_per_m2 + np.asarray(excavation_m3) * excavation_eur_per_m3


def discount_factor(rate: np.ndarray | float, years: np.ndarray | float) -> np.ndarray:
    """Value now of one euro at the end of a year. [-]

    Examples
    --------
    >>> round(float(discount_factor(0.0225, 10)), 4)
    0.8005
    """
    return (1 + np.asarray(rate, dtype=float)) ** -np.asarray(years, dtype=float)


def annuity_factor(rate: np.ndarray | float, years: np.ndarray | float) -> np.ndarray:
    """Value now of one euro at the end of each year. [-]

    Examples
    --------
    >>> round(float(annuity_factor(0.0225, 40)), 4)
    26.1935
    """
    rate, years = np.asarray(rate, dtype=float), np.asarray(years, dtype=float)
    safe = np.where(rate == 0, 1.0, rate)
    return np.where(rate == 0, years, -np.expm1(-years * np.log1p(safe)) / safe)


def capital_value_factor(
    lifetime_years: np.ndarray | float,
    start_year: np.ndarray | float,
    base_year: int,
    period_years: int,
    rate: float,
) -> np.ndarray:
    """Present value of building one euro of a measure and keeping it there. [-]

    Investment at the end of its start year, renewal at the end of each life, and the straight-line
    residual of the last one at the end of the period.

    Parameters
    ----------
    lifetime_years : array_like
        [yr]
    start_year : array_like
        Calendar year of building; broadcast against the lifetime.
    base_year, period_years : int
        Flows are discounted to the start of the base year, over this many years. [yr]
    rate : float
        Real discount rate. [1/yr]

    Returns
    -------
    numpy.ndarray of the broadcast shape

    Examples
    --------
    Built at once, 40 years' life, 50 years: 1 + 1.0225⁻⁴⁰ − 0.75·1.0225⁻⁵⁰ (reference case 7)

    >>> round(float(capital_value_factor(40, 2026, 2027, 50, 0.0225)), 4)
    1.1641
    """
    life, start = np.broadcast_arrays(np.asarray(lifetime_years, float), np.asarray(start_year, float))
    life, start = life[..., None], start[..., None] - base_year + 1  # end of the start year, from base
    n = np.arange(int(np.ceil(period_years / max(float(life.min()), 1.0))) + 1)
    year = start + n * life
    flow = np.where(year < period_years, discount_factor(rate, year), 0.0).sum(axis=-1)
    used = np.maximum(0.0, period_years - start[..., 0])
    age = np.where(used > 0, np.mod(used, life[..., 0]), 0.0)
    age = np.where((used > 0) & (age == 0), life[..., 0], age)
    left = np.where(used > 0, 1 - age / life[..., 0], 0.0)
    return flow - left * discount_factor(rate, period_years)


def upkeep_value_factor(
    start_year: np.ndarray | float, base_year: int, period_years: int, rate: float
) -> np.ndarray:
    """Present value of one euro of upkeep per year, from the year after building. [-]

    Examples
    --------
    >>> round(float(upkeep_value_factor(2026, 2027, 50, 0.0225)), 4)
    29.8344
    """
    start = np.asarray(start_year, dtype=float) - base_year + 1
    return annuity_factor(rate, period_years) - annuity_factor(rate, np.clip(start, 0, period_years))


def rise_value_factor(in_effect: np.ndarray, rate: float) -> np.ndarray:
    """Present value of one euro that comes once, in parts, as an effect rises to its full. [-]

    Parameters
    ----------
    in_effect : array_like, shape (..., period)
        Share of the full effect in each year; what is not reached within the period does not count. [-]

    Examples
    --------
    A fifth at the end of the first year, the rest two years later: 0.2/1.0225 + 0.8/1.0225³

    >>> round(float(rise_value_factor([0.2, 0.2, 1.0], 0.0225)), 4)
    0.9439
    """
    rise = np.diff(np.asarray(in_effect, dtype=float), axis=-1, prepend=0.0)
    return rise @ discount_factor(rate, np.arange(1, rise.shape[-1] + 1))


def benefit_weights(
    year: np.ndarray, base_year: int, period_years: int, rate: float, in_effect: np.ndarray
) -> np.ndarray:
    """What the yearly benefit at each horizon counts for in the present value. [yr]

    Benefits are interpolated linearly between horizons and held outside them; ``Σ_t df·effect·B(t)``
    is linear in the horizons' benefits, so one weight each suffices.

    Parameters
    ----------
    year : array_like, shape (horizon,)
        Calendar years of the horizons, rising.
    in_effect : array_like, shape (..., period)
        Share of the full effect in place in each year of the period. [-]

    Returns
    -------
    numpy.ndarray, shape (..., horizon)

    Examples
    --------
    A benefit that is the same at every horizon, in full effect, counts the annuity factor:

    >>> weights = benefit_weights([2025, 2050, 2100], 2027, 50, 0.0225, np.ones(50))
    >>> round(float(weights.sum()), 4)
    29.8344
    """
    years = base_year + np.arange(period_years)
    discount = discount_factor(rate, np.arange(1, period_years + 1))
    horizons = np.asarray(year, dtype=float)
    share = np.stack([np.interp(years, horizons, unit) for unit in np.eye(len(horizons))], axis=-1)
    return (np.asarray(in_effect, dtype=float) * discount) @ share


def benefit_cost_ratio(benefit_eur: np.ndarray | float, cost_eur: np.ndarray | float) -> np.ndarray:
    """Present value of benefits over that of costs; unknown without costs. [-]

    Examples
    --------
    >>> float(benefit_cost_ratio(6.0, 5.0))
    1.2
    """
    cost = np.asarray(cost_eur, dtype=float)
    return np.divide(benefit_eur, cost, out=np.full(np.shape(cost), np.nan), where=cost > 0)
