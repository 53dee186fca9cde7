"""A schedule to begin with: divided years made whole, then changed a few projects at a time."""

from __future__ import annotations

import time
from dataclasses import dataclass

import highspy
import numpy as np

from kans_model.programme.schedule_program import Program
from kans_model.solver.highs import has_answer, is_settled, quiet_solver, start_from, whole_numbers

AT_ONCE = 0.1
"""Of the choices that are divided, the part that is made whole in one step."""
WHOLE = 1e-6
ROUNDS, STALLED = 10_000, 3
"""How often a few projects are chosen anew at most, and how often per project without any gain."""
NODES = 50
"""Of the tree of one such choice."""
FEWEST, MOST = 5, {"near": 15, "small": 20, "alike": 15}
"""Projects that are chosen anew together; fewer where the tree was not finished, more where it was."""


@dataclass(frozen=True, eq=False)
class Relaxation:
    """The answer where years may be divided.

    Attributes
    ----------
    most : float
        Its worth: no schedule exceeds it. [thousand EUR]
    row_dual : array, shape (row,)
        What one more unit of each row brings.
    """

    most: float
    row_dual: np.ndarray


def rounded(program: Program) -> tuple[Relaxation | None, np.ndarray | None]:
    """The divided answer, and one in whole numbers made of it step by step; None for what is not there.

    In every step the largest parts become whole and the rest is divided anew.
    """
    solver = quiet_solver()
    program.send(solver, whole=False)
    n = len(program.worth)
    low, high = np.zeros(n), np.where(program.is_whole, 1.0, np.inf)
    first = None
    while True:
        solver.run()
        if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return first, None
        solution = solver.getSolution()
        answer = np.array(solution.col_value)
        if first is None:
            first = Relaxation(float(solver.getInfo().objective_function_value), np.array(solution.row_dual))
        divided = (answer > WHOLE) & (answer < 1 - WHOLE) & program.is_whole
        if not divided.any():
            return first, np.where(program.is_whole, answer.round(), answer)
        _fix_some(solver, program, answer, low, high)


def _fix_some(
    solver: highspy.Highs, program: Program, answer: np.ndarray, low: np.ndarray, high: np.ndarray
) -> None:
    """Make the largest parts whole, else only the largest, else rule it out; changes `low` and `high`."""
    free = (low < high) & program.is_whole
    parts = np.flatnonzero((answer > WHOLE) & (answer < 1 - WHOLE) & free)
    parts = parts[np.argsort(-answer[parts], kind="stable")][: max(1, int(len(parts) * AT_ONCE))]
    whole = np.flatnonzero((answer >= 1 - WHOLE) & free)
    every = np.arange(len(answer), dtype=np.int32)
    project = np.append(program.places.project, np.full((~program.is_whole).sum(), -1))
    for chosen in (np.concatenate([whole, parts]), parts[:1]):
        lower, upper = low.copy(), high.copy()
        upper[np.isin(project, project[chosen])] = 0.0
        lower[chosen] = upper[chosen] = 1.0
        solver.changeColsBounds(len(every), every, lower, upper)
        solver.run()
        if solver.getModelStatus() == highspy.HighsModelStatus.kOptimal:
            low[:], high[:] = lower, upper
            return
    high[parts[0]] = 0.0
    solver.changeColsBounds(len(every), every, low, high)


def improved(program: Program, answer: np.ndarray, enough: float, until_s: float) -> np.ndarray:
    """An answer in whole numbers made better: a few projects at a time are chosen anew, the others held.

    By turns those that start around one year, small ones that fill what large ones leave, and those whose
    bills look alike. The same draws every time.

    Parameters
    ----------
    answer : array, shape (column,)
    enough : float
        At which worth it stops. [thousand EUR]
    until_s : float
        On the clock `time.perf_counter`. [s]
    """
    draws, solver = np.random.default_rng(0), whole_numbers()
    solver.setOptionValue("mip_max_nodes", NODES)
    size, since = dict.fromkeys(MOST, 10.0), 0
    n_projects = len(program.places.can_start)
    for turn in range(ROUNDS):
        if program.worth @ answer >= enough or since >= STALLED * n_projects or time.perf_counter() > until_s:
            break
        kind = tuple(MOST)[turn % len(MOST)]
        order = np.argsort(_away(program, answer, kind, draws), kind="stable")
        better, settled = _chosen_anew(solver, program, answer, order[: int(size[kind])])
        size[kind] = min(size[kind] + 0.1, MOST[kind]) if settled else max(size[kind] - 1, FEWEST)
        since += 1
        if program.worth @ better > program.worth @ answer + WHOLE and program.holds(better):
            answer, since = better, 0
    return answer


def _away(program: Program, answer: np.ndarray, kind: str, draws: np.random.Generator) -> np.ndarray:
    """How far each project is from those that are chosen anew together, by a draw, shape (project,)."""
    n_projects, n_years = program.places.can_start.shape
    by_chance = draws.random(n_projects)
    bills = program.project_bills
    if kind == "near":
        return _years_from(program, answer, int(draws.integers(n_years))) + 2 * by_chance
    if kind == "small":
        return bills.sum(axis=1) * by_chance
    own = bills / np.maximum(np.linalg.norm(bills, axis=1, keepdims=True), WHOLE)
    return 0.3 * by_chance - own @ own[draws.integers(n_projects)]


def _years_from(program: Program, answer: np.ndarray, year: int) -> np.ndarray:
    """How far each project starts from a year, shape (project,); one that is not built counts as near."""
    chosen = np.flatnonzero(answer[: len(program.places)] > 0.5)
    away = np.zeros(len(program.places.can_start))
    away[program.places.project[chosen]] = np.abs(program.places.start[chosen] - year)
    return away


def _chosen_anew(
    solver: highspy.Highs, program: Program, answer: np.ndarray, projects: np.ndarray
) -> tuple[np.ndarray, bool]:
    solver.clearModel()
    columns = program.send_part(solver, answer, projects)
    start_from(solver, answer[columns])
    solver.run()
    if not has_answer(solver):
        return answer, is_settled(solver)
    better = answer.copy()
    freed = ~program.is_whole
    freed[: len(program.places)] = np.isin(program.places.project, projects)
    better[freed] = 0.0
    value = np.array(solver.getSolution().col_value)
    better[columns] = np.where(program.is_whole[columns], value.round(), value)
    return better, is_settled(solver)
