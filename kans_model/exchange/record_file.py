"""A city's own years from a file: what was to be invested, and what was."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kans_model.exchange.small_table import cell_value, filled_cells
from kans_model.programme.record import RecordYear
from kans_model.study.file_schema import few
from kans_model.words.problems import KansError, Problem
from kans_model.words.texts import LANGUAGES, t

COLUMNS = ("year", "planned_eur", "realised_eur")
MOST_BYTES = 200_000


def read_record(path: str | Path) -> tuple[RecordYear, ...]:
    """Years from a CSV file or a workbook with the columns year, planned_eur and realised_eur.

    Columns are called so, or as the page calls them in either language.

    Raises
    ------
    KansError
        All that is wrong at once, by file, row and column.
    """
    path = Path(path)
    (_, head), *rows = filled_cells(path)
    names = {
        t(f"programme.record_{column}", lang).lower(): column for column in COLUMNS for lang in LANGUAGES
    }
    columns = [names.get(text, text) for text in (str(title).strip().lower() for title in head)]
    if sorted(columns) != sorted(COLUMNS):
        shown = ", ".join(map(str, head))[:200]
        raise KansError(Problem("record_columns", path.name, value=shown, must=", ".join(COLUMNS)))
    problems: list[Problem] = []
    years: dict[int, RecordYear] = {}
    for line, row in rows:
        own = _year(path.name, line, columns, row, problems)
        if own is not None and own.year in years:
            problems.append(Problem("record_year_twice", path.name, line, "year", own.year))
        elif own is not None:
            years[own.year] = own
    if problems:
        raise KansError(few(problems, path.name))
    return tuple(years[year] for year in sorted(years))


def _year(
    file: str, line: int, columns: list[str], row: list[Any], problems: list[Problem]
) -> RecordYear | None:
    """One row as a year; what is wrong with it joins the problems."""
    if len(row) != len(columns):
        problems.append(Problem("rules_row_length", file, line, value=len(row), must=len(columns)))
        return None
    cells = dict(zip(columns, row, strict=True))
    values = {column: cell_value(cell) for column, cell in cells.items()}
    wrong = [column for column, value in values.items() if value is None]
    year = values["year"]
    if year is not None and not float(year).is_integer():
        wrong.append("year")
    problems += [Problem("record_no_number", file, line, column, str(cells[column])[:40]) for column in wrong]
    if wrong:
        return None
    own = RecordYear(int(year or 0), float(values["planned_eur"] or 0), float(values["realised_eur"] or 0))
    found = [
        Problem(each.key, file, line, each.column, each.value, **each.details) for each in own.problems()
    ]
    problems += found
    return None if found else own
