"""A question put to one study as a linear program: its variables, and the rows of what must hold."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from kans_model.evaluation.baseline import Baseline
from kans_model.finance.split import FinancingSplit
from kans_model.optimum import constraints
from kans_model.optimum.benefit import Benefit
from kans_model.optimum.damage_limits import DamageLimits
from kans_model.optimum.finance_constraints import ChosenShares, chosen_shares, party_ceilings
from kans_model.optimum.finance_costs import party_costs
from kans_model.optimum.indicator_limits import IndicatorLimits, benefits_of, useful
from kans_model.optimum.linear_program import LinearProgram
from kans_model.optimum.question import Question
from kans_model.optimum.tangents import Block
from kans_model.optimum.variables import (
    Variables,
    possible_variables,
    reach_pct_per_unit,
)
from kans_model.study.study import Study
from kans_model.uncertainty import ensemble

NODES = 24
"""Draws over which a mean is taken inside the program."""
SMALLEST_SHARE = 1e-6


@dataclass(frozen=True, eq=False)
class Formulation:
    """A question put to one study: what can be built, what it avoids, and what must hold.

    Attributes
    ----------
    study : Study
    base : Baseline
        Of the study.
    question : Question
    benefit : Benefit
        What the goal is about: a year at the horizon, or the whole period.
    fits : array, shape (measure, area)
        The most of each measure that the question allows. [unit of the measure]
    scale : float
        Euro in one unit of the program.
    variables : Variables
    program : LinearProgram
        With the rows of what must hold, and no aim yet.
    damage : DamageLimits
    split : FinancingSplit or None
        Way to finance whose ceilings must hold.
    shares : ChosenShares or None
        Where who bears what is chosen along with the package.
    """

    study: Study
    base: Baseline
    question: Question
    benefit: Benefit
    fits: np.ndarray
    scale: float
    variables: Variables
    program: LinearProgram
    damage: DamageLimits
    split: FinancingSplit | None
    shares: ChosenShares | None

    @property
    def limited(self) -> np.ndarray:
        """What the budget of the question pays for, mask (variable,)."""
        return paid_from_budget(self.base, self.question, self.variables)

    def budgeted_eur(self, quantity: np.ndarray) -> float:
        """Investment of these quantities that the budget of the question pays for. [EUR]"""
        return self.variables.spent_eur(quantity, self.limited)

    @property
    def block(self) -> Block:
        """The columns of what the goal is about."""
        return self.program.blocks[0]

    def ends(self) -> tuple[np.ndarray, np.ndarray]:
        """Low and high share of every variable before whole numbers: what is never large enough is out."""
        return least_ends(self.variables, self.question)

    def exactly(self, shares: np.ndarray) -> np.ndarray:
        """An answer of these shares, with what the exact model says of it, shape (column,)."""
        answer = self.program.exactly(shares)
        for name, above in self.damage.shortfall(self.program.quantity(answer)).items():
            answer[self.damage.shortfalls[name]] = above
        return answer

    def tidied(self, quantity: np.ndarray, budget_eur: float | None = None) -> np.ndarray:
        """Quantities without crumbs, and never a cent over the budget or a metre over what fits.

        Without a budget, the one of the question.
        """
        fits = self.fits
        quantity = np.where(quantity > SMALLEST_SHARE * fits, np.minimum(quantity, fits), 0.0)
        quantity = self.base.room.fitted(quantity)
        budget_eur = self.question.budget_eur if budget_eur is None else budget_eur
        if budget_eur is not None and not self.question.discrete:
            capex = self.budgeted_eur(quantity)
            if capex > budget_eur:
                less = budget_eur / capex * (1 - 1e-12)
                paid = self.question.budget_of == "all" or self.base.costs.is_public[:, None]
                quantity = np.where(paid, quantity * less, quantity)
        return quantity


def formulate(study: Study, question: Question, others: Sequence[Benefit] = ()) -> Formulation:
    """The variables of a question, and a row for everything that must hold.

    Parameters
    ----------
    study : Study
    question : Question
    others : sequence of Benefit
        More benefits that the program must know, such as those of other climate scenarios.

    Raises
    ------
    KansError
        When the question cannot be.
    """
    question.check(study)
    base = study.baseline
    draws = ensemble.draws(study, NODES) if question.expected else None
    npv = question.goal == "npv"
    benefit = Benefit(base, None if npv else question.horizon, draws, with_dwellings=npv)
    limits_damage = bool(question.thresholds or question.equity_share)
    own = [benefit, Benefit(base, question.horizon, draws)] if npv and limits_damage else [benefit]
    fits = benefit.fits * question.most(base)[:, None]
    before = max(float(benefit.before_eur.sum()), 1.0)
    scale = float(10.0 ** np.floor(np.log10(before) - 3))
    limited = benefits_of(base, question, own)
    more = [of_limit for of_limit in limited.values() if of_limit not in own]
    needed = _useful(base, question, benefit) | useful(base, question.limits, limited)
    variables = possible_variables(base, fits, question.candidates(base) & needed, question.whole)
    program = LinearProgram(variables, [*own, *others], scale, more, question.goal == "cheapest")
    constraints.shared_surfaces(program, base.room)
    constraints.shared_catchment(program, base.room)
    constraints.both_prices(program)
    program.add_products()
    if question.least_project_eur:
        program.hold(*least_ends(variables, question))
    _limit(program, base, question, fits)
    damage = _limit_damage(program, program.blocks[len(own) - 1], study, question)
    if question.limits:
        block_of = {block.benefit: block for block in program.blocks}
        blocks = {key: block_of[of_limit] for key, of_limit in limited.items()}
        damage = replace(damage, others=IndicatorLimits(program, study, question, blocks).missed)
    split, shares = _limit_parties(program, study, question)
    return Formulation(study, base, question, benefit, fits, scale, variables, program, damage, split, shares)


def paid_from_budget(base: Baseline, question: Question, variables: Variables) -> np.ndarray:
    """What the budget of a question pays for, mask (variable,)."""
    return base.costs.is_public[variables.measure] | (question.budget_of == "all")


def least_ends(variables: Variables, question: Question) -> tuple[np.ndarray, np.ndarray]:
    """Low and high share of every variable: what can never be a large enough project is out."""
    possible = variables.least_shares(question.least_project_eur)[1]
    return np.zeros(len(variables)), possible.astype(float)


def _useful(base: Baseline, question: Question, benefit: Benefit) -> np.ndarray:
    """What can add to the goal or is asked for by name, mask (measure, area)."""
    useful = benefit.avoided_eur(np.zeros_like(benefit.fits))[1] > 0
    if question.goal == "npv" or question.weight("co_benefit"):
        useful |= base.co_benefits.first_unit_eur() > 0
    if question.weight("synergy") or question.least_reach_pct is not None:
        useful |= (reach_pct_per_unit(base) > 0)[:, None]
    needed = [*question.pins, *(second for _, second in question.dependencies)]
    return useful | np.isin(base.room.measures, needed)[:, None]


def _limit(program: LinearProgram, base: Baseline, question: Question, fits: np.ndarray) -> None:
    """Rows of what was promised, the money, synergy, and what needs what."""
    for measure, share in question.pins.items():
        constraints.pinned_uptake(program, base.room, measure, share)
    limited = paid_from_budget(base, question, program.variables)
    if question.budget_eur is not None:
        constraints.budget(program, question.budget_eur, limited, question.discrete)
    if question.budget_eur_per_year is not None:
        years = base.scenario.build_years
        constraints.yearly_budget(program, question.budget_eur_per_year, limited, years)
    if question.least_reach_pct is not None:
        constraints.least_reach(program, reach_pct_per_unit(base), question.least_reach_pct)
    for first, second in question.dependencies:
        constraints.dependency(program, base.room, fits, first, second)


def _limit_damage(program: LinearProgram, block: Block, study: Study, question: Question) -> DamageLimits:
    """Rows of the damage that may remain."""
    areas = study.baseline.room.areas
    shortfalls = {}
    for limit in question.thresholds:
        above = constraints.least_avoided(program, block, limit, limit.mask(areas))
        if above is not None:
            shortfalls[limit.name] = above
    vulnerable = question.vulnerable_areas(study.city)
    if question.equity_share:
        constraints.equity(program, block, question.equity_share, vulnerable)
    return DamageLimits(block, areas, question.thresholds, question.equity_share, vulnerable, shortfalls)


def _limit_parties(
    program: LinearProgram, study: Study, question: Question
) -> tuple[FinancingSplit | None, ChosenShares | None]:
    """Rows of what parties can bear each year, under the split of the question or along with it."""
    if question.split is None:
        return None, None
    split = study.split(question.split) if isinstance(question.split, str) else question.split
    costs = party_costs(study, split, program.variables)
    if question.free_split:
        return split, chosen_shares(program, costs)
    party_ceilings(program, costs, question.budget_eur if question.budget_of == "all" else None)
    return split, None
