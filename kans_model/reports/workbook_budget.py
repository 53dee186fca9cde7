"""The budget per taakveld and the cover plan as sheets of the workbook."""

from __future__ import annotations

from openpyxl import Workbook

from kans_model.finance.ledger import Ledger
from kans_model.reports.budget_tables import budget_frame, council_paragraph, cover_frame
from kans_model.reports.ratio_tables import payer_frame, payers_line, ratio_frame, risk_frame, risk_line
from kans_model.reports.workbook_charges import PurseSheet
from kans_model.reports.workbook_rows import Cell, Formula, Rows
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


def write_budget(book: Workbook, ledger: Ledger, sewer: PurseSheet, levy: str, lang: str) -> None:
    """The budget with the paragraph for a proposal beneath it, and the cover plan as formulas.

    Parameters
    ----------
    sewer : the sheet of charges of the sewer levy.
    levy : the sheet of the levy, whose column M holds it per household.
    """
    for key, frame in (("budget", budget_frame(ledger, lang)), ("cover_plan", cover_frame(ledger, lang))):
        heads: list[Cell] = [str(column) for column in frame.columns]
        rows = Rows(book.create_sheet(t(f"workbook.{key}", lang)), heads)
        for place, values in enumerate(frame.itertuples(index=False, name=None)):
            cells: list[Cell] = [v if isinstance(v, str) else float(v) for v in values]
            if key == "cover_plan":
                cells[1:] = _cover(ledger, sewer, levy, place)
            rows.add(*cells)
        if key == "budget":
            for part in council_paragraph(ledger, lang):
                rows.add(part)


def _cover(ledger: Ledger, sewer: PurseSheet, levy: str, place: int) -> list[Cell]:
    """A year of the cover plan on the sheets of charges and levy, in the order of `cover_frame`."""
    row = place + 2
    capital = f"={sewer.ref('depreciation', place)}+{sewer.ref('interest', place)}"
    keys = ("upkeep", "grants", "vat", "release", "levelling", "borne")
    cells: list[Cell] = [Formula(capital), *(Formula(f"={sewer.ref(key, place)}") for key in keys)]
    known = ledger.levy_households > 0
    cells.append(Formula(f"='{levy}'!M{row}") if known else None)
    if tariff_eur := ledger.split.levy_tariff_eur:
        cells += (
            [Formula(f"={tariff_eur!r}+I{row}"), Formula(f"=100*I{row}/{tariff_eur!r}")]
            if known
            else [None, None]
        )
    needed = f"SUM(B{row}:E{row})"
    cells.append(Formula(f"=IF({needed}>0,100*({needed}-F{row}-G{row})/{needed},100)"))
    return cells
