"""HiGHS as we use it."""

import ctypes
import os
import sys

import highspy

FEASIBLE = int(highspy.SolutionStatus.kSolutionStatusFeasible)


def quiet_solver():
    """HiGHS, one thread, without the line it prints to standard output when the first one is made."""
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
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("simplex_scale_strategy", 0)  # its units are scaled already
    solver.setOptionValue("simplex_dual_edge_weight_strategy", 1)  # Devex: many short runs, warm each time
    return solver
