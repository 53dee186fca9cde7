"""Packages nearly as good as the best, but clearly different: what is left to choose."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from kans_model.computing.progress import Cancelled, Progress, Waiting
from kans_model.measures.portfolio import Portfolio
from kans_model.optimum.answer import package
from kans_model.optimum.formulation import Formulation
from kans_model.optimum.optimum import Optimum, optimum
from kans_model.optimum.question import Question
from kans_model.optimum.search import Search
from kans_model.optimum.variables import reach_pct, reach_pct_per_unit
from kans_model.study.study import Study
from kans_model.words.problems import KansError, Problem

MOST = 5
DIFFERENT = 0.15
"""Packages differ clearly when this much of the money goes to other measures. [-]"""
TRIES, ROUNDS = 8, 12
"""Boxes in which an alternative is sought, and times tangents are added in each."""
FEW = 4
"""Measures that keep their money when few kinds are asked."""
DIRECTIONS = ("cheapest", "synergy", "other", "green", "fewest", "vulnerable", "other_again")
"""What an alternative is pushed towards, in the order they are tried."""
LEAST_SLACK_PCT, SLACK_PCT, MOST_SLACK_PCT = 1, 5, 15
"""How much worse than the best a package may be: from, at first, to. [%]"""


@dataclass(frozen=True, eq=False)
class Alternative:
    """A package within the slack.

    Attributes
    ----------
    direction : str
        What it was pushed towards, of `DIRECTIONS`.
    value : float
        What the goal is worth. [unit of the goal]
    loss : float
        What it gives up against the best. [-]
    difference : float
        Part of the money that goes to other measures than in the nearest of the others. [-]
    capex_eur, reach_pct : float
    """

    direction: str
    value: float
    loss: float
    difference: float
    capex_eur: float
    reach_pct: float
    quantity: np.ndarray
    portfolio: Portfolio


def difference(first_eur: ArrayLike, second_eur: ArrayLike) -> float:
    """How much of the money of two packages goes to different measures, 0 to 1. [-]

    Half the sum of distances between the shares of measures (total variation).

    Examples
    --------
    Half the money moves from the second measure to the third:

    >>> difference([50.0, 50.0, 0.0], [5.0, 0.0, 5.0])
    0.5
    """
    shares = [np.asarray(eur, dtype=float) / max(float(np.sum(eur)), 1e-9) for eur in (first_eur, second_eur)]
    return float(np.abs(shares[0] - shares[1]).sum() / 2)


def alternatives(
    best: Optimum,
    slack: float = 0.05,
    most: int = MOST,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> list[Alternative]:
    """Up to five packages at most `slack` worse than the optimum, that differ clearly from it and each other.

    Each is found by keeping the goal within the slack and pushing towards something else [1]_: the least
    money, the most synergy, the most green, the fewest kinds of measure, vulnerable areas, or simply other
    measures than those so far.

    Parameters
    ----------
    best : Optimum
    slack : float
        What may be given up. [-]
    most : int

    Returns
    -------
    list of Alternative

    Raises
    ------
    KansError
        For a slack outside 0–1.

    References
    ----------
    .. [1] Brill, Chang & Hopkins 1982, "Modeling to generate alternatives: the HSJ approach".
    """
    if not 0 < slack < 1:
        raise KansError(Problem("slack_out_of_range", value=slack))
    question = best.question.but(whole=False, least_project_eur=0.0, exclusions=())
    search = Search.of(best.formulation.study, question, Waiting(progress, cancelled))
    search.program.add_tangents_at_nothing()
    search.program.cut(best.quantity)
    floor = _keep_worth(search, best.quantity, slack)
    others: list[Alternative] = []
    money = [_per_measure(search.formulation, best.quantity)]
    for place, direction in enumerate(DIRECTIONS):
        search.waiting.tell(place / len(DIRECTIONS))
        quantity = _pushed(search, direction, money, floor)
        if quantity is None:
            continue
        spent = _per_measure(search.formulation, quantity)
        apart = min(difference(spent, other) for other in money)
        if apart < DIFFERENT:
            continue
        money.append(spent)
        others.append(_alternative(search, quantity, direction, apart, floor))
        if len(others) == most:
            break
    return others


@dataclass(frozen=True)
class Floor:
    """What packages must be worth still: of the best, the least, and the size that it is a row in."""

    best: float
    least: float
    size: float


def _keep_worth(search: Search, quantity: np.ndarray, slack: float) -> Floor:
    """The package is worth no less than the best, but for the slack. [-]"""
    best, goal = search.objective.worth(quantity), search.program.objective
    floor = Floor(best, best - slack * abs(best), max(abs(best), 1.0))
    at = np.flatnonzero(goal)
    search.program.limit("worth", at, goal[at] / floor.size, low=floor.least / floor.size)
    return floor


def _per_measure(formulation: Formulation, quantity: np.ndarray) -> np.ndarray:
    """Investment per measure, shape (measure,). [EUR]"""
    variables = formulation.variables
    spent = np.zeros(len(quantity))
    np.add.at(spent, variables.measure, variables.shares(quantity) * variables.capex_eur)
    return spent


def _alternative(
    search: Search, quantity: np.ndarray, direction: str, apart: float, floor: Floor
) -> Alternative:
    formulation, value = search.formulation, search.objective.worth(quantity)
    return Alternative(
        direction=direction,
        value=value * formulation.scale,
        loss=(floor.best - value) / max(abs(floor.best), 1e-9),
        difference=apart,
        capex_eur=formulation.variables.spent_eur(quantity),
        reach_pct=reach_pct(formulation.base, quantity),
        quantity=quantity,
        portfolio=package(formulation.base, quantity),
    )


def _push(formulation: Formulation, direction: str, money: list[np.ndarray]) -> np.ndarray:
    """What a variable is worth in this direction, shape (variable,)."""
    variables, base = formulation.variables, formulation.base
    measure, capex = variables.measure, variables.capex_eur
    if direction == "cheapest":
        return -capex
    if direction == "synergy":
        return reach_pct_per_unit(base)[measure] * variables.most
    if direction == "green":
        green = base.heat.green_per_unit_m2 + base.measure["canopy_m2_per_unit"]
        return np.maximum(0, green)[measure] * variables.most
    if direction == "vulnerable":
        mine = formulation.question.vulnerable_areas(formulation.study.city)
        return np.where(mine[variables.area], capex, 0.0)
    if direction == "fewest":  # money away from measures that take little of it
        share = money[0] / max(money[0].sum(), 1e-9)
        return -capex * (share < np.sort(share)[-FEW])[measure]
    share = np.mean([eur / max(eur.sum(), 1e-9) for eur in money], axis=0)
    return -capex * share[measure] / max(share.max(), 1e-9)


def _pushed(search: Search, direction: str, money: list[np.ndarray], floor: Floor) -> np.ndarray | None:
    """Quantities furthest in a direction that are still worth enough by the exact model, or None."""
    program, formulation = search.program, search.formulation
    push = np.zeros(program.n_columns)
    value = _push(formulation, direction, money)
    push[: len(value)] = value / max(np.abs(value).max(), 1e-9)
    search.widen()
    asked = floor.least
    with program.for_now():
        program.move("worth", low=asked / floor.size)
        program.aim(push)
        for attempt in range(TRIES):
            answer = _held_to_the_truth(search)
            if answer is None:
                return None
            quantity = formulation.tidied(program.quantity(answer))
            short = floor.least - search.objective.worth(quantity)
            if short <= 1e-4 * floor.size and formulation.damage.kept(quantity, program):
                return quantity
            if attempt:
                asked += max(short, 0.0)
                program.move("worth", low=asked / floor.size)
            program.narrow(search.around(quantity, max(0.3 * 0.6**attempt, 0.03)))
    return None


def _held_to_the_truth(search: Search) -> np.ndarray | None:
    """The answer once tangents hold it to the truth, whatever is aimed at."""
    program, answer = search.program, None
    for _ in range(ROUNDS):
        answer = program.run()
        if answer is None or not program.cut(program.quantity(answer), answer):
            return answer
    return answer


def of(
    study: Study,
    question: Question,
    slack: float = 0.05,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> tuple[Optimum, list[Alternative]]:
    """The optimum of a question with its alternatives."""
    best = optimum(study, question, progress, cancelled)
    return best, alternatives(best, slack, MOST, progress, cancelled)
