"""Why nothing meets all limits: the smallest set of them that cannot hold together."""

from dataclasses import replace

import numpy as np

from kans_model.tables.vocabulary import HAZARDS
from kans_model.words.amounts import rounded_down, rounded_up
from kans_model.words.problems import Euro, KansError, Phrase, Problem

FREE = {"areas": (), "bans": (), "caps": {}, "private_most": 1.0}
"""What narrows where and what may be built, and what does not."""
LEAST_ROUNDS = 12
"""Times tangents are added to find the least damage that can remain."""


def irreducible(task):
    """Limits that cannot hold together, and can as soon as one of them goes.

    By the deletion filter [1]_: leave out one limit after the other, and keep it out when the rest still
    conflicts.

    Parameters
    ----------
    task : Task
        Its program has no answer.

    Returns
    -------
    list
        Names of limits; empty where the program has an answer without any of them gone.

    References
    ----------
    .. [1] Chinneck & Dravnieks 1991, "Locating minimal infeasible constraint sets in linear programs".
    """
    program, kept = task.program, list(task.program.rows)
    try:
        for name in list(kept):
            program.release(name)
            alone = task.attempt()
            if alone is not None or program.out_of_time:  # without it all may be well: it belongs here
                program.restore(name)
            else:
                kept.remove(name)
    finally:
        program.restore(*program.rows)
    return kept


def conflict(task):
    """The error that says in words which limits conflict.

    Returns
    -------
    KansError
    """
    names = irreducible(task)
    enough = enough_eur(task) if "budget" in names else None
    told = [_in_words(task, name, enough) for name in names]
    return KansError([Problem("optimum_infeasible"), *told, *_narrowing(task)])


def _narrowing(task):
    """Demands on where and what may be built, without which the limits hold together."""
    found = []
    for name, free in FREE.items():
        value = getattr(task.question, name)
        if value == free:
            continue
        try:
            wider = task.again(replace(task.question, **{name: free}))
            wider.program.cut(np.zeros(wider.program.shape))
            if wider.attempt() is not None:
                found.append(
                    Problem(f"limit_{name}", value=", ".join(value) if name != "private_most" else value)
                )
        except KansError:
            continue
    return found


def least_eur(task, threshold):
    """The least damage that can remain where a threshold is, whatever is spent, to two figures. [EUR/yr]

    By the program, whose tangents stand above the truth: no package gets below it.
    """
    program, benefit = task.program, task.limited.benefit
    mine = threshold.mask(task.base.room.areas)
    before = float(benefit.before_eur[HAZARDS.index(threshold.hazard)] @ mine)
    index, value = task.limited.expression(mine, threshold.hazard)
    aim = np.zeros(program.n_columns)
    np.add.at(aim, index, value)
    names = [name for name in program.rows if name not in program.released]
    program.release(*names)
    task.widen()
    program.aim(aim)
    try:
        avoided = 0.0
        for _ in range(LEAST_ROUNDS):
            answer = program.run()
            if answer is None:
                break
            avoided = float(aim @ answer) * task.scale
            if not program.cut(program.quantity(answer), answer):
                break
        return rounded_down(max(0.0, before - avoided), 2)
    finally:
        program.aim(task.objective)
        program.restore(*names)


def enough_eur(task):
    """The least budget with which the other limits hold, rounded up to three figures; None if there is none.

    Found as the cheapest package that meets them. [EUR]
    """
    cheapest = replace(task.question, goal="cheapest", budget_eur=None, expected=False)
    try:
        return rounded_up(task.again(cheapest).optimum().capex_eur)
    except KansError:
        return None


def _in_words(task, name, enough):
    question = task.question
    kind, *about = (name,) if isinstance(name, str) else name
    if kind == "budget":
        told = {"value": question.budget_eur, "amount": Euro(question.budget_eur)}
        if enough is None:
            return Problem("limit_budget", **told)
        return Problem("limit_budget_enough", **told, enough=Euro(enough))
    if kind == "budget_year":
        year = question.budget_eur_per_year
        return Problem("limit_budget_year", value=year, amount=Euro(year))
    if kind == "pin":
        return Problem("limit_pin", row=about[0], value=question.pins[about[0]])
    if kind == "threshold":
        hazard, area = about
        one = next(one for one in question.thresholds if one.name == name)
        where = Phrase("limit.city") if area is None else Phrase("limit.area", {"code": area})
        told = {"value": one.most_eur_per_year, "amount": Euro(one.most_eur_per_year), "area": area}
        told |= {"where": where, "hazard": Phrase(f"hazard.{hazard}"), "least": Euro(least_eur(task, one))}
        return Problem("limit_threshold", **told)
    if kind == "equity":
        return Problem("limit_equity", value=question.equity_share)
    if kind == "reach":
        return Problem("limit_reach", value=question.least_reach_pct)
    return Problem("limit_party", value=about[0], year=about[1] if len(about) > 1 else "")
