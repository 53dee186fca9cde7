"""The first sheet of the workbook: what it is about and how to read it."""

from __future__ import annotations

from openpyxl.worksheet.worksheet import Worksheet

from kans_model.finance.split import FinancingSplit
from kans_model.measures.portfolio import Portfolio
from kans_model.reports.workbook_rows import EURO
from kans_model.study.names import portfolio_name, split_name
from kans_model.study.study import Study
from kans_model.words.terminal import printable
from kans_model.words.texts import t


def write_about(
    sheet: Worksheet, study: Study, portfolio: Portfolio, split: FinancingSplit, lang: str
) -> None:
    """Of what city, package and split the workbook is, how to read it, and the balance for society."""
    city, scenario = study.city, study.scenario
    fictional = f" ({t('page.fictional', lang)})" if city.fictional else ""
    rows = [
        (t("workbook.city", lang), printable(city.name) + fictional),
        (t("workbook.portfolio", lang), printable(portfolio_name(portfolio, lang))),
        (t("workbook.split", lang), printable(split_name(split, lang))),
        (t("workbook.study", lang), study.hash),
        (t("workbook.base_year", lang), scenario.base_year),
        (t("workbook.period", lang), scenario.period_years),
        (t("workbook.reading", lang), t("workbook.reading_text", lang)),
    ]
    if city.indicative:
        rows.append(("", t("figure.rough", lang)))
    for row in rows:
        sheet.append(row)
    sheet.freeze_panes = "A1"
    _balances(sheet, study, portfolio, lang)


def _balances(sheet: Worksheet, study: Study, portfolio: Portfolio, lang: str) -> None:
    """Which benefits count beside avoided damage, and the balance without and with them."""
    result = study.evaluate(portfolio)
    named = [t(f"stream.{name}", lang) for name in study.scenario.co_benefits]
    sheet.append((t("benefits.title", lang), ", ".join(named) or t("benefits.alone", lang)))
    for row, name in (("balance_avoided", "npv_avoided_only_eur"), ("balance_all", "npv_eur")):
        sheet.append((t(f"benefits.{row}", lang), float(result[name])))
        sheet.cell(sheet.max_row, 2).number_format = EURO
