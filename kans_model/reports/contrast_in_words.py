"""One package against another in a sentence with a number, and what to decide next."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike

from kans_model.comparison.answers import telling_hazard
from kans_model.reports.stress_test_in_words import listed
from kans_model.tables.vocabulary import HAZARDS
from kans_model.uncertainty.answer_bands import AnswerBand
from kans_model.uncertainty.contrast import Contrast
from kans_model.words.amounts import MILLION, chance, change, money_band, money_short, percent
from kans_model.words.texts import t


def conclusion(contrast: Contrast, names: Mapping[str, str], rough: bool, lang: str = "nl") -> str:
    """What the own package avoids and costs beside the other, which has the better balance, and how sure.

    Where a band of differences holds nought it says so and names no winner.

    Parameters
    ----------
    names : package → what a reader calls it.
    rough : bool
        The city rests on estimates: the band stands first.

    Examples
    --------
    Of two packages, 2.2 million (1.3 to 3.3) more avoided for 26.7 million more

    >>> bands = {"avoided": (2.2, 1.3, 3.3), "capex": (26.7, 22.1, 33.0), "npv": (7.0, -16.0, 31.0)}
    >>> contrast = Contrast("a", "b", bands, {"npv": 0.64, "avoided": 1.0}, None)
    >>> conclusion(contrast, {"a": "Green", "b": "Along"}, False, "en").split(", for ")[0]
    'Green avoids €2.2m (€1.3–3.3m) more damage a year in 2050 than Along'
    """
    own, other = (names[package] for package in (contrast.own, contrast.other))
    words = {"own": own, "other": other}
    side = "alone" if contrast.is_alone else "pair"
    if all(contrast.direction(question) == "same" for question in ("avoided", "capex", "npv")):
        return t(f"contrast.{side}_same", lang, **words)
    avoided = t(
        f"contrast.{side}_avoided_{contrast.direction('avoided')}",
        lang,
        amount=_amount(contrast, "avoided", rough, lang),
        chance=chance(contrast.better.get("avoided", math.nan), lang, brief=False),
        **words,
    )
    cost = t(
        f"contrast.{side}_capex_{contrast.direction('capex')}",
        lang,
        amount=_amount(contrast, "capex", rough, lang),
    )
    return " ".join(
        filter(None, [f"{avoided}{cost}.", part_text(contrast, names, lang), balance(contrast, names, lang)])
    )


def balance(contrast: Contrast, names: Mapping[str, str], lang: str = "nl") -> str:
    """Which of the two has the better balance; none of them where the band of the difference holds nought."""
    share = contrast.better.get("npv", math.nan)
    side = "alone" if contrast.is_alone else "pair"
    return t(
        f"contrast.{side}_npv_{contrast.direction('npv')}",
        lang,
        own=names[contrast.own],
        other=names[contrast.other],
        chance=chance(share, lang, brief=False) if math.isfinite(share) else "",
        amount=_amount(contrast, "npv", True, lang),
    )


def part_text(contrast: Contrast, names: Mapping[str, str], lang: str = "nl") -> str:
    """What part of the damage the cheaper avoids for what part of the money; '' where that cannot be said."""
    part = contrast.part
    if part is None:
        return ""
    return t(
        "contrast.part_alone" if contrast.is_alone else "contrast.part",
        lang,
        own=names[part.package],
        other=names[part.of],
        avoided=percent(part.avoided_share, lang, _decimals(part.avoided_share)),
        capex=percent(part.capex_share, lang, _decimals(part.capex_share)),
    )


def next_decision(contrast: Contrast, names: Mapping[str, str], lang: str = "nl") -> str:
    """What to decide after comparing: to choose, to look for better, or to find out first."""
    own, other = (names[package] for package in (contrast.own, contrast.other))
    direction = contrast.direction("npv")
    key = "alone" if contrast.is_alone else "pair"
    return t(f"contrast.decide_{key}_{direction}", lang, own=own, other=other)


def worth_title(balances: Mapping[str, AnswerBand], lang: str = "nl") -> str:
    """Which packages surely bring more than they cost; that none does, or that none surely does.

    Parameters
    ----------
    balances : name → (middle, low, high)
        Benefit less cost, of the packages that cost something.

    Examples
    --------
    >>> worth_title({"A": (3.0, 1.0, 5.0), "B": (3.0, -1.0, 5.0)}, "en")
    'A surely yields more than it costs'
    >>> worth_title({"B": (3.0, -1.0, 5.0)}, "en"), worth_title({"B": (-3.0, -4.0, -1.0)}, "en")
    ('No package surely yields more than it costs', 'No package yields what it costs')
    """
    sure = [name for name, (_, low, _) in balances.items() if low > 0]
    if sure:
        key = "worth_one" if len(sure) == 1 else "worth_some"
        return t(f"contrast.{key}", lang, names=listed(sure, lang))
    known = [high for _, _, high in balances.values() if math.isfinite(high)]
    if not known:
        return t("contrast.worth", lang)
    return t("contrast.worth_none" if max(known) < 0 else "contrast.worth_unsure", lang)


def hazard_title(left_meur: Sequence[ArrayLike], lang: str = "nl") -> str:
    """The hazard in which packages differ most; the question where they do not.

    Parameters
    ----------
    left_meur : sequence of array, shape (hazard,)
        Damage that each package leaves. [MEUR/yr]
    """
    place = telling_hazard(left_meur)
    if place is None:
        return t("contrast.hazards", lang)
    return t("contrast.hazard", lang, hazard=t(f"hazard.{HAZARDS[place]}", lang))


def opgave_title(names: Sequence[str], reach_pct: Sequence[ArrayLike], lang: str = "nl") -> str:
    """Which opgaven are hurt by one of the packages, and how many are helped by one and hurt by none.

    Parameters
    ----------
    names : sequence of str
        Of the opgaven.
    reach_pct : sequence of array, shape (opgave,)
        Of each package; below nought it works against. [%]

    Examples
    --------
    >>> opgave_title(["Mobility", "Nature"], [[-3.0, 8.0], [0.0, 0.0]], "en")
    'Mobility is hurt; 1 of 2 policy goals is served'
    >>> opgave_title(["Mobility", "Nature"], [[0.0, 0.0]], "en")
    'What do they do for other policy goals?'

    What one helps and another hurts counts once, among the hurt:

    >>> opgave_title(["Mobility", "Nature"], [[-3.0, 8.0], [4.0, 0.0]], "en")
    'Mobility is hurt by at least one package; 1 of 2 policy goals is served'
    """
    reach = np.round(np.asarray(reach_pct, dtype=float))  # as the charts write it
    hurt = [
        names[place] for place in np.argsort(reach.min(axis=0), kind="stable") if reach[:, place].min() < 0
    ]
    n = int(((reach > 0).any(axis=0) & ~(reach < 0).any(axis=0)).sum())
    if not n and not hurt:
        return t("contrast.goals", lang)
    served = t("contrast.served", lang, n=n, all=len(names))
    if not hurt:
        return t("contrast.no_conflict", lang, served=served)
    key = "conflict_one" if len(hurt) == 1 else "conflict_some"
    among = "_among" if reach.any(axis=1).sum() > 1 else ""
    return t(f"contrast.{key}{among}", lang, names=listed(hurt, lang), served=served)


def buurt_text(area: str, changes_keur_per_ha: Mapping[str, float], lang: str = "nl") -> str:
    """What every package changes in one buurt.

    Parameters
    ----------
    changes_keur_per_ha : name of a package → change of damage. [kEUR/ha/yr]
    """
    unit = t("contrast.per_ha", lang)
    told = [f"{name} {change(value, lang, None)}" for name, value in changes_keur_per_ha.items()]
    return t("contrast.buurt", lang, area=area, changes="; ".join(told), unit=unit)


def _decimals(share: float) -> int:
    return 1 if 0 < share < 0.1 and round(share, 2) != round(share, 3) else 0


def _amount(contrast: Contrast, question: str, rough: bool, lang: str) -> str:
    """Without its sign, which the words say: the middle and its band, or the band alone."""
    middle, low, high = (MILLION * value for value in contrast.differences[question])
    if not (math.isfinite(low) and math.isfinite(high)) or low == high:
        return money_short(abs(middle), lang)
    ends = (low, high) if low >= 0 or high > 0 else (-high, -low)
    band = money_band(*ends, lang)
    return band if rough else f"{money_short(abs(middle), lang)} ({band})"
