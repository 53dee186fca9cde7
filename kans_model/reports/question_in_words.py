"""A question to the optimiser in words, to stand with its answer wherever that goes."""

from __future__ import annotations

from collections.abc import Iterator

from kans_model.measures.portfolio import Portfolio
from kans_model.optimum.question import Question
from kans_model.reports.dialogue_in_words import criterion_text
from kans_model.study.names import DESCRIPTION_LENGTH, TITLE_LENGTH, split_name
from kans_model.study.study import Study
from kans_model.tables.reading import table
from kans_model.words.amounts import money_short, number, percent
from kans_model.words.texts import t


def title_of(question: Question, capex_eur: float, lang: str) -> str:
    """What the package is called when it is kept."""
    money = capex_eur if question.goal == "npv" else question.budget_eur or capex_eur
    return t(f"question.title_{question.goal}", lang, money=money_short(money, lang))


def in_words(question: Question, study: Study, lang: str) -> str:
    """Everything that was asked, in one line."""
    parts = [
        _say(lang, question.goal, year=t(f"horizon.{question.horizon}", lang)),
        *_said_of_limits(question, study, lang),
        *_said_of_measures(question, study, lang),
        *_said_of_split(question, study, lang),
    ]
    return _say(lang, "all", parts="; ".join(parts))


def _say(lang: str, key: str, **values: object) -> str:
    return t(f"question.said_{key}", lang, **values)


def _said_of_limits(question: Question, study: Study, lang: str) -> Iterator[str]:
    """Budgets, and what risks and reach may come to."""
    areas, themes = study.city.areas["name"], table("hazards")[f"name_{lang}"]
    whose = t(f"question.budget_of_{question.budget_of}", lang).lower()
    if question.budget_eur is not None:
        yield _say(lang, "budget", money=money_short(question.budget_eur, lang), whose=whose)
    if question.budget_eur_per_year is not None:
        yield _say(lang, "yearly", money=money_short(question.budget_eur_per_year, lang), whose=whose)
    for limit in question.thresholds:
        theme, money = themes[limit.hazard].lower(), money_short(limit.most_eur_per_year, lang)
        text = _say(lang, "most", theme=theme, money=money)
        if limit.area is not None:
            text = _say(lang, "local", area=areas[limit.area], theme=theme, money=money)
        yield text if limit.hard else f"{text} ({_say(lang, 'soft')})"
    for criterion in question.limits:
        yield criterion_text(criterion, study.city.areas, lang)
    if question.equity_share:
        yield _say(lang, "equity", share=percent(question.equity_share, lang))
    if question.least_reach_pct is not None:
        yield _say(lang, "reach", share=percent(question.least_reach_pct / 100, lang))


def _said_of_measures(question: Question, study: Study, lang: str) -> Iterator[str]:
    """Which measures must, may not or need each other, where, and how small a project may be."""
    areas, names = study.city.areas["name"], table("measures")[f"name_{lang}"]
    if question.pins:
        pins = [f"{names[measure]} {percent(least, lang)}" for measure, least in question.pins.items()]
        yield _say(lang, "pins", pins=", ".join(pins))
    if question.bans:
        yield _say(lang, "bans", bans=", ".join(names[measure] for measure in question.bans))
    if question.areas:
        yield _say(lang, "areas", areas=", ".join(areas[code] for code in question.areas))
    for key, pairs in (("apart", question.exclusions), ("needs", question.dependencies)):
        if pairs:
            named = ", ".join(f"{names[first]} – {names[second]}" for first, second in pairs)
            yield _say(lang, key, pairs=named)
    if question.least_project_eur:
        yield _say(lang, "least", money=money_short(question.least_project_eur, lang))
    if question.whole:
        yield _say(lang, "whole")


def _said_of_split(question: Question, study: Study, lang: str) -> Iterator[str]:
    """How costs are divided, what counts how much, and whether it is the mean of draws that counts."""
    if question.split is not None:
        split = study.split(question.split) if isinstance(question.split, str) else question.split
        yield _say(lang, "free" if question.free_split else "split", split=split_name(split, lang))
    if question.goal == "weighted":
        weights = [
            f"{t(f'question.weight_{name}', lang).lower()} {number(weight, lang)}"
            for name, weight in question.weights.items()
        ]
        yield _say(lang, "weights", weights=", ".join(weights))
    if question.expected:
        yield _say(lang, "expected")


def answering(
    portfolio: Portfolio, title: str, question: Question, study: Study, lang: str, more: str = ""
) -> Portfolio:
    """The package as it is kept: named, described by its question, which travels with it."""
    about = " ".join(filter(None, [more, in_words(question, study, lang)]))
    named = portfolio.named(title[:TITLE_LENGTH], about[:DESCRIPTION_LENGTH]).asked(question.to_dict())
    return named if question.budget_eur is None else named.with_budget(question.budget_eur)
