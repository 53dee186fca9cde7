"""A programme in words: what its page and `kans agenda` say of it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from kans_model.programme.breaches import Breach
from kans_model.programme.opportunities import Opportunity
from kans_model.programme.plan import Plan
from kans_model.programme.programme import Programme
from kans_model.programme.risk_path import RiskPath
from kans_model.reports.dialogue_in_words import criterion_text
from kans_model.study.study import Study
from kans_model.words.amounts import money_short, number, percent
from kans_model.words.texts import t

SHOWN_YEAR = 2035
"""By when the page says how far a programme has come."""


def conclusion(plan: Plan, missed: Sequence[Opportunity], lang: str = "nl") -> str:
    """Where a programme stands, in one sentence with its numbers."""
    projects = len(plan.programme.projects)
    if not projects:
        return t("programme.conclusion_none", lang)
    planned = int((plan.start >= 0).sum())
    if not planned:
        return t(
            "programme.conclusion_unplanned",
            lang,
            n=projects,
            eur=money_short(float(plan.values.capex_eur.sum()), lang),
        )
    share = RiskPath(plan).avoided_share(SHOWN_YEAR)
    sentence = t(
        "programme.conclusion" if math.isfinite(share) else "programme.conclusion_unknown",
        lang,
        planned=planned,
        n=projects,
        year=SHOWN_YEAR,
        share=percent(share, lang),
    )
    if not missed:
        return sentence
    lost = money_short(sum(own.lost_eur for own in missed), lang)
    return f"{sentence} {t('programme.conclusion_missed', lang, n=len(missed), eur=lost)}"


def planned_years(programme: Programme, lang: str = "nl") -> str:
    """That financing goes by the years of a programme, and what of it has no year yet."""
    projects = programme.projects
    left = sum(project.start is None for project in projects)
    return t("programme.financed_all" if not left else "programme.financed", lang, n=left)


def breach_text(breach: Breach, plan: Plan, study: Study, lang: str = "nl") -> str:
    """One limit that is broken, in words."""
    names = [plan.programme.projects[place].name for place in breach.projects]
    over = (
        number(breach.over, lang, 0) if breach.kind == "capacity_projects" else money_short(breach.over, lang)
    )
    return t(
        f"programme.breach_{breach.kind}",
        lang,
        who=_who(breach, study, lang),
        year=breach.year,
        over=over,
        project=names[0] if names else "",
        other=names[1] if len(names) > 1 else "",
    )


def _who(breach: Breach, study: Study, lang: str) -> str:
    if breach.kind == "budget":
        return study.actors.name(breach.who, lang)
    if breach.kind == "reduction":
        own = next(criterion for criterion in study.criteria if criterion.id == breach.who)
        return criterion_text(own, study.city.areas, lang)
    return t(f"owner.{breach.who}", lang) if breach.kind.startswith("capacity") else breach.who


def agenda_text(values: Mapping[str, Any], lang: str = "nl") -> str:
    """What `kans agenda` says: the conclusion, the projects in order of years, and what is missed."""
    lines = [values["conclusion"], ""]
    for row in values["projects"]:
        key = "said_unplanned" if row["start"] is None else "said_project"
        years = str(row["start"]) if row["start"] == row["end"] else f"{row['start']}–{row['end']}"
        eur = money_short(row["investment_eur"], lang)
        lines.append(t(f"programme.{key}", lang, years=years, name=row["name"], eur=eur))
    for row in values["missed"]:
        eur = money_short(row["lost_present_value_eur"], lang)
        lines.append(t("programme.said_missed", lang, work=row["work"], year=row["year"], eur=eur))
    if "forecast" in values:
        lines += ["", values["forecast"]]
    return "\n".join(lines)
