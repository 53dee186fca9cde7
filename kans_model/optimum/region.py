"""The best package for a region of thousands of areas: the budget priced, groups of areas alone."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from kans_model.city.city import City
from kans_model.computing.progress import Cancelled, CancelledError, Progress, Waiting
from kans_model.measures.room import Room
from kans_model.optimum.benefit import Benefit
from kans_model.optimum.bound import bound_by_areas
from kans_model.optimum.conflicts import conflicts_named
from kans_model.optimum.formulation import formulate
from kans_model.optimum.objective import avoided_damage
from kans_model.optimum.question import Question
from kans_model.optimum.search import NoPackageError, Search, better
from kans_model.optimum.solution import best_answer
from kans_model.optimum.variables import Variables, possible_variables
from kans_model.study.study import Study
from kans_model.words.problems import KansError, Problem

MOST_AT_ONCE = 2000
"""Areas that one program searches within minutes; more go in groups."""
GROUP, SAMPLE = 60, 240
"""Areas of one program, and areas that the price is first sought on."""
ROUNDS = 4
HALF = 0.05
PASSES, STEP, NEAR = 12, 0.34, 1e-4
"""Times the budget is evened out, part of what fits that is added at once, and how near is near enough."""
SEED = 11


@dataclass(frozen=True, eq=False)
class Regional:
    """The package, what it avoids and costs, and the most any could avoid.

    Attributes
    ----------
    quantity : array, shape (measure, area)
    capex_eur, avoided_eur_per_year, bound_eur_per_year : float
    price : float
        What one more euro would avoid per year. [1/yr]
    seconds : float
    """

    quantity: np.ndarray
    capex_eur: float
    avoided_eur_per_year: float
    bound_eur_per_year: float
    price: float
    seconds: float

    @property
    def gap(self) -> float:
        """Most that a better package could add. [-]"""
        return self.bound_eur_per_year / max(self.avoided_eur_per_year, 1e-9) - 1


def regional(
    study: Study,
    question: Question,
    workers: int = 2,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Regional:
    """The best package under one budget, by decomposition over its multiplier.

    At a price per euro the budget no longer ties areas together, so groups of them are solved by themselves;
    the price is sought on a sample. What the groups' answers cost too much is taken off where it brings
    least, what is left is spent in proportion; the bound is the Lagrangian one [1]_, whatever the price.

    Parameters
    ----------
    study : Study
    question : Question
        Its goal is avoided damage, and its only limit that ties areas together is the budget.
    workers : int
        Threads; the solver runs outside Python's lock.

    Returns
    -------
    Regional

    Raises
    ------
    KansError
        For another goal or other limits.

    References
    ----------
    .. [1] Everett 1963, "Generalized Lagrange multiplier method for solving problems of optimum allocation".
    """
    if not knows_only_a_budget(question):
        raise KansError(Problem("regional_limits"))
    question.check(study)
    plain, budget_eur = _plain(question), float(question.budget_eur or 0.0)
    began = time.perf_counter()
    n = len(study.city.areas)
    rng = np.random.default_rng(SEED)
    sample = np.sort(rng.choice(n, min(SAMPLE, n), replace=False))
    price = _price(part(study, sample), plain.but(budget_eur=budget_eur * len(sample) / n))
    groups = np.array_split(rng.permutation(n), max(1, n // GROUP))
    done = [0]

    def solve(group: np.ndarray) -> tuple[np.ndarray, float] | None:
        if cancelled is not None and cancelled():
            return None
        with conflicts_named():
            answer = priced(part(study, group), plain, price)
        done[0] += 1
        if progress is not None:
            progress(done[0] / len(groups))
        return answer

    with ThreadPoolExecutor(max_workers=workers) as pool:
        answers = [answer for answer in pool.map(solve, groups) if answer is not None]
    if len(answers) < len(groups):
        raise CancelledError
    quantity = np.zeros((len(study.baseline.room.measures), n))
    bound = price * budget_eur
    for group, (mine, most) in zip(groups, answers, strict=True):
        quantity[:, group] = mine
        bound += most
    quantity, capex, avoided = _within_budget(study, quantity, plain, budget_eur)
    return Regional(quantity, capex, avoided, bound, price, time.perf_counter() - began)


def _plain(question: Question) -> Question:
    """The question without what ties areas together, but for its budget."""
    return Question(
        horizon=question.horizon, budget_eur=question.budget_eur, bans=question.bans, areas=question.areas
    )


def knows_only_a_budget(question: Question) -> bool:
    """Whether nothing but a budget ties the areas of a question together."""
    return question.budget_eur is not None and question == _plain(question)


def _price(study: Study, question: Question) -> float:
    """What one more euro of the budget of a question would avoid per year. [1/yr]"""
    search = Search.of(study, question)
    with conflicts_named():
        answer, _ = best_answer(search)
    return answer.prices["budget"] * search.formulation.scale / 1e6


def part(study: Study, places: np.ndarray) -> Study:
    """The study on some of its areas, by place."""
    city = study.city
    areas = city.areas.iloc[places]
    filled = city.filled[city.filled["code"].isin(areas.index)] if len(city.filled) else city.filled
    return study.replaced(city=City(city.name, areas, filled, city.fictional, city.soil))


def priced(study: Study, question: Question, price: float) -> tuple[np.ndarray, float]:
    """The best of some areas when every euro costs its price: quantities, and the most they could bring.

    Returns
    -------
    quantity : array, shape (measure, area)
    most : float
        Avoided damage less the price of what it costs, at most. [EUR/yr]
    """
    formulation = formulate(study, question.but(budget_eur=None))
    search, program = Search(formulation, avoided_damage(formulation).priced(price)), formulation.program
    program.add_tangents_at_nothing()
    first = search.attempt()
    if first is None:
        raise NoPackageError(search)
    bound, boxes, _ = bound_by_areas(program, {}, first.value, Waiting(), ROUNDS)
    best = better(first, search.within(boxes)) or first
    best = better(best, search.closer(program.quantity(best.columns), HALF)) or best
    return formulation.tidied(program.quantity(best.columns)), min(bound, first.bound) * formulation.scale


def _within_budget(
    study: Study, quantity: np.ndarray, question: Question, budget_eur: float
) -> tuple[np.ndarray, float, float]:
    """Quantities that spend the budget: what brings least per euro goes first, what brings most comes in.

    Returns
    -------
    quantity, capex_eur, avoided_eur_per_year
    """
    base = study.baseline
    benefit = Benefit(base, question.horizon)
    useful = (benefit.avoided_eur(quantity)[1] > 0) & question.candidates(base)
    variables = possible_variables(base, benefit.fits, useful | (quantity > 0))
    shares = variables.shares(quantity)
    for _ in range(PASSES):
        spent = shares * variables.capex_eur
        left = budget_eur - spent.sum()
        if abs(left) <= NEAR * budget_eur and left >= 0:
            break
        quantity = variables.quantity(shares, quantity.shape)
        slope = benefit.avoided_eur(quantity)[1]
        worth = slope[variables.measure, variables.area] * variables.most / variables.capex_eur
        if left < 0:
            order = np.argsort(np.where(spent > 0, worth, np.inf))
            shares[order] -= _taken(spent[order], -left) / variables.capex_eur[order]
        else:
            addable = _addable(base.room, variables, quantity, shares, worth) * variables.capex_eur
            order = np.argsort(-np.where(addable > 0, worth, -np.inf))
            shares[order] += _taken(STEP * addable[order], left) / variables.capex_eur[order]
    quantity = base.room.fitted(
        np.minimum(variables.quantity(np.maximum(shares, 0), quantity.shape), benefit.fits)
    )
    capex = float((variables.shares(quantity) * variables.capex_eur).sum())
    if capex > budget_eur:
        quantity = quantity * (budget_eur / capex)
        capex = float((variables.shares(quantity) * variables.capex_eur).sum())
    return quantity, capex, float(benefit.avoided_eur(quantity)[0].sum())


def _taken(amounts: np.ndarray, total: float) -> np.ndarray:
    """As much of each amount, in order, as makes the total. [EUR]"""
    before = np.concatenate([[0.0], np.cumsum(amounts)[:-1]])
    return np.clip(total - before, 0, amounts)


def _addable(
    room: Room, variables: Variables, quantity: np.ndarray, shares: np.ndarray, worth: np.ndarray
) -> np.ndarray:
    """Share of each variable that still fits, for the best of each surface and catchment alone. [-]"""
    pool, space = room.pools
    measure, area = variables.measure, variables.area
    mine = pool[measure]
    left = np.maximum(0, space - room.claimed(quantity))
    held = np.where(mine >= 0, left[np.maximum(mine, 0), area], np.inf)
    most = np.minimum(1 - shares, held / (variables.most * room.stock_per_unit[measure]))
    catchment = room.catchment_m2_per_unit[measure]
    undrained = np.maximum(0, room.paving_m2 - room.drained_m2(quantity))[area]
    drained = variables.most * catchment
    free = np.full(len(drained), np.inf)
    most = np.minimum(most, np.divide(undrained, drained, out=free, where=drained > 0))
    whole = quantity[measure, area] + most * variables.most <= room.potential[measure, area] * (1 + 1e-9)
    surface = np.where(mine >= 0, mine * space.shape[1] + area, -1 - np.arange(len(variables)))
    order = np.lexsort((-worth, surface))
    first = np.ones(len(variables), dtype=bool)
    first[order[1:]] = surface[order[1:]] != surface[order[:-1]]
    # of what drains in an area the best alone is added to, so that it never takes more than is left
    by_area = np.lexsort((-worth, np.where(first & (catchment > 0), area, -1)))
    of_area = np.where(first & (catchment > 0), area, -1)[by_area]
    best = np.ones(len(variables), dtype=bool)
    best[by_area[1:]] = (of_area[1:] != of_area[:-1]) | (of_area[1:] < 0)
    return np.where(first & best & whole, np.maximum(0, most), 0.0)
