"""How far a programme is, in words."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kans_model.programme.headway import PriceExperience, Progress, realised_prices
from kans_model.programme.plan import budget_period
from kans_model.study.study import Study
from kans_model.tables.reading import table
from kans_model.words.amounts import money, money_short, number, percent
from kans_model.words.texts import t

SMALLEST_EUR = 1.0
"""Behind or ahead by less is on time. [EUR]"""


def progress_conclusion(progress: Progress, lang: str = "nl") -> str:
    """What was due, what is built, and what the rest must do to be as far as planned."""
    words = {
        "year": progress.year,
        "due": money_short(progress.due_eur, lang),
        "built": money_short(progress.built_eur, lang),
    }
    sentence = t("programme.progress", lang, **words)
    if progress.behind_eur < SMALLEST_EUR:
        return f"{sentence} {t('programme.progress_on_time', lang)}"
    last = max(budget_period(progress.plan.programme)[1], progress.year + 1)
    last = min(last, progress.plan.programme.last_year)
    needed, planned = progress.rest_eur_per_year(last)
    if np.isnan(needed):
        return f"{sentence} {t('programme.progress_late', lang)}"
    more = t(
        "programme.progress_catch_up",
        lang,
        first=progress.year + 1,
        last=last,
        needed=money_short(needed, lang),
        planned=money_short(planned, lang),
    )
    return f"{sentence} {more}"


def progress_lines(progress: Progress, lang: str = "nl") -> list[str]:
    """Projects by state, cost against plan, and what is not known."""
    states = [
        t("programme.progress_state", lang, n=n, state=t(f"build_state.{state}", lang))
        for state, n in progress.n_by_state.items()
        if n
    ]
    lines = [", ".join(states)]
    if np.isfinite(progress.cost_ratio):
        words = {"spent": money_short(progress.spent_eur, lang), "ratio": percent(progress.cost_ratio, lang)}
        lines.append(t("programme.progress_cost", lang, **words))
    if progress.n_unknown:
        lines.append(t("programme.progress_unknown", lang, n=progress.n_unknown))
    return lines


@dataclass(frozen=True)
class PriceOffer:
    """A realised price as own value of an assumption.

    Attributes
    ----------
    key : str
        Of the assumption.
    value : float
        Within the range of the table. [unit of the assumption]
    text, reason : str
        What is offered, and what is written beside the own value.
    """

    key: str
    value: float
    text: str
    reason: str


def price_offers(study: Study, progress: Progress, lang: str = "nl") -> list[PriceOffer]:
    """What measures came to cost, to take over as own value, with how many projects stand behind it."""
    return [_offer(study, own, lang) for own in realised_prices(progress.plan) if _has_range(study, own)]


def _has_range(study: Study, own: PriceExperience) -> bool:
    _, low, high = study.assumptions.default(f"{own.measure}:capex_eur")
    return bool(high > low)


def _offer(study: Study, own: PriceExperience, lang: str) -> PriceOffer:
    key = f"{own.measure}:capex_eur"
    now = study.assumptions.value(key)
    wanted = now * own.ratio
    value = study.assumptions.clipped(key, wanted)
    row = table("measures").loc[own.measure]
    text = t(
        "programme.price_offer" if value == wanted else "programme.price_offer_clipped",
        lang,
        measure=row[f"name_{lang}"],
        now=money(now, lang),
        wanted=money(wanted, lang),
        value=money(value, lang),
        n=own.n_projects,
    )
    reason = t("programme.price_reason", lang, n=own.n_projects, ratio=number(own.ratio, lang, 2))
    return PriceOffer(key, float(value), text, reason)
