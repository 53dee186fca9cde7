"""How good an optimum can be at most: the limits priced, and every area's best searched by itself."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from kans_model.computing.progress import Waiting
from kans_model.optimum.linear_program import LinearProgram

ROUNDS = 6
OFF_END = 0.15
"""A box is split at the answer, but at least this part of it from an end."""
SMALL = 1e-7
OWN_PART = 0.1
"""Part of an even share of what is still to close, below which splitting an area brings next to nothing."""


@dataclass(frozen=True, eq=False)
class Leaf:
    """One box of every area, and what a program in it comes to.

    Attributes
    ----------
    value : array, shape (area,)
        The most that can be had there. [unit of the program]
    boxes : list of array, shape (product, 4, area)
        Low and high of shift and share, per block. [-]
    gap : array, shape (product, area)
        How much each product promises too much. [unit of the program]
    spots : list of array, shape (product, 2, area)
        Where the answer stands in its boxes, per block. [-]
    """

    value: np.ndarray
    boxes: list[np.ndarray]
    gap: np.ndarray
    spots: list[np.ndarray]

    @classmethod
    def nowhere(cls, like: "Leaf") -> "Leaf":
        """A leaf to be filled, worth nothing in any area yet."""
        return cls(
            np.full(len(like.value), -np.inf),
            [box.copy() for box in like.boxes],
            like.gap.copy(),
            [spot.copy() for spot in like.spots],
        )

    def take(self, half: "Leaf", mine: np.ndarray, parent: np.ndarray) -> None:
        """In the areas of this mask stand for that half of a box; it holds no more than its parent."""
        self.value[mine] = np.minimum(half.value, parent)[mine]
        for box, new in zip(self.boxes, half.boxes, strict=True):
            box[..., mine] = new[..., mine]
        for spot, new in zip(self.spots, half.spots, strict=True):
            spot[..., mine] = new[..., mine]
        self.gap[:, mine] = half.gap[:, mine]


class AreaBound(NamedTuple):
    """What the search of every area comes to.

    Attributes
    ----------
    value : float
        The most any package can be worth. [unit of the program]
    boxes : list of array
        Per block, the box of each area that holds its highest bound: where the best package is to be sought.
    leaves : list of Leaf
        All boxes: together they hold everything an area can be, at any price.
    """

    value: float
    boxes: list[np.ndarray]
    leaves: list[Leaf]


def bound_by_areas(
    program: LinearProgram,
    prices: Mapping[Hashable, float],
    enough: float,
    waiting: Waiting,
    rounds: int = ROUNDS,
    divided: Sequence[Leaf] = (),
) -> AreaBound:
    """The most any package can be worth, when limits that tie areas together are paid for at these prices.

    With the limits priced the areas stand apart, so all of them are searched at once: each area keeps a list
    of boxes for its products of shift and protection, the box with the highest bound is split in two, and one
    linear program solves a box of every area together. The highest bound of each area, added up, is the
    Lagrangian bound [1]_ of a spatial branch-and-bound [2]_.

    Parameters
    ----------
    program : LinearProgram
        With its aim; it stands as before afterwards, but for its boxes.
    prices : dict
        Limit → price.
    enough : float
        Stop as soon as the bound is no higher. [unit of the program]
    waiting : Waiting
    rounds : int
        Splits of each area at most.
    divided : sequence of Leaf, optional
        Of an earlier bound of this program, at other prices: the search goes on from its boxes.

    Returns
    -------
    AreaBound

    References
    ----------
    .. [1] Geoffrion 1974, "Lagrangean relaxation for integer programming".
    .. [2] McCormick 1976, "Computability of global solutions to factorable nonconvex programs".
    """
    priced, paid = priced_columns(program, prices)
    own = program.area >= 0
    loose = np.flatnonzero(~own)
    if len(loose):  # columns of no area are worth most at an end
        paid += float(np.maximum(*(priced[loose] * end for end in program.extra_ends)).sum())
    wide = [block.widest() for block in program.blocks]
    with program.for_now():
        program.release(*prices)
        program.aim(np.where(own, priced, 0.0))
        priced = priced * own
        leaves = [_again(program, priced, leaf) for leaf in divided] or [_solved(program, priced, wide)]
        _search(program, priced, leaves, enough - paid, waiting, rounds)
    _, highest = _highest(leaves)
    return AreaBound(paid + float(highest.value.sum()), highest.boxes, leaves)


def priced_columns(program: LinearProgram, prices: Mapping[Hashable, float]) -> tuple[np.ndarray, float]:
    """What columns are worth less what they take of limits at their price, and what the limits bring."""
    priced, paid = program.objective.copy(), 0.0
    for name, price in prices.items():
        limit = program.limits[name]
        np.subtract.at(priced, limit.index, price * limit.value)
        if price:
            paid += price * (limit.high if price > 0 else limit.low)
    return priced, paid


def _again(program: LinearProgram, priced: np.ndarray, leaf: Leaf) -> Leaf:
    """The boxes of a leaf at other prices; where it stands for nothing it still does."""
    again = _solved(program, priced, leaf.boxes)
    again.value[np.isneginf(leaf.value)] = -np.inf
    return again


def _search(
    program: LinearProgram,
    priced: np.ndarray,
    leaves: list[Leaf],
    enough: float,
    waiting: Waiting,
    rounds: int,
) -> None:
    """Split the highest box of every area as long as its bound matters, into one more leaf each time."""
    n = program.shape[1]
    for turn in range(rounds):
        waiting.tell()
        which, highest = _highest(leaves)
        total = highest.value.sum()
        smallest = SMALL * max(abs(total), 1.0)
        if total <= enough or highest.gap.max(initial=0.0) < smallest:
            break
        matters = OWN_PART * (total - enough) if np.isfinite(total - enough) else 0.0
        gap = highest.gap.sum(axis=0)
        split = gap > max(smallest, min(matters, gap.sum())) / n
        leaves.append(Leaf.nowhere(leaves[0]))
        low, high = _split(highest, split)
        passes = 1 + (turn % 2 == 0)
        half = _solved(program, priced, low, passes)
        for place, leaf in enumerate(leaves[:-1]):  # the lower half takes its parent's place
            leaf.take(half, split & (which == place), highest.value)
        leaves[-1].take(_solved(program, priced, high, passes), split, highest.value)


def _highest(leaves: list[Leaf]) -> tuple[np.ndarray, Leaf]:
    """Of each area the place of its highest leaf, and those leaves as one."""
    which = np.argmax(np.stack([leaf.value for leaf in leaves]), axis=0)

    def per_block(of_leaves: list[list[np.ndarray]]) -> list[np.ndarray]:
        return [_of_leaf(arrays, which) for arrays in zip(*of_leaves, strict=True)]

    return which, Leaf(
        _of_leaf([leaf.value for leaf in leaves], which),
        per_block([leaf.boxes for leaf in leaves]),
        _of_leaf([leaf.gap for leaf in leaves], which),
        per_block([leaf.spots for leaf in leaves]),
    )


def _of_leaf(arrays: Iterable[np.ndarray], which: np.ndarray) -> np.ndarray:
    """Of each area the values of one of its leaves."""
    stacked = np.stack(list(arrays))  # leaf, …, area
    index = which.reshape((1,) * (stacked.ndim - 1) + (-1,))
    return np.take_along_axis(stacked, np.broadcast_to(index, (1, *stacked.shape[1:])), axis=0)[0]


def _split(leaf: Leaf, areas: np.ndarray) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Two halves of the box of these areas, mask (area,), along the wider side of its worst product."""
    low, high = [box.copy() for box in leaf.boxes], [box.copy() for box in leaf.boxes]
    worst = leaf.gap.argmax(axis=0)
    first = 0
    for b, box in enumerate(leaf.boxes):
        for product in range(len(box)):
            mine = areas & (worst == first + product)
            wide = np.stack([box[product, 1] - box[product, 0], box[product, 3] - box[product, 2]])
            along = wide.argmax(axis=0)
            for side in (0, 1):
                here = mine & (along == side)
                start, end = box[product, 2 * side], box[product, 2 * side + 1]
                margin = OFF_END * (end - start)
                at = np.clip(leaf.spots[b][product, side], start + margin, end - margin)
                low[b][product, 2 * side + 1] = np.where(here, at, end)
                high[b][product, 2 * side] = np.where(here, at, start)
        first += len(box)
    return low, high


def _solved(program: LinearProgram, priced: np.ndarray, boxes: list[np.ndarray], passes: int = 1) -> Leaf:
    """The program in these boxes; tangents are added and it is solved again as often as there are passes."""
    program.narrow(boxes)
    area, n = program.area, program.shape[1]
    answer = _proven(program)
    for _ in range(passes - 1):
        if answer is None or not program.cut(program.quantity(answer), answer):
            break
        again = _proven(program)
        answer = answer if again is None else again
    if answer is None:  # nothing is known of these boxes
        nothing = [np.zeros((len(box), 2, n)) for box in boxes]
        return Leaf(np.full(n, np.inf), boxes, np.zeros((sum(map(len, boxes)), n)), nothing)
    value = np.bincount(area[area >= 0], (priced * answer)[area >= 0], minlength=n)
    gaps = [block.promised(answer) for block in program.blocks]
    value -= np.bincount(area[: len(program.penalty)], program.penalty * answer[: len(program.penalty)], n)
    spots = [np.array(block.places(answer)).reshape(-1, 2, n) for block in program.blocks]
    return Leaf(value, boxes, np.concatenate(gaps), spots)


def _proven(program: LinearProgram) -> np.ndarray | None:
    """The answer where it is proved to be the best, or None: no other bounds anything."""
    answer = program.run()
    return answer if program.proven else None
