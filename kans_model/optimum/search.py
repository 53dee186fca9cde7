"""The best package for a question, by linear programming on tangents of the exact model, and its proof."""

import time
from dataclasses import replace

import numpy as np

from kans_model.optimum.answer import Answer, package, solver_gap
from kans_model.optimum.benefit import FLOOR
from kans_model.optimum.bound import bound_by_areas
from kans_model.optimum.conflicts import conflict
from kans_model.optimum.formulation import SOLVER_GAP, SOLVER_SECONDS, Statement
from kans_model.optimum.optimum import TOLD, Optimum
from kans_model.optimum.whole_projects import Variants
from kans_model.words.problems import KansError, Problem

MOST_ROUNDS = 60
GOOD_GAP = 1e-4
"""Tangents are added until the answer promises at most this share more than it is worth."""
PROOFS, WORTH_ANOTHER = 3, 1e-3
"""Times a bound is sought at the latest prices, as long as the gap is larger than this."""
PROVEN_GAP = 5e-4
"""A proof is sought until the gap is no larger."""
STALLED = 2e-5
"""A tangent that brings the bound down by less is the last: the rest is the boxes' doing."""
WIDTHS, CLOSE_WIDTH, REPAIR_WIDTH = (0.2, 0.05), 0.03, 0.025
"""Half the box around the best answer so far, in which the product of shift and protection is held next."""
PARTS = (0.3, 0.5, 0.7)
"""Shares of its least size from which a measure in a free answer is built at that size."""
REPAIRS = 5
"""Times an answer that misses a limit on damage is asked for that much more."""
WHOLE_ROUNDS, DISCRETE_ROUNDS = 8, 2
WHOLE_GAP = 1e-3
"""Share of its worth at which whole projects are good enough, all errors included."""
SMALLEST_SHARE = 1e-6


class Task(Statement):
    """A statement that finds its answers; the front, alternatives and robust choice build on it."""

    stalled = STALLED

    def solve(self, rounds=MOST_ROUNDS, gap=GOOD_GAP, known=None):
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
        program, best, best_value, best_surfaces = self.program, None, -np.inf, None
        last_bound, prices, told = np.inf, {}, 0.0
        began = time.perf_counter()
        if known is not None:
            best, best_value = known, self.worth(program.quantity(known))
        if not self.question.discrete:  # whole numbers need all that is known
            program.forget()
        for _ in range(rounds):
            self.tell(self.share)
            if self.integral and self.question.whole and best is not None:
                self.begin_with(best)
            answer = program.run()
            if answer is None:
                return (
                    None if best is None else Answer(best, best, last_bound, best_value, prices, None, told)
                )
            bound = float(self.objective @ answer)
            prices, surfaces = program.prices(), program.surface_prices()
            if self.integral:
                bound = min(last_bound, -program.solver.getInfo().mip_dual_bound)
                told = solver_gap(program.solver)
                answer = self.whole_answer(answer)
            quantity = program.quantity(answer)
            value = self.worth(quantity)
            if self.keeps(quantity) and value >= best_value:
                best, best_value = answer, value
                best_surfaces = surfaces
            added = program.cut(quantity, answer)
            size = max(abs(bound), FLOOR)
            if not added or (best is not None and bound - best_value <= gap * size):
                break
            if best is not None and last_bound - bound <= self.stalled * size:
                break
            last_bound = bound
            if self.integral and time.perf_counter() - began > SOLVER_SECONDS:
                break
        return Answer(best, answer, bound, best_value, prices, best_surfaces, told)

    def whole_answer(self, answer):
        """The answer without the solver's rounding: whole projects are 0 or 1."""
        if not self.question.whole:
            return answer
        n = len(self.col)
        return np.concatenate([np.round(answer[:n]), answer[n:]])

    def closer(self, quantity, half, rounds=MOST_ROUNDS // 4):
        """Solve again with the products held to a box around these quantities, to promise less too much."""
        return self.within([block.around(quantity, half) for block in self.program.blocks], rounds)

    def within(self, boxes, rounds=MOST_ROUNDS // 4):
        """Solve with the products held to these boxes, or near them where limits on damage ask for it."""
        self.put(boxes)
        return self.repaired(self.solve(rounds), [REPAIR_WIDTH] * REPAIRS)

    def put(self, boxes):
        """Hold the products to these boxes."""
        for block, box in zip(self.program.blocks, boxes, strict=True):
            block.narrow(self.program.solver, box)

    def optimum(self):
        """The best package, its proof and its prices.

        Returns
        -------
        Optimum
        """
        began = time.perf_counter()
        self.tell(0.0)
        best, bound = self.best()
        if self.question.free_split and self.finance is not None:
            return self.with_split(self.finance, best, bound, began)
        return self.told(best, bound, time.perf_counter() - began)

    def with_split(self, finance, best, bound, began):
        """The optimum under the shares that were chosen along with it, rounded to whole measure groups.

        A split knows shares per group, the program per measure: with the group's shares the package is sought
        once more, so that every ceiling holds; the bound of the freer program stands.
        """
        shares = finance.own_shares(best.best)
        split = finance.split.changed(self.study.actors, own=shares)
        question = replace(self.question, split=split, free_split=False)
        again = self.again(question)
        answer, proven = again.best()
        found = again.told(answer, max(bound, proven), time.perf_counter() - began)
        asked = found.portfolio.asked(self.question.to_dict())
        return replace(found, question=self.question, split=split, portfolio=asked)

    def again(self, question):
        """A task with another question, for the same reader."""
        return Task(self.study, question, self._progress, self._cancelled)

    def best(self):
        """The best answer, and the most any could be worth. [unit of the program]"""
        self.program.cut(np.zeros(self.program.shape))
        first = self.attempt()
        if first is None:
            raise conflict(self)
        if self.question.whole:
            return self.best_whole(first)
        best, bound = first, first.bound
        if self.block.products:
            for _ in range(PROOFS):
                enough = best.value + PROVEN_GAP * abs(best.value)
                if bound <= enough:
                    break
                proven, boxes = bound_by_areas(self, best.prices, enough)
                closed = bound - proven
                bound = min(bound, proven)
                best = self.better(best, self.within(boxes))
                if bound - best.value > GOOD_GAP * abs(bound):
                    near = self.closer(self.program.quantity(best.best), CLOSE_WIDTH)
                    best = self.better(best, near)
                if bound - best.value <= WORTH_ANOTHER * abs(bound) or closed <= 0:
                    break
        if self.question.discrete:
            return self.best_discrete(best, bound)
        return best, bound

    @staticmethod
    def better(best, other):
        """The better of two answers, if there are; a tie goes to the second."""
        if best is None or best.best is None:
            return other if other is None or other.best is not None else None
        return best if other is None or other.best is None or other.value < best.value else other

    def best_whole(self, first):
        """The best whole projects: variants put together first, then the solver for the proof."""
        self.widen()
        known = None if self.question.free_split else Variants(self).best(first.best, first.prices)
        self.choose_whole()
        if known is not None:
            known = self.exactly(known)
            if not (self.question.exclusions or self.question.dependencies):
                self.program.only_prove()
        whole = self.solve(WHOLE_ROUNDS, WHOLE_GAP, known)
        return replace(self.found(whole), prices=first.prices), min(first.bound, whole.bound)

    def best_discrete(self, free, bound):
        """The best answer with least sizes or exclusions: the free one rounded, or else the solver's."""
        found, whole = self.rounded(free.best), None
        if found is None or bound - found.value > WHOLE_GAP * abs(bound):
            self.widen()
            self.choose_whole()
            whole = self.solve(DISCRETE_ROUNDS, SOLVER_GAP)
            if whole is None and found is None:
                self.found(whole)
            elif whole is not None:
                bound = min(bound, whole.bound)
                self.choose_free()
                found = self.better(found, self.rounded(whole.last))
        told = 0.0 if whole is None else whole.solver_gap
        return replace(self.found(found), prices=free.prices, solver_gap=told), bound

    def rounded(self, answer):
        """The best answer near a free one with every project of its least size or not there; None if none is.

        Of what excludes each other in an area, what reaches less of its ground goes.
        """
        found = None
        for part in PARTS:
            self.program.hold(*self.decided(answer, part))
            found = self.better(self.closer(self.program.quantity(answer), CLOSE_WIDTH), found)
        self.program.hold(*self.ends())
        return found

    def decided(self, answer, part):
        """Ends of the columns when every project is built or not as in a free answer.

        Parameters
        ----------
        answer : array
        part : float
            Share of its least size from which a project is built. [-]
        """
        col, place, least_eur = self.col, self.base.room.place, self.question.least_project_eur
        spent, reached = np.zeros(self.program.shape), np.zeros(self.program.shape)
        shares = answer[: len(col)]
        np.add.at(spent, (col.measure, col.area), shares * col.capex_eur)
        np.add.at(reached, (col.measure, col.area), shares * col.most / self.fits[col.measure, col.area])
        share, possible = col.least_shares(least_eur)
        built = np.zeros(self.program.shape, dtype=bool)
        built[col.measure, col.area] = possible
        built &= spent >= part * least_eur
        for one in self.question.exclusions:
            first, second = (place[name] for name in one)
            both, loses = built[first] & built[second], reached[first] < reached[second]
            built[first] &= ~(both & loses)
            built[second] &= ~(both & ~loses)
        stays = built[col.measure, col.area]
        return np.where(stays, share, 0.0), stays.astype(float)

    def found(self, answer):
        """The answer in whole numbers; an error that says whether there is none, or none in time."""
        if answer is not None and answer.best is not None:
            return answer
        if self.program.out_of_time or answer is not None:
            raise KansError(Problem("optimum_out_of_time", value=SOLVER_SECONDS))
        raise conflict(self)

    def begin_with(self, answer):
        """Give the solver whole projects to start from; it finds the rest of the columns itself."""
        n = len(self.col)
        self.program.solver.setSolution(n, np.arange(n, dtype=np.int32), np.round(answer[:n]))

    def attempt(self):
        """The answer of the widest program; where it misses limits on damage, one that keeps them, or None.

        The program may promise more than is true; held to a box around what it found, and asked for what it
        missed, it cannot.
        """
        self.widen()
        return self.repaired(self.solve(), (*WIDTHS, *[REPAIR_WIDTH] * REPAIRS))

    def repaired(self, first, halves):
        """The answer, or one near it that keeps the limits on damage; None where there is none."""
        if first is None or first.best is not None:
            return first
        program, kept, again = self.program, {}, None
        quantity = program.quantity(first.last)
        try:
            for half in halves:
                self.put([block.around(quantity, half) for block in program.blocks])
                again = self.solve(MOST_ROUNDS // 4)
                if again is None or again.best is not None:
                    break
                quantity = program.quantity(again.last)
                for name, missed in self.missed(quantity).items():
                    kept.setdefault(name, program.limits[name])
                    program.move(name, program.limits[name].low + missed, program.limits[name].high)
        finally:
            for name, limit in kept.items():
                program.move(name, limit.low, limit.high)
        return None if again is None or again.best is None else replace(again, bound=first.bound)

    def told(self, answer, bound, seconds):
        """The optimum in the units of the goal."""
        question, program, scale = self.question, self.program, self.scale
        quantity = self.tidied(program.quantity(answer.best))
        portfolio = package(self.base, quantity, question=question.to_dict())
        result = self.study.evaluate(portfolio)
        capex = float(result["capex_eur"].sum())
        n = len(answer.best)  # whole numbers may have brought more columns since, worth nothing themselves
        promised = float(self.objective[:n] @ answer.best) * scale
        if question.goal == "cheapest":
            value, bound, promised = capex, -bound * scale, -promised
        elif question.goal == "npv" and not question.expected:
            value, bound = float(result["npv_eur"]), bound * scale
        else:
            value, bound = self.worth(quantity) * scale, bound * scale
        return Optimum(
            question=question,
            portfolio=portfolio,
            quantity=quantity,
            value=value,
            bound=bound,
            solver_gap=answer.solver_gap,
            linearisation_error=abs(promised - value) / max(abs(value), 1.0),
            capex_eur=capex,
            avoided_eur_per_year=float(result["avoided_total_eur"].sel(horizon=question.horizon)),
            shortfall_eur=self.remaining_above(quantity) if question.thresholds else {},
            seconds=seconds,
            task=self,
            answer=answer,
            prices={
                name: price * scale
                for name, price in answer.prices.items()
                if (name if isinstance(name, str) else name[0]) in TOLD
            },
            split=self.finance.split if self.finance is not None else None,
        )

    def tidied(self, quantity):
        """Quantities without crumbs, and never a cent over the budget or a metre over what fits."""
        fits = self.fits
        quantity = np.where(quantity > SMALLEST_SHARE * fits, np.minimum(quantity, fits), 0.0)
        quantity = self.base.room.fitted(quantity)
        if self.question.budget_eur is not None and not self.question.discrete:
            capex = float(self.col.capex_eur @ self.col.shares(quantity))
            if capex > self.question.budget_eur:
                quantity = quantity * (self.question.budget_eur / capex) * (1 - 1e-12)
        return quantity

    def widen(self):
        """Products free again."""
        self.put([block.widest() for block in self.program.blocks])


def optimum(study, question, progress=None, cancelled=None):
    """The best package for a question.

    Parameters
    ----------
    study : Study
    question : Question
    progress : callable, optional
        Called with a share from 0 to 1.
    cancelled : callable, optional
        Whether to stop; raises `CancelledError` then.

    Returns
    -------
    Optimum

    Raises
    ------
    KansError
        When the question cannot be, or nothing meets its limits; then it says which of them conflict.
    """
    return Task(study, question, progress, cancelled).optimum()
