"""Policy in words: what `kans policy` prints, and what its page says of sets of levers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import pandas as pd

from kans_model.policy.cheapest import Cheapest
from kans_model.policy.comparison import Comparison
from kans_model.policy.effect import Gap
from kans_model.policy.hindcast import Scheme, hindcast
from kans_model.policy.levers import Lever
from kans_model.policy.parameters import band
from kans_model.reports.policy import limits_met
from kans_model.reports.rule_law import article_name
from kans_model.study.study import Study
from kans_model.tables.reading import cells, table
from kans_model.words.amounts import band_text, chance, money, money_and_range, money_short, number, percent
from kans_model.words.texts import t


def share_band(low: float | None, high: float | None, lang: str = "nl") -> str:
    """A band of shares in percent.

    Examples
    --------
    >>> share_band(0.14, 0.22).replace("\N{NO-BREAK SPACE}", " "), share_band(None, None)
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
    >>> gap_sentence(Gap("rain_barrel", 0.4, 0.14, 0.18, 0.22, 0.1, 0.25)).replace("\N{NO-BREAK SPACE}", " ")
    'Regenton: u rekent op 40 %, dit beleid brengt 14–22 %'
    """
    return t(
        "policy.gap",
        lang,
        measure=cells("measures", f"name_{lang}")[gap.measure],
        wished=percent(gap.wished, lang),
        band=share_band(gap.low, gap.high, lang),
    )


def participation_line(gap: Gap, lang: str = "nl") -> str:
    """For what share of owners full uptake stands, and from what experience that figure comes."""
    row = table("measures").loc[gap.measure]
    return t(
        "policy.participation",
        lang,
        measure=row[f"name_{lang}"],
        share=percent(gap.participation, lang),
        source=table("sources")["title"][row["participation_source"]],
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
        least = min(min(1.0, gap.low / gap.wished) if gap.wished > 0 else 1.0 for gap in known)
        key = "policy.conclusion_enough" if least >= 1 else "policy.conclusion_likely"
        return t(key, lang, title=title, year=year, low=percent(least, lang))
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
        between = band_text(low, high, lang) if mid is not None else ""
        lines.append("  " + t("policy.avoided", lang, eur=avoided, band=between, year=values["year"]))
        met = own["limits"]
        if sum(met.values()):
            lines.append("  " + t("policy.limits", lang, met=met["met"], n=sum(met.values())))
        if own["chance_best"] is not None and len(values["sets"]) > 1:
            lines.append("  " + t("policy.chance_best", lang, chance=percent(own["chance_best"], lang)))
    if "cheapest" in values:
        lines += ["", _cheapest_line(values["cheapest"], lang)]
    if "cheapest_for_limits" in values:
        lines += ["", _limits_line(values["cheapest_for_limits"], lang)]
    lines += ["", t("policy.rule", lang), hindcast_sentence(hindcast(), values["median_error_factor"], lang)]
    return "\n".join(lines)


def _cheapest_line(found: dict[str, Any], lang: str) -> str:
    asked = money_short(found["asked_eur"], lang)
    if found["levers"] is None:
        return t("policy.cheapest_none", lang, asked=asked, n=found["selections"])
    return t(
        "policy.cheapest",
        lang,
        asked=asked,
        levers=", ".join(found["levers"]) or "–",
        eur=money_short(found["paid_eur"], lang),
        n=found["selections"],
    )


def _limits_line(found: dict[str, Any], lang: str) -> str:
    told = {"n": found["n_limits"], "selections": found["selections"]}
    if not found["n_limits"]:
        return t("policy.cheapest_no_limits", lang)
    if found["levers"] is None:
        return t("policy.cheapest_limits_none", lang, **told, left=round(found["not_kept"]))
    names = ", ".join(found["levers"]) or t("policy.cheapest_nothing", lang)
    return t("policy.cheapest_limits", lang, **told, levers=names, eur=money_short(found["paid_eur"], lang))


def cheapest_sentence(found: Cheapest, n_limits: int, lang: str = "nl") -> str:
    """Which levers keep so many limits at the least cost for the municipality, or that none does."""
    told = {"n": n_limits, "selections": found.selections}
    if found.levers is None:
        return t("policy.cheapest_limits_none", lang, **told, left=round(found.value))
    names = "; ".join(f"{own.name(lang)} ({lever_line(own, lang)})" for own in found.levers)
    names = names or t("policy.cheapest_nothing", lang)
    return t("policy.cheapest_limits", lang, **told, levers=names, eur=money_short(found.paid_eur, lang))


def _read(values: dict[str, Any]) -> Gap:
    known: dict[str, Any] = {name: math.nan if value is None else value for name, value in values.items()}
    return Gap(**known)


# --- for the page -------------------------------------------------------------------------------


def lever_line(lever: Lever, lang: str = "nl") -> str:
    """What a lever does, from when to when, on what.

    Examples
    --------
    >>> lever_line(Lever("s", "subsidy", 2028, 2035, ("rain_barrel",), subsidy_share=0.5))
    '2028–2035, Regenton, 50\xa0%'
    """
    names = cells("measures", f"name_{lang}")
    until = "" if lever.end is None else lever.end
    said = [f"{lever.start}–{until}", *(names[measure] for measure in lever.measures)]
    said += [t(f"owner.{owner}", lang) for owner in lever.owners]
    if lever.subsidy_share is not None:
        said.append(percent(lever.subsidy_share, lang))
    for name in ("subsidy_eur_per_unit", "discount_eur", "budget_eur_per_year"):
        if (eur := getattr(lever, name)) is not None:
            said.append(t(f"policy.{name}", lang, eur=money(eur, lang)))
    if lever.norm_mm is not None:
        said.append(f"{number(lever.norm_mm, lang)} mm")
    if lever.from_m2 is not None:
        said.append(t("policy.from_m2", lang, m2=number(lever.from_m2, lang)))
    if lever.areas:
        said.append(t("policy.in_areas", lang, n=len(lever.areas)))
    if lever.compliance is not None:
        said.append(t("policy.compliance", lang, share=percent(lever.compliance, lang)))
    return ", ".join(map(str, said))


def law_line(kind: str, lang: str = "nl") -> str:
    """Who decides on a kind of lever, in which instrument, on what it rests."""
    row, bases = table("levers").loc[kind], table("legal_bases")
    rests = "; ".join(
        f"{article_name(bases['article'][key], lang)} {bases['law'][key]}"
        for key in row["legal_bases"].split(";")
    )
    return t(
        "policy.law",
        lang,
        who=t(f"policy.authority_{row['authority']}", lang),
        instrument=t(f"policy.instrument_{row['instrument']}", lang),
        rests=rests,
    )


def sets_table(study: Study, together: Comparison, lang: str = "nl") -> pd.DataFrame:
    """Sets side by side, a row each, in words."""
    rows = []
    for place, effect in enumerate(together.effects):
        low, mid, high = map(float, together.avoided_band_eur[place])
        paid = float(effect.paid_band_eur(together.year)[1])
        first, _, last = map(float, band(effect.brought(together.year)))
        met, not_met, unknown = limits_met(study, effect, together.year)
        n_limits, chance_best = met + not_met + unknown, float(together.chance_best[place])
        rows.append(
            (
                effect.lever_set.title,
                share_band(first, last, lang),
                _amount(mid, low, high, lang),
                money_short(paid, lang),
                t("policy.limits_short", lang, met=met, n=n_limits) if n_limits else "–",
                _best_text(chance_best, len(together.effects), lang),
            )
        )
    heads = ("set", "brings", "avoids", "costs", "limits", "best")
    return pd.DataFrame(rows, columns=[t(f"policy.column_{name}", lang) for name in heads])


def _best_text(share: float, n_sets: int, lang: str) -> str:
    """The chance that a set is the best; one by itself is held against nothing.

    Examples
    --------
    >>> _best_text(1.0, 1, "nl"), _best_text(0.43, 3, "en")
    ('–', '43%')
    """
    if n_sets < 2:
        return "–"
    return chance(share, lang) if math.isfinite(share) else t("unknown", lang)


def schemes_table(rows: Sequence[Scheme], lang: str = "nl") -> pd.DataFrame:
    """What was seen elsewhere beside what the model says of it, a row each, in words."""
    measures = table("uptake_seen")["measure"]
    names = cells("measures", f"name_{lang}")
    said = [
        (
            row.place,
            names[measures[row.row]],
            _seen_amount(row.seen, row.unit, lang),
            _seen_band(row, lang),
            t(f"policy.held_{row.is_held}".lower() if row.is_counted else "policy.held_apart", lang),
        )
        for row in rows
    ]
    heads = ("place", "measure", "seen", "model", "held")
    return pd.DataFrame(said, columns=[t(f"policy.column_{name}", lang) for name in heads])


def _seen_amount(value: float, unit: str, lang: str) -> str:
    if not math.isfinite(value):
        return t("unknown", lang)
    if unit == "share":
        return percent(value, lang, 1)
    return t(f"policy.seen_{unit}", lang, n=number(value, lang))


def _seen_band(row: Scheme, lang: str) -> str:
    if not math.isfinite(row.low):
        return t("unknown", lang)
    if row.unit == "share":
        return f"{percent(row.low, lang, 1)} – {percent(row.high, lang, 1)}"
    return f"{number(row.low, lang)} – {number(row.high, lang)}"


def _amount(mid: float, low: float, high: float, lang: str) -> str:
    if not math.isfinite(mid):
        return t("unknown", lang)
    amount, between = money_and_range(mid, low, high, lang)
    return f"{amount} ({between})" if between else amount
