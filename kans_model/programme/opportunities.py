"""Missed opportunities: a street opens, and what could go along is built in another year, or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from kans_model.evaluation import economics
from kans_model.programme.plan import Plan
from kans_model.programme.programme import Programme
from kans_model.programme.projects import Project
from kans_model.programme.works import Work, opened

LEAST_EUR = 1.0
"""A saving below this is none. [EUR]"""


@dataclass(frozen=True)
class Opportunity:
    """One opportunity that a plan passes by.

    Attributes
    ----------
    work : Work
    projects : tuple of str
        Ids of projects with measures that could go along.
    lost_eur : float
        What building them by themselves costs more, present value at the start of the base year. [EUR]
    saving_eur : float
        What joining would save, in prices of the study. [EUR]
    join_before : int
        Last year in which preparation can begin: the start of the works less the time it takes.
    """

    work: Work
    projects: tuple[str, ...]
    lost_eur: float
    saving_eur: float
    join_before: int


def missed_opportunities(plan: Plan, works: Sequence[Work]) -> list[Opportunity]:
    """What works open and a plan does not use, the dearest first.

    Of every measure in the areas of the works what joining saves there, less what its own year saves.

    Parameters
    ----------
    plan : Plan
    works : sequence of Work
        Those that start within the programme count.
    """
    own_eur = _own_saving_eur(plan)
    found = (_opportunity(plan, work, own_eur) for work in works if work.start in plan.programme.years)
    return sorted((own for own in found if own), key=lambda missed: -missed.lost_eur)


def lost_together_eur(missed: Iterable[Opportunity]) -> float:
    """What opportunities cost together, present value. [EUR]"""
    return float(sum(opportunity.lost_eur for opportunity in missed))


def _own_saving_eur(plan: Plan) -> np.ndarray:
    """What each line saves in its own years, shape (line,). [EUR]"""
    return (plan.values.line_saving_eur * plan.built[plan.values.lines.project]).sum(axis=1)


def _joined_eur(plan: Plan, work: Work) -> np.ndarray:
    """What each line would save if it went along with these works alone, shape (line,). [EUR]"""
    year, values = np.array([work.start]), plan.values
    alone = replace(values, years=year, opened=opened([work], values.base.room, year))
    alone.__dict__["lines"] = values.lines  # the same projects: no works change what they build
    return alone.line_saving_eur[:, 0]


def _opportunity(plan: Plan, work: Work, own_eur: np.ndarray) -> Opportunity | None:
    values, lines = plan.values, plan.values.lines
    lost = np.maximum(0.0, _joined_eur(plan, work) - own_eur)
    if lost.sum() < LEAST_EUR:
        return None
    base = values.base
    discount = economics.discount_factor(
        base.costs.discount_rate, max(work.start - base.scenario.base_year + 1, 0)
    )
    places = dict.fromkeys(lines.project[lost > 0].tolist())
    return Opportunity(
        work=work,
        projects=tuple(plan.programme.projects[place].id for place in places),
        lost_eur=float(lost.sum() * discount),
        saving_eur=float(lost.sum()),
        join_before=work.start - round(float(base.scalar["project_lead_years"])),
    )


def joined_with_works(plan: Plan, work: Work) -> Programme:
    """The programme in which what could go along with works is built with them.

    What a project builds in the areas of the works, of measures that save there, becomes a project of its
    own in the year of the works; a project of which nothing else is left moves as it is. Pinned, so that a
    next schedule keeps it.
    """
    missed = _opportunity(plan, work, _own_saving_eur(plan))
    programme = plan.programme
    if missed is None:
        return programme
    values, lines = plan.values, plan.values.lines
    saves = _joined_eur(plan, work) > 0
    for key in missed.projects:
        place = next(row for row, own in enumerate(programme.projects) if own.id == key)
        mine = saves & (lines.project == place)
        taken = {
            (str(values.base.room.measures[measure]), str(values.base.room.areas[area]))
            for measure, area in zip(lines.measure[mine], lines.area[mine], strict=True)
        }
        programme = _moved_along(programme, programme.projects[place], taken, work)
    return programme


def _moved_along(
    programme: Programme, project: Project, taken: set[tuple[str, str]], work: Work
) -> Programme:
    rest, along = project.without_lines(taken), project.only_lines(taken)
    length = min(along.duration_years, work.end - work.start + 1)
    new_id = f"{project.id}+{work.id}" if rest.quantities else project.id
    along = replace(
        along,
        id=new_id,
        name=f"{project.name} · {work.name}" if rest.quantities else project.name,
        start=work.start,
        pinned=True,
        duration_years=length,
    )
    kept = programme.with_project(rest) if rest.quantities else programme
    return kept.with_project(along)
