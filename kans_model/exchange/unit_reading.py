"""In which unit a column of numbers is: by its name, its cells and its sense, never by size alone.

Where the numbers leave two readings the column is asked about: its header or a mapping file must say it.
"""

import re
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from kans_model.city import columns
from kans_model.exchange.cell_numbers import Numbers, Percent, numbers
from kans_model.exchange.cell_units import CellUnits, cell_units
from kans_model.exchange.column_sense import Doubts, cell_examples, doubts, examples, two_scales
from kans_model.exchange.synonyms import Meaning
from kans_model.words.problems import Listing, Phrase, Problem

NODATA = (-9999.0, -999.0, -32768.0)
"""What GIS and models write where they know nothing, beside the numbers of CBS."""

NINES = 99_999.0
"""Nobody counts this many; it and longer rows of nines are a code for unknown."""

MAYBE_CODE = 999.0
"""As the largest number it may be a figure or a code for unknown; it is read as a figure, which is said."""

FEWEST_PARTS = 3
"""Fewer percentages below one may be right. [count]"""

FEWEST_NINES, FAR_ABOVE = 3, 1.5
"""So many nines beyond what may be, or so far above all others, are a code for unknown. [-]"""


@dataclass(frozen=True)
class UnitReading:
    """A column in our unit: values (NaN unknown), factor used, and what is to be said or asked."""

    read: Numbers
    values: pd.Series
    factor: float
    notes: list[Phrase] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def unit_reading(entry: Meaning, cells: pd.Series, file: str, excel_percent: bool = False) -> UnitReading:
    """Read the cells of a column as numbers in our unit.

    Parameters
    ----------
    excel_percent : bool
        Excel shows numbers of this column as percentages; those cells are of the type `Percent`.
    """
    low, _ = columns.bounds(entry.column)
    place = {"file": file, "column": entry.source}
    stated = cell_units(cells, columns.unit(entry.column))
    read, decimals = _numbers(entry, cells, stated, place)
    read, codes = _without_codes(entry, read, place)
    percents = cells.map(lambda cell: isinstance(cell, str) and cell.strip().endswith("%"))
    signed = percents | stated.factors.notna() | cells.map(lambda cell: isinstance(cell, Percent))
    rest = read.values[~signed].dropna()
    factor, reason = _factor(entry, rest, excel_percent, place)
    mixed = any(isinstance(why, Problem) for why in reason)  # then its size says nothing more
    found = Doubts() if mixed else doubts(entry, rest, factor, file, entry.said)
    values = read.values * pd.Series(factor, cells.index).mask(signed, stated.factors.fillna(0.01))
    if low > 0:
        values = values.where(values != 0)  # a WOZ of 0 is how a table says that there are no homes
    if found.alone is not None:
        values = values.mask(found.alone.reindex(values.index, fill_value=False))
    said = [
        *(*decimals, *codes, *_said_of_marks(entry, cells, read, place)),
        *(*_said_of_signs(entry, cells, cells[percents], read, stated, place), *reason),
    ]
    notes = [phrase for phrase in said if isinstance(phrase, Phrase)]
    problems = [problem for problem in said if isinstance(problem, Problem)]
    return UnitReading(read, values, factor, [*notes, *found.notes], [*problems, *found.problems])


def _numbers(
    entry: Meaning, cells: pd.Series, stated: CellUnits, place: dict[str, str]
) -> tuple[Numbers, list[Phrase]]:
    """The cells as numbers; a lone point or comma before three digits is decimal where only that can be."""
    low, high = columns.bounds(entry.column)
    millions = bool((stated.factors >= 1e6).any())
    read = _years(cells) if entry.column == "works_year" else numbers(stated.cells, decimal=millions)
    plain = not entry.mapped and read.values.dropna().between(low, high).all()
    plain = plain and read.values.median() >= entry.plain_above  # euros under a name of thousands
    if not read.thousands or (read.values * entry.unit_factor).max() <= high or plain:
        return read, []
    decimal = numbers(stated.cells, decimal=True)
    if not (decimal.values * entry.unit_factor).dropna().between(low, high).all():
        return read, []
    # 26,125 percent cannot be 26 thousand percent
    value = cell_as_read(cells, decimal, read.thousands[0])
    return decimal, [Phrase("report.decimals", {**place, "value": value})]


def _without_codes(entry: Meaning, read: Numbers, place: dict[str, str]) -> tuple[Numbers, list[Phrase]]:
    """The numbers without those that say that nothing is known."""
    notes = list[Phrase]()
    coded = codes_for_unknown(read.values * entry.unit_factor, read.values, entry.column)
    if coded.any():
        about = {"n": int(coded.sum()), "rows": examples(read.values[coded])}
        notes.append(Phrase("report.codes", {**place, **about}))
    read = replace(read, values=read.values.mask(coded))
    if (nines := read.values == MAYBE_CODE).any() and read.values.max() == MAYBE_CODE:
        notes.append(Phrase("report.maybe_code", {**place, "rows": examples(read.values[nines])}))
    return read, notes


def _said_of_marks(
    entry: Meaning, cells: pd.Series, read: Numbers, place: dict[str, str]
) -> Iterator[Phrase | Problem]:
    """Spans of years of which the first counts, two decimal signs, and marks of footnotes."""
    spans = cells[cells.map(_is_span).astype(bool)] if entry.column == "works_year" else cells.iloc[:0]
    if len(spans):
        span = f"{str(spans.iloc[0]).strip()} = {read.values[spans.index[0]]:.0f}"
        yield Phrase("report.works_span", {**place, "n": len(spans), "value": span})
    if read.doubted:
        point, comma = read.doubted
        yield Problem("city_two_separators", **place, value=point, must=comma)
    if read.marked:
        value = cell_as_read(cells, read, read.marked[0])
        yield Phrase("report.marks", {**place, "n": len(read.marked), "value": value})


def _said_of_signs(
    entry: Meaning,
    cells: pd.Series,
    percents: pd.Series,
    read: Numbers,
    stated: CellUnits,
    place: dict[str, str],
) -> Iterator[Phrase | Problem]:
    """Cells with a percent sign, a unit or a euro sign of their own, which may not be of this column."""
    unit, united = columns.unit(entry.column), stated.factors.notna()
    if len(percents) and unit != "-":
        yield Problem("city_percent_cells", **place, value=str(percents.iloc[0]))
    elif not entry.mapped and _are_parts_of_one(read.values[percents.index]):
        yield Problem("city_percent_of_one", **place, rows=cell_examples(percents.iloc[:3]))
    if united.any():
        first = cells.index[united][0]
        ours = float(read.values[first] * stated.factors[first])
        value, measured = str(cells[first]).strip(), "" if unit == "count" else f" {unit}"
        about = {"n": int(united.sum()), "value": value, "must": ours, "unit": measured}
        yield Phrase("report.cell_units", {**place, **about})
    euros = cells.map(lambda cell: isinstance(cell, str) and "€" in cell)
    if euros.any() and unit not in ("EUR", "EUR/yr"):
        yield Problem("city_euro_cells", **place, value=str(cells[euros].iloc[0]))


def _factor(
    entry: Meaning, rest: pd.Series, excel_percent: bool, place: dict[str, str]
) -> tuple[float, list[Phrase | Problem]]:
    """From the unit of the cells without one of their own to ours, and why it is not that of the header.

    Parameters
    ----------
    rest : Series
        The known numbers of those cells, as they stand.
    """
    factor = entry.unit_factor
    if excel_percent and rest.empty:
        return 0.01, []
    if columns.unit(entry.column) == "-" and factor == 0.01 and len(rest) and not entry.mapped:
        parts = rest[(rest > 0) & (rest < 1)]
        if rest.max() <= 1 and len(parts):
            return 1.0, [Phrase("report.fractions", {**place, "value": parts.max()})]
        if two_scales(rest):
            most, rows = float(rest.max()), examples(parts)
            value = float(parts.max())
            return factor, [Problem("city_two_units", **place, value=value, must=most, rows=rows)]
    elif not entry.mapped and len(rest) and rest[rest > 0].median() >= entry.plain_above:
        return 1.0, [Phrase("report.plain", {"file": place["file"], "source": entry.source})]
    return factor, []


def _are_parts_of_one(percents: pd.Series) -> bool:
    """Whether percentages are all below one, with parts: an area may have so few, not all of them."""
    known = percents[percents > 0]
    return bool(len(known) >= FEWEST_PARTS and known.max() <= 1 and (known % 1 > 0).any())


def cell_as_read(cells: pd.Series, read: Numbers, place: Hashable) -> Listing:
    """A cell and what it is read as."""
    return Listing((str(cells[place]).strip(), float(read.values[place])), " = ")


def codes_for_unknown(ours: pd.Series, written: pd.Series, column: str) -> pd.Series:
    """Where a number says that nothing is known, mask: nodata of GIS, and nines.

    Nines are a code beyond what the column may hold; whole ones also far above all other numbers (999), or
    as the largest of them (9999): that an area holds just so many is no chance worth taking.

    Parameters
    ----------
    ours, written : Series
        Numbers in our unit, and as they stand.

    Examples
    --------
    >>> written = pd.Series([1250.0, -9999.0, 9999.0, 900.0])
    >>> codes_for_unknown(written, written, "residents").tolist()
    [False, True, True, False]
    """
    low, high = columns.bounds(column)
    codes = written.isin(NODATA)
    digits = written.abs().map(lambda value: "" if np.isnan(value) else f"{value:.10g}".replace(".", ""))
    n_nines = digits.map(lambda text: len(text) if set(text) == {"9"} else 0)
    rest = ours[(n_nines < FEWEST_NINES) & ~codes]
    far = (n_nines == FEWEST_NINES) & (ours > FAR_ABOVE * rest.max()) & (written % 1 == 0)
    far |= (n_nines > FEWEST_NINES) & (written % 1 == 0) & (ours >= rest.max())
    return (
        codes
        | ((n_nines >= FEWEST_NINES) & (far | ~ours.between(low, high)))
        | ((n_nines > 0) & (written >= NINES))
    )


def years_of(cells: pd.Series) -> pd.Series:
    """The years in which works start: 2028, 2028-2029, 01-05-2028 or a date. NaN where none is said."""
    return _years(cells).values


def _years(cells: pd.Series) -> Numbers:
    return numbers(cells.map(_year))


def _year(cell: object) -> object:
    if hasattr(cell, "year"):
        return float(cell.year)
    years = _SPANNED.findall(cell) if isinstance(cell, str) else []
    return min(map(float, years)) if years else cell


def _is_span(cell: object) -> bool:
    """Whether a cell names several years, 2026-2028 or 2026/28, of which the first is read."""
    if not isinstance(cell, str):
        return False
    return len(set(_SPANNED.findall(cell))) > 1 or _SHORT_SPAN.fullmatch(cell) is not None


_SPANNED = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_SHORT_SPAN = re.compile(r"\s*20\d\d\s*(?:[-–/]|t/?m|en)\s*['’]?\d\d\s*")


def counted_or_percent(counts: pd.Series, residents: pd.Series) -> str:
    """What a column of elderly holds: "count", "percent", "share", or "impossible" when none fits.

    Examples
    --------
    >>> counted_or_percent(pd.Series([21.0, 18.0]), pd.Series([12_000.0, 9_000.0]))
    'percent'
    >>> counted_or_percent(pd.Series([210.0, 18.0]), pd.Series([1_200.0, 900.0]))
    'count'
    """
    both = counts.notna() & residents.notna() & (residents > 0)
    held, people = counts[both], residents[both]
    if held.empty or held.sum() == 0:
        return "count"
    if held.max() <= 1 and (held % 1 > 0).any():
        return "share"
    few = held.sum() < LEAST_ELDERLY * people.sum() and people.sum() >= MANY
    if held.max() <= 100 and (few or (held % 1 > 1e-9).sum() > len(held) / 2):
        return "percent"
    return "impossible" if (held > people * 1.05 + ROUNDED).any() else "count"


def percents_among_counts(counts: pd.Series, residents: pd.Series) -> pd.Series:
    """Where a count of elderly is far too small and, as a percentage, like the other areas; mask.

    Examples
    --------
    >>> percents_among_counts(pd.Series([180.0, 21.0, 170.0]), pd.Series([1_000.0, 1_200.0, 900.0])).tolist()
    [False, True, False]
    """
    shares = counts / residents.where(residents > 0)
    middle = shares.median()
    like = (counts / 100).between(middle / 2, 2 * middle)
    return (shares * FAR < middle) & like & (residents >= FEW_RESIDENTS)


FAR, FEW_RESIDENTS = 5, 200
"""So much smaller than the middle share, of so many residents, is no chance. [-], [residents]"""

LEAST_ELDERLY = 0.02
"""In a whole city no smaller part is old; by its counts. [-]"""

MANY = 2_000
"""From so many residents on a smaller part is no chance. [residents]"""

ROUNDED = 15
"""CBS rounds counts to fives, so that a few elderly may outnumber the residents."""


IN_COLUMN = {
    "city_number": "city_column_numbers",
    "city_not_a_number": "city_column_words",
    "city_cell_date": "city_column_dates",
    "city_choice": "column_choice",
}
"""What is said once of a column, for a problem of a cell."""
NAMED_CELLS = 3


def collapsed(problems: list[Problem]) -> Iterator[Problem]:
    """One message about a column for each reason, with how many cells and the first few of them."""
    by_reason: dict[str, list[Problem]] = {}
    for problem in problems:
        by_reason.setdefault(problem.key, []).append(problem)
    for key, same in by_reason.items():
        first, n = same[0], len(same)
        if n == 1:
            yield first
            continue
        rows = ", ".join(f"{problem.row}: {_on_a_line(problem.value)}" for problem in same[:NAMED_CELLS])
        rows += f", … (+{n - NAMED_CELLS})" if n > NAMED_CELLS else ""
        details = {**first.details, "n": n, "rows": rows}
        yield Problem(IN_COLUMN[key], first.file, None, first.column, first.value, **details)


def _on_a_line(cell: object) -> str:
    text = " ".join(str(cell).split())
    return text if len(text) <= LONGEST_CELL else f"{text[:LONGEST_CELL]}…"


LONGEST_CELL = 60
