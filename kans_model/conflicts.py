"""Why nothing meets all limits: the smallest set of them that cannot hold together."""

from dataclasses import replace

from kans_model.numbers import rounded_up
from kans_model.problems import Euro, KansError, Phrase, Problem


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
    return KansError([Problem("optimum_infeasible"), *(_in_words(task, name, enough) for name in names)])


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
        most = next(one.most_eur_per_year for one in question.thresholds if one.name == name)
        where = Phrase("limit.city") if area is None else Phrase("limit.area", {"code": area})
        return Problem(
            "limit_threshold", value=most, amount=Euro(most), hazard=Phrase(f"hazard.{hazard}"), where=where
        )
    if kind == "equity":
        return Problem("limit_equity", value=question.equity_share)
    if kind == "reach":
        return Problem("limit_reach", value=question.least_reach_pct)
    return Problem("limit_party", value=about[0], year=about[1] if len(about) > 1 else "")
