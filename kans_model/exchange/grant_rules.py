"""Grant rules from a file, in the columns of funding.csv."""

import csv
import math
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pandas as pd

from kans_model.exchange.cell_numbers import numbers
from kans_model.exchange.delimited_text import decoded, rows_of
from kans_model.exchange.files import bounded_bytes
from kans_model.finance.grant_scheme import NUMBERS, rule_problems
from kans_model.study.file_schema import few
from kans_model.tables.reading import table
from kans_model.words.problems import KansError, Problem

LARGEST_BYTES, MOST_RULES = 1_000_000, 500
OWN_COLUMNS = ("name", "version_of")
"""What a rule of their own may say beside the columns of `funding`."""
FIRST_YEAR, LAST_YEAR = 2000, 2200
LARGEST_EUR = 1e13
SHARES = ("share", "own_share_min", "stacking_limit", "share_low", "share_high")
"""Parts of one, which may be written as percentages."""
ENDS = ("share_low", "share_high", "amount_eur_low", "amount_eur_high")
"""Ends of a range: read as strictly as the middle."""
YEARS = ("from_year", "to_year", "price_year")
THOUSAND = 1000
WRITTEN = re.compile(r"(€\s*)?[+-]?[0-9][0-9.,]*(\s*%)?")
LONE_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}")
"""1.200 is twelve hundred, unless its column also has amounts such as 7.5: then nobody can tell."""


def read_rules(path: str | Path, actors: Any) -> dict[str, dict[str, Any]]:
    """Own rules from a CSV file in the columns of `funding.csv`; those a rule does not need may be left out.

    Raises
    ------
    KansError
        All that is wrong at once, by file, row and column.
    """
    path = Path(path)
    rows = filled_rows(path)
    header = [name.strip() for name in rows[0][1]]
    _check_columns(header, path.name)
    if len(rows) > MOST_RULES + 1:
        raise KansError(Problem("rules_too_many", file=path.name, value=len(rows) - 1, must=MOST_RULES))
    problems: list[Problem] = []
    cells: dict[int, dict[str, str]] = {}
    for line, row in rows[1:]:
        if len(row) != len(header):
            problems.append(Problem("rules_row_length", path.name, line, value=len(row), must=len(header)))
            continue
        filled = {column: text.strip() for column, text in zip(header, row, strict=True) if text.strip()}
        if "funding" not in filled:
            problems.append(Problem("rule_unnamed", path.name, line))
            continue
        cells[line] = filled
    names = {line: filled.pop("funding") for line, filled in cells.items()}
    problems += [
        Problem("rule_twice", path.name, name) for name, n in Counter(names.values()).items() if n > 1
    ]
    rules: dict[str, dict[str, Any]] = {
        names[line]: {"status": "own", **filled} for line, filled in cells.items()
    }
    for column in sorted({*NUMBERS, *ENDS} & {*header}):
        texts = {names[line]: filled[column] for line, filled in cells.items() if column in filled}
        for name, number in _numbers(column, texts).items():
            if isinstance(number, str):
                problems.append(Problem(number, path.name, name, column, texts[name][:40]))
                del rules[name][column]
            else:
                rules[name][column] = number
    problems += rule_problems(rules, actors, path.name)
    if problems:
        raise KansError(few(problems, path.name))
    return rules


def filled_rows(path: Path, most_bytes: int = LARGEST_BYTES) -> list[tuple[int, list[str]]]:
    """The rows that hold something, each with its line in the file."""
    content = bounded_bytes(path, most_bytes)
    if b"\0" in content and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise KansError(Problem("rules_unreadable", file=path.name))
    text = decoded(content)
    try:
        rows = [
            (number, row)
            for number, row in enumerate(rows_of(text, strict=True), start=1)
            if any(cell.strip() for cell in row)
        ]
    except csv.Error:
        raise KansError(Problem("rules_unclosed", file=path.name)) from None
    if len(rows) < 2:
        raise KansError(Problem("rules_empty", file=path.name))
    return rows


def _check_columns(header: list[str], file: str) -> None:
    """Refuse a header that would leave something unread."""
    if "funding" not in header or "payer" not in header:
        raise KansError(Problem("rules_columns", file=file, value=", ".join(header)[:200]))
    known = [*table("funding").columns, *OWN_COLUMNS]
    problems = [
        Problem("rules_column_twice", file, column=name)
        for name, times in Counter(header).items()
        if times > 1
    ]
    problems += [
        Problem("rules_column_unknown", file, column=name or "''", known=", ".join(known))
        for name in dict.fromkeys(header)
        if name not in (*known, "funding")
    ]
    if problems:
        raise KansError(few(problems, file))


def _numbers(column: str, texts: dict[str, str]) -> dict[str, float | str]:
    """The cells of a column as numbers, by rule; for one that is none the key of what is wrong with it."""
    is_share = column in SHARES
    read = numbers(pd.Series(texts, dtype=object), decimal=is_share).values
    return {
        name: _number_problem(column, text, read[name]) or read[name] * (0.01 if text.endswith("%") else 1.0)
        for name, text in texts.items()
    }


def _number_problem(column: str, text: str, number: float) -> str | None:
    """The key of what is wrong with a number, or None."""
    if not WRITTEN.fullmatch(text) or not math.isfinite(number) or abs(number) > LARGEST_EUR:
        return "rule_number"
    if column in SHARES:
        return "rule_number" if "€" in text else None
    if text.endswith("%"):
        return "rule_percent"
    if column in YEARS:
        return None if number.is_integer() and FIRST_YEAR <= number <= LAST_YEAR else "rule_year"
    if LONE_THOUSANDS.fullmatch(text.removeprefix("€").strip()) and number < THOUSAND:
        return "rule_number_unclear"
    return None
