"""A project: measures in areas that are built together, in a year, by one owner."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from kans_model.tables.reading import table
from kans_model.tables.vocabulary import BUILD_STATES, LANDOWNERS, YEARS
from kans_model.words.problems import Problem

LONGEST_YEARS = 30
"""Of a project. [yr]"""
Quantities = Mapping[str, Mapping[str, float]]
"""Measure → area code → quantity. [unit of the measure]"""


@dataclass(frozen=True)
class Project:
    """Measures in areas that are built together.

    Attributes
    ----------
    id : str
        Stays when all else changes.
    name : str
    owner : str
        Who builds it, of `LANDOWNERS`.
    quantities : dict
        Measure → area code → quantity. [unit of the measure]
    start : int or None
        Year in which it is planned to start; None where it is not planned yet.
    pinned : bool
        The year was chosen by hand: a schedule keeps it.
    earliest, latest : int or None
        Years between which it must start.
    duration_years : int
        [yr]
    after, excludes : tuple of str
        Ids of projects that must be ready first, and of those that are never built beside it.
    status : str
        Of `BUILD_STATES`.
    realised_eur : float or None
        What it cost once it was built. [EUR]
    realised : dict
        Measure → quantity that was built. [unit of the measure]
    reason : str
        Why it slipped or cost more, in words.
    """

    id: str
    name: str
    owner: str
    quantities: Quantities = field(hash=False)
    start: int | None = None
    pinned: bool = False
    earliest: int | None = None
    latest: int | None = None
    duration_years: int = 1
    after: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    status: str = "idea"
    realised_eur: float | None = None
    realised: Mapping[str, float] = field(default_factory=dict, hash=False)
    reason: str = ""

    @property
    def end(self) -> int | None:
        """Last year in which is built."""
        return None if self.start is None else self.start + self.duration_years - 1

    @property
    def is_fixed(self) -> bool:
        """Whether no schedule may move it: pinned, or already being built."""
        return self.start is not None and (self.pinned or self.status in ("running", "done"))

    def at(self, start: int | None, pinned: bool | None = None) -> Project:
        """The project in another year."""
        return replace(self, start=start, pinned=self.pinned if pinned is None else pinned)

    def built_in_part(self, share: float | None) -> dict[str, float]:
        """Quantities of so much of every measure; none for unknown. [unit of the measure]

        Examples
        --------
        >>> Project("a", "A", "gemeente", {"wadi": {"x": 30.0, "y": 10.0}}).built_in_part(0.5)
        {'wadi': 20.0}
        """
        if share is None:
            return {}
        return {key: share * sum(amounts.values()) for key, amounts in self.quantities.items()}

    def joined(self, other: Project) -> Project:
        """This project and another as one, under the name and rules of this one."""
        merged = {measure: dict(areas) for measure, areas in self.quantities.items()}
        for measure, areas in other.quantities.items():
            mine = merged.setdefault(measure, {})
            for code, quantity in areas.items():
                mine[code] = mine.get(code, 0.0) + quantity
        return replace(
            self,
            quantities=merged,
            duration_years=max(self.duration_years, other.duration_years),
            after=tuple(
                dict.fromkeys(key for key in self.after + other.after if key not in (self.id, other.id))
            ),
            excludes=tuple(dict.fromkeys(self.excludes + other.excludes)),
        )

    def parted(self, measures: Collection[str], new_id: str, name: str) -> tuple[Project, Project]:
        """Two projects: without some measures, and with only these under a new id and name."""
        taken = {(key, code) for key in measures for code in self.quantities.get(key, ())}
        return self.without_lines(taken), replace(self.only_lines(taken), id=new_id, name=name)

    def only_lines(self, lines: Collection[tuple[str, str]]) -> Project:
        """The project with these lines only; a line is a measure and an area."""
        return self._with_lines(lambda line: line in lines)

    def without_lines(self, lines: Collection[tuple[str, str]]) -> Project:
        """The project without these lines."""
        return self._with_lines(lambda line: line not in lines)

    def _with_lines(self, stays: Callable[[tuple[str, str]], bool]) -> Project:
        kept = {
            measure: {code: quantity for code, quantity in amounts.items() if stays((measure, code))}
            for measure, amounts in self.quantities.items()
        }
        return replace(self, quantities={measure: amounts for measure, amounts in kept.items() if amounts})

    def problems(self, areas: Any, years: range) -> Iterator[Problem]:
        """What cannot be, in a city of these areas and a programme of these years."""
        known = table("measures").index
        for measure, amounts in self.quantities.items():
            if measure not in known:
                yield Problem("project_measure_unknown", row=self.name, value=measure)
            for code, quantity in amounts.items():
                if code not in areas:
                    yield Problem("project_area_unknown", row=self.name, value=code)
                if not quantity >= 0:
                    yield Problem("project_quantity_wrong", row=self.name, column=measure, value=quantity)
        if self.owner not in LANDOWNERS:
            yield Problem(
                "project_owner_unknown", row=self.name, value=self.owner, known=", ".join(LANDOWNERS)
            )
        if self.status not in BUILD_STATES:
            yield Problem(
                "project_status_unknown", row=self.name, value=self.status, known=", ".join(BUILD_STATES)
            )
        if not 1 <= self.duration_years <= LONGEST_YEARS:
            yield Problem(
                "project_duration_wrong", row=self.name, value=self.duration_years, high=LONGEST_YEARS
            )
        elif self.duration_years > len(years):
            yield Problem("project_too_long", row=self.name, value=self.duration_years, years=len(years))
        if self.earliest is not None and self.latest is not None and self.earliest > self.latest:
            yield Problem("project_window_reversed", row=self.name, low=self.earliest, high=self.latest)
        if self.start is not None and not YEARS[0] <= self.start <= YEARS[1]:
            yield Problem("project_year_wrong", row=self.name, value=self.start, low=YEARS[0], high=YEARS[1])
        if self.realised_eur is not None and not self.realised_eur >= 0:
            yield Problem("project_realised_wrong", row=self.name, value=self.realised_eur)
        for measure, quantity in self.realised.items():
            if not quantity >= 0:
                yield Problem("project_quantity_wrong", row=self.name, column=measure, value=quantity)

    def to_dict(self) -> dict[str, Any]:
        """As plain values; what is usual is left out."""
        usual = {choice.name: choice.default for choice in fields(self)}
        plain = {choice.name: getattr(self, choice.name) for choice in fields(self)} | {
            "quantities": {key: dict(areas) for key, areas in self.quantities.items()},
            "after": list(self.after),
            "excludes": list(self.excludes),
            "realised": dict(self.realised),
        }
        needed = ("id", "name", "owner", "quantities")
        return {
            name: value
            for name, value in plain.items()
            if name in needed or (value not in ([], {}) and value != usual[name])
        }

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Project:
        """The project that `to_dict` wrote."""
        lists = {name: tuple(values.get(name, ())) for name in ("after", "excludes")}
        return cls(**{**values, **lists})
