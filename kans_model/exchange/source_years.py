"""Of which year the figures of a file are, and which of several files goes first."""

import re
from collections.abc import Collection, Hashable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Protocol

import numpy as np
import pandas as pd

from kans_model.exchange.header_units import year_in, year_rank
from kans_model.exchange.synonyms import Meaning, normal
from kans_model.words.problems import Phrase

OLD_YEARS = 10
"""Older figures may no longer hold for today. [years]"""

DATED = (
    "residents",
    "residents_65plus",
    "residents_75plus",
    "share_65plus",
    "share_75plus",
    "dwellings",
    "households",
    "woz_eur",
    "income_eur",
    "owner_occupied_share",
    "corporation_share",
    "jobs",
    "establishments",
    "nonresidential_woz_eur",
)
"""Columns that change from year to year; of works and floods a year says something else."""

YEAR_COLUMNS = {"jaar", "year", "peiljaar", "verslagjaar", "datajaar", "perioden", "periode", "peildatum"}
_FULL_DATE = re.compile(
    r"(?<!\d)(?:(?:19|20)\d\d[-_. ]?(?:0?[1-9]|1[0-2])[-_. ]?(?:[0-2]?\d|3[01])"
    r"|(?:[0-2]?\d|3[01])[-_. ]?(?:0?[1-9]|1[0-2])[-_. ]?(?:19|20)\d\d)(?!\d)"
)
_NEW_YEAR = re.compile(r"\d{4}[-_. ]?0?1[-_. ]?0?1|0?1[-_. ]?0?1[-_. ]?\d{4}")
_FORECAST = re.compile(r"prognos|raming|geraamd|forecast|projection|toekomst", re.IGNORECASE)
BEHIND = 100_000


class YearSource(Protocol):
    """A file that may know of which year its figures are."""

    file: str
    year: int | None
    forecast: bool
    meanings: dict[str, Meaning]


def export_date(name: str) -> str | None:
    """A whole date in the name of a file, which is that of the file and no year of figures; None without.

    The first of January is the day that figures are of.

    Examples
    --------
    >>> [export_date(name) for name in ("kern_20241105", "kern-05-11-2024", "kern_20240101", "kern_2024")]
    ['20241105', '05-11-2024', None, None]
    """
    for match in _FULL_DATE.finditer(name):
        if not _NEW_YEAR.fullmatch(match[0]):
            return match[0]
    return None


def new_years_day(name: str) -> tuple[str, str] | None:
    """The first of January in the name of a file, as it stands there, and its year; None without.

    Examples
    --------
    >>> new_years_day("kern_20240101"), new_years_day("kern_01-01-2024"), new_years_day("kern_20241105")
    (('20240101', '2024'), ('01-01-2024', '2024'), None)
    """
    days = [match[0] for match in _FULL_DATE.finditer(name) if _NEW_YEAR.fullmatch(match[0])]
    return (days[0], str(year_in(days[0]) or "")) if days and export_date(name) is None else None


def year_of_name(name: str) -> int | None:
    """The year of the figures, as the name of a file says it; the date of an export is none."""
    date = export_date(name)
    return year_in(name.replace(date, " ") if date else name)


def is_forecast(text: str) -> bool:
    """Whether a text speaks of a forecast."""
    return _FORECAST.search(text) is not None


def year_column(frame: pd.DataFrame) -> pd.Series | None:
    """The years of the rows, NaN where none is said; None without a column of years."""
    for name in frame.columns:
        if normal(name) in YEAR_COLUMNS:
            years = frame[name].map(lambda cell: year_in(str(cell).removesuffix(".0")))
            return years.astype(float) if years.notna().any() else None
    return None


def newest_rows(years: pd.Series) -> int:
    """The year whose rows are read: the newest that is no forecast."""
    return int(min(years.dropna().unique(), key=lambda year: year_rank(int(year))))


def ordered(sources: Sequence[YearSource], column: str) -> list[YearSource]:
    """The files that know a column, the newest first; one without a year keeps its place, forecasts go last.

    Examples
    --------
    >>> from types import SimpleNamespace as File
    >>> files = [File(year=year, forecast=False, meanings={"residents": Meaning("residents", "inwoners")})
    ...          for year in (2015, None, 2024)]
    >>> [file.year for file in ordered(files, "residents")]
    [2024, None, 2015]
    """
    known = [source for source in sources if column in source.meanings]
    if column not in DATED:
        return known
    firm = [source for source in known if not _foretold(source, column)]
    last = [source for source in known if _foretold(source, column)]
    dated = iter(
        sorted(
            filter(lambda source: _year(source, column), firm),
            key=lambda source: year_rank(_year(source, column) or 0),
        )
    )
    placed = [next(dated) if _year(source, column) else source for source in firm]
    return [*placed, *sorted(last, key=lambda source: _year(source, column) or BEHIND)]


def notes_on_years(source: YearSource, leading: Collection[str]) -> Iterator[Phrase]:
    """What is said of figures that are old or foretold: of the columns it leads in, by their year."""
    this_year = datetime.now(UTC).year
    told: dict[tuple[str, str], list[str]] = {}
    for column in filter(leading.__contains__, DATED):
        year = _year(source, column)
        shown = str(year or "?")
        if _foretold(source, column):
            told.setdefault(("report.forecast_year", shown), []).append(source.meanings[column].source)
        elif year and year < this_year - OLD_YEARS:
            told.setdefault(("report.old_year", shown), []).append(source.meanings[column].source)
    for (key, shown), names in told.items():
        yield Phrase(key, {"file": source.file, "column": ", ".join(names), "year": shown})


def _year(source: YearSource, column: str) -> int | None:
    return source.meanings[column].year or source.year


def _foretold(source: YearSource, column: str) -> bool:
    year, stated = _year(source, column), source.meanings[column].year
    return (year or 0) > datetime.now(UTC).year or (source.forecast and stated is None)


def differing(first: pd.Series, second: pd.Series) -> list[Hashable]:
    """Where both know a cell, and not the same."""
    both = first.notna() & second.notna()
    ours, theirs = first[both], second[both]
    if pd.api.types.is_numeric_dtype(ours) and pd.api.types.is_numeric_dtype(theirs):
        return list(ours.index[~np.isclose(ours, theirs, rtol=1e-9)])
    return list(ours.index[ours.to_numpy() != theirs.to_numpy()])


class FilePairs:
    """Files that know the same figure: which went first, in how many cells they differ, what was filled."""

    def __init__(self) -> None:
        self._pairs: dict[tuple[str, str], list[tuple[str, int, int]]] = {}

    def add(
        self, first: YearSource, other: YearSource, column: str, kept: pd.Series, values: pd.Series
    ) -> None:
        """Hold the values of a column in two files against each other."""
        gaps = int((kept.isna() & values.notna()).sum())
        key = (_named(first, column), _named(other, column))
        counted = (first.meanings[column].source, len(differing(kept, values)), gaps)
        self._pairs.setdefault(key, []).append(counted)

    def notes(self) -> Iterator[Phrase]:
        for (first, second), counts in self._pairs.items():
            for key, place in (("report.first_file", 1), ("report.gaps_filled", 2)):
                told = [entry for entry in counts if entry[place]]
                if told:
                    n = sum(int(entry[place]) for entry in told)
                    labels = ", ".join(dict.fromkeys(str(entry[0]) for entry in told))
                    yield Phrase(key, {"first": first, "second": second, "n": n, "labels": labels})


def _named(source: YearSource, column: str) -> str:
    year = _year(source, column) if column in DATED else None
    return f"{source.file} ({year})" if year else source.file
