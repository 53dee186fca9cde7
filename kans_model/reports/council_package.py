"""What a council decides on: the measures and where they come, what is not counted, and the alternatives."""

from __future__ import annotations

import xarray as xr

from kans_model.measures.portfolio import Portfolio
from kans_model.study.names import portfolio_name
from kans_model.study.references import REFERENCES
from kans_model.study.study import Study
from kans_model.tables.reading import table
from kans_model.words.amounts import money_short
from kans_model.words.texts import t

AREAS_NAMED = 3
"""Areas that are named per measure; the map and the tables have all."""


def measure_rows(
    study: Study, portfolio: Portfolio, result: xr.Dataset, lang: str
) -> list[tuple[str, str, str, str]]:
    """Name, how it is spread, the areas that get most and the investment, dearest first."""
    names, areas = table("measures")[f"name_{lang}"], study.city.areas["name"]
    capex = result["capex_eur"]
    capex = capex.sum([dim for dim in capex.dims if dim != "measure"])
    rows = []
    for measure in capex.measure.values[capex.values.argsort()[::-1]]:
        if measure not in portfolio.choices or float(capex.sel(measure=measure)) <= 0:
            continue
        quantity = result["quantity"].sel(measure=measure)
        most = quantity.area.values[quantity.values.argsort()[::-1][:AREAS_NAMED]]
        where = ", ".join(str(areas[code]) for code in most if float(quantity.sel(area=code)) > 0)
        spread = t(f"targeting.{portfolio.choices[measure]['targeting']}", lang)
        rows.append((names[measure], spread, where, money_short(float(capex.sel(measure=measure)), lang)))
    return rows


def not_counted(result: xr.Dataset, lang: str) -> str:
    """The hazards that are no part of the outcome, as nothing is known of them here; '' where all are."""
    names = table("hazards")[f"name_{lang}"]
    out = [str(names[hazard]) for hazard in names.index if hazard not in result.attrs["hazards_included"]]
    return t("council.not_counted", lang, hazards=", ".join(out)) if out else ""


def alternatives(study: Study, portfolio_id: str, lang: str) -> list[tuple[str, str, str]]:
    """Name, investment and balance of the packages that may be chosen instead."""
    rows = []
    for other in REFERENCES:
        if other == portfolio_id:
            continue
        result = study.evaluate(study.portfolio(other))
        capex, balance = float(result["capex_eur"].sum()), float(result["npv_eur"])
        name = portfolio_name(study.portfolio(other), lang)
        rows.append((name, money_short(capex, lang), money_short(balance, lang)))
    return rows
