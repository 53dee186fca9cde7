"""Works that happen anyway: what opens which surface, where, in which years."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

import numpy as np
import pandas as pd

from kans_model.measures.room import WORKS_STOCKS, Room
from kans_model.tables.vocabulary import BUILD_STATES, WORK_KINDS, YEARS
from kans_model.words.problems import Problem


@dataclass(frozen=True)
class Work:
    """One entry of the calendar of works.

    Attributes
    ----------
    id : str
        Stays when all else changes.
    name, kind : str
        What people call it, and which of `WORK_KINDS` it is.
    shares : dict
        Area code → share of its public space that is opened. [-]
    start, end : int
        First and last year.
    earliest, latest : int or None
        Years between which the start may move; None where it is fixed.
    opens : tuple of str
        Which of `WORKS_STOCKS` it opens.
    owner, status : str
        Whose works they are, and how far they are, of `BUILD_STATES`.
    budget_eur : float or None
        [EUR]
    """

    id: str
    name: str
    kind: str
    shares: Mapping[str, float] = field(hash=False)
    start: int
    end: int
    earliest: int | None = None
    latest: int | None = None
    opens: tuple[str, ...] = WORKS_STOCKS
    owner: str = ""
    status: str = "planned"
    budget_eur: float | None = None

    @property
    def starts(self) -> range:
        """Years in which it can start: its own, or those of its window."""
        if self.earliest is None and self.latest is None:
            return range(self.start, self.start + 1)
        return range(self.earliest or self.start, (self.latest or self.start) + 1)

    def moved(self, start: int) -> Work:
        """The same works from another year on."""
        values = {choice.name: getattr(self, choice.name) for choice in fields(self)}
        return Work(**values | {"start": start, "end": self.end + start - self.start})

    def problems(self, areas: Collection[str]) -> Iterator[Problem]:
        """What cannot be, in a city of these areas."""
        unknown = [code for code in self.shares if code not in areas]
        if unknown:
            yield Problem("work_area_unknown", row=self.name, value=", ".join(unknown[:5]))
        if not self.shares:
            yield Problem("work_nowhere", row=self.name)
        wrong = [share for share in self.shares.values() if not 0 < share <= 1]
        if wrong:
            yield Problem("work_share_wrong", row=self.name, value=wrong[0])
        if self.kind not in WORK_KINDS:
            yield Problem("work_kind_unknown", row=self.name, value=self.kind, known=", ".join(WORK_KINDS))
        if self.status not in BUILD_STATES:
            yield Problem(
                "work_status_unknown", row=self.name, value=self.status, known=", ".join(BUILD_STATES)
            )
        if self.end < self.start:
            yield Problem("work_ends_before_start", row=self.name, start=self.start, end=self.end)
        if not all(YEARS[0] <= year <= YEARS[1] for year in (self.start, self.end)):
            yield Problem("work_year_wrong", row=self.name, value=self.start, low=YEARS[0], high=YEARS[1])
        elif self.start not in self.starts:
            window = f"{self.starts.start}–{self.starts.stop - 1}"
            yield Problem("work_outside_window", row=self.name, value=self.start, window=window)
        if self.budget_eur is not None and not self.budget_eur >= 0:
            yield Problem("work_budget_wrong", row=self.name, value=self.budget_eur)

    def to_dict(self) -> dict[str, Any]:
        """As plain values; what is usual is left out."""
        usual = {choice.name: choice.default for choice in fields(self)}
        plain = asdict(self) | {"shares": dict(self.shares), "opens": list(self.opens)}
        return {
            name: value
            for name, value in plain.items()
            if value != usual[name] and not (name == "opens" and self.opens == WORKS_STOCKS)
        }

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Work:
        """The works that `to_dict` wrote."""
        return cls(**{**values, "opens": tuple(values.get("opens", WORKS_STOCKS))})


def city_works(areas: pd.DataFrame) -> tuple[Work, ...]:
    """The `works_*` columns of a city as a calendar of one entry each; those of unknown extent are left out.

    Parameters
    ----------
    areas : DataFrame
        Areas of a city: `name`, `works_year`, `works_share`, `works_kind`.
    """
    known = areas[areas["works_year"].notna() & (areas["works_share"] > 0)]
    return tuple(
        Work(
            id=f"city-{code}",
            name=str(row["name"]),
            kind=row["works_kind"] or "street",
            shares={str(code): float(row["works_share"])},
            start=int(row["works_year"]),
            end=int(row["works_year"]),
        )
        for code, row in known.iterrows()
    )


def opened(works: Iterable[Work], room: Room, years: np.ndarray) -> np.ndarray:
    """Share of each surface that works open in each year, shape (stock of `WORKS_STOCKS`, area, year). [-]

    Works in one area and year add up, to all of it at most.
    """
    share = np.zeros((len(WORKS_STOCKS), len(room.areas), len(years)))
    for work in works:
        rows = [WORKS_STOCKS.index(stock) for stock in work.opens]
        during = (years >= work.start) & (years <= work.end)
        places = room.areas.get_indexer(list(work.shares))
        part = np.array(list(work.shares.values()))[:, None] * during
        share[np.ix_(rows, places)] += part
    return np.minimum(share, 1.0)


def twins(works: Iterable[Work]) -> list[tuple[Work, Work]]:
    """Pairs that look like one entry written twice: same kind, years and areas."""
    seen: dict[tuple[Any, ...], Work] = {}
    pairs = []
    for work in works:
        key = (work.kind, work.start, work.end, frozenset(work.shares))
        if key in seen:
            pairs.append((seen[key], work))
        seen.setdefault(key, work)
    return pairs
