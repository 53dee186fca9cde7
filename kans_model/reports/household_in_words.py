"""What a household notices of a financing, in sentences: levy, general funds, and where incomes are low."""

from __future__ import annotations

import numpy as np

from kans_model.finance.actors import GEMEENTE
from kans_model.finance.ledger import Ledger
from kans_model.reports.budget_tables import structural_place
from kans_model.reports.ratio_tables import payers_line
from kans_model.reports.split_range_tables import low_income_line
from kans_model.study.study import Study
from kans_model.words.amounts import money_cents, money_short, percent
from kans_model.words.texts import t


def general_line(study: Study, ledger: Ledger, lang: str) -> str:
    """What general funds bear per household, which no bill shows, and of what the city has in all."""
    general = ledger.general_eur
    if np.isnan(general).any():
        return t("household.general_unknown", lang)
    peak = int(general.argmax())
    if general[peak] < 0.005:
        return t("household.general_none", lang)
    words = {"amount": money_cents(float(general[peak]), lang), "year": ledger.inputs.lines.years[peak]}
    line = t("household.general", lang, **words)
    revenue = study.balance.amount("revenue_eur")
    if not revenue > 0:
        return line
    share = float(general[peak] * ledger.inputs.households / revenue)
    return f"{line} {t('household.general_share', lang, share=percent(share, lang, 1))}"


def household_lines(study: Study, portfolio_id: str, ledger: Ledger, lang: str) -> list[str]:
    """The levy of each kind of payer, general funds per household, and what comes to the lowest incomes."""
    return [
        payers_line(ledger, lang),
        general_line(study, ledger, lang),
        low_income_line(study, portfolio_id, ledger, lang),
        remission_line(ledger, lang),
    ]


def remission_line(ledger: Ledger, lang: str) -> str:
    """What of the levy is let off and paid by the others; that nobody filled it in where nobody did."""
    share = ledger.split.levy_costs.get("remission_share")
    if share is None:
        return t("household.remission", lang)
    whole = ledger.credit(GEMEENTE[1])["remission"] / ledger.price
    place = structural_place(ledger)
    words = {"share": percent(share, lang, 1), "amount": money_short(float(whole[place]), lang)}
    return t("household.remission_known", lang, **words, year=ledger.inputs.lines.years[place])
