"""Avoided damage inside a linear program: tangents of concave pieces, and boxes around their products."""

from collections.abc import Iterator

import highspy
import numpy as np

from kans_model.optimum.benefit import Benefit
from kans_model.optimum.concave import FLOOR, Term
from kans_model.optimum.variables import Variables
from kans_model.solver.rows import INFINITE, Rows

SEEN = 1e-5
"""A piece may stand this much above its true value, as share of the most it can be."""
OVER = 1e5
"""Price of standing above the tangents, in units of the program; its values run to some thousands."""


class Block:
    """The columns that stand for what one `Benefit` avoids, and the cuts that hold them to the truth.

    A tangent plane of a concave function lies above it everywhere, and so above a piece that is nowhere
    higher: the program holds the tangents that mattered so far and gets one more wherever its answer is too
    good. The product of
    a shift and a protected share is not concave; it is held between the ends of a box (McCormick), and
    `boxes` can be made smaller.

    Parameters
    ----------
    benefit : Benefit
    scale : float
        Euro in one unit of the program.
    start : int
        Its first column.
    variables : Variables
        What it all depends on, the first columns of the program.
    strict : bool
        Standing above the tangents is no way out, at whatever price: a limit that is dear to keep would else
        be kept on paper alone.

    Attributes
    ----------
    at, over_at : dict
        Piece → first of its columns, one per area; of those by which it stands above its tangents.
    product_at : list of int
        First column of each product, one per area.
    unit : dict
        Piece → the most it can be, in which its column is measured, shape (area,).
    """

    def __init__(
        self, benefit: Benefit, scale: float, start: int, variables: Variables, strict: bool = False
    ) -> None:
        self.benefit, self.scale, self.start, self.variables = benefit, scale, start, variables
        self.strict = strict
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

    def bounds(self) -> tuple[np.ndarray, np.ndarray]:
        """Low and high of its columns: pieces as share of their most, products free from zero.

        Where it is `strict`, nothing stands above the tangents but where the low end of a box asks for it.
        """
        n = self.benefit.n_areas
        high = np.ones(self.end - self.start)
        high[len(self.at) * n :] = INFINITE
        for at in self.over_at.values() if self.strict else ():  # the widest box asks for nothing
            high[at - self.start : at - self.start + n] = 0.0
        return np.zeros(self.end - self.start), high

    def penalty(self) -> np.ndarray:
        """What it costs to stand above the tangents, where the low end of a box asks for it, per column.

        So a box that an area cannot reach makes that area worthless, and not the whole program impossible.
        """
        cost = np.zeros(self.end - self.start)
        for at in self.over_at.values():
            cost[at - self.start : at - self.start + self.benefit.n_areas] = OVER
        return cost

    def widest(self) -> np.ndarray:
        """The box that holds every answer, shape (product, 4, area)."""
        ends = np.array([0.0, 1.0, 0.0, 1.0])[None, :, None]
        return np.broadcast_to(ends, (len(self.products), 4, self.benefit.n_areas)).copy()

    def around(self, quantity: np.ndarray, half: float) -> np.ndarray:
        """A box around the truth at these quantities."""
        box = self.widest()
        for place, spot in enumerate(self.true_places(quantity)):
            for side in (0, 1):
                box[place, 2 * side] = np.clip(spot[side] - half, 0, 1)
                box[place, 2 * side + 1] = np.clip(spot[side] + half, 0, 1)
        return box

    def promised(self, answer: np.ndarray) -> np.ndarray:
        """How much each product promises more than its own parts make, shape (product, area)."""
        n, scale = self.benefit.n_areas, self.scale
        more = np.zeros((len(self.products), n))
        for place, (term, spot) in enumerate(zip(self.products, self.places(answer), strict=True)):
            value = {
                term.shift: self.unit[term.shift] * spot[0],
                term.protect: self.unit[term.protect] * spot[1],
            }
            true = term.avoided_eur(value) / scale
            told = answer[self.product_at[place] : self.product_at[place] + n]
            more[place] = np.maximum(0, told - true)
        return more

    def exact(self, quantity: np.ndarray, areas: np.ndarray) -> np.ndarray:
        """Its columns at these quantities without tangents or boxes, shape (column of an area, place).

        `areas` are the areas that the places of the quantities stand for.
        """
        value = {name: piece.at(quantity, areas)[0] for name, piece in self.benefit.pieces.items()}
        shares = [value[name] / self.unit[name][areas] for name in self.at]
        products = [term.avoided_eur(value, areas) / self.scale for term in self.products]
        return np.stack([*shares, *products, *np.zeros((len(self.over_at), len(areas)))])

    def expression(
        self, per_area: np.ndarray | None = None, hazard: str | None = None
    ) -> tuple[np.ndarray, np.ndarray]:
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

    def product_sizes(self, term: Term) -> tuple[np.ndarray, np.ndarray]:
        """What the shift of a product avoids at its most, and the damage before. [unit of the program]"""
        return term.scale_eur * self.unit[term.shift] / self.scale, term.before_eur / self.scale

    def _sides(self, term: Term, box: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
        """Coefficients of the two sides of a product: shift, protected share and constant, (area,) each."""
        shift_most, share_most = (self.benefit.pieces[name].most for name in (term.shift, term.protect))
        full = term.scale_eur * shift_most / self.scale  # what the shift can avoid alone
        before = term.before_eur / self.scale
        # r, p in shares of their most; box holds their low and high
        unit = share_most
        for r, p in ((box[0], box[2]), (box[1], box[3])):
            # r·p ≥ r·p₀ + r₀·p − r₀·p₀ at either low corner or high corner
            yield full * (1 - p * unit), (before - full * r) * unit, full * r * p * unit

    def send_products(self, solver: highspy.Highs) -> None:
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

    def narrow(self, solver: highspy.Highs, boxes: np.ndarray) -> None:
        """Hold every product to a box per area: low and high of shift and share, shape (product, 4, area)."""
        n = self.benefit.n_areas
        if np.array_equal(boxes, self.boxes):
            return
        bounds = {name: [np.zeros(n), np.ones(n)] for name in self.over_at}
        for place, (term, box) in enumerate(zip(self.products, boxes, strict=True)):
            for side, (of_shift, of_share, constant) in enumerate(self._sides(term, box)):
                other_corner = box[side::2] != self.boxes[place, side::2]
                areas = np.flatnonzero(other_corner.any(axis=0))
                at = self.product_first + (2 * place + side) * n + areas
                for name, value in ((term.shift, of_shift), (term.protect, of_share)):
                    columns = (self.at[name] + areas).tolist()
                    for entry in zip(at.tolist(), columns, (-value[areas]).tolist(), strict=True):
                        solver.changeCoeff(*entry)
                for row, most in zip(at.tolist(), constant[areas].tolist(), strict=True):
                    solver.changeRowBounds(row, -INFINITE, most)
            for name, low, high in ((term.shift, box[0], box[1]), (term.protect, box[2], box[3])):
                bounds[name] = [np.maximum(bounds[name][0], low), np.minimum(bounds[name][1], high)]
        for name, (low, high) in bounds.items():
            at = np.arange(self.at[name], self.at[name] + n, dtype=np.int32)
            solver.changeColsBounds(n, at, low, high)
            if not self.strict:
                continue
            over = np.arange(self.over_at[name], self.over_at[name] + n, dtype=np.int32)
            solver.changeColsBounds(n, over, np.zeros(n), np.where(low > 0, INFINITE, 0.0))
        self.boxes = boxes.copy()

    def cut(self, solver: highspy.Highs, quantity: np.ndarray, answer: np.ndarray | None = None) -> int:
        """Tangents at these quantities: everywhere, or where the answer promises too much.

        Returns
        -------
        int
            How many were added.
        """
        rows = Rows()
        for name, piece in self.benefit.pieces.items():
            most = piece.most > FLOOR
            for value, slope in piece.tangents(quantity):
                wanted = most
                if answer is not None:
                    told = answer[self.at[name] : self.at[name] + len(most)]
                    wanted = most & (told > value / self.unit[name] + SEEN)
                if wanted.any():
                    whole = np.zeros((self.benefit.n_measures, self.benefit.n_areas))
                    whole[piece.measures] = slope
                    self._tangents(rows, name, wanted, value - (whole * quantity).sum(axis=0), whole)
        rows.send(solver)
        return len(rows)

    def _tangents(
        self, rows: Rows, name: str, wanted: np.ndarray, at_nothing: np.ndarray, slope: np.ndarray
    ) -> None:
        """A row that holds a piece below a plane, in each wanted area.

        Parameters
        ----------
        wanted : mask, shape (area,)
        at_nothing : array, shape (area,)
            Height of the plane where nothing stands.
        slope : array, shape (measure, area)
        """
        unit, col = self.unit[name], self.variables
        steep = slope[col.measure, col.area] * col.most / unit[col.area]
        areas = np.flatnonzero(wanted)
        place = np.cumsum(wanted) - 1  # row of each wanted area
        mine = np.flatnonzero((steep > 0) & wanted[col.area])
        row, index = [place[col.area[mine]], place[areas]], [mine, self.at[name] + areas]
        rise = [-steep[mine], np.ones(len(areas))]
        if name in self.over_at:
            row.append(place[areas])
            index.append(self.over_at[name] + areas)
            rise.append(-np.ones(len(areas)))
        ends = np.full(len(areas), -INFINITE), (at_nothing / unit)[areas]
        rows.many(np.concatenate(row), np.concatenate(index), np.concatenate(rise), *ends)

    def places(self, answer: np.ndarray) -> list[np.ndarray]:
        """Where the answer stands in its products: shift and share as parts of their most, (2, area) each."""
        n = self.benefit.n_areas
        return [
            np.stack([answer[self.at[name] : self.at[name] + n] for name in (term.shift, term.protect)])
            for term in self.products
        ]

    def true_places(self, quantity: np.ndarray) -> list[np.ndarray]:
        """The same of the truth at these quantities."""
        value = {
            name: np.minimum(1, self.benefit.pieces[name].at(quantity)[0] / self.unit[name])
            for term in self.products
            for name in (term.shift, term.protect)
        }
        return [np.stack([value[term.shift], value[term.protect]]) for term in self.products]
