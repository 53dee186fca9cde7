"""The financing of a package as a workbook with live formulas, so that a controller can follow the sums."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter as letter
from openpyxl.worksheet.worksheet import Worksheet

from kans_model.finance.beneficiaries import STREAMS
from kans_model.finance.burden import ALL_KINDS
from kans_model.finance.ledger import Ledger
from kans_model.reports.budget_tables import BESIDE
from kans_model.reports.financing import audit
from kans_model.reports.financing_tables import CREDIT_WORDS
from kans_model.reports.formula_values import stored
from kans_model.reports.workbook_about import write_about
from kans_model.reports.workbook_assumptions import Assumptions, write_ranges
from kans_model.reports.workbook_budget import write_budget, write_ratios
from kans_model.reports.workbook_charges import PurseSheet
from kans_model.reports.workbook_controls import charge_controls, grant_controls, rule_controls
from kans_model.reports.workbook_grants import GrantSheet
from kans_model.reports.workbook_lines import KIND_COLUMN, LineSheet
from kans_model.reports.workbook_payments import write_ceilings, write_nominal
from kans_model.study.study import Study
from kans_model.tables.reading import table
from kans_model.words.terminal import printable
from kans_model.words.texts import t

EURO, PART = "#,##0.00", "0.00%"
FIRST_BESIDE = 17
"""Column of the sheet of the levy from which costs beside the works stand, after who pays it."""


def financing_workbook(study: Study, portfolio_id: str, split_id: str, lang: str = "nl") -> bytes:
    """An .xlsx file: cost lines with their shares, cash flow, parties, levy, benefits, audit, and a check.

    Every total is a formula on the cells it comes from; the sheet with the check holds the model's own
    numbers beside them.

    Returns
    -------
    bytes
    """
    portfolio, split = study.portfolio(portfolio_id), study.split(split_id)
    ledger = study.ledger(portfolio, split)
    book = Workbook()
    sheets = _Sheets(book, ledger, lang)
    about = book.active
    about.title = sheets.word("about")
    write_about(about, study, portfolio, split, lang)
    sheets.assumptions = Assumptions(book, study, ledger, lang)
    sheets.lines = LineSheet(book, ledger, sheets.assumptions.at, lang)
    sheets.cash_flow()
    sheets.parties()
    sheets.levy()
    sheets.payments()
    sheets.benefits()
    write_budget(book, ledger, sheets.purses, sheets.word("levy"), sheets.assumptions.at, lang)
    write_ratios(book, study, portfolio_id, ledger, lang)
    sheets.audit()
    write_ranges(book, study, portfolio_id, ledger, lang)
    sheets.check()
    for sheet in book:
        _plain_texts(sheet, sheets.written | {cell.value for row in about for cell in row})
        sheet.freeze_panes = sheet.freeze_panes or "A2"
        for column in range(1, 6):
            sheet.column_dimensions[letter(column)].width = 28 if column < 3 else 18
    return stored(book)


def _plain_texts(sheet: Worksheet, names: Collection[str]) -> None:
    """What people typed is text, also where it begins like a formula."""
    for row in sheet.iter_rows():
        for written in row:
            if written.data_type == "f" and written.value in names:
                written.data_type = "s"


class _Sheets:
    """The sheets of one ledger; each writes itself and remembers where its totals stand."""

    assumptions: Assumptions
    lines: LineSheet

    def __init__(self, book: Workbook, ledger: Ledger, lang: str):
        self.book, self.ledger, self.lang = book, ledger, lang
        self.actors = ledger.actors.ids
        self.written = {self._name(actor) for actor in self.actors}
        self.years = [int(year) for year in ledger.inputs.lines.years]

    def word(self, key: str) -> str:
        return t(f"workbook.{key}", self.lang)

    def _sheet(self, key: str, head: Sequence[str | int]) -> Worksheet:
        sheet = self.book.create_sheet(self.word(key))
        sheet.append(head)
        for heading in sheet[1]:
            heading.font = Font(bold=True)
        return sheet

    def _name(self, actor: str) -> str:
        return printable(self.ledger.actors.name(actor, self.lang))

    def kind(self, kind: str) -> str:
        return t(f"cost_kind.{kind}", self.lang)

    def cash_flow(self) -> None:
        """One row per party and kind: what it bears each year, as formula on the cost lines."""
        head = [self.word(key) for key in ("party", "kind", "present_value")]
        sheet = self._sheet("cash", [*head, *self.years])
        first, last = letter(4), letter(3 + len(self.years))
        at = self.assumptions.at
        worth = [f"=1/(1+{at['discount']})^{place + 1}" for place in range(len(self.years))]
        sheet.append([self.word("discount"), "", "", *worth])
        sheet.append([self.word("vat_rate"), "", f"={at['vat']}"])
        self.cash_rows = {}
        self.given = GrantSheet(self.book, self.ledger, self.lines, self.lang)
        for a, actor in enumerate(self.actors):
            lines, share = self.lines, self.lines.share(a)
            start = sheet.max_row + 1
            for kind in ALL_KINDS:
                row = sheet.max_row + 1
                if kind == "btw":
                    of = f"$C$3*SUMPRODUCT({lines.taxed(a)},"
                else:
                    of = f"SUMPRODUCT(--({lines.column(KIND_COLUMN)}=$B{row}),{share},"
                cells = [f"={of}{lines.year(y)})" for y in range(len(self.years))]
                total = f"=SUMPRODUCT({first}{row}:{last}{row},{first}$2:{last}$2)"
                sheet.append([self._name(actor), self.kind(kind), total, *cells])
            for kind, is_paid in (("subsidie_ontvangen", False), ("subsidie_betaald", True)):
                row = sheet.max_row + 1
                total = f"=SUMPRODUCT({first}{row}:{last}{row},{first}$2:{last}$2)"
                sheet.append([self._name(actor), self.kind(kind), total, *self.given.cells(actor, is_paid)])
            self.cash_rows[actor] = (start, sheet.max_row)
        row = sheet.max_row + 1
        sums = [f"=SUM({letter(c)}4:{letter(c)}{row - 1})" for c in range(3, 4 + len(self.years))]
        sheet.append([self.word("sum"), "", *sums])
        self.cash_total = row
        self._format(sheet, 3, EURO, skip=(2, 3))

    def parties(self) -> None:
        """What each party bears and enjoys, and the difference."""
        head = [self.word(key) for key in ("party", "present_value", "share", "benefit", "net", "ratio")]
        sheet = self._sheet("parties", head)
        cash = self.word("cash")
        last = len(self.actors) + 1
        for a, actor in enumerate(self.actors):
            row = sheet.max_row + 1
            start, end = self.cash_rows[actor]
            sheet.append(
                [
                    self._name(actor),
                    f"=SUM('{cash}'!C{start}:C{end})",
                    f"=IF($B${last + 1}=0,0,B{row}/$B${last + 1})",
                    f"='{self.word('benefits')}'!{letter(3 + a)}{len(STREAMS) + 2}",
                    f"=D{row}-B{row}",
                    f'=IF(B{row}>0,D{row}/B{row},"")',
                ]
            )
        sums = [f"=SUM({letter(c)}2:{letter(c)}{last})" for c in range(2, 6)]
        sheet.append([self.word("sum"), *sums])
        self._format(sheet, 2, EURO)
        for row in range(2, last + 2):
            sheet.cell(row, 3).number_format = PART

    def levy(self) -> None:
        """Capital charges and upkeep of the sewer levy, and what a household pays more."""
        keys = (
            *("gross", "net", "book_value", "depreciation", "interest", "upkeep"),
            *("grants", "vat", "release", "levelling"),
        )
        head = [self.word("year"), *(self.word(CREDIT_WORDS.get(key, key)) for key in keys)]
        head += [self.word(key) for key in ("price", "levy_real")]
        sheet = self._sheet("levy", head)
        at = self.assumptions.at
        self.purses = {
            actor: PurseSheet(self.book, self.ledger, actor, self.lines, self.given, self.lang)
            for actor in self.ledger.actors.capitalising
        }
        riool = self.purses["gemeente_rioolheffing"]
        for column, key in enumerate(BESIDE, start=FIRST_BESIDE):
            sheet.cell(1, column, self.word(key)).font = Font(bold=True)
        sheet["O1"], sheet["P1"] = self.word("units"), f"={at['units']}"
        sheet["O2"], sheet["P2"] = self.word("household_share"), f"={at['levy_household_share']}"
        for y, year in enumerate(self.years):
            row = y + 2
            need = f"SUM(E{row}:I{row})+SUM(Q{row}:S{row})-J{row}-K{row}"
            formula = f'=IF($P$1=0,"",({need})/L{row}*$P$2/$P$1)'
            values = [f"={riool.ref(key, y)}" for key in (*keys, "price")]
            for column, value in enumerate([year, *values, formula], start=1):
                sheet.cell(row, column, value)
            for column, key in enumerate(BESIDE, start=FIRST_BESIDE):
                sheet.cell(row, column, f"={riool.ref(key, y)}")
        self._format(sheet, 2, EURO)

    def payments(self) -> None:
        """Nominal cash with loans, and what is above a ceiling."""
        cash, residual = self.word("cash"), ALL_KINDS.index("restwaarde")
        about = self.book, self.ledger, cash, self.cash_rows, residual
        self.nominal = write_nominal(*about, self.assumptions.at, self.lang)
        self.gap = write_ceilings(*about, self.lang)

    def benefits(self) -> None:
        """Benefits by stream and party; the parts of a stream make its whole."""
        head = [
            self.word("stream"),
            self.word("present_value"),
            *(self._name(actor) for actor in self.actors),
        ]
        sheet = self._sheet("benefits", head)
        last = letter(2 + len(self.actors))
        for stream, parts in zip(STREAMS, self.ledger.stream_benefit_eur, strict=True):
            row = sheet.max_row + 1
            total = f"=SUM(C{row}:{last}{row})"
            sheet.append([t(f"stream.{stream}", self.lang), total, *map(float, parts)])
        row = sheet.max_row
        sums = [f"=SUM({letter(c)}2:{letter(c)}{row})" for c in range(2, 3 + len(self.actors))]
        sheet.append([self.word("sum"), *sums])
        self._format(sheet, 2, EURO)

    def audit(self) -> None:
        """Which rule gave every euro."""
        head = [self.word(key) for key in ("rule", "party", "measure", "amount", "reason")]
        sheet = self._sheet("audit", head)
        names = table("measures")[f"name_{self.lang}"]
        for line in audit(self.ledger, self.lang):
            measure = names[line["measure"]] if line["measure"] else ""
            payer = self._name(line["payer"]) if line["payer"] in self.actors else line["payer"]
            rule = printable(line["name"])
            self.written.add(rule)
            eur = self._paid(line) or line["eur"]
            sheet.append([rule, payer, measure, eur, printable(line["text"])])
        self._format(sheet, 4, EURO)

    def _paid(self, line: Mapping[str, Any]) -> str | None:
        """What a line of the audit gave, as a formula on the grants by year; None where it gave nothing."""
        rules, lines = self.ledger.split.instruments, self.ledger.inputs.lines
        if line["rule"] not in rules or not line["measure"] or line["payer"] not in self.actors:
            return None
        place = self.actors.index(line["payer"]), lines.measures.index(line["measure"])
        return self.given.paid_in_all(rules.index(line["rule"]), *place)

    def check(self) -> None:
        """The model's own totals beside the workbook's."""
        sheet = self._sheet("check", [self.word(key) for key in ("what", "formula", "model", "difference")])
        parties, n = self.word("parties"), len(self.actors)
        borne = zip(self.actors, self.ledger.present_value_eur, strict=True)
        rows = [
            (self._name(actor), f"='{parties}'!B{a + 2}", value) for a, (actor, value) in enumerate(borne)
        ]
        rows.append((self.word("sum"), f"='{parties}'!B{n + 2}", self.ledger.total_eur))
        rows.append((self.word("benefit"), f"='{parties}'!D{n + 2}", self.ledger.inputs.benefit_eur))
        levy = f"'{self.word('levy')}'!M2:M{len(self.years) + 1}"
        totals = {"nominal": self.nominal} | ({"gap_value": self.gap} if self.gap else {})
        rows += charge_controls(self.ledger, self.purses, levy, totals, self.lang)
        rows += grant_controls(self.ledger, self.word("cash"), self.cash_rows, self.lang)
        rows += rule_controls(self.ledger, self.given, self.lang)
        rows = [row for row in rows if math.isfinite(row[2])]  # nothing to hold against what nobody knows
        self.written |= {what for what, _, _ in rows}
        for what, formula, value in rows:
            row = sheet.max_row + 1
            sheet.append([what, formula, float(value), f"=ROUND(B{row}-C{row},2)"])
        self._format(sheet, 2, EURO)

    def _format(self, sheet: Worksheet, first: int, code: str, skip: Collection[int] = ()) -> None:
        for cells in sheet.iter_rows(min_row=2, min_col=first):
            for written in cells:
                if written.row not in skip:
                    written.number_format = code
