"""The optimum as a linear program: what can be built, what it avoids, and the limits, in HiGHS."""

import ctypes
import os
import sys
from collections.abc import Hashable
from dataclasses import dataclass, replace

import highspy
import numpy as np

from kans_model.benefit import FLOOR

SEEN = 1e-5
"""A piece may stand this much above its true value, as share of the most it can be."""
MOST_CUTS = 2500
INFINITE = highspy.kHighsInf
FEASIBLE = int(highspy.SolutionStatus.kSolutionStatusFeasible)
OVER = 1e5
"""Price of standing above the tangents, in units of the program; its values run to some thousands."""


@dataclass(frozen=True, eq=False)
class Columns:
    """What can be built: one column per measure, area and price.

    Attributes
    ----------
    measure, area : array of int, shape (column,)
    joint : array of bool, shape (column,)
        Built where the street opens anyway, at the lower price.
    most : array, shape (column,)
        Quantity at a share of 1. [unit of the measure]
    capex_eur, cost_eur : array, shape (column,)
        Investment, and present value of all cost, of `most`. [EUR]
    """

    measure: np.ndarray
    area: np.ndarray
    joint: np.ndarray
    most: np.ndarray
    capex_eur: np.ndarray
    cost_eur: np.ndarray

    def __len__(self):
        return len(self.measure)

    def quantity(self, shares, shape):
        """Shares of what fits as quantities, shape (measure, area)."""
        total = np.zeros(shape)
        np.add.at(total, (self.measure, self.area), np.clip(shares, 0, 1) * self.most)
        return total

    def shares(self, quantity):
        """Quantities as shares of the columns, the cheaper price first, shape (column,)."""
        wanted = np.asarray(quantity, dtype=float)[self.measure, self.area]
        first = np.minimum(wanted, np.where(self.joint, self.most, 0.0))
        taken = np.zeros_like(quantity)
        np.add.at(taken, (self.measure, self.area), first)
        rest = np.where(self.joint, first, wanted - taken[self.measure, self.area])
        return np.divide(rest, self.most, out=np.zeros_like(rest), where=self.most > 0)


def columns(base, benefit, candidate, whole=False):
    """The columns of every candidate measure where it fits.

    Parameters
    ----------
    base : Baseline
    benefit : Benefit
    candidate : array of bool, shape (measure, area)
    whole : bool
        Projects are built wholly or not: one column each, works used as far as they go.
    """
    room, fits = base.room, benefit.fits
    measure, area = np.nonzero(candidate & (fits > 0))
    discount = np.where(room.in_works, base.measure["joint_works_discount"], 0.0)
    within = np.minimum(room.potential[measure, area] * room.works_share[area], fits[measure, area])
    price = base.unit_price_eur
    later = base.capital_factor(base.measure["lifetime_years"]) - base.first_build_factor
    upkeep = base.building_price_eur * base.measure["opex_share_per_year"] * base.upkeep_factor
    after = price * later + upkeep

    def made(measure, area, joint, most, saved):
        capex = price[measure] * (most - saved * discount[measure])
        cost = capex * base.first_build_factor + after[measure] * most
        return Columns(measure, area, joint, most, capex, cost)

    if whole:
        none = np.zeros(len(measure), dtype=bool)
        return made(measure, area, none, fits[measure, area], within)
    joint = (discount[measure] > 0) & (within > 0)
    twice = np.concatenate([np.arange(len(measure)), np.flatnonzero(joint)])
    flag = np.arange(len(twice)) >= len(measure)
    most = np.where(flag, within[twice], fits[measure, area][twice])
    return made(measure[twice], area[twice], flag, most, np.where(flag, most, 0.0))


class Rows:
    """Rows of a linear program, gathered before they go to the solver."""

    def __init__(self):
        self.low, self.high = [], []
        self.row, self.index, self.value = [], [], []
        self.n = 0

    def __len__(self):
        return self.n

    def add(self, index, value, low=-INFINITE, high=INFINITE):
        """One row; returns its place among these."""
        self.many(np.zeros(len(index), dtype=int), index, value, np.array([low]), np.array([high]))
        return self.n - 1

    def many(self, row, index, value, low, high):
        """Rows at once: which row, which column and what, entry by entry; and the ends of each row."""
        self.row.append(self.n + np.asarray(row))
        self.index.append(np.asarray(index))
        self.value.append(np.asarray(value, dtype=float))
        self.low.append(low)
        self.high.append(high)
        self.n += len(high)

    def send(self, solver):
        """Put them in the solver; returns the place of the first."""
        first = solver.getNumRow()
        if self.n:
            row, index = np.concatenate(self.row), np.concatenate(self.index)
            order = np.argsort(row, kind="stable")
            starts = np.searchsorted(row[order], np.arange(self.n)).astype(np.int32)
            solver.addRows(
                self.n,
                np.concatenate(self.low).astype(float),
                np.concatenate(self.high).astype(float),
                len(row),
                starts,
                index[order].astype(np.int32),
                np.concatenate(self.value)[order],
            )
        return first


class Block:
    """The columns that stand for what one `Benefit` avoids, and the cuts that hold them to the truth.

    A piece is a concave function of quantities, so a tangent plane lies above it everywhere: the program
    holds the tangents that mattered so far and gets one more wherever its answer is too good. The product of
    a shift and a protected share is not concave; it is held between the ends of a box (McCormick), and
    `boxes` can be made smaller.

    Parameters
    ----------
    benefit : Benefit
    scale : float
        Euro in one unit of the program.
    start : int
        Its first column.
    """

    def __init__(self, benefit, scale, start, col):
        self.benefit, self.scale, self.start, self.col = benefit, scale, start, col
        n = benefit.n_areas
        self.at = {name: start + place * n for place, name in enumerate(benefit.pieces)}
        self.products = [term for term in benefit.terms if term.shift and term.protect]
        after = start + len(self.at) * n
        self.product_at = [after + place * n for place in range(len(self.products))]
        after += len(self.products) * n
        bounded = dict.fromkeys(name for term in self.products for name in (term.shift, term.protect))
        self.over_at = {name: after + place * n for place, name in enumerate(bounded)}
        self.end = after + len(self.over_at) * n
        self.area = np.tile(np.arange(n), (self.end - start) // n)
        self.unit = {name: np.maximum(piece.most, FLOOR) for name, piece in benefit.pieces.items()}
        self.product_rows: list[int] = []

    def bounds(self):
        """Low and high of its columns: pieces as share of their most, the others free from zero."""
        n = self.benefit.n_areas
        high = np.ones(self.end - self.start)
        high[len(self.at) * n :] = INFINITE
        return np.zeros(self.end - self.start), high

    def penalty(self):
        """What it costs to stand above the tangents, where the low end of a box asks for it, per column.

        So a box that an area cannot reach makes that area worthless, and not the whole program impossible.
        """
        cost = np.zeros(self.end - self.start)
        for at in self.over_at.values():
            cost[at - self.start : at - self.start + self.benefit.n_areas] = OVER
        return cost

    def widest(self):
        """The box that holds every answer, shape (product, 4, area)."""
        ends = np.array([0.0, 1.0, 0.0, 1.0])[None, :, None]
        return np.broadcast_to(ends, (len(self.products), 4, self.benefit.n_areas)).copy()

    def around(self, quantity, half):
        """A box around the truth at these quantities."""
        box = self.widest()
        for place, spot in enumerate(self.true_places(quantity)):
            for side in (0, 1):
                box[place, 2 * side] = np.clip(spot[side] - half, 0, 1)
                box[place, 2 * side + 1] = np.clip(spot[side] + half, 0, 1)
        return box

    def promised(self, answer):
        """How much each product promises more than its own parts make, shape (product, area)."""
        n, scale = self.benefit.n_areas, self.scale
        more = np.zeros((len(self.products), n))
        for place, (term, spot) in enumerate(zip(self.products, self.places(answer), strict=True)):
            shift, share = (
                self.unit[one] * at for one, at in zip((term.shift, term.protect), spot, strict=True)
            )
            true = term.avoided_eur({term.shift: shift, term.protect: share}) / scale
            told = answer[self.product_at[place] : self.product_at[place] + n]
            more[place] = np.maximum(0, told - true)
        return more

    def expression(self, per_area=None, hazard=None):
        """Column and coefficient of avoided damage, weighted per area (all alike without weights)."""
        n = self.benefit.n_areas
        weight = np.ones(n) if per_area is None else np.asarray(per_area, dtype=float)
        index, value = [], []
        for term in self.benefit.terms:
            if hazard is not None and term.hazard != hazard:
                continue
            if term in self.products:
                index.append(self.product_at[self.products.index(term)] + np.arange(n))
                value.append(weight)
            elif term.shift:
                index.append(self.at[term.shift] + np.arange(n))
                value.append(weight * term.scale_eur * self.unit[term.shift] / self.scale)
            else:
                index.append(self.at[term.protect] + np.arange(n))
                value.append(weight * term.before_eur * self.unit[term.protect] / self.scale)
        return np.concatenate(index), np.concatenate(value)

    def _sides(self, term, box):
        """Coefficients of the two sides of a product: shift, protected share and constant, (area,) each."""
        shift_most, share_most = (self.benefit.pieces[one].most for one in (term.shift, term.protect))
        full = term.scale_eur * shift_most / self.scale  # what the shift can avoid alone
        before = term.before_eur / self.scale
        # r, p in shares of their most; box holds their low and high
        unit = share_most
        for r, p in ((box[0], box[2]), (box[1], box[3])):
            # r·p ≥ r·p₀ + r₀·p − r₀·p₀ at either low corner or high corner
            yield full * (1 - p * unit), (before - full * r) * unit, full * r * p * unit

    def send_products(self, solver):
        """Rows of the products in their widest box."""
        n = self.benefit.n_areas
        self.boxes = self.widest()
        rows = Rows()
        for place, term in enumerate(self.products):
            r0, p0, v0 = self.at[term.shift], self.at[term.protect], self.product_at[place]
            for of_shift, of_share, constant in self._sides(term, self.boxes[place]):
                each = np.arange(n)
                columns_of = np.concatenate([v0 + each, r0 + each, p0 + each])
                value = np.concatenate([np.ones(n), -of_shift, -of_share])
                rows.many(np.tile(each, 3), columns_of, value, np.full(n, -INFINITE), constant)
        self.product_first = rows.send(solver)

    def chain(self, program, measure_of, share_of):
        """Whole projects: what remains after one protecting measure after the other, exact at 0 and 1.

        ``D_k ≥ D_{k−1}·(1 − c_k)`` and ``D_k ≥ D_{k−1} − c_k·before·z_k``: the product without boxes.

        Parameters
        ----------
        program : Program
        measure_of : dict
            (measure, area) → column of the whole project.
        share_of : callable
            protecting piece, measure → share of what is exposed that it protects where it stands, (area,).
        """
        rows = Rows()
        n = self.benefit.n_areas
        for place, term in enumerate(self.products):
            full = term.scale_eur * self.unit[term.shift] / self.scale
            before = term.before_eur / self.scale
            steps = [(int(m), share_of(term.protect, m)) for m in self.benefit.pieces[term.protect].measures]
            for area in range(n):
                here = [
                    (measure_of[m, area], c[area])
                    for m, c in steps
                    if (m, area) in measure_of and c[area] > 0
                ]
                last: tuple[list[int], list[float], float] = (
                    [self.at[term.shift] + area],
                    [-full[area]],
                    before[area],
                )
                if here:
                    first = program.extra(np.zeros(len(here)), np.full(len(here), before[area]))
                for step, (project, share) in enumerate(here):
                    remains = first + step
                    index, value, constant = last
                    rows.add(
                        [*index, remains],
                        [*((1 - share) * np.array(value)), -1.0],
                        high=-(1 - share) * constant,
                    )
                    rows.add(
                        [*index, remains, project], [*value, -1.0, -share * before[area]], high=-constant
                    )
                    last = ([remains], [1.0], 0.0)
                index, value, constant = last
                rows.add([self.product_at[place] + area, *index], [1.0, *value], high=before[area] - constant)
        rows.send(program.solver)

    def narrow(self, solver, boxes):
        """Hold every product to a box per area: low and high of shift and share, shape (product, 4, area)."""
        n = self.benefit.n_areas
        changed = (boxes != self.boxes).any(axis=1)  # product, area
        if not changed.any():
            return
        bounds = {name: [np.zeros(n), np.ones(n)] for name in self.over_at}
        for place, (term, box) in enumerate(zip(self.products, boxes, strict=True)):
            for side, (of_shift, of_share, constant) in enumerate(self._sides(term, box)):
                first = self.product_first + (2 * place + side) * n
                for area in np.flatnonzero(changed[place]):
                    row = int(first + area)
                    solver.changeCoeff(row, int(self.at[term.shift] + area), -float(of_shift[area]))
                    solver.changeCoeff(row, int(self.at[term.protect] + area), -float(of_share[area]))
                    solver.changeRowBounds(row, -INFINITE, float(constant[area]))
            for name, low, high in ((term.shift, box[0], box[1]), (term.protect, box[2], box[3])):
                bounds[name] = [np.maximum(bounds[name][0], low), np.minimum(bounds[name][1], high)]
        for name, (low, high) in bounds.items():
            at = np.arange(self.at[name], self.at[name] + n, dtype=np.int32)
            solver.changeColsBounds(n, at, low, high)
        self.boxes = boxes.copy()

    def cut(self, solver, quantity, answer=None):
        """Tangents at these quantities: everywhere, or where the answer promises too much.

        Returns
        -------
        int
            How many were added.
        """
        rows, col = Rows(), self.col
        whole = np.zeros((self.benefit.n_measures, self.benefit.n_areas))
        for name, piece in self.benefit.pieces.items():
            value, slope = piece.at(quantity)
            unit = self.unit[name]
            wanted = piece.most > FLOOR
            if answer is not None:
                told = answer[self.at[name] : self.at[name] + len(unit)]
                wanted &= told > value / unit + SEEN
            if not wanted.any():
                continue
            whole[:] = 0.0
            whole[piece.measures] = slope
            constant = (value - (whole * quantity).sum(axis=0)) / unit
            steep = whole[col.measure, col.area] * col.most / unit[col.area]
            areas = np.flatnonzero(wanted)
            place = np.cumsum(wanted) - 1  # row of each wanted area
            mine = np.flatnonzero((steep > 0) & wanted[col.area])
            row, index = [place[col.area[mine]], place[areas]], [mine, self.at[name] + areas]
            rise = [-steep[mine], np.ones(len(areas))]
            if name in self.over_at:
                row.append(place[areas])
                index.append(self.over_at[name] + areas)
                rise.append(-np.ones(len(areas)))
            ends = np.full(len(areas), -INFINITE), constant[areas]
            rows.many(np.concatenate(row), np.concatenate(index), np.concatenate(rise), *ends)
        rows.send(solver)
        return len(rows)

    def places(self, answer):
        """Where the answer stands in its products: shift and share as parts of their most, (2, area) each."""
        n = self.benefit.n_areas
        return [
            np.stack([answer[self.at[one] : self.at[one] + n] for one in (term.shift, term.protect)])
            for term in self.products
        ]

    def true_places(self, quantity):
        """The same of the truth at these quantities."""
        value = {
            name: np.minimum(1, self.benefit.pieces[name].at(quantity)[0] / self.unit[name])
            for term in self.products
            for name in (term.shift, term.protect)
        }
        return [np.stack([value[term.shift], value[term.protect]]) for term in self.products]


@dataclass(frozen=True, eq=False)
class Limit:
    """A row that ties areas together: its columns, coefficients and limits."""

    index: np.ndarray
    value: np.ndarray
    low: float
    high: float


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
    return solver


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

    def run(self):
        """Solve as it stands; the answer per column, or None where there is none."""
        self.solver.run()
        optimal = self.solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
        stopped = self.solver.getModelStatus() == highspy.HighsModelStatus.kTimeLimit
        if not optimal and not (stopped and self.solver.getInfo().primal_solution_status == FEASIBLE):
            return None
        return np.array(self.solver.getSolution().col_value)

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

    def cut(self, quantity, answer=None):
        """Tangents in every block."""
        if self.first_cut is None:
            self.first_cut = self.solver.getNumRow()
        return sum(block.cut(self.solver, quantity, answer) for block in self.blocks)
