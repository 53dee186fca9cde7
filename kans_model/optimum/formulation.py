"""A question put to a study as a linear program, and what the exact model says of an answer."""

import highspy
import numpy as np

from kans_model.computing.progress import paced
from kans_model.optimum.benefit import FLOOR, Benefit
from kans_model.optimum.finance_constraints import FinanceLimits
from kans_model.optimum.linear_program import Program
from kans_model.optimum.variables import Columns, columns
from kans_model.outlook.scenario import CO_BENEFITS
from kans_model.solver.rows import Rows
from kans_model.tables.vocabulary import HAZARDS
from kans_model.uncertainty import ensemble
from kans_model.words.problems import KansError, Problem

KEPT = 1e-4
"""A limit on damage holds when no more than this share of it is missing."""
SOLVER_GAP = 9e-4
"""Share at which whole numbers are good enough for the solver."""
SOLVER_SECONDS = 4.0
SOLVER_SLACK = 2e-6
"""By how much the solver may be over a limit. [mln EUR]"""
NODES = 24
"""Draws over which a mean is taken inside the program."""


class Statement:
    """A question put to one study: columns, limits, aim, and the exact model beside them.

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
        self.fits = self.benefit.fits * question.most(base)[:, None]
        before = max(float(self.benefit.before_eur.sum()), 1.0)
        self.scale = 10.0 ** np.floor(np.log10(before) - 3)
        self.col = self._columns()
        own = [self.benefit] if self.yearly is self.benefit else [self.benefit, self.yearly]
        self.program = Program(base, self.col, [*own, *self.others()], self.scale)
        self.block, self.limited = self.program.blocks[0], self.program.blocks[len(own) - 1]
        if question.least_project_eur:
            self.program.hold(*self.ends())
        self._pin()
        self._limit()
        self.objective = self._objective()
        self.program.aim(self.objective)
        self.integral = False

    def tell(self, share):
        """Report progress, and stop when asked to."""
        paced(share, self._progress, self._cancelled)

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
        return columns(base, self.fits, allowed & useful, question.whole)

    def _useful(self):
        """Measures that can add to the goal anywhere, mask (measure, area)."""
        slope = self.benefit.avoided_eur(np.zeros_like(self.benefit.fits))[1] > 0
        if self.question.goal == "npv" or self._weight("co_benefit"):
            slope |= (self.co_benefit_per_unit_eur() > 0)[:, None]
        if self._weight("synergy") or self.question.least_reach_pct is not None:
            slope |= (self.reach_per_unit() > 0)[:, None]
        return slope

    def _weight(self, name):
        return self.question.weights.get(name, 0.0) if self.question.goal == "weighted" else 0.0

    def reach_per_unit(self):
        """Mean reach over the opgaven of one unit of each measure, shape (measure,). [%]"""
        base = self.base
        most = base.synergy_reach.most
        per_point = np.divide(100.0, most, out=np.zeros_like(most), where=most > 0)
        return (base.synergy_reach.scores * per_point[:, None]).mean(
            axis=0
        ) * base.synergy_reach.surface_per_unit_m2

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
            yearly = self.co_benefit_per_unit_eur()[col.measure] * col.most
            benefit = yearly * base.costs.benefit_weights[0].sum()
            aim[x] += (benefit - col.cost_eur) / self.scale
        for first, penalty in self._shortfalls:
            aim[first] -= penalty
        return aim

    def co_benefit_per_unit_eur(self):
        """Yearly co-benefits of one unit, those that the study counts, shape (measure,). [EUR/yr]"""
        counted = [name in self.base.scenario.co_benefits for name in CO_BENEFITS]
        return self.base.costs.co_benefit_eur_per_unit[counted].sum(axis=0)

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
        yearly = self.co_benefit_per_unit_eur()
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
            most = question.budget_eur / 1e6
            if question.discrete:  # cannot be cut to size: keep clear of the solver's tolerance
                most = max(most - SOLVER_SLACK, 0.0)
            program.limit("budget", x, million, high=most)
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
        mine = one.mask(self.base.room.areas)
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
        fits = self.fits
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

    def ends(self):
        """Low and high share of every column before whole numbers; what can never be large enough is out."""
        possible = self.col.least_shares(self.question.least_project_eur)[1]
        return np.zeros(len(self.col)), possible.astype(float)

    def choose_whole(self):
        """Whole numbers from here on: projects wholly or not, a least size, and what excludes what."""
        question, col, solver = self.question, self.col, self.program.solver
        solver.setOptionValue("mip_rel_gap", SOLVER_GAP)
        solver.setOptionValue("time_limit", SOLVER_SECONDS)
        if question.whole:
            place_of = {
                (int(m), int(a)): i for i, (m, a) in enumerate(zip(col.measure, col.area, strict=True))
            }
            self.block.chain(self.program, place_of, self.protected_alone)
            self.objective = np.append(self.objective, np.zeros(self.program.n_columns - len(self.objective)))
            self._set_kind(np.arange(len(col)), highspy.HighsVarType.kInteger)
        elif question.least_project_eur:
            share, possible = col.least_shares(question.least_project_eur)
            self._set_kind(np.flatnonzero(possible & (share > 0)), highspy.HighsVarType.kSemiContinuous)
            self.program.hold(np.where(possible, share, 0.0), possible.astype(float))
            rows = Rows()  # of two prices: the dearer where the cheaper is used as far as it goes, and both
            for joint, single in zip(*col.pairs(), strict=True):
                rows.add([single, joint], [1.0, -1.0 / max(share[joint], FLOOR)], high=0.0)
                if share[single] > 0:  # where the cheaper alone is too small a project
                    rows.add([joint, single], [1.0, -1.0 / share[single]], high=0.0)
            rows.send(solver)
        self._exclude()

    def choose_free(self):
        """No whole numbers any more; which side of what excludes is built, is then held by its ends."""
        n = self.program.n_columns
        self._set_kind(np.arange(n), highspy.HighsVarType.kContinuous)
        self.program.solver.setOptionValue("time_limit", np.inf)

    def protected_alone(self, piece, measure):
        """Share protected where one measure is built as far as the question lets it, shape (area,). [-]"""
        return self.benefit.protected_alone(piece, measure, self.fits[measure])

    def _set_kind(self, places, kind):
        n = len(places)
        if n:  # without one whole number the solver proves no bound of its own
            self.integral = kind != highspy.HighsVarType.kContinuous
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

    def exactly(self, shares):
        """An answer of these shares, with what the exact model says of it."""
        answer = self.program.exactly(shares)
        soft = [one for one in self.question.thresholds if not one.hard]
        if soft:
            above = self.remaining_above(self.program.quantity(answer))
            for (first, _), one in zip(self._shortfalls, soft, strict=True):
                answer[first] = above[one.name] / self.scale
        return answer

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
