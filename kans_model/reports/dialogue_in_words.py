"""A risk dialogue in words: what `kans dialogue` prints, and what its page says of criteria and packages."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd
from babel.dates import format_date

from kans_model.comparison.verdicts import Verdict
from kans_model.dialogue.criteria import Criterion
from kans_model.dialogue.decisions import Quote
from kans_model.dialogue.indicator_names import indicator_name, unit_word
from kans_model.dialogue.subject_names import subject_name
from kans_model.optimum.consensus import Consensus
from kans_model.reports.choices_in_words import choice_lines, steadiness_lines
from kans_model.study.study import Study
from kans_model.tables.reading import table
from kans_model.words.amounts import chance as chance_text
from kans_model.words.amounts import money, money_short, number, percent
from kans_model.words.texts import t


def value_text(indicator: str, value: float, lang: str = "nl") -> str:
    """A value of an indicator with its unit.

    Examples
    --------
    >>> value_text("buildings_entered", 1702.9), value_text("green", 31.26, "en")
    ('1.700 gebouwen', '31.3%')
    """
    if not math.isfinite(value):
        return t("unknown", lang)
    unit = table("indicators")["unit"][indicator]
    if unit == "%":
        return percent(value / 100, lang, 1)
    if unit.startswith("EUR"):
        return t(f"dialogue.value_{unit_word(unit)}", lang, n=money(float(f"{value:.3g}"), lang))
    return t(f"dialogue.value_{unit_word(unit)}", lang, n=number(value, lang))


def moment_text(moment: str, lang: str = "nl", indicator: str = "") -> str:
    """When: a year, or an event of once in so many years; nothing for no time in particular.

    Examples
    --------
    >>> moment_text("100"), moment_text("100", indicator="flood_depth")
    ('bui van eens per 100 jaar', 'overstroming van eens per 100 jaar')
    """
    if not moment:
        return ""
    if moment == "now" or (len(moment) == 4 and moment.startswith("2")):
        return t(f"horizon.{moment}", lang)
    flood = indicator and table("indicators")["hazard"][indicator] == "flood"
    return t("dialogue.event_flood" if flood else "dialogue.event", lang, n=number(float(moment), lang))


def when_text(moment: str, lang: str = "nl", indicator: str = "") -> str:
    """When, within a sentence.

    Examples
    --------
    >>> when_text("2050"), when_text("100"), when_text("now"), when_text("")
    ('in 2050', 'bij een bui van eens per 100 jaar', 'nu', '')
    """
    words = moment_text(moment, lang, indicator)
    if not moment or moment == "now":
        return words
    is_year = len(moment) == 4 and moment.startswith("2")
    return t("dialogue.in_year" if is_year else "dialogue.in_event", lang, when=words)


def place_text(criterion: Criterion, areas: pd.DataFrame, lang: str = "nl") -> str:
    """Where a criterion holds."""
    if criterion.wijk:
        place = criterion.wijk
    elif len(criterion.areas) == 1:
        place = str(areas["name"].get(criterion.areas[0], criterion.areas[0]))
    elif criterion.areas:
        place = t("dialogue.place_some", lang, n=len(criterion.areas))
    else:
        return t("dialogue.place_each" if criterion.each else "dialogue.place_city", lang)
    return t("dialogue.place_each_of", lang, place=place) if criterion.each else place


def criterion_text(criterion: Criterion, areas: pd.DataFrame, lang: str = "nl") -> str:
    """A criterion in one line."""
    return t(
        "dialogue.criterion_most" if criterion.lower_is_better else "dialogue.criterion_least",
        lang,
        name=indicator_name(criterion.indicator, lang),
        when=when_text(criterion.moment, lang, criterion.indicator),
        value=value_text(criterion.indicator, criterion.limit, lang),
        place=place_text(criterion, areas, lang),
    ).replace("  ", " ")


def verdict_text(verdict: Verdict, lang: str = "nl") -> str:
    """What became of a criterion, with the value that decides it."""
    value = value_text(verdict.criterion.indicator, verdict.value, lang)
    word = t(f"dialogue.verdict_{verdict.verdict}", lang)
    if verdict.verdict == "unknown":
        return t("dialogue.verdict_of_unknown", lang, word=word, n=verdict.n_unknown, all=verdict.n_areas)
    if verdict.criterion.each and verdict.verdict == "met":
        return t("dialogue.verdict_of_every", lang, word=word, all=verdict.n_areas)
    if verdict.criterion.each:
        return t("dialogue.verdict_of_each", lang, word=word, n=verdict.n_not_met, all=verdict.n_areas)
    key = "dialogue.verdict_of_part" if verdict.n_unknown else "dialogue.verdict_of_all"
    return t(key, lang, word=word, value=value, n=verdict.n_unknown, all=verdict.n_areas)


def conclusion(
    pairs: Sequence[tuple[Verdict, Verdict]],
    study: Study,
    package: str,
    agreed: Consensus | None,
    lang: str = "nl",
) -> str:
    """Where a dialogue stands, in a sentence or two with a number.

    Parameters
    ----------
    pairs : sequence of (Verdict, Verdict)
        Of every limit, without the package and with it.
    package : str
        Its title.
    agreed : Consensus or None
        What partners can agree on, where that was worked out.
    """
    if pairs:
        without, with_it = (sum(pair[side].verdict == "met" for pair in pairs) for side in (0, 1))
        first = t(
            "dialogue.conclude_limits", lang, n=with_it, all=len(pairs), package=package, before=without
        )
    else:
        damage = study.evaluate("niets_doen")["ead_before_eur"].sel(horizon="2050")
        counted = damage.sel(hazard=damage.indexes["hazard"].isin(study.baseline.hazards_included))
        first = t("dialogue.conclude_nothing", lang, money=money_short(float(counted.sum()), lang))
    if agreed is None:
        return first
    share = satisfaction_text(agreed.maximin.value, lang)
    cost, n = money_short(agreed.maximin.capex_eur, lang), len(agreed.partners)
    if agreed.maximin.value <= -0.005:
        return f"{first} {t('dialogue.conclude_worse', lang, money=cost)}"
    key = "dialogue.conclude_agreed" if n > 1 else "dialogue.conclude_alone"
    return f"{first} {t(key, lang, n=n, share=share, money=cost)}"


def day_text(when: str, lang: str = "nl") -> str:
    """A date as a reader writes it.

    Examples
    --------
    >>> day_text("2026-11-02")
    '2 november 2026'
    """
    return str(format_date(date.fromisoformat(when), "d MMMM yyyy", locale=lang))


def quote_text(quote: Quote, areas: pd.DataFrame, lang: str = "nl", with_value: bool = True) -> str:
    """A figure as it was quoted."""
    criterion = Criterion("", quote.indicator, 0.0, moment=quote.moment, areas=quote.areas)
    what = f"{indicator_name(quote.indicator, lang)} {when_text(quote.moment, lang, quote.indicator)}".strip()
    text = f"{what}, {place_text(criterion, areas, lang)}"
    return f"{text}: {value_text(quote.indicator, quote.value, lang)}" if with_value else text


def dialogue_text(values: Mapping[str, Any], areas: pd.DataFrame, lang: str = "nl") -> str:
    """The whole in lines: criteria first, then who sits there, then what they can agree on."""
    lines = [*_criteria_lines(values["criteria"], areas, lang)]
    names = {partner["id"]: partner["name"] for partner in values["partners"]}
    if names:
        share = percent(values["concordance"], lang)
        lines += ["", t("dialogue.cli_partners", lang, n=len(names), share=share)]
        lines += choice_lines(values, names, lang)
    if "satisfaction" in values:
        lines += ["", t("dialogue.cli_budget", lang, money=money(values["budget_eur"], lang))]
        lines += _satisfaction_lines(values, names, lang)
        lines += _rule_lines(values, names, lang)
        lines += ["", *steadiness_lines(values, names, lang)]
    return "\n".join(lines)


def _criteria_lines(rows: list[dict[str, Any]], areas: pd.DataFrame, lang: str) -> list[str]:
    if not rows:
        return [t("dialogue.cli_no_criteria", lang)]
    lines = [t("dialogue.cli_criteria", lang, n=len(rows))]
    for row in rows:
        given = {name: value for name, value in row.items() if name not in ("unit", "before", "after")}
        criterion = Criterion.from_dict(given)
        moment = criterion.moment
        before, after = row["before"][moment], row["after"][moment]
        lines.append(
            "  "
            + t(
                "dialogue.cli_criterion",
                lang,
                what=criterion_text(criterion, areas, lang),
                acceptance=t(f"dialogue.acceptance_{criterion.acceptance}", lang),
                before=_with_value(criterion, before, lang),
                after=_with_value(criterion, after, lang),
            )
        )
    return lines


def _with_value(criterion: Criterion, verdict: Mapping[str, Any], lang: str) -> str:
    word = t(f"dialogue.verdict_{verdict['verdict']}", lang)
    value = verdict["value"]
    shown = value_text(criterion.indicator, math.nan if value is None else value, lang)
    chance = verdict["chance_met"]
    if chance is None:
        return f"{word} ({shown})"
    return t("dialogue.cli_chance", lang, word=word, value=shown, chance=chance_text(chance, lang))


def satisfaction_text(share: float, lang: str = "nl") -> str:
    """A satisfaction from 0 to 100; what is worse than doing nothing says so.

    Examples
    --------
    >>> satisfaction_text(0.914), satisfaction_text(-2.5)
    ('91', '< 0')
    """
    return number(100 * share, lang, 0) if share > -0.005 else "< 0"


def _satisfaction_lines(values: Mapping[str, Any], names: Mapping[str, str], lang: str) -> list[str]:
    lines = []
    for package, row in values["satisfaction"].items():
        if package.startswith("best_for_"):
            continue
        title = t(f"dialogue.rule_{package}", lang) if package in values["consensus"] else package
        each = ", ".join(f"{names[name]} {satisfaction_text(share, lang)}" for name, share in row.items())
        lines.append(f"  {title}: {each}")
    return lines


def _rule_lines(values: Mapping[str, Any], names: Mapping[str, str], lang: str) -> list[str]:
    lines = []
    for rule in ("maximin", "mean"):
        row = values["consensus"][rule]
        gap = 0.0 if row["gap"] is None else row["gap"]
        cost = money(row["capex_eur"], lang)
        lines.append(
            t(
                "dialogue.cli_rule",
                lang,
                rule=t(f"dialogue.rule_{rule}", lang),
                money=cost,
                gap=number(100 * gap, lang, 1),
            )
        )
    for objection in values["objections"]:
        losses = ", ".join(subject_name(subject, lang) for subject in objection["losses"])
        lines.append(
            t(
                "dialogue.cli_objection",
                lang,
                partner=names[objection["partner"]],
                losses=losses,
                price=number(100 * objection["price_for_others"], lang, 1),
            )
        )
    return lines
