"""Expected annual damage: the one kernel under every hazard, horizon, portfolio and draw."""

import numpy as np


def trapezoid_weights_per_year(frequency_per_year: np.ndarray) -> np.ndarray:
    """What each event counts for in the yearly expectation. [1/yr]

    The trapezoid rule over exceedance frequency, the rarest event held for the tail [1]_.

    Parameters
    ----------
    frequency_per_year : array_like, shape (..., event)
        Exceedance frequency, falling; may exceed 1 (days per year). [1/yr]

    Returns
    -------
    numpy.ndarray, shape (..., event)

    Raises
    ------
    ValueError
        When the frequencies do not fall from event to event.

    Examples
    --------
    >>> trapezoid_weights_per_year([0.1, 0.01, 0.001]).round(4).tolist()
    [0.045, 0.0495, 0.0055]

    References
    ----------
    .. [1] A. S. Olsen et al., "Comparing methods of calculating expected annual damage in urban
       pluvial flood risk assessments," Water 7(1), 2015, doi:10.3390/w7010255.
    """
    frequency = np.asarray(frequency_per_year, dtype=float)
    step = -np.diff(frequency, axis=-1)
    if np.any(step <= 0):
        raise ValueError("frequency_per_year must fall from event to event")
    weights = np.zeros_like(frequency)
    weights[..., :-1] += step / 2
    weights[..., 1:] += step / 2
    weights[..., -1] += frequency[..., -1]
    return weights


def gauss_events(shortest_years: float, rarest_years: float, n: int) -> tuple[np.ndarray, np.ndarray]:
    """Few events that integrate as well as many: Gauss–Legendre nodes in the logarithm of frequency.

    Parameters
    ----------
    shortest_years, rarest_years : float
        Return periods between which damage is integrated; the rarest is held for the tail. [yr]
    n : int
        Number of nodes; one more event, the rarest itself, carries the tail.

    Returns
    -------
    return_period_years, weights_per_year : numpy.ndarray, shape (n + 1,)

    Examples
    --------
    A constant damage counts its frequency, here once in two years:

    >>> _, weights = gauss_events(2, 1000, 16)
    >>> round(float(weights.sum()), 9)
    0.5
    """
    x, w = np.polynomial.legendre.leggauss(n)
    low, high = np.log(shortest_years), np.log(rarest_years)
    log_t = low + (x + 1) / 2 * (high - low)
    frequency = np.exp(-log_t)
    weights = w / 2 * (high - low) * frequency
    return np.append(np.exp(log_t), rarest_years), np.append(weights, 1 / rarest_years)


def expected_annual_damage_eur(
    damage_eur: np.ndarray, weights_per_year: np.ndarray, protected_share: np.ndarray | float = 0.0
) -> np.ndarray:
    """Damage per year, averaged over all events. [EUR/yr]

    ``Σ weight · damage · (1 − φ)``: the area under the damage–frequency curve.

    Parameters
    ----------
    damage_eur : array_like, shape (..., event)
        Damage of each event after any shift of its intensity. [EUR]
    weights_per_year : array_like, shape (event,) or (..., event)
        From :func:`trapezoid_weights_per_year` or :func:`gauss_events`. [1/yr]
    protected_share : array_like, shape (...)
        Share of what is exposed that measures protect, 0 to 1. [-]

    Examples
    --------
    Damage of 0.1, 1 and 2 million once in 10, 100 and 1000 years:

    >>> weights = trapezoid_weights_per_year([0.1, 0.01, 0.001])
    >>> round(float(expected_annual_damage_eur([1e5, 1e6, 2e6], weights)))
    65000
    >>> round(float(expected_annual_damage_eur([1e5, 1e6, 2e6], weights, 0.2)))
    52000

    References
    ----------
    Olsen et al. 2015, doi:10.3390/w7010255.
    """
    damage, weights = np.asarray(damage_eur, dtype=float), np.asarray(weights_per_year, dtype=float)
    yearly = damage @ weights if weights.ndim == 1 else np.sum(damage * weights, axis=-1)
    return yearly * (1 - np.asarray(protected_share))
