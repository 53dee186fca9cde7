"""Ranges: the results of one package under every draw, put together, and their p5, p50 and p95.

Damage comes from `damage_draws`, money from `cost_benefit_draws`; `city_totals` gives the headlines alone, of
many draws.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import xarray as xr
from numpy.typing import ArrayLike

from kans_model.evaluation import economics
from kans_model.evaluation import evaluate as evaluation
from kans_model.evaluation.baseline import Baseline
from kans_model.measures.portfolio import Portfolio
from kans_model.outlook.scenario import CO_BENEFITS
from kans_model.tables.vocabulary import HAZARDS, HORIZONS
from kans_model.uncertainty import damage_ratios
from kans_model.uncertainty.cost_benefit_draws import (
    co_benefit_eur,
    cost_per_measure,
    present_value_avoided_eur,
)
from kans_model.uncertainty.damage_draws import Lines, hazard_totals, lines_after, lines_before
from kans_model.uncertainty.draw_values import DrawValues

QUANTILES = (0.05, 0.5, 0.95)


_COORDINATES = xr.Coordinates(
    {
        name: (name, np.array(values))
        for name, values in {
            "hazard": HAZARDS,
            "horizon": HORIZONS,
            "quantile": QUANTILES,
            "benefit": CO_BENEFITS,
        }.items()
    }
)


def summary(values: ArrayLike, axis: int = 0) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Low, median and high (p5, p50, p95) of draws. Unknown stays unknown.

    Examples
    --------
    >>> [round(float(x), 1) for x in summary(np.arange(101.0))]
    [5.0, 50.0, 95.0]
    """
    return tuple(np.quantile(np.asarray(values, dtype=float), QUANTILES, axis=axis))


def evaluate(
    drawn: DrawValues,
    base: Baseline,
    portfolio: Portfolio,
    mid: xr.Dataset | None = None,
    areas: bool = True,
) -> xr.Dataset:
    """Ranges of one package; see `Draws.evaluate`."""
    mid = evaluation.evaluate(base, portfolio) if mid is None else mid
    quantity = mid["quantity"].values
    before, after = lines_before(drawn, base), lines_after(drawn, base, quantity, areas)
    damage = {when: hazard_totals(lines.totals) for when, lines in (("before", before), ("after", after))}
    avoided = damage["before"] - damage["after"]
    money = _money(drawn, base, portfolio, quantity)
    avoided_only = present_value_avoided_eur(drawn, base, mid, avoided)
    beside = co_benefit_eur(drawn, base, mid)
    benefit = avoided_only + beside.sum(axis=0)
    cost = money["present_value_cost_eur"][1]
    hazards, death_eur = ("draw", "hazard", "horizon"), damage_ratios.death_eur(drawn, base)
    return xr.Dataset(
        {
            "ead_before_eur": (hazards, damage["before"]),
            "ead_after_eur": (hazards, damage["after"]),
            "avoided_eur": (hazards, avoided),
            "avoided_total_eur": (("draw", "horizon"), avoided[:, base.counted].sum(axis=1)),
            "deaths_before": (("draw", "horizon"), (before.totals["heat_deaths"] / death_eur).T),
            "deaths_after": (("draw", "horizon"), (after.totals["heat_deaths"] / death_eur).T),
            "present_value_benefit_eur": ("draw", benefit),
            "present_value_avoided_eur": ("draw", avoided_only),
            "co_benefit_eur": (("quantile", "benefit"), np.stack(summary(beside, axis=1))),
            "npv_eur": ("draw", benefit - cost),
            "npv_avoided_only_eur": ("draw", avoided_only - cost),
            "bcr": ("draw", economics.benefit_cost_ratio(benefit, cost)),
            "measure_benefit_eur": (("quantile", "measure"), _measure_benefit(base, mid, avoided)),
            **money,
            **_by_area(before, after),
        },
        coords=_COORDINATES,
        attrs={"hazards_included": base.hazards_included},
    )


def _by_area(before: Lines, after: Lines) -> dict[str, tuple[Any, np.ndarray]]:
    """What each area avoids, where that was asked for."""
    if before.area_2050 is None or after.area_2050 is None:
        return {}
    avoided = np.stack(summary((before.area_2050 - after.area_2050).T, axis=1))
    return {"area_avoided_eur": (("quantile", "area"), avoided)}


def _money(
    drawn: DrawValues, base: Baseline, portfolio: Portfolio, quantity: np.ndarray
) -> dict[str, tuple[Any, np.ndarray]]:
    used, capex, renewal, upkeep = cost_per_measure(drawn, base, portfolio, quantity)
    cost = capex * base.costs.first_build_factor + renewal + upkeep * base.costs.upkeep_factor
    return {
        "capex_eur": ("draw", capex.sum(axis=1)),
        "capex_public_eur": ("draw", capex[:, base.costs.is_public[used]].sum(axis=1)),
        "capex_private_eur": ("draw", capex[:, ~base.costs.is_public[used]].sum(axis=1)),
        "measure_capex_eur": (("quantile", "measure"), _quantiles_of_used(capex, used)),
        "measure_cost_eur": (("quantile", "measure"), _quantiles_of_used(cost, used)),
        "present_value_cost_eur": ("draw", cost.sum(axis=1)),
    }


def _quantiles_of_used(values: np.ndarray, used: np.ndarray) -> np.ndarray:
    """Quantiles over draws for the measures in use, nothing for the others, shape (quantile, measure)."""
    result = np.zeros((len(QUANTILES), len(used)))
    if used.any():
        result[:, used] = summary(values.T, axis=1)
    return result


def _measure_benefit(base: Baseline, mid: xr.Dataset, avoided: np.ndarray) -> np.ndarray:
    """Each measure's benefit with the range of the whole package's, shape (quantile, measure). [EUR]"""
    known = avoided[:, base.counted].sum(axis=(1, 2))
    middle = float(mid["avoided_eur"].values[base.counted].sum())
    ratio = np.array(summary(known)) / middle if middle > 0 else np.ones(len(QUANTILES))
    return ratio[:, None] * mid["present_value_benefit_eur"].values
