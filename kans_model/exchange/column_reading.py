"""A column of a file as the import reads it: in our words and our unit, unknown, or asked about."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd

from kans_model.city import columns
from kans_model.city.use import use_in_words
from kans_model.exchange.cell_numbers import cell_text, is_unknown
from kans_model.exchange.column_list import ChoiceNames
from kans_model.exchange.column_sense import cell_examples, examples
from kans_model.exchange.import_report import column_label
from kans_model.exchange.synonyms import CHOICE_COLUMNS, TEXT_COLUMNS, Meaning, choices, normal
from kans_model.exchange.unit_reading import (
    cell_as_read,
    collapsed,
    counted_or_percent,
    percents_among_counts,
    unit_reading,
)
from kans_model.tables.reading import table
from kans_model.words.problems import Listing, Phrase, Problem

_NUMBER = r"[€-]?\s*\d+(?:[.,\s]\d+)*\s*%?"
_BOUNDED = re.compile(
    rf"\s*(?:(?:[<≤>≥]\s*=?|±|\+/-|~|≈|(?:ca|circa|ong|ongeveer|plm|tot|minder dan|meer dan|minimaal|"
    rf"maximaal|ten minste|hoogstens|about|approx|less than|more than|up to)\b\.?)\s*{_NUMBER}|"
    rf"{_NUMBER}\s*(?:-|–|—|tot|t/m|à|to)\s*{_NUMBER}|"
    rf"{_NUMBER}\s*(?:\+|of meer|of minder|or more|or less))(?:\s*[^\W\d_]{{1,12}}[²2]?\.?)?\s*",
    re.IGNORECASE,
)
"""A bound (<10, 50+), a range (0,5 - 1,0 m) or an estimate (ca. 12): no number, and no mistake."""

FEW_WORDS = 0.1
"""So many cells of a column of numbers may be words, of which nobody can tell what they mean. [-]"""


@dataclass(frozen=True)
class ColumnReading:
    """What the cells of a column become.

    `values` has a number in our unit or a text in our words for each cell, NaN or None where `unknown`;
    `factor` is what numbers were multiplied by. `thousands` holds the first cell in which a lone separator
    was taken for thousands, with its number. `notes` are to be said; `problems` are what is asked or refused.
    """

    values: pd.Series
    unknown: pd.Series
    factor: float = 1.0
    thousands: list[Listing] = field(default_factory=list)
    notes: list[Phrase] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def n_known(self) -> int:
        return int(self.values.notna().sum())


def column_reading(entry: Meaning, cells: pd.Series, file: str, excel_percent: bool = False) -> ColumnReading:
    """Read the cells of a column as what its name means.

    Parameters
    ----------
    entry : Meaning
        What the column means, by its name or a mapping file.
    cells : Series
        Its cells as they stand; problems name a cell by its index.
    excel_percent : bool
        Excel shows these numbers as percentages; the cells hold them as percents.

    Examples
    --------
    >>> cells = pd.Series(["62", "n.b."], ["BU01", "BU02"])
    >>> column_reading(Meaning("owner_occupied_share", "koop", 0.01), cells, "c.csv").values.tolist()
    [0.62, nan]
    """
    column, unknown = entry.column, cells.map(is_unknown).astype(bool)
    if column in TEXT_COLUMNS:
        values = cells.map(cell_text)
        notes = list(_said_of_uses(values, entry, file)) if column == "land_use" else []
        read = choices(column, values) if column in CHOICE_COLUMNS else values
        return ColumnReading(read, unknown, notes=notes, problems=_astray(entry, read, file))
    reading = unit_reading(entry, cells, file, excel_percent)
    bounds = [code for code in reading.read.wrong if _is_bound(cells[code])]
    wrong = [code for code in reading.read.wrong if not _is_bound(cells[code])]
    words = [code for code in wrong if _is_word(cells[code])]
    words = words if len(wrong) <= FEW_WORDS * len(cells) else []
    wrong = [code for code in wrong if code not in words]
    problems = list(collapsed([_no_number(entry, code, cells[code], file) for code in wrong]))
    if excel_percent and columns.unit(column) != "-":
        place = {"file": file, "column": entry.source, "value": column_label(column)}
        problems.append(Problem("city_percent", **place, must=columns.unit(column)))
    problems += reading.problems
    if not reading.problems:
        problems += collapsed(list(_out_of_range(entry, reading.values, reading.factor, cells, file)))
    return ColumnReading(
        reading.values,
        unknown | reading.values.isna(),
        reading.factor,
        [cell_as_read(cells, reading.read, place) for place in reading.read.thousands[:1]],
        [
            *reading.notes,
            *_said_of(cells[bounds], entry, file),
            *_said_of(cells[words], entry, file, "words"),
        ],
        problems,
    )


def _said_of_uses(values: pd.Series, entry: Meaning, file: str) -> Iterator[Phrase]:
    """Uses of land in other words than those of the table `use_words`, or in numbers."""
    unread = values[values.notna() & values.map(lambda use: not use_in_words(use, table("use_words")))]
    if len(unread):
        said = {"file": file, "column": entry.source, "n": len(unread), "rows": cell_examples(unread)}
        yield Phrase("report.words_unread", said)


@dataclass(frozen=True)
class ElderlyReading:
    """A column of elderly against the residents: `values` are shares of one where there is a `note`."""

    values: pd.Series
    note: Phrase | None = None
    problem: Problem | None = None
    doubt: Phrase | None = None


def elderly_reading(counts: pd.Series, residents: pd.Series, source: str, file: str) -> ElderlyReading:
    """Percentages under a name of counts become shares, which is said; what fits neither is refused.

    Examples
    --------
    >>> residents = pd.Series([12_000.0, 9_000.0])
    >>> elderly_reading(pd.Series([21.0, 18.0]), residents, "ouderen", "c.csv").values.tolist()
    [0.21, 0.18]
    """
    held = counted_or_percent(counts, residents)
    if held == "count":
        odd = percents_among_counts(counts, residents)
        said = {"file": file, "column": source, "rows": examples(counts[odd])}
        return ElderlyReading(counts, doubt=Phrase("report.elderly_doubt", said) if odd.any() else None)
    place: dict[str, Any] = {"file": file, "column": source, "value": float(counts.max())}
    by_count = any(word in normal(source) for word in ("aantal", "number", "personen"))
    if held == "impossible" or (by_count and held != "share"):
        return ElderlyReading(counts, problem=Problem("city_elderly", **place))
    shares = counts / 100 if held == "percent" else counts
    return ElderlyReading(shares, note=Phrase(f"report.elderly_{held}", place))


def _astray(entry: Meaning, values: pd.Series, file: str) -> list[Problem]:
    """Values of a choice that are none of ours."""
    names = ChoiceNames(entry.column)
    astray = values[values.notna() & ~values.isin(names.keys)] if names.keys else values.iloc[:0]
    problems = [
        Problem("city_choice", file, code, entry.source, str(value), must=names)
        for code, value in astray.items()
    ]
    return list(collapsed(problems))


def _no_number(entry: Meaning, code: object, cell: object, file: str) -> Problem:
    """A cell that is no number; a date is what a spreadsheet made of two numbers."""
    if isinstance(cell, date):
        day = cell.strftime("%d-%m-%Y")
        return Problem("city_cell_date", file, code, entry.source, day, typed=f"{cell.day}-{cell.month}")
    return Problem("city_not_a_number", file, code, entry.source, cell)


def _out_of_range(
    entry: Meaning, values: pd.Series, factor: float, cells: pd.Series, file: str
) -> Iterator[Problem]:
    low, high = columns.bounds(entry.column)
    measured = columns.unit(entry.column)
    unit = {"count": "", "-": "", "year": ""}.get(measured, f" {measured}")
    said = unit if factor == 1 else Listing((" (× ", float(factor), ")"), "")
    ends = {"low": float(low / factor), "high": float(high / factor)}
    must = Phrase("must.range", {**ends, "unit": said})
    for code in values.index[(values < low) | (values > high)]:
        yield Problem("city_number", file=file, row=code, column=entry.source, value=cells[code], must=must)


def _said_of(cells: pd.Series, entry: Meaning, file: str, what: str = "bounds") -> Iterator[Phrase]:
    if len(cells):
        said = {"file": file, "column": entry.source, "n": len(cells), "rows": cell_examples(cells)}
        yield Phrase(f"report.{what}", said)


def _is_word(cell: object) -> bool:
    """Whether a cell holds words without any digit, such as geen."""
    return isinstance(cell, str) and re.fullmatch(r"[^\d%€]*[^\W\d_][^\d%€]*", cell) is not None


def _is_bound(cell: object) -> bool:
    """Whether a cell holds a bound, a range or an estimate."""
    return isinstance(cell, str) and _BOUNDED.fullmatch(cell) is not None
