"""Works that may move: the schedule chooses their years along with those of the projects."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np

from kans_model.programme.limits import Limits
from kans_model.programme.plan import Plan
from kans_model.programme.schedule import GAP, LONGEST_S, Schedule, scheduled
from kans_model.programme.schedule_program import SHORTFALL_YEARS
from kans_model.programme.start_values import StartValues
from kans_model.programme.works import Work, opened
from kans_model.words.problems import KansError

TRIED_ALL = 12
"""Ways to place works up to which every one is scheduled; of more a bound is proven and few are tried."""
TURNS = 3
"""How often projects and works are placed by turns."""
OF_BASE = ("lines", "line_capex_eur", "line_avoided_eur", "benefit_eur", "reach_pct")
"""What works do not change."""


@dataclass(frozen=True, eq=False)
class JointYears:
    """The best years found for projects and works together.

    Attributes
    ----------
    works : tuple of Work
        All of them, those that may move in the chosen year.
    plan, limits : Plan and Limits
        Beside these works.
    schedule : Schedule
        Its bound and gap hold for every way to place the works.
    """

    works: tuple[Work, ...]
    plan: Plan
    limits: Limits
    schedule: Schedule


def is_movable(work: Work) -> bool:
    """Whether a schedule may choose its year: it has a window and is not under way."""
    return len(work.starts) > 1 and work.status not in ("running", "done")


def placed(
    plan: Plan,
    works: Sequence[Work],
    limits_of: Callable[[Plan], Limits],
    gap: float = GAP,
    seconds: float = LONGEST_S,
) -> JointYears:
    """Years for projects and for works that may move.

    Where works can be placed in few ways all of them are scheduled. Else projects and works are placed by
    turns, and what no choice exceeds is proven by works that stand in every year of their window at once:
    whatever they save, they save there as well.

    Raises
    ------
    KansError
        When no schedule keeps all limits.
    """
    works = tuple(works)
    years = plan.programme.years
    choices = [
        [own for own in work.starts if own in years] or [work.start] if is_movable(work) else [work.start]
        for work in works
    ]
    ways = math.prod(len(own) for own in choices)
    search = _Search(plan, works, limits_of, gap, seconds)
    if ways == 1:
        return search.scheduled(works)
    return search.best_of_all(choices) if ways <= TRIED_ALL else search.by_turns(choices)


@dataclass(frozen=True, eq=False)
class _Search:
    plan: Plan
    works: tuple[Work, ...]
    limits_of: Callable[[Plan], Limits]
    gap: float
    seconds: float

    def scheduled(self, works: Sequence[Work], part: float = 1.0) -> JointYears:
        """The best years for projects beside these works, in a part of the time."""
        beside = _beside(self.plan, works)
        limits, years = self.limits_of(beside), self.plan.values.years
        found = scheduled(beside.values.worth_eur, limits, years, self.gap, part * self.seconds)
        return JointYears(tuple(works), beside, limits, found)

    def best_of_all(self, choices: list[list[int]]) -> JointYears:
        """Every way to place the works; raises `KansError` when none of them keeps the limits."""
        ways = list(product(*choices))
        found, refused = [], []
        for starts in ways:
            try:
                found.append(self.scheduled(_moved(self.works, starts), 1 / len(ways)))
            except KansError as error:  # another way may keep the limits: works that join cost less
                refused.append(error)
        if not found:
            raise refused[-1]
        return _bounded(max(found, key=_counted), max(own.schedule.most_eur for own in found))

    def by_turns(self, choices: list[list[int]]) -> JointYears:
        """Projects and works by turns, under a bound that holds for every way."""
        part = 1 / (TURNS + 2)
        bound = self.scheduled([own for work in self.works for own in _whole_window(work)], part).schedule
        found, start = [self.scheduled(self.works, part)], bound.start
        for _ in range(TURNS):
            moved = _best_years(self.plan, self.works, choices, start)
            if any(moved == own.works for own in found):
                break
            try:
                found.append(self.scheduled(moved, part))
            except KansError:
                break
            start = found[-1].schedule.start
        return _bounded(max(found, key=_counted), bound.most_eur)


def _counted(own: JointYears) -> float:
    """What a schedule reaches of its bound: its worth less what lacking counts for. [EUR]"""
    return own.schedule.worth_eur - SHORTFALL_YEARS * float(own.schedule.shortfall_eur.sum())


def _bounded(best: JointYears, most_eur: float) -> JointYears:
    reached = _counted(best)
    gap = max(0.0, most_eur - reached) / max(abs(reached), 1.0)
    return replace(best, schedule=replace(best.schedule, most_eur=most_eur, gap=gap))


def _moved(works: tuple[Work, ...], starts: Sequence[int]) -> tuple[Work, ...]:
    return tuple(
        own if own.start == start else own.moved(start) for own, start in zip(works, starts, strict=True)
    )


def _whole_window(work: Work) -> list[Work]:
    """Works as if they opened in every year in which they may be under way."""
    if not is_movable(work):
        return [work]
    last = work.starts[-1] + work.end - work.start
    return [replace(work, start=work.starts[0], end=last)]


def _beside(plan: Plan, works: Sequence[Work]) -> Plan:
    """The plan beside other works; what these do not change is taken over."""
    values = plan.values
    other: StartValues = replace(values, opened=opened(works, values.base.room, values.years))
    other.__dict__.update({name: getattr(values, name) for name in OF_BASE})
    return replace(plan, programme=plan.programme.with_works(tuple(works)), values=other)


def _best_years(
    plan: Plan, works: tuple[Work, ...], choices: list[list[int]], start: np.ndarray
) -> tuple[Work, ...]:
    """Works one after another in the year in which they save most for projects with these starts."""
    values, rows = plan.values, np.arange(len(start))
    built = np.where((start >= 0)[:, None], values.building[rows, np.maximum(start, 0)], 0.0)
    chosen = list(works)
    for place, years in enumerate(choices):
        saved = {}
        for year in years:
            chosen[place] = works[place] if year == works[place].start else works[place].moved(year)
            beside = _beside(plan, chosen)
            saved[year] = float((beside.values.saving_eur * built).sum())
        # among years that save as much, to half a euro, works stay where they are, else they come first
        best = max(years, key=lambda year: (saved[year] + 0.5 * (year == works[place].start), -year))
        chosen[place] = works[place] if best == works[place].start else works[place].moved(best)
    return tuple(chosen)
