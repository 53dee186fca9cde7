"""The package that everyone can live with: what each partner gets at his best, and what lifts the least."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kans_model.computing.progress import Cancelled, Progress, Waiting, paced
from kans_model.dialogue.partners import Partner, subjects
from kans_model.measures.portfolio import Portfolio
from kans_model.optimum.answer import Answer, package
from kans_model.optimum.bound import bound_by_areas
from kans_model.optimum.conflicts import conflicts_named
from kans_model.optimum.formulation import Formulation, formulate
from kans_model.optimum.question import Question
from kans_model.optimum.search import CLOSE_WIDTH, Search, better
from kans_model.optimum.solution import best_answer
from kans_model.optimum.utility import NOTHING, POINTS, Reach, Utility, best_quantity, reach
from kans_model.study.study import Study
from kans_model.words.problems import KansError, Problem

EVEN = 1e-4
"""Satisfactions that differ by less are equal. [-]"""
DEEPER, CLOSE = (12, 16, 24), 3e-3
"""Halvings of the boxes in turn, until the bound lies no more than this share above the answer."""
OBJECTS = 0.01
"""Satisfaction below the level that everyone can have from which a partner objects: less nobody sees. [-]"""
LOSSES = 2
"""Subjects that an objection names."""


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


@dataclass(frozen=True, eq=False)
class Candidate:
    """A package in the eyes of all partners.

    Attributes
    ----------
    rule : str
        `maximin`, `mean`, `own` (of one partner) or an id of the study.
    portfolio : Portfolio
    quantity : array, shape (measure, area)
    capex_eur : float
    satisfaction : array, shape (partner,)
        [-]
    bound : float
        The most that any package could reach of what the rule maximises; NaN where it maximises nothing. [-]
    """

    rule: str
    portfolio: Portfolio
    quantity: np.ndarray
    capex_eur: float
    satisfaction: np.ndarray
    bound: float = float("nan")

    @property
    def value(self) -> float:
        """What the rule maximises. [-]"""
        return float(self.satisfaction.mean() if self.rule == "mean" else self.satisfaction.min())

    @property
    def gap(self) -> float:
        """How far the bound lies above it, as part of one. [-]"""
        return max(0.0, self.bound - self.value)


@dataclass(frozen=True, eq=False)
class Objection:
    """Why a partner would object to a package.

    Attributes
    ----------
    partner : Partner
    losses : tuple of (str, float)
        Subject → what he misses of it against his own best, in parts of his satisfaction; largest first.
    price : float
        What bringing him to the level that everyone can have costs the others, on average. [-]
    """

    partner: Partner
    losses: tuple[tuple[str, float], ...]
    price: float


@dataclass(frozen=True, eq=False)
class Consensus:
    """What partners can agree on under one budget.

    Attributes
    ----------
    question : Question
    partners : tuple of Partner
    satisfactions : tuple of Satisfaction
    reach : Reach
    own : tuple of Candidate
        The best of each partner.
    maximin, mean : Candidate
    objections : tuple of Objection
        To the package of the best mean: of those whom it leaves below the level that everyone can have.
    """

    question: Question
    partners: tuple[Partner, ...]
    satisfactions: tuple[Satisfaction, ...]
    reach: Reach
    own: tuple[Candidate, ...]
    maximin: Candidate
    mean: Candidate
    objections: tuple[Objection, ...]

    def satisfaction(self, quantity: np.ndarray) -> np.ndarray:
        """Of all partners with any package, shape (partner,). [-]"""
        return np.array([satisfaction.of(quantity) for satisfaction in self.satisfactions])


def consensus(
    study: Study,
    partners: Sequence[Partner],
    question: Question,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Consensus:
    """The best of every partner, and the packages that two rules call fair.

    `maximin` lifts the least satisfied partner as far as it can, then the next (leximin [1]_); `mean` has the
    highest satisfaction on average. Neither is the right one.

    Parameters
    ----------
    study : Study
    partners : sequence of Partner
        With weights.
    question : Question
        Its budget and limits hold for every package; its goal is not used.

    Raises
    ------
    KansError
        Without partners or a budget, or when nothing meets the limits.

    References
    ----------
    .. [1] Sen 1970, "Collective choice and social welfare".
    """
    problems = [problem for partner in partners for problem in partner.problems(partner.actors)]
    if not partners:
        problems.append(Problem("consensus_without_partners"))
    if question.budget_eur is None:
        problems.append(Problem("consensus_without_budget"))
    budget_eur = question.budget_eur
    if problems or budget_eur is None:
        raise KansError(problems)
    question = question.but(
        goal="weighted", weights={"avoided": 1.0, "synergy": 1.0}, whole=False, least_project_eur=0.0,
        exclusions=(),
    )  # fmt: skip
    waiting = Waiting(None, cancelled)
    formulation = formulate(study, question)
    reachable = reach(formulation, budget_eur, waiting)
    own, satisfactions = [], []
    for place, partner in enumerate(partners):
        paced(0.2 + 0.5 * place / len(partners), progress, cancelled)
        utility = reachable.of_partner(partner)
        quantity, bound = best_quantity(formulation, utility, waiting)
        satisfactions.append(Satisfaction(partner, utility, max(0.0, utility.exactly(quantity))))
        own.append((quantity, bound))
    paced(0.7, progress, cancelled)
    least = SmallestSatisfaction(formulation, satisfactions)
    fair, fair_bound = _leximin(formulation, least, [quantity for quantity, _ in own], waiting)
    least.done()
    paced(0.9, progress, cancelled)
    average = _mean(satisfactions)
    usual, usual_bound = best_quantity(formulation, average, waiting)
    start = float(np.mean([satisfaction.start for satisfaction in satisfactions]))

    def seen(rule: str, quantity: np.ndarray, bound: float = float("nan")) -> Candidate:
        return Candidate(
            rule=rule,
            portfolio=package(formulation.base, quantity, question=question.to_dict()),
            quantity=quantity,
            capex_eur=formulation.variables.spent_eur(quantity),
            satisfaction=np.array([satisfaction.of(quantity) for satisfaction in satisfactions]),
            bound=bound,
        )

    maximin, mean = seen("maximin", fair, fair_bound), seen("mean", usual, start + usual_bound / POINTS)
    return Consensus(
        question=question,
        partners=tuple(partners),
        satisfactions=tuple(satisfactions),
        reach=reachable,
        own=tuple(seen("own", quantity) for quantity, _ in own),
        maximin=maximin,
        mean=mean,
        objections=_objections(formulation, least, satisfactions, reachable, own, mean, maximin, waiting),
    )


def _row(satisfaction: Satisfaction) -> tuple[np.ndarray, np.ndarray]:
    """Columns and coefficients of a partner's satisfaction above that with doing nothing. [1/1000]"""
    value = satisfaction.scale * satisfaction.utility.coefficients()
    index = np.flatnonzero(value)
    return index, value[index]


def _mean(satisfactions: Sequence[Satisfaction]) -> Utility:
    """The average satisfaction of all partners, less that with doing nothing."""
    parts = [
        satisfaction.utility.times(satisfaction.scale / len(satisfactions)) for satisfaction in satisfactions
    ]
    total = parts[0]
    for part in parts[1:]:
        total = total + part
    return total


def _leximin(
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


def _objections(
    formulation: Formulation,
    least: SmallestSatisfaction,
    satisfactions: Sequence[Satisfaction],
    reachable: Reach,
    own: Sequence[tuple[np.ndarray, float]],
    mean: Candidate,
    maximin: Candidate,
    waiting: Waiting,
) -> tuple[Objection, ...]:
    """Who stays below the level that everyone can have, and what winning him over costs the others."""
    level, objections = maximin.value, []
    for place, satisfaction in enumerate(satisfactions):
        if mean.satisfaction[place] > level - OBJECTS:
            continue
        name, start = ("level", place), satisfaction.start
        program = formulation.program
        program.restore(name)
        program.move(name, low=POINTS * (level - start - EVEN))
        quantity = best_quantity(formulation, _mean(satisfactions), waiting)[0]
        program.release(name)
        others = np.arange(len(satisfactions)) != place
        now = np.array([of.of(quantity) for of in satisfactions])
        price = float((mean.satisfaction - now)[others].mean()) if others.any() else 0.0
        losses = losses_of(satisfaction, reachable, own[place][0], mean.quantity)
        objections.append(Objection(satisfaction.partner, losses, max(0.0, price)))
    return tuple(objections)


def losses_of(
    satisfaction: Satisfaction, reachable: Reach, best: np.ndarray, quantity: np.ndarray
) -> tuple[tuple[str, float], ...]:
    """What a partner misses most against his own best, subject by subject, in parts of his satisfaction."""
    missed = reachable.shares(best) - reachable.shares(quantity)
    lost = satisfaction.scale * satisfaction.partner.shares * missed
    order = np.argsort(-lost, kind="stable")[:LOSSES]
    return tuple((subjects()[place], float(lost[place])) for place in order if lost[place] > EVEN)


def question_of(study: Study, budget_eur: float, horizon: str = "2050") -> Question:
    """What a dialogue asks under a budget: the thresholds that partners agreed on hold."""
    return Question.of(study.ambition, budget_eur=budget_eur, horizon=horizon)


def named(candidates: Mapping[str, Candidate]) -> list[str]:
    """Names of packages by the satisfaction of their least satisfied partner, the highest first."""
    return sorted(candidates, key=lambda name: -float(candidates[name].satisfaction.min()))
