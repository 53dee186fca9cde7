"""What more money would bring: the best package for every budget, with more or less synergy."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from kans_model.computing.progress import Cancelled, Progress, Waiting
from kans_model.measures.portfolio import Portfolio
from kans_model.optimum.answer import Answer, package
from kans_model.optimum.bound import bound_by_areas
from kans_model.optimum.concave import FLOOR
from kans_model.optimum.conflicts import conflict
from kans_model.optimum.question import Question
from kans_model.optimum.search import Search, better
from kans_model.optimum.variables import reach_pct, reach_pct_per_unit
from kans_model.study.study import Study
from kans_model.words.problems import KansError, Problem

SMALLEST_BUDGET = 0.002
"""First budget of a front, as part of what everything useful costs."""
MOST_POINTS = 500
HALF = (0.2, 0.05)
HALVES = 2
"""Parts of the front that are sought side by side: the solver works outside Python's lock."""
STALLED = 1e-3
"""As in `search`, but sooner content: a front has many points."""
ANCHORS, ROUNDS = 5, 4
"""Budgets at which a bound is proven, beside the question's own."""
FAR = 0.03
"""A point that misses its bound by more is sought once more from the widest program. [-]"""
LEVELS = (0.0, 0.5, 0.85)
"""Least synergy of the points, as part of the most that fits in the budget."""
POINTS, POINTS_EACH = 30, 14
"""Budgets of a front that people look at: of one level of synergy, and of each of several."""
LEVELS = (0.0, 0.7, 0.9)
"""Least synergy, as part of the most within each budget. [-]"""


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


class Line(NamedTuple):
    """At a budget, and as far from it as one likes: no package avoids more than the bound, plus the price for
    every euro more. [EUR], [EUR/yr], [1/yr]"""

    budget_eur: float
    bound: float
    price: float

    def at(self, budget_eur: float) -> float:
        return self.bound + self.price * (budget_eur - self.budget_eur)


def check_points(n: int) -> None:
    """Refuse a number of points of a front that shows nothing, or takes hours; raises `KansError`."""
    if not 2 <= n <= MOST_POINTS:
        raise KansError(Problem("front_points", value=n))


def budgets(study: Study, question: Question, n: int) -> np.ndarray:
    """Budgets in even ratios, up to what everything useful costs; the question's own is one of them."""
    search = Search.of(study, question.but(goal="avoided", budget_eur=None))
    search.program.add_tangents_at_nothing()
    answer, capex = search.solve(rounds=6), search.formulation.variables.capex_eur
    capex = np.where(search.formulation.limited, capex, 0.0)
    if answer is not None:
        most = max(float(capex @ answer.last[: len(capex)]), 1.0)
    else:  # all that may be built is more than what is useful, and known without a search
        most = float(capex.sum()) if search.program.n_open else 1.0
    steps = np.geomspace(SMALLEST_BUDGET * most, most, n)
    if question.budget_eur is not None:
        steps[np.abs(np.log(steps / question.budget_eur)).argmin()] = question.budget_eur
    return np.sort(steps)


def front(
    study: Study,
    question: Question,
    n: int = 30,
    levels: Sequence[float] = (0.0,),
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> list[Point]:
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
    check_points(n)
    steps = budgets(study, question, n)
    asked = question.but(
        goal="avoided",
        budget_eur=float(steps[-1]),
        whole=False,
        least_project_eur=0.0,
        exclusions=(),
        least_reach_pct=0.0 if max(levels) > 0 else None,
    )
    halves = [half for half in np.array_split(steps, HALVES) if len(half)]
    searches = [Search.of(study, asked, Waiting(progress, cancelled), STALLED) for _ in halves]
    points: list[Point] = []
    with ThreadPoolExecutor(max_workers=len(halves)) as pool:
        for done, level in enumerate(levels):

            def along(
                search: Search, half: np.ndarray, done: int = done, level: float = level
            ) -> tuple[list[Point], list[Line]]:
                def tell(share: float) -> None:
                    search.waiting.tell((done + share) / len(levels))

                return _along(search, half, level, question.budget_eur, tell)

            parts = list(pool.map(along, searches, halves))
            lines = [line for _, mine in parts for line in mine]
            points += _bounded(_rising([point for some, _ in parts for point in some], steps), lines)
    if not points:
        raise conflict(searches[0])
    return points


def _rising(points: list[Point], steps: np.ndarray) -> list[Point]:
    """A point per budget from the first, each at least as good as the one before it.

    More money may always stay unspent; that is all that is known where a search came to no outcome.
    """
    by_budget, kept = {point.budget_eur: point for point in points}, list[Point]()
    for budget in map(float, steps):
        point = by_budget.get(budget) or (replace(kept[-1], budget_eur=budget) if kept else None)
        if point is None:
            continue
        if kept and kept[-1].avoided_eur_per_year >= point.avoided_eur_per_year * (1 - FLOOR):
            last = kept[-1]
            point = replace(last, budget_eur=point.budget_eur, price=min(last.price, point.price))
        kept.append(point)
    return kept


def _bounded(points: list[Point], lines: list[Line]) -> list[Point]:
    """The points with the lowest of the lines at their budgets."""
    return [
        replace(point, bound=min((line.at(point.budget_eur) for line in lines), default=np.inf))
        for point in points
    ]


class Anchor(NamedTuple):
    """What is known of one budget, and serves the budgets around it: its boxes, its line, its best answer."""

    boxes: list[np.ndarray]
    line: Line
    best: Answer


def _along(
    search: Search, steps: np.ndarray, level: float, budget_eur: float | None, tell: Callable[[float], None]
) -> tuple[list[Point], list[Line]]:
    """The points of one level of synergy, and lines in the budget that bound what any package avoids.

    At a few budgets, the question's own among them, every area is searched for its best by itself; the boxes
    found there serve the budgets around it, and their bounds, as lines in the budget, hold for all.
    """
    if search.program.first_cut is None:
        search.program.add_tangents_at_nothing()
    anchors = _anchor_places(steps, budget_eur)
    nearest = np.abs(np.arange(len(steps))[:, None] - np.array(anchors)).argmin(axis=1)
    points: list[Point] = []
    lines: list[Line] = []
    with search.program.for_now():
        for place, at_anchor in enumerate(anchors):
            tell(place / len(anchors))
            anchor = _anchor(search, float(steps[at_anchor]), level)
            if anchor is not None and not level:
                lines.append(anchor.line)
            for at in np.flatnonzero(nearest == place):
                if anchor is not None:
                    answer = _beside(search, float(steps[at]), level, anchor, own=at == at_anchor)
                else:  # what cannot be for one budget may be for more
                    answer = _alone(search, float(steps[at]), level)
                if answer is not None:
                    points.append(_point(search, answer, float(steps[at]), level))
    return points, lines


def _anchor_places(steps: np.ndarray, budget_eur: float | None) -> list[int]:
    """Places of the budgets at which a bound is proven."""
    chosen = {*np.linspace(0, len(steps) - 1, min(ANCHORS, len(steps))).round().astype(int)}
    if budget_eur is not None and steps[0] <= budget_eur <= steps[-1]:
        chosen.add(int(np.abs(steps - budget_eur).argmin()))
    return sorted(chosen)


def _ask(search: Search, budget: float, level: float) -> None:
    """Put another budget and level of synergy in force."""
    program = search.program
    program.move("budget", high=budget / 1e6)
    if "reach" in program.rows:
        program.move("reach", low=level * _most_reach(search) if level else -np.inf)


def _anchor(search: Search, budget: float, level: float) -> Anchor | None:
    """Boxes, line and best answer of a budget; None where nothing meets the limits."""
    _ask(search, budget, level)
    best = search.attempt()
    if best is None or best.best is None:
        return None
    bound, boxes, _ = bound_by_areas(search.program, best.prices, best.value, search.waiting, ROUNDS)
    return Anchor(boxes, Line(budget, bound * search.formulation.scale, _price(search, best)), best)


def _beside(search: Search, budget: float, level: float, anchor: Anchor, own: bool) -> Answer | None:
    """The best answer for a budget near an anchor, or for its `own`; None where there is none."""
    answer = _solved(search, budget, level, anchor.boxes)
    if own:
        return anchor.best if answer is None else better(anchor.best, answer)
    far = (1 - FAR) * anchor.line.at(budget) / search.formulation.scale
    if answer is not None and answer.value < far:
        answer = better(answer, _nearer(search))
    return answer


def _alone(search: Search, budget: float, level: float) -> Answer | None:
    """The best answer for a budget without an anchor; None where there is none."""
    _ask(search, budget, level)
    return _nearer(search)


def _nearer(search: Search) -> Answer | None:
    """The best answer from the widest program inwards, or None."""
    best = search.attempt()
    if best is None or best.best is None:
        return None
    for half in HALF:
        best = better(best, search.closer(search.program.quantity(best.columns), half)) or best
    return best


def _solved(search: Search, budget: float, level: float, boxes: list[np.ndarray]) -> Answer | None:
    """The best answer for a budget: in these boxes, or near what the widest program finds."""
    _ask(search, budget, level)
    best = search.within(boxes)
    if best is None or best.best is None:
        best = search.attempt()
    if best is None or best.best is None:
        return None
    return better(best, search.closer(search.program.quantity(best.columns), HALF[1]))


def _most_reach(search: Search) -> float:
    """The most synergy that fits in the budget that is in force. [%]"""
    program, variables = search.program, search.formulation.variables
    reach = np.zeros(program.n_columns)
    per_unit = reach_pct_per_unit(search.formulation.base)
    reach[: len(variables)] = per_unit[variables.measure] * variables.most
    with program.for_now():
        program.release("reach")
        search.widen()
        program.aim(reach)
        answer = program.run()
    return 0.0 if answer is None else float(reach @ answer)


def _point(search: Search, answer: Answer, budget: float, level: float) -> Point:
    formulation = search.formulation
    quantity = formulation.tidied(search.program.quantity(answer.columns), budget)
    return Point(
        budget_eur=budget,
        capex_eur=formulation.budgeted_eur(quantity),
        avoided_eur_per_year=float(formulation.benefit.avoided_eur(quantity)[0].sum()),
        reach_pct=reach_pct(formulation.base, quantity),
        level=level,
        price=_price(search, answer),
        bound=np.inf,
        quantity=quantity,
        portfolio=package(formulation.base, quantity),
    )


def _price(search: Search, answer: Answer) -> float:
    return answer.prices.get("budget", 0.0) * search.formulation.scale / 1e6
