"""Every grant rule on every line of investment, as formulas: asked, cut, given, and who receives it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from openpyxl import Workbook
from openpyxl.utils import get_column_letter as letter

from kans_model.finance.actors import GEMEENTE
from kans_model.finance.grant_caps import of_projects_eur
from kans_model.finance.ledger import Ledger
from kans_model.reports.workbook_lines import FIRST_SHARE, LineSheet
from kans_model.reports.workbook_rows import Cell, Formula, Rows, year_column
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import LANDOWNERS
from kans_model.words.texts import t

Line = tuple[int, int]
"""Measure and landowner, as places."""


class RuleRows(NamedTuple):
    """Rows of one rule on one line.

    Attributes
    ----------
    given : what the rule gives.
    received : party → what it receives of that.
    """

    given: int
    received: dict[int, int]


class GrantLines:
    """What each rule asks of every line, what stacking, own share, caps and ceilings leave, who gets it.

    Real, in the years of building; the same steps in the same order as `grants.grants`.

    Attributes
    ----------
    received : dict
        Rule, party and measure → rows that make what the party receives.
    given : dict
        Rule → rows of what it gives.
    total : dict
        Rule → row of what it gives to all lines.
    """

    def __init__(self, book: Workbook, ledger: Ledger, lines: LineSheet, lang: str):
        self.ledger, self.lines, self.at, self.lang = ledger, lines, lines.at, lang
        years = [int(year) for year in ledger.inputs.lines.years]
        head: list[Cell] = [
            f"{self.word('party')}, {self.word('rule')}",
            self.word("measure"),
            self.word("kind"),
            *years,
        ]
        self.rows = Rows(book.create_sheet(self.word("grant_lines")), head)
        self.general, self.sewer = (ledger.actors.place(purse) for purse in GEMEENTE)
        self.borne: dict[Line, dict[int, int]] = {}
        self.counts: dict[tuple[Line, str], int] = {}
        self.before: dict[Line, list[RuleRows]] = {}
        self.by_levy: dict[Line, list[int]] = {}
        self.received: dict[tuple[int, int, int], list[int]] = {}
        self.given: dict[int, list[int]] = {}
        self.total: dict[int, int] = {}
        for place in range(len(ledger.split.instruments)):
            self._write_rule(place)

    def word(self, key: str) -> str:
        return t(f"workbook.{key}", self.lang)

    @cached_property
    def columns(self) -> dict[int, str]:
        """Place of each year of building → its column."""
        return {int(year): year_column(int(year)) for year in self.ledger.built}

    # --- one rule -------------------------------------------------------------------------------

    def _write_rule(self, place: int) -> None:
        """What a rule asks and may give of each line; then its ceilings over all; then who receives it."""
        rule = _Rule(self, place)
        fitting = [line for line in self.lines.invested if rule.in_time(line).any()]
        given: dict[Line, int] = {}
        parts: dict[Line, dict[int, int]] = {}
        for line in fitting:
            if not self._others(line, rule.payer):
                continue
            parts[line] = self._parts(rule, line)
            given[line] = self._given(rule, line, parts[line])
        if not given:
            return
        left = self._ceilings(rule, list(given.values()))
        for line, row in given.items():
            if left:
                cells = self._each(f"{{c}}{row}*{{c}}{left}", rule.in_time(line))
                row = self._add(rule.name, line, "grant_given", cells)
            self.given.setdefault(place, []).append(row)
            received = self._received(rule, line, row, parts[line])
            self.before.setdefault(line, []).append(RuleRows(row, received))
        self._sum(rule)

    def _parts(self, rule: _Rule, line: Line) -> dict[int, int]:
        """What each other party still bears that the payer may pay for; first rows of a rule on a line."""
        found = {}
        for actor in self._others(line, rule.payer):
            left = self._left(line, actor)
            if actor == self.general and rule.payer == self.sewer:
                borne = [self._left(line, purse, first=True) for purse in (self.general, self.sewer)]
                paid = "".join(f"-{{c}}{row}" for row in self.by_levy.get(line, ()))
                left = f"MIN({left},MAX(0,{self._room(line, *borne)}{paid}))"
            cells = self._each(left, rule.in_time(line))
            found[actor] = self._add(self._who(actor, rule), line, "grant_open", cells)
        return found

    def _given(self, rule: _Rule, line: Line, parts: dict[int, int]) -> int:
        """What a rule gives to a line before its ceilings."""
        in_time = rule.in_time(line)
        asked = self._add(rule.name, line, "grant_asked", self._each(self._asked(rule, line), in_time))
        most = [f"{{c}}{asked}", f"MAX(0,{_sum(f'{{c}}{row}' for row in parts.values())})"]
        before = "".join(f"-{{c}}{rows.given}" for rows in self.before.get(line, ()))
        whole = _sum(self._cost(line, actor, rule.vat_base) for actor in self._bearers(line))
        most.insert(1, f"MAX(0,{rule.limit}*({whole}){before})")
        if rule.counted:
            most.append(f"{rule.at('cap_eur')}*{{c}}{self._count(rule, line)}/{rule.level}")
        return self._add(
            rule.name, line, "grant_before_ceilings", self._each(f"MIN({','.join(most)})", in_time)
        )

    def _asked(self, rule: _Rule, line: Line) -> str:
        """The share of a rule of what others bear, or its amount for every unit."""
        if rule.scheme["share"] is None:
            return f"{rule.at('amount_of')}*{{c}}{self._count(rule, line, 'unit')}/{rule.level}"
        others = []
        for actor in self._others(line, rule.payer):
            cost = self._cost(line, actor, rule.vat_base)
            if actor == self.general and rule.payer == self.sewer:
                both = [self._cost(line, purse, rule.vat_base) for purse in (self.general, self.sewer)]
                cost = f"MIN({cost},MAX(0,{self._room(line, *both)}))"
            others.append(cost)
        return f"{rule.at('share_of')}*({_sum(others)})"

    def _ceilings(self, rule: _Rule, given: Sequence[int]) -> int | None:
        """What a least amount and the ceilings leave of all that a rule gives; None without any."""
        asked_of = _sum(f"{{c}}{row}" for row in given)
        ceilings = rule.ceilings
        if not ceilings and rule.scheme["min_eur"] is None:
            return None
        cells = self._each(f"({asked_of})*{rule.level}")
        asked = before = self._add(rule.name, None, "grant_in_rule_euro", cells)
        if rule.scheme["min_eur"] is not None:
            cells = self._each(f"IF({{c}}{before}<{rule.at('min_eur')},0,{{c}}{before})")
            before = self._add(rule.name, None, "rule_min_eur", cells)
        for key, most in ceilings:
            if key == "total_ceiling_eur":  # first come, first served
                columns = list(self.columns.values())
                used = [f"MIN(SUM(${columns[0]}{before}:{c}{before}),{most})" for c in columns]
                texts = dict(zip(self.columns, zip(used, ["0", *used[:-1]], strict=True), strict=True))
                cells = self._years({year: f"={now}-{was}" for year, (now, was) in texts.items()})
            else:
                cells = self._each(f"MIN({{c}}{before},{most})")
            before = self._add(rule.name, None, f"rule_{key}", cells)
        part = self._each(f"IF({{c}}{asked}>0,{{c}}{before}/{{c}}{asked},1)")
        return self._add(rule.name, None, "grant_left", part, code="0.00%")

    def _received(self, rule: _Rule, line: Line, given: int, parts: dict[int, int]) -> dict[int, int]:
        """What each party receives of what a rule gives to a line: in proportion to what it still bears."""
        found, whole = {}, _sum(f"{{c}}{row}" for row in parts.values())
        for actor, part in parts.items():
            text = f"IF({whole}>0,{{c}}{given}*{{c}}{part}/({whole}),0)"
            found[actor] = row = self._add(
                self._who(actor, rule), line, "grant_received", self._each(text, rule.in_time(line))
            )
            self.received.setdefault((rule.place, actor, line[0]), []).append(row)
            if actor == self.general and rule.payer == self.sewer:
                self.by_levy.setdefault(line, []).append(row)
        return found

    def _sum(self, rule: _Rule) -> None:
        """What a rule gives to all lines."""
        cells = self._each(_sum(f"{{c}}{row}" for row in self.given[rule.place]))
        self.total[rule.place] = self._add(rule.name, None, "rule_given", cells)

    # --- what a line costs ----------------------------------------------------------------------

    def _bearers(self, line: Line) -> list[int]:
        """Who bears something of a line, or would with another levy share."""
        wished = self.ledger.wished_shares[0][line]
        bears = wished > 0
        if wished[self.sewer]:
            bears[self.general] = True
        return np.flatnonzero(bears).tolist()

    def _others(self, line: Line, payer: int) -> list[int]:
        return [actor for actor in self._bearers(line) if actor != payer]

    def _cost(self, line: Line, actor: int, vat_base: str) -> str:
        """What a party bears of a line before grants: with VAT that it does not recover, without, or all."""
        row, of = self.lines.invested[line], self.lines.rows.title
        share = f"{of}!${letter(FIRST_SHARE + actor)}${row}"
        taxed = f"{of}!${letter(self.lines.first_taxed + actor)}${row}"
        vat = self.at["vat"]
        part = {"excl": share, "incl": f"(1+{vat})*{share}"}.get(vat_base, f"({share}+{vat}*{taxed})")
        return f"{of}!{{y}}{row}*{part}"

    def _left(self, line: Line, actor: int, first: bool = False) -> str:
        """What a party still bears of a line after the rules before, or before the first of them."""
        if line not in self.borne:
            self.borne[line] = {}
        if actor not in self.borne[line]:
            who = self.ledger.actors.name(self.ledger.actors.ids[actor], self.lang)
            cells = self._each(self._cost(line, actor, ""))
            self.borne[line][actor] = self._add(who, line, "grant_borne", cells)
        got = [rows.received[actor] for rows in self.before.get(line, ()) if actor in rows.received]
        after = "" if first else "".join(f"-{{c}}{row}" for row in got)
        return f"{{c}}{self.borne[line][actor]}{after}"

    def _room(self, line: Line, general: str, sewer: str) -> str:
        """What general funds bear that the sewer levy may pay by rules, as `eligible_cost.levy_room`."""
        may = self.at[f"share:{self.ledger.inputs.lines.measures[line[0]]}"]
        return f"{may}*({general}+{sewer})-{sewer}"

    def _count(self, rule: _Rule, line: Line, per: str = "") -> int:
        """Units built, or dwellings that take part, in each year; none where nobody knows."""
        lines, (measure, owner) = self.ledger.inputs.lines, line
        kind = per or rule.counted
        key = (line, kind)
        if key not in self.counts:
            whole = lines.quantity if kind == "unit" else lines.households
            count = np.nan_to_num(whole[measure, owner] * lines.phases[measure])
            cells = self._years({year: float(count[year]) for year in self.columns})
            self.counts[key] = self._add("", line, f"grant_count_{kind}", cells)
        return self.counts[key]

    # --- writing --------------------------------------------------------------------------------

    def _each(self, text: str, in_time: np.ndarray | None = None) -> list[Cell]:
        """One formula for every year of building: {c} is its column, {y} that on the sheet of lines."""
        told = {
            year: f"={text}".replace("{c}", c).replace("{y}", letter(self.lines.first_year + year))
            for at, (year, c) in enumerate(self.columns.items())
            if in_time is None or in_time[at]
        }
        return self._years(told)

    def _years(self, told: dict[int, Any]) -> list[Cell]:
        cells: list[Cell] = [None] * len(self.ledger.inputs.lines.years)
        for year, value in told.items():
            cells[year] = Formula(value) if isinstance(value, str) else value
        return cells

    def _who(self, actor: int, rule: _Rule) -> str:
        return f"{self.ledger.actors.name(self.ledger.actors.ids[actor], self.lang)}: {rule.name}"

    def _add(
        self, who: str, line: Line | None, key: str, cells: Sequence[Cell], code: str = "#,##0.00"
    ) -> int:
        if line is None:
            return self.rows.add(who, "", self.word(key), *cells, code=code)
        measure = table("measures")[f"name_{self.lang}"][self.ledger.inputs.lines.measures[line[0]]]
        ground = t(f"landowner.{LANDOWNERS[line[1]]}", self.lang)
        return self.rows.add(who, f"{measure} ({ground})", self.word(key), *cells, code=code)


class _Rule:
    """A rule of the split: its fields, and where its numbers stand among the assumptions."""

    def __init__(self, of: GrantLines, place: int):
        ledger, self._at = of.ledger, of.at
        self.place, self.id = place, ledger.split.instruments[place]
        self.scheme: dict[str, Any] = ledger.rule(self.id)
        self.name = self.scheme[f"name_{of.lang}"]
        payer = ledger.payers[place]
        self.payer = ledger.actors.place(payer) if payer in ledger.actors.known else -1
        self.vat_base = self.scheme["vat_base"]
        self._fits = ledger.fits[place]
        year = self.scheme["price_year"]
        level = "{c}$1" if year is None else f"{year:.0f}"
        self.level = f"((1+{of.at['inflation']})^({level}-{of.at['price_year']}))"

    def at(self, key: str) -> str:
        """Where a number of the rule stands."""
        return self._at[f"{key}:{self.id}"]

    def in_time(self, line: Line) -> np.ndarray:
        """Years of building in which the rule looks at a line, shape (building year,)."""
        return np.asarray(self._fits[line])

    @property
    def limit(self) -> str:
        """Part of a line that grants together may make."""
        parts = []
        if self.scheme["stacking_limit"] is not None:
            parts.append(self.at("stacking_limit"))
        if self.scheme["own_share_min"] is not None:
            parts.append(f"1-{self.at('own_share_min')}")
        return f"MIN(1,{','.join(parts)})" if parts else "1"

    @property
    def counted(self) -> str:
        """What a cap is counted by on each line; '' where it is not."""
        if self.scheme["cap_eur"] is None or of_projects_eur(self.scheme) is not None:
            return ""
        return "unit" if self.scheme["cap_per"] == "unit" else "household"

    @property
    def ceilings(self) -> list[tuple[str, str]]:
        """Its ceilings in the order in which they cut, each with its amount."""
        found = []
        if of_projects_eur(self.scheme) is not None:
            found.append(("cap_of_projects", f"{self.at('cap_eur')}*{self.at('projects_per_year')}"))
        for key in ("yearly_ceiling_eur", "total_ceiling_eur"):
            if self.scheme[key] is not None:
                found.append((key, self.at(key)))
        return found


def _sum(parts: Any) -> str:
    return "+".join(parts) or "0"
