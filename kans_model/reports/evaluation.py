"""A study in figures for other programs: what `kans evaluate --json` prints and screens show."""

import math
from collections.abc import Sequence
from typing import Any

import xarray as xr

from kans_model.comparison.break_even import benefit_kinds_eur, conditions
from kans_model.evaluation.baseline import Baseline
from kans_model.evaluation.prices import PRICE_YEAR
from kans_model.evaluation.result import known_sum
from kans_model.reports.study_head import study_head
from kans_model.study.names import portfolio_name
from kans_model.study.study import Study
from kans_model.tables.vocabulary import HAZARDS, HORIZONS


def summarised(study: Study, ids: Sequence[str], horizon: str = "2050", lang: str = "nl") -> dict[str, Any]:
    """The packages of a study as plain values, mid estimates, None where unknown.

    Parameters
    ----------
    study : Study
    ids : sequence of str
        Packages, own or reference.
    horizon : {"now", "2050", "2100"}

    Raises
    ------
    KansError
        For an unknown package.
    """
    results = {name: study.evaluate(name) for name in ids}
    hazards = next(iter(results.values())).attrs["hazards_included"] if results else []
    return {
        **study_head(study),
        "scenario": study.scenario.to_dict(),
        "horizon": horizon,
        "price_year": PRICE_YEAR,
        "areas": len(study.city.areas),
        "hazards_included": list(hazards),
        "indicative": study.city.indicative,
        "portfolios": {
            name: _figures(study.baseline, result, portfolio_name(study.portfolio(name), lang), horizon)
            for name, result in results.items()
        },
    }


def _figures(base: Baseline, result: xr.Dataset, name: str, horizon: str) -> dict[str, Any]:
    h = HORIZONS.index(horizon)
    damage = {
        hazard: {
            when: _known(known_sum(result[f"ead_{when}_eur"].values[i, :, h])) for when in ("before", "after")
        }
        for i, hazard in enumerate(HAZARDS)
    }
    return {
        "name": name,
        "capex_eur": _known(result["capex_eur"].values.sum()),
        "capex_public_eur": _known(result["capex_public_eur"].values),
        "capex_private_eur": _known(result["capex_private_eur"].values),
        "present_value_eur": _known(result["present_value_cost_total_eur"].values),
        "avoided_eur_per_year": _known(result["avoided_total_eur"].values[h]),
        "npv_eur": _known(result["npv_eur"].values),
        "bcr": _known(result["bcr"].values),
        "npv_avoided_only_eur": _known(result["npv_avoided_only_eur"].values),
        "bcr_avoided_only": _known(result["bcr_avoided_only"].values),
        "benefits_eur": {kind: _known(value) for kind, value in benefit_kinds_eur(base, result).items()},
        "possible_co_benefits_eur": {
            str(name): _known(value)
            for name, value in zip(
                result["benefit"].values, result["possible_co_benefit_eur"].values, strict=True
            )
        },
        "break_even": {
            condition.what: {
                "factor": _known(condition.factor),
                "now": _known(condition.now),
                "needed": _known(condition.needed),
            }
            for condition in conditions(base, result)
        },
        "synergy": {
            str(opgave): {"reach_pct": _known(reach), "mean_score": _known(mean)}
            for opgave, reach, mean in zip(
                result["opgave"].values, result["reach_pct"].values, result["mean_score"].values, strict=True
            )
        },
        "ead_eur_per_year": damage,
    }


def _known(value: Any) -> float | None:
    """A float, or None where it is not known."""
    value = float(value)
    return None if math.isnan(value) else value
