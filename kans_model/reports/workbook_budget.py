"""The budget per taakveld and the cover plan as sheets of the workbook."""

from __future__ import annotations

from openpyxl import Workbook

from kans_model.finance.ledger import Ledger
from kans_model.reports.budget_tables import budget_frame, council_paragraph, cover_frame
from kans_model.reports.ratio_tables import payer_frame, payers_line, ratio_frame, risk_frame, risk_line
from kans_model.reports.workbook_rows import Cell, Rows
from kans_model.study.study import Study
from kans_model.words.texts import t


def write_ratios(book: Workbook, study: Study, portfolio_id: str, ledger: Ledger, lang: str) -> None:
    """What a controller reads beside the budget: ratios of the BBV, risk, and the levy of each payer."""
    portfolio = study.portfolio(portfolio_id)
    for key, frame, lines in (
        ("ratios", ratio_frame(study.balance, ledger, lang), _balance_lines(study, lang)),
        ("risk", risk_frame(study, portfolio, ledger, lang), [(risk_line(study, portfolio, ledger, lang),)]),
        ("payers", payer_frame(ledger, lang), [(payers_line(ledger, lang),)]),
    ):
        heads: list[Cell] = [str(column) for column in frame.columns]
        rows = Rows(book.create_sheet(t(f"workbook.{key}", lang)), heads)
        for values in frame.itertuples(index=False, name=None):
            rows.add(*(value if isinstance(value, str) else float(value) for value in values))
        for line in lines:
            rows.add(*line)


def _balance_lines(study: Study, lang: str) -> list[tuple[Cell, ...]]:
    """The figures that the ratios rest on, as they were filled in."""
    return [
        (t(f"balance.{item}", lang), study.balance.known.get(item, t("unknown", lang)))
        for item in study.balance.posts()
    ]


def write_budget(book: Workbook, ledger: Ledger, lang: str) -> None:
    """Two sheets of amounts, and the paragraph for a proposal beneath the budget."""
    for key, frame in (("budget", budget_frame(ledger, lang)), ("cover_plan", cover_frame(ledger, lang))):
        heads: list[Cell] = [str(column) for column in frame.columns]
        rows = Rows(book.create_sheet(t(f"workbook.{key}", lang)), heads)
        for values in frame.itertuples(index=False, name=None):
            rows.add(*(value if isinstance(value, str) else float(value) for value in values))
        if key == "budget":
            for part in council_paragraph(ledger, lang):
                rows.add(part)
