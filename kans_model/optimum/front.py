"""What more money would bring: the best package for every budget, with more or less synergy."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np

from kans_model.measures.portfolio import Portfolio
from kans_model.optimum.answer import package
from kans_model.optimum.benefit import FLOOR
from kans_model.optimum.bound import bound_by_areas
from kans_model.optimum.conflicts import conflict
from kans_model.optimum.search import Task
from kans_model.words.problems import KansError, Problem

SMALLEST_BUDGET = 0.002
"""First budget of a front, as part of what everything useful costs."""
HALF = (0.2, 0.05)
HALVES = 2
"""Parts of the front that are sought side by side: the solver works outside Python's lock."""
STALLED = 1e-3
"""As in the optimiser, but sooner content: a front has many points."""
ANCHORS, ROUNDS = 5, 4
"""Budgets at which a bound is proven, beside the question's own."""
FAR = 0.03
"""A point that misses its bound by more is sought once more from the widest program. [-]"""
LEVELS = (0.0, 0.5, 0.85)
"""Least synergy of the points, as part of the most that fits in the budget."""


@dataclass(frozen=True, eq=False)
class Point:
    """One package on the front.

    Attributes
    ----------
    budget_eur, capex_eur : float
    avoided_eur_per_year : float
        At the horizon of the question, by the exact model.
    reach_pct : float
        Mean reach over the opgaven.
    level : float
        Least synergy that was asked, as part of the most within the budget. [-]
    price : float
        What one more euro would avoid per year. [1/yr]
    bound : float
        The most any package could avoid for this budget; infinite where synergy is asked. [EUR/yr]
    quantity : array, shape (measure, area)
    portfolio : Portfolio
    """

    budget_eur: float
    capex_eur: float
    avoided_eur_per_year: float
    reach_pct: float
    level: float
    price: float
    bound: float
    quantity: np.ndarray
    portfolio: Portfolio


def budgets(study, question, n):
    """Budgets in even ratios, up to what everything useful costs; the question's own is one of them."""
    task = Task(study, replace(question, goal="avoided", budget_eur=None))
    task.program.cut(np.zeros(task.program.shape))
    answer = task.solve(rounds=6)
    most = max(float(task.col.capex_eur @ answer.last[: len(task.col)]), 1.0) if answer else 1.0
    steps = np.geomspace(SMALLEST_BUDGET * most, most, n)
    if question.budget_eur is not None:
        steps[np.abs(np.log(steps / question.budget_eur)).argmin()] = question.budget_eur
    return np.sort(steps)


def front(study, question, n=30, levels=(0.0,), progress=None, cancelled=None):
    """Packages along the front of cost, avoided damage and synergy.

    One program is kept warm: tangents found for one budget hold for all.

    Parameters
    ----------
    study : Study
    question : Question
        Its budget becomes one of the budgets; its other limits hold throughout.
    n : int
        How many budgets.
    levels : sequence of float
        Least synergy, each as part of the most that fits in the budget. 0 asks for none.

    Returns
    -------
    list of Point
        By level, then by budget; along a level avoided damage never falls.

    Raises
    ------
    KansError
        For fewer than two points, or when nothing meets the limits.
    """
    if not 2 <= n <= 500:
        raise KansError(Problem("front_points", value=n))
    steps = budgets(study, question, n)
    asked = replace(question, goal="avoided", budget_eur=float(steps[-1]), whole=False, least_project_eur=0.0,
                    exclusions=(), least_reach_pct=0.0 if max(levels) > 0 else None)  # fmt: skip
    halves = [half for half in np.array_split(steps, HALVES) if len(half)]
    tasks = [Task(study, asked, progress, cancelled) for _ in halves]
    points: list[Point] = []
    with ThreadPoolExecutor(max_workers=len(halves)) as pool:
        for done, level in enumerate(levels):

            def along(task, half, done=done, level=level):
                def tell(share):
                    task.share = (done + share) / len(levels)
                    task.tell(task.share)

                return _along(task, half, level, question.budget_eur, tell)

            found = list(pool.map(along, tasks, halves))
            lines = [line for _, mine in found for line in mine]
            points += _bounded(_rising([point for some, _ in found for point in some]), lines)
    if not points:
        raise conflict(tasks[0])
    return points


def _rising(points):
    """The points, each at least as good as the one before it: more money may always stay unspent."""
    kept: list[Point] = []
    for point in points:
        if kept and kept[-1].avoided_eur_per_year >= point.avoided_eur_per_year * (1 - FLOOR):
            last = kept[-1]
            point = replace(last, budget_eur=point.budget_eur, price=min(last.price, point.price))
        kept.append(point)
    return kept


def _bounded(points, lines):
    """The points with the lowest of the lines at their budgets."""
    return [
        replace(point, bound=min((b + p * (point.budget_eur - at) for at, b, p in lines), default=np.inf))
        for point in points
    ]


def _along(task, steps, level, budget_eur, tell):
    """The points of one level of synergy, and lines in the budget that bound what any package avoids.

    At a few budgets, the question's own among them, every area is searched for its best by itself; the boxes
    found there serve the budgets around it, and their bounds, as lines in the budget, hold for all.
    """
    task.stalled = STALLED
    if task.program.first_cut is None:
        task.program.cut(np.zeros(task.program.shape))
    chosen = {*np.linspace(0, len(steps) - 1, min(ANCHORS, len(steps))).round().astype(int)}
    if budget_eur is not None and steps[0] <= budget_eur <= steps[-1]:
        chosen.add(int(np.abs(steps - budget_eur).argmin()))
    anchors = sorted(chosen)
    nearest = np.abs(np.arange(len(steps))[:, None] - np.array(anchors)).argmin(axis=1)
    points: list[Point] = []
    lines = []
    for place, anchor in enumerate(anchors):
        tell(place / len(anchors))
        proven = _anchored(task, float(steps[anchor]), level)
        if proven is None:
            continue
        boxes, bound, price, best = proven
        if not level:
            lines.append((float(steps[anchor]), bound, price))
        for at in np.flatnonzero(nearest == place):
            answer = _solved(task, float(steps[at]), level, boxes)
            if at == anchor:
                answer = best if answer is None else task.better(best, answer)
            elif (
                answer is not None
                and answer.value < (1 - FAR) * (bound + price * (steps[at] - steps[anchor])) / task.scale
            ):
                answer = task.better(answer, _nearer(task))
            if answer is not None:
                quantity = task.tidied(task.program.quantity(answer.best))
                points.append(_point(task, answer, quantity, float(steps[at]), level))
    return points, lines


def _ask(task, budget, level):
    """Put another budget and level of synergy in force."""
    program = task.program
    task.question = replace(task.question, budget_eur=budget)
    program.move("budget", high=budget / 1e6)
    if "reach" in program.rows:
        program.move("reach", low=level * _most_reach(task) if level else -np.inf)


def _anchored(task, budget, level):
    """Boxes, bound, price and best answer of a budget.

    Avoided damage is at most the bound, plus the price for every euro more.
    """
    _ask(task, budget, level)
    best = task.attempt()
    if best is None or best.best is None:
        return None
    bound, boxes = bound_by_areas(task, best.prices, best.value, ROUNDS)
    return boxes, bound * task.scale, _price(task, best), best


def _nearer(task):
    """The best answer from the widest program inwards, or None."""
    best = task.attempt()
    if best is None or best.best is None:
        return None
    for half in HALF:
        best = task.better(best, task.closer(task.program.quantity(best.best), half))
    return best


def _solved(task, budget, level, boxes):
    """The best answer for a budget: in these boxes, or near what the widest program finds."""
    _ask(task, budget, level)
    best = task.within(boxes)
    if best is None or best.best is None:
        best = task.attempt()
    if best is None or best.best is None:
        return None
    return task.better(best, task.closer(task.program.quantity(best.best), HALF[1]))


def _most_reach(task):
    """The most synergy that fits in the budget that is in force. [%]"""
    program, col = task.program, task.col
    reach = np.zeros(program.n_columns)
    reach[: len(col)] = task.reach_per_unit()[col.measure] * col.most
    program.release("reach")
    task.widen()
    program.aim(reach)
    answer = program.run()
    program.aim(task.objective)
    program.restore("reach")
    return 0.0 if answer is None else float(reach @ answer)


def _point(task, answer, quantity, budget, level):
    avoided = float(task.benefit.avoided_eur(quantity)[0].sum())
    return Point(
        budget_eur=budget,
        capex_eur=float(task.col.capex_eur @ task.col.shares(quantity)),
        avoided_eur_per_year=avoided,
        reach_pct=float(task.reach_per_unit() @ quantity.sum(axis=1)),
        level=level,
        price=_price(task, answer),
        bound=np.inf,
        quantity=quantity,
        portfolio=package(task.base, quantity),
    )


def _price(task, answer):
    return answer.prices.get("budget", 0.0) * task.scale / 1e6
