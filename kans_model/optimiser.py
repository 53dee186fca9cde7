"""The best package for a question: by linear programming on tangents of the exact model, with a proven gap."""

import time
from dataclasses import dataclass, replace

import highspy
import numpy as np

from kans_model import ensemble
from kans_model.baseline import HAZARDS
from kans_model.benefit import Benefit
from kans_model.conflicts import conflict
from kans_model.ensemble import CancelledError
from kans_model.financelimits import FinanceLimits
from kans_model.portfolio import WORKED_OUT, Portfolio, new_choice
from kans_model.problems import KansError, Problem
from kans_model.program import FLOOR, Columns, Program, Rows, columns
from kans_model.proof import bound_by_areas
from kans_model.question import Question
from kans_model.scenario import CO_BENEFITS

MOST_ROUNDS = 60
GOOD_GAP = 1e-4
"""Tangents are added until the answer promises at most this share more than it is worth."""
STALLED = 2e-5
"""A tangent that brings the bound down by less is the last: the rest is the boxes' doing."""
WIDTHS = (0.2, 0.07, 0.025)
"""Half the box around the best answer so far, in which the product of shift and protection is held next."""
REPAIRS = 5
"""Times an answer that misses a limit on damage is asked for that much more."""
KEPT = 1e-4
"""A limit on damage holds when no more than this share of it is missing."""
WHOLE_ROUNDS = 2
SOLVER_GAP = 9e-4
"""Share at which whole numbers are good enough for the solver."""
SOLVER_SECONDS = 4.0
NODES = 24
"""Draws over which a mean is taken inside the program."""
SMALLEST_SHARE = 1e-6
TOLD = ("budget", "budget_year", "pin", "threshold", "equity", "reach", "party")
"""Limits whose price means something to a reader."""


def solver_gap(solver):
    """Gap at which the solver stopped on whole numbers. [-]"""
    gap = float(solver.getInfo().mip_gap)
    return gap if np.isfinite(gap) else 0.0


@dataclass(frozen=True, eq=False)
class Optimum:
    """A package with the proof of how good it is.

    Attributes
    ----------
    question : Question
    portfolio : Portfolio
        Quantities by hand, so that it opens as any other package.
    value, bound : float
        What the goal is worth at this package by the exact model, and the most any package could reach.
        In the unit of the goal; of `cheapest`, the investment and the least it could be.
    gap : float
        ``bound / value − 1``, all errors included. [-]
    solver_gap : float
        The solver's own, for whole projects. [-]
    linearisation_error : float
        How far the program's own value lies from the exact model's. [-]
    capex_eur, avoided_eur_per_year : float
        Of the exact model; avoided at the question's horizon.
    shortfall_eur : dict
        Threshold → damage that remains above it. [EUR/yr]
    seconds : float
    task : Task
    answer : Answer
        Of its program.
    prices : dict
        What one more unit of each limit would bring: row → value of the goal; money in millions.
    split : FinancingSplit or None
        The way to finance it holds under, chosen along where that was asked.
    """

    question: Question
    portfolio: Portfolio
    quantity: np.ndarray
    value: float
    bound: float
    solver_gap: float
    linearisation_error: float
    capex_eur: float
    avoided_eur_per_year: float
    shortfall_eur: dict
    seconds: float
    task: object
    answer: object
    prices: dict
    split: object = None

    @property
    def gap(self):
        if self.question.goal == "cheapest":
            return self.value / self.bound - 1 if self.bound > FLOOR else 0.0
        scale = max(abs(self.value), FLOOR)
        return max(0.0, (self.bound - self.value) / scale)


class Task:
    """A question put to one study as a program; the front, alternatives and robust choice build on it.

    Parameters
    ----------
    study : Study
    question : Question
    progress : callable, optional
        Called with a share from 0 to 1.
    cancelled : callable, optional
        Whether to stop.

    Raises
    ------
    KansError
        When the question cannot be.
    """

    def __init__(self, study, question, progress=None, cancelled=None):
        question.check(study)
        self.study, self.question = study, question
        self.base = base = study.baseline
        self._progress, self._cancelled = progress, cancelled
        self.share = 0.0  # how far it is, for those who wait
        draws = ensemble.draws(study, NODES) if question.expected else None
        npv = question.goal == "npv"
        self.benefit = Benefit(base, None if npv else question.horizon, draws)
        limits_damage = bool(question.thresholds or question.equity_share)
        self.yearly = Benefit(base, question.horizon, draws) if npv and limits_damage else self.benefit
        before = max(float(self.benefit.before_eur.sum()), 1.0)
        self.scale = 10.0 ** np.floor(np.log10(before) - 3)
        self.col = self._columns()
        own = [self.benefit] if self.yearly is self.benefit else [self.benefit, self.yearly]
        self.program = Program(base, self.col, [*own, *self.others()], self.scale)
        self.block, self.limited = self.program.blocks[0], self.program.blocks[len(own) - 1]
        self._pin()
        self._limit()
        self.objective = self._objective()
        self.program.aim(self.objective)
        self.integral = False

    def tell(self, share):
        """Report progress, and stop when asked to."""
        if self._cancelled is not None and self._cancelled():
            raise CancelledError
        if self._progress is not None:
            self._progress(share)

    def others(self):
        """More benefits that the program must know, such as those of other climate scenarios."""
        return []

    # --- the program -------------------------------------------------------------------------

    def _columns(self) -> Columns:
        question, base = self.question, self.base
        allowed = question.candidates(base)
        useful = self._useful()
        useful |= np.isin(base.room.measures, [*question.pins, *(b for _, b in question.dependencies)])[
            :, None
        ]
        return columns(base, self.benefit, allowed & useful, question.whole)

    def _useful(self):
        """Measures that can add to the goal anywhere, mask (measure, area)."""
        slope = self.benefit.avoided_eur(np.zeros_like(self.benefit.fits))[1] > 0
        if self.question.goal == "npv" or self._weight("co_benefit"):
            slope |= (self.base.co_benefit_eur_per_unit.sum(axis=0) > 0)[:, None]
        if self._weight("synergy") or self.question.least_reach_pct is not None:
            slope |= (self.reach_per_unit() > 0)[:, None]
        return slope

    def _weight(self, name):
        return self.question.weights.get(name, 0.0) if self.question.goal == "weighted" else 0.0

    def reach_per_unit(self):
        """Mean reach over the opgaven of one unit of each measure, shape (measure,). [%]"""
        base = self.base
        most = base.synergy_most
        per_point = np.divide(100.0, most, out=np.zeros_like(most), where=most > 0)
        return (base.synergy_scores * per_point[:, None]).mean(axis=0) * base.surface_per_unit_m2

    def _objective(self):
        question, col, base = self.question, self.col, self.base
        aim = np.zeros(self.program.n_columns)
        x = slice(0, len(col))
        if question.goal == "cheapest":
            aim[x] = -col.capex_eur / self.scale
        else:
            weight = 1.0
            if question.goal == "weighted":
                weight = self._weighted(aim)
            index, value = self.block.expression()
            np.add.at(aim, index, weight * value)
        if question.goal == "npv":
            yearly = base.co_benefit_eur_per_unit * self._co_benefits_counted()[:, None]
            benefit = yearly.sum(axis=0)[col.measure] * col.most * base.benefit_weights[0].sum()
            aim[x] += (benefit - col.cost_eur) / self.scale
        for first, penalty in self._shortfalls:
            aim[first] -= penalty
        return aim

    def _co_benefits_counted(self):
        return np.array([name in self.base.scenario.co_benefits for name in CO_BENEFITS], dtype=float)

    def _weighted(self, aim):
        """Puts synergy and co-benefits in the aim; returns the weight of avoided damage.

        Each counts as part of what *alles wat past* reaches, in points of the scale of the program.
        """
        everything = self.study.evaluate("alles")
        total = sum(self.question.weights.values())
        points = float(everything["avoided_total_eur"].sel(horizon=self.question.horizon)) / self.scale
        col, x = self.col, slice(0, len(self.col))
        most = float(everything["reach_pct"].mean())
        if self._weight("synergy") and most > 0:
            reach = self.reach_per_unit()[col.measure] * col.most / most
            aim[x] += self._weight("synergy") / total * points * reach
        yearly = self.base.co_benefit_eur_per_unit.sum(axis=0)
        most = float(everything["co_benefit_eur"].sum())
        if self._weight("co_benefit") and most > 0:
            aim[x] += self._weight("co_benefit") / total * points * yearly[col.measure] * col.most / most
        return self._weight("avoided") / total

    def _pin(self):
        """Least uptake of pinned measures, as a row each; bans have no column."""
        col, room = self.col, self.base.room
        for measure, share in self.question.pins.items():
            if share <= 0:
                continue
            mine = np.flatnonzero(col.measure == room.place[measure])
            potential = room.potential[room.place[measure]].sum()
            wanted = share * potential
            if not len(mine) or wanted <= 0:
                raise KansError(Problem("pin_has_no_room", value=measure))
            self.program.limit(("pin", measure), mine, col.most[mine] / potential, low=share * (1 - 1e-9))

    def _limit(self):
        question, col, program = self.question, self.col, self.program
        x = np.arange(len(col))
        million = col.capex_eur / 1e6
        if question.budget_eur is not None:
            program.limit("budget", x, million, high=question.budget_eur / 1e6)
        if question.budget_eur_per_year is not None:
            years = self.base.scenario.build_years
            program.limit("budget_year", x, million / years, high=question.budget_eur_per_year / 1e6)
        if question.least_reach_pct is not None:
            per = self.reach_per_unit()[col.measure] * col.most
            program.limit("reach", x, per, low=question.least_reach_pct)
        for first, second in question.dependencies:
            self._depend(first, second)
        self._shortfalls = []
        for one in question.thresholds:
            self._threshold(one)
        if question.equity_share:
            mine = self.question.vulnerable_areas(self.study.city).astype(float)
            index, value = self.limited.expression(mine)
            least = question.equity_share * float(self.limited.benefit.before_eur.sum(axis=0) @ mine)
            program.limit("equity", index, value, low=least / self.scale)
        self.finance: FinanceLimits | None = None
        if question.split is not None:
            split = question.split
            split = self.study.split(split) if isinstance(split, str) else split
            self.finance = FinanceLimits(self, split, question.free_split)

    def _threshold(self, one):
        """Damage that remains at most so much: avoided is at least the rest."""
        benefit = self.limited.benefit
        areas = self.base.room.areas
        mine = np.ones(len(areas)) if one.area is None else (areas == one.area).astype(float)
        before = float(benefit.before_eur[HAZARDS.index(one.hazard)] @ mine)
        index, value = self.limited.expression(mine, one.hazard)
        kept = value != 0
        index, value = index[kept], value[kept]
        if not one.hard:
            first = self.program.extra([0.0], [before / self.scale])
            index, value = np.append(index, first), np.append(value, 1.0)
            self._shortfalls.append((first, 1.0))
        self.program.limit(one.name, index, value, low=(before - one.most_eur_per_year) / self.scale)

    def _depend(self, first, second):
        """The first reaches no larger share of what fits than the second, area by area."""
        col, room, rows = self.col, self.base.room, Rows()
        fits = self.benefit.fits
        for area in range(len(room.areas)):
            mine = np.flatnonzero((col.measure == room.place[first]) & (col.area == area))
            other = np.flatnonzero((col.measure == room.place[second]) & (col.area == area))
            if not len(mine):
                continue
            value = np.concatenate(
                [
                    col.most[mine] / fits[room.place[first], area],
                    -col.most[other] / max(fits[room.place[second], area], FLOOR),
                ]
            )
            rows.add(np.concatenate([mine, other]), value, high=0.0)
        rows.send(self.program.solver)

    def choose_whole(self):
        """Whole numbers from here on: projects wholly or not, a least size, and what excludes what."""
        question, col, solver = self.question, self.col, self.program.solver
        self.integral = True
        solver.setOptionValue("mip_rel_gap", SOLVER_GAP)
        solver.setOptionValue("time_limit", SOLVER_SECONDS)
        if question.whole:
            place_of = {
                (int(m), int(a)): i for i, (m, a) in enumerate(zip(col.measure, col.area, strict=True))
            }
            self.block.chain(self.program, place_of, self.benefit.protected_alone)
            self.objective = np.append(self.objective, np.zeros(self.program.n_columns - len(self.objective)))
            self._set_kind(np.arange(len(col)), highspy.HighsVarType.kInteger)
        elif question.least_project_eur:
            least = question.least_project_eur / col.capex_eur
            self._set_kind(np.flatnonzero(least <= 1), highspy.HighsVarType.kSemiContinuous)
            at = np.arange(len(col), dtype=np.int32)
            solver.changeColsBounds(
                len(col), at, np.where(least <= 1, least, 0.0), (least <= 1).astype(float)
            )
        self._exclude()

    def _set_kind(self, places, kind):
        n = len(places)
        self.program.solver.changeColsIntegrality(n, places.astype(np.int32), np.full(n, kind))

    def _exclude(self):
        col, room, rows = self.col, self.base.room, Rows()
        for first, second in self.question.exclusions:
            for area in range(len(room.areas)):
                sides = [
                    np.flatnonzero((col.measure == room.place[one]) & (col.area == area))
                    for one in (first, second)
                ]
                if not all(len(side) for side in sides):
                    continue
                either = self.program.extra([0.0], [1.0])
                self._set_kind(np.array([either]), highspy.HighsVarType.kInteger)
                for place in sides[0]:
                    rows.add([place, either], [1.0, -1.0], high=0.0)
                for place in sides[1]:
                    rows.add([place, either], [1.0, 1.0], high=1.0)
        rows.send(self.program.solver)
        self.objective = np.append(self.objective, np.zeros(self.program.n_columns - len(self.objective)))

    # --- the exact model ---------------------------------------------------------------------

    def worth(self, quantity):
        """What the goal is worth at these quantities, without tangents or boxes. [unit of the program]"""
        if self.question.goal == "cheapest":
            value = 0.0
        else:
            weight = 1.0
            if self.question.goal == "weighted":
                weight = self._weight("avoided") / sum(self.question.weights.values())
            value = weight * float(self.benefit.avoided_eur(quantity)[0].sum()) / self.scale
        shares = self.col.shares(quantity)
        value += float(self.objective[: len(self.col)] @ shares)
        for one in self.question.thresholds:
            if not one.hard:
                value -= self.remaining_above(quantity)[one.name] / self.scale
        return value

    def remaining_above(self, quantity):
        """Damage above each threshold. [EUR/yr]"""
        benefit = self.limited.benefit
        left = benefit.before_eur - benefit.avoided_eur(quantity)[0]
        areas = self.base.room.areas
        above = {}
        for one in self.question.thresholds:
            mine = left[HAZARDS.index(one.hazard)]
            remains = mine.sum() if one.area is None else mine[areas.get_loc(one.area)]
            above[one.name] = max(0.0, float(remains) - one.most_eur_per_year)
        return above

    def missed(self, quantity):
        """What limits on damage, which the program only approaches, lack in the exact model.

        Returns
        -------
        dict
            Limit → what is still to be avoided, in the unit of the program; hard limits only.
        """
        above = self.remaining_above(quantity) if self.question.thresholds else {}
        lacks = {one.name: above[one.name] / self.scale for one in self.question.thresholds if one.hard}
        if self.question.equity_share:
            benefit, mine = self.limited.benefit, self.question.vulnerable_areas(self.study.city)
            avoided = benefit.avoided_eur(quantity)[0][:, mine].sum()
            least = self.question.equity_share * benefit.before_eur[:, mine].sum()
            lacks["equity"] = max(0.0, float(least - avoided)) / self.scale
        return {name: lack for name, lack in lacks.items() if name not in self.program.released}

    def keeps(self, quantity):
        """Whether the limits on damage hold in the exact model."""
        return all(
            lack <= KEPT * max(abs(self.program.limits[name].low), 1.0)
            for name, lack in self.missed(quantity).items()
        )

    # --- solving -----------------------------------------------------------------------------

    def solve(self, rounds=MOST_ROUNDS, gap=GOOD_GAP):
        """Add tangents until the answer is worth what it promises.

        Returns
        -------
        Answer or None
            None where nothing meets the limits of the program.
        """
        program, best, best_value, best_surfaces = self.program, None, -np.inf, None
        last_bound = np.inf
        program.forget()
        for _ in range(rounds):
            self.tell(self.share)
            answer = program.run()
            if answer is None:
                return None
            bound = float(self.objective @ answer)
            prices, surfaces = program.prices(), program.surface_prices()
            if self.integral:
                bound = -program.solver.getInfo().mip_dual_bound
                answer = self.whole_answer(answer)
            quantity = program.quantity(answer)
            value = self.worth(quantity)
            if self.keeps(quantity) and value > best_value:
                best, best_value = answer, value
                best_surfaces = surfaces
            added = program.cut(quantity, answer)
            size = max(abs(bound), FLOOR)
            if not added or (best is not None and bound - best_value <= gap * size):
                break
            if best is not None and last_bound - bound <= STALLED * size and not self.integral:
                break
            last_bound = bound
        return Answer(best, answer, bound, best_value, prices, best_surfaces)

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
        """Solve with the products held to these boxes."""
        for block, box in zip(self.program.blocks, boxes, strict=True):
            block.narrow(self.program.solver, box)
        return self.solve(rounds)

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
        again = Task(self.study, question, self._progress, self._cancelled)
        answer, lower = again.best()
        found = again.told(answer, max(bound, lower), time.perf_counter() - began)
        asked = found.portfolio.asked(self.question.to_dict())
        return replace(found, question=self.question, split=split, portfolio=asked)

    def best(self):
        """The best answer, and the most any could be worth. [unit of the program]"""
        self.program.cut(np.zeros(self.program.shape))
        first = self.attempt()
        if first is None:
            raise conflict(self)
        best, bound = first, first.bound
        if self.block.products:
            best = self.improved(best, bound)
            enough = best.value + GOOD_GAP * abs(best.value)
            if bound > enough:
                proven, boxes = bound_by_areas(self, best.prices, enough)
                bound = min(bound, proven)
                best = self.improved(self.better(best, self.within(boxes)), bound)
        if self.question.discrete:
            return self.best_whole(best, bound)
        return best, bound

    def improved(self, best, bound):
        """Better answers in ever smaller boxes around the best so far."""
        for half in WIDTHS:
            if bound - best.value <= GOOD_GAP * abs(bound):
                break
            best = self.better(best, self.closer(self.program.quantity(best.best), half))
        return best

    @staticmethod
    def better(best, other):
        """The better of two answers; a tie goes to the newer one, whose prices are sharper."""
        return best if other is None or other.best is None or other.value < best.value else other

    def best_whole(self, best, bound):
        """The best answer in whole numbers, from the tangents that the free one left."""
        self.widen()
        self.choose_whole()
        whole = self.solve(WHOLE_ROUNDS if not self.question.whole else 2 * WHOLE_ROUNDS, SOLVER_GAP)
        if whole is None or whole.best is None:
            raise conflict(self)
        bound = min(bound, whole.bound)
        if not self.question.whole:
            for half in WIDTHS[:2]:
                again = self.closer(self.program.quantity(whole.best), half, WHOLE_ROUNDS)
                whole = self.better(whole, again)
        return replace(whole, prices=best.prices), bound

    def attempt(self):
        """The answer of the widest program; where it misses limits on damage, one that keeps them, or None.

        The program may promise more than is true; held to a box around what it found, and asked for what it
        missed, it cannot.
        """
        self.widen()
        first = self.solve()
        if first is None or first.best is not None:
            return first
        program, kept = self.program, {}
        quantity = program.quantity(first.last)
        try:
            for half in (*WIDTHS, *[WIDTHS[-1]] * REPAIRS):
                again = self.closer(quantity, half)
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
        promised = float(self.objective @ answer.best) * scale
        if question.goal == "cheapest":
            value, bound, promised = capex, -bound * scale, -promised
        elif question.goal == "npv" and not question.expected:
            value, bound = float(result["npv_eur"]), bound * scale
        else:
            value, bound = self.worth(quantity) * scale, bound * scale
        told = solver_gap(program.solver) if question.discrete else 0.0
        return Optimum(
            question=question,
            portfolio=portfolio,
            quantity=quantity,
            value=value,
            bound=bound,
            solver_gap=told,
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
        fits = self.benefit.fits
        quantity = np.where(quantity > SMALLEST_SHARE * fits, np.minimum(quantity, fits), 0.0)
        quantity = self.base.room.fitted(quantity)
        if self.question.budget_eur is not None and not self.question.discrete:
            capex = float(self.col.capex_eur @ self.col.shares(quantity))
            if capex > self.question.budget_eur:
                quantity = quantity * (self.question.budget_eur / capex) * (1 - 1e-12)
        return quantity

    def widen(self):
        """Products free again."""
        for block in self.program.blocks:
            block.narrow(self.program.solver, block.widest())


@dataclass(frozen=True, eq=False)
class Answer:
    """What a round of solving found.

    Attributes
    ----------
    best : array or None
        Columns of the best answer that keeps every limit in the exact model.
    last : array
        Columns of the last answer.
    bound, value : float
        The most any answer could be worth; what the best is worth. [unit of the program]
    prices : dict
        What one more unit of each limit would bring.
    surfaces : array, shape (pool, area), or None
        What one more share of each shared surface would bring.
    """

    best: np.ndarray | None
    last: np.ndarray
    bound: float
    value: float
    prices: dict
    surfaces: np.ndarray | None


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


def package(base, quantity, title="", **about):
    """A package with these quantities, measure by measure as shares of what fits, so that sliders follow.

    Parameters
    ----------
    base : Baseline
    quantity : array, shape (measure, area)
    """
    room, choices = base.room, {}
    for place in np.flatnonzero(quantity.max(axis=1) > 0):
        potential = room.potential[place]
        uptake = min(1.0, float(quantity[place].sum() / potential.sum()))
        share = np.divide(quantity[place], potential, out=np.zeros_like(potential), where=potential > 0)
        pattern = {str(room.areas[area]): float(share[area] / uptake) for area in np.flatnonzero(share > 0)}
        choices[str(room.measures[place])] = new_choice(uptake, WORKED_OUT, (), pattern)
    return Portfolio(title=title, choices=choices, **about)
