"""How wide results are: one package under every draw, looked up rather than worked out again."""

from dataclasses import dataclass

import numpy as np
import xarray as xr

from kans_model import economics, effects, evaluation
from kans_model.baseline import COMPONENT_STARTS, COMPONENTS, HAZARDS
from kans_model.evaluation import channels, treated, with_works
from kans_model.hazards.pluvial import damage_eur_per_m2
from kans_model.portfolio import Portfolio
from kans_model.scenario import HORIZONS

QUANTILES = (0.05, 0.5, 0.95)
EFFECT_KNOTS, SEWER_KNOTS, HEAT_KNOTS = 5, 13, 13
AT_2050 = HORIZONS.index("2050")
_COORDINATES = xr.Coordinates(
    {
        name: (name, np.array(values))
        for name, values in {"hazard": HAZARDS, "horizon": HORIZONS, "quantile": QUANTILES}.items()
    }
)


def summary(values, axis=0):
    """Low, median and high (p5, p50, p95) of draws. Unknown stays unknown.

    Examples
    --------
    >>> [round(float(x), 1) for x in summary(np.arange(101.0))]
    [5.0, 50.0, 95.0]
    """
    return tuple(np.quantile(np.asarray(values, dtype=float), QUANTILES, axis=axis))


def _lookup(grid, position):
    """Knot below each position on an even grid, and the way to the next one. [-]"""
    step = (position - grid[0]) / (grid[1] - grid[0])
    knot = np.clip(step.astype(np.intp), 0, len(grid) - 2)
    return knot, (step - knot).astype(np.float32)


def _hats(grid, position):
    """Weights that read a table with one row per knot linearly, as one product: shape (draw, knot)."""
    knot, part = _lookup(grid, position)
    weights = np.zeros((len(position), len(grid)), dtype=np.float32)
    rows = np.arange(len(position))
    weights[rows, knot] = 1 - part
    weights[rows, knot + 1] = part
    return weights


def _span(values, knots):
    """An even grid over all values. [unit of the values]"""
    return np.linspace(values.min() - 1e-9, values.max() + 1e-9, knots)


def _reached(drawn, base, stored, effect):
    """Share reached per year for each draw, shape (horizon, draw, area): looked up, not integrated again.

    Damage depends on a draw only through the sewer's discharge and one factor on what measures store,
    so it is tabulated on a grid of the two and interpolated.

    Parameters
    ----------
    stored : array, shape (area, event), or None
        What the package stores. [mm]
    effect : array, shape (draw, area), or None
        Factor on it. [-]
    """
    sewer = _span(drawn.sewer_mm_h, SEWER_KNOTS)
    hats = _hats(sewer, drawn.sewer_mm_h) * drawn.reach[:, None].astype(np.float32)
    if stored is None or not stored.any():
        tables = np.stack([base.reached_per_year(0.0, shift) for shift in sewer])  # sewer, area, horizon
        return np.stack([hats @ rows for rows in tables.transpose(2, 0, 1).astype(np.float32)])
    factors, ceiling = _span(effect, EFFECT_KNOTS), base.event_water[1]
    kept = [np.minimum(factor * stored, ceiling) for factor in factors]
    tables = np.stack([[base.reached_per_year(mm, shift) for shift in sewer] for mm in kept])
    tables = tables.transpose(3, 0, 1, 2).astype(np.float32)  # horizon, effect, sewer, area
    by_draw = hats @ tables  # horizon, effect, draw, area
    knot, part = _lookup(factors, effect)
    n_draws, n_areas = effect.shape
    flat = by_draw.reshape(len(HORIZONS), -1)
    at = knot * (n_draws * n_areas) + np.arange(n_draws * n_areas).reshape(n_draws, n_areas)
    low, high = flat.take(at, axis=1), flat.take(at + n_draws * n_areas, axis=1)
    high -= low
    high *= part
    high += low
    return high


COMPONENT_RATIOS = {
    "pluvial_dwellings": ("building_area_useful",),
    "pluvial_businesses": ("building_area_useful",),
    "pluvial_roads": ("road_flooded_share_of_reached",),
    "heat_deaths": ("heat_deaths_per_100k_per_degC_above20", "life_years_lost", "voly_eur"),
    "heat_admissions": ("admissions_per_resident_yr", "hospital_admissions_per_degc", "admission_eur"),
    "heat_productivity": (
        *("productivity_loss_per_degC", "working_day_share", "value_added_eur_per_job_day"),
        "workers_per_resident",
    ),
    "drought_foundations": ("foundation_repair_eur", "foundation_repair_share_2050_H"),
    "flood_dwellings": ("ground_floor_m2_per_dwelling",),
}
"""Assumptions that multiply each line of damage; the rest enters through intensity."""


BUILDING_DAMAGE = {
    "pluvial_dwellings": ("wss_dwelling_eur_m2", "wss_indirect_dwelling_eur_m2_day"),
    "pluvial_businesses": ("wss_business_eur_m2", "wss_indirect_business_eur_m2_day"),
}
"""Direct damage and damage per day of recovery of each kind of building."""


def _ratio(drawn, base, component):
    """Drawn over mid of one line of damage, for what multiplies it, shape (draw,). [-]"""
    ratio = drawn.ratio(*COMPONENT_RATIOS[component])
    if component in BUILDING_DAMAGE:
        direct, daily = (base.scalar[name] * drawn.ratio(name) for name in BUILDING_DAMAGE[component])
        fraction, days = (
            base.scalar[name] * drawn.ratio(name) for name in ("wss_mean_depth_fraction", "recovery_days")
        )
        middle = [base.scalar[name] for name in BUILDING_DAMAGE[component]]
        middle = damage_eur_per_m2(
            middle[0], base.scalar["wss_mean_depth_fraction"], middle[1], base.scalar["recovery_days"]
        )
        ratio = ratio * damage_eur_per_m2(direct, fraction, daily, days) / middle
    return ratio.astype(np.float32)


def _uhi_ratio(drawn):
    """Drawn over mid of the scale of the heat island, (S·DTR³/U)^¼. [-]"""
    inside = drawn.ratio("ref_daily_mean_radiation") * drawn.ratio("ref_dtr") ** 3
    return (inside / drawn.ratio("ref_wind_10m")) ** 0.25


def _degree_days(drawn, base, name, gain):
    """Degree days per draw, shape (horizon, draw, area): they depend on a draw through one factor."""
    factor = "uhi_daily_mean_factor" if name == "deaths" else "uhi_afternoon_factor"
    ratio = drawn.ratio(factor) * _uhi_ratio(drawn)
    grid = _span(ratio, HEAT_KNOTS)
    shift = base.scalar[factor] * grid[:, None] * (base.uhi_anomaly_k - gain * base.uhi_scale_k)
    tables = base.degree_days(name, shift).transpose(2, 0, 1).astype(np.float32)
    return _hats(grid, ratio) @ tables


def _totals(eur_per_unit, units, kept):
    """City total per draw of one line of damage, shape (horizon, draw); unknown where no area knows.

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


def _lines(drawn, base, reached, gain, protected):
    """Every line of damage after what measures shift and protect."""
    units = dict.fromkeys(base.pluvial_eur, reached)
    eur = dict(base.pluvial_eur)
    for component, per_degree_day in base.heat_eur_per_degree_day.items():
        units[component] = _degree_days(drawn, base, component.removeprefix("heat_"), gain)
        eur[component] = per_degree_day
    totals, area_2050 = {}, np.zeros((len(drawn), base.n_areas), dtype=np.float32)
    for name, (hazard, _) in COMPONENTS.items():
        ratio = _ratio(drawn, base, name)
        kept = protected.get(name)
        counts = base.counted[HAZARDS.index(hazard)]
        if name in units:
            totals[name] = _totals(eur[name], units[name], kept) * ratio
            in_2050 = units[name][AT_2050] * eur[name].astype(np.float32) if counts else None
        else:  # known per area and horizon, drawn through the ratio alone
            known = {"drought_foundations": base.foundation_eur, "flood_dwellings": base.flood_eur}[name]
            known = known if known.ndim == 2 else np.repeat(known[:, None], len(HORIZONS), axis=1)
            filled = np.nan_to_num(known).T.astype(np.float32)
            rows = filled.sum(axis=1, keepdims=True) if kept is None else filled @ kept.T
            totals[name] = np.where(np.isfinite(known).any(axis=0)[:, None], rows * ratio, np.nan)
            in_2050 = filled[AT_2050] if counts else None
        if in_2050 is not None:
            part = in_2050 if kept is None else in_2050 * kept
            area_2050 += part * ratio[:, None]
    return _Lines(totals, area_2050)


def _before(drawn, base):
    """What no package changes, kept on the baseline for as long as it lives."""
    kept = base.__dict__.setdefault("_drawn_before", {})
    if drawn.key not in kept:
        kept.clear()
        kept[drawn.key] = _lines(drawn, base, _reached(drawn, base, None, None), 0.0, {})
    return kept[drawn.key]


def _protected(drawn, base, quantity):
    """Share of each line of damage that is left unprotected, (draw, area); only where any is treated."""
    share, kept = treated(base, quantity), {}
    for name, (column, mask) in channels().items():
        used = mask & share.any(axis=1)
        if used.any():
            protected = effects.protection(share[used], drawn.measure[column][:, used])
            kept[name] = (1 - protected).astype(np.float32)
    return kept


def evaluate(drawn, base, portfolio: Portfolio, mid=None):
    """Ranges of one package; see `Draws.evaluate`."""
    mid = evaluation.evaluate(base, portfolio) if mid is None else mid
    quantity = mid["quantity"].values
    stored = base.stored_mm(quantity, base.unit_storage_m3, base.event_water[1])
    reached = _reached(drawn, base, stored, _effect(drawn, base, quantity))
    kept = _protected(drawn, base, quantity)
    before, after = _before(drawn, base), _lines(drawn, base, reached, base.vegetation_gain(quantity), kept)
    damage = {when: _hazard_totals(lines.totals) for when, lines in (("before", before), ("after", after))}
    avoided = damage["before"] - damage["after"]
    money = _money(drawn, base, portfolio, quantity)
    benefit = _benefit(drawn, base, mid, avoided)
    cost = money["present_value_cost_eur"][1]
    hazards, death_eur = (
        ("draw", "hazard", "horizon"),
        base.death_eur * drawn.ratio("life_years_lost", "voly_eur"),
    )
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
            "npv_eur": ("draw", benefit - cost),
            "bcr": ("draw", economics.benefit_cost_ratio(benefit, cost)),
            "measure_benefit_eur": (("quantile", "measure"), _measure_benefit(base, mid, avoided)),
            **money,
        },
        coords=_COORDINATES,
        attrs={"hazards_included": base.hazards_included},
    )


def _effect(drawn, base, quantity):
    """One factor per draw and area on what measures store, weighted by what each stores. [-]"""
    held = base.held_m3(quantity)
    total = held.sum(axis=0)
    weight = np.divide(held, total, out=np.zeros_like(held), where=total > 0)
    drains = (base.measure["extra_drain_mm_h"] > 0) & (base.measure["storage_m3_per_unit"] == 0)
    ratio = np.where(drains, drawn.measure["extra_drain_mm_h"], drawn.measure["storage_m3_per_unit"])
    return np.where(total > 0, ratio @ weight, 1.0)


def _hazard_totals(totals):
    """City totals, shape (draw, hazard, horizon); unknown where no area knows a line."""
    lines = np.stack([totals[name] for name in COMPONENTS]).astype(float)
    return np.add.reduceat(lines, COMPONENT_STARTS, axis=0).transpose(2, 0, 1)


def cost_per_measure(drawn, base, portfolio, quantity):
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
    drawn_surcharge = economics.surcharge_factor(*(base.scalar[name] * drawn.ratio(name) for name in names))
    surcharge = np.where(base.has_surcharge[used], drawn_surcharge[:, None], 1.0)
    building = base.building_price_eur[used] * drawn.measure["capex_eur"][:, used] * total[used]
    full = building * surcharge
    saving = np.where(with_works(base, portfolio), base.measure["joint_works_discount"], 0.0)[used]
    capex = full * (1 - saving)
    life = base.measure["lifetime_years"][used] * drawn.measure["lifetime_years"][:, used]
    renewal = full * (base.capital_factor(life) - base.first_build_factor)
    return used, capex, renewal, building * base.measure["opex_share_per_year"][used]


def _money(drawn, base, portfolio, quantity):
    used, capex, renewal, upkeep = cost_per_measure(drawn, base, portfolio, quantity)
    cost = capex * base.first_build_factor + renewal + upkeep * base.upkeep_factor
    return {
        "capex_eur": ("draw", capex.sum(axis=1)),
        "measure_capex_eur": (("quantile", "measure"), _quantiles_of_used(capex, used)),
        "measure_cost_eur": (("quantile", "measure"), _quantiles_of_used(cost, used)),
        "present_value_cost_eur": ("draw", cost.sum(axis=1)),
    }


def _quantiles_of_used(values, used):
    """Quantiles over draws for the measures in use, nothing for the others, shape (quantile, measure)."""
    result = np.zeros((len(QUANTILES), len(used)))
    if used.any():
        result[:, used] = summary(values.T, axis=1)
    return result


def _benefit(drawn, base, mid, avoided):
    """Present value of benefits per draw, as the effect of measures grows. [EUR]"""
    at_once, grown = base.benefit_weights
    own = mid["avoided_by_measure_eur"].values[:, evaluation.HEAT]
    total = own.sum(axis=0)
    heat = np.divide((own * grown).sum(axis=0), total, out=at_once.copy(), where=total > 0)
    weights = np.where((np.arange(len(HAZARDS)) == evaluation.HEAT)[:, None], heat, at_once)
    value = (avoided * weights)[:, base.counted].sum(axis=(1, 2))
    water, trees = mid["co_benefit_eur"].values
    co_benefit = water * drawn.ratio("drinking_water_eur_m3") + trees
    return value + co_benefit * at_once.sum()


def _measure_benefit(base, mid, avoided):
    """Each measure's benefit with the range of the whole package's, shape (quantile, measure). [EUR]"""
    known = avoided[:, base.counted].sum(axis=(1, 2))
    middle = float(mid["avoided_eur"].values[base.counted].sum())
    ratio = np.array(summary(known)) / middle if middle > 0 else np.ones(len(QUANTILES))
    return ratio[:, None] * mid["present_value_benefit_eur"].values
