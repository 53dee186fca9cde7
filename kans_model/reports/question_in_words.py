"""A question to the optimiser in words, to stand with its answer wherever that goes."""

from __future__ import annotations

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
    names, themes = table("measures")[f"name_{lang}"], table("hazards")[f"name_{lang}"]

    def say(key: str, **values: object) -> str:
        return t(f"question.said_{key}", lang, **values)

    parts = [say(question.goal, year=t(f"horizon.{question.horizon}", lang))]
    whose = t(f"question.budget_of_{question.budget_of}", lang).lower()
    if question.budget_eur is not None:
        parts.append(say("budget", money=money_short(question.budget_eur, lang), whose=whose))
    if question.budget_eur_per_year is not None:
        parts.append(say("yearly", money=money_short(question.budget_eur_per_year, lang), whose=whose))
    areas = study.city.areas["name"]
    for limit in question.thresholds:
        money = money_short(limit.most_eur_per_year, lang)
        words = {"theme": themes[limit.hazard].lower(), "money": money}
        text = say("most", **words) if limit.area is None else say("local", area=areas[limit.area], **words)
        parts.append(text if limit.hard else f"{text} ({say('soft')})")
    parts += [criterion_text(limit, study.city.areas, lang) for limit in question.limits]
    if question.equity_share:
        parts.append(say("equity", share=percent(question.equity_share, lang)))
    if question.least_reach_pct is not None:
        parts.append(say("reach", share=percent(question.least_reach_pct / 100, lang)))
    if question.pins:
        pins = ", ".join(
            f"{names[measure]} {percent(least, lang)}" for measure, least in question.pins.items()
        )
        parts.append(say("pins", pins=pins))
    if question.bans:
        parts.append(say("bans", bans=", ".join(names[measure] for measure in question.bans)))
    if question.areas:
        parts.append(say("areas", areas=", ".join(areas[code] for code in question.areas)))
    for key, pairs in (("apart", question.exclusions), ("needs", question.dependencies)):
        if pairs:
            parts.append(
                say(key, pairs=", ".join(f"{names[first]} – {names[second]}" for first, second in pairs))
            )
    if question.least_project_eur:
        parts.append(say("least", money=money_short(question.least_project_eur, lang)))
    if question.whole:
        parts.append(say("whole"))
    if question.split is not None:
        split = study.split(question.split) if isinstance(question.split, str) else question.split
        parts.append(say("free" if question.free_split else "split", split=split_name(split, lang)))
    if question.goal == "weighted":
        weights = [
            f"{t(f'question.weight_{name}', lang).lower()} {number(weight, lang)}"
            for name, weight in question.weights.items()
        ]
        parts.append(say("weights", weights=", ".join(weights)))
    if question.expected:
        parts.append(say("expected"))
    return say("all", parts="; ".join(parts))


def answering(
    portfolio: Portfolio, title: str, question: Question, study: Study, lang: str, more: str = ""
) -> Portfolio:
    """The package as it is kept: named, described by its question, which travels with it."""
    about = " ".join(filter(None, [more, in_words(question, study, lang)]))
    named = portfolio.named(title[:TITLE_LENGTH], about[:DESCRIPTION_LENGTH]).asked(question.to_dict())
    return named if question.budget_eur is None else named.with_budget(question.budget_eur)
