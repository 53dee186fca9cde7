"""The optimum as a linear program: what can be built, what it avoids, and the limits, in HiGHS."""

from collections.abc import Hashable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

import highspy
import numpy as np
from numpy.typing import ArrayLike

from kans_model.optimum.benefit import Benefit
from kans_model.optimum.tangents import Block
from kans_model.optimum.variables import Variables
from kans_model.solver.highs import add_columns, has_answer, is_settled, quiet_solver, run, without_heuristics
from kans_model.solver.rows import INFINITE, Rows

MOST_CUTS = 2500
"""Tangents that are kept before those that hold nothing back are dropped."""


@dataclass(frozen=True, eq=False)
class Limit:
    """A row that ties areas together: its columns, coefficients and limits."""

    index: np.ndarray
    value: np.ndarray
    low: float
    high: float


class LinearProgram:
    """Variables, blocks of avoided damage, named limits and what is maximised, kept warm in HiGHS.

    Parameters
    ----------
    variables : Variables
    benefits : sequence of Benefit
        One, or one per climate scenario.
    scale : float
        Euro in one unit of the program.
    limited : sequence of Benefit
        Of what else has limits, each in its own unit.
    strict : bool
        Of the blocks of all benefits; see `Block`. Those of what else has limits always are.

    Attributes
    ----------
    limits : dict
        Name → its limit.
    surfaces : dict
        (pool, area) → row of a shared surface; the last pool is the roofs and paving that drain.
    objective : array, shape (column,)
        What is maximised. [unit of the program]
    held : array, shape (2, variable)
        Low and high end of what can be built. [-]
    integral : bool
        Whether some column is a whole number.
    proven : bool
        Whether the last run proved its answer the best, or that there is none.
    n_open : int
        Runs so far that gave no answer and did not prove that there is none.
    """

    def __init__(
        self,
        variables: Variables,
        benefits: Sequence[Benefit],
        scale: float,
        limited: Sequence[Benefit] = (),
        strict: bool = False,
    ) -> None:
        self.variables, self.scale = variables, scale
        self.shape = benefits[0].n_measures, benefits[0].n_areas
        self.solver = solver = quiet_solver()
        self.held = np.stack([np.zeros(len(variables)), np.ones(len(variables))])
        add_columns(solver, *self.held)
        self.blocks: list[Block] = []
        for benefit in benefits:
            self.blocks.append(Block(benefit, scale, solver.getNumCol(), variables, strict))
            add_columns(solver, *self.blocks[-1].bounds())
        for benefit in limited:
            unit = benefit.own_scale or scale
            self.blocks.append(Block(benefit, unit, solver.getNumCol(), variables, strict=True))
            add_columns(solver, *self.blocks[-1].bounds())
        self.n_columns = int(solver.getNumCol())
        self.rows: dict[Hashable, int] = {}
        self.limits: dict[Hashable, Limit] = {}
        self.released: set[Hashable] = set()
        self.surfaces: dict[tuple[int, int], int] = {}
        self.first_cut: int | None = None
        self.integral = False
        self.proven, self.n_open = True, 0
        self._solution = solver.getSolution()
        self._answer = np.zeros(0)
        self.objective = np.zeros(self.n_columns)
        self.extra_ends = np.zeros((2, 0))
        self.penalty = np.concatenate([np.zeros(len(variables)), *(block.penalty() for block in self.blocks)])

    # --- what it is made of ------------------------------------------------------------------

    def extra(self, low: ArrayLike, high: ArrayLike) -> int:
        """More columns of one's own, with finite ends; returns the place of the first."""
        ends = np.stack([np.asarray(low, dtype=float), np.asarray(high, dtype=float)])
        first = add_columns(self.solver, *ends)
        self.extra_ends = np.append(self.extra_ends, ends, axis=1)
        self.n_columns += ends.shape[1]
        self.objective = np.append(self.objective, np.zeros(ends.shape[1]))
        return first

    def add(self, rows: Rows) -> int:
        """Rows without a name, such as those of one area each; returns the place of the first."""
        return rows.send(self.solver)

    def add_products(self) -> None:
        """Rows that hold what shift and protection avoid together to the boxes of their block."""
        for block in self.blocks:
            block.send_products(self.solver)

    def limit(
        self,
        name: Hashable,
        index: ArrayLike,
        value: ArrayLike,
        low: float = -INFINITE,
        high: float = INFINITE,
    ) -> None:
        """A named row that ties areas together; its price is asked by name. A known name is replaced."""
        rows = Rows()
        rows.add(index, value, low, high)
        self.rows[name] = self.add(rows)
        self.limits[name] = Limit(np.asarray(index), np.asarray(value, dtype=float), low, high)

    def whole(self, places: np.ndarray, kind: highspy.HighsVarType = highspy.HighsVarType.kInteger) -> None:
        """Whole numbers in these columns from here on."""
        if len(places):  # without one whole number the solver proves no bound of its own
            self.integral = True
        self._put_kind(places, kind)

    def free(self) -> None:
        """No whole numbers any more, nor a time in which they must be found."""
        self.integral = False
        self._put_kind(np.arange(self.n_columns), highspy.HighsVarType.kContinuous)
        self.solver.setOptionValue("time_limit", np.inf)

    def _put_kind(self, places: np.ndarray, kind: highspy.HighsVarType) -> None:
        n = len(places)
        self.solver.changeColsIntegrality(n, places.astype(np.int32), np.full(n, kind))

    # --- another aim, limit or end -----------------------------------------------------------

    @contextmanager
    def for_now(self) -> Iterator[None]:
        """For a while another aim, other limits or fewer of them, and other ends of what can be built.

        Whatever :meth:`aim`, :meth:`move`, :meth:`release`, :meth:`restore` and :meth:`hold` change inside
        stands as before afterwards. Rows, columns and tangents that were added stay, and so do the boxes:
        every search puts its own.
        """
        objective, limits, released, held = self.objective, dict(self.limits), set(self.released), self.held
        try:
            yield
        finally:
            for name, limit in limits.items():
                if self.limits[name] is not limit:
                    self.move(name, limit.low, limit.high)
            self.restore(*self.released - released)
            self.release(*released - self.released)
            if self.held is not held:
                self.hold(*held)
            if self.objective is not objective:
                self.aim(objective)

    def aim(self, objective: np.ndarray) -> None:
        """What to maximise, one coefficient per column; columns that came later add nothing."""
        self.objective = np.append(objective, np.zeros(self.n_columns - len(objective)))
        cost = -self.objective
        cost[: len(self.penalty)] += self.penalty
        self.solver.changeColsCost(len(cost), np.arange(len(cost), dtype=np.int32), cost)

    def move(self, name: Hashable, low: float = -INFINITE, high: float = INFINITE) -> None:
        """Other limits for a named row."""
        self.solver.changeRowBounds(self.rows[name], low, high)
        self.limits[name] = replace(self.limits[name], low=low, high=high)

    def release(self, *names: Hashable) -> None:
        """Take the limits of named rows away for now."""
        for name in names:
            self.solver.changeRowBounds(self.rows[name], -INFINITE, INFINITE)
            self.released.add(name)

    def restore(self, *names: Hashable) -> None:
        """Put them back."""
        for name in names:
            self.solver.changeRowBounds(self.rows[name], self.limits[name].low, self.limits[name].high)
            self.released.discard(name)

    def hold(self, low: np.ndarray, high: np.ndarray) -> None:
        """Ends of what can be built, as shares of what fits, (variable,) each."""
        self.held = np.stack([low, high])
        self.solver.changeColsBounds(len(low), np.arange(len(low), dtype=np.int32), low, high)

    def narrow(self, boxes: Sequence[np.ndarray]) -> None:
        """Hold the products of shift and protection to these boxes, one per block."""
        for block, box in zip(self.blocks, boxes, strict=True):
            block.narrow(self.solver, box)

    # --- to an answer ------------------------------------------------------------------------

    def run(self) -> np.ndarray | None:
        """Solve as it stands; the answer per column, or None where there is none or the solver finds none.

        An answer may be within all rows without being the best: the solver ran out of its seconds, or lost
        its way; then it is not `proven`, and what it is worth bounds nothing.
        """
        run(self.solver)
        self.proven = is_settled(self.solver)
        best = self.solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
        self._solution = self.solver.getSolution()  # a copy: asked once per run
        if best or has_answer(self.solver):
            self._answer = np.array(self._solution.col_value)
            return self._answer
        self.n_open += not self.proven
        return None

    @property
    def bound(self) -> float:
        """The most that any answer of the last run is worth; infinite where it proved nothing."""
        if self.integral:
            bound = -float(self.solver.getInfo().mip_dual_bound)
            return bound if np.isfinite(bound) else np.inf
        if not self.proven or not has_answer(self.solver):
            return np.inf
        return float(self.objective @ self._answer)

    def begin_with(self, answer: np.ndarray) -> None:
        """Give the solver whole projects to start from; it finds the rest of the columns itself."""
        n = len(self.variables)
        self.solver.setSolution(n, np.arange(n, dtype=np.int32), np.round(answer[:n]))

    def only_prove(self) -> None:
        """Spend no time on finding answers in whole numbers: one is known, and good."""
        without_heuristics(self.solver)
        self.solver.setOptionValue("presolve", "off")  # costs more than it saves beside a known answer

    def cut(self, quantity: np.ndarray, answer: np.ndarray | None = None) -> int:
        """Tangents in every block; returns how many were added."""
        if self.first_cut is None:
            self.first_cut = self.solver.getNumRow()
        return sum(block.cut(self.solver, quantity, answer) for block in self.blocks)

    def add_tangents_at_nothing(self) -> None:
        """The first tangents, where nothing is built: without any, everything could be avoided."""
        self.cut(np.zeros(self.shape))

    def forget(self) -> None:
        """Drop the tangents that hold nothing back at the last answer, when there are many."""
        n = self.solver.getNumRow()
        if self.first_cut is None or n - self.first_cut < MOST_CUTS:
            return
        basis = self.solver.getBasis()
        if not basis.valid:  # the last run ended without an outcome: nothing says which are loose
            return
        basic = np.array([status == highspy.HighsBasisStatus.kBasic for status in basis.row_status])
        loose = basic & (np.arange(n) >= self.first_cut)
        loose[list(self.rows.values())] = False
        gone = np.flatnonzero(loose)
        self.solver.deleteRows(len(gone), gone.astype(np.int32))
        self.rows = {name: row - int(np.searchsorted(gone, row)) for name, row in self.rows.items()}

    # --- what an answer says -----------------------------------------------------------------

    def prices(self) -> dict[Hashable, float]:
        """What one more unit of each named limit would bring: name → value of the aim per unit of its row.

        Against the direction of its limit a price is rounding, and counts as none.
        """
        dual = self._duals()
        prices = {}
        for name, row in self.rows.items():
            price = -float(dual[row])
            limit = self.limits[name]
            end = limit.high if price > 0 else limit.low
            prices[name] = price if np.isfinite(end) and abs(end) < INFINITE else 0.0
        return prices

    def surface_prices(self, shape: tuple[int, ...]) -> np.ndarray:
        """What the whole of each shared surface once more would bring, shape (pool, area)."""
        dual = self._duals()
        prices = np.zeros(shape)
        for (pool, area), row in self.surfaces.items():
            prices[pool, area] = max(0.0, -float(dual[row]))
        return prices

    def _duals(self) -> np.ndarray:
        """What one unit more of each row would cost; nothing where the solver did not work it out."""
        known = self._solution.dual_valid
        return np.array(self._solution.row_dual) if known else np.zeros(self.solver.getNumRow())

    @property
    def area(self) -> np.ndarray:
        """The area of each column; −1 for those of no area."""
        own = np.concatenate([self.variables.area, *(block.area for block in self.blocks)])
        return np.concatenate([own, np.full(self.n_columns - len(own), -1)])

    def quantity(self, answer: np.ndarray) -> np.ndarray:
        """Quantities of an answer, shape (measure, area)."""
        return self.variables.quantity(answer[: len(self.variables)], self.shape)

    def exactly(self, shares: np.ndarray) -> np.ndarray:
        """An answer of these shares, with what the exact model says they avoid, shape (column,)."""
        areas = np.arange(self.shape[1])
        quantity = self.variables.quantity(shares, self.shape)
        avoided = [block.exact(quantity, areas).ravel() for block in self.blocks]
        answer = np.concatenate([shares, *avoided])
        return np.append(answer, np.zeros(self.n_columns - len(answer)))
