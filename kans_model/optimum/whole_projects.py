"""Whole projects put together from variants: sets of projects in one area, valued by the exact model."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass

import highspy
import numpy as np

from kans_model.optimum.formulation import Formulation
from kans_model.solver.highs import add_columns, has_answer, quiet_solver, stop_at
from kans_model.solver.rows import INFINITE, Rows

MOVES, SEARCHES = 12, 3
"""Steps to a better variant in every area at most; times it is done, at ever better prices."""
KEPT = 20
"""Variants of an area that are kept of each step: the best at the prices of the moment."""
WORTH_A_MOVE = 1e-6
MOSTLY = 0.5
"""Share of a project in a free answer from which the search starts with the whole of it."""
MASTER_GAP, MASTER_NODES = 1e-4, 500
"""How good a choice in whole numbers must be, and how far the solver looks: a number, and not a time, so that
every run says the same."""
TOUCHES = 1e-9
"""What lies so near an end is on it. [-]"""


Exactly = Callable[[Mapping[Hashable, float], float], tuple[float, np.ndarray]]


@dataclass(frozen=True, eq=False)
class Variants:
    """Variants and what they come to.

    Attributes
    ----------
    built : array of bool, shape (measure, variant)
    area : array of int, shape (variant,)
    row : array, shape (limit + 1, variant)
        The goal, then the left side of every limit, by the exact model. [units of the program]
    """

    built: np.ndarray
    area: np.ndarray
    row: np.ndarray

    def __getitem__(self, which: np.ndarray) -> "Variants":
        return Variants(self.built[:, which], self.area[which], self.row[:, which])

    def joined(self, *others: "Variants") -> "Variants":
        """With the variants of others, each kept once."""
        parts = (self, *others)
        built = np.concatenate([variants.built for variants in parts], axis=1)
        area = np.concatenate([variants.area for variants in parts])
        row = np.concatenate([variants.row for variants in parts], axis=1)
        key = np.column_stack(
            [area.astype(">u4").view(np.uint8).reshape(-1, 4), np.packbits(built, axis=0).T]
        )
        first = np.unique(key, axis=0, return_index=True)[1]
        return Variants(built, area, row)[np.sort(first)]


class VariantSearch:
    """A search for whole projects: better variants area by area, and the best choice of one in each.

    With the limits paid for at their prices every area can be searched by itself: projects are added, left
    out and exchanged as long as that pays. What was tried is kept, and a small program chooses one variant
    per area so that every limit holds; its prices start the next search (column generation [1]_ with a local
    search for its columns). Good answers in little time, without a bound: that is the solver's.

    Parameters
    ----------
    formulation : Formulation
        Of whole projects, with its aim, before whole numbers are asked of its program.

    References
    ----------
    .. [1] Barnhart et al. 1998, "Branch-and-price: column generation for solving huge integer programs".
    """

    def __init__(self, formulation: Formulation) -> None:
        program, variables, room = formulation.program, formulation.variables, formulation.base.room
        self.formulation, self.program = formulation, program
        self.measures = np.unique(variables.measure)
        self.shape = len(self.measures), program.shape[1]
        self.local = local = np.full(program.shape[0], -1)
        local[self.measures] = np.arange(len(self.measures))
        self.place = np.full(self.shape, -1)  # column of each measure and area
        can = np.flatnonzero(formulation.ends()[1])
        self.place[local[variables.measure[can]], variables.area[can]] = can
        self.open = self.place >= 0
        self.most = np.where(self.open, variables.most[self.place], 0.0)
        pool, self.space = room.pools
        self.pool = pool[self.measures]
        self.claim = self.most * room.stock_per_unit[self.measures][:, None]
        self.member = room.membership[:, self.measures]
        self.drained = self.most * room.catchment_m2_per_unit[self.measures][:, None]
        self.paving = room.paving_m2
        self.names = list(program.limits)
        weight = np.zeros((1 + len(self.names), program.n_columns))
        weight[0] = program.objective
        for row, name in enumerate(self.names, start=1):
            np.add.at(weight[row], program.limits[name].index, program.limits[name].value)
        self.of_project = np.where(self.open, weight[:, self.place], 0.0)
        self.of_block = [
            weight[:, block.start : block.end].reshape(len(weight), -1, self.shape[1])
            for block in program.blocks
        ]
        self.extra_ends = program.extra_ends
        self.of_extra = weight[:, program.n_columns - self.extra_ends.shape[1] :]

    # --- variants ----------------------------------------------------------------------------

    def valued(self, built: np.ndarray, area: np.ndarray) -> Variants:
        """Variants, shape (measure, variant), of these areas with what they come to by the exact model."""
        row = np.einsum("rmk,mk->rk", self.of_project[:, :, area], built)
        quantity = np.zeros((self.program.shape[0], len(area)))
        quantity[self.measures] = built * self.most[:, area]
        for block, weight in zip(self.program.blocks, self.of_block, strict=True):
            row += np.einsum("rsk,sk->rk", weight[:, :, area], block.exact(quantity, area))
        return Variants(built, area, row)

    def neighbours(self, built: np.ndarray, going: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Variants with one project added, left out or exchanged, of the areas that go on, as (built, area).

        What stands in the way of an added project on its surface goes.
        """
        free = self.open & ~built & going
        added, area = np.nonzero(free)
        gone, left_in = np.nonzero(built & going)
        out, new, both = np.nonzero(built[:, None] & free[None])
        area = np.concatenate([area, left_in, both])
        made = built[:, area]
        at = np.arange(len(area))
        n = len(added)
        made[gone, at[n : n + len(gone)]] = False
        made[out, at[n + len(gone) :]] = False
        new = np.concatenate([added, new])
        which = np.concatenate([at[:n], at[n + len(gone) :]])
        made[new, which] = True
        made = self.fitting(made, area, new, which)
        kept = self.allowed(made)
        return made[:, kept], area[kept]

    def fitting(self, made: np.ndarray, area: np.ndarray, new: np.ndarray, which: np.ndarray) -> np.ndarray:
        """Variants whose new project has its surface and catchment: what stands in its way goes."""
        used = self.member @ (made[:, which] * self.claim[:, area[which]])
        pool = self.pool[new]
        full = (pool >= 0) & (used[pool, np.arange(len(which))] > self.space[pool, area[which]] * (1 + 1e-9))
        for_room = self.pool[:, None] == pool[full]
        for_room[new[full], np.arange(full.sum())] = False
        made[:, which[full]] &= ~for_room
        drained = (made[:, which] * self.drained[:, area[which]]).sum(axis=0)
        over = drained > self.paving[area[which]] * (1 + 1e-9)
        over &= self.drained[new, area[which]] > 0
        for_water = np.repeat((self.drained > 0).any(axis=1)[:, None], over.sum(), axis=1)
        for_water[new[over], np.arange(over.sum())] = False
        made[:, which[over]] &= ~for_water
        return made

    def allowed(self, built: np.ndarray) -> np.ndarray:
        """Whether variants keep to what excludes or needs what, shape (variant,)."""
        question, place = self.formulation.question, self.formulation.base.room.place
        row = np.vstack([built, np.zeros_like(built[:1])])  # the last: measures that have no column
        kept = np.ones(built.shape[1], dtype=bool)
        for first, second in question.exclusions:
            kept &= ~(row[self.local[place[first]]] & row[self.local[place[second]]])
        for first, second in question.dependencies:
            kept &= ~row[self.local[place[first]]] | row[self.local[place[second]]]
        return kept

    def fits(self, built: np.ndarray) -> np.ndarray:
        """Whether an area's variant fits on its surfaces and shares its roofs and paving, shape (area,)."""
        on_surface = (self.member @ (built * self.claim) <= self.space * (1 + 1e-9)).all(axis=0)
        return on_surface & ((built * self.drained).sum(axis=0) <= self.paving * (1 + 1e-9))

    def priced(self, variants: Variants, prices: np.ndarray) -> np.ndarray:
        """What variants are worth when limits are paid for. [unit of the program]"""
        return variants.row[0] - prices @ variants.row[1:]

    # --- search ------------------------------------------------------------------------------

    def best(
        self, start: np.ndarray, prices: Mapping[Hashable, float], exactly: Exactly | None = None
    ) -> tuple[np.ndarray | None, float]:
        """The best whole projects there are to be had, or None where none keep every limit.

        Parameters
        ----------
        start : array, shape (column,)
            A free answer, shares of variables first.
        prices : dict
            Of its limits.
        exactly : callable, optional
            Prices of the limits, and about what a package is worth → the most that any is worth, and what is
            best in every area at these prices, shape (column,).

        Returns
        -------
        shares : array of float or None, shape (variable,)
        bound : float
            The most any package is worth; infinite without `exactly`.
        """
        price = np.array([prices.get(name, 0.0) for name in self.names])
        built = self.open & (start[self.place] >= MOSTLY)
        built &= self.fits(built) & self.allowed(built)
        every = np.arange(self.shape[1])
        pool = self.valued(np.zeros_like(built), every).joined(self.valued(built, every))
        last = -np.inf
        for _ in range(SEARCHES):
            pool = self.improved(pool, built, price)
            choice = self.choice(pool)
            if choice is None:
                return None, np.inf
            value, price, chosen = choice
            if value - last <= WORTH_A_MOVE * abs(value):
                break
            last = value
            built = self._leading(pool, chosen)
        bound = np.inf
        if exactly is not None:
            bound, answer = exactly(self._named(price), value)
            pool = pool.joined(self._in_areas(answer))
            choice = self.choice(pool)
            if choice is not None:
                value, price, chosen = choice
        return self._chosen(pool, price, chosen), bound

    def _named(self, price: np.ndarray) -> dict[Hashable, float]:
        """Prices of the limits by name; against the direction of its limit a price is rounding."""
        named = {}
        for name, each in zip(self.names, price.tolist(), strict=True):
            limit = self.program.limits[name]
            named[name] = each if abs(limit.high if each > 0 else limit.low) < INFINITE else 0.0
        return named

    def _in_areas(self, answer: np.ndarray) -> Variants:
        """What an answer builds in every area, where it fits there, as variants."""
        built = self.open & (answer[self.place] >= MOSTLY)
        fits = np.flatnonzero(self.fits(built) & self.allowed(built))
        return self.valued(built[:, fits], fits)

    def _chosen(self, pool: Variants, price: np.ndarray, chosen: np.ndarray) -> np.ndarray | None:
        """The best choice in whole numbers beside one in parts, shape (variable,); None where none is."""
        first = self._in_whole(pool, chosen)
        for which in (np.union1d(self._promising(pool, price), first), np.arange(len(pool.area))):
            choice = self.choice(pool[which], whole=True, first=np.isin(which, first))
            if choice is not None:
                return self._shares(pool[which], choice[2])
        return self._shares(pool[first], np.ones(len(first))) if len(first) else None

    def _in_whole(self, pool: Variants, chosen: np.ndarray) -> np.ndarray:
        """A choice in whole numbers beside one in parts, within every limit: variants; none where it fails.

        Few areas are divided between variants. There the best that still keeps the limits is taken, else
        nothing is built.
        """
        if self.of_extra.shape[1]:  # what those columns allow, only the solver knows
            return np.zeros(0, dtype=int)
        limits = [self.program.limits[name] for name in self.names]
        low, high = (np.array([getattr(row, end) for row in limits]) for end in ("low", "high"))
        ends = np.stack([low - TOUCHES * np.abs(low), high + TOUCHES * np.abs(high)])
        nothing = np.zeros(self.shape[1], dtype=int)
        empty = np.flatnonzero(~pool.built.any(axis=0))
        nothing[pool.area[empty]] = empty
        whole = np.flatnonzero(chosen > 1 - TOUCHES)
        choice = nothing
        choice[pool.area[whole]] = whole
        divided = np.flatnonzero((chosen > TOUCHES) & (chosen <= 1 - TOUCHES))
        total = pool.row[1:, choice].sum(axis=1)
        for variant in divided[np.argsort(-pool.row[0, divided])]:
            area = pool.area[variant]
            moved = total + pool.row[1:, variant] - pool.row[1:, choice[area]]
            better = pool.row[0, variant] > pool.row[0, choice[area]]
            if better and (moved <= ends[1]).all():
                choice[area], total = variant, moved
        return choice if ((total >= ends[0]) & (total <= ends[1])).all() else np.zeros(0, dtype=int)

    def improved(self, pool: Variants, built: np.ndarray, price: np.ndarray) -> Variants:
        """What was tried, and what better variants there are from here at these prices."""
        value = self.priced(self.valued(built, np.arange(self.shape[1])), price)
        going, built = np.ones(self.shape[1], dtype=bool), built.copy()
        steps = []
        for _ in range(MOVES):
            made = self.valued(*self.neighbours(built, going))
            worth = self.priced(made, price)
            order, rank = self._ranked(made, worth)
            steps.append(made[order[rank < KEPT]])
            best = order[rank == 0]
            best = best[worth[best] > value[made.area[best]] + WORTH_A_MOVE * np.abs(value[made.area[best]])]
            if not len(best):
                break
            areas = made.area[best]
            going[:] = False
            going[areas] = True
            built[:, areas] = made.built[:, best]
            value[areas] = worth[best]
        return pool.joined(*steps)

    def _ranked(self, variants: Variants, worth: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Variants in the order of their areas, the best first, and the rank of each in its area."""
        order = np.lexsort((-worth, variants.area))
        first = np.searchsorted(variants.area[order], np.arange(self.shape[1]))
        return order, np.arange(len(order)) - first[variants.area[order]]

    def choice(
        self, pool: Variants, whole: bool = False, first: np.ndarray | None = None
    ) -> tuple[float, np.ndarray, np.ndarray] | None:
        """One variant per area, in parts or whole, so that every limit holds.

        Parameters
        ----------
        pool : Variants
        whole : bool
        first : array of bool, shape (variant,), optional
            A whole choice to begin with.

        Returns
        -------
        (value, prices, chosen) or None
            Prices of the limits (in parts only), and how much of each variant.
        """
        n, n_areas, solver = len(pool.area), self.shape[1], quiet_solver()
        low = np.concatenate([np.zeros(n), self.extra_ends[0]])
        high = np.concatenate([np.ones(n), self.extra_ends[1]])
        cost = -np.concatenate([pool.row[0], self.of_extra[0]])
        add_columns(solver, low, high, cost)
        rows = Rows()
        rows.many(pool.area, np.arange(n), np.ones(n), np.ones(n_areas), np.ones(n_areas))
        left = np.concatenate([pool.row[1:], self.of_extra[1:]], axis=1)
        limit, index = np.nonzero(left)
        limits = [self.program.limits[name] for name in self.names]
        lowest = np.array([row.low for row in limits])
        rows.many(limit, index, left[limit, index], lowest, np.array([row.high for row in limits]))
        rows.send(solver)
        if whole:
            kind = np.full(n, highspy.HighsVarType.kInteger)
            solver.changeColsIntegrality(n, np.arange(n, dtype=np.int32), kind)
            stop_at(solver, MASTER_GAP)
            solver.setOptionValue("mip_max_nodes", MASTER_NODES)
            if first is not None and first.any():
                solver.setSolution(n, np.arange(n, dtype=np.int32), first.astype(float))
        solver.run()
        if not has_answer(solver):
            return None
        solution = solver.getSolution()
        chosen = np.array(solution.col_value)[:n]
        price = np.zeros(0) if whole else -np.array(solution.row_dual)[n_areas:]
        return -float(solver.getInfo().objective_function_value), price, chosen

    def _leading(self, pool: Variants, chosen: np.ndarray) -> np.ndarray:
        """Of every area the variant that most was chosen of, shape (measure, area)."""
        built = np.zeros(self.shape, dtype=bool)
        order = np.lexsort((chosen, pool.area))
        built[:, pool.area[order]] = pool.built[:, order]  # the last of an area stands
        return built

    def _promising(self, pool: Variants, price: np.ndarray) -> np.ndarray:
        """Places of the variants that can be in a good choice: of each area the best at these prices."""
        order, rank = self._ranked(pool, self.priced(pool, price))
        return order[rank < KEPT]

    def _shares(self, pool: Variants, chosen: np.ndarray) -> np.ndarray:
        shares = np.zeros(len(self.formulation.variables))
        measure, area = np.nonzero(self._leading(pool, chosen))
        shares[self.place[measure, area]] = 1.0
        return shares
