"""The tables of data/tables: read once, checked, and never changed."""

import hashlib
import math
from collections.abc import Callable, Iterable
from difflib import get_close_matches
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pandera.pandas as pa
from pandera.dtypes import is_int, is_string

from kans_model.data_folder import csv_files, data_path
from kans_model.tables.rules import row_name
from kans_model.tables.schemas import TABLES
from kans_model.tables.vocabulary import REFERENCE_YEAR
from kans_model.words.problems import KansError, Phrase, Problem
from kans_model.words.texts import has_text

Rule = Callable[[pd.DataFrame, str], list[Problem]]


@cache
def table(name: str, year: int = REFERENCE_YEAR) -> pd.DataFrame:
    """One table, indexed by its keys: numbers are float (unknown NaN) or int, texts str (none "").

    Of rows that follow each other (`valid_from`) the one that holds in a year. Cached: read it,
    do not change it.

    Raises
    ------
    KansError
        All problems of the file at once.
    """
    return valid_rows(_every_row(name), year)


@cache
def _every_row(name: str) -> pd.DataFrame:
    """One table with every row of its file."""
    with (data_path() / "tables" / f"{name}.csv").open(encoding="utf-8") as lines:
        frame = pd.read_csv(lines, dtype=str, keep_default_na=False)
    return check(frame, TABLES[name].schema, f"{name}.csv", TABLES[name].rules)


def valid_rows(rows: pd.DataFrame, year: int) -> pd.DataFrame:
    """Of each key the last row that came into force by a year; the first of one whose rows are all later.

    Examples
    --------
    >>> rows = pd.DataFrame({"valid_from": [np.nan, 2028.0], "value": [1.0, 2.0]}, index=["rate", "rate"])
    >>> valid_rows(rows, 2027)["value"].tolist(), valid_rows(rows, 2028)["value"].tolist()
    ([1.0], [2.0])
    """
    if "valid_from" not in rows or rows.index.is_unique:
        return rows
    since = rows["valid_from"].fillna(0).to_numpy()
    order = np.where(since <= year, since, -1 - since)  # what holds by age, before it what is still to come
    places = pd.Series(order).groupby(rows.index.to_numpy(), sort=False).idxmax()
    return rows.iloc[places.to_numpy()]


@cache
def cells(name: str, column: str, year: int = REFERENCE_YEAR) -> dict[Any, Any]:
    """One column of a table by key, for who asks single cells again and again: in pandas each takes 50 µs.

    Cached: read it, do not change it.
    """
    return table(name, year)[column].to_dict()


@cache
def content_hash() -> str:
    """SHA-256 over what all tables say: the same numbers give the same hash."""
    digest = hashlib.sha256()
    for path in csv_files("tables"):
        content = path.read_bytes().replace(b"\r\n", b"\n")
        digest.update(f"{path.name} {len(content)}\n".encode() + content)
    return digest.hexdigest()


def check(
    frame: pd.DataFrame,
    schema: pa.DataFrameSchema,
    file: str,
    rules: Iterable[Rule] = (),
    keys: Callable[[str], Iterable] | None = None,
) -> pd.DataFrame:
    """A table parsed and found sound, indexed as its schema says.

    Parameters
    ----------
    frame : DataFrame
        As read: cells as text, or numbers already. Keys stand in the index or in columns.
    schema : pandera.DataFrameSchema
        Its columns are all that is allowed; a column whose metadata has `key_into` holds keys of that table.
    file : str
        Named in every problem.
    rules : functions of (parsed frame, file) that return problems
        What no single column can tell.
    keys : function from a table's name to its keys, optional
        Without it the tables of data/tables.

    Raises
    ------
    KansError
        Every problem of the table: columns first, then cell by cell, then the rules.
    """
    raw = _keys_as_columns(frame)
    columns = _all_columns(schema)
    problems = _column_problems(raw, columns, file)
    present = {name: column for name, column in columns.items() if name in raw}
    levels = [name for name in columns if name not in schema.columns]
    labels = _labels(raw, levels)

    parsed, cells = _parsed(raw, present)
    told = {(row, name) for row, name, *_ in cells}
    cells += [
        (row, name, _as_typed(raw[name].iloc[row]), _must(present[name]))
        for row, name in _failures(parsed, present)
        if (row, name) not in told
    ]
    cells += _unknown_keys(parsed, present, keys or (lambda name: table(name).index))
    order = list(columns)
    for row, name, value, must in sorted(cells, key=lambda cell: (cell[0], order.index(cell[1]))):
        problems.append(Problem("cell", file, labels[row], name, value, must=must))
    dated = ["valid_from"] if "valid_from" in parsed else []  # rows of one key that follow each other
    twice = parsed.duplicated([name for name in [*levels, *dated] if name in parsed]) if levels else []
    problems += [Problem("row_twice", file, labels[row]) for row in np.flatnonzero(twice)]

    if len(present) == len(columns) and not any(twice):
        parsed = parsed[list(columns)].set_index(levels) if levels else parsed[list(columns)]
        for rule in rules:
            problems += rule(parsed, file)
    if problems:
        raise KansError(problems)
    return parsed


def _keys_as_columns(frame: pd.DataFrame) -> pd.DataFrame:
    named = [name for name in frame.index.names if name is not None]
    return frame.reset_index() if named else frame.reset_index(drop=True)


def _all_columns(schema: pa.DataFrameSchema) -> dict[str, pa.Column]:
    """The columns of the schema, the levels of its index first."""
    if schema.index is None:
        return dict(schema.columns)
    levels = schema.index.indexes if isinstance(schema.index, pa.MultiIndex) else [schema.index]
    not_empty = pa.Check.str_length(min_value=1)
    key_into = (schema.metadata or {}).get("key_into", {})
    as_columns = {
        level.name: pa.Column(
            level.dtype,
            [not_empty, *level.checks] if _is_text(level) else level.checks,
            metadata={"key_into": key_into[level.name]} if level.name in key_into else None,
        )
        for level in levels
    }
    return {**as_columns, **schema.columns}


def _column_problems(raw: pd.DataFrame, columns: dict[str, pa.Column], file: str) -> list[Problem]:
    """Columns that are missing, each with the one that was probably meant, and columns nobody knows."""
    missing = [name for name, column in columns.items() if name not in raw and column.required]
    unknown = [name for name in raw if name not in columns]
    problems = []
    for name in missing:
        meant = get_close_matches(name, unknown, n=1)
        title = (
            Phrase("column_title", {"title": Phrase(f"column.{name}")}) if has_text(f"column.{name}") else ""
        )
        if meant:
            problems.append(Problem("column_missing_meant", file, column=name, value=meant[0], title=title))
            unknown.remove(meant[0])
        else:
            problems.append(Problem("column_missing", file, column=name, title=title))
    return problems + [Problem("column_unknown", file, column=name) for name in unknown]


def _labels(raw: pd.DataFrame, levels: list[str]) -> list[object]:
    """What each row is called: its key, or the line it stands on under the heading."""
    if levels and all(name in raw for name in levels):
        keys = raw[levels].astype(str).itertuples(index=False, name=None)
        return [row_name(key) for key in keys]
    return [Phrase("line", {"n": row + 2}) for row in range(len(raw))]


def _is_text(column: pa.Column | pa.Index) -> bool:
    return column.dtype is None or is_string(column.dtype)


def _is_whole(column: pa.Column) -> bool:
    return is_int(column.dtype)


def _parsed(raw: pd.DataFrame, columns: dict[str, pa.Column]) -> tuple[pd.DataFrame, list[tuple]]:
    """The table with its numbers read, and (row, column, value, must) for cells that are none."""
    read, cells = {}, []
    for name, column in columns.items():
        typed = ["" if pd.isna(cell) else str(cell).strip() for cell in raw[name].tolist()]
        if _is_text(column):
            read[name] = pd.Series(typed, dtype="str")
            continue
        numbers = np.array([_number(cell) for cell in typed], dtype=float)
        wrong = np.isnan(numbers) & (np.array(typed, dtype=object) != "")
        if _is_whole(column):
            wrong |= ~np.isnan(numbers) & (numbers != np.round(numbers))
        cells += [(row, name, typed[row], _must(column)) for row in np.flatnonzero(wrong)]
        numbers[wrong] = np.nan
        whole = _is_whole(column) and not np.isnan(numbers).any()
        read[name] = pd.Series(numbers.astype("int64") if whole else numbers)
    return pd.DataFrame(read), cells


def _number(cell: str) -> float:
    """The number in a cell, NaN when there is none."""
    try:
        number = float(cell) if "_" not in cell else math.nan
    except ValueError:
        return math.nan
    return number if math.isfinite(number) else math.nan


def _failures(parsed: pd.DataFrame, columns: dict[str, pa.Column]) -> set[tuple[int, str]]:
    """(row, column) of the cells that pandera refuses."""
    bound = {name: column for name, column in columns.items() if column.checks or not _is_text(column)}
    try:
        pa.DataFrameSchema(bound).validate(parsed, lazy=True)
    except pa.errors.SchemaErrors as errors:
        found = errors.failure_cases[errors.failure_cases["index"].notna()]
        return {(int(case.index), case.column) for case in found.itertuples()}
    return set()


def _as_typed(cell: object) -> object:
    """The cell as its owner knows it: the text as typed, or the number; an empty one by name."""
    return Phrase("empty") if pd.isna(cell) or str(cell).strip() == "" else cell


def _must(column: pa.Column) -> Phrase:
    """What a cell of this column must be, in words, from the column's own checks."""
    limits = {name: value for rule in column.checks for name, value in (rule.statistics or {}).items()}
    if "allowed_values" in limits:
        return Phrase("must.one_of", {"options": ", ".join(filter(None, limits["allowed_values"]))})
    if _is_text(column):
        return Phrase("must.not_empty")
    kind = "whole" if _is_whole(column) else "number"
    unit = (column.metadata or {}).get("unit", "")
    values: dict[str, object] = {"unit": f" {unit}" if unit not in ("", "-") else ""}
    low, high = limits.get("min_value"), limits.get("max_value")
    if low is not None and low > -1e12:
        values |= {"low": float(low)} | ({} if high is None else {"high": float(high)})
        return Phrase(f"must.{kind}_between" if high is not None else f"must.{kind}_from", values)
    return Phrase(f"must.{kind}")


def _unknown_keys(
    parsed: pd.DataFrame, columns: dict[str, pa.Column], keys: Callable[[str], Iterable]
) -> list[tuple]:
    """(row, column, value, must) of cells that name a row another table does not have."""
    cells = []
    for name, column in columns.items():
        metadata = column.metadata or {}
        if into := metadata.get("key_into") or metadata.get("list_into"):
            options, must = set(keys(into)), Phrase("must.key", {"table": into})
        elif options := set(metadata.get("list_of", ())):
            must = Phrase("must.list_of", {"options": ", ".join(metadata["list_of"])})
        else:
            continue
        single = "key_into" in metadata
        for row, cell in enumerate(parsed[name]):
            entries = [cell] if single else cell.split(";")
            wrong = [entry for entry in entries if entry and entry not in options]
            cells += [(row, name, entry, must) for entry in wrong]
    return cells
