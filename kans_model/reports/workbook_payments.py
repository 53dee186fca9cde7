"""Nominal payments with loans, and what a ceiling leaves uncovered, per year."""

from __future__ import annotations

from openpyxl import Workbook

from kans_model.finance.ledger import Ledger
from kans_model.reports.workbook_assumptions import price_formula
from kans_model.reports.workbook_rows import Cell, Formula, Rows, year_column
from kans_model.words.texts import t

CashRows = dict[str, tuple[int, int]]
"""Party → first and last row of what it pays on the sheet of the cash flow, grants last."""


def _columns(ledger: Ledger) -> list[str]:
    return [year_column(place) for place in range(len(ledger.inputs.lines.years))]


def _years(ledger: Ledger) -> list[Cell]:
    return [int(year) for year in ledger.inputs.lines.years]


def _real(cash: str, column: str, span: tuple[int, int], residual: int) -> str:
    """What a party pays in a year without the residual value, which is no cash."""
    return f"(SUM('{cash}'!{column}{span[0]}:{column}{span[1]})-'{cash}'!{column}{span[0] + residual})"


def write_nominal(
    book: Workbook, ledger: Ledger, cash: str, rows_of: CashRows, residual: int, at: dict[str, str], lang: str
) -> str:
    """A sheet of what each party pays in money of the day, loans apart; returns the place of the sum."""

    def word(key: str) -> str:
        return t(f"workbook.{key}", lang)

    rows = Rows(
        book.create_sheet(word("nominal")), [word("party"), word("kind"), word("sum"), *_years(ledger)]
    )
    columns = _columns(ledger)
    ends = f"{columns[0]}{{row}}:{columns[-1]}{{row}}"
    price = rows.add(word("price"), "", "", *(price_formula(at, f"{c}$1") for c in columns), code="0.000000")
    borrowers = {
        ledger.actors.place(actor): actor for actor in ledger.split.loans if f"loan_rate:{actor}" in at
    }
    sums = []
    for place, actor in enumerate(ledger.actors.ids):
        name, span = ledger.actors.name(actor, lang), rows_of[actor]
        paid = [Formula(f"={_real(cash, c, span, residual)}*{c}${price}") for c in columns]
        flows = [("before_loans", paid)]
        if place in borrowers:
            own = [f"'{cash}'!{c}{span[0]}+'{cash}'!{c}{span[1] - 1}" for c in columns]
            invested = [f"MAX(0,{eur})*{c}${price}" for eur, c in zip(own, columns, strict=True)]
            flows += _loan(columns, rows.last + 2, invested, borrowers[place], at, lang)
        for key, cells in flows:
            row = rows.last + 1
            total = Formula(f"=SUM({ends.format(row=row)})")
            sums.append(rows.add(name, word(key), total, *cells))
    last = rows.add(word("sum"), "", Formula(f"=SUM(C{sums[0]}:C{sums[-1]})"))
    return rows.at(last, 3)


def _loan(
    columns: list[str], top: int, invested: list[str], actor: str, at: dict[str, str], lang: str
) -> list[tuple[str, list[Formula]]]:
    """What a party borrows, its interest and what it pays back, in three rows; as `capital.loan_service`.

    Parameters
    ----------
    top : row of what is borrowed, below zero.
    invested : what of its investment no grant pays, nominal.
    """
    share, rate, years, kind = (at[f"loan_{key}:{actor}"] for key in ("share", "rate", "years", "kind"))
    linear = t("split_choice.loan_linear", lang)
    factor = f"IF({rate}<0.0000001,1/{years},{rate}/(1-(1+{rate})^(-{years})))"
    first = columns[0]
    drawn, interest, repaid = [], [Formula("=0")], [Formula("=0")]
    for place, here in enumerate(columns):
        drawn.append(Formula(f"=-{share}*{invested[place]}"))
        if not place:
            continue
        last = columns[place - 1]
        owed = f"(-SUM(${first}{top}:{last}{top})-SUM(${first}{top + 2}:{last}{top + 2}))"
        living = f"-SUMPRODUCT(--(${first}$1:{last}$1>={here}$1-{years}),${first}{top}:{last}{top})"
        interest.append(Formula(f"={rate}*{owed}"))
        level = f"({living})*{factor}-{here}{top + 1}"
        repaid.append(Formula(f'=IF({kind}="{linear}",({living})/{years},{level})'))
    return [("loan_drawn", drawn), ("loan_interest", interest), ("loan_repaid", repaid)]


def _limits_eur(ledger: Ledger) -> dict[str, tuple[float, float]]:
    """Ceiling and what was promised before of each party that stands apart; of who counts with it added."""
    limits: dict[str, tuple[float, float]] = {}
    for actor, limit in ledger.split.ceilings.items():
        apart = ledger.actors.ids[ledger.actors.place(actor)]
        ceiling_eur, committed_eur = limits.get(apart, (0.0, 0.0))
        own = float(limit["ceiling_eur"]), float(limit.get("committed_eur") or 0.0)
        limits[apart] = ceiling_eur + own[0], committed_eur + own[1]
    return limits


def write_ceilings(
    book: Workbook, ledger: Ledger, cash: str, rows_of: CashRows, residual: int, lang: str
) -> str | None:
    """A sheet of what stays above each ceiling; returns the place of its present value, None without any."""

    def word(key: str) -> str:
        return t(f"workbook.{key}", lang)

    if not ledger.split.ceilings:
        return None
    head: list[Cell] = [word("party"), word("ceiling"), word("committed"), *_years(ledger)]
    rows, columns = Rows(book.create_sheet(word("ceilings")), head), _columns(ledger)
    for actor, (ceiling_eur, committed_eur) in _limits_eur(ledger).items():
        row = rows.last + 1
        free = f"($B{row}-$C{row})"
        gaps = [Formula(f"=MAX(0,{_real(cash, c, rows_of[actor], residual)}-{free})") for c in columns]
        rows.add(ledger.actors.name(actor, lang), ceiling_eur, committed_eur, *gaps)
    gaps = [Formula(f"=SUM({c}2:{c}{rows.last})") for c in columns]
    total = rows.add(word("gap"), "", "", *gaps)
    ends = f"{columns[0]}{{row}}:{columns[-1]}{{row}}"
    value = f"=SUMPRODUCT({ends.format(row=total)},'{cash}'!{ends.format(row=2)})"
    return rows.at(rows.add(word("gap_value"), Formula(value)))
