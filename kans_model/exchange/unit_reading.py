"""In which unit a column of numbers is: by its name, its cells and its sense, never by size alone.

Where the numbers leave two readings the column is asked about: its header or a mapping file must say it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from kans_model.city import columns
from kans_model.exchange.header_units import states_metres
from kans_model.exchange.spreadsheets import Numbers, numbers
from kans_model.exchange.synonyms import Meaning
from kans_model.words.problems import Phrase, Problem

NODATA = (-9999.0, -999.0)
"""What GIS and models write where they know nothing, beside the numbers of CBS."""

NINES = 99_999.0
"""Nobody counts this many; it and longer rows of nines are a code for unknown."""

DEEPEST_FLOOD_M = 10.0
DEEPEST_UNSTATED_M = 6.0
"""Deeper than the deepest polder, metres must be stated: these may be centimetres."""

WHOLE_METRES = 2.0
"""Depths in whole numbers from here on may be centimetres."""


@dataclass(frozen=True)
class UnitReading:
    """A column in our unit: values (NaN unknown), factor used, and what is to be said or asked."""

    read: Numbers
    values: pd.Series
    factor: float
    note: Phrase | None = None
    problem: Problem | None = None


def unit_reading(entry: Meaning, cells: pd.Series, file: str, excel_percent: bool = False) -> UnitReading:
    """Read the cells of a column as numbers in our unit.

    Parameters
    ----------
    excel_percent : bool
        Excel shows these numbers as percentages; the cells hold them as percents.
    """
    low, high = columns.bounds(entry.column)
    unit = columns.unit(entry.column)
    read = _years(cells) if entry.column == "works_year" else numbers(cells)
    factor = 0.01 if excel_percent else entry.unit_factor
    if read.thousands and (read.values * factor).max() > high:
        decimal = numbers(cells, decimal=True)
        if (decimal.values * factor).dropna().between(low, high).all():
            read = decimal  # 26,125 percent cannot be 26 thousand percent
    read = replace(read, values=_without_codes(read.values, entry.column))
    factors = pd.Series(factor, cells.index)
    note = problem = None
    place = {"file": file, "column": entry.source}
    signed = cells.map(lambda cell: isinstance(cell, str) and cell.strip().endswith("%"))
    if signed.any() and unit != "-":
        problem = Problem("city_percent_cells", **place, value=str(cells[signed].iloc[0]))
    factors[signed] = 0.01
    rest = read.values[~signed].dropna()
    if entry.mapped or excel_percent:
        pass
    elif unit == "-" and factor == 0.01 and len(rest):
        parts = rest[(rest > 0) & (rest < 1)]
        if rest.max() <= 1 and len(parts):
            factor = 1.0
            factors[~signed] = factor
            note = Phrase("report.fractions", {**place, "value": parts.max()})
        elif _two_scales(rest):
            problem = Problem("city_two_units", **place, value=f"{parts.max():g}", must=f"{rest.max():g}")
    elif unit in ("EUR", "EUR/yr") and len(rest) and rest[rest > 0].median() >= entry.plain_above:
        factor = 1.0
        factors[~signed] = factor
        note = Phrase("report.plain", {"file": file, "source": entry.source})
    elif unit == "m" and len(rest):
        problem = _depth_asked(entry, rest, place) or problem
    elif _plain_count(entry, factor) and len(rest) and _mostly_parts(rest):
        problem = Problem("city_parts_of_a_count", **place, value=f"{rest[rest % 1 > 0].iloc[0]:g}")
    values = read.values * factors
    if low > 0:
        values = values.where(values != 0)  # a WOZ of 0 is how a table says that there are no homes
    return UnitReading(read, values, factor, note, problem)


def _plain_count(entry: Meaning, factor: float) -> bool:
    """Whether a column counts, one by one; those of elderly may hold percentages."""
    return columns.unit(entry.column) == "count" and factor == 1 and not entry.column.startswith("residents_")


def _without_codes(values: pd.Series, column: str) -> pd.Series:
    """NaN for numbers that say that nothing is known."""
    codes = values.isin(NODATA)
    if columns.unit(column) == "count":
        text = values.map(lambda value: "" if np.isnan(value) else f"{value:.0f}")
        codes |= (values >= NINES) & text.map(lambda digits: set(digits) == {"9"})
    return values.mask(codes)


def _two_scales(percents: pd.Series) -> bool:
    """Fractions and percentages in one column: two groups with a gap of ten between them."""
    parts, whole = percents[(percents > 0) & (percents < 1)], percents[percents > 1]
    if len(parts) == 0 or len(whole) == 0:
        return False
    return len(parts) >= (len(parts) + len(whole)) / 4 and whole.min() >= 10 * parts.max()


def _mostly_parts(counts: pd.Series) -> bool:
    return counts.max() < 100 and (counts % 1 > 1e-9).sum() > len(counts) / 2


def _depth_asked(entry: Meaning, depths: pd.Series, place: dict[str, str]) -> Problem | None:
    """Metres or centimetres, below or above the ground: asked where the name does not say it."""
    metres = depths * entry.unit_factor
    if (metres < 0).sum() > len(metres) / 2:
        return Problem("city_depth_sense", **place, value=f"{depths.min():g}")
    stated = states_metres(entry.source)
    whole = (metres % 1 == 0).all() and metres.max() >= WHOLE_METRES
    doubtful = not stated and (metres.max() > DEEPEST_UNSTATED_M or whole)
    if doubtful or (entry.column in columns.FLOOD_DEPTHS and metres.max() > DEEPEST_FLOOD_M):
        return Problem("city_metres_asked", **place, value=f"{depths.max():g}")
    return None


def years_of(cells: pd.Series) -> pd.Series:
    """The years in which works start: 2028, 2028-2029, 01-05-2028 or a date. NaN where none is said."""
    return _years(cells).values


def _years(cells: pd.Series) -> Numbers:
    return numbers(cells.map(_year))


def _year(cell: object) -> object:
    if hasattr(cell, "year"):
        return float(cell.year)
    years = re.findall(r"(?<!\d)(20\d\d)(?!\d)", cell) if isinstance(cell, str) else []
    return min(map(float, years)) if years else cell


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
    if held.max() <= 100 and (few or _mostly_parts(held)):
        return "percent"
    return "impossible" if (held > people * 1.05 + ROUNDED).any() else "count"


LEAST_ELDERLY = 0.02
"""In a whole city no smaller part is old; by its counts. [-]"""

MANY = 2_000
"""From so many residents on a smaller part is no chance. [residents]"""

ROUNDED = 15
"""CBS rounds counts to fives, so that a few elderly may outnumber the residents."""


def collapsed(problems: list[Problem], most: int = 8) -> Iterator[Problem]:
    """One message about a column instead of hundreds about its cells."""
    if len(problems) <= most:
        yield from problems
        return
    first = problems[0]
    yield Problem(
        "city_column_numbers",
        file=first.file,
        column=first.column,
        row=first.row,
        value=first.value,
        n=len(problems),
        must=first.details.get("must", ""),
    )
