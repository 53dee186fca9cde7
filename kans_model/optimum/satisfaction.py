"""How satisfied partners are with packages, and the one that lifts the least satisfied most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kans_model.computing.progress import Waiting
from kans_model.dialogue.partners import Partner
from kans_model.optimum.answer import Answer
from kans_model.optimum.bound import bound_by_areas
from kans_model.optimum.conflicts import conflicts_named
from kans_model.optimum.formulation import Formulation
from kans_model.optimum.search import CLOSE_WIDTH, Search, better
from kans_model.optimum.solution import best_answer
from kans_model.optimum.utility import NOTHING, POINTS, Utility

EVEN = 1e-4
"""Satisfactions that differ by less are equal. [-]"""
DEEPER, CLOSE = (12, 16, 24), 3e-3
"""Halvings of the boxes in turn, until the bound lies no more than this share above the answer."""


@dataclass(frozen=True, eq=False)
class Satisfaction:
    """Of one partner with any package: 0 for doing nothing, 1 for his own best.

    A partner who would rather do nothing is satisfied by that, and by nothing else: his satisfaction is 1
    there and 0 where the whole budget goes without bringing him anything.

    Attributes
    ----------
    partner : Partner
    utility : Utility
    best : float
        What his own best is worth to him. [-]
    """

    partner: Partner
    utility: Utility
    best: float

    @property
    def rather_nothing(self) -> bool:
        return self.best <= NOTHING

    @property
    def scale(self) -> float:
        """What one unit of his utility adds to his satisfaction. [-]"""
        return 1.0 if self.rather_nothing else 1.0 / self.best

    @property
    def start(self) -> float:
        """With doing nothing. [-]"""
        return 1.0 if self.rather_nothing else 0.0

    def of(self, quantity: np.ndarray) -> float:
        """With these quantities, by the exact model. [-]"""
        return self.start + self.scale * self.utility.exactly(quantity)


class SmallestSatisfaction:
    """An objective: the satisfaction of the least satisfied of some partners, others kept at a level.

    Parameters
    ----------
    formulation : Formulation
        Its program gets a column, and two rows per partner.
    satisfactions : sequence of Satisfaction
    """

    def __init__(self, formulation: Formulation, satisfactions: Sequence[Satisfaction]) -> None:
        self.program, self.satisfactions = formulation.program, satisfactions
        self.column = self.program.extra([0.0], [POINTS])
        self.levels: dict[int, float] = {}
        for place, satisfaction in enumerate(satisfactions):
            index, value = _row(satisfaction)
            low = -POINTS * satisfaction.start
            self.program.limit(
                ("least", place), np.append(index, self.column), np.append(value, -1.0), low=low
            )
            self.program.limit(("level", place), index, value)

    @property
    def free(self) -> list[int]:
        """Places of the partners that have no level yet."""
        return [place for place in range(len(self.satisfactions)) if place not in self.levels]

    def keep(self, place: int, level: float) -> None:
        """A partner is no longer lifted, and kept at this satisfaction. [-]"""
        self.levels[place] = level
        self.program.release(("least", place))
        start = self.satisfactions[place].start
        self.program.move(("level", place), low=POINTS * (level - start - EVEN))

    def done(self) -> None:
        """The program without these rows, for another aim."""
        for place in range(len(self.satisfactions)):
            self.program.release(("least", place), ("level", place))

    def coefficients(self) -> np.ndarray:
        aim = np.zeros(self.program.n_columns)
        aim[self.column] = 1.0
        return aim

    def worth(self, quantity: np.ndarray) -> float:
        return POINTS * min(self.satisfactions[place].of(quantity) for place in self.free)


def _row(satisfaction: Satisfaction) -> tuple[np.ndarray, np.ndarray]:
    """Columns and coefficients of a partner's satisfaction above that with doing nothing. [1/1000]"""
    value = satisfaction.scale * satisfaction.utility.coefficients()
    index = np.flatnonzero(value)
    return index, value[index]


def mean_satisfaction(satisfactions: Sequence[Satisfaction]) -> Utility:
    """The average satisfaction of all partners, less that with doing nothing."""
    parts = [
        satisfaction.utility.times(satisfaction.scale / len(satisfactions)) for satisfaction in satisfactions
    ]
    total = parts[0]
    for part in parts[1:]:
        total = total + part
    return total


def leximin(
    formulation: Formulation, least: SmallestSatisfaction, starts: Sequence[np.ndarray], waiting: Waiting
) -> tuple[np.ndarray, float]:
    """Quantities that lift the least satisfied, then the next, and the most that the least could have. [-]

    Who cannot be lifted further is kept at what he has, and the least of the rest is lifted: whose row has a
    price holds the others back, and is kept.
    """
    program, quantity, bound = formulation.program, starts[0], 1.0
    best: list[float] = []
    while least.free:
        search = Search(formulation, least, waiting)
        with conflicts_named():
            answer, proven = _first(search) if not best else _again(search)
        if answer is None:
            break
        found = formulation.tidied(program.quantity(answer.columns))
        if not best:
            bound = proven / POINTS
            quantity = found = max((found, *starts), key=least.worth)
        else:
            levels = _sorted(least, found)
            if levels > _sorted(least, quantity):
                quantity = found
        level = least.worth(found) / POINTS
        best.append(level)
        held = [place for place in least.free if answer.prices.get(("least", place), 0.0) > NOTHING]
        held = held or [min(least.free, key=lambda place: least.satisfactions[place].of(found))]
        for place in held:
            least.keep(place, min(level, least.satisfactions[place].of(found)))
    return quantity, bound


def _first(search: Search) -> tuple[Answer | None, float]:
    """The best answer and the most any could be worth, boxes halved until both are near. [1/1000]

    Between partners who want different things the product of shift and protection leaves more open than for
    one goal: its boxes must be smaller.
    """
    best, bound = best_answer(search)
    for rounds in DEEPER:
        enough = best.value + CLOSE * abs(best.value)
        if bound <= enough:
            break
        proven, boxes, _ = bound_by_areas(search.program, best.prices, enough, search.waiting, rounds)
        bound = min(bound, proven)
        best = better(best, search.within(boxes)) or best
        best = better(best, search.closer(search.program.quantity(best.columns), CLOSE_WIDTH)) or best
    return best, bound


def _again(search: Search) -> tuple[Answer | None, float]:
    answer = search.attempt()
    return answer, answer.bound if answer is not None else float("nan")


def _sorted(least: SmallestSatisfaction, quantity: np.ndarray) -> list[float]:
    """Satisfactions from the least on, in steps that count."""
    every = sorted(satisfaction.of(quantity) for satisfaction in least.satisfactions)
    return [round(value / (10 * EVEN)) for value in every]
