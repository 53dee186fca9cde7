"""What is usual of a column in a municipality, by the table `usual_values`: another size is asked about."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from kans_model.city import columns
from kans_model.exchange.import_report import Label, RecognisedColumn
from kans_model.exchange.synonyms import Meaning
from kans_model.tables.reading import table
from kans_model.words.problems import Listing, Phrase, Problem

OTHER_FACTORS = {
    "EUR": (1e3, 1e6, 1e-3),
    "EUR/yr": (1e3, 1e-3),
    "count": (1e3,),
    "m²": (1e4, 1e6),
    "mm": (0.1, 10.0),
    "mm/h": (0.36, 0.1, 1 / 24),
}
"""Unit → what other units would be multiplied by: thousands, hectares, m³/ha, l/s/ha, mm per day."""

LISTED = 3
LEAST_AREAS = 3
"""Fewer known areas are no municipality."""

MANY_AREAS = 10
"""Among so many neighbourhoods one is of some size."""


def usual_range(column: str, per: str) -> tuple[float, float] | None:
    """The lowest and the highest usual value of a column by one measure; None where the table has none.

    Examples
    --------
    >>> usual_range("sewer_storage_mm", "median"), usual_range("jobs", "median")
    ((1.0, 25.0), None)
    """
    rows = table("usual_values")
    if (column, per) not in rows.index:
        return None
    row = rows.loc[(column, per)]
    return float(row["least"]), float(row["most"])


def other_readings(value: float, unit: str, low: float, high: float) -> Listing | None:
    """By which factors a value would be usual, and what it would be then; None for no factor.

    Examples
    --------
    >>> other_readings(26.3, "EUR", 1_000, 500_000).text(), other_readings(70, "mm", 1, 25).text()
    ('× 1000 = 26300', '× 0,1 = 7')
    """
    fits = [factor for factor in OTHER_FACTORS.get(unit, ()) if low <= value * factor <= high]
    parts = [Listing(("×", shown(factor), "=", shown(value * factor)), " ") for factor in fits]
    return Listing(parts) if parts else None


def shown(value: float) -> float:
    """A number in three digits.

    Examples
    --------
    >>> shown(26_312.0), shown(0.012345)
    (26300.0, 0.0123)
    """
    return float(f"{value:.3g}")


def one_column_doubts(
    entry: Meaning, ours: pd.Series, place: dict[str, str], stated: bool
) -> Iterator[Problem]:
    """Where the middle or the largest value of a column, in our unit, is of another size than is usual."""
    known, unit = ours[ours > 0], columns.unit(entry.column)
    middle = usual_range(entry.column, "median_stated") if stated else None
    middle = middle or usual_range(entry.column, "median")
    largest = usual_range(entry.column, "largest") if len(ours) >= MANY_AREAS else None
    for limits, value in ((middle, known.median()), (largest, ours.max())):
        if limits and not np.isnan(value) and not limits[0] <= value <= limits[1]:
            must = Listing(
                (shown(limits[0]), "–", shown(limits[1]), "" if unit in ("count", "-") else f" {unit}"), ""
            )
            rows = Listing(
                [
                    Listing((code, shown(number)), ": ")
                    for code, number in (known if len(known) else ours)[:LISTED].items()
                ]
            )
            wide = usual_range(entry.column, "median_stated") or limits
            yield Problem("city_scale", **place, value=rows, must=must, fits=_fits(value, unit, wide))
            return


def _fits(value: float, unit: str, limits: tuple[float, float]) -> Phrase | str:
    factors = other_readings(value, unit, *limits)
    return Phrase("usual.fits", {"factors": factors}) if factors else ""


def _doubt(
    place: dict[str, str], measure: Phrase, value: float, unit: str, limits: tuple[float, float]
) -> Problem:
    said: dict[str, Any] = {"measure": measure, "low": shown(limits[0]), "high": shown(limits[1])}
    return Problem("city_usual", **place, value=shown(value), fits=_fits(value, unit, limits), **said)


def sums_doubts(
    known: pd.DataFrame, area_m2: pd.Series, recognised: list[RecognisedColumn]
) -> tuple[list[Phrase], list[Problem]]:
    """Columns whose sum per hectare, or per unit of another column, is of another size than is usual.

    Parameters
    ----------
    known : DataFrame, index code
        Columns of a city, NaN where unknown.
    area_m2 : Series
        Surface of the polygons. [m²]
    recognised : list of RecognisedColumn
        What the files said; a doubt about a column of a mapping file is only said.
    """
    notes, problems = [], list[Problem]()
    for (kind, per), row in table("usual_values").iterrows():
        entry = next((entry for entry in recognised if _kind(entry.column) == kind), None)
        column = entry.column if entry else str(kind)
        if entry is None or column not in known or (per != "ha" and per not in known):
            continue
        values = known[column].astype(float)
        others = area_m2 / 1e4 if per == "ha" else known[per].astype(float)
        both = values.notna() & others.notna() & (others > 0)
        total, whole = float(values[both].sum()), float(others[both].sum())
        if both.sum() < LEAST_AREAS or total == 0 or (per != "ha" and whole < MANY[per]):
            continue
        ratio, limits = total / whole, (float(row["least"]), float(row["most"]))
        if limits[0] <= ratio <= limits[1] or any(entry.source == doubt.column for doubt in problems):
            continue
        measure = Phrase("usual.ha") if per == "ha" else Phrase("usual.per", {"label": Label(per)})
        place = {"file": entry.file, "column": entry.source}
        doubt = _doubt(place, measure, ratio, columns.unit(column), limits)
        if entry.mapped:
            notes.append(answered(doubt))
        else:
            problems.append(doubt)
    return notes, problems


def _kind(column: str) -> str:
    """A column, or what columns of a stress test have in common: buildings_entered, for any shower."""
    event = columns.STRESS_TEST.fullmatch(column)
    return f"buildings_{event['effect']}" if event else column


MANY = {"residents": 500, "dwellings": 250, "households": 250, "establishments": 50}
"""Fewer together are no measure of what is usual. [count]"""


def answered(problem: Problem) -> Phrase:
    """A doubt that the mapping file answers, which is said only."""
    values = {"column": problem.column, "value": problem.value, **problem.details}
    doubt = Phrase(f"problem.{problem.key}", values)
    return Phrase("report.answered", {"file": problem.file, "doubt": doubt})
