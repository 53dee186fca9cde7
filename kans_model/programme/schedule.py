"""The schedule: years for all projects by a mixed-integer program, with its proven bound."""

from __future__ import annotations

import time
from dataclasses import dataclass

import highspy
import numpy as np

from kans_model.programme import schedule_rows
from kans_model.programme.limits import Limits
from kans_model.programme.schedule_rows import EURO, Places
from kans_model.solver.highs import add_columns, has_answer, is_settled, quiet_solver, run, stop_at
from kans_model.solver.rows import Rows
from kans_model.words.problems import KansError, Problem

GAP = 0.005
"""How good a schedule must be, as part of its worth. [-]"""
LONGEST_S = 20.0
"""How long a search may take. [s]"""
SHORTFALL_YEARS = 50.0
"""Years of a euro of damage that a limit which may be missed counts for. [yr]"""


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
    places = Places(limits.can_start)
    solver, named = _program(worth_eur, places, limits, years)
    stop_at(solver, gap, seconds)
    run(solver)
    if not has_answer(solver):
        key = "schedule_impossible" if is_settled(solver) else "schedule_not_found"
        raise KansError(Problem(key, value=seconds))
    solution = np.array(solver.getSolution().col_value)
    start = np.full(len(worth_eur), -1)
    chosen = np.flatnonzero(solution[: len(places)] > 0.5)
    start[places.project[chosen]] = places.start[chosen]
    most = _bound(solver) / EURO
    reached = float(solver.getInfo().objective_function_value) / EURO
    built = np.flatnonzero(start >= 0)
    return Schedule(
        start=start,
        worth_eur=float(worth_eur[built, start[built]].sum()),
        most_eur=most,
        gap=max(0.0, most - reached) / max(abs(reached), 1.0),
        marginal=_marginal(solver, named, places, limits),
        shortfall_eur=solution[len(places) :] / EURO,
        seconds=time.perf_counter() - began,
    )


def _program(
    worth_eur: np.ndarray, places: Places, limits: Limits, years: np.ndarray
) -> tuple[highspy.Highs, list[tuple[int, int, int]]]:
    """The program in the solver, and which of its rows are whose budget."""
    solver, rows = quiet_solver(), Rows()
    n, soft = len(places), sum(not limit.hard for limit in limits.reductions)
    add_columns(solver, np.zeros(n), np.ones(n), EURO * worth_eur[places.project, places.start])
    add_columns(solver, np.zeros(soft), np.full(soft, np.inf), np.full(soft, -SHORTFALL_YEARS))
    schedule_rows.one_start(rows, places)
    named = schedule_rows.budgets(rows, places, limits)
    schedule_rows.capacity(rows, places, limits)
    schedule_rows.order(rows, places, limits)
    schedule_rows.exclusion(rows, places, limits)
    schedule_rows.reductions(rows, places, limits, years)
    rows.send(solver)
    solver.changeObjectiveSense(highspy.ObjSense.kMaximize)
    kinds = np.full(n, highspy.HighsVarType.kInteger)
    solver.changeColsIntegrality(n, np.arange(n, dtype=np.int32), kinds)
    return solver, named


def _bound(solver: highspy.Highs) -> float:
    """What no answer in whole numbers can exceed."""
    info = solver.getInfo()
    bound = float(info.mip_dual_bound)
    return bound if np.isfinite(bound) else float(info.objective_function_value)


def _marginal(
    solver: highspy.Highs, named: list[tuple[int, int, int]], places: Places, limits: Limits
) -> np.ndarray:
    """What one more euro of a budget would bring if projects could be divided, shape (payer, year). [-]"""
    marginal = np.zeros(limits.budget_eur.shape)
    if not named:
        return marginal
    n = len(places)
    kinds = np.full(n, highspy.HighsVarType.kContinuous)
    solver.changeColsIntegrality(n, np.arange(n, dtype=np.int32), kinds)
    stop_at(solver, 0.0)
    run(solver)
    dual = np.abs(np.array(solver.getSolution().row_dual))
    row, payer, year = np.array(named).T
    marginal[payer, year] = dual[row]
    return marginal
