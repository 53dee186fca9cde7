"""Splits with their bands, what goes otherwise, and buurten, as tables to read."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from kans_model.comparison.buurt_balance import buurt_balance, low_income_balance
from kans_model.comparison.other_outcomes import other_outcomes
from kans_model.finance.ledger import Ledger
from kans_model.finance.split_terms import default
from kans_model.finance.what_if import WhatIf
from kans_model.measures.portfolio import Portfolio
from kans_model.reports.financing_tables import with_unknown
from kans_model.study.study import Study
from kans_model.uncertainty.bands import drawn, p5_p95
from kans_model.uncertainty.split_ranges import chance_less, split_ranges
from kans_model.words.amounts import chance, in_millions, money_short, number, percent, range_text
from kans_model.words.texts import t


def split_ranges_frame(
    study: Study, portfolio_id: str, ledgers: Mapping[str, Ledger], lang: str
) -> pd.DataFrame:
    """Every split: municipality and levy with their bands, VAT, and the chance that the first is cheaper."""
    found = split_ranges(drawn(study), study, study.portfolio(portfolio_id), ledgers)
    first = next(iter(found.values()))

    def band(draws: np.ndarray, digits: int) -> str:
        low, high = p5_p95(draws)
        return range_text(float(low), float(high), lang, digits)

    meur = t("unit.meur", lang)
    peaks = [split.ledger.levy["peak"] for split in found.values()]
    levy = with_unknown(f"{t('split_range.levy', lang)}, €", peaks, lang)
    return pd.DataFrame(
        {
            t("split_range.split", lang): list(found),
            f"{t('split_range.gemeente', lang)}, {meur}": [
                in_millions(split.ledger.gemeente_eur) for split in found.values()
            ],
            f"{t('split_range.gemeente_band', lang)}, {meur}": [
                band(in_millions(split.gemeente_eur), 1) for split in found.values()
            ],
            f"{t('split_range.vat', lang)}, {meur}": [in_millions(split.vat_eur) for split in found.values()],
            levy: peaks,
            f"{t('split_range.levy_band', lang)}, €": [
                band(split.ranges.levy_peak_eur, 2) for split in found.values()
            ],
            f"{t('split_range.levy_after', lang)}, €": [
                split.ledger.levy["after_ten_years"] for split in found.values()
            ],
            t("split_range.chance", lang): [
                "–" if split is first else chance(chance_less(first.gemeente_eur, split.gemeente_eur), lang)
                for split in found.values()
            ],
        }
    )


def what_if_frame(
    ledger: Ledger, lang: str, study: Study | None = None, portfolio: Portfolio | None = None
) -> pd.DataFrame:
    """What goes otherwise, one at a time: who bears more, and what levy, charges, gap and benefits do."""
    cases = other_outcomes(ledger, study, portfolio)
    meur = t("unit.meur", lang)
    peaks = [case.levy_peak_eur for case in cases]
    return pd.DataFrame(
        {
            t("what_if.case", lang): [_case(ledger, case, lang) for case in cases],
            t("what_if.who", lang): [_who(ledger, case, lang) for case in cases],
            with_unknown(f"{t('what_if.levy', lang)}, €", peaks, lang): peaks,
            f"{t('what_if.charges', lang)}, {meur}": [in_millions(case.charges_eur) for case in cases],
            f"{t('what_if.gap', lang)}, {meur}": [in_millions(case.gap_eur) for case in cases],
            f"{t('what_if.benefit', lang)}, {meur}": [in_millions(case.benefit_eur) for case in cases],
        }
    )


def _case(ledger: Ledger, case: WhatIf, lang: str) -> str:
    name = "" if case.rule is None else ledger.rule(case.rule)[f"name_{lang}"]
    late, missing = (
        default(key, ledger.split.reference_year) for key in ("grant_late_years", "owners_missing_share")
    )
    return t(f"what_if.{case.what}", lang, name=name, years=int(late), share=percent(missing, lang))


def _who(ledger: Ledger, case: WhatIf, lang: str) -> str:
    """Who bears more, most first, in millions."""
    more = in_millions(case.present_value_eur)
    order = [place for place in np.argsort(-more, kind="stable") if more[place] >= 0.05]
    ids = ledger.actors.ids
    said = [
        f"{ledger.actors.name(ids[place], lang)} {number(float(more[place]), lang, 1)}" for place in order
    ]
    if case.what == "owners_missing":
        less = money_short(float(-case.present_value_eur.sum()), lang)
        said = [t("what_if.not_built", lang, amount=less), *said]
    return ", ".join(said) or t("what_if.nobody", lang)


def buurt_frame(study: Study, portfolio_id: str, ledger: Ledger, lang: str) -> pd.DataFrame:
    """What every buurt pays itself, pays with all, enjoys, and what is left, in millions."""
    balance = buurt_balance(ledger, study.evaluate(portfolio_id))
    meur = t("unit.meur", lang)
    columns = {
        "own": balance.own_eur,
        "shared": balance.shared_eur,
        "enjoyed": balance.enjoyed_eur,
        "net": balance.enjoyed_eur - balance.paid_eur,
    }
    return pd.DataFrame(
        {t("buurt_balance.buurt", lang): study.city.areas["name"].to_numpy()}
        | {f"{t(f'buurt_balance.{key}', lang)}, {meur}": in_millions(eur) for key, eur in columns.items()}
    )


def low_income_line(study: Study, portfolio_id: str, ledger: Ledger, lang: str) -> str:
    """What part of what is paid and enjoyed comes where the poorest two fifths live; '' where unknown."""
    paid, enjoyed = low_income_balance(ledger, study.evaluate(portfolio_id))
    if np.isnan(paid) or np.isnan(enjoyed):
        return t("buurt_balance.unknown", lang)
    return t("buurt_balance.poorest", lang, paid=percent(paid, lang), enjoyed=percent(enjoyed, lang))
