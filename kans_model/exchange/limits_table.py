"""Limits of a dialogue as a table: one row each, with its unit, place and class."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from kans_model.dialogue.criteria import ACCEPTANCES, Criterion, contradictions
from kans_model.dialogue.indicator_names import indicator_name, unit_text
from kans_model.dialogue.partners import Partner
from kans_model.exchange.small_table import as_csv, as_workbook, cell_value, filled_cells
from kans_model.study.file_schema import few
from kans_model.tables.reading import table
from kans_model.words.problems import KansError, Problem
from kans_model.words.texts import LANGUAGES, t

COLUMNS = (
    *("indicator", "limit", "unit", "acceptance", "moment", "place", "each"),
    *("latest_year", "partners", "norm", "reason", "since"),
)
NEEDED = ("indicator", "limit", "unit")
EVENT_SIGN = "T"
"""Before a return period, so that a spreadsheet takes it for no year."""


def read_limits(path: str | Path, areas: pd.DataFrame, partners: Sequence[Partner]) -> tuple[Criterion, ...]:
    """Limits from a CSV file or a workbook.

    Columns are called as the page or the file calls them, in either language; so are indicators, units,
    classes, norms, buurten and partners. An empty place is the whole city.

    Parameters
    ----------
    areas : pandas.DataFrame
        Of the city.
    partners : sequence of Partner
        Who can have asked for one.

    Raises
    ------
    KansError
        All that is wrong at once, by file, row and column.
    """
    path = Path(path)
    (_, head), *rows = filled_cells(path)
    columns, problems = _columns(head, path.name)
    found: list[Criterion] = []
    for line, row in rows:
        if len(row) != len(head):
            problems.append(Problem("rules_row_length", path.name, line, value=len(row), must=len(head)))
        elif not any(problem.row is None for problem in problems):
            cells = {name: cell for name, cell in zip(columns, row, strict=True) if name and cell != ""}
            read = _Row(path.name, line, cells, areas, partners)
            criterion = read.criterion()
            problems += read.problems
            if criterion is not None:
                found.append(criterion)
    if not problems:
        problems += [_in_file(problem, path.name) for problem in contradictions(found)]
    if problems:
        raise KansError(few(problems, path.name))
    return tuple(found)


def limits_csv(
    criteria: Sequence[Criterion], areas: pd.DataFrame, partners: Sequence[Partner], lang: str = "nl"
) -> bytes:
    """The table that `read_limits` reads, for a spreadsheet."""
    return as_csv(_rows(criteria, areas, partners, lang), lang)


def limits_workbook(
    criteria: Sequence[Criterion], areas: pd.DataFrame, partners: Sequence[Partner], lang: str = "nl"
) -> bytes:
    """The same as a workbook."""
    return as_workbook(_rows(criteria, areas, partners, lang), t("dialogue.sheet_limits", lang))


class _Row:
    """One row of the table as it is read, with what is wrong in it."""

    def __init__(
        self, file: str, line: int, cells: dict[str, Any], areas: pd.DataFrame, partners: Sequence[Partner]
    ) -> None:
        self.file, self.line, self.cells, self.areas, self.partners = file, line, cells, areas, partners
        self.problems: list[Problem] = []

    def criterion(self) -> Criterion | None:
        """What the row says; None where that cannot be."""
        indicator = self._named("indicator", _by_name("indicators"), "criterion_indicator_unknown")
        if not indicator:
            if not self.problems:
                self._wrong("limit_cell_missing", "indicator", must=t("dialogue.limit_column_indicator"))
            return None
        limit, year = self._number("limit"), self._number("latest_year")
        self._check_unit(indicator)
        classes = {t(f"dialogue.acceptance_{name}", lang): name for name in ACCEPTANCES for lang in LANGUAGES}
        classes |= {name: name for name in ACCEPTANCES}
        acceptance = self._named("acceptance", classes, "criterion_class_unknown") or "undesirable"
        areas, wijk = self._place()
        if self.problems or limit is None:
            return None
        moment = self._text("moment").removeprefix(EVENT_SIGN)
        criterion = Criterion(
            id="-".join(filter(None, (indicator, moment, self._text("place") or "city", acceptance)))[:80],
            indicator=indicator,
            limit=limit,
            acceptance=acceptance,
            moment=_moment(moment),
            areas=areas,
            wijk=wijk,
            each=self._text("each").casefold() in ("ja", "yes", "x", "1", "true", "elke", "each"),
            latest_year=None if year is None else int(year),
            partners=self._asked_by(),
            reason=self._text("reason"),
            since=self._text("since")[:10],
            norm=self._named("norm", _by_name("norms"), "norm_unknown"),
        )
        known = [partner.id for partner in self.partners]
        for problem in criterion.problems(self.areas, known):
            self.problems.append(_in_file(problem, self.file, self.line))
        return None if self.problems else criterion

    def _text(self, column: str) -> str:
        cell = self.cells.get(column, "")
        whole = isinstance(cell, float) and cell.is_integer()
        return str(int(cell) if whole else cell).strip()

    def _wrong(self, key: str, column: str, **details: Any) -> None:
        head = t(f"dialogue.limit_column_{column}")
        self.problems.append(Problem(key, self.file, self.line, head, self._text(column)[:60], **details))

    def _number(self, column: str) -> float | None:
        if column not in self.cells:
            if column in NEEDED:
                self._wrong("criterion_without_limit", column)
            return None
        value = cell_value(self.cells[column])
        if value is None:
            self._wrong("limit_no_number", column)
        return value

    def _named(self, column: str, known: dict[str, str], problem: str) -> str:
        """What a cell stands for; "" where it is empty or unknown, which is then said."""
        text = self._text(column)
        if not text:
            return ""
        names = {name.casefold(): key for name, key in known.items()}
        if text.casefold() not in names:
            self._wrong(problem, column, known=", ".join(list(dict.fromkeys(known.values()))[:8]))
        return names.get(text.casefold(), "")

    def _check_unit(self, indicator: str) -> None:
        """A unit has to stand there, and be that of the indicator."""
        own = str(table("indicators")["unit"][indicator])
        names = {own.casefold(), *(unit_text(indicator, lang).casefold() for lang in LANGUAGES)}
        if not self._text("unit"):
            self._wrong("criterion_unit_missing", "unit", unit=own)
        elif self._text("unit").casefold() not in names:
            self._wrong("criterion_unit_wrong", "unit", unit=own)

    def _place(self) -> tuple[tuple[str, ...], str]:
        """Codes and wijk; neither for the whole city."""
        text = self._text("place")
        if not text or text.casefold() in {t("dialogue.place_city", lang).casefold() for lang in LANGUAGES}:
            return (), ""
        if text in set(self.areas["wijk"].dropna()):
            return (), text
        by_name = self.areas["name"].value_counts()
        codes = []
        for part in filter(None, (part.strip() for part in text.split(";"))):
            if part in self.areas.index:
                codes.append(part)
            elif by_name.get(part, 0) == 1:
                codes.append(str(self.areas.index[self.areas["name"] == part][0]))
            else:
                self._wrong("limit_place_in_table", "place", place=part)
        return tuple(codes), ""

    def _asked_by(self) -> tuple[str, ...]:
        ids = {partner.name.strip().casefold(): partner.id for partner in self.partners}
        ids |= {partner.id.casefold(): partner.id for partner in self.partners}
        found = []
        for part in filter(None, (part.strip() for part in self._text("partners").split(";"))):
            if part.casefold() not in ids:
                self._wrong("partner_unknown", "partners", known=", ".join(p.name for p in self.partners))
            found.append(ids.get(part.casefold(), part))
        return tuple(found)


def _moment(text: str) -> str:
    """A moment as the file of a study has it: `now` for what either language calls it."""
    return "now" if text.casefold() in {t("horizon.now", lang).casefold() for lang in LANGUAGES} else text


def _by_name(name: str) -> dict[str, str]:
    """Every name of a row in either language, and its id → the id."""
    rows = table(name)
    named = {str(rows[f"name_{lang}"][key]): str(key) for key in rows.index for lang in LANGUAGES}
    return named | {str(key): str(key) for key in rows.index}


def _columns(head: Sequence[Any], file: str) -> tuple[list[str], list[Problem]]:
    names = {
        t(f"dialogue.limit_column_{name}", lang).casefold(): name for name in COLUMNS for lang in LANGUAGES
    }
    names |= {name: name for name in COLUMNS}
    columns, problems = [], []
    for title in (str(title).strip() for title in head):
        column = names.get(title.casefold(), "")
        if not column and title:
            known = ", ".join(t(f"dialogue.limit_column_{name}") for name in COLUMNS)
            problems.append(Problem("limit_column_unknown", file, value=title, known=known))
        elif column and column in columns:
            problems.append(Problem("partner_column_twice", file, value=title))
        columns.append(column)
    for name in NEEDED:
        if name not in columns:
            head_of = t(f"dialogue.limit_column_{name}")
            problems.append(Problem("partner_column_missing", file, value=head_of))
    return columns, problems


def _in_file(problem: Problem, file: str, line: object = None) -> Problem:
    row = problem.row if line is None else line
    return Problem(problem.key, file, row, problem.column, problem.value, **problem.details)


def _rows(
    criteria: Sequence[Criterion], areas: pd.DataFrame, partners: Sequence[Partner], lang: str
) -> list[list[Any]]:
    names = {partner.id: partner.name for partner in partners}
    unique = areas["name"].value_counts()
    rows: list[list[Any]] = [[t(f"dialogue.limit_column_{name}", lang) for name in COLUMNS]]
    for own in criteria:
        called = [str(areas["name"].get(code, code)) for code in own.areas]
        codes = [
            name if unique.get(name, 0) == 1 else code for code, name in zip(own.areas, called, strict=True)
        ]
        moment = EVENT_SIGN + own.moment if own.moment.isdigit() and len(own.moment) < 5 else own.moment
        is_year = own.moment.isdigit() and table("indicators")["moment"][own.indicator] == "horizon"
        rows.append(
            [
                indicator_name(own.indicator, lang),
                own.limit,
                unit_text(own.indicator, lang),
                t(f"dialogue.acceptance_{own.acceptance}", lang),
                own.moment if is_year or not own.moment.isdigit() else moment,
                own.wijk or ";".join(codes),
                t("dialogue.yes", lang) if own.each else "",
                own.latest_year,
                ";".join(names.get(partner, partner) for partner in own.partners),
                str(table("norms")[f"name_{lang}"][own.norm]) if own.norm else "",
                own.reason,
                own.since,
            ]
        )
    return rows
