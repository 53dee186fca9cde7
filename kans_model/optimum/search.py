"""The best answer of a formulation, by linear programming on tangents of the exact model."""

import time
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from kans_model.computing.progress import Waiting
from kans_model.optimum.answer import Answer, solver_gap
from kans_model.optimum.concave import FLOOR
from kans_model.optimum.formulation import Formulation, formulate
from kans_model.optimum.linear_program import LinearProgram
from kans_model.optimum.objective import Objective, goal_of
from kans_model.optimum.question import Question
from kans_model.study.study import Study

MOST_ROUNDS = 60
GOOD_GAP = 1e-4
"""Tangents are added until the answer promises at most this share more than it is worth."""
STALLED = 2e-5
"""A tangent that brings the bound down by less is the last: the rest is the boxes' doing."""
WIDTHS, CLOSE_WIDTH, REPAIR_WIDTH = (0.2, 0.05), 0.03, 0.025
"""Half the box around the best answer so far, in which the product of shift and protection is held next."""
REPAIRS = 5
"""Times an answer that misses a limit on damage is asked for that much more."""
SOLVER_SECONDS = 4.0
"""Time for one answer in whole numbers."""


class NoPackageError(Exception):
    """Nothing meets the limits of a search."""

    def __init__(self, search: "Search") -> None:
        super().__init__()
        self.search = search


class Search:
    """Finds the best answer of a formulation; everything that is asked of packages builds on it.

    Parameters
    ----------
    formulation : Formulation
        The search has its program for itself.
    objective : Objective
    waiting : Waiting, optional
    stalled : float
        A tangent that brings the bound down by a smaller share is the last. [-]
    """

    def __init__(
        self,
        formulation: Formulation,
        objective: Objective,
        waiting: Waiting | None = None,
        stalled: float = STALLED,
    ) -> None:
        self.formulation, self.objective, self.stalled = formulation, objective, stalled
        self.waiting = waiting or Waiting()
        self.program.aim(objective.coefficients())

    @classmethod
    def of(
        cls, study: Study, question: Question, waiting: Waiting | None = None, stalled: float = STALLED
    ) -> "Search":
        """A search for the goal of a question.

        Raises
        ------
        KansError
            When the question cannot be.
        """
        formulation = formulate(study, question)
        return cls(formulation, goal_of(formulation), waiting, stalled)

    def again(self, question: Question) -> "Search":
        """A search for another question, for the same reader."""
        return Search.of(self.formulation.study, question, self.waiting)

    @property
    def program(self) -> LinearProgram:
        return self.formulation.program

    # --- one program ------------------------------------------------------------------------

    def solve(
        self, rounds: int = MOST_ROUNDS, gap: float = GOOD_GAP, known: np.ndarray | None = None
    ) -> Answer | None:
        """Add tangents until the answer is worth what it promises.

        Parameters
        ----------
        rounds : int
        gap : float
            Share of its worth that it may promise too much.
        known : array, optional
            An answer to begin with, in whole numbers.

        Returns
        -------
        Answer or None
            None where nothing meets the limits of the program.
        """
        program, whole = self.program, self.formulation.question.whole
        best, best_value, best_surfaces, last = known, -np.inf, None, known
        bound, last_bound, prices, told = np.inf, np.inf, {}, 0.0
        began = time.perf_counter()
        if known is not None:
            best_value = self.objective.worth(program.quantity(known))
        if not self.formulation.question.discrete:  # whole numbers need all that is known
            program.forget()
        for _ in range(rounds):
            self.waiting.tell()
            if program.integral and whole and best is not None:
                program.begin_with(best)
            answer = program.run()
            if answer is None:
                bound, best_surfaces = min(last_bound, program.bound), None
                if program.proven:
                    last = best
                elif program.integral:
                    told = np.nan
                break
            bound = program.bound
            prices, surfaces = program.prices(), program.surface_prices(self._surfaces)
            if program.integral:
                told = solver_gap(program.solver)
                answer = self._without_rounding(answer)
            if program.integral or not program.proven:
                bound = min(last_bound, bound)
            last, quantity = answer, program.quantity(answer)
            value = self.objective.worth(quantity)
            if value >= best_value and self.formulation.damage.kept(quantity, program):
                best, best_value, best_surfaces = answer, value, surfaces
            added = program.cut(quantity, answer)
            size = max(abs(bound), FLOOR)
            known_enough = best is not None and np.isfinite(bound)
            if not added or (known_enough and bound - best_value <= gap * size):
                break
            if known_enough and last_bound - bound <= self.stalled * size:
                break
            last_bound = bound
            if program.integral and time.perf_counter() - began > SOLVER_SECONDS:
                break
        return None if last is None else Answer(best, last, bound, best_value, prices, best_surfaces, told)

    @property
    def _surfaces(self) -> tuple[int, ...]:
        n_pools, n_areas = self.formulation.base.room.pools[1].shape
        return n_pools + 1, n_areas

    def _without_rounding(self, answer: np.ndarray) -> np.ndarray:
        """The answer without the solver's rounding: whole projects are 0 or 1."""
        if not self.formulation.question.whole:
            return answer
        n = len(self.formulation.variables)
        return np.concatenate([np.round(answer[:n]), answer[n:]])

    # --- in boxes ---------------------------------------------------------------------------

    def widen(self) -> None:
        """Products free again."""
        self.program.narrow([block.widest() for block in self.program.blocks])

    def around(self, quantity: np.ndarray, half: float) -> list[np.ndarray]:
        """Boxes around these quantities, this far to each side. [-]"""
        return [block.around(quantity, half) for block in self.program.blocks]

    def closer(self, quantity: np.ndarray, half: float, rounds: int = MOST_ROUNDS // 4) -> Answer | None:
        """Solve again with the products held to a box around these quantities, to promise less too much."""
        return self.within(self.around(quantity, half), rounds)

    def within(self, boxes: Sequence[np.ndarray], rounds: int = MOST_ROUNDS // 4) -> Answer | None:
        """Solve with the products held to these boxes, or near them where limits on damage ask for it."""
        self.program.narrow(boxes)
        return self._repaired(self.solve(rounds), [REPAIR_WIDTH] * REPAIRS)

    def attempt(self) -> Answer | None:
        """The answer of the widest program; where it misses limits on damage, one that keeps them, or None.

        The program may promise more than is true; held to a box around what it found, and asked for what it
        missed, it cannot.
        """
        self.widen()
        return self._repaired(self.solve(), (*WIDTHS, *[REPAIR_WIDTH] * REPAIRS))

    def _repaired(self, first: Answer | None, halves: Sequence[float]) -> Answer | None:
        """The answer, or one near it that keeps the limits on damage; None where there is none."""
        if first is None or first.best is not None:
            return first
        program, again = self.program, None
        quantity = program.quantity(first.last)
        with program.for_now():
            for half in halves:
                program.narrow(self.around(quantity, half))
                again = self.solve(MOST_ROUNDS // 4)
                if again is None or again.best is not None:
                    break
                quantity = program.quantity(again.last)
                for name, missed in self.formulation.damage.missed(quantity, program.released).items():
                    limit = program.limits[name]
                    program.move(name, limit.low + missed, limit.high)
        return None if again is None or again.best is None else replace(again, bound=first.bound)


def better(best: Answer | None, other: Answer | None) -> Answer | None:
    """The better of two answers, if there are; a tie goes to the second."""
    if best is None or best.best is None:
        return other if other is None or other.best is not None else None
    return best if other is None or other.best is None or other.value < best.value else other
