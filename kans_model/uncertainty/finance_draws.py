"""Every row of financing that has a range, drawn: rates, terms and what a levy may bear."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.stats import qmc

from kans_model.finance.ledger import Ledger
from kans_model.tables.reading import table
from kans_model.uncertainty.draws import pert

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
    """

    rates: dict[str, np.ndarray]
    terms_years: dict[str, np.ndarray]
    levy_factor: np.ndarray


def finance_draws(ledger: Ledger, n: int, seed: int) -> FinanceDraws:
    """The rows of financing of a ledger, n times, each apart from the others and from what a measure costs.

    One view of the law holds for all measures: their levy shares move together.
    """
    split, inputs = ledger.split, ledger.inputs
    rows, classes = table("finance_defaults"), table("asset_classes")
    names = [*RATES, *classes.index, "levy_shares"]
    quantile = dict(zip(names, qmc.LatinHypercube(len(names), seed=seed).random(n).T, strict=True))
    rates = {}
    for key in RATES:
        low, mid, high = rows.loc[key, ["low", "value", "high"]].astype(float)
        own = f"{key}:gemeente_rioolheffing" in split.rates
        known = split.purse_rate("gemeente_rioolheffing") if own else split.rates.get(key)
        rates[key] = np.full(n, known) if known is not None else pert(quantile[key], low, mid, high)
    terms = {}
    for name, row in classes.iterrows():
        own_term = split.depreciation_years.get(str(name))
        low, mid, high = (float(row[f"depreciation_years{end}"]) for end in ("_low", "", "_high"))
        drawn = np.full(n, own_term) if own_term is not None else pert(quantile[str(name)], low, mid, high)
        terms[str(name)] = np.rint(drawn).astype(int)
    share = pert(quantile["levy_shares"][:, None], *inputs.riool_share_range)
    own_share = np.array([measure in split.levy_shares for measure in inputs.lines.measures], dtype=bool)
    mid_share = inputs.riool_share
    factor = np.divide(share, mid_share, out=np.ones_like(share), where=mid_share > 0)
    factor[:, own_share] = 1.0
    return FinanceDraws(rates, terms, factor)
