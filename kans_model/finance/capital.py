"""Capital over time: loans, depreciation and book value, per year of a period."""

from functools import lru_cache

import numpy as np
import numpy_financial as npf
from numpy.typing import ArrayLike

NO_RATE = 1e-7
"""Below this the library divides by what rounds to zero; it makes less than a cent on 1 000 euro. [1/yr]"""
LOAN_KINDS = ("annuity", "linear")


@lru_cache(maxsize=256)
def _loan_of_one(rate: float, years: int, kind: str, period_years: int) -> tuple[np.ndarray, ...]:
    """Interest and repayment of a loan of one euro, by years since it was drawn; first in the year after."""
    n = np.arange(1, years + 1)
    if rate < NO_RATE:
        repayment, interest = np.full(years, 1 / years), np.zeros(years)
    elif kind == "annuity":
        repayment, interest = -npf.ppmt(rate, n, years, 1.0), -npf.ipmt(rate, n, years, 1.0)
    else:
        repayment = np.full(years, 1 / years)
        interest = rate * (1 - (n - 1) / years)
    return tuple(_spread(np.concatenate([[0.0], part]), period_years) for part in (interest, repayment))


def _spread(by_age: np.ndarray, period_years: int) -> np.ndarray:
    """What a flow in each year brings about in each later year, shape (year of flow, year)."""
    padded = np.zeros(period_years)
    padded[: min(len(by_age), period_years)] = by_age[:period_years]
    age = np.arange(period_years)[None, :] - np.arange(period_years)[:, None]
    return np.where(age >= 0, padded[np.clip(age, 0, None)], 0.0)


def loan_service(
    drawn_eur: ArrayLike, rate: float, years: int, kind: str = "annuity"
) -> tuple[np.ndarray, np.ndarray]:
    """Interest and repayment of loans drawn over the years. [EUR/yr, nominal]

    Parameters
    ----------
    drawn_eur : array_like, shape (..., year)
        What is borrowed in each year; payments start the year after.
    rate : float
        Nominal. [1/yr]
    years : int
        Term of each loan, at least 1. [yr]
    kind : {"annuity", "linear"}

    Returns
    -------
    interest, repayment : numpy.ndarray, shape of `drawn_eur`; what falls after the period is left out

    Examples
    --------
    1,000 euro at 4 % in four years: an annuity of 275.49, interest 40 in the first year.

    >>> interest, repayment = loan_service([1000, 0, 0, 0, 0], 0.04, 4)
    >>> (interest + repayment).round(2).tolist(), round(float(interest[1]), 2)
    ([0.0, 275.49, 275.49, 275.49, 275.49], 40.0)
    """
    drawn = np.asarray(drawn_eur, dtype=float)
    interest, repayment = _loan_of_one(float(rate), int(years), kind, drawn.shape[-1])
    return drawn @ interest, drawn @ repayment


def capital_charges(
    invested_eur: ArrayLike, years: ArrayLike, rate: ArrayLike
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Depreciation and interest of what is capitalised (BBV). [EUR/yr, nominal]

    Straight-line from the year after completion; interest is the internal rate over the book value on
    1 January.

    Parameters
    ----------
    invested_eur : array_like, shape (..., year)
        What is completed and capitalised in each year, net of contributions.
    years : array_like of int, shape (...)
        Term of depreciation; 0 means that it is not capitalised and costs all at once. [yr]
    rate : array_like, shape (...)
        Internal rate (omslagrente). [1/yr]

    Returns
    -------
    depreciation, interest, book_value : numpy.ndarray, shape of `invested_eur`
        Book value on 1 January.

    Examples
    --------
    100 euro over four years at 2 %: 25 a year, interest 2 in the first.

    >>> depreciation, interest, book = capital_charges([100, 0, 0], 4, 0.02)
    >>> depreciation.tolist(), interest.tolist(), book.tolist()
    ([0.0, 25.0, 25.0], [0.0, 2.0, 1.5], [0.0, 100.0, 75.0])

    References
    ----------
    Besluit begroting en verantwoording provincies en gemeenten (BBV), articles 59–64.
    """
    invested = np.asarray(invested_eur, dtype=float)
    term = np.broadcast_to(np.asarray(years, dtype=int), invested.shape[:-1])[..., None]
    n_years = invested.shape[-1]
    before = np.concatenate([np.zeros_like(invested[..., :1]), np.cumsum(invested, axis=-1)], axis=-1)
    of_old = np.maximum(0, np.arange(n_years) - term)  # what is older than its term is written off
    living = before[..., :-1] - np.take_along_axis(before, of_old, axis=-1)
    depreciation = np.where(term > 0, living / np.maximum(term, 1), invested)
    book = before[..., :-1] - np.cumsum(depreciation, axis=-1) + depreciation
    book = np.where(term > 0, np.where(living > 0, book, 0.0), 0.0)
    return depreciation, np.asarray(rate, dtype=float)[..., None] * book, book
