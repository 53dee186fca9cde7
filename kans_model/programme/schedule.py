"""The schedule: years for all projects by a mixed-integer program, with its proven bound."""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np

from kans_model.programme.first_schedule import Relaxation, improved, rounded
from kans_model.programme.independent_parts import independent_parts
from kans_model.programme.limits import Limits
from kans_model.programme.schedule_program import Program
from kans_model.programme.schedule_rows import EURO
from kans_model.solver.highs import has_answer, is_settled, run, start_from, stop_at, whole_numbers
from kans_model.words.problems import KansError, Problem

GAP = 0.005
"""How good a schedule must be, as part of its worth. [-]"""
LONGEST_S = 20.0
"""How long a search may take. [s]"""
IMPROVING = 0.8
"""Part of that in which a first schedule is made better, before a tree goes on from it. [-]"""


LEAST_S = 0.1
"""That a group of projects gets at least. [s]"""


@dataclass(frozen=True, eq=False)
class Schedule:
    """Projects in years.

    Attributes
    ----------
    start : array of int, shape (project,)
        Place of the start year; −1 for a project that is not built.
    worth_eur : float
        What it is worth, as `StartValues.worth_eur` counts it. [EUR]
    most_eur : float
        What no schedule can exceed, by proof. [EUR]
    gap : float
        Between these, as part of the benefit of the schedule. [-]
    marginal : array, shape (payer, year)
        What one more euro of budget would bring, where years could be divided. [EUR per EUR]
    shortfall_eur : array
        What limits that may be missed lack. [EUR/yr]
    seconds : float
    """

    start: np.ndarray
    worth_eur: float
    most_eur: float
    gap: float
    marginal: np.ndarray
    shortfall_eur: np.ndarray
    seconds: float

    @property
    def is_built(self) -> np.ndarray:
        """Mask (project,)."""
        return self.start >= 0


def scheduled(
    worth_eur: np.ndarray, limits: Limits, years: np.ndarray, gap: float = GAP, seconds: float = LONGEST_S
) -> Schedule:
    """The best years for projects within their limits.

    Parameters
    ----------
    worth_eur : array, shape (project, start year)
        [EUR]
    limits : Limits
    years : array of int, shape (year,)
    gap : float
        How good it must be. [-]
    seconds : float
        How long it may take; the best answer so far comes with its honest gap.

    Raises
    ------
    KansError
        When no schedule keeps all limits that must be kept.
    """
    began = time.perf_counter()
    start, most, reached = np.full(len(worth_eur), -1), 0.0, 0.0
    marginal = np.zeros(limits.budget_eur.shape)
    parts = independent_parts(limits)
    left = sum(int(own.can_start.sum()) for _, own in parts)
    for projects, own in parts:
        size = int(own.can_start.sum())
        if not size and not own.reductions:
            continue
        share = (seconds - (time.perf_counter() - began)) * size / max(left, 1)
        program = Program.of(worth_eur[projects], own, years)
        divided, answer, proven = _of_part(program, gap, max(share, LEAST_S), seconds)
        chosen = np.flatnonzero(answer[: len(program.places)] > 0.5)
        start[projects[program.places.project[chosen]]] = program.places.start[chosen]
        most, reached, left = most + proven, reached + float(program.worth @ answer), left - size
        marginal += _marginal(program, divided, limits)
    built = np.flatnonzero(start >= 0)
    return Schedule(
        start=start,
        worth_eur=float(worth_eur[built, start[built]].sum()),
        most_eur=most / EURO,
        gap=_gap(most, reached),
        marginal=marginal,
        shortfall_eur=limits.shortfall_eur(start, years),
        seconds=time.perf_counter() - began,
    )


def _of_part(
    program: Program, gap: float, seconds: float, all_s: float
) -> tuple[Relaxation | None, np.ndarray, float]:
    """The divided answer, the best one in whole numbers, and what none can exceed; in thousand euro."""
    began = time.perf_counter()
    divided, answer = rounded(program)
    if answer is not None and divided is not None:
        enough = divided.most - gap * abs(divided.most)
        answer = improved(program, answer, enough, began + IMPROVING * seconds)
    most = np.inf if divided is None else divided.most
    if answer is None or _gap(most, program.worth @ answer) > gap:
        left_s = seconds - (time.perf_counter() - began)
        answer, proven = _searched(program, answer, gap, left_s, all_s)
        most = min(most, proven)
    return divided, answer, most


def _gap(most: float, reached: float) -> float:
    """How much better it can be at most, as part of what is reached; amounts in thousand euro. [-]"""
    return float(max(0.0, most - reached) / max(abs(reached), EURO))


def _searched(
    program: Program, first: np.ndarray | None, gap: float, left_s: float, seconds: float
) -> tuple[np.ndarray, float]:
    """The best answer of the tree, from a first one if there is any, and what none can exceed."""
    solver = whole_numbers()
    program.send(solver)
    if first is not None:
        start_from(solver, first)
    stop_at(solver, gap, max(left_s, 0.1))
    run(solver)
    if not has_answer(solver):
        key = "schedule_impossible" if is_settled(solver) else "schedule_not_found"
        raise KansError(Problem(key, value=seconds))
    found = np.array(solver.getSolution().col_value)
    found = np.where(program.is_whole, found.round(), found)
    if first is not None and program.worth @ first > program.worth @ found:
        found = first
    info = solver.getInfo()
    bound = float(info.mip_dual_bound)
    return found, bound if np.isfinite(bound) else float(info.objective_function_value)


def _marginal(program: Program, divided: Relaxation | None, limits: Limits) -> np.ndarray:
    """What one more euro of a budget would bring if projects could be divided, shape (payer, year). [-]"""
    marginal = np.zeros(limits.budget_eur.shape)
    if program.budget_rows and divided is not None:
        row, payer, year = np.array(program.budget_rows).T
        marginal[payer, year] = np.abs(divided.row_dual)[row]
    return marginal
