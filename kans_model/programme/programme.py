"""The programme of a study: which projects, in which years, beside which works, under which limits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from graphlib import CycleError, TopologicalSorter
from typing import Any

from kans_model.programme.basis import NOT_NOTED, Basis
from kans_model.programme.projects import Project
from kans_model.programme.record import RecordYear
from kans_model.programme.works import Work
from kans_model.tables.vocabulary import LANDOWNERS, YEARS
from kans_model.words.problems import KansError, Problem

FIRST_LENGTH_YEARS = 15
"""Of a programme that nobody set a last year of. [yr]"""
LONGEST_PROGRAMME_YEARS = 40
"""What a schedule looks ahead at most. [yr]"""
_OWN_FORM = (
    "projects",
    "works",
    "budgets",
    "capacity_eur",
    "capacity_projects",
    "record",
    "made_on",
    "planned_on",
)
"""What a file does not hold as it stands."""


@dataclass(frozen=True)
class Programme:
    """Projects in years. Change it with the `with_…` methods: they return a new one.

    Attributes
    ----------
    package : str
        Id of the package it was made from; empty for none yet.
    first_year, last_year : int
        Between which is built.
    projects : tuple of Project
    works : tuple of Work
        Own calendar of works; empty: what the columns of the city say.
    budgets : dict
        Party → year (as text) → what it can spend. A party that is not named has no limit. [EUR]
    capacity_eur, capacity_projects : dict
        Owner → what it can build in a year, in euro, and how many projects at a time.
    reach_eur : float
        What one per cent of reach in an opgave counts for in a year. [EUR/yr]
    only_worthwhile : bool
        Whether a schedule leaves out what costs more than is counted of what it brings.
    record : tuple of RecordYear
        What the city planned and spent in years that are over; empty where it brings none.
    made_on, planned_on : Basis
        What the projects, and their years, rested on when they were chosen.
    """

    package: str = ""
    first_year: int = 2027
    last_year: int = 2027 + FIRST_LENGTH_YEARS - 1
    projects: tuple[Project, ...] = ()
    works: tuple[Work, ...] = ()
    budgets: Mapping[str, Mapping[str, float]] = field(default_factory=dict, hash=False)
    capacity_eur: Mapping[str, float] = field(default_factory=dict, hash=False)
    capacity_projects: Mapping[str, float] = field(default_factory=dict, hash=False)
    reach_eur: float = 0.0
    only_worthwhile: bool = False
    record: tuple[RecordYear, ...] = ()
    made_on: Basis = NOT_NOTED
    planned_on: Basis = NOT_NOTED

    @property
    def started(self) -> bool:
        """Whether there is anything in it."""
        return self != Programme()

    @property
    def is_planned(self) -> bool:
        """Whether any project has a year: financing then follows these years."""
        return any(project.start is not None for project in self.projects)

    @property
    def years(self) -> range:
        """In which is built."""
        return range(self.first_year, self.last_year + 1)

    def project(self, project_id: str) -> Project:
        """A project by its id.

        Raises
        ------
        KansError
            When there is none.
        """
        for project in self.projects:
            if project.id == project_id:
                return project
        known = ", ".join(project.id for project in self.projects)
        raise KansError(Problem("project_unknown", value=project_id, known=known or "–"))

    def with_project(self, project: Project) -> Programme:
        """The programme with a project added, or put in the place of the one with the same id."""
        ids = [own.id for own in self.projects]
        if project.id not in ids:
            return replace(self, projects=(*self.projects, project))
        kept = tuple(project if own.id == project.id else own for own in self.projects)
        return replace(self, projects=kept)

    def without_project(self, project_id: str) -> Programme:
        """The programme without a project; nothing waits for it or gives way to it any more."""
        kept = (
            replace(
                own,
                after=tuple(key for key in own.after if key != project_id),
                excludes=tuple(key for key in own.excludes if key != project_id),
            )
            for own in self.projects
            if own.id != project_id
        )
        return replace(self, projects=tuple(kept))

    def with_starts(self, starts: Mapping[str, int | None]) -> Programme:
        """The programme with these projects in these years; the others stay."""
        moved = (own.at(starts[own.id]) if own.id in starts else own for own in self.projects)
        return replace(self, projects=tuple(moved))

    def made_of(self, package: str, projects: tuple[Project, ...], made_on: Basis = NOT_NOTED) -> Programme:
        """The programme with the projects of a package in place of its own; its limits and works stay."""
        return replace(self, package=package, projects=projects, made_on=made_on)

    @property
    def starts(self) -> dict[str, int | None]:
        """Project id → the year in which it starts, or none."""
        return {project.id: project.start for project in self.projects}

    def without_years(self) -> Programme:
        """The programme with no project planned but those that are being built."""
        freed = (own if own.status in ("running", "done") else own.at(None, False) for own in self.projects)
        return replace(self, projects=tuple(freed))

    def with_yearly_budget(self, party: str, eur_per_year: float | None) -> Programme:
        """The programme with the same budget for a party in every year; None for no limit. [EUR/yr]"""
        others = {name: by_year for name, by_year in self.budgets.items() if name != party}
        mine = {} if eur_per_year is None else {party: {str(year): eur_per_year for year in self.years}}
        return replace(self, budgets={**others, **mine})

    def with_capacity(
        self, owner: str, eur_per_year: float | None = None, projects: float | None = None
    ) -> Programme:
        """The programme with what an owner can build in a year, in euro and at a time; None for no limit."""
        return replace(
            self,
            capacity_eur=_with_amount(self.capacity_eur, owner, eur_per_year),
            capacity_projects=_with_amount(self.capacity_projects, owner, projects),
        )

    def with_works(self, works: tuple[Work, ...]) -> Programme:
        """The programme beside another calendar of works."""
        return replace(self, works=works)

    def with_work_starts(self, starts: Mapping[str, int]) -> Programme:
        """The programme with these works in these years; the others stay."""
        moved = (own.moved(starts[own.id]) if own.id in starts else own for own in self.works)
        return replace(self, works=tuple(moved))

    def with_record(self, record: tuple[RecordYear, ...]) -> Programme:
        """The programme with what the city planned and spent in years that are over."""
        return replace(self, record=record)

    def budget_eur(self, party: str, year: int) -> float:
        """What a party can spend in a year; no limit where nobody gave one. [EUR]"""
        own = self.budgets.get(party)
        return float("inf") if own is None else float(own.get(str(year), 0.0))

    # --- what cannot be -------------------------------------------------------------------------

    def problems(self, areas: Collection[str], parties: Collection[str]) -> Iterator[Problem]:
        """What cannot be, for a city of these areas and these parties of the financing."""
        if not YEARS[0] <= self.first_year <= self.last_year <= YEARS[1]:
            yield Problem("programme_years_wrong", value=f"{self.first_year}–{self.last_year}")
            return
        if len(self.years) > LONGEST_PROGRAMME_YEARS:
            yield Problem("programme_too_long", value=len(self.years), high=LONGEST_PROGRAMME_YEARS)
        for project in self.projects:
            yield from project.problems(areas, self.years)
        for work in self.works:
            yield from work.problems(areas)
        for own in self.record:
            yield from own.problems()
        for kind, rows in (("project_twice", self.projects), ("work_twice", self.works)):
            ids = Counter(row.id for row in rows)
            yield from (Problem(kind, value=name) for name, n in ids.items() if n > 1)
        yield from self._limit_problems(parties)
        yield from self._order_problems()

    def _limit_problems(self, parties: Collection[str]) -> Iterator[Problem]:
        for party, by_year in self.budgets.items():
            if party not in parties:
                yield Problem("budget_party_unknown", value=party, known=", ".join(parties))
            for year, amount in by_year.items():
                if not year.isdecimal() or not amount >= 0:
                    yield Problem("budget_wrong", row=party, column=year, value=amount)
        for owner, amount in (*self.capacity_eur.items(), *self.capacity_projects.items()):
            if owner not in LANDOWNERS or not amount >= 0:
                yield Problem("capacity_wrong", row=owner, value=amount)
        if not self.reach_eur >= 0:
            yield Problem("reach_value_wrong", value=self.reach_eur)

    def _order_problems(self) -> Iterator[Problem]:
        names = {project.id: project.name for project in self.projects}
        order: TopologicalSorter[str] = TopologicalSorter()
        for project in self.projects:
            for key in (*project.after, *project.excludes):
                if key not in names:
                    yield Problem("project_unknown", row=project.name, value=key, known=", ".join(names))
                elif key == project.id:
                    yield Problem("project_after_itself", row=project.name)
            order.add(project.id, *(key for key in project.after if key in names and key != project.id))
        try:
            order.prepare()
        except CycleError as error:
            circle = " → ".join(names.get(key, key) for key in error.args[1])
            yield Problem("projects_in_circle", value=circle)

    def check(self, areas: Collection[str], parties: Collection[str]) -> None:
        """Refuse a programme that cannot be.

        Raises
        ------
        KansError
            Everything that is wrong with it, at once.
        """
        problems = list(self.problems(areas, parties))
        if problems:
            raise KansError(problems)

    # --- saving ---------------------------------------------------------------------------------

    def to_dict(self) -> dict[str, Any]:
        """As plain values that a study file can hold."""
        return {
            **{
                choice.name: getattr(self, choice.name)
                for choice in fields(self)
                if choice.name not in _OWN_FORM
            },
            "projects": [project.to_dict() for project in self.projects],
            "works": [work.to_dict() for work in self.works],
            "budgets": {party: dict(by_year) for party, by_year in self.budgets.items()},
            "capacity_eur": dict(self.capacity_eur),
            "capacity_projects": dict(self.capacity_projects),
            # only where one is given: the reference of a programme of before stays as it was
            **({"record": [own.to_dict() for own in self.record]} if self.record else {}),
            # only where it is noted: the file of a programme of before stays as it was
            **({"made_on": self.made_on.to_dict()} if self.made_on.is_noted else {}),
            **({"planned_on": self.planned_on.to_dict()} if self.planned_on.is_noted else {}),
        }

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Programme:
        """The programme that `to_dict` wrote; what is not there is empty."""
        return cls(
            **{
                **values,
                "projects": tuple(Project.from_dict(row) for row in values.get("projects", ())),
                "works": tuple(Work.from_dict(row) for row in values.get("works", ())),
                "record": tuple(RecordYear(**row) for row in values.get("record", ())),
                "made_on": Basis.from_dict(values.get("made_on", {})),
                "planned_on": Basis.from_dict(values.get("planned_on", {})),
            }
        )


def _with_amount(amounts: Mapping[str, float], owner: str, most: float | None) -> dict[str, float]:
    """Amounts per owner with that of one changed; None takes it out."""
    others = {key: amount for key, amount in amounts.items() if key != owner}
    return others if most is None else {**others, owner: most}
