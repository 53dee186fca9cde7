"""A column of a file as the import reads it: in our words and our unit, unknown, or asked about."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pandas as pd

from kans_model.city import columns
from kans_model.exchange.cell_numbers import cell_text, is_unknown
from kans_model.exchange.column_sense import examples
from kans_model.exchange.import_report import column_label
from kans_model.exchange.synonyms import CHOICE_COLUMNS, TEXT_COLUMNS, Meaning, choices, normal
from kans_model.exchange.unit_reading import (
    collapsed,
    counted_or_percent,
    percents_among_counts,
    told,
    unit_reading,
)
from kans_model.words.problems import Phrase, Problem

_BOUNDED = re.compile(r"\s*[<≤>≥]\s*=?\s*\d+([.,]\d+)?\s*%?\s*")


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
    thousands: list[str] = field(default_factory=list)
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
        return ColumnReading(choices(column, values) if column in CHOICE_COLUMNS else values, unknown)
    reading = unit_reading(entry, cells, file, excel_percent)
    wrong = [code for code in reading.read.wrong if not _says_small(cells[code])]
    problems = [Problem("city_not_a_number", file, code, entry.source, cells[code]) for code in wrong]
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
        [told(cells, reading.read, place) for place in reading.read.thousands[:1]],
        reading.notes,
        problems,
    )


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
    place = {"file": file, "column": source, "value": f"{counts.max():g}"}
    by_count = any(word in normal(source) for word in ("aantal", "number", "personen"))
    if held == "impossible" or (by_count and held != "share"):
        return ElderlyReading(counts, problem=Problem("city_elderly", **place))
    shares = counts / 100 if held == "percent" else counts
    return ElderlyReading(shares, note=Phrase(f"report.elderly_{held}", place))


def _out_of_range(
    entry: Meaning, values: pd.Series, factor: float, cells: pd.Series, file: str
) -> Iterator[Problem]:
    low, high = columns.bounds(entry.column)
    measured = columns.unit(entry.column)
    unit = {"count": "", "-": "", "year": ""}.get(measured, f" {measured}")
    unit = unit if factor == 1 else f" (× {factor:.10g})"
    ends = {"low": float(low / factor), "high": float(high / factor)}
    must = Phrase("must.range", {**ends, "unit": unit})
    for code in values.index[(values < low) | (values > high)]:
        yield Problem("city_number", file=file, row=code, column=entry.source, value=cells[code], must=must)


def _says_small(cell: object) -> bool:
    """Whether a cell only says that the number is small, such as <10: unknown, and no mistake."""
    return isinstance(cell, str) and _BOUNDED.fullmatch(cell) is not None
