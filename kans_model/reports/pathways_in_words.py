"""Adaptation pathways read as sentences."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kans_model.programme.pathways import Pathways, Stand, Transfer
from kans_model.programme.tipping import LAST_YEAR
from kans_model.reports.forecast_in_words import year_text
from kans_model.words.amounts import money_short
from kans_model.words.texts import t


def stand_name(found: Pathways, stand: Stand, lang: str = "nl") -> str:
    """What stands: the groups by their kinds, or nothing."""
    if not stand:
        return t("programme.path_nothing", lang)
    return " + ".join(group_name(found, place, lang) for place in sorted(stand))


def group_name(found: Pathways, place: int, lang: str = "nl") -> str:
    """A group by its kinds."""
    return ", ".join(t(f"category.{kind}", lang) for kind in found.groups[place].kinds)


def lasts(found: Pathways, stand: Stand, lang: str = "nl") -> str:
    """Until when what stands keeps the limit."""
    year = found.tips[stand]
    if np.isfinite(year) and year <= found.first_year:
        return t("programme.path_never", lang)
    if np.isinf(year):
        return t("programme.path_beyond", lang, year=LAST_YEAR)
    return t("programme.path_until", lang, year=year_text(year, LAST_YEAR, lang))


def pathway_sentences(found: Pathways, lang: str = "nl") -> list[str]:
    """Every sequence as a sentence; without one why there is none."""
    if not found.is_known:
        return [t("programme.path_unknown", lang)]
    nothing: Stand = frozenset()
    if np.isinf(found.tips[nothing]):
        return [t("programme.path_not_needed", lang, year=LAST_YEAR)]
    told = [_sentence(found, way, lang) for way in found.sequences()]
    return told or [t("programme.path_no_help", lang)]


def _sentence(found: Pathways, way: tuple[Transfer, ...], lang: str) -> str:
    start = t(
        "programme.path_start",
        lang,
        stand=stand_name(found, frozenset(), lang),
        lasts=lasts(found, frozenset(), lang),
    )
    steps = [
        t(
            "programme.path_step",
            lang,
            group=group_name(found, next(iter(step.after - step.before)), lang),
            eur=money_short(step.cost_eur, lang),
            year=int(step.year),
            lasts=lasts(found, step.after, lang),
        )
        for step in way
    ]
    return " ".join([start, *steps])


def pathway_table(found: Pathways, lang: str = "nl") -> pd.DataFrame:
    """Every transfer of the map as a row: from what, to what, in which year, at what cost, until when."""
    heads = [t(f"programme.path_head_{name}", lang) for name in ("before", "year", "after", "cost", "lasts")]
    rows = [
        (
            stand_name(found, step.before, lang),
            str(int(step.year)),
            stand_name(found, step.after, lang),
            step.cost_eur,
            year_text(found.tips[step.after], LAST_YEAR, lang),
        )
        for step in (found.transfers() if found.is_known else ())
    ]
    return pd.DataFrame(rows, columns=heads)
