"""Packages nearly as good as the best, but clearly different: what is left to choose."""

from dataclasses import dataclass, replace

import numpy as np

from kans_model.measures.portfolio import Portfolio
from kans_model.optimum.answer import package
from kans_model.optimum.optimum import Optimum
from kans_model.optimum.search import Task
from kans_model.words.problems import KansError, Problem

MOST = 5
DIFFERENT = 0.15
"""Packages differ clearly when this much of the money goes to other measures. [-]"""
TRIES = 8
DIRECTIONS = ("cheapest", "synergy", "other", "green", "fewest", "vulnerable", "other_again")
"""What an alternative is pushed towards, in the order they are tried."""


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


def difference(first_eur, second_eur):
    """How much of the money of two packages goes to different measures, 0 to 1. [-]

    Half the sum of distances between the shares of measures (total variation).

    Examples
    --------
    Half the money moves from the second measure to the third:

    >>> difference([50.0, 50.0, 0.0], [5.0, 0.0, 5.0])
    0.5
    """
    shares = [np.asarray(one, dtype=float) / max(float(np.sum(one)), 1e-9) for one in (first_eur, second_eur)]
    return float(np.abs(shares[0] - shares[1]).sum() / 2)


def alternatives(optimum, slack=0.05, most=MOST, progress=None, cancelled=None):
    """Up to five packages at most `slack` worse than the optimum, that differ clearly from it and each other.

    Each is found by keeping the goal within the slack and pushing towards something else [1]_: the least
    money, the most synergy, the most green, the fewest kinds of measure, vulnerable areas, or simply other
    measures than those found so far.

    Parameters
    ----------
    optimum : Optimum
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
    question = replace(optimum.question, whole=False, least_project_eur=0.0, exclusions=())
    study = optimum.task.study
    task = Task(study, question, progress, cancelled)
    task.program.cut(np.zeros(task.program.shape))
    task.program.cut(optimum.quantity)
    best = task.worth(optimum.quantity)
    goal = task.objective.copy()
    least = best - slack * abs(best)
    size = max(abs(best), 1.0)
    at = np.flatnonzero(goal)
    task.program.limit("worth", at, goal[at] / size, low=least / size)
    found: list[Alternative] = []
    money = [_per_measure(task, optimum.quantity)]
    for place, direction in enumerate(DIRECTIONS):
        task.share = place / len(DIRECTIONS)
        task.tell(task.share)
        quantity = _pushed(task, goal, direction, money, least, size)
        if quantity is None:
            continue
        spent = _per_measure(task, quantity)
        apart = min(difference(spent, other) for other in money)
        if apart < DIFFERENT:
            continue
        money.append(spent)
        found.append(_told(task, quantity, direction, apart, best))
        if len(found) == most:
            break
    return found


def _per_measure(task, quantity):
    """Investment per measure, shape (measure,). [EUR]"""
    spent = np.zeros(task.program.shape[0])
    np.add.at(spent, task.col.measure, task.col.shares(quantity) * task.col.capex_eur)
    return spent


def _told(task, quantity, direction, apart, best):
    value = task.worth(quantity)
    return Alternative(
        direction=direction,
        value=value * task.scale,
        loss=(best - value) / max(abs(best), 1e-9),
        difference=apart,
        capex_eur=float(task.col.capex_eur @ task.col.shares(quantity)),
        reach_pct=float(task.reach_per_unit() @ quantity.sum(axis=1)),
        quantity=quantity,
        portfolio=package(task.base, quantity),
    )


def _push(task, direction, money):
    """What a column is worth in this direction, shape (column,)."""
    col, base = task.col, task.base
    if direction == "cheapest":
        return -col.capex_eur
    if direction == "synergy":
        return task.reach_per_unit()[col.measure] * col.most
    if direction == "green":
        return (
            np.maximum(0, base.heat.green_per_unit_m2 + base.measure["canopy_m2_per_unit"])[col.measure]
            * col.most
        )
    if direction == "vulnerable":
        mine = task.question.vulnerable_areas(task.study.city)
        return np.where(mine[col.area], col.capex_eur, 0.0)
    if direction == "fewest":  # money away from measures that take little of it
        share = money[0] / max(money[0].sum(), 1e-9)
        return -col.capex_eur * (share < np.sort(share)[-FEW])[col.measure]
    share = np.mean([one / max(one.sum(), 1e-9) for one in money], axis=0)
    return -col.capex_eur * share[col.measure] / max(share.max(), 1e-9)


FEW = 4
"""Measures that keep their money when few kinds are asked."""


def _pushed(task, goal, direction, money, least, size):
    """Quantities furthest in a direction that are still worth enough by the exact model, or None."""
    program = task.program
    push = np.zeros(program.n_columns)
    value = _push(task, direction, money)
    push[: len(value)] = value / max(np.abs(value).max(), 1e-9)
    task.widen()
    asked = least
    program.move("worth", low=asked / size)
    program.aim(push)
    try:
        for attempt in range(TRIES):
            answer = _tangent(task)
            if answer is None:
                return None
            quantity = task.tidied(program.quantity(answer))
            short = least - task.worth(quantity)
            if short <= 1e-4 * size and task.keeps(quantity):
                return quantity
            if attempt:
                asked += max(short, 0.0)
                program.move("worth", low=asked / size)
            half = max(0.3 * 0.6**attempt, 0.03)
            for block in program.blocks:
                block.narrow(program.solver, block.around(quantity, half))
        return None
    finally:
        program.move("worth", low=least / size)
        program.aim(goal)


def _tangent(task):
    """The answer once tangents hold it to the truth, whatever is aimed at."""
    for _ in range(12):
        answer = task.program.run()
        if answer is None or not task.program.cut(task.program.quantity(answer), answer):
            return answer
    return answer


def of(study, question, slack=0.05, progress=None, cancelled=None) -> tuple[Optimum, list[Alternative]]:
    """The optimum of a question with its alternatives."""
    best = Task(study, question, progress, cancelled).optimum()
    return best, alternatives(best, slack, MOST, progress, cancelled)
