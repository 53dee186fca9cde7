"""What building lays on a levy: credit, capital charges, and what a household pays more."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

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


def after_reserve_eur(net_eur: np.ndarray, reserve_eur: ArrayLike) -> np.ndarray:
    """Cost per asset after what a reserve or provision pays, used up first. [EUR/yr]

    Parameters
    ----------
    net_eur : array, shape (..., asset, year)
    reserve_eur : array_like, shape (...)

    Examples
    --------
    A reserve of 150 euro pays the first year whole and half of the second.

    >>> after_reserve_eur(np.array([[100.0, 100.0, 100.0]]), 150.0).tolist()
    [[0.0, 50.0, 100.0]]
    """
    if not np.any(reserve_eur):
        return net_eur
    total = net_eur.sum(axis=-2)
    most = np.asarray(reserve_eur, dtype=float)[..., None]
    used = np.diff(np.minimum(np.cumsum(total, axis=-1), most), prepend=0.0, axis=-1)
    part = np.divide(used, total, out=np.zeros_like(total), where=total > 0)
    return net_eur * (1 - part)[..., None, :]


@dataclass(frozen=True)
class Works:
    """What a purse builds, keeps and pays on, nominal, per asset: what shares a class and a term.

    Every array may have axes before these, as for draws.

    Attributes
    ----------
    classes : list of str
        Asset class of each asset.
    built_eur, renewed_eur, received_eur : array, shape (..., asset, year)
        Investment and renewal with VAT, and the grants received for that very asset. [EUR/yr]
    terms_years : array of int, shape (..., asset)
        Term of depreciation; 0 is paid at once. [yr]
    vat_eur : array, shape (..., asset, year)
        Compensable VAT on what is built and renewed that the levy bears. [EUR/yr]
    upkeep_eur, upkeep_vat_eur, grants_eur : array, shape (..., year)
        Upkeep, compensable VAT on it that the levy bears, and grants paid from the exploitation. [EUR/yr]
    """

    classes: list[str]
    built_eur: np.ndarray
    renewed_eur: np.ndarray
    received_eur: np.ndarray
    terms_years: np.ndarray
    vat_eur: np.ndarray
    upkeep_eur: np.ndarray
    upkeep_vat_eur: np.ndarray
    grants_eur: np.ndarray


@dataclass(frozen=True)
class Reserves:
    """Money set aside before, nominal. [EUR]

    Attributes
    ----------
    renewal_eur : float or array
        Voorziening for renewals (BBV 44.1.d): goes off what a renewal costs.
    capital_eur : float or array
        Bestemmingsreserve kapitaallasten: covers the depreciation of what is built first, year by year; the
        asset stays on the books whole.
    levelling_eur : float or array
        Egalisatievoorziening (BBV 44.2): cuts the peak of the tariff.
    """

    renewal_eur: float = 0.0
    capital_eur: float = 0.0
    levelling_eur: float = 0.0


@dataclass(frozen=True)
class LevyCosts:
    """What a levy bears beside the works themselves, as the city fills it in; what is unknown is left out.

    Attributes
    ----------
    overhead_share : float
        Overhead on every euro of capital charges, upkeep and grants. [-]
    sweeping_eur : float
        Street sweeping that the levy bears beside what is in today's tariff, in prices of the study. [EUR/yr]
    remission_share : float
        Part of the levy that is let off (kwijtschelding), which the others pay. [-]
    """

    overhead_share: float = 0.0
    sweeping_eur: float = 0.0
    remission_share: float = 0.0


def remission_eur(need_eur: np.ndarray, remission_share: float) -> np.ndarray:
    """What a levy has to bring in more because a part of it is let off. [EUR/yr]

    Examples
    --------
    A levy of 100, of which 4 % is let off, brings in the 96 that is needed:

    >>> remission_eur(np.array([96.0]), 0.04).round(9).tolist()
    [4.0]
    """
    return need_eur * remission_share / (1 - remission_share)


def credit_eur(
    works: Works,
    reserves: Reserves,
    rate: ArrayLike,
    price: np.ndarray,
    costs: LevyCosts | None = None,
) -> dict[str, np.ndarray]:
    """Investeringskrediet, kapitaallasten and upkeep of a party that capitalises. [EUR/yr, nominal]

    Parameters
    ----------
    rate : array_like, shape (...)
        Internal rate (omslagrente). [1/yr]
    price : array, shape (..., year)
        Nominal over real prices: a tariff is levelled in prices of today. [-]
    costs : LevyCosts, optional
        What the levy bears beside the works.

    Returns
    -------
    dict of numpy.ndarray, shape (..., year)
        gross; net, of contributions and of what a provision for renewals pays (provision); depreciation,
        interest, capital, upkeep, grants paid, vat, overhead, sweeping, release of the reserve, levelling,
        remission; borne, what is left to cover; book_value; at_once and
        vat_at_once, what of depreciation and of vat is paid in the year.

    Examples
    --------
    100 euro over four years at 2 %, of which a grant pays 20 and a reserve of 40 half of the depreciation:

    >>> none = np.zeros(2)
    >>> built, got, no = np.array([[100.0, 0.0]]), np.array([[20.0, 0.0]]), np.zeros((1, 2))
    >>> works = Works(["road"], built, no, got, np.array([4]), no, none, none, none)
    >>> credit = credit_eur(works, Reserves(capital_eur=40.0), 0.02, np.ones(2))
    >>> [round(float(credit[key][1]), 2) for key in ("depreciation", "interest", "release", "borne")]
    [20.0, 1.6, 10.0, 11.6]

    References
    ----------
    Besluit begroting en verantwoording provincies en gemeenten (BBV), articles 44 and 59–65; Gemeentewet,
    article 228a(3).
    """
    built = np.maximum(0, works.built_eur - works.received_eur)
    renewed = after_reserve_eur(works.renewed_eur, reserves.renewal_eur)
    net, rate = built + renewed, np.asarray(rate, dtype=float)
    terms = works.terms_years
    charges = [part.sum(axis=-2) for part in capital_charges(net, terms, rate[..., None])]
    release = _release_eur(net, terms, reserves.capital_eur)
    vat = works.upkeep_vat_eur + np.zeros_like(release)
    if works.vat_eur.any():
        of_vat = capital_charges(works.vat_eur, terms, rate[..., None])
        vat = (of_vat[0] + of_vat[1]).sum(axis=-2) + vat
    once = np.where(terms > 0, 0.0, 1.0)[..., None]
    capital = charges[0] + charges[1]
    beside = costs or LevyCosts()
    direct = capital + works.upkeep_eur + works.grants_eur
    overhead = beside.overhead_share * direct
    sweeping = beside.sweeping_eur * np.broadcast_to(price, direct.shape)
    before = direct + vat + overhead + sweeping - release
    levelling = levelling_eur(before, price, reserves.levelling_eur)
    remission = remission_eur(before - levelling, beside.remission_share)
    return {
        "gross": (works.built_eur + works.renewed_eur).sum(axis=-2),
        "net": net.sum(axis=-2),
        "provision": (works.renewed_eur - renewed).sum(axis=-2),
        "depreciation": charges[0],
        "interest": charges[1],
        "capital": capital,
        "upkeep": works.upkeep_eur + np.zeros_like(capital),
        "grants": works.grants_eur + np.zeros_like(capital),
        "vat": vat,
        "overhead": overhead,
        "sweeping": sweeping,
        "release": release,
        "levelling": levelling,
        "remission": remission,
        "borne": before - levelling + remission,
        "book_value": charges[2],
        "at_once": (once * net).sum(axis=-2),
        "vat_at_once": (once * works.vat_eur).sum(axis=-2),
    }


def _release_eur(net_eur: np.ndarray, terms_years: np.ndarray, reserve_eur: ArrayLike) -> np.ndarray:
    """Depreciation that a bestemmingsreserve kapitaallasten covers, shape (..., year). [EUR/yr]"""
    if not np.any(reserve_eur):
        return np.zeros((*net_eur.shape[:-2], net_eur.shape[-1]))
    capitalised = np.where(terms_years > 0, 1.0, 0.0)[..., None] * net_eur
    covered = capitalised - after_reserve_eur(capitalised, reserve_eur)
    return capital_charges(covered, terms_years, 0.0)[0].sum(axis=-2)


def levelling_eur(need_eur: np.ndarray, price: np.ndarray, balance_eur: ArrayLike) -> np.ndarray:
    """What an egalisatievoorziening adds each year, so that its balance cuts the peak of the tariff. [EUR/yr]

    The tariff, in prices of today, stays below the lowest level that the balance can keep; nothing is put in.

    Parameters
    ----------
    need_eur : array, shape (..., year)
        To be covered, nominal.
    price : array, shape (..., year)
        Nominal over real prices. [-]

    Examples
    --------
    30 and 20 with 15 in the balance: both come down to 17.50 (12.50 and 2.50).

    >>> levelling_eur(np.array([10.0, 30.0, 20.0]), np.ones(3), 15.0).tolist()
    [0.0, 12.5, 2.5]
    """
    balance = np.asarray(balance_eur, dtype=float)
    if not balance.any():
        return np.zeros_like(need_eur)
    price = np.broadcast_to(price, need_eur.shape)
    tariff = np.maximum(0, need_eur / price)
    order = np.argsort(-tariff, axis=-1)
    high = np.take_along_axis(tariff, order, axis=-1)
    weight = np.cumsum(np.take_along_axis(price, order, axis=-1), axis=-1)
    spent = np.cumsum(high * np.take_along_axis(price, order, axis=-1), axis=-1)
    level = ((spent - balance[..., None]) / weight).max(axis=-1, keepdims=True)
    return np.maximum(0, tariff - np.maximum(0, level)) * price


def levy_per_household_eur(
    borne_eur: np.ndarray, household_share: ArrayLike, price: np.ndarray, households: float
) -> np.ndarray:
    """A levy per household more than today, in prices of today, shape (..., year). [EUR/yr]

    What the levy bears, as far as households pay it, over the households that pay; unknown without
    households.

    Parameters
    ----------
    borne_eur : array, shape (..., year)
        Nominal, `borne` of `credit_eur`.
    household_share : array_like, shape (...)
        Part of the levy that households pay. [-]
    price : array, shape (..., year)
        Nominal over real prices. [-]

    Examples
    --------
    >>> levy_per_household_eur(np.array([100.0]), 0.8, np.array([1.25]), 16).tolist()
    [4.0]
    """
    paid = np.asarray(household_share, dtype=float)[..., None] * borne_eur / price
    return paid / households if households else np.full_like(paid, np.nan)


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
