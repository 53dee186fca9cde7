"""Policy in words: what `kans policy` prints, and what its page says of sets of levers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from kans_model.policy.effect import Gap
from kans_model.policy.hindcast import Scheme, hindcast
from kans_model.tables.reading import cells
from kans_model.words.amounts import band_text, money_short, number, percent
from kans_model.words.texts import t


def share_band(low: float | None, high: float | None, lang: str = "nl") -> str:
    """A band of shares in percent.

    Examples
    --------
    >>> share_band(0.14, 0.22), share_band(None, None)
    ('14–22 %', 'onbekend')
    """
    if low is None or high is None or not math.isfinite(low):
        return t("unknown", lang)
    first, last = percent(low, lang), percent(high, lang)
    if first == last:
        return first
    return f"{first.removesuffix('%').strip()}–{last}"


def gap_sentence(gap: Gap, lang: str = "nl") -> str:
    """What the package counts on and what the levers bring.

    Examples
    --------
    >>> gap_sentence(Gap("rain_barrel", 0.4, 0.14, 0.18, 0.22, 0.1, 0.25))
    'Regenton: u rekent op 40 %, dit beleid brengt 14–22 %'
    """
    return t(
        "policy.gap",
        lang,
        measure=cells("measures", f"name_{lang}")[gap.measure],
        wished=percent(gap.wished, lang),
        band=share_band(gap.low, gap.high, lang),
    )


def conclusion(gaps: Sequence[Gap], title: str, year: int, lang: str = "nl") -> str:
    """Whether a set of levers brings what the package counts on, in a sentence."""
    known = [gap for gap in gaps if math.isfinite(gap.mid) and math.isfinite(gap.wished)]
    if not gaps:
        return t("policy.conclusion_no_private", lang)
    if not known:
        return t("policy.conclusion_unknown", lang, title=title)
    short = [gap for gap in known if gap.mid < gap.wished]
    if not short:
        return t("policy.conclusion_enough", lang, title=title, year=year)
    worst = max(short, key=lambda gap: gap.wished - gap.mid)
    return t(
        "policy.conclusion_short",
        lang,
        title=title,
        n=len(short),
        of=len(known),
        year=year,
        gap=gap_sentence(worst, lang),
    )


def hindcast_sentence(rows: Sequence[Scheme], error: float, lang: str = "nl") -> str:
    """How well the default figures hold what was seen, in a sentence."""
    counted = [row for row in rows if row.is_counted]
    return t(
        "policy.hindcast",
        lang,
        held=sum(row.is_held for row in counted),
        n=len(counted),
        kept_out=sum(row.kept_out for row in counted),
        factor=number(error, lang, 1),
        apart=len(rows) - len(counted),
    )


def policy_text(values: dict[str, Any], lang: str = "nl") -> str:
    """What the command prints."""
    lines = [f"{values['city']} · {values['year']}"]
    if not values["sets"]:
        lines.append(t("policy.none", lang))
    for own in values["sets"]:
        low, mid, high = own["avoided_eur"]
        lines += ["", own["title"]]
        gaps = own["gaps"][str(values["year"])]
        lines += [f"  {gap_sentence(_read(gap), lang)}" for gap in gaps]
        paid = money_short(own["paid_eur"][1], lang)
        lines.append("  " + t("policy.paid", lang, eur=paid, year=values["year"]))
        avoided = money_short(mid, lang)
        band = band_text(low, high, lang) if mid is not None else ""
        lines.append("  " + t("policy.avoided", lang, eur=avoided, band=band, year=values["year"]))
        met = own["limits"]
        if sum(met.values()):
            lines.append("  " + t("policy.limits", lang, met=met["met"], n=sum(met.values())))
        if own["chance_best"] is not None and len(values["sets"]) > 1:
            lines.append("  " + t("policy.chance_best", lang, chance=percent(own["chance_best"], lang)))
    lines += ["", t("policy.rule", lang), hindcast_sentence(hindcast(), values["median_error_factor"], lang)]
    return "\n".join(lines)


def _read(values: dict[str, Any]) -> Gap:
    known: dict[str, Any] = {name: math.nan if value is None else value for name, value in values.items()}
    return Gap(**known)
