"""What looks wrong in a calendar of works but may be so: two works that are one, surfaces opened twice."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import numpy as np
import pandas as pd
import shapely

from kans_model.exchange.works_overlay import largely_the_same
from kans_model.programme.works import Work, twins
from kans_model.words.problems import Phrase

LARGELY = 0.5
"""Works of one kind and time that share this part of the smaller one look like one. [-]"""


def doubts_of(
    works: Sequence[Work], surfaces: Sequence[shapely.Geometry | None], areas: pd.DataFrame
) -> list[Phrase]:
    """Pairs that look like one work, and areas of which works open more than all in one year.

    Parameters
    ----------
    works : sequence of Work
    surfaces : sequence of geometry or None, shape (work,)
        None for works that a table names.
    areas : DataFrame, indexed by code
    """
    pairs = [*_overlapping(works, surfaces), *_alike(works, surfaces)]
    return [*pairs, *_crowded(works, areas)]


def _alike(works: Sequence[Work], surfaces: Sequence[shapely.Geometry | None]) -> list[Phrase]:
    named = [work for work, surface in zip(works, surfaces, strict=True) if surface is None]
    return [_pair("works.alike", first, second) for first, second in twins(named)]


def _overlapping(works: Sequence[Work], surfaces: Sequence[shapely.Geometry | None]) -> list[Phrase]:
    """Works of one kind and time that lie over each other, in the order of the calendar."""
    by_kind: dict[str, list[int]] = {}
    for place, surface in enumerate(surfaces):
        if surface is not None:
            by_kind.setdefault(works[place].kind, []).append(place)
    pairs = []
    for places in by_kind.values():
        shapes = np.array([surfaces[place] for place in places], dtype=object)
        alike = largely_the_same(shapes, LARGELY).tolist()
        pairs += [(places[first], places[second]) for first, second in alike]
    said = []
    for first, second in sorted(pairs):
        own, other = works[first], works[second]
        if own.start <= other.end and other.start <= own.end:
            said.append(_pair("works.overlap", own, other))
    return said


def _pair(key: str, first: Work, second: Work) -> Phrase:
    return Phrase(
        key, {"name": first.name, "other": second.name, "year": str(max(first.start, second.start))}
    )


def _crowded(works: Sequence[Work], areas: pd.DataFrame) -> list[Phrase]:
    """Areas and years in which works of one surface open more than there is."""
    total: dict[tuple[str, int, str], float] = {}
    for work in works:
        during = range(work.start, work.end + 1)
        for code, year, stock in product(work.shares, during, work.opens):
            total[code, year, stock] = total.get((code, year, stock), 0.0) + work.shares[code]
    over = sorted({(code, year) for (code, year, _), share in total.items() if share > 1 + 1e-9})
    return [
        Phrase("works.crowded", {"area": str(areas["name"].get(code, code)), "year": str(year)})
        for code, year in over
    ]
