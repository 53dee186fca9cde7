"""Every row of financing that has a range, drawn: rates, terms and what a levy may bear."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from weakref import WeakKeyDictionary

import numpy as np
import scipy

from kans_model.finance.grant_scheme import RANGED
from kans_model.finance.ledger import Ledger
from kans_model.finance.ledger_inputs import Inputs
from kans_model.outlook.distribution import pert
from kans_model.tables.reading import table

RATES = ("omslagrente", "inflation", "levy_household_share")


@dataclass(frozen=True)
class FinanceDraws:
    """Rows of financing under each draw; what a split sets itself is known and stays.

    Attributes
    ----------
    rates : dict
        omslagrente, inflation [1/yr] and levy_household_share [-], each of shape (draw,).
    terms_years : dict
        Asset class → term, shape (draw,). [yr]
    levy_factor : array, shape (draw, measure)
        What the sewer levy may bear of each measure, over the middle. [-]
    grants : array, shape (draw, rule)
        What each rule of the split gives, over the middle. [-]
    """

    rates: dict[str, np.ndarray]
    terms_years: dict[str, np.ndarray]
    levy_factor: np.ndarray
    grants: np.ndarray


def finance_draws(ledger: Ledger, n: int, seed: int) -> FinanceDraws:
    """The rows of financing of a ledger, n times, each apart from the others and from what a measure costs.

    One view of the law holds for all measures: their levy shares move together.
    """
    split, inputs = ledger.split, ledger.inputs
    of_rates, of_terms, quantile = _table_draws(n, seed, split.reference_year)
    rates = dict(of_rates)
    for key in RATES:
        own = f"{key}:gemeente_rioolheffing" in split.rates
        known = split.purse_rate("gemeente_rioolheffing") if own else split.rates.get(key)
        if known is not None:
            rates[key] = np.full(n, known)
    own_terms = {name: np.full(n, term) for name, term in split.depreciation_years.items()}
    own_share = np.array([measure in split.levy_shares for measure in inputs.lines.measures], dtype=bool)
    factor = np.where(own_share, 1.0, _levy_factor(inputs, quantile))
    return FinanceDraws(rates, of_terms | own_terms, factor, _grant_factors(ledger, n, seed))


def _grant_factors(ledger: Ledger, n: int, seed: int) -> np.ndarray:
    """What each rule gives over the middle, from the range of its share or amount, shape (draw, rule). [-]

    A rule that a ceiling or cap cut gives what that leaves. No draw gives more than is borne.
    """
    names = ledger.split.instruments
    factors = np.ones((n, len(names)))
    found = [(place, _range_of(ledger, place)) for place in range(len(names))]
    ranged = [(place, ends) for place, ends in found if ends is not None and not ledger.held[place]]
    if not ranged:
        return factors
    quantiles = scipy.stats.qmc.LatinHypercube(len(ranged), seed=np.random.default_rng((seed, 1))).random(n).T
    investment = ledger.by_measure[:, 0] + ledger.vat_by_kind[:, 0]  # actor, measure, year
    left = np.maximum(0, investment[..., ledger.built] - ledger.given_eur.sum(axis=0)) / len(ranged)
    for (place, (low, mid, high)), quantile in zip(ranged, quantiles, strict=True):
        given = ledger.given_eur[place]
        more = np.divide(left, given, out=np.full_like(left, np.inf), where=given > 0)
        factors[:, place] = np.minimum(pert(quantile, low, mid, high) / mid, 1 + more.min(initial=np.inf))
    return factors


def _range_of(ledger: Ledger, place: int) -> tuple[float, float, float] | None:
    """Low, middle and high of what a rule gives; None where no range is told."""
    scheme = ledger.rule(ledger.split.instruments[place])
    column = RANGED[0] if scheme[RANGED[0]] is not None else RANGED[1]
    mid, ends = scheme[column], [scheme[f"{column}_low"], scheme[f"{column}_high"]]
    if not mid or ends == [None, None]:
        return None
    low, high = (mid if end is None else end for end in ends)
    return low, mid, high


@lru_cache(maxsize=4)
def _table_draws(
    n: int, seed: int, year: int
) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray], np.ndarray]:
    """Rates and terms of the tables, and the quantile of what a levy may bear: alike for all splits."""
    rows, classes = table("finance_defaults", year), table("asset_classes", year)
    names = [*RATES, *classes.index, "levy_shares"]
    quantile = dict(
        zip(names, scipy.stats.qmc.LatinHypercube(len(names), seed=seed).random(n).T, strict=True)
    )
    rates = {}
    for key in RATES:
        low, mid, high = rows.loc[key, ["low", "value", "high"]].astype(float)
        rates[key] = pert(quantile[key], low, mid, high)
    terms = {}
    for name, row in classes.iterrows():
        low, mid, high = (float(row[f"depreciation_years{end}"]) for end in ("_low", "", "_high"))
        terms[str(name)] = np.rint(pert(quantile[str(name)], low, mid, high)).astype(int)
    return rates, terms, quantile["levy_shares"]


_factors: WeakKeyDictionary[Inputs, tuple[bytes, np.ndarray]] = WeakKeyDictionary()
"""Of each package the quantiles and what they make, worked out once for all its splits."""


def _levy_factor(inputs: Inputs, quantile: np.ndarray) -> np.ndarray:
    """What the sewer levy may bear of each measure, over the middle, shape (draw, measure). [-]"""
    key = quantile.tobytes()
    if inputs not in _factors or _factors[inputs][0] != key:
        share, mid = pert(quantile[:, None], *inputs.riool_share_range), inputs.riool_share
        _factors[inputs] = key, np.divide(share, mid, out=np.ones_like(share), where=mid > 0)
    return _factors[inputs][1]
