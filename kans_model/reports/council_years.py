"""Who pays in which year, as a table: the first years of the budget, the dearest, and all together."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from kans_model.finance.ledger import Ledger
from kans_model.reports.budget_tables import BUDGET_YEARS
from kans_model.uncertainty.bands import p5_p95
from kans_model.uncertainty.ledger_ranges import Ranges
from kans_model.words.amounts import MILLION, money_range, money_short, number, percent
from kans_model.words.texts import t

LEAST_SHARE = 1e-3
"""Who bears and enjoys less of the whole than this is no row."""


class PayerRow(NamedTuple):
    """A party: its cash in the years shown, what it bears in all with its band, and what it enjoys."""

    name: str
    years: list[str]
    bears: str
    band: str
    share: str
    bar: float
    enjoys: str


class PayerYears(NamedTuple):
    """Heads of the years, rows of who bears, the sum of all, what it adds to the levy, what more to know."""

    heads: list[str]
    rows: list[PayerRow]
    total: list[str]
    levy: list[str]
    lines: list[str]


def payer_years(ledger: Ledger, bands: Ranges, lang: str) -> PayerYears:
    """Cash of each party per year, in prices of the study. [MEUR/yr]"""
    years = ledger.inputs.lines.years
    cash = ledger.cash_real_eur
    first = list(range(min(BUDGET_YEARS, len(years))))
    peak = int(cash.sum(axis=0).argmax())
    places = [*first, peak] if peak not in first else first
    heads = [str(years[place]) for place in first]
    if peak not in first:
        heads.append(t("council.peak", lang, year=years[peak]))
    low, high = p5_p95(bands.present_value_eur)
    rows, free = [], []
    for place, actor in enumerate(ledger.actors.ids):
        bears, enjoys = float(ledger.present_value_eur[place]), float(ledger.benefit_eur[place])
        if max(bears, enjoys) < LEAST_SHARE * max(ledger.total_eur, 1):
            continue
        if bears < 1 and not cash[place].any():
            free.append(f"{ledger.actors.name(actor, lang)} {money_short(enjoys, lang)}")
            continue
        rows.append(
            PayerRow(
                ledger.actors.name(actor, lang),
                [_millions(cash[place, year], lang) for year in places],
                money_short(bears, lang),
                money_range(float(low[place]), float(high[place]), lang),
                percent(float(ledger.share[place]), lang),
                round(100 * float(ledger.share[place]), 1),
                money_short(enjoys, lang),
            )
        )
    levy = ledger.levy_eur
    return PayerYears(
        heads,
        rows,
        [_millions(cash[:, year].sum(), lang) for year in places],
        [number(levy[year], lang, 2) for year in places],
        [line for line in (_free(free, lang), _peaks(ledger, int(years[peak]), lang)) if line],
    )


def _millions(eur: float, lang: str) -> str:
    """In millions with two decimals; a dash for nothing."""
    return number(eur / MILLION, lang, 2) if abs(eur) >= 0.005 * MILLION else "–"


def _free(names: list[str], lang: str) -> str:
    """Who enjoys without bearing anything."""
    return t("council.free", lang, names="; ".join(names)) if names else ""


def _peaks(ledger: Ledger, costs: int, lang: str) -> str:
    """Why the levy is highest in another year than the costs; '' where it is not."""
    peak = ledger.levy["peak_year"]
    if np.isnan(ledger.levy["peak"]) or ledger.levy["peak"] <= 0 or int(peak) == costs:
        return ""
    return t("council.peaks", lang, costs=costs, levy=int(peak))
