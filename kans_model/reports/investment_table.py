"""What each party invests in each year of a programme: the euros of the agenda, out of the ledger."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from kans_model.finance.ledger import Ledger
from kans_model.words.amounts import in_millions
from kans_model.words.texts import t

LEAST_EUR = 1.0
"""A party that invests less than this in all is left out. [EUR]"""
INVESTMENT = 0
"""Place of the investment among the kinds of cost of a ledger."""


def planned_investment(
    ledger: Ledger, years: range, name: Callable[[str], str], lang: str = "nl"
) -> pd.DataFrame:
    """Years by payer, in million euro of the price level of the study, VAT included, before grants.

    Parameters
    ----------
    ledger : Ledger
        By the years of the programme.
    years : range
        Of the programme; those outside the period of the study are left out.
    name : function
        What people call a party, by its id.
    """
    eur = ledger.burden_eur[:, INVESTMENT] + ledger.vat_by_kind[:, INVESTMENT].sum(axis=1)
    period = np.asarray(ledger.inputs.lines.years)
    shown = [int(year) for year in years if year in period]
    at = np.searchsorted(period, shown)
    unit = t("unit.meur", lang)
    return pd.DataFrame(
        {t("table.year", lang): [str(year) for year in shown]}
        | {
            f"{name(actor)}, {unit}": in_millions(eur[place, at])
            for place, actor in enumerate(ledger.actors.ids)
            if eur[place, at].sum() > LEAST_EUR
        }
    )
