"""The best answer in whole numbers: projects that are built or not, or not below a size."""

from collections.abc import Hashable, Mapping
from dataclasses import replace

import numpy as np

from kans_model.optimum import whole_constraints
from kans_model.optimum.answer import Answer
from kans_model.optimum.concave import FLOOR
from kans_model.optimum.parts import Parts
from kans_model.optimum.search import CLOSE_WIDTH, SOLVER_SECONDS, NoPackageError, Search, better
from kans_model.optimum.whole_projects import VariantSearch
from kans_model.solver.highs import stop_at
from kans_model.words.problems import KansError, Problem

SOLVER_GAP = 9e-4
"""Share at which whole numbers are good enough for the solver."""
PARTS = (0.3, 0.5, 0.7)
"""Shares of its least size from which a measure in a free answer is built at that size."""
WHOLE_ROUNDS, DISCRETE_ROUNDS = 8, 2
MOST_EXACT = 150
"""Areas that are searched exactly, one by one: some tens of milliseconds each."""
WHOLE_GAP = 1e-3
"""Share of its worth at which whole projects are good enough, all errors included."""


def best_whole(search: Search, free: Answer) -> tuple[Answer, float]:
    """The best whole projects: variants put together first, then the solver for the proof.

    Parameters
    ----------
    free : Answer
        Of the same question without whole numbers.

    Returns
    -------
    answer : Answer
    bound : float
        The most any package could be worth. [unit of the program]

    Raises
    ------
    NoPackageError
        When there is none.
    KansError
        When none was found in time.
    """
    formulation, program, question = search.formulation, search.program, search.formulation.question
    search.widen()
    variants = None if question.free_split else VariantSearch(formulation)
    choose_whole(search)
    known, bound = None, free.bound
    if variants is not None:

        def exactly(prices: Mapping[Hashable, float], worth: float) -> tuple[float, np.ndarray]:
            return Parts(program, prices, worth, search.waiting).solved()

        is_small = program.shape[1] <= MOST_EXACT
        shares, proven = variants.best(free.columns, free.prices, exactly if is_small else None)
        bound = min(bound, proven)
        known = None if shares is None else formulation.exactly(shares)
    if known is not None:
        value = search.objective.worth(program.quantity(known))
        near = bound - value <= WHOLE_GAP * abs(value)  # else the solver, which has only so many seconds
        if near and formulation.damage.kept(program.quantity(known), program):
            told = (bound - value) / max(abs(value), FLOOR)
            return Answer(known, known, bound, value, free.prices, free.surfaces, max(told, 0.0)), bound
        if not (question.exclusions or question.dependencies):
            program.only_prove()
    whole = _there(search, search.solve(WHOLE_ROUNDS, WHOLE_GAP, known))
    return replace(whole, prices=free.prices), min(bound, whole.bound)


def best_discrete(search: Search, free: Answer, bound: float) -> tuple[Answer, float]:
    """The best answer with least sizes or exclusions: the free one rounded, or else the solver's.

    Takes and gives the same as :func:`best_whole`; `bound` is the most any free package could be worth.
    """
    nearby, whole, told = _rounded(search, free.columns), None, 0.0
    if nearby is None or bound - nearby.value > WHOLE_GAP * abs(bound):
        search.widen()
        choose_whole(search)
        whole = search.solve(DISCRETE_ROUNDS, SOLVER_GAP)
        told = np.nan if whole is None else whole.solver_gap
        if whole is None and nearby is None:
            _there(search, whole)
        elif whole is not None:
            bound = min(bound, whole.bound)
            search.program.free()
            search.program.hold(*search.formulation.ends())
            nearby = better(nearby, _rounded(search, whole.last))
    best = whole if nearby is None else nearby
    return replace(_there(search, best), prices=free.prices, solver_gap=told), bound


def choose_whole(search: Search) -> None:
    """Whole numbers from here on: projects wholly or not, a least size, and what excludes what."""
    formulation, program, question = search.formulation, search.program, search.formulation.question
    stop_at(program.solver, SOLVER_GAP, SOLVER_SECONDS)
    if question.whole:
        benefit, fits = formulation.benefit, formulation.fits

        def share_of(piece: str, measure: int) -> np.ndarray:
            return benefit.protected_alone(piece, measure, fits[measure])

        whole_constraints.protection_in_steps(program, formulation.block, share_of)
        whole_constraints.whole_projects(program)
    elif question.least_project_eur:
        whole_constraints.least_project(program, question.least_project_eur)
    for first, second in question.exclusions:
        whole_constraints.exclusion(program, formulation.base.room, first, second)


def _there(search: Search, answer: Answer | None) -> Answer:
    """The answer in whole numbers; an error that says whether there is none, or none in time."""
    if answer is not None and answer.best is not None:
        return answer
    if search.program.n_open or answer is not None:
        raise KansError(Problem("optimum_out_of_time", value=SOLVER_SECONDS))
    raise NoPackageError(search)


def _rounded(search: Search, answer: np.ndarray) -> Answer | None:
    """The best answer near a free one with every project of its least size or not there; None if none is.

    Of what excludes each other in an area, what reaches less of its ground goes.
    """
    nearby, program = None, search.program
    with program.for_now():
        for part in PARTS:
            program.hold(*_decided(search, answer, part))
            nearby = better(search.closer(program.quantity(answer), CLOSE_WIDTH), nearby)
    return nearby


def _decided(search: Search, answer: np.ndarray, part: float) -> tuple[np.ndarray, np.ndarray]:
    """Ends of the variables when every project is built or not as in a free answer.

    Parameters
    ----------
    answer : array, shape (column,)
    part : float
        Share of its least size from which a project is built. [-]
    """
    formulation, shape = search.formulation, search.program.shape
    variables, place = formulation.variables, formulation.base.room.place
    measure, area = variables.measure, variables.area
    least_eur = formulation.question.least_project_eur
    spent, reached = np.zeros(shape), np.zeros(shape)
    shares = answer[: len(variables)]
    np.add.at(spent, (measure, area), shares * variables.capex_eur)
    np.add.at(reached, (measure, area), shares * variables.most / formulation.fits[measure, area])
    share, possible = variables.least_shares(least_eur)
    built = np.zeros(shape, dtype=bool)
    built[measure, area] = possible
    built &= spent >= part * least_eur
    for names in formulation.question.exclusions:
        first, second = (place[name] for name in names)
        both, loses = built[first] & built[second], reached[first] < reached[second]
        built[first] &= ~(both & loses)
        built[second] &= ~(both & ~loses)
    stays = built[measure, area]
    return np.where(stays, share, 0.0), stays.astype(float)
