"""A question to the optimiser in words, to stand with its answer wherever that goes."""

from __future__ import annotations

from kans_model.optimum.question import Question
from kans_model.study.names import split_name
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
    if question.budget_eur is not None:
        parts.append(say("budget", money=money_short(question.budget_eur, lang)))
    if question.budget_eur_per_year is not None:
        parts.append(say("yearly", money=money_short(question.budget_eur_per_year, lang)))
    areas = study.city.areas["name"]
    for one in question.thresholds:
        told = {"theme": themes[one.hazard].lower(), "money": money_short(one.most_eur_per_year, lang)}
        text = say("most", **told) if one.area is None else say("local", area=areas[one.area], **told)
        parts.append(text if one.hard else f"{text} ({say('soft')})")
    if question.equity_share:
        parts.append(say("equity", share=percent(question.equity_share, lang)))
    if question.private_most < 1:
        parts.append(say("private", share=percent(question.private_most, lang)))
    if question.least_reach_pct is not None:
        parts.append(say("reach", share=percent(question.least_reach_pct / 100, lang)))
    if question.pins:
        pins = ", ".join(f"{names[one]} {percent(least, lang)}" for one, least in question.pins.items())
        parts.append(say("pins", pins=pins))
    if question.bans:
        parts.append(say("bans", bans=", ".join(names[one] for one in question.bans)))
    if question.areas:
        parts.append(say("areas", areas=", ".join(areas[code] for code in question.areas)))
    for key, pairs in (("apart", question.exclusions), ("needs", question.dependencies)):
        if pairs:
            parts.append(say(key, pairs=", ".join(f"{names[one]} – {names[two]}" for one, two in pairs)))
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
