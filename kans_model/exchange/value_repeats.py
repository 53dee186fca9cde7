"""The same figure in many areas: that of their district or postcode, or a cell dragged down."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from kans_model.city import columns
from kans_model.exchange.column_sense import examples
from kans_model.exchange.import_report import RecognisedColumn
from kans_model.exchange.usual_values import MANY_AREAS, answered
from kans_model.words.problems import Phrase, Problem

PEOPLE = ("residents", "dwellings", "households", "residents_65plus", "residents_75plus")
"""Counted, not estimated: not rounded to more than fives."""
COUNTS = (*PEOPLE, "jobs")
MEANS = ("woz_eur", "income_eur", "share_65plus", "share_75plus", "owner_occupied_share", "corporation_share")
"""May be known of a district only, and then stand beside each of its areas; which is said."""

LEAST_COUNT = 50.0
"""Smaller counts, which CBS rounds to fives, are equal by chance, as are a few hectares. [file's unit]"""

FEWEST, SOME, MOST = 3, 0.1, 0.4
"""Rows equal to the one before them, and their share: of this share on it is no chance, and of `MOST` on
it is how the column was made. CBS rounds to fives; of a city of 116 about one row in a hundred is equal."""


FEW_AREAS = 300
"""In a larger city counts rounded to fives meet by chance wherever they stand. [areas]"""


@dataclass(frozen=True)
class Repeats:
    """Rows with the same value as the row before, in the order of the codes, and the share of equal pairs."""

    rows: pd.Series
    share: float


def repeats(values: pd.Series) -> Repeats:
    """Where a value is that of the area before it.

    Examples
    --------
    >>> found = repeats(pd.Series([900.0, 900.0, 900.0, 1200.0], ["BU01", "BU02", "BU03", "BU04"]))
    >>> found.rows.index.tolist(), round(found.share, 2)
    (['BU01', 'BU02', 'BU03'], 0.67)
    """
    known = values.dropna().sort_index()
    same = known.diff() == 0
    run = same | same.shift(-1, fill_value=False)
    pairs = max(len(known) - 1, 1)
    return Repeats(known[run], float(same.sum()) / pairs)


def shared(values: pd.Series, found: Repeats) -> Repeats:
    """Values that most areas share with another one, wherever that stands; else what was found before.

    Examples
    --------
    >>> values = pd.Series([4500.0, 7200.0, 4500.0, 7200.0], ["BU01", "BU02", "BU03", "BU04"])
    >>> shared(values, repeats(values)).share, shared(values[:3], repeats(values[:3])).share
    (0.5, 0.0)
    """
    known = values.dropna().sort_index()
    share = 1 - known.nunique() / max(len(known), 1)
    return Repeats(known[known.duplicated(keep=False)], share) if share >= MOST else found


def repeats_doubts(
    known: pd.DataFrame, recognised: Sequence[RecognisedColumn]
) -> tuple[list[Phrase], list[Problem]]:
    """Counts that repeat are asked about or said; means of a district are said.

    Parameters
    ----------
    known : DataFrame, index code
        Columns of a city, NaN where unknown.
    recognised : sequence of RecognisedColumn
        What the files said; a doubt about a column of a mapping file is only said.
    """
    notes, problems = list[Phrase](), list[Problem]()
    for entry in {entry.column: entry for entry in reversed(recognised)}.values():
        counted = entry.column in (*COUNTS, *columns.SURFACES)
        if entry.column not in known or not (counted or entry.column in MEANS):
            continue
        values = known[entry.column].astype(float)
        values = values[values >= (LEAST_COUNT * entry.unit_factor if counted else 1e-9)]
        found = repeats(values)
        if entry.column in PEOPLE and found.share < MOST and len(values) <= FEW_AREAS:
            found = shared(values, found)
        if len(found.rows) - found.rows.nunique() < FEWEST or len(values) < MANY_AREAS:
            continue
        differ = values.min() < values.max()  # one value everywhere is only said
        rows = examples(found.rows / entry.unit_factor)
        if counted and found.share >= MOST and differ:
            doubt = Problem("city_repeats", entry.file, column=entry.source, rows=rows)
            notes += [answered(doubt)] if entry.mapped else []
            problems += [] if entry.mapped else [doubt]
        elif found.share >= (SOME if counted else MOST) and (counted or differ):
            notes.append(Phrase("report.repeats", {"file": entry.file, "column": entry.source, "rows": rows}))
    return notes, problems
