"""Whether a column grows with what it is a part of: counts do, shares, rates and densities do not.

Values on a log scale: where the ratio of a column to its whole varies less than the column itself, the
column grows with it.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd

from kans_model.city import columns
from kans_model.exchange.column_sense import examples, says_percent
from kans_model.exchange.header_units import header_unit
from kans_model.exchange.import_report import Label, RecognisedColumn
from kans_model.exchange.usual_values import MANY_AREAS, answered
from kans_model.words.problems import Phrase, Problem

WHOLES = {
    "owner_occupied_share": ("dwellings", "households", "residents"),
    "corporation_share": ("dwellings", "households", "residents"),
    "tree_canopy_share": ("area_m2",),
    "jobs": ("residents",),
    "establishments": ("residents",),
    "vulnerable_buildings": ("dwellings", "households", "residents"),
}
"""Column → what it is a part of, the nearest first; flooded buildings are a part of the dwellings."""

CROWDS = ("residents", "dwellings", "households")
"""Columns that may be given per km²."""

HA_M2 = 1e4
MOST_PERCENT = 100.0
"""Hectares of water up to here may as well be percentages of the ground."""

UNEQUAL = 0.4
"""Wholes must differ by so much, as a standard deviation of their logarithms, to tell anything. [-]"""

GROWS = 0.8
"""Divided by its whole a count varies less than so much of what it varies itself. [-]"""

EVEN, FAR_MORE = 0.4, 3.0
"""A column that varies less than this, and so much more when divided by its whole, is no count. [-]"""

CROWDED_PER_HA, OPPOSED = 150.0, -0.5
"""A tenth of the areas fuller than this while small areas hold most people: densities. [1/ha], [-]"""


def spread(values: pd.Series) -> float:
    """How much numbers above zero differ: the standard deviation of their logarithms.

    Examples
    --------
    >>> round(spread(pd.Series([1.0, np.e, 0.0])), 3)
    0.707
    """
    return float(np.log(values[values > 0]).std())


def scaling_doubts(
    known: pd.DataFrame, area_m2: pd.Series, recognised: Sequence[RecognisedColumn]
) -> tuple[list[Phrase], list[Problem]]:
    """Shares that may be counts, counts that may be rates, and residents that may be densities.

    Parameters
    ----------
    known : DataFrame, index code
        Columns of a city, NaN where unknown.
    area_m2 : Series
        Surface of the polygons. [m²]
    recognised : sequence of RecognisedColumn
        What the files said; a doubt about a column of a mapping file is only said.

    Returns
    -------
    notes, problems : list of Phrase, list of Problem
        What is to be said with the values as they are read, and what is asked.
    """
    table = known.assign(area_m2=area_m2)
    notes, problems = list[Phrase](), list[Problem]()
    for entry in {entry.column: entry for entry in reversed(recognised)}.values():
        if entry.column == "water_m2" and entry.column in known:
            notes += _of_hectares(entry, known[entry.column].astype(float), area_m2)
        if entry.column not in (*CROWDS, *WHOLES) and not columns.STRESS_TEST.fullmatch(entry.column):
            continue
        if entry.column not in known:
            continue
        values = known[entry.column].astype(float)
        for doubt in _doubts(entry, values, table):
            if isinstance(doubt, Phrase):
                notes.append(doubt)
            elif entry.mapped:
                notes.append(answered(doubt))
            else:
                problems.append(doubt)
    return notes, problems


def _doubts(entry: RecognisedColumn, values: pd.Series, table: pd.DataFrame) -> Iterator[Phrase | Problem]:
    if entry.column in CROWDS:
        yield from _of_densities(entry, values, table["area_m2"])
        return
    flooded = columns.STRESS_TEST.fullmatch(entry.column)
    wholes = WHOLES["vulnerable_buildings"] if flooded else WHOLES.get(entry.column, ())
    for whole in wholes:
        if whole not in table:
            continue
        others = table[whole].astype(float)
        both = (values > 0) & (others > 0)
        if both.sum() < MANY_AREAS or spread(others[both]) < UNEQUAL:
            continue
        if columns.unit(entry.column) == "-":
            yield from _of_shares(entry, values[both], others[both], whole)
        else:
            yield from _of_counts(entry, values[both], others[both], whole)
        return


def _of_shares(
    entry: RecognisedColumn, values: pd.Series, others: pd.Series, whole: str
) -> Iterator[Problem]:
    """A column that does not say percent and grows with its whole: counts, or hectares."""
    bare = entry.unit_factor == 0.01 and not says_percent(f"{entry.source} {entry.said}")
    if bare and spread(values / others) < GROWS * spread(values):
        rows = examples((values / entry.unit_factor).iloc[:3])
        yield Problem("city_counted", entry.file, column=entry.source, rows=rows, must=_named(whole))


def _of_counts(
    entry: RecognisedColumn, values: pd.Series, others: pd.Series, whole: str
) -> Iterator[Phrase | Problem]:
    """A count that varies less than its share of the whole may be a number per 100 or 1,000 of that."""
    itself, shared = spread(values), spread(values / others)
    if itself >= shared:
        return
    said: dict[str, Any] = {"whole": _named(whole), "rows": examples((values / entry.unit_factor).iloc[:3])}
    if itself < EVEN and shared > FAR_MORE * itself:
        yield Problem("city_rate", entry.file, column=entry.source, **said)
    else:
        said |= {"value": float(values.sum()), "ratio": float(f"{values.sum() / others.sum():.2g}")}
        yield Phrase("report.count_or_rate", {"file": entry.file, "column": entry.source, **said})


def _of_densities(
    entry: RecognisedColumn, values: pd.Series, area_m2: pd.Series
) -> Iterator[Phrase | Problem]:
    """People that are most where areas are small, and too many there, are given per km²."""
    both = (values > 0) & (area_m2 > 0)
    if both.sum() < MANY_AREAS or spread(area_m2[both]) < UNEQUAL:
        return
    people, ha = values[both], area_m2[both] / 1e4
    if float(np.corrcoef(np.log(people), np.log(ha))[0, 1]) > OPPOSED:
        return
    rows = examples((people / entry.unit_factor).iloc[:3])
    said: dict[str, Any] = {"rows": rows, "value": float(people.sum())}
    if float((people / ha).quantile(0.9)) > CROWDED_PER_HA:
        yield Problem("city_density", entry.file, column=entry.source, **said)
    else:
        yield Phrase("report.count_or_density", {"file": entry.file, "column": entry.source, **said})


def _of_hectares(entry: RecognisedColumn, values: pd.Series, area_m2: pd.Series) -> Iterator[Phrase]:
    """Hectares whose name does not say so, and that do not grow with the ground, may be percentages of it."""
    if entry.unit_factor != HA_M2 or entry.mapped or header_unit(entry.source) is not None:
        return
    both = (values > 0) & (area_m2 > 0)
    written = values[both] / entry.unit_factor
    if both.sum() < MANY_AREAS or written.max() > MOST_PERCENT or spread(area_m2[both]) < UNEQUAL:
        return
    if spread(values[both]) < spread(values[both] / area_m2[both]):
        said = {"file": entry.file, "column": entry.source, "rows": examples(written.iloc[:3])}
        yield Phrase("report.hectares_or_percent", {**said, "value": float(written.sum())})


def _named(whole: str) -> object:
    return Phrase("usual.area") if whole == "area_m2" else Label(whole)
