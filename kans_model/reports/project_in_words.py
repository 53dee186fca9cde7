"""One project in words: why its year, what it builds, who pays, which works it goes along with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from kans_model.programme.limits import Limits
from kans_model.programme.other_years import LEAST_EUR, OtherYear, best_other
from kans_model.programme.plan import Plan
from kans_model.programme.works import Work
from kans_model.reports.agenda_in_words import breach_text
from kans_model.study.study import Study
from kans_model.tables.reading import table
from kans_model.words.amounts import money_short, percent
from kans_model.words.texts import t

SHOWN_HORIZON = 2050
LEAST_SHARE = 0.005
"""A payer of less than this part is not named. [-]"""


def project_lines(
    plan: Plan, limits: Limits, works: Sequence[Work], place: int, study: Study, lang: str = "nl"
) -> list[str]:
    """What there is to say of a project, line by line."""
    return [
        why_this_year(plan, limits, place, study, lang),
        *_built(plan, place, lang),
        *_payers(plan, limits, place, study, lang),
        *_along(plan, works, place, lang),
        *_ties(plan, place, lang),
    ]


def why_this_year(plan: Plan, limits: Limits, place: int, study: Study, lang: str = "nl") -> str:
    """Why a project has its year: what its best other year would lose, or which limit stops a better one."""
    project = plan.programme.projects[place]
    if plan.start[place] < 0:
        return _why_none(plan, limits, place, study, lang)
    if project.is_fixed:
        return t("programme.why_fixed", lang, year=project.start)
    free, stopped = best_other(plan, limits, place)
    said = []
    if stopped is not None and stopped.breach is not None:
        why = breach_text(stopped.breach, plan, study, lang)
        gain = money_short(stopped.gain_eur, lang)
        said.append(t("programme.why_stopped", lang, year=stopped.year, eur=gain, why=why))
    if free is None:
        said.append(t("programme.why_only", lang))
    else:
        differs = abs(free.gain_eur) >= LEAST_EUR
        key = "why_better" if differs and free.gain_eur > 0 else "why_best" if differs else "why_same"
        eur = money_short(abs(free.gain_eur), lang)
        said.append(t(f"programme.{key}", lang, year=free.year, eur=eur))
    return " ".join(said)


def _why_none(plan: Plan, limits: Limits, place: int, study: Study, lang: str) -> str:
    free, stopped = best_other(plan, limits, place)
    if free is not None:
        return t("programme.why_unplanned", lang, year=free.year, eur=money_short(free.gain_eur, lang))
    if stopped is not None and stopped.breach is not None:
        why = breach_text(stopped.breach, plan, study, lang)
        return t("programme.why_unplanned_stopped", lang, year=stopped.year, why=why)
    return t("programme.why_nowhere", lang)


def year_text(other: OtherYear, plan: Plan, study: Study, lang: str = "nl") -> str:
    """What a project in another year would bring or lose, and the first limit that it would break."""
    eur = money_short(abs(other.gain_eur), lang)
    key = "same" if abs(other.gain_eur) < LEAST_EUR else "more" if other.gain_eur > 0 else "less"
    said = t(f"programme.year_{key}", lang, year=other.year, eur=eur)
    if other.breach is None:
        return f"{said} {t('programme.year_breaks_nothing', lang)}"
    return f"{said} {t('programme.year_breaks', lang, why=breach_text(other.breach, plan, study, lang))}"


def _built(plan: Plan, place: int, lang: str) -> Iterator[str]:
    names = table("measures")[f"name_{lang}"]
    measures = ", ".join(str(names[key]) for key in plan.programme.projects[place].quantities)
    yield t("programme.sheet_builds", lang, measures=measures)
    horizons = plan.values.base.costs.horizon_years
    avoided = float(np.interp(SHOWN_HORIZON, horizons, plan.values.avoided_eur[place]))
    yield t("programme.sheet_avoids", lang, eur=money_short(avoided, lang), year=SHOWN_HORIZON)


def _payers(plan: Plan, limits: Limits, place: int, study: Study, lang: str) -> Iterator[str]:
    bill = limits.bill_eur[place, max(int(plan.start[place]), 0)]
    if not bill.sum() > 0:
        return
    share = bill / bill.sum()
    parts = [
        f"{study.actors.name(limits.payers[row], lang)} {percent(float(share[row]), lang)}"
        for row in np.argsort(-share, kind="stable")
        if share[row] >= LEAST_SHARE
    ]
    yield t("programme.sheet_pays", lang, payers=", ".join(parts))


def _along(plan: Plan, works: Sequence[Work], place: int, lang: str) -> Iterator[str]:
    """Works that open in its areas and years, where that saves anything."""
    project, values = plan.programme.projects[place], plan.values
    if plan.start[place] < 0 or project.start is None or project.end is None:
        return
    saved = float((plan.built[place] * values.saving_eur[place]).sum())
    areas = {code for amounts in project.quantities.values() for code in amounts}
    names = [
        work.name
        for work in works
        if areas & set(work.shares) and work.start <= project.end and work.end >= project.start
    ]
    if saved < LEAST_EUR or not names:
        yield t("programme.sheet_alone", lang)
    else:
        what = ", ".join(dict.fromkeys(names))
        yield t("programme.sheet_along", lang, works=what, eur=money_short(saved, lang))


def _ties(plan: Plan, place: int, lang: str) -> Iterator[str]:
    """More than one project before it, or that it excludes: a field shows one."""
    project = plan.programme.projects[place]
    names = {own.id: own.name for own in plan.programme.projects}
    for kind in ("after", "excludes"):
        keys = getattr(project, kind)
        if len(keys) > 1:
            yield t(f"programme.sheet_{kind}", lang, projects=", ".join(names.get(key, key) for key in keys))
