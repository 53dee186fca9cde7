"""The best package for a region of thousands of areas: the budget priced, groups of areas alone."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np

from kans_model.city.city import City
from kans_model.computing.progress import CancelledError
from kans_model.optimum.benefit import Benefit
from kans_model.optimum.bound import bound_by_areas
from kans_model.optimum.question import Question
from kans_model.optimum.search import Task
from kans_model.optimum.variables import columns
from kans_model.words.problems import KansError, Problem

GROUP, SAMPLE = 60, 240
"""Areas of one program, and areas that the price is first sought on."""
ROUNDS = 2
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
    def gap(self):
        """Most that a better package could add. [-]"""
        return self.bound_eur_per_year / max(self.avoided_eur_per_year, 1e-9) - 1


def regional(study, question, workers=2, progress=None, cancelled=None):
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
    plain = Question(
        horizon=question.horizon, budget_eur=question.budget_eur, bans=question.bans, areas=question.areas
    )
    if question.goal != "avoided" or question.budget_eur is None or question != plain:
        raise KansError(Problem("regional_limits"))
    question.check(study)
    budget_eur = float(question.budget_eur)
    began = time.perf_counter()
    n = len(study.city.areas)
    rng = np.random.default_rng(SEED)
    sample = np.sort(rng.choice(n, min(SAMPLE, n), replace=False))
    task = Task(part(study, sample), replace(plain, budget_eur=budget_eur * len(sample) / n))
    best, _ = task.best()
    price = best.prices["budget"] * task.scale / 1e6
    groups = np.array_split(rng.permutation(n), max(1, n // GROUP))
    done = [0]

    def solve(group):
        if cancelled is not None and cancelled():
            return None
        answer = priced(part(study, group), plain, price)
        done[0] += 1
        if progress is not None:
            progress(done[0] / len(groups))
        return answer

    with ThreadPoolExecutor(max_workers=workers) as pool:
        answers = list(pool.map(solve, groups))
    if any(answer is None for answer in answers):
        raise CancelledError
    quantity = np.zeros((len(study.baseline.room.measures), n))
    bound = price * budget_eur
    for group, (mine, most) in zip(groups, answers, strict=True):
        quantity[:, group] = mine
        bound += most
    quantity, capex, avoided = _within_budget(study, quantity, plain)
    return Regional(quantity, capex, avoided, bound, price, time.perf_counter() - began)


def part(study, places):
    """The study on some of its areas, by place."""
    city = study.city
    areas = city.areas.iloc[places]
    filled = city.filled[city.filled["code"].isin(areas.index)] if len(city.filled) else city.filled
    return study.replaced(city=City(city.name, areas, filled, city.fictional, city.soil))


def priced(study, question, price):
    """The best of some areas when every euro costs its price: quantities, and the most they could bring.

    Returns
    -------
    quantity : array, shape (measure, area)
    most : float
        Avoided damage less the price of what it costs, at most. [EUR/yr]
    """
    task = Task(study, replace(question, budget_eur=None))
    x = slice(0, len(task.col))
    task.objective[x] -= price * task.col.capex_eur / task.scale
    task.program.aim(task.objective)
    task.program.cut(np.zeros(task.program.shape))
    first = task.attempt()
    bound, boxes = bound_by_areas(task, {}, first.value, ROUNDS)
    best = task.better(first, task.within(boxes))
    best = task.better(best, task.closer(task.program.quantity(best.best), HALF))
    return task.tidied(task.program.quantity(best.best)), min(bound, first.bound) * task.scale


def _within_budget(study, quantity, question):
    """Quantities that spend the budget: what brings least per euro goes first, what brings most comes in.

    Returns
    -------
    quantity, capex_eur, avoided_eur_per_year
    """
    base = study.baseline
    benefit = Benefit(base, question.horizon)
    useful = (benefit.avoided_eur(quantity)[1] > 0) & question.candidates(base)
    col = columns(base, benefit.fits, useful | (quantity > 0))
    shares = col.shares(quantity)
    for _ in range(PASSES):
        spent = shares * col.capex_eur
        left = question.budget_eur - spent.sum()
        if abs(left) <= NEAR * question.budget_eur and left >= 0:
            break
        quantity = col.quantity(shares, quantity.shape)
        slope = benefit.avoided_eur(quantity)[1]
        worth = slope[col.measure, col.area] * col.most / col.capex_eur
        if left < 0:
            order = np.argsort(np.where(spent > 0, worth, np.inf))
            shares[order] -= _taken(spent[order], -left) / col.capex_eur[order]
        else:
            addable = _addable(base.room, col, quantity, shares, worth) * col.capex_eur
            order = np.argsort(-np.where(addable > 0, worth, -np.inf))
            shares[order] += _taken(STEP * addable[order], left) / col.capex_eur[order]
    quantity = base.room.fitted(np.minimum(col.quantity(np.maximum(shares, 0), quantity.shape), benefit.fits))
    capex = float((col.shares(quantity) * col.capex_eur).sum())
    if capex > question.budget_eur:
        quantity = quantity * (question.budget_eur / capex)
        capex = float((col.shares(quantity) * col.capex_eur).sum())
    return quantity, capex, float(benefit.avoided_eur(quantity)[0].sum())


def _taken(amounts, total):
    """As much of each amount, in order, as makes the total. [EUR]"""
    before = np.concatenate([[0.0], np.cumsum(amounts)[:-1]])
    return np.clip(total - before, 0, amounts)


def _addable(room, col, quantity, shares, worth):
    """Share of each column that still fits, for the best measure of each shared surface alone. [-]"""
    pool, space = room.pools
    mine = pool[col.measure]
    left = np.maximum(0, space - room.claimed(quantity))
    held = np.where(mine >= 0, left[np.maximum(mine, 0), col.area], np.inf)
    most = np.minimum(1 - shares, held / (col.most * room.stock_per_unit[col.measure]))
    whole = (quantity[col.measure, col.area] + most * col.most) <= room.potential[col.measure, col.area] * (
        1 + 1e-9
    )
    surface = np.where(mine >= 0, mine * space.shape[1] + col.area, -1 - np.arange(len(col)))
    order = np.lexsort((-worth, surface))
    first = np.ones(len(col), dtype=bool)
    first[order[1:]] = surface[order[1:]] != surface[order[:-1]]
    return np.where(first & whole, np.maximum(0, most), 0.0)
