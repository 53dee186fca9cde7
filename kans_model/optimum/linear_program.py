"""The optimum as a linear program: what can be built, what it avoids, and the limits, in HiGHS."""

from collections.abc import Hashable
from dataclasses import dataclass, replace

import highspy
import numpy as np

from kans_model.optimum.tangents import Block
from kans_model.solver.highs import FEASIBLE, quiet_solver
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


class Program:
    """Columns, shared surfaces, blocks of avoided damage and named limits, kept warm in HiGHS.

    Parameters
    ----------
    base : Baseline
    col : Columns
    benefits : list of Benefit
        One, or one per climate scenario.
    scale : float
        Euro in one unit of the program.
    """

    def __init__(self, base, col, benefits, scale):
        self.base, self.col, self.scale = base, col, scale
        self.shape = base.room.potential.shape
        self.blocks: list[Block] = []
        end = len(col)
        for benefit in benefits:
            self.blocks.append(Block(benefit, scale, end, col))
            end = self.blocks[-1].end
        self.n_columns = end
        self.solver = solver = quiet_solver()
        self._columns(np.zeros(len(col)), np.ones(len(col)))
        for block in self.blocks:
            self._columns(*block.bounds())
        self._fit().send(solver)
        for block in self.blocks:
            block.send_products(solver)
        self.rows: dict[Hashable, int] = {}
        self.limits: dict[Hashable, Limit] = {}
        self.released: set[Hashable] = set()
        self.first_cut: int | None = None
        self.objective = np.zeros(end)
        self.extra_ends = np.zeros((2, 0))
        self.penalty = np.concatenate([np.zeros(len(col)), *(block.penalty() for block in self.blocks)])

    def _columns(self, low, high):
        n = len(low)
        empty = np.zeros(0, dtype=np.int32)
        self.solver.addCols(n, np.zeros(n), low, high, 0, np.zeros(n, dtype=np.int32), empty, np.zeros(0))

    def extra(self, low, high):
        """More columns of one's own, with finite ends; returns the place of the first."""
        first = self.n_columns
        ends = np.asarray(low, dtype=float), np.asarray(high, dtype=float)
        self._columns(*ends)
        self.extra_ends = np.append(self.extra_ends, np.stack(ends), axis=1)
        self.n_columns += len(ends[0])
        self.objective = np.append(self.objective, np.zeros(len(low)))
        return first

    def _fit(self):
        """Shared surfaces, and both prices of a measure together no more than fits."""
        rows, col, room = Rows(), self.col, self.base.room
        pool, space = room.pools
        claim = col.most * room.stock_per_unit[col.measure]
        key = np.where(pool[col.measure] >= 0, pool[col.measure] * self.shape[1] + col.area, -1)
        order = np.argsort(key, kind="stable")
        starts = np.flatnonzero(np.diff(key[order], prepend=-2))
        self.surface: dict[tuple[int, int], int] = {}
        for mine in np.split(order, starts[1:]) if len(order) else []:
            if key[mine[0]] < 0:
                continue
            p, area = divmod(int(key[mine[0]]), self.shape[1])
            if claim[mine].sum() > space[p, area]:
                self.surface[(p, area)] = rows.add(mine, claim[mine] / space[p, area], high=1.0)
        both = {}
        for place in np.flatnonzero(~col.joint):
            both[(col.measure[place], col.area[place])] = place
        for place in np.flatnonzero(col.joint):
            single = both[(col.measure[place], col.area[place])]
            rows.add([single, place], [1.0, col.most[place] / col.most[single]], high=1.0)
        return rows

    def limit(self, name, index, value, low=-INFINITE, high=INFINITE):
        """A named row that ties areas together; its price is asked by name. A known name is replaced."""
        rows = Rows()
        rows.add(index, value, low, high)
        self.rows[name] = rows.send(self.solver)
        self.limits[name] = Limit(np.asarray(index), np.asarray(value, dtype=float), low, high)

    def move(self, name, low=-INFINITE, high=INFINITE):
        """Other limits for a named row."""
        self.solver.changeRowBounds(self.rows[name], low, high)
        self.limits[name] = replace(self.limits[name], low=low, high=high)

    def release(self, *names):
        """Take the limits of named rows away for now."""
        for name in names:
            self.solver.changeRowBounds(self.rows[name], -INFINITE, INFINITE)
            self.released.add(name)

    def restore(self, *names):
        """Put them back."""
        for name in names:
            self.solver.changeRowBounds(self.rows[name], self.limits[name].low, self.limits[name].high)
            self.released.discard(name)

    def aim(self, objective):
        """What to maximise, one coefficient per column."""
        self.objective = np.asarray(objective, dtype=float)
        n = len(self.objective)
        cost = -self.objective
        cost[: len(self.penalty)] += self.penalty
        self.solver.changeColsCost(n, np.arange(n, dtype=np.int32), cost)

    def hold(self, low, high):
        """Ends of what can be built, as shares of what fits, (column,) each."""
        n = len(low)
        self.solver.changeColsBounds(n, np.arange(n, dtype=np.int32), low, high)

    def run(self):
        """Solve as it stands; the answer per column, or None where there is none."""
        self.solver.run()
        optimal = self.solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
        if not optimal and not (
            self.out_of_time and self.solver.getInfo().primal_solution_status == FEASIBLE
        ):
            return None
        return np.array(self.solver.getSolution().col_value)

    @property
    def out_of_time(self):
        """Whether the last run stopped for its seconds."""
        return self.solver.getModelStatus() == highspy.HighsModelStatus.kTimeLimit

    def only_prove(self):
        """Spend no time on finding answers in whole numbers: one is known, and good."""
        for name in ("rins", "rens", "root_reduced_cost", "feasibility_jump"):
            self.solver.setOptionValue(f"mip_heuristic_run_{name}", False)
        self.solver.setOptionValue("mip_heuristic_effort", 0.0)
        self.solver.setOptionValue("presolve", "off")  # costs more than it saves beside a known answer

    def forget(self):
        """Drop the tangents that hold nothing back at the last answer, when there are many."""
        n = self.solver.getNumRow()
        if self.first_cut is None or n - self.first_cut < MOST_CUTS:
            return
        status = np.array(
            [one == highspy.HighsBasisStatus.kBasic for one in self.solver.getBasis().row_status]
        )
        loose = status & (np.arange(n) >= self.first_cut)
        loose[list(self.rows.values())] = False
        gone = np.flatnonzero(loose)
        self.solver.deleteRows(len(gone), gone.astype(np.int32))
        self.rows = {name: row - int(np.searchsorted(gone, row)) for name, row in self.rows.items()}

    def prices(self):
        """What one more unit of each named limit would bring: name → value of the aim per unit of its row.

        Against the direction of its limit a price is rounding, and counts as none.
        """
        dual = self.solver.getSolution().row_dual
        prices = {}
        for name, row in self.rows.items():
            price = -float(dual[row])
            limit = self.limits[name]
            end = limit.high if price > 0 else limit.low
            prices[name] = price if np.isfinite(end) and abs(end) < INFINITE else 0.0
        return prices

    def surface_prices(self):
        """What the whole of each shared surface once more would bring, shape (pool, area)."""
        dual = self.solver.getSolution().row_dual
        prices = np.zeros(self.base.room.pools[1].shape)
        for (pool, area), row in self.surface.items():
            prices[pool, area] = max(0.0, -float(dual[row]))
        return prices

    @property
    def area(self):
        """The area of each column; −1 for those of no area."""
        own = np.concatenate([self.col.area, *(block.area for block in self.blocks)])
        return np.concatenate([own, np.full(self.n_columns - len(own), -1)])

    def quantity(self, answer):
        """Quantities of an answer, shape (measure, area)."""
        return self.col.quantity(answer[: len(self.col)], self.shape)

    def exactly(self, shares):
        """An answer of these shares, with what the exact model says they avoid."""
        areas = np.arange(self.shape[1])
        quantity = self.col.quantity(shares, self.shape)
        avoided = [block.exact(quantity, areas).ravel() for block in self.blocks]
        answer = np.concatenate([shares, *avoided])
        return np.append(answer, np.zeros(self.n_columns - len(answer)))

    def cut(self, quantity, answer=None):
        """Tangents in every block."""
        if self.first_cut is None:
            self.first_cut = self.solver.getNumRow()
        return sum(block.cut(self.solver, quantity, answer) for block in self.blocks)
