"""What a council decides on: the measures and where they come, what is not counted, and the alternatives."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import xarray as xr

from kans_model.comparison.answers import answers
from kans_model.measures.portfolio import Portfolio
from kans_model.outlook.benefit_groups import excluded_pairs
from kans_model.reports.sources import figures_by_source, source_title
from kans_model.reports.stress_test_in_words import listed
from kans_model.study.names import portfolio_name
from kans_model.study.references import REFERENCES
from kans_model.study.study import Study
from kans_model.tables.reading import table
from kans_model.uncertainty.contrast import NOTHING, Contrast
from kans_model.words.amounts import MILLION, chance, money_short, number, percent
from kans_model.words.texts import t

AREAS_NAMED = 3
"""Areas that are named per measure; the map and the tables have all."""
MOST_MEASURES, MOST_ALTERNATIVES, MOST_SOURCES = 6, 4, 4
"""Rows there is room for on two pages; the rest is counted in words."""
EXPERT = "expert_judgement"


def measure_rows(
    study: Study, portfolio: Portfolio, result: xr.Dataset, lang: str
) -> list[tuple[str, str, str, str]]:
    """Name, how it is spread, the areas that get most and the investment, dearest first."""
    names, areas = table("measures")[f"name_{lang}"], study.city.areas["name"]
    capex = result["capex_eur"]
    capex = capex.sum([dim for dim in capex.dims if dim != "measure"])
    rows = []
    for measure in capex.measure.values[capex.values.argsort()[::-1]]:
        if measure not in portfolio.choices or float(capex.sel(measure=measure)) <= 0:
            continue
        quantity = result["quantity"].sel(measure=measure)
        most = quantity.area.values[quantity.values.argsort()[::-1][:AREAS_NAMED]]
        where = ", ".join(str(areas[code]) for code in most if float(quantity.sel(area=code)) > 0)
        spread = t(f"targeting.{portfolio.choices[measure]['targeting']}", lang)
        rows.append((names[measure], spread, where, money_short(float(capex.sel(measure=measure)), lang)))
    return rows


def rest_of_measures(result: xr.Dataset, lang: str) -> str:
    """How many measures there was no room for, and what they cost together; '' where all stand there."""
    capex = np.sort(result["capex_eur"].values)[::-1]
    left = capex[MOST_MEASURES:]
    left = left[left > 0]
    if not left.size:
        return ""
    return t("council.more_measures", lang, n=len(left), amount=money_short(float(left.sum()), lang))


def not_counted(study: Study, result: xr.Dataset, lang: str) -> list[str]:
    """The hazards and benefits that are no part of the outcome, a sentence each.

    A benefit whose gain another counts already is not left out.
    """
    hazards = table("hazards")
    out = [hazard for hazard in hazards.index if hazard not in result.attrs["hazards_included"]]
    known = result["ead_after_eur"].notnull().any(["area", "horizon"])
    apart, unknown = (
        [str(hazards[f"name_{lang}"][hazard]) for hazard in out if bool(known.sel(hazard=hazard)) == is_known]
        for is_known in (True, False)
    )
    counted = study.scenario.co_benefits
    possible = result["possible_co_benefit_eur"].to_series()
    left = [
        str(table("co_benefits")[f"name_{lang}"][benefit])
        for benefit in possible.index[possible != 0]
        if benefit not in counted and not excluded_pairs([*counted, benefit])
    ]
    sentences = [t("council.not_counted", lang, hazards=listed(unknown, lang))] if unknown else []
    if apart:
        sentences.append(t("council.apart", lang, hazards=listed(apart, lang)))
    if left:
        sentences.append(t("council.benefits_left", lang, benefits="; ".join(left)))
    return [*sentences, t("council.no_euro", lang)]


class Alternative(NamedTuple):
    """A package that may be chosen instead, and why it is not proposed."""

    name: str
    cost: str
    balance: str
    why: str


def alternatives(study: Study, portfolio_id: str, lang: str) -> list[Alternative]:
    """What may be chosen instead: the own packages first, then the references."""
    others = [
        package for package in (*(own.id for own in study.portfolios), *REFERENCES) if package != portfolio_id
    ]
    rows = []
    for other in others[-MOST_ALTERNATIVES:]:
        answered = {question: MILLION * value for question, value in answers(study.evaluate(other)).items()}
        if other != NOTHING and not (answered["capex"] or answered["avoided"]):
            continue  # nothing of it can be done here, so it is no other choice
        rows.append(
            Alternative(
                portfolio_name(study.portfolio(other), lang),
                money_short(answered["capex"], lang),
                money_short(answered["npv"], lang),
                why_not(Contrast.of(study, portfolio_id, other), lang),
            )
        )
    return rows


def why_not(contrast: Contrast, lang: str) -> str:
    """Whether another package has the better balance, and what it does more or less for how much money.

    It says so where the other scores better: then the reason for the proposal is not one of euros.

    Examples
    --------
    Another that avoids 2.2 million a year less for 26.7 million less

    >>> bands = {"avoided": (2.2, 1.3, 3.3), "capex": (26.7, 22.1, 33.0), "npv": (7.0, 1.0, 31.0)}
    >>> why_not(Contrast("a", "b", bands, {"npv": 0.97}, None), "en").split(": ")[0]
    'Lower balance'
    """
    direction = contrast.direction("npv")
    if all(contrast.differences[question][0] == 0 for question in ("avoided", "capex", "npv")):
        return t("council.why_same", lang)
    share = contrast.better.get("npv", np.nan)
    said = t(
        f"council.why_{direction}",
        lang,
        chance=chance(share, lang, brief=False) if np.isfinite(share) else "",
    )
    parts = []
    for question, words in (("avoided", "avoids"), ("capex", "costs")):
        less = contrast.differences[question][0]  # what the proposal has more of
        if np.isfinite(less) and less:
            amount = money_short(MILLION * abs(less), lang)
            parts.append(t(f"council.{words}_{'less' if less > 0 else 'more'}", lang, amount=amount))
    clause = listed(parts, lang)
    return f"{said} {clause[:1].upper()}{clause[1:]}." if clause else said


def price_evidence(result: xr.Dataset, lang: str) -> str:
    """What part of the investment rests on prices of a source, worked out or judged."""
    capex = result["capex_eur"].to_series()
    whole = float(capex.sum())
    if whole <= 0:
        return ""
    by_class = capex.groupby(table("measures")["evidence"].reindex(capex.index)).sum()
    shares = {
        kind: percent(float(by_class.get(kind, 0)) / whole, lang) for kind in ("cited", "derived", "expert")
    }
    return t("council.prices", lang, **shares)


def sources_line(result: xr.Dataset, lang: str) -> str:
    """Where prices of these measures, rain, climate and damage come from; the page Bronnen has all."""
    capex = result["capex_eur"].to_series()
    used = table("measures")["source"].reindex(capex.index[capex > 0])
    named = [*used.value_counts().index[:2]]
    for name in ("rainfall_statistics", "climate_scenarios", "damage_functions", "co_benefits"):
        named += [source for source in table(name)["source"].value_counts().index if source != EXPERT][:1]
    titles = [source_title(source, lang) for source in dict.fromkeys(named) if source != EXPERT]
    n = number(float(len(figures_by_source())), lang, 0)
    return t("council.sources_line", lang, titles="; ".join(titles[:MOST_SOURCES]), n=n)
