"""The evidence class of a figure, in words and with its sign."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
import xarray as xr
from markupsafe import Markup
from numpy.typing import ArrayLike

from kans_model.evaluation.damage_lines import COMPONENTS
from kans_model.measures.effect_evidence import JUDGEMENT, judged
from kans_model.outlook.scenario import CO_BENEFITS
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import AT_2050, HAZARDS
from kans_model.uncertainty.damage_ratios import COMPONENT_RATIOS, SUM_RATIOS
from kans_model.words.amounts import percent
from kans_model.words.markup import filled
from kans_model.words.texts import t

TELLING_SHARE = 0.1
"""What makes up this share of a headline colours its evidence. [-]"""
SMALLEST_SHARE = 0.005
"""Less than this reads as none, and as much below the whole as all. [-]"""
EVIDENCE = ("cited", "derived", "expert")


@cache
def evidence(kind: str | None, lang: str, word: bool = True, focus: bool = False) -> Markup:
    """Glyph and word for how well a number is founded: ● bron, ◐ afgeleid, dashed ○ inschatting.

    Without the word the glyph keeps it as its name, so only leave it out where a key stands nearby. What
    the word means is said on hover and, with `focus`, when the keyboard comes there.
    """
    if kind not in EVIDENCE:
        return Markup("")
    name = t(f"evidence.{kind}", lang)
    return filled(
        __file__,
        "evidence.html",
        kind=kind,
        name=name,
        about=t(f"evidence.{kind}.about", lang) if word else "",
        focus=word and focus,
        attributes={"aria-hidden": "true"} if word else {"role": "img", "aria-label": name},
    )


def weakest(kinds: Sequence[str]) -> str | None:
    """The least well founded of these: a headline carries its weakest important source."""
    known = [kind for kind in kinds if kind in EVIDENCE]
    return max(known, key=EVIDENCE.index) if known else None


def weakest_of_groups(*groups: str) -> str | None:
    """The least well founded of the assumptions with a range that these groups rest on."""
    rows = table("assumptions")
    return weakest(rows["evidence"][rows["group"].isin(groups) & (rows["high"] > rows["low"])])


def telling(kinds: Sequence[str], amounts: ArrayLike) -> list[str]:
    """Evidence classes of what makes up a tenth or more of an amount; none where there is nothing.

    Parameters
    ----------
    kinds : one per part.
    amounts : array_like, shape (part,)

    Examples
    --------
    >>> telling(["cited", "expert", "derived"], [80.0, 9.0, 11.0]), telling(["cited"], [0.0])
    (['cited', 'derived'], [])
    """
    parts = np.asarray(amounts, float)
    total = parts.sum()
    return [
        kind for kind, part in zip(kinds, parts, strict=True) if total > 0 and part >= TELLING_SHARE * total
    ]


# --- what part of a headline rests on judgement ----------------------------------------------------------


def judged_share(is_judged: ArrayLike, amounts: ArrayLike) -> float:
    """Part of an amount that rests on judgement; NaN where there is nothing. [-]

    Parameters
    ----------
    is_judged : array_like, shape (part,)
        Whether each part does, or how much of it. [-]
    amounts : array_like, shape (part,)

    Examples
    --------
    >>> judged_share([True, False, 0.5], [10.0, 20.0, 20.0])
    0.4
    """
    parts = np.nan_to_num(np.abs(np.asarray(amounts, dtype=float)))
    total = parts.sum()
    return float((np.asarray(is_judged, dtype=float) * parts).sum() / total) if total > 0 else float("nan")


class Grounds(NamedTuple):
    """How well a headline is founded: its evidence class, and what part of it is judgement, in words."""

    kind: str | None
    judged: str


def grounds(kind: str | None, share: float, lang: str, by_effect: float = float("nan")) -> Grounds:
    """The class a headline carries, and the part of it that rests on judgement, so that both say the same.

    A tenth or more of it makes the headline a judgement; less leaves it derived at worst. Nothing is said of
    a part that reads as none, or as all.

    Parameters
    ----------
    kind : evidence class of its weakest important source, or None.
    share : float
        Part of it that rests on judgement; NaN where that is not known. [-]
    by_effect : float
        The same of what measures do alone; NaN where that does not bear on it. [-]

    Examples
    --------
    >>> grounds("cited", 0.62, "en")
    Grounds(kind='expert', judged='for 62%')
    >>> grounds("expert", 0.0, "en")
    Grounds(kind='derived', judged='')
    """
    if kind is None or not np.isfinite(share):
        return Grounds(kind, "")
    much = share >= TELLING_SHARE
    kind = JUDGEMENT if much else "derived" if kind == JUDGEMENT else kind
    words = []
    if SMALLEST_SHARE <= share < 1 - SMALLEST_SHARE:
        key = "evidence.judged_part" if much else "evidence.judged"
        words.append(t(key, lang, share=percent(share, lang)))
    if much and np.isfinite(by_effect):
        words.append(t("evidence.judged_effect", lang, share=percent(by_effect, lang)))
    return Grounds(kind, "; ".join(words))


def avoided_judged(result: xr.Dataset) -> float:
    """Part of the avoided damage that rests on judgement, of the damage or of what the measures do. [-]"""
    counted = _counted_eur(result)
    return judged_share(judged(counted, _hazard_judged(result)), counted.sum(axis=1))


def effect_judged(result: xr.Dataset) -> float:
    """Part of the avoided damage that rests on judgement of what the measures do. [-]"""
    counted = _counted_eur(result)
    return judged_share(judged(counted), counted.sum(axis=1))


def _counted_eur(result: xr.Dataset) -> np.ndarray:
    """What measures avoid of the hazards in totals, shape (measure, hazard). [EUR/yr]"""
    counts = np.isin(HAZARDS, result.attrs["hazards_included"])
    return np.where(counts, np.nan_to_num(result["avoided_by_measure_eur"].values[..., AT_2050]), 0.0)


def _hazard_judged(result: xr.Dataset) -> np.ndarray:
    """Part of the damage of each hazard that rests on judgement, shape (hazard,); none where unknown. [-]"""
    lines = np.nan_to_num(result["damage_before_eur"].values[..., AT_2050]).sum(axis=1)
    parts = (lines * (np.array(HAZARDS)[:, None] == line_hazards()), line_judged())
    total = parts[0].sum(axis=1)
    return np.divide(parts[0] @ parts[1], total, out=np.zeros_like(total), where=total > 0)


@cache
def line_hazards() -> np.ndarray:
    """The hazard of each line of damage, shape (line,)."""
    return np.array([hazard for hazard, _ in COMPONENTS.values()])


@cache
def line_judged() -> np.ndarray:
    """Lines of damage whose weakest figure is a judgement, shape (line,). [-]"""
    return np.array([float(line_evidence(line) == JUDGEMENT) for line in COMPONENTS])


def capex_judged(result: xr.Dataset) -> float:
    """Part of the investment that rests on judgement of the price. [-]"""
    return judged_share(_price_is_judged(), result["capex_eur"].values)


def balance_judged(result: xr.Dataset) -> float:
    """Part of all costs and benefits together that rests on judgement. [-]

    Of prices, of damage and what the measures do, and of what other benefits are worth.
    """
    beside = result["present_value_co_benefit_eur"].values.sum(axis=1)
    parts = [
        (
            judged(_counted_eur(result), _hazard_judged(result)),
            result["present_value_benefit_eur"].values,
        ),
        (_price_is_judged(), result["present_value_cost_eur"].values),
        (_benefit_is_judged(), beside),
    ]
    return judged_share(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def package_grounds(result: xr.Dataset, lang: str) -> dict[str, Grounds]:
    """What the headlines of a package rest on: damage avoided, investment and balance."""
    kinds = table("measures")
    effect = weakest(["derived", *telling(kinds["evidence_effect"], result["present_value_benefit_eur"])])
    price = weakest(telling(kinds["evidence"], result["capex_eur"]))
    return {
        "avoided": grounds(effect, avoided_judged(result), lang, effect_judged(result)),
        "capex": grounds(price, capex_judged(result), lang),
        "npv": grounds(effect, balance_judged(result), lang),
    }


def damage_judged(damage_eur: ArrayLike, hazards: Sequence[str]) -> float:
    """Part of the damage of these hazards that rests on judgement: of lines whose weakest figure does. [-]

    Parameters
    ----------
    damage_eur : array_like, shape (line, area)
        Unknown counts as none. [EUR/yr]
    """
    amounts = np.nansum(np.asarray(damage_eur, dtype=float), axis=1)
    return judged_share(line_judged(), np.where(np.isin(line_hazards(), hazards), amounts, 0.0))


def line_evidence(line: str) -> str | None:
    """The least well founded figure that multiplies a line of damage."""
    rows = table("assumptions")["evidence"]
    kinds = [rows[key] for key in COMPONENT_RATIOS[line] if key in rows.index]
    if line in SUM_RATIOS:
        kinds += [rows[key] for key in SUM_RATIOS[line][1]]
    if line.startswith("pluvial"):
        kinds += list(table("damage_functions").loc["share_reached", "evidence"])
    if line == "heat_deaths":
        kinds += [rows[key] for key in ("life_years_lost", "voly_eur")]
    return weakest(kinds)


def deaths_evidence() -> str:
    """How well the number of deaths by heat is founded, not their value: as its slope is."""
    return str(table("assumptions")["evidence"]["heat_deaths_per_100k_per_degC_above20"])


@cache
def _price_is_judged() -> np.ndarray:
    return (table("measures")["evidence"] == JUDGEMENT).to_numpy()


@cache
def _benefit_is_judged() -> np.ndarray:
    return (table("co_benefits")["evidence"].loc[list(CO_BENEFITS)] == JUDGEMENT).to_numpy()
