"""Ranges: the results of one package under every draw, per area and for the city, looked up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Self
from weakref import WeakKeyDictionary

import numpy as np
import xarray as xr
from numpy.typing import ArrayLike

from kans_model.evaluation import economics
from kans_model.evaluation import evaluate as evaluation
from kans_model.evaluation.baseline import Baseline
from kans_model.evaluation.co_benefit_values import green_gain_m2
from kans_model.evaluation.co_benefits import BY_GREEN, BY_TREE, COEFFICIENTS, PROPERTY
from kans_model.evaluation.costs import RAMP_RATIOS
from kans_model.evaluation.damage_lines import COMPONENT_STARTS, COMPONENTS
from kans_model.evaluation.heat import island_assumption
from kans_model.evaluation.works import saving_share
from kans_model.measures.portfolio import Portfolio
from kans_model.outlook.scenario import CO_BENEFITS
from kans_model.tables.vocabulary import AT_2050, HAZARDS, HORIZONS
from kans_model.uncertainty import damage_tables
from kans_model.uncertainty.damage_tables import DrawValues

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


def _reached(
    drawn: DrawValues,
    knots: damage_tables.Knots,
    base: Baseline,
    stored: np.ndarray,
    effect: np.ndarray | None,
) -> np.ndarray:
    """Share reached per year for each draw, shape (horizon, draw, area).

    Parameters
    ----------
    stored : array, shape (node, area, event)
        What the package stores. [mm]
    effect : array, shape (draw, area), or None
        Factor on it. [-]
    """
    weights = damage_tables.hats(knots.sewer_mm_h, drawn.sewer_mm_h) * drawn.reach[:, None]
    tables = damage_tables.reached_table(knots, base, stored).astype(np.float32).transpose(3, 0, 1, 2)
    by_draw = weights.astype(np.float32) @ tables  # horizon, effect, draw, area
    if tables.shape[1] == 1 or effect is None:
        return by_draw[:, 0]
    return _between(by_draw, _Way.along(knots.effect, effect))


class _Way(NamedTuple):
    """Where values stand between the knots of a table per draw and area, shape (draw, area) each."""

    at: np.ndarray
    """Place in the table, flat, of the knot below."""
    part: np.ndarray
    """Way from there to the next one. [-]"""

    @classmethod
    def along(cls, grid: np.ndarray, values: np.ndarray) -> Self:
        """The way along evenly spaced knots, whose ends hold beyond."""
        step = (values.astype(np.float32) - np.float32(grid[0])) / np.float32(grid[1] - grid[0])
        knot = np.clip(step.astype(np.intp), 0, len(grid) - 2)
        part = np.clip(step - knot, 0, 1).astype(np.float32)
        return cls(knot * values.size + np.arange(values.size).reshape(values.shape), part)


def _between(by_knot: np.ndarray, way: _Way) -> np.ndarray:
    """A table per draw and area read between its knots, shape (horizon, draw, area).

    Parameters
    ----------
    by_knot : array, shape (horizon, knot, draw, area)
    """
    flat = by_knot.reshape(len(by_knot), -1)
    low, high = flat.take(way.at, axis=1), flat.take(way.at + way.at.size, axis=1)
    high -= low
    high *= way.part
    high += low
    return high


def _degree_days(
    drawn: DrawValues, knots: damage_tables.Knots, base: Baseline, component: str, green: _Way | None
) -> np.ndarray:
    """Degree days per draw, shape (horizon, draw, area).

    Parameters
    ----------
    green : _Way, or None
        How far vegetation stands between the least and the most that owners can bring.
    """
    factor = island_assumption(component)
    weights = damage_tables.hats(knots.heat[factor], damage_tables.heat_factor(drawn, factor))
    table = damage_tables.degree_day_table(knots, base, component).astype(np.float32)
    by_draw = weights.astype(np.float32) @ table.transpose(3, 0, 1, 2)  # horizon, gain, draw, area
    return by_draw[:, 0] if green is None else _between(by_draw, green)


def _totals(eur_per_unit: np.ndarray, units: np.ndarray, kept: np.ndarray | None) -> np.ndarray:
    """City total per draw of one line of damage, shape (horizon, draw).

    Parameters
    ----------
    eur_per_unit : array, shape (area,)
    units : array, shape (horizon, draw, area)
        What happens per year: share reached, or degree days.
    kept : array, shape (draw, area), or None
        Share not protected. [-]
    """
    if kept is not None:
        units = units * kept
    return units @ np.nan_to_num(eur_per_unit).astype(np.float32)


@dataclass(frozen=True, eq=False)
class _Lines:
    """Damage of one package in all draws: totals, and the sum over counted hazards per area in 2050."""

    totals: dict  # component → (horizon, draw)
    area_2050: np.ndarray  # (draw, area)


def _lines(
    drawn: DrawValues,
    knots: damage_tables.Knots,
    base: Baseline,
    reached: np.ndarray,
    green: _Way | None,
    protected: Mapping[str, np.ndarray],
) -> _Lines:
    """Every line of damage after what measures shift and protect."""
    units = dict.fromkeys(base.water.eur_when_reached, reached)
    eur = dict(base.water.eur_when_reached)
    for component, per_degree_day in base.heat.eur_per_degree_day.items():
        units[component] = _degree_days(drawn, knots, base, component, green)
        eur[component] = per_degree_day
    totals, area_2050 = {}, np.zeros((len(drawn), base.n_areas), dtype=np.float32)
    for name, (hazard, _) in COMPONENTS.items():
        ratio = damage_tables.damage_ratio(drawn, base, name)
        kept = protected.get(name)
        counts = base.counted[HAZARDS.index(hazard)]
        if name in units:
            totals[name] = _totals(eur[name], units[name], kept) * ratio
            in_2050 = units[name][AT_2050] * np.nan_to_num(eur[name]).astype(np.float32) if counts else None
        else:
            totals[name] = damage_tables.known_total_eur(base, name, kept) * ratio
            in_2050 = np.nan_to_num(damage_tables.known_eur(base, name))[:, AT_2050] if counts else None
        if in_2050 is not None:
            part = in_2050 if kept is None else in_2050 * kept
            area_2050 += part * ratio[AT_2050][:, None]
    return _Lines(totals, area_2050)


_lines_before = WeakKeyDictionary()
"""What no package changes on each baseline, under the draws asked last: draws' key → lines."""


def _before(drawn: DrawValues, base: Baseline) -> _Lines:
    kept = _lines_before.setdefault(base, {})
    if drawn.key not in kept:
        kept.clear()
        nothing = np.zeros((len(base.room.measures), base.n_areas))
        knots = damage_tables.Knots.of(drawn, base, nothing)
        reached = _reached(drawn, knots, base, base.water.stored_mm(nothing), None)
        kept[drawn.key] = _lines(drawn, knots, base, reached, None, {})
    return kept[drawn.key]


def area_damage_eur(drawn: DrawValues, base: Baseline, hazards: Sequence[str], horizon: str) -> np.ndarray:
    """Damage without any package under every draw, over these hazards, shape (draw, area). [EUR/yr]

    For what sets buurten apart: the error of an estimated type or surface is each buurt's own here, where a
    city's total takes them together. Unknown where no hazard is known.
    """
    at, nothing = HORIZONS.index(horizon), np.zeros((len(base.room.measures), base.n_areas))
    knots = damage_tables.Knots.of(drawn, base, nothing)
    lines = [line for line, (hazard, _) in COMPONENTS.items() if hazard in hazards]
    reached = None
    if "pluvial" in hazards:
        reached = _reached(drawn, knots, base, np.zeros_like(base.water.event_runoff_mm[1]), None)[at]
    total = np.zeros((len(drawn), base.n_areas))
    for line in lines:
        if line in base.water.eur_when_reached:
            eur = reached * base.water.eur_when_reached[line]
        elif line in base.heat.eur_per_degree_day:
            days = _degree_days(drawn, knots, base, line, None)[at]
            eur = days * base.heat.eur_per_degree_day[line]
        else:
            eur = damage_tables.known_eur(base, line)[:, at]
        city = damage_tables.damage_ratio(drawn, base, line)[at]
        shared = city / damage_tables.estimate_ratio(drawn, base, line)
        own = damage_tables.area_estimate_ratio(drawn, base, line)
        total += np.nan_to_num(eur) * shared[:, None] * own
    known = np.isfinite(base.ead_before_eur[[HAZARDS.index(hazard) for hazard in hazards], :, at]).any(axis=0)
    return np.where(known, total, np.nan)


def evaluate(
    drawn: DrawValues, base: Baseline, portfolio: Portfolio, mid: xr.Dataset | None = None
) -> xr.Dataset:
    """Ranges of one package; see `Draws.evaluate`."""
    mid = evaluation.evaluate(base, portfolio) if mid is None else mid
    quantity = mid["quantity"].values
    knots = damage_tables.Knots.of(drawn, base, quantity)
    stored = base.water.stored_mm(quantity)
    reached = _reached(drawn, knots, base, stored, damage_tables.effect_ratio(drawn, base, quantity))
    kept = {
        name: share.astype(np.float32)
        for name, share in damage_tables.unprotected(drawn, base, quantity).items()
    }
    position = damage_tables.green_position(drawn, base, quantity)
    green = None if position is None else _Way.along(damage_tables.GAIN_GRID, position)
    before, after = _before(drawn, base), _lines(drawn, knots, base, reached, green, kept)
    damage = {when: hazard_totals(lines.totals) for when, lines in (("before", before), ("after", after))}
    avoided = damage["before"] - damage["after"]
    money = _money(drawn, base, portfolio, quantity)
    avoided_only = present_value_avoided_eur(drawn, base, mid, avoided)
    beside = co_benefit_eur(drawn, base, mid)
    benefit = avoided_only + beside.sum(axis=0)
    cost = money["present_value_cost_eur"][1]
    hazards, death_eur = ("draw", "hazard", "horizon"), damage_tables.death_eur(drawn, base)
    return xr.Dataset(
        {
            "ead_before_eur": (hazards, damage["before"]),
            "ead_after_eur": (hazards, damage["after"]),
            "avoided_eur": (hazards, avoided),
            "avoided_total_eur": (("draw", "horizon"), avoided[:, base.counted].sum(axis=1)),
            "deaths_before": (("draw", "horizon"), (before.totals["heat_deaths"] / death_eur).T),
            "deaths_after": (("draw", "horizon"), (after.totals["heat_deaths"] / death_eur).T),
            "area_avoided_eur": (
                ("quantile", "area"),
                np.stack(summary((before.area_2050 - after.area_2050).T, axis=1)),
            ),
            "present_value_benefit_eur": ("draw", benefit),
            "present_value_avoided_eur": ("draw", avoided_only),
            "co_benefit_eur": (("quantile", "benefit"), np.stack(summary(beside, axis=1))),
            "npv_eur": ("draw", benefit - cost),
            "npv_avoided_only_eur": ("draw", avoided_only - cost),
            "bcr": ("draw", economics.benefit_cost_ratio(benefit, cost)),
            "measure_benefit_eur": (("quantile", "measure"), _measure_benefit(base, mid, avoided)),
            **money,
        },
        coords=_COORDINATES,
        attrs={"hazards_included": base.hazards_included},
    )


def hazard_totals(totals: Mapping[str, np.ndarray]) -> np.ndarray:
    """City totals, shape (draw, hazard, horizon); unknown where no area knows a line."""
    lines = np.stack([totals[name] for name in COMPONENTS]).astype(float)
    return np.add.reduceat(lines, COMPONENT_STARTS, axis=0).transpose(2, 0, 1)


def cost_per_measure(
    drawn: DrawValues, base: Baseline, portfolio: Portfolio, quantity: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """What the measures in use cost under each draw, by kind.

    Returns
    -------
    used : numpy.ndarray of bool, shape (measure,)
    capex_eur, renewal_eur, upkeep_eur : numpy.ndarray, shape (draw, used measure)
        Investment; present value of renewal less residual; upkeep per year.
    """
    names = ("ssk_engineering", "ssk_other", "ssk_unforeseen")
    total = quantity.sum(axis=1)
    used = total > 0
    placed = drawn.measure["participation_share"][:, used] * total[used]
    drawn_surcharge = economics.surcharge_factor(*(base.scalar[name] * drawn.ratio(name) for name in names))
    surcharge = np.where(base.costs.has_surcharge[used], drawn_surcharge[:, None], 1.0)
    building = base.costs.building_price_eur[used] * drawn.measure["capex_eur"][:, used] * placed
    full = building * surcharge
    saving = saving_share(base, portfolio, quantity) * drawn.measure["joint_works_discount"]
    site = placed * economics.site_price_eur(
        base.measure["land_m2_per_unit"][used],
        base.scalar["land_eur_per_m2"] * drawn.ratio("land_eur_per_m2")[:, None],
        base.measure["excavation_m3_per_unit"][used],
        base.scalar["excavation_eur_per_m3"] * drawn.ratio("excavation_eur_per_m3")[:, None] * surcharge,
    )
    capex = full * (1 - saving[:, used]) + site
    life = base.measure["lifetime_years"][used] * drawn.measure["lifetime_years"][:, used]
    renewal = full * (base.costs.capital_factor(life) - base.costs.first_build_factor)
    return used, capex, renewal, building * base.measure["opex_share_per_year"][used]


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


def present_value_avoided_eur(
    drawn: DrawValues, base: Baseline, mid: xr.Dataset, avoided: np.ndarray
) -> np.ndarray:
    """Present value of avoided damage per draw, as the effect of measures grows. [EUR]

    Parameters
    ----------
    avoided : array, shape (draw, hazard, horizon)
        [EUR/yr]
    """
    at_once, _ = base.costs.benefit_weights
    value = (avoided * at_once)[:, base.counted].sum(axis=(1, 2))
    if base.counted[evaluation.HEAT]:
        heat = _growing_years(drawn, base, mid["avoided_by_measure_eur"].values[:, evaluation.HEAT])
        value += (avoided[:, evaluation.HEAT] * (heat - at_once)).sum(axis=1)
    return value


def co_benefit_eur(drawn: DrawValues, base: Baseline, mid: xr.Dataset) -> np.ndarray:
    """Present value of the co-benefits that count, per draw, shape (benefit, draw). [EUR]"""
    by_measure = mid["present_value_co_benefit_eur"].values
    used = np.flatnonzero(by_measure.any(axis=0))
    value = np.zeros((len(CO_BENEFITS), len(drawn)))
    green = _green_m2(drawn, base, used)
    per_unit = base.co_benefits.gain_m2[used]
    ratio = np.divide(green, per_unit, out=np.ones_like(green), where=per_unit > 0)
    yearly, once = _years_ratio(drawn, base, used)
    joins = drawn.measure["participation_share"][:, used]
    for row in np.flatnonzero(by_measure.any(axis=1)).tolist():  # five of them by default
        name = CO_BENEFITS[row]
        if name in PROPERTY:
            stands = mid["quantity"].values[used]
            value[row] = _property_eur(drawn, base, stands, used, joins * green, once, row)
        elif name in BY_GREEN:
            value[row] = (joins * ratio * yearly) @ by_measure[row, used]
        elif name in BY_TREE:
            value[row] = (joins * yearly) @ by_measure[row, used]
        else:
            value[row] = joins @ by_measure[row, used]
        value[row] *= drawn.ratio(*COEFFICIENTS[name])
    return value


def _green_m2(drawn: DrawValues, base: Baseline, used: np.ndarray) -> np.ndarray:
    """Green that one unit of some measures adds for who lives by, shape (draw, measure). [m²]"""
    share = base.scalar["partly_seen_green_share"] * drawn.ratio("partly_seen_green_share")
    brought = base.co_benefits
    return green_gain_m2(brought.public_m2[used], brought.partly_seen_m2[used], share[:, None])


def _years_ratio(drawn: DrawValues, base: Baseline, used: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """What a yearly euro, and one that comes once, counts for as green grows, over the middle. [-]

    Shape (draw, measure) each.
    """
    knot, part = damage_tables.position(RAMP_RATIOS, drawn.measure["effect_ramp_years"][:, used])
    costs, found = base.costs, []
    for table in (costs.grown_years_table, costs.rise_table):
        low, high = table[knot, used], table[knot + 1, used]
        middle = np.array([np.interp(1.0, RAMP_RATIOS, of_measure) for of_measure in table[:, used].T])
        found.append((low + (high - low) * part) / middle)
    return found[0], found[1]


def _property_eur(
    drawn: DrawValues,
    base: Baseline,
    quantity: np.ndarray,
    used: np.ndarray,
    green: np.ndarray,
    once: np.ndarray,
    row: int,
) -> np.ndarray:
    """Higher value of dwellings per draw, its share of their value at the middle, shape (draw,). [EUR]

    Parameters
    ----------
    green, once : array, shape (draw, measure)
        Green per unit, and what comes once over its middle. [m²], [-]
    """
    brought = base.co_benefits
    full = drawn.ratio("green_gain_full_share")[:, None]
    risen = (green * once * brought.years[row, used]) @ quantity
    kept = brought.within_bounds(risen, brought.places[used] @ quantity, full)
    return (risen * kept / full) @ brought.eur_per_added[row]


def _growing_years(drawn: DrawValues, base: Baseline, own_eur: np.ndarray) -> np.ndarray:
    """Years that less heat counts for as green grows, by what each measure avoids, shape (draw, horizon)."""
    at_once, grown = base.costs.benefit_weights
    total = own_eur.sum(axis=0)
    grows = np.flatnonzero((base.measure["effect_ramp_years"] > 0) & own_eur.any(axis=1))
    knot, part = damage_tables.position(RAMP_RATIOS, drawn.measure["effect_ramp_years"][:, grows])
    low, high = base.costs.grown_table[knot, grows], base.costs.grown_table[knot + 1, grows]
    moved = low + (high - low) * part[..., None]
    years = (own_eur * grown).sum(axis=0) + ((moved - grown[grows]) * own_eur[grows]).sum(axis=1)
    return np.divide(years, total, out=np.tile(at_once, (len(years), 1)), where=total > 0)


def _measure_benefit(base: Baseline, mid: xr.Dataset, avoided: np.ndarray) -> np.ndarray:
    """Each measure's benefit with the range of the whole package's, shape (quantile, measure). [EUR]"""
    known = avoided[:, base.counted].sum(axis=(1, 2))
    middle = float(mid["avoided_eur"].values[base.counted].sum())
    ratio = np.array(summary(known)) / middle if middle > 0 else np.ones(len(QUANTILES))
    return ratio[:, None] * mid["present_value_benefit_eur"].values
