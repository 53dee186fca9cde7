"""Budgets of a programme as a table: who can spend how much in which year."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

from kans_model.exchange.small_table import cell_value, filled_cells
from kans_model.study.file_schema import few
from kans_model.tables.vocabulary import YEARS
from kans_model.words.problems import KansError, Problem

COLUMNS = {"payer": "payer", "betaler": "payer", "year": "year", "jaar": "year", "eur": "eur", "euro": "eur"}
"""What the three columns may be called."""


def read_budgets(path: str | Path, names: Mapping[str, str]) -> dict[str, dict[str, float]]:
    """Budgets from a CSV file or workbook with the columns payer, year and eur.

    Parameters
    ----------
    names : dict
        What a payer may be called, in lower case → its id.

    Returns
    -------
    dict
        Payer → year (as text) → euro, as `Programme.budgets`.

    Raises
    ------
    KansError
        All that is wrong at once, by file, row and column.
    """
    path = Path(path)
    (_, head), *rows = filled_cells(path)
    columns = [COLUMNS.get(str(title).strip().casefold(), "") for title in head]
    if sorted(columns) != ["eur", "payer", "year"]:
        raise KansError(Problem("budget_columns", path.name, value="; ".join(map(str, head))[:200]))
    budgets: dict[str, dict[str, float]] = {}
    problems: list[Problem] = []
    for line, row in rows:
        cells = dict(zip(columns, row, strict=False))
        wrong = _problems(cells, names, path.name, line)
        problems += wrong
        if wrong:
            continue
        mine = budgets.setdefault(names[str(cells["payer"]).strip().casefold()], {})
        year = str(int(cell_value(cells["year"]) or 0))
        if year in mine:
            value = f"{cells['payer']} {year}"
            problems.append(Problem("budget_row_twice", path.name, line, "year", value))
        mine[year] = float(cell_value(cells["eur"]) or 0.0)
    if problems:
        raise KansError(few(problems, path.name))
    return budgets


def _problems(cells: Mapping[str, object], names: Mapping[str, str], file: str, line: int) -> list[Problem]:
    """What is wrong with one row."""
    problems = []
    payer, year, eur = (cells.get(name, "") for name in ("payer", "year", "eur"))
    if str(payer).strip().casefold() not in names:
        known = ", ".join(sorted(set(names.values())))
        problems.append(Problem("budget_payer", file, line, "payer", payer, known=known))
    read = cell_value(year)
    if read is None or read != int(read) or not YEARS[0] <= read <= YEARS[1]:
        problems.append(Problem("budget_year", file, line, "year", year, low=YEARS[0], high=YEARS[1]))
    amount = cell_value(eur)
    if amount is None or amount < 0:
        problems.append(Problem("budget_amount", file, line, "eur", eur))
    return problems


def payer_names(names: Mapping[str, str], ids: Collection[str]) -> dict[str, str]:
    """What payers may be called in a table, in lower case: their id, and their name."""
    return {key.casefold(): payer for payer in ids for key in (payer, names[payer])}
