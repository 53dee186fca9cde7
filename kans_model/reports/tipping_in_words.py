"""From when limits are no longer kept, when to decide and what waiting costs, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from kans_model.programme.lead_time import lead_time_years
from kans_model.programme.plan import Plan
from kans_model.programme.tipping import COUNCIL_YEARS, LAST_YEAR, TippingBand, decision_year
from kans_model.reports.dialogue_in_words import criterion_text
from kans_model.reports.forecast_in_words import year_text
from kans_model.study.study import Study
from kans_model.uncertainty.criterion_paths import CriterionPath
from kans_model.uncertainty.risk_path_bands import RiskPathBands
from kans_model.words.amounts import money_short, number
from kans_model.words.texts import t


def risk_conclusion(bands: RiskPathBands, shown_year: int, lang: str = "nl") -> str:
    """What damage comes to without the plan and with it, and what a council term of waiting leaves."""
    at = int(np.flatnonzero(bands.years == shown_year)[0])
    without, planned = np.median(bands.without_eur[:, at]), np.median(bands.planned_eur[:, at])
    low, mid, high = np.quantile(bands.regret_eur, (0.1, 0.5, 0.9))
    return t(
        "programme.risk_conclusion",
        lang,
        year=shown_year,
        now=money_short(float(np.median(bands.without_eur[:, 0])), lang),
        without=money_short(float(without), lang),
        planned=money_short(float(planned), lang),
        wait=COUNCIL_YEARS,
        mid=money_short(float(mid), lang),
        low=money_short(float(low), lang),
        high=money_short(float(high), lang),
    )


def band_of_years(band: TippingBand, first_year: int, lang: str = "nl") -> str:
    """A tipping year with its band; one that is never kept says so, and none is named after the last year.

    Examples
    --------
    >>> inf = float("inf")
    >>> band_of_years(TippingBand(2041, 2048, 2060), 2027), band_of_years(TippingBand(2090, inf, inf), 2027)
    ('2048 (2041–2060)', 'na 2100 (2090–na 2100)')
    """
    ends = (band.early, band.middle, band.late)
    if band.middle == first_year and band.late == first_year:
        return t("programme.never_kept", lang)
    early, middle, late = (year_text(year, LAST_YEAR, lang) for year in ends)
    return middle if early == late else f"{middle} ({early}–{late})"


def decision_text(path: CriterionPath, plan: Plan, areas: pd.DataFrame, lang: str = "nl") -> str:
    """When to decide on what must follow, with what that rests on."""
    lead, building = lead_time_years(plan, path.criterion.mask(areas))
    year = decision_year(path.tipping.early, lead, building)
    if np.isfinite(year) and year <= path.years[0]:
        return t("programme.decide_now", lang)
    return year_text(year, LAST_YEAR, lang)


def tipping_table(
    study: Study, plan: Plan, paths: Mapping[str, Sequence[CriterionPath]], lang: str = "nl"
) -> pd.DataFrame:
    """A row per limit: its tipping year per climate, when to decide, and what waiting costs.

    Parameters
    ----------
    study : Study
    plan : Plan
    paths : dict
        Climate → the path of every limit, the climate of the study first.
    """
    own = study.scenario.climate
    columns: dict[str, list[str]] = {t("programme.tip_limit", lang): []}
    for path in paths[own]:
        columns[t("programme.tip_limit", lang)].append(criterion_text(path.criterion, study.city.areas, lang))
    first = int(plan.programme.first_year)
    without = [band_of_years(path.tipping_without, first, lang) for path in paths[own]]
    columns[t("programme.tip_without", lang)] = without
    for climate, found in paths.items():
        name = t("programme.tip_in", lang, climate=t(f"climate.{climate}", lang))
        columns[name] = [band_of_years(path.tipping, first, lang) for path in found]
    columns[t("programme.tip_decide", lang)] = [
        decision_text(path, plan, study.city.areas, lang) for path in paths[own]
    ]
    columns[t("programme.tip_wait", lang, n=COUNCIL_YEARS)] = [
        t("programme.tip_years", lang, n=number(path.years_lost, lang, 1))
        if np.isfinite(path.years_lost)
        else t("unknown", lang)
        for path in paths[own]
    ]
    return pd.DataFrame(columns)
