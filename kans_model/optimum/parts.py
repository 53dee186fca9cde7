"""Whole projects area by area: with its limits priced a program falls into parts, each solved alone."""

from collections.abc import Hashable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import highspy
import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from kans_model.computing.progress import Waiting
from kans_model.optimum.bound import priced_columns
from kans_model.optimum.linear_program import LinearProgram
from kans_model.solver.highs import has_answer, is_settled, quiet_solver, without_heuristics

ROUNDS = 4
"""Times tangents are added where a part promises too much."""
NODES = 100
"""Nodes of the solver's tree for one part: a number and not a time, so that every run says the same."""
GAP = 1e-4
"""How near all parts together come to their best. [-]"""
AT_ONCE = 2
"""Parts that are solved side by side: the solver works outside Python's lock."""


@dataclass(frozen=True, eq=False)
class Part:
    """Columns and rows that share nothing with others once the limits are priced.

    Attributes
    ----------
    columns, rows : array of int
        Their places in the program.
    """

    columns: np.ndarray
    rows: np.ndarray


class Parts:
    """The parts of a program at these prices of its limits, and what each is worth at most.

    Lagrangian relaxation [1]_: what the parts are worth at most, with what the limits bring, bounds every
    package; the best of each part is a column that no local search need have found.

    Parameters
    ----------
    program : LinearProgram
        With its whole numbers and its aim.
    prices : dict
        Limit → price.
    worth : float
        About what a package is worth. [unit of the program]

    References
    ----------
    .. [1] Geoffrion 1974, "Lagrangean relaxation for integer programming".
    """

    def __init__(
        self, program: LinearProgram, prices: Mapping[Hashable, float], worth: float, waiting: Waiting
    ) -> None:
        self.program, self.waiting = program, waiting
        self.near = GAP * max(abs(worth), 1.0) / program.shape[1]
        self.priced = [program.rows[name] for name in prices]
        priced, self.paid = priced_columns(program, prices)
        self.cost = -priced
        self.cost[: len(program.penalty)] += program.penalty
        self.answer = np.zeros(program.n_columns)
        self.most: dict[int, float] = {}
        self.n_rows: dict[int, int] = {}

    def solved(self) -> tuple[float, np.ndarray]:
        """The most any package is worth, and the best of every part, shape (column,)."""
        for _ in range(ROUNDS):
            self._solve()
            if not self.program.cut(self.program.quantity(self.answer), self.answer):
                break
        return self.paid + sum(self.most.values()), self.answer

    def _solve(self) -> None:
        """Solve every part that has tangents it had not before."""
        whole = _Arrays.of(self.program.solver.getLp())
        changed = [part for part in self._parts(whole) if len(part.rows) != self._rows_before(part)]
        solvers = [self._solver(whole, part) for part in changed]
        with ThreadPoolExecutor(max_workers=AT_ONCE) as pool:
            for part, solver, _ in zip(changed, solvers, pool.map(highspy.Highs.run, solvers), strict=True):
                self.waiting.tell()
                first = int(part.columns[0])
                self.most[first], self.n_rows[first] = _most(solver, whole, part), len(part.rows)
                if has_answer(solver):
                    self.answer[part.columns] = np.array(solver.getSolution().col_value)

    def _rows_before(self, part: Part) -> int:
        return self.n_rows.get(int(part.columns[0]), -1)

    def _parts(self, whole: "_Arrays") -> list[Part]:
        """Columns that rows other than the limits tie together, directly or along others."""
        tied = whole.matrix.copy()
        for row in self.priced:
            tied.data[tied.indptr[row] : tied.indptr[row + 1]] = 0
        tied.eliminate_zeros()
        _, part_of = connected_components(sparse.bmat([[None, tied], [tied.T, None]]), directed=False)
        of_row, of_column = np.split(part_of, [tied.shape[0]])
        of_row[self.priced] = -1
        columns, rows = _by_part(of_column), _by_part(of_row)
        tied_columns = np.concatenate([columns[part] for part in rows if part in columns])
        self._put_untied(np.setdiff1d(np.arange(len(of_column)), tied_columns), whole)
        return [Part(columns[part], mine) for part, mine in rows.items() if part in columns]

    def _put_untied(self, columns: np.ndarray, whole: "_Arrays") -> None:
        """What stands in no row is best at one of its ends."""
        low, high = whole.columns[:, columns]
        self.answer[columns] = np.where(self.cost[columns] < 0, high, low)
        self.most[-1] = -float(self.cost[columns] @ self.answer[columns])

    def _solver(self, whole: "_Arrays", part: Part) -> highspy.Highs:
        """The program of one part, ready to run."""
        mine, own = highspy.HighsLp(), whole.matrix[part.rows][:, part.columns].tocsc()
        mine.num_row_, mine.num_col_ = own.shape
        mine.col_cost_ = self.cost[part.columns]
        mine.col_lower_, mine.col_upper_ = whole.columns[:, part.columns]
        mine.row_lower_, mine.row_upper_ = whole.rows[:, part.rows]
        mine.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        mine.a_matrix_.num_row_, mine.a_matrix_.num_col_ = own.shape
        mine.a_matrix_.start_, mine.a_matrix_.index_, mine.a_matrix_.value_ = (
            own.indptr,
            own.indices,
            own.data,
        )
        if whole.is_integral(part):
            mine.integrality_ = [whole.kinds[column] for column in part.columns]
        solver = quiet_solver()
        without_heuristics(solver)
        solver.setOptionValue("mip_allow_restart", False)  # costs more than the smaller tree of a part saves
        solver.setOptionValue("mip_max_nodes", NODES)
        solver.setOptionValue("mip_rel_gap", 0.0)
        solver.setOptionValue("mip_abs_gap", self.near)
        solver.passModel(mine)
        return solver


@dataclass(frozen=True, eq=False)
class _Arrays:
    """A program as arrays.

    Attributes
    ----------
    matrix : csr_matrix, shape (row, column)
    columns, rows : array, shape (2, column), (2, row)
        Their low and high ends.
    kinds : list
        Of each column, whole or not.
    """

    matrix: sparse.csr_matrix
    columns: np.ndarray
    rows: np.ndarray
    kinds: list[highspy.HighsVarType]

    @classmethod
    def of(cls, lp: highspy.HighsLp) -> "_Arrays":
        columns, rows = np.array([lp.col_lower_, lp.col_upper_]), np.array([lp.row_lower_, lp.row_upper_])
        return cls(_matrix(lp), columns, rows, list(lp.integrality_))

    def is_integral(self, part: Part) -> bool:
        """Whether a part has whole numbers."""
        return any(self.kinds[column] != highspy.HighsVarType.kContinuous for column in part.columns)


def _by_part(part_of: np.ndarray) -> dict[int, np.ndarray]:
    """Places of each part, by its number; those of −1 belong to none."""
    order = np.argsort(part_of, kind="stable")
    numbers, starts = np.unique(part_of[order], return_index=True)
    places = np.split(order, starts[1:])
    return {number: mine for number, mine in zip(numbers.tolist(), places, strict=True) if number >= 0}


def _matrix(lp: highspy.HighsLp) -> sparse.csr_matrix:
    """Coefficients of a program, by row."""
    held = lp.a_matrix_
    parts = np.array(held.value_), np.array(held.index_), np.array(held.start_)
    shape = (lp.num_row_, lp.num_col_)
    if held.format_ == highspy.MatrixFormat.kColwise:
        return sparse.csc_matrix(parts, shape=shape).tocsr()
    return sparse.csr_matrix(parts, shape=shape)


def _most(solver: highspy.Highs, whole: _Arrays, part: Part) -> float:
    """The most that a part can be worth by its solver; infinite where it proved nothing."""
    info = solver.getInfo()
    if whole.is_integral(part):
        return -float(info.mip_dual_bound)
    return -float(info.objective_function_value) if is_settled(solver) and has_answer(solver) else np.inf
