"""Where a study stands, in words: steps, what they lack, advice, deviations and ambitions."""

from __future__ import annotations

from kans_model.chain.advice import Advice
from kans_model.chain.deviations import Deviation
from kans_model.chain.journey import Standing, Step
from kans_model.dialogue.indicator_names import indicator_name
from kans_model.programme.readiness import Lack
from kans_model.reports.changes_in_words import choice_name
from kans_model.reports.dialogue_in_words import value_text
from kans_model.study.names import package_name
from kans_model.study.study import Study
from kans_model.tables.reading import cells
from kans_model.words.amounts import money_short, number
from kans_model.words.texts import t


def step_text(step: Step, standing: Standing, lang: str = "nl") -> str:
    """One step in one sentence with its numbers."""
    figures = step.figures
    values: dict[str, object] = {
        name: money_short(value, lang) if "eur" in name else int(value) for name, value in figures.items()
    }
    key = f"chain.step_{step.page}"
    if step.page == "stresstest" and figures["eur_per_year"] != figures["eur_per_year"]:
        key += "_unknown"
    elif step.page == "beleid" and not figures["n_private"]:
        key += "_nothing"
    elif step.state == "open" and step.page != "stresstest":
        key += "_open"
    elif step.page == "maatregelen" and figures["n_limits"]:
        key += "_limits"
    return t(key, lang, package=package_name(standing.package, lang), **values)


def lack_text(lack: Lack, lang: str = "nl") -> str:
    """What a step lacks, in words."""
    return t(f"chain.lacks_{lack.key}", lang, n=number(lack.n, lang, 0) if lack.n > 999 else lack.n)


def conclusion(standing: Standing, lang: str = "nl") -> str:
    """How many of the steps are done, and what comes next."""
    done = sum(step.state == "done" for step in standing.steps)
    first = t("chain.conclusion", lang, n=done, all=len(standing.steps))
    if standing.next is None:
        return f"{first} {t('chain.next_none', lang)}"
    return first


def next_text(standing: Standing, lang: str = "nl") -> str:
    """The next best step, in words; empty where nothing is left."""
    step = standing.next
    if step is None:
        return ""
    lack = step.lacks[0] if step.lacks else None
    return lack_text(lack, lang) if lack else t(f"page.{step.page}", lang)


def advice_text(row: Advice, study: Study, lang: str = "nl") -> str:
    """One measure in one buurt, with what it closes of the gap and what it costs."""
    return t(
        "chain.advice",
        lang,
        measure=cells("measures", f"name_{lang}")[row.measure],
        area=study.city.areas["name"][row.area],
        closes=value_text(row.indicator, row.closes, lang),
        gap=value_text(row.indicator, row.gap, lang),
        indicator=indicator_name(row.indicator, lang),
        capex=money_short(row.capex_eur, lang),
    )


def obstacles_text(row: Advice, lang: str = "nl") -> str:
    """What stands in the way of it; that nothing does, where nothing does."""
    owner = t(f"owner.{cells('measures', 'owner')[row.measure]}", lang)
    found = [t(f"chain.obstacle_{name}", lang, owner=owner) for name in row.obstacles]
    return "; ".join(found) if found else t("chain.obstacle_none", lang)


def deviation_text(own: Deviation, lang: str = "nl") -> tuple[str, str]:
    """On what point a study departs from the standard, and why."""
    value = own.value
    if own.key == "climate":
        value = choice_name("climate", own.value, lang)
    elif own.key in ("hazard", "apart"):
        value = cells("hazards", f"name_{lang}")[own.value]
    reason = "; ".join(own.reasons) or t(f"chain.reason_{own.key}", lang)
    n = number(own.n, lang, 0) if own.n > 999 else own.n
    return t(f"chain.deviation_{own.key}", lang, n=n, value=value), reason
