"""The fact sheet of a measure."""

from __future__ import annotations

import functools
import unicodedata
from typing import Any

import pandas as pd
from markupsafe import Markup

from kans_model.evaluation.evaluate import not_calculated
from kans_model.reports.evidence import evidence
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import EXPERT
from kans_model.words.amounts import money, number, range_text
from kans_model.words.markup import html
from kans_model.words.texts import t

SHEET = """
<div class="sheet"><p>{what}</p>
<dl>{facts}</dl>
<h3>{synergy_head}</h3><ul class="synergy">{synergies}</ul></div>
"""


def plain(text: str) -> str:
    """Lower case without accents, for searching."""
    return "".join(
        letter for letter in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(letter)
    )


def theme_names(row: pd.Series, lang: str) -> str:
    """The themes of a measure, in the order of the table."""
    names = table("hazards")[f"name_{lang}"]
    return ", ".join(names[theme].lower() for theme in names.index if theme in row["themes"].split(";"))


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
        return html("{}", t("source.expert_judgement", lang))
    row = table("sources").loc[source]
    year = f" ({row['year']:.0f})" if pd.notna(row["year"]) else ""
    if not str(row["url"]).startswith("http"):
        return html("{}{}", row["title"], year)
    return html('<a href="{}" rel="noreferrer" target="_blank">{}</a>{}', row["url"], row["title"], year)


@functools.cache
def fact_sheet(measure: str, lang: str) -> Markup:
    """What it is, where it goes, what it costs and does, and what it does for other opgaven."""
    row = table("measures").loc[measure]
    facts: list[tuple[str, Any]] = [
        ("where", row[f"where_{lang}"]),
        ("owner", t(f"owner.{row['owner']}", lang)),
        ("cost", html("{} {}", cost_text(row, lang), evidence(row["evidence"], lang, focus=True))),
        ("price_year", f"{row['price_year']:.0f}"),
        ("lifetime", t("sheet.years", lang, n=number(row["lifetime_years"], lang, 0))),
    ]
    if row["storage_m3_per_unit"] > 0:
        facts.append(
            ("storage", f"{number(1000 * row['storage_m3_per_unit'], lang)} {t('sheet.litre', lang)}")
        )
    if row["green_m2_per_unit"] > 0:
        facts.append(("green", f"{number(row['green_m2_per_unit'], lang)} m²"))
    if row["shade_m2_per_unit"] > 0:
        facts.append(("shade", f"{number(row['shade_m2_per_unit'], lang)} m²"))
    if row["effect_ramp_years"] > 0:
        facts.append(("ramp", t("sheet.years", lang, n=number(row["effect_ramp_years"], lang, 0))))
    if measure in not_calculated():
        facts.append(("effect", t("sheet.not_calculated", lang)))
    facts.append(("source", source_link(row["source"], lang)))
    scores = table("synergies").loc[measure]
    names = table("opgaven")[f"name_{lang}"]
    telling = scores[scores["score"] != 0].sort_values("score", ascending=False)
    return html(
        SHEET,
        what=row[f"what_{lang}"],
        facts=Markup("").join(
            html(
                "<dt>{}</dt><dd>{}</dd>",
                t(f"sheet.{key}", lang, unit=t(f"unit.one_{row['unit']}", lang)),
                text,
            )
            for key, text in facts
        ),
        synergy_head=t("sheet.synergy", lang),
        synergies=Markup("").join(
            html(
                '<li><b class="{}">{}</b> {}: {}</li>',
                "better" if one.score > 0 else "worse",
                f"+{one.score:.0f}" if one.score > 0 else f"−{-one.score:.0f}",
                names[one.Index],
                getattr(one, f"reason_{lang}"),
            )
            for one in telling.itertuples()
        )
        or html("<li>{}</li>", t("sheet.no_synergy", lang)),
    )
