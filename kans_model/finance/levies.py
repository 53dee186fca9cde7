"""What building lays on a levy: credit, capital charges, and what a household pays more."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kans_model.evaluation.prices import PRICE_YEAR
from kans_model.finance.capital import capital_charges

LEVY_YEARS = 10
"""The levy is told at its peak and after so many years."""


def price_index(years: np.ndarray, inflation: float) -> np.ndarray:
    """Prices of each year over those of the study's price year, shape (year,). [-]

    Examples
    --------
    What costs 100 in prices of 2025 costs 104.04 in 2027 at two percent.

    >>> (100 * price_index(np.array([2025, 2027]), 0.02)).round(2).tolist()
    [100.0, 104.04]
    """
    return (1 + inflation) ** (np.asarray(years, dtype=float) - PRICE_YEAR)


def net_of_grants_eur(gross_eur: np.ndarray, received_eur: np.ndarray) -> np.ndarray:
    """Credit per asset class after contributions, which go off every class in proportion. [EUR/yr]

    Parameters
    ----------
    gross_eur : array, shape (class, year)
    received_eur : array, shape (year,)
        No more than what is built in a year counts.

    Examples
    --------
    A grant of 40 euro on 60 + 20 euro takes half of both.

    >>> net_of_grants_eur(np.array([[60.0], [20.0]]), np.array([40.0])).tolist()
    [[30.0], [10.0]]
    """
    total = gross_eur.sum(axis=0)
    part = np.where(total > 0, gross_eur / np.where(total > 0, total, 1), 0.0)
    return gross_eur - part * np.minimum(received_eur, total)


def after_reserve_eur(net_eur: np.ndarray, reserve_eur: float) -> np.ndarray:
    """Credit per asset class after what a reserve or provision pays, used up first. [EUR/yr]

    Parameters
    ----------
    net_eur : array, shape (class, year)

    Examples
    --------
    A reserve of 150 euro pays the first year whole and half of the second.

    >>> after_reserve_eur(np.array([[100.0, 100.0, 100.0]]), 150.0).tolist()
    [[0.0, 50.0, 100.0]]
    """
    total = net_eur.sum(axis=0)
    used = np.diff(np.minimum(np.cumsum(total), reserve_eur), prepend=0.0)
    return net_eur * np.where(total > 0, 1 - used / np.where(total > 0, total, 1), 1.0)


def credit_eur(
    gross_eur: np.ndarray,
    received_eur: np.ndarray,
    reserve_eur: float,
    terms_years: Sequence[int],
    rate: float,
    upkeep_eur: np.ndarray,
) -> dict[str, np.ndarray]:
    """Investeringskrediet, kapitaallasten and upkeep of a party that capitalises. [EUR/yr, nominal]

    Parameters
    ----------
    gross_eur : array, shape (class, year)
        What is built per asset class.
    received_eur, upkeep_eur : arrays, shape (year,)
    terms_years : sequence of int
        Term of depreciation of each class. [yr]
    rate : float
        Internal rate (omslagrente). [1/yr]

    Returns
    -------
    dict of numpy.ndarray, shape (year,)
        gross, net (of contributions and of what a reserve or provision pays), depreciation, interest,
        capital, upkeep, book_value.

    Examples
    --------
    100 euro over four years at 2 %, of which 20 a grant and 40 a reserve pay: 10 a year, interest 0.80.

    >>> none = np.zeros(2)
    >>> credit = credit_eur(np.array([[100.0, 0.0]]), np.array([20.0, 0.0]), 40.0, [4], 0.02, none)
    >>> [round(float(credit[key][1]), 2) for key in ("depreciation", "interest", "capital")]
    [10.0, 0.8, 10.8]
    """
    net = net_of_grants_eur(gross_eur, received_eur)
    if reserve_eur:
        net = after_reserve_eur(net, reserve_eur)
    charges = np.zeros((3, gross_eur.shape[-1]))
    for flow, term in zip(net, terms_years, strict=True):  # half a dozen asset classes
        charges += capital_charges(flow, term, rate)
    return {
        "gross": gross_eur.sum(axis=0),
        "net": net.sum(axis=0),
        "depreciation": charges[0],
        "interest": charges[1],
        "capital": charges[0] + charges[1],
        "upkeep": upkeep_eur,
        "book_value": charges[2],
    }


def levy_per_household_eur(
    credit: dict[str, np.ndarray], household_share: float, price: np.ndarray, households: float
) -> np.ndarray:
    """A levy per household more than today, in prices of today, shape (year,). [EUR/yr]

    The kapitaallasten and upkeep that the levy bears, as far as households pay it, over the households that
    pay; unknown without households.

    Parameters
    ----------
    credit : dict
        From `credit_eur`.
    household_share : float
        Part of the levy that households pay. [-]
    price : array, shape (year,)
        Nominal over real prices. [-]

    Examples
    --------
    >>> credit = {"capital": np.array([60.0]), "upkeep": np.array([40.0])}
    >>> levy_per_household_eur(credit, 0.8, np.array([1.25]), 16).tolist()
    [4.0]
    """
    borne = household_share * (credit["capital"] + credit["upkeep"]) / price
    return borne / households if households else np.full_like(borne, np.nan)


def levy_peak(levy_eur: np.ndarray, years: np.ndarray) -> dict[str, float | int]:
    """Peak of a levy, its year, and the levy after ten years. [EUR/yr per household]

    Examples
    --------
    >>> levy_peak(np.array([0.0, 3.0, 2.0]), np.array([2027, 2028, 2029]))
    {'peak': 3.0, 'peak_year': 2028, 'after_ten_years': 2.0}
    """
    peak = int(np.argmax(levy_eur))
    return {
        "peak": float(levy_eur[peak]),
        "peak_year": int(years[peak]),
        "after_ten_years": float(levy_eur[min(LEVY_YEARS, len(levy_eur) - 1)]),
    }
