"""Why nothing meets all limits: the smallest set of them that cannot hold together.

Sentences: `limit_*` in `data/texts/problem.csv`; on a page `conflict_*`, by `reports.conflict_in_words`.
"""

from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from kans_model.dialogue.ambition import Threshold
from kans_model.optimum.answer import package
from kans_model.optimum.formulation import Formulation
from kans_model.optimum.question import Question
from kans_model.optimum.search import NoPackageError, Search
from kans_model.optimum.solution import solution
from kans_model.words.amounts import rounded_down, rounded_up
from kans_model.words.problems import Euro, KansError, Phrase, Problem

FREE: dict[str, Any] = {"areas": (), "bans": (), "caps": {}}
"""What narrows where and what may be built, and what does not."""
LEAST_ROUNDS = 12
"""Times tangents are added to find the least damage that can remain."""


@contextmanager
def conflicts_named() -> Iterator[None]:
    """Where nothing meets the limits of a search inside, the error says which of them conflict.

    Raises
    ------
    KansError
    """
    try:
        yield
    except NoPackageError as error:
        raise conflict(error.search) from None


def conflict(search: Search) -> KansError:
    """The error that says in words which limits of a search without an answer conflict.

    Where the solver lost its way nobody knows whether they do.
    """
    if search.program.n_open:
        return KansError(Problem("optimum_unsolved"))
    names = irreducible(search)
    enough = enough_eur(search) if "budget" in names else None
    said = [_in_words(search, name, enough) for name in names]
    return KansError([Problem("optimum_infeasible"), *said, *_narrowing(search)])


def irreducible(search: Search) -> list[Hashable]:
    """Limits that cannot hold together, and can as soon as one of them goes.

    By the deletion filter [1]_: leave out one limit after the other, and keep it out when the rest still
    conflicts.

    Parameters
    ----------
    search : Search
        Its program has no answer.

    Returns
    -------
    list
        Names of limits; empty where the program has an answer without any of them gone.

    References
    ----------
    .. [1] Chinneck & Dravnieks 1991, "Locating minimal infeasible constraint sets in linear programs".
    """
    program, kept = search.program, list(search.program.rows)
    with program.for_now():
        for name in list(kept):
            program.release(name)
            n_open = program.n_open
            alone = search.attempt()
            if alone is not None or program.n_open > n_open:  # without it all may be well: it belongs here
                program.restore(name)
            else:
                kept.remove(name)
    return kept


def least_eur(search: Search, threshold: Threshold) -> float:
    """The least damage that can remain where a threshold is, whatever is spent, to two figures. [EUR/yr]

    By the program, whose tangents stand above the truth: no package gets below it.
    """
    formulation, program = search.formulation, search.program
    areas, block = threshold.mask(formulation.base.room.areas), formulation.damage.block
    index, value = block.expression(areas, threshold.hazard)
    aim = np.zeros(program.n_columns)
    np.add.at(aim, index, value)
    avoided = 0.0
    with program.for_now():
        program.release(*(name for name in program.rows if name not in program.released))
        search.widen()
        program.aim(aim)
        for _ in range(LEAST_ROUNDS):
            answer = program.run()
            if answer is None or not program.proven:
                break
            avoided = float(aim @ answer) * formulation.scale
            if not program.cut(program.quantity(answer), answer):
                break
    return rounded_down(max(0.0, block.benefit.before_of_eur(threshold.hazard, areas) - avoided), 2)


def enough_eur(search: Search) -> float | None:
    """The least budget with which the other limits hold, rounded up to three figures; None if there is none.

    Found as the cheapest package that meets them. [EUR]
    """
    question = search.formulation.question
    cheapest = question.but(goal="cheapest", budget_eur=None, expected=False)
    try:
        found = solution(search.again(cheapest))
    except (KansError, NoPackageError):
        return None
    formulation: Formulation = found.search.formulation
    quantity = formulation.tidied(formulation.program.quantity(found.answer.columns))
    result = formulation.study.evaluate(package(formulation.base, quantity))
    return rounded_up(float(result["capex_eur"].sum()))


def _narrowing(search: Search) -> list[Problem]:
    """Demands on where and what may be built, without which the limits hold together."""
    problems, question = [], search.formulation.question
    for name, free in FREE.items():
        value = getattr(question, name)
        if value == free:
            continue
        try:
            wider = search.again(question.but(**{name: free}))
        except KansError:
            continue
        wider.program.add_tangents_at_nothing()
        if wider.attempt() is not None:
            problems.append(Problem(f"limit_{name}", value=", ".join(value)))
    return problems


def _in_words(search: Search, name: Any, enough: float | None) -> Problem:
    question: Question = search.formulation.question
    kind, *about = (name,) if isinstance(name, str) else name
    if kind == "budget":
        eur = question.budget_eur or 0.0
        if enough is None:
            return Problem("limit_budget", value=eur, amount=Euro(eur))
        return Problem("limit_budget_enough", value=eur, amount=Euro(eur), enough=Euro(enough))
    if kind == "budget_year":
        eur = question.budget_eur_per_year or 0.0
        return Problem("limit_budget_year", value=eur, amount=Euro(eur))
    if kind == "pin":
        return Problem("limit_pin", row=about[0], value=question.pins[about[0]])
    if kind == "threshold":
        return _threshold_in_words(search, name)
    if kind == "limit":
        return _limit_in_words(search, *about)
    if kind == "equity":
        return Problem("limit_equity", value=question.equity_share)
    if kind == "reach":
        return Problem("limit_reach", value=question.least_reach_pct)
    return Problem("limit_party", value=about[0], year=about[1] if len(about) > 1 else "")


def _limit_in_words(search: Search, limit_id: str, code: str) -> Problem:
    """A limit on an indicator and its place; the criterion goes along for whoever can say it better."""
    criterion = next(own for own in search.formulation.question.limits if own.id == limit_id)
    where = Phrase("limit.area", {"code": code}) if code else Phrase("limit.city")
    if not code and (criterion.areas or criterion.wijk):
        where = Phrase("limit.area", {"code": criterion.wijk or ", ".join(criterion.areas)})
    return Problem(
        "limit_indicator",
        value=criterion.limit,
        where=where,
        indicator=criterion.indicator,
        criterion=criterion,
        area=code,
    )


def _threshold_in_words(search: Search, name: Hashable) -> Problem:
    """A threshold, its place and the least damage that can remain there."""
    thresholds = search.formulation.question.thresholds
    threshold = next(threshold for threshold in thresholds if threshold.name == name)
    area = threshold.area
    return Problem(
        "limit_threshold",
        value=threshold.most_eur_per_year,
        amount=Euro(threshold.most_eur_per_year),
        area=area,
        where=Phrase("limit.city") if area is None else Phrase("limit.area", {"code": area}),
        hazard=Phrase(f"hazard.{threshold.hazard}"),
        least=Euro(least_eur(search, threshold)),
    )
