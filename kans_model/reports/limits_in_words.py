"""Limits of a question in words: what a search holds, what it cannot, and whether its answer keeps them."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from kans_model.comparison.verdicts import Verdict, verdicts
from kans_model.dialogue.criteria import Criterion
from kans_model.measures.portfolio import Portfolio
from kans_model.optimum.question import Question, held_limits
from kans_model.reports.dialogue_in_words import criterion_text, verdict_text
from kans_model.study.study import Study
from kans_model.words.texts import t

WHY_NOT = ("soft", "fixed", "unknown")
"""Why a search cannot hold a limit; see `optimum.question.why_not_held`."""


def checked_limits(study: Study, question: Question, portfolio: Portfolio) -> list[tuple[Verdict, str]]:
    """Limits of a question and of the dialogue with a package, by the exact model, each at its moment.

    Returns
    -------
    list of (Verdict, str)
        The verdict, and why the search did not hold the limit; "" where it did.
    """
    asked = {criterion.id: criterion for criterion in question.criteria}
    _, others = held_limits(study, question.horizon)
    beside = {own.id: own for own in study.criteria if own.id in others and own.id not in asked}
    read = verdicts(
        study.baseline, study.evaluate(portfolio), [*asked.values(), *beside.values()], study.city.areas
    )
    return [
        (verdict, others[verdict.criterion.id] if verdict.criterion.id in beside else "")
        for verdict in read
        if verdict.when == "after" and verdict.moment == verdict.criterion.moment
    ]


def checked_values(study: Study, question: Question, portfolio: Portfolio) -> list[dict[str, Any]]:
    """The same as plain values."""
    return [
        verdict.criterion.to_dict()
        | {
            "verdict": verdict.verdict,
            "value": verdict.value if math.isfinite(verdict.value) else None,
            "held": not why,
            "why_not_held": why or None,
        }
        for verdict, why in checked_limits(study, question, portfolio)
    ]


def checked_lines(study: Study, question: Question, portfolio: Portfolio, lang: str = "nl") -> list[str]:
    """The same in sentences."""
    lines = []
    for verdict, why in checked_limits(study, question, portfolio):
        text = criterion_text(verdict.criterion, study.city.areas, lang)
        line = t("dialogue.limit_checked", lang, what=text, verdict=verdict_text(verdict, lang))
        lines.append(f"{line} {t(f'dialogue.limit_not_held_{why}', lang)}" if why else line)
    return lines


def held_lines(study: Study, horizon: str, lang: str = "nl") -> Iterator[str]:
    """What a search for this horizon holds of the limits of the dialogue, and what not, with why."""
    held, others = held_limits(study, horizon)
    in_euro = [own for own in study.dialogue.criteria if own.thresholds(horizon)]
    by_id = {own.id: own for own in study.criteria}
    groups: list[tuple[str, list[Criterion]]] = [("held", [*in_euro, *held])]
    groups += [(why, [by_id[name] for name, own in others.items() if own == why]) for why in WHY_NOT]
    for key, criteria in groups:
        if criteria:
            named = "; ".join(criterion_text(own, study.city.areas, lang) for own in criteria)
            yield t(f"dialogue.limits_{key}", lang, list=named)
