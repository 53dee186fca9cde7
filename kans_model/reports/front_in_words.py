"""A front of cost and avoided damage in sentences."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kans_model.optimum.front import Point
from kans_model.tables.reading import table
from kans_model.words.amounts import money_short, percent
from kans_model.words.texts import t

MOST_OF_IT = 0.8
"""Part of what can be avoided, whose price the sentence names. [-]"""
TOP_MEASURES = 4


def different(points: Sequence[Point]) -> list[Point]:
    """The points without those that cost the same as an earlier one of their level.

    More money that brings nothing more is the same package again.
    """
    first: dict[tuple[float, float], Point] = {}
    for point in points:
        first.setdefault((point.level, round(point.capex_eur)), point)
    return list(first.values())


def front_summary(points: Sequence[Point], budget_eur: float | None, lang: str) -> str:
    """What the budget asked brings, twice and half of it; without one what most of the effect costs.

    Parameters
    ----------
    points : sequence of Point
        Of one level of synergy or of several, dearer ones later; the lowest level is spoken of.
    """
    lowest = min(point.level for point in points)
    own = [point for point in points if point.level == lowest]
    last = own[-1]
    if budget_eur is not None and budget_eur < last.capex_eur:
        money = [point.capex_eur for point in own]
        avoided = [point.avoided_eur_per_year for point in own]
        half, mine, twice = np.interp(budget_eur * np.array([0.5, 1.0, 2.0]), money, avoided)
        return t(
            "optimumtab.front_asked",
            lang,
            budget=money_short(budget_eur, lang),
            avoided=money_short(float(mine), lang),
            more=money_short(float(twice - mine), lang),
            less=money_short(float(mine - half), lang),
        )
    least = MOST_OF_IT * last.avoided_eur_per_year
    enough = next(point for point in own if point.avoided_eur_per_year >= least)
    return t(
        "optimumtab.front_told",
        lang,
        share=percent(enough.avoided_eur_per_year / last.avoided_eur_per_year, lang),
        cost=money_short(enough.capex_eur, lang),
        most=money_short(last.avoided_eur_per_year, lang),
        rest=money_short(last.capex_eur - enough.capex_eur, lang),
    )


def point_text(point: Point, lang: str) -> str:
    """One point: what it costs and avoids, and its level of synergy where it has one."""
    cost, avoided = (money_short(eur, lang) for eur in (point.capex_eur, point.avoided_eur_per_year))
    text = t("optimumtab.point", lang, cost=cost, avoided=avoided)
    if not point.level:
        return text
    return f"{text}; {t('optimumtab.level', lang, share=percent(point.level, lang))}"


def top_measures(point: Point, price_eur: np.ndarray, lang: str) -> str:
    """The measures that take most of the money, by name.

    Parameters
    ----------
    price_eur : array, shape (measure,)
        Investment per unit. [EUR]
    """
    names = table("measures")[f"name_{lang}"]
    spent = point.quantity.sum(axis=1) * price_eur
    top = [place for place in np.argsort(-spent)[:TOP_MEASURES] if spent[place] > 0]
    return ", ".join(names.iloc[place] for place in top)
