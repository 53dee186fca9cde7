"""What projects that slip come to, in words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kans_model.programme.forecast import Forecast, levels
from kans_model.programme.plan import budget_period
from kans_model.programme.record import RecordYear
from kans_model.programme.reference_class import ReferenceClass
from kans_model.words.amounts import money_short, number, percent
from kans_model.words.texts import t

SHARES = (0.5, 0.8)
"""Of the planned investment: when so much stands."""
SHOWN_PROJECTS = 5


def forecast_conclusion(forecast: Forecast, budget_eur: float | None, lang: str = "nl") -> str:
    """What is spent in the first budget, and how much must stand on the agenda to spend it all."""
    first, last = budget_period(forecast.plan.programme)
    during = (forecast.years >= first) & (forecast.years <= last)
    planned = float(forecast.planned_eur[during].sum())
    if planned <= 0:
        return t("programme.forecast_nothing", lang, first=first, last=last)
    low, mid, high = levels(forecast.spend_eur[:, during].sum(axis=1))
    sentence = t(
        "programme.forecast",
        lang,
        first=first,
        last=last,
        planned=money_short(planned, lang),
        mid=money_short(float(mid), lang),
        low=money_short(float(low), lang),
        high=money_short(float(high), lang),
    )
    factor = forecast.over_programming(first, last, budget_eur)
    key = "programme.over_budget" if budget_eur is not None else "programme.over_plan"
    more = planned * (factor - 1)
    if not np.isfinite(factor) or abs(more) < 0.005 * planned:
        return sentence
    key = key if more > 0 else "programme.over_enough"
    words = {"factor": number(factor, lang, 2), "more": money_short(more, lang)}
    return f"{sentence} {t(key, lang, **words)}"


def year_text(year: float, last: int, lang: str = "nl") -> str:
    """A year, or that it lies after the last one that was followed.

    Examples
    --------
    >>> year_text(2041.0, 2100), year_text(float("inf"), 2100), year_text(float("nan"), 2100)
    ('2041', 'na 2100', 'onbekend')
    """
    if np.isnan(year):
        return t("unknown", lang)
    return t("programme.after_year", lang, year=last) if np.isinf(year) else str(int(year))


def stands(forecast: Forecast, lang: str = "nl") -> list[str]:
    """By when so much of the plan stands, and what damage is left by slipping."""
    last = int(forecast.years[-1])
    lines = []
    for share in SHARES:
        early, middle, late = (
            year_text(float(year), last, lang) for year in levels(forecast.ready_year(share))
        )
        words = {"share": percent(share, lang), "early": early, "middle": middle, "late": late}
        lines.append(t("programme.forecast_stands", lang, **words))
    low, mid, high = levels(forecast.lost_eur)
    amounts = {
        name: money_short(float(eur), lang) for name, eur in (("low", low), ("mid", mid), ("high", high))
    }
    lines.append(t("programme.forecast_lost", lang, last=last, **amounts))
    return lines


def musts(forecast: Forecast, lang: str = "nl") -> list[str]:
    """Projects whose slipping goes most with what is lost, the most first."""
    lost = forecast.mean_loss_eur
    known = np.flatnonzero(np.isfinite(forecast.criticality) & (lost > 0))
    first = known[np.argsort(-forecast.criticality[known], kind="stable")][:SHOWN_PROJECTS]
    return [
        t(
            "programme.forecast_must",
            lang,
            project=forecast.plan.programme.projects[place].name,
            eur=money_short(float(lost[place]), lang),
            share=number(float(forecast.criticality[place]), lang, 2),
        )
        for place in first
    ]


def basis(reference: ReferenceClass, record: Sequence[RecordYear], lang: str = "nl") -> str:
    """On which years it rests."""
    usual = percent(reference.usual_unspent, lang)
    if not reference.is_own:
        return t("programme.forecast_prior", lang, n=len(reference.unspent), usual=usual)
    years = [own.year for own in record]
    return t("programme.forecast_own", lang, n=len(years), first=min(years), last=max(years), usual=usual)
