"""Figures of one neighbourhood held against each other: a part is no larger than its whole."""

from collections.abc import Iterator
from itertools import combinations, pairwise

import geopandas as gpd
import numpy as np
import pandas as pd

from kans_model.city import columns
from kans_model.exchange.column_sense import LISTED, examples
from kans_model.exchange.import_report import ImportReport, Label, RecognisedColumn
from kans_model.words.problems import KansError, Listing, Phrase, Problem

ROUNDED = 15
"""CBS rounds counts to fives, so that a small part may outnumber its whole. [count]"""

ROUNDED_SHARE = 0.03
"""Three shares in whole percents may add up to so much more than one. [-]"""

FEWEST_COPIED = 5
"""Among fewer areas two figures may be the same by chance."""

NEVER_THE_SAME = (
    ("dwellings", "residents"),
    ("households", "residents"),
    ("share_75plus", "share_65plus"),
    ("corporation_share", "owner_occupied_share"),
)


def mended(known: gpd.GeoDataFrame, report: ImportReport) -> gpd.GeoDataFrame:
    """The areas with what cannot be unknown, and the report with what was found.

    Parameters
    ----------
    known : GeoDataFrame, index code
        Columns of a city.

    Raises
    ------
    KansError
        In most areas a part is larger than its whole: columns are swapped or of another unit.
    """
    known = known.copy()
    problems: list[Problem] = []
    people = known["residents"].astype(float)
    few = ROUNDED / people.where(people > 0)
    slack = {"share_75plus": 0.02 + few.fillna(0.0).clip(upper=1), "households": 0.05 * people + ROUNDED}
    for part, whole in (("share_75plus", "share_65plus"), ("households", "residents")):
        if not {part, whole} <= set(known):
            continue
        parts, wholes = known[part].astype(float), known[whole].astype(float)
        wrong = parts > wholes + slack[part]
        problems += _of_most(wrong, parts, wholes, part, whole, report)
        if wrong.any():
            said = {"label": Label(part), "whole": Label(whole), "rows": _pairs(parts, wholes, wrong)}
            report.notes.append(Phrase("report.part_over_whole", said))
            known.loc[wrong, part] = np.nan
    if {"owner_occupied_share", "corporation_share"} <= set(known):
        owned, let = (known[name].astype(float) for name in ("owner_occupied_share", "corporation_share"))
        wrong = owned + let > 1 + ROUNDED_SHARE
        problems += _of_most(wrong, let, 1 - owned, "corporation_share", "owner_occupied_share", report)
        if wrong.any():
            said = {"label": Label("owner_occupied_share"), "whole": Label("corporation_share")}
            rows = _pairs(owned, let, wrong, "+")
            report.notes.append(Phrase("report.shares_over_one", {**said, "rows": rows}))
            known.loc[wrong, ["owner_occupied_share", "corporation_share"]] = np.nan
    problems += _copies(known, report)
    if problems:
        raise KansError(problems)
    report.notes += list(_unlikely(known))
    return known


def _of_most(
    wrong: pd.Series, parts: pd.Series, wholes: pd.Series, part: str, whole: str, report: ImportReport
) -> Iterator[Problem]:
    both = int((parts.notna() & wholes.notna()).sum())
    if wrong.sum() > 1 and wrong.sum() * 2 > both:
        source = _source(part, report)
        file, column = (source.file, source.source) if source else (report.file, part)
        must = Label(whole) if (other := _source(whole, report)) is None else other.source
        yield Problem(
            "city_parts_over_whole", file=file, column=column, must=must, rows=_pairs(parts, wholes, wrong)
        )


def _copies(known: gpd.GeoDataFrame, report: ImportReport) -> Iterator[Problem]:
    """Two figures that never are the same everywhere, but are: one column was copied into the other."""
    for first, second in NEVER_THE_SAME:
        entries = [_source(name, report) for name in (first, second)]
        if not {first, second} <= set(known) or None in entries or any(e.mapped for e in entries if e):
            continue
        ours, other = known[first].astype(float), known[second].astype(float)
        both = (ours > 0) & (other > 0)
        if (
            both.sum() >= FEWEST_COPIED
            and ours[both].min() < ours[both].max()
            and (ours == other)[both].all()
        ):
            mine, theirs = (entry for entry in entries if entry)
            yield Problem(
                "city_same_column",
                file=mine.file,
                column=mine.source,
                must=theirs.source,
                rows=examples(ours[both].iloc[:3]),
            )


def _source(column: str, report: ImportReport) -> RecognisedColumn | None:
    names = (column, column.replace("share_", "residents_"))
    return next((entry for entry in report.recognised if entry.column in names), None)


def _unlikely(known: gpd.GeoDataFrame) -> Iterator[Phrase]:
    """Pairs that are possible, but hardly."""
    figures = {name: known[name].astype(float) for name in known if name in columns.AREAS.columns}
    nothing = pd.Series(np.nan, known.index)
    people, homes, households = (
        figures.get(name, nothing) for name in ("residents", "dwellings", "households")
    )
    pairs = [
        ("dwellings", "residents", homes, people, homes > 3 * people + 50),
        ("residents", "dwellings", people, homes, people > 10 * homes + 200),
        ("households", "dwellings", households, homes, households > 2 * homes + 50),
    ]
    for often, seldom in combinations(columns.FLOOD_DEPTHS, 2):
        shallow, deep = figures.get(often, nothing), figures.get(seldom, nothing)
        pairs.append((often, seldom, shallow, deep, shallow > deep + 0.05))
    events = sorted(map(str, known.filter(regex="^buildings_entered_")), key=_event)
    for name in events:
        pairs.append((name, "dwellings", known[name], homes, known[name].astype(float) > 2 * homes + 50))
    for light, heavy in pairwise(events):
        ours, other = known[light].astype(float), known[heavy].astype(float)
        if all(less <= more for less, more in zip(_event(light), _event(heavy), strict=True)):
            pairs.append((light, heavy, ours, other, ours > other))
    for first, second, ours, other, odd in pairs:
        if odd.any():
            said = {"label": Label(first), "whole": Label(second), "rows": _pairs(ours, other, odd)}
            yield Phrase("report.unlikely_pair", said)


def _event(column: str) -> tuple[int, int]:
    """Millimetres and minutes of a stress test; a shower that lasts longer with more rain is no lighter."""
    event = columns.STRESS_TEST.fullmatch(column)
    return (int(event["mm"]), int(event["min"])) if event else (0, 0)


def _pairs(first: pd.Series, second: pd.Series, rows: pd.Series, sign: str = "/") -> Listing:
    """The first few rows with both numbers, and how many more there are."""
    codes = first.index[rows]
    parts: list[object] = [
        Listing((f"{code}:", float(first[code]), sign, float(second[code])), " ") for code in codes[:LISTED]
    ]
    more = len(codes) - LISTED
    return Listing([*parts, f"… (+{more})"] if more > 0 else parts)
