"""The budget per taakveld and the cover plan as sheets of the workbook."""

from __future__ import annotations

from openpyxl import Workbook

from kans_model.finance.ledger import Ledger
from kans_model.reports.budget_tables import budget_frame, council_paragraph, cover_frame
from kans_model.reports.workbook_rows import Cell, Rows
from kans_model.words.texts import t


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
