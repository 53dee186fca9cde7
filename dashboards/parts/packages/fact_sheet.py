"""The fact sheet of a measure."""

from __future__ import annotations

import functools
from typing import NamedTuple

import pandas as pd
from markupsafe import Markup, escape

from kans_model.evaluation.damage_lines import not_calculated
from kans_model.evaluation.storage_factors import storage_factors
from kans_model.measures.catalogue import themes
from kans_model.reports.evidence import evidence
from kans_model.reports.sources import source_title
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import EXPERT
from kans_model.words.amounts import change, money, number, range_text
from kans_model.words.markup import filled
from kans_model.words.texts import t


class Synergy(NamedTuple):
    """What a measure does for another opgave, ready to read."""

    tone: str
    score: str
    opgave: str
    reason: str


def theme_names(row: pd.Series, lang: str) -> str:
    """The themes of a measure, in the order of the table."""
    names = table("hazards")[f"name_{lang}"]
    return ", ".join(names[theme].lower() for theme in themes(row))


def cost_text(row: pd.Series, lang: str) -> str:
    """What one unit costs: the range, ready to read."""
    low, high = row["capex_eur_low"], row["capex_eur_high"]
    unit = t(f"unit.per_{row['unit']}", lang)
    if not low < high:
        return f"{money(row['capex_eur'], lang)} {unit}"
    digits = 0 if float(low).is_integer() and float(high).is_integer() else 2
    sign = "€\u00a0" if lang == "nl" else "€"
    return f"{sign}{range_text(low, high, lang, digits)} {unit}"


def source_link(source: str, lang: str) -> Markup:
    """A source with its address, so that a reader can check it; judgement is said in his language."""
    if source == EXPERT:
        return escape(t("source.expert_judgement", lang))
    row = table("sources").loc[source]
    year = f" ({row['year']:.0f})" if pd.notna(row["year"]) else ""
    url = str(row["url"]) if str(row["url"]).startswith("http") else ""
    return filled(__file__, "source_link.html", url=url, title=source_title(source, lang), year=year)


@functools.cache
def fact_sheet(measure: str, lang: str) -> Markup:
    """What it is, where it goes, what it costs and does, and what it does for other opgaven."""
    row = table("measures").loc[measure]
    unit = t(f"unit.one_{row['unit']}", lang)
    facts = [(t(f"sheet.{key}", lang, unit=unit), text) for key, text in _facts(measure, lang)]
    return filled(
        __file__,
        "fact_sheet.html",
        what=row[f"what_{lang}"],
        facts=facts,
        synergy_head=t("sheet.synergy", lang),
        synergies=_synergies(measure, lang),
        no_synergy=t("sheet.no_synergy", lang),
    )


def _facts(measure: str, lang: str) -> list[tuple[str, str | Markup]]:
    """The facts that hold for a measure: which, and what it says."""
    row = table("measures").loc[measure]
    cost = Markup("{} {}").format(cost_text(row, lang), evidence(row["evidence"], lang, focus=True))
    facts: list[tuple[str, str | Markup]] = [
        ("where", row[f"where_{lang}"]),
        ("owner", t(f"owner.{row['owner']}", lang)),
        ("cost", cost),
        ("price_year", f"{row['price_year']:.0f}"),
        ("lifetime", t("sheet.years", lang, n=number(row["lifetime_years"], lang, 0))),
    ]
    if row["storage_m3_per_unit"] > 0:
        litres = number(1000 * row["storage_m3_per_unit"], lang)
        facts.append(("storage", f"{litres} {t('sheet.litre', lang)}"))
        facts.append(("emptying", t(f"sheet.emptying.{row['emptying']}", lang)))
        facts += _rarer(measure, lang)
    for key in ("green", "shade"):
        if row[f"{key}_m2_per_unit"] > 0:
            facts.append((key, f"{number(row[f'{key}_m2_per_unit'], lang)} m²"))
    if row["effect_ramp_years"] > 0:
        facts.append(("ramp", t("sheet.years", lang, n=number(row["effect_ramp_years"], lang, 0))))
    if measure in not_calculated():
        facts.append(("effect", t("sheet.not_calculated", lang)))
    return [*facts, ("source", source_link(row["source"], lang))]


def _rarer(measure: str, lang: str) -> list[tuple[str, str | Markup]]:
    """How much rarer water becomes behind its storage, per soil, with the record it follows from."""
    factors, names = storage_factors([measure]), table("soils")[f"name_{lang}"]
    if not len(factors):
        return []
    by_soil = {
        names[soil]: " / ".join(number(factor, lang, 1) for factor in row)
        for (_, soil), row in zip(factors.index, factors.to_numpy(), strict=True)
    }
    alike = len(set(by_soil.values())) == 1
    said = next(iter(by_soil.values())) if alike else "; ".join(f"{k} {v}" for k, v in by_soil.items())
    times = t("sheet.times", lang, factors=said)
    return [
        ("rarer", Markup("{} {}").format(times, evidence("derived", lang, focus=True))),
        ("rain", source_link("knmi_hourly_rain", lang)),
    ]


def _synergies(measure: str, lang: str) -> list[Synergy]:
    """What a measure does for other opgaven, the best first."""
    scores, names = table("synergies").loc[measure], table("opgaven")[f"name_{lang}"]
    felt = scores[scores["score"] != 0].sort_values("score", ascending=False)
    return [
        Synergy(
            tone="better" if row["score"] > 0 else "worse",
            score=change(row["score"], lang),
            opgave=names[opgave],
            reason=row[f"reason_{lang}"],
        )
        for opgave, row in felt.iterrows()
    ]
