"""Grants by rule, party and measure: who receives and who pays how much, each year; as formulas."""

from __future__ import annotations

from collections.abc import Callable

from openpyxl import Workbook

from kans_model.finance.actors import GEMEENTE
from kans_model.finance.ledger import Ledger
from kans_model.reports.workbook_grant_lines import GrantLines
from kans_model.reports.workbook_lines import LineSheet
from kans_model.reports.workbook_rows import Cell, Formula, Rows, year_column
from kans_model.tables.reading import table
from kans_model.words.texts import t

Key = tuple[int, int, int]
"""Rule, party and measure, as places."""


class GrantSheet:
    """Who receives and pays how much under which rule for which measure; real, each year.

    Attributes
    ----------
    of_lines : GrantLines
        The sheet with each rule on each cost line, of which these are the sums.
    received, paid : dict
        Party → first and last of its rows.
    row : dict
        What is received and what is paid: `Key` → its row.
    """

    def __init__(self, book: Workbook, ledger: Ledger, lines: LineSheet, lang: str):
        self.ledger, self.at, self.lang = ledger, lines.at, lang
        years = [int(year) for year in ledger.inputs.lines.years]
        self.columns = [year_column(place) for place in range(len(years))]
        self.of_lines = GrantLines(book, ledger, lines, lang)
        head: list[Cell] = [
            f"{self.word('party')}, {self.word('rule')}",
            self.word("measure"),
            self.word("kind"),
            *years,
        ]
        self.rows = Rows(book.create_sheet(self.word("grants_by_year")), head)
        self.row: dict[bool, dict[Key, int]] = {False: {}, True: {}}
        self.received = self._write(False, self._received())
        self.paid = self._write(True, self._paid())

    def word(self, key: str) -> str:
        return t(f"workbook.{key}", self.lang)

    def _write(self, is_paid: bool, cells_of: dict[Key, list[Cell]]) -> dict[int, tuple[int, int]]:
        kind = t("cost_kind.subsidie_betaald" if is_paid else "cost_kind.subsidie_ontvangen", self.lang)
        spans: dict[int, tuple[int, int]] = {}
        for key in sorted(cells_of, key=lambda key: (key[1], key[0], key[2])):  # party by party
            row = self.row[is_paid][key] = self._add(key, kind, cells_of[key])
            spans[key[1]] = spans.get(key[1], (row, row))[0], row
        return spans

    def _received(self) -> dict[Key, list[Cell]]:
        """The sum over the ground of all owners."""
        of, built = self.of_lines, set(self.of_lines.columns)
        return {
            key: [
                Formula("=" + "+".join(f"{of.rows.title}!{c}{row}" for row in rows)) if year in built else 0.0
                for year, c in enumerate(self.columns)
            ]
            for key, rows in of.received.items()
        }

    def _paid(self) -> dict[Key, list[Cell]]:
        """What a payer pays of what others receive: all, or of the sewer levy what it may."""
        general, sewer = (self.ledger.actors.place(purse) for purse in GEMEENTE)
        parts: dict[Key, list[tuple[str, int]]] = {}
        for (place, who, measure), row in self.row[False].items():
            payer = self.ledger.actors.place(self.ledger.payers[place])
            may = self.at[f"share:{self.ledger.inputs.lines.measures[measure]}"]
            is_split = payer == sewer and who != general
            for actor, part in ((sewer, may), (general, f"(1-{may})")) if is_split else ((payer, "1"),):
                parts.setdefault((place, actor, measure), []).append((part, row))
        return {
            key: [Formula("=" + "+".join(f"{part}*{c}{row}" for part, row in of)) for c in self.columns]
            for key, of in parts.items()
        }

    def _add(self, key: Key, kind: str, cells: list[Cell]) -> int:
        place, actor, measure = key
        ledger = self.ledger
        who = ledger.actors.name(ledger.actors.ids[actor], self.lang)
        rule = ledger.rule(ledger.split.instruments[place])[f"name_{self.lang}"]
        name = table("measures")[f"name_{self.lang}"][ledger.inputs.lines.measures[measure]]
        return self.rows.add(f"{who}: {rule}", name, kind, *cells)

    # --- for other sheets ---------------------------------------------------------------------------

    def cells(self, actor: str, is_paid: bool) -> list[Formula]:
        """What a party pays, or receives as an amount below zero, in each year."""
        span = (self.paid if is_paid else self.received).get(self.ledger.actors.ids.index(actor))
        sign = "" if is_paid else "-"
        return [
            Formula(f"={sign}SUM({self.rows.title}!{c}{span[0]}:{c}{span[1]})" if span else "=0")
            for c in self.columns
        ]

    def sums(self, actor: int, is_paid: bool, keep: Callable[[int, int], bool]) -> list[str]:
        """What a party receives or pays under the rules and measures that count, each year, in brackets."""
        rows = [
            row
            for (rule, who, measure), row in self.row[is_paid].items()
            if who == actor and keep(rule, measure)
        ]
        return [
            "(" + ("+".join(f"{self.rows.title}!{c}{row}" for row in rows) or "0") + ")" for c in self.columns
        ]

    def given(self, rule: int) -> str | None:
        """What a rule gives over all years, as a formula; None where it looks at nothing."""
        row = self.of_lines.total.get(rule)
        if row is None:
            return None
        return f"=SUM({self.of_lines.rows.title}!{self.columns[0]}{row}:{self.columns[-1]}{row})"

    def paid_in_all(self, rule: int, actor: int, measure: int) -> str | None:
        """What a party pays under a rule for a measure over all years, as a formula; None without."""
        row = self.row[True].get((rule, actor, measure))
        if row is None:
            return None
        return f"=SUM({self.rows.title}!{self.columns[0]}{row}:{self.columns[-1]}{row})"
