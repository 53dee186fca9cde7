"""HiGHS as we use it."""

import ctypes
import os
import sys
import threading

import highspy
import numpy as np

FEASIBLE = int(highspy.SolutionStatus.kSolutionStatusFeasible)
NO_ANSWER = (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible)
"""What says that there is no answer; what is sought here has ends on every side."""


_silence = threading.Lock()
"""Standard output is the whole process's: two that silence it at once would leave it silent."""


def quiet_solver() -> highspy.Highs:
    """HiGHS, one thread, without the line it prints to standard output when the first one is made."""
    with _silence:
        solver = _made_in_silence()
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("simplex_scale_strategy", 0)  # its units are scaled already
    solver.setOptionValue("simplex_dual_edge_weight_strategy", 1)  # Devex: many short runs, warm each time
    return solver


def _made_in_silence() -> highspy.Highs:
    sys.stdout.flush()
    kept, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        solver = highspy.Highs()
        solver.silent()
        if os.name == "posix":
            ctypes.CDLL(None).fflush(None)  # what the library still holds goes nowhere too
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)
    return solver


def whole_numbers() -> highspy.Highs:
    """The same for trees in whole numbers: there its own ways of scaling and pricing find more."""
    solver = quiet_solver()
    solver.setOptionValue("simplex_scale_strategy", 2)
    solver.setOptionValue("simplex_dual_edge_weight_strategy", -1)
    return solver


def start_from(solver: highspy.Highs, answer: np.ndarray) -> None:
    """Begin at an answer that is known, shape (column,)."""
    solver.setSolution(len(answer), np.arange(len(answer), dtype=np.int32), np.asarray(answer, dtype=float))


def add_columns(
    solver: highspy.Highs, low: np.ndarray, high: np.ndarray, cost: np.ndarray | None = None
) -> int:
    """Variables that stand in no row yet; returns the place of the first.

    Parameters
    ----------
    low, high : array, shape (column,)
        Their ends.
    cost : array, shape (column,), optional
        What one unit of each costs; nothing without it.
    """
    first, n = solver.getNumCol(), len(low)
    nowhere = np.zeros(0, dtype=np.int32)
    cost = np.zeros(n) if cost is None else cost
    solver.addCols(n, cost, low, high, 0, np.zeros(n, dtype=np.int32), nowhere, np.zeros(0))
    return first


def stop_at(solver: highspy.Highs, gap: float, seconds: float = np.inf) -> None:
    """How good an answer in whole numbers must be, as share of its worth, and how long it may take."""
    solver.setOptionValue("mip_rel_gap", gap)
    solver.setOptionValue("time_limit", seconds)


def without_heuristics(solver: highspy.Highs) -> None:
    """Spend no time on finding answers in whole numbers beside the tree."""
    for name in ("rins", "rens", "root_reduced_cost", "feasibility_jump"):
        solver.setOptionValue(f"mip_heuristic_run_{name}", False)
    solver.setOptionValue("mip_heuristic_effort", 0.0)


def run(solver: highspy.Highs) -> None:
    """Solve; where a warm start came to no outcome, once from nothing and once by interior points.

    Tangents that lie close together can leave a basis that the simplex method makes nothing of.
    """
    solver.run()
    if not is_lost(solver):
        return
    solver.clearSolver()
    solver.run()
    if is_lost(solver):
        solver.setOptionValue("solver", "ipm")
        solver.run()
        solver.setOptionValue("solver", "choose")


def is_settled(solver: highspy.Highs) -> bool:
    """Whether the last run proved its answer the best, or that there is none."""
    status = solver.getModelStatus()
    return status == highspy.HighsModelStatus.kOptimal or status in NO_ANSWER


def is_lost(solver: highspy.Highs) -> bool:
    """Whether the last run ended without an outcome, and not for its seconds."""
    return not is_settled(solver) and solver.getModelStatus() != highspy.HighsModelStatus.kTimeLimit


def has_answer(solver: highspy.Highs) -> bool:
    """Whether the last run left an answer within all rows, be it the best or not."""
    return bool(solver.getInfo().primal_solution_status == FEASIBLE)
