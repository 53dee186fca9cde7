"""Grants by rule, party and measure: what each asks, what ceilings leave of it, and who pays; as formulas."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from openpyxl import Workbook

from kans_model.finance.actors import GEMEENTE
from kans_model.finance.ledger import Ledger
from kans_model.reports.grant_amounts import CENT_EUR, GrantAmounts
from kans_model.reports.workbook_lines import LineSheet
from kans_model.reports.workbook_rows import Cell, Formula, Rows, year_column
from kans_model.tables.reading import table
from kans_model.words.texts import t

Key = tuple[int, int, int]
"""Rule, party and measure, as places."""


class GrantSheet:
    """Who receives and pays how much under which rule for which measure; real, each year.

    What is the share of a rule of a cost line, its amount for every unit, or its ceiling, is a formula on the
    cost lines and the assumptions. What stacking, a least own share or a cap per household or unit made of it
    is a number of the model.

    Attributes
    ----------
    received, paid : dict
        Party → first and last of its rows.
    row : dict
        What is received and what is paid: `Key` → its row.
    """

    def __init__(self, book: Workbook, ledger: Ledger, lines: LineSheet, lang: str):
        self.ledger, self.lines, self.at, self.lang = ledger, lines, lines.at, lang
        years = [int(year) for year in ledger.inputs.lines.years]
        self.columns = [year_column(place) for place in range(len(years))]
        head: list[Cell] = [
            f"{self.word('party')}, {self.word('rule')}",
            self.word("measure"),
            self.word("kind"),
            *years,
        ]
        self.rows = Rows(book.create_sheet(self.word("grants_by_year")), head)
        self.rules = [GrantAmounts(ledger, place) for place in range(len(ledger.split.instruments))]
        self.asked: dict[Key, int] = {}
        self.left: dict[int, int] = {}
        for place, rule in enumerate(self.rules):
            if rule.ceilings:
                self._write_ceilings(place, rule)
        self.row: dict[bool, dict[Key, int]] = {False: {}, True: {}}
        self.received = self._write(False)
        self.paid = self._write(True)

    def word(self, key: str) -> str:
        return t(f"workbook.{key}", self.lang)

    # --- asked ----------------------------------------------------------------------------------

    def _write_ceilings(self, place: int, rule: GrantAmounts) -> None:
        """What everybody asks, the sum in euro of the rule, and what the ceilings leave of it."""
        first = self.rows.last + 1
        for actor, measure in self._of(rule, rule.asked_eur):
            cells = self._asked_cells(rule, actor, measure, self.rows.last + 1)
            self.asked[place, actor, measure] = self._add(
                rule, actor, measure, self.word("grant_asked"), cells
            )
        last = self.rows.last
        if last < first:
            return
        name = rule.scheme[f"name_{self.lang}"]
        level = [self._level(rule, c) for c in self.columns]
        cells = [
            Formula(f"=SUM({c}{first}:{c}{last})*{by}") for c, by in zip(self.columns, level, strict=True)
        ]
        asked = before = self.rows.add(name, "", self.word("grant_asked"), *cells)
        for column in rule.ceilings:
            ceiling, c0 = self.at[f"{column}:{rule.name}"], self.columns[0]
            if column == "yearly_ceiling_eur":
                cells = [Formula(f"=MIN({c}{before},{ceiling})") for c in self.columns]
            else:
                sums = [f"MIN(SUM(${c0}{before}:{c}{before}),{ceiling})" for c in self.columns]
                cells = [Formula(f"={now}-{was}") for now, was in zip(sums, ["0", *sums[:-1]], strict=True)]
            before = self.rows.add(name, "", self.word(f"rule_{column}"), *cells)
        part = [Formula(f"=IF({c}{asked}>0,{c}{before}/{c}{asked},1)") for c in self.columns]
        self.left[place] = self.rows.add(name, "", self.word("grant_left"), *part, code="0.00%")

    def _asked_cells(self, rule: GrantAmounts, actor: int, measure: int, row: int) -> list[Cell]:
        """What a party asks for a measure in each year."""
        asked = self._over_years(rule.asked_eur[actor, measure])
        if rule.follows_share(actor, measure):
            share = self.at[f"share_of:{rule.name}"]
            of = self._of_lines(rule, row)
            parts = [self.lines.share(actor), self.lines.taxed(actor)]
            told = []
            for y in range(len(self.columns)):
                sums = [f"SUMPRODUCT({of},{part},{self.lines.year(y)})" for part in parts]
                told.append(f"={share}*{self._with_vat(rule, *sums)}")
        elif rule.follows_amount(measure):
            amount, real = self.at[f"amount_of:{rule.name}"], rule.scheme["amount_eur"]
            level = self._over_years(rule.level, 1.0)
            told = [
                f"={amount}*{float(eur * of_rule / real)!r}/{self._level(rule, c)}"
                for eur, of_rule, c in zip(asked, level, self.columns, strict=True)
            ]
        else:
            return self._fixed(rule, asked)
        any_asked = self._over_years(np.asarray(rule.asked_eur[:, measure].any(axis=0)))
        return [Formula(text) if is_asked else 0.0 for text, is_asked in zip(told, any_asked, strict=True)]

    def _of_lines(self, rule: GrantAmounts, row: int) -> str:
        """1 for the lines of investment of the measure named in a row, on the ground the rule is for."""
        of = f"--({self.lines.column(1)}=$B{row}),{self.lines.is_kind('investering')}"
        if not rule.scheme["owners"]:
            return of
        names = [t(f"landowner.{owner}", self.lang) for owner in rule.owners]
        tests = "+".join(f'({self.lines.column(2)}="{name}")' for name in names)
        return f"{of},--({tests})"

    def _with_vat(self, rule: GrantAmounts, borne: str, taxed: str) -> str:
        vat = self.at["vat"]
        told = {"excl": borne, "incl": f"(1+{vat})*{borne}"}
        return told.get(rule.scheme["vat_base"], f"({borne}+{vat}*{taxed})")

    def _level(self, rule: GrantAmounts, column: str) -> str:
        """Euro of the rule over euro of the study."""
        year = rule.scheme["price_year"]
        at = f"{column}$1" if year is None else f"{year:.0f}"
        return f"(1+{self.at['inflation']})^({at}-{self.at['price_year']})"

    def _fixed(self, rule: GrantAmounts, eur: np.ndarray) -> list[Cell]:
        """Amounts of the model; those that stay the same in euro of the day lose worth as prices rise."""
        if self.ledger.follows(rule.place) != "euro":
            return [float(amount) for amount in eur]
        return [
            Formula(f"={float(amount * price)!r}/(1+{self.at['inflation']})^({c}$1-{self.at['price_year']})")
            if amount
            else 0.0
            for amount, price, c in zip(eur, self.ledger.price, self.columns, strict=True)
        ]

    # --- received and paid ------------------------------------------------------------------------

    def _write(self, is_paid: bool) -> dict[int, tuple[int, int]]:
        kind = t("cost_kind.subsidie_betaald" if is_paid else "cost_kind.subsidie_ontvangen", self.lang)
        spans = {}
        for actor in range(len(self.ledger.actors.ids)):
            first = self.rows.last + 1
            for place, rule in enumerate(self.rules):
                flows = rule.paid_eur if is_paid else rule.given_eur
                for of_actor, measure in self._of(rule, flows):
                    if of_actor != actor:
                        continue
                    of = self._paid_cells if is_paid else self._received_cells
                    cells = of(rule, actor, measure, self.rows.last + 1)
                    self.row[is_paid][place, actor, measure] = self._add(rule, actor, measure, kind, cells)
            if self.rows.last >= first:
                spans[actor] = first, self.rows.last
        return spans

    def _received_cells(self, rule: GrantAmounts, actor: int, measure: int, row: int) -> list[Cell]:
        asked, left = self.asked.get((rule.place, actor, measure)), self.left.get(rule.place)
        if asked is None or left is None:
            return self._asked_cells(rule, actor, measure, row)
        return [Formula(f"={c}{asked}*{c}{left}") for c in self.columns]

    def _paid_cells(self, rule: GrantAmounts, actor: int, measure: int, _row: int) -> list[Cell]:
        """What a payer pays of what others receive: all, or of the sewer levy what it may."""
        rows = {
            who: row
            for (place, who, of), row in self.row[False].items()
            if (place, of) == (rule.place, measure)
        }
        given = rule.given_eur[:, measure]
        payer = self.ledger.actors.place(self.ledger.payers[rule.place])
        general, sewer = (self.ledger.actors.place(purse) for purse in GEMEENTE)
        parts = dict.fromkeys(rows, "1") if actor == payer else {}
        weight = np.full(len(given), float(actor == payer))
        if payer == sewer != general:
            name, may = self.ledger.inputs.lines.measures[measure], self.ledger.riool_share[measure]
            share = self.at[f"share:{name}"]
            part, own = (share, may) if actor == sewer else (f"(1-{share})", 1 - may)
            if actor in (general, sewer):
                parts = {who: part for who in rows if who != general}
                weight = np.full(len(given), own)
                weight[general] = float(actor == sewer)
                if actor == sewer and general in rows:
                    parts[general] = "1"
        found = rule.paid_eur[actor, measure]
        if not parts or np.abs(weight @ given - found).max() > CENT_EUR:
            return self._fixed(rule, self._over_years(found))
        return [
            Formula("=" + "+".join(f"{part}*{c}{rows[who]}" for who, part in parts.items()))
            for c in self.columns
        ]

    def _of(self, rule: GrantAmounts, flows: np.ndarray) -> list[tuple[int, int]]:
        """Parties and measures between whom something flows, or would with another levy share."""
        pairs = {(int(a), int(m)) for a, m in np.argwhere(np.abs(flows).sum(axis=-1) >= CENT_EUR)}
        general, sewer = (self.ledger.actors.place(purse) for purse in GEMEENTE)
        if rule.scheme["share"] is not None and general != sewer:
            wished = self.ledger.wished_shares[0][..., sewer].any(axis=-1)
            of_city = {measure for actor, measure in pairs if actor in (general, sewer) and wished[measure]}
            pairs |= {(purse, measure) for purse in (general, sewer) for measure in of_city}
        return sorted(pairs)

    def _over_years(self, of_building: np.ndarray, otherwise: float = 0.0) -> np.ndarray:
        year = np.full(len(self.columns), otherwise)
        year[self.ledger.built] = of_building
        return year

    def _add(self, rule: GrantAmounts, actor: int, measure: int, kind: str, cells: Sequence[Cell]) -> int:
        ledger = self.ledger
        who = ledger.actors.name(ledger.actors.ids[actor], self.lang)
        name = table("measures")[f"name_{self.lang}"][ledger.inputs.lines.measures[measure]]
        return self.rows.add(f"{who}: {rule.scheme[f'name_{self.lang}']}", name, kind, *cells)

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
