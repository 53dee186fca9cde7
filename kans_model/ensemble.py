"""How sure: every low–mid–high as a distribution, drawn together, so that results become ranges."""

import hashlib
from dataclasses import dataclass

import numpy as np
import xarray as xr
from scipy.stats import beta, qmc

from kans_model import economics, effects, evaluation
from kans_model.baseline import COMPONENTS, HAZARDS
from kans_model.evaluation import HAZARD_OF, channels, included, treated, with_works
from kans_model.portfolio import Portfolio
from kans_model.scenario import HORIZONS
from kans_model.tables import table

QUANTILES = (0.05, 0.5, 0.95)
N_DRAWS, SEED = 1024, 2027
DRAWN_COLUMNS = ("capex_eur", "lifetime_years", "storage_m3_per_unit", "extra_drain_mm_h")
PROTECTED = tuple(f"{hazard}_protected_share" for hazard in HAZARDS)
EFFECT_KNOTS, SEWER_KNOTS = 9, 5


def pert(quantile, low, mid, high):
    """Value of a PERT distribution at a quantile; the mid where there is no range. [unit of mid]

    Parameters
    ----------
    quantile : array_like
        0 to 1. [-]
    low, mid, high : array_like
        Lowest, most likely and highest; broadcast.

    Examples
    --------
    >>> float(pert(0.5, 0.0, 1.0, 2.0).round(6))
    1.0
    >>> float(pert(0.9, 3.0, 3.0, 3.0))
    3.0

    References
    ----------
    Malcolm et al. 1959; beta distribution with shape 4.
    """
    low, mid, high = (np.asarray(x, dtype=float) for x in (low, mid, high))
    width = np.where(high > low, high - low, 1.0)
    first = 1 + 4 * (mid - low) / width
    second = 1 + 4 * (high - mid) / width
    drawn = low + width * beta.ppf(quantile, first, second)
    return np.where(high > low, drawn, mid)


@dataclass(frozen=True, eq=False)
class Draws:
    """Fixed draws (common random numbers), so that packages differ by their choices only.

    Attributes
    ----------
    key : str
        Equal keys give equal results.
    scalar : dict
        Assumption → drawn value over the value in force, shape (draw,). [-]
    measure : dict
        Column of measures → the same, shape (draw, measure); protected shares as values.
    sewer_mm_h : array, shape (draw,)
        Deviation of the sewer's discharge. [mm/h]
    reach : array, shape (draw,)
        Factor on the share of buildings reached. [-]
    """

    key: str
    scalar: dict
    measure: dict
    sewer_mm_h: np.ndarray
    reach: np.ndarray

    def __len__(self):
        return len(self.reach)

    def ratio(self, *names):
        """Product of drawn over mid of these assumptions, shape (draw,). [-]"""
        product = np.ones(len(self))
        for name in names:
            product = product * self.scalar.get(name, 1.0)
        return product

    def evaluate(self, base, portfolio):
        """Ranges of one package: city totals per draw, and quantiles per area and measure.

        Returns
        -------
        xarray.Dataset
            ``capex_eur, present_value_cost_eur, present_value_benefit_eur, npv_eur, bcr (draw)``,
            ``ead_before_eur, ead_after_eur, avoided_eur (draw, hazard, horizon)``,
            ``avoided_total_eur (draw, horizon)``, ``deaths_before, deaths_after (draw, horizon)``;
            ``area_avoided_eur (quantile, area)`` in 2050, ``measure_capex_eur (quantile, measure)``,
            ``measure_benefit_eur (quantile, measure)``.
        """
        return _evaluate(self, base, portfolio)


def draws(study, n=N_DRAWS, seed=SEED):
    """Draws for a study: scrambled Sobol points through the PERT distribution of every range.

    Own values are kept fixed. Discount rate, period and climate scenario are never drawn.

    Parameters
    ----------
    study : Study
    n : int
        A power of two keeps the points balanced.
    seed : int
    """
    own, rows, measures = study.assumptions.own, table("assumptions"), table("measures")
    drawn = rows[(rows["drawn"] == 1) & (rows["high"] > rows["low"]) & ~rows.index.isin(list(own))]
    names, n_measures = list(drawn.index), len(measures)
    columns = [*DRAWN_COLUMNS, *PROTECTED]
    sobol = qmc.Sobol(
        len(names) + 2 + n_measures * len(columns), scramble=True, rng=np.random.default_rng(seed)
    )
    points = np.clip(sobol.random(n), 1e-9, 1 - 1e-9)
    value = drawn[["low", "value", "high"]].to_numpy(dtype=float)
    scalars = pert(points[:, : len(names)], *value.T) / value[:, 1]
    sewer = table("typologies")[
        ["sewer_discharge_mm_h_low", "sewer_discharge_mm_h", "sewer_discharge_mm_h_high"]
    ]
    low, mid, high = sewer.to_numpy(dtype=float).mean(axis=0)
    curve = table("damage_functions").loc["share_reached"].iloc[-1]
    per_measure = {}
    coefficients = study.assumptions.coefficients().measure
    for i, column in enumerate(columns):
        start = len(names) + 2 + i * n_measures
        low_mid_high = measures[[f"{column}_low", column, f"{column}_high"]].to_numpy(dtype=float).copy()
        fixed = np.array([f"{measure}:{column}" in own for measure in measures.index])
        low_mid_high[fixed] = coefficients[column][fixed, None]
        value = pert(points[:, start : start + n_measures], *np.nan_to_num(low_mid_high).T)
        if column not in PROTECTED:
            middle = np.nan_to_num(low_mid_high[:, 1])
            value = np.divide(value, middle, out=np.ones_like(value), where=middle > 0)
        per_measure[column] = value
    key = hashlib.sha256(repr((n, seed, sorted(own.items()), MODEL_KEY)).encode()).hexdigest()
    return Draws(
        key,
        dict(zip(names, scalars.T, strict=True)),
        per_measure,
        pert(points[:, len(names)], low - mid, 0.0, high - mid),
        pert(points[:, len(names) + 1], curve["low"], curve["value"], curve["high"]) / curve["value"],
    )


MODEL_KEY = "pert-sobol-1"


def summary(values):
    """Low, median and high (p5, p50, p95) of draws. Unknown stays unknown.

    Examples
    --------
    >>> [round(float(x), 1) for x in summary(np.arange(101.0))]
    [5.0, 50.0, 95.0]
    """
    return tuple(np.quantile(np.asarray(values, dtype=float), QUANTILES, axis=0))


def _lookup(grid, tables, position):
    """Tables (knot, area, horizon) read at positions (draw, area), linearly in between."""
    step = (position - grid[0]) / (grid[1] - grid[0])
    knot = np.clip(step.astype(int), 0, len(grid) - 2)
    part = (step - knot)[..., None]
    area = np.arange(tables.shape[1])
    return tables[knot, area] * (1 - part) + tables[knot + 1, area] * part


def _reached(drawn, base, stored, effect):
    """Share reached per year for each draw, shape (draw, area, horizon): looked up, not integrated again.

    Damage depends on a draw only through the sewer's discharge and one factor on what measures store,
    so it is tabulated on a grid of the two and interpolated.
    """
    sewer = np.linspace(drawn.sewer_mm_h.min(), drawn.sewer_mm_h.max(), SEWER_KNOTS)
    factors = np.linspace(effect.min() - 1e-9, effect.max() + 1e-9, EFFECT_KNOTS)
    ceiling = base.event_water[1]
    tables = np.stack(
        [
            [base.reached_per_year(np.minimum(factor * stored, ceiling), shift) for factor in factors]
            for shift in sewer
        ]
    )  # sewer, effect, area, horizon
    step = (drawn.sewer_mm_h - sewer[0]) / (sewer[1] - sewer[0])
    knot = np.clip(step.astype(int), 0, SEWER_KNOTS - 2)
    part = (step - knot)[:, None, None]
    result = np.empty((len(drawn), *tables.shape[2:]))
    for k in range(SEWER_KNOTS - 1):  # a handful of knots, not of draws
        mine = knot == k
        low, high = (_lookup(factors, tables[i], effect[mine]) for i in (k, k + 1))
        result[mine] = low * (1 - part[mine]) + high * part[mine]
    return result * drawn.reach[:, None, None]


COMPONENT_RATIOS = {
    "pluvial_dwellings": ("wss_dwelling_eur_m2", "wss_mean_depth_fraction", "building_area_useful"),
    "pluvial_businesses": ("wss_business_eur_m2", "wss_mean_depth_fraction", "building_area_useful"),
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


def _component_eur(drawn, base, reached, gain):
    """Damage per line before protection: component → (draw, area, horizon). [EUR/yr]"""
    parts = {name: eur[:, None] * reached for name, eur in base.pluvial_eur.items()}
    for component, eur in base.heat_eur_per_degree_day.items():
        name = component.removeprefix("heat_")
        factor = "uhi_daily_mean_factor" if name == "deaths" else "uhi_afternoon_factor"
        share = base.scalar[factor] * drawn.ratio(factor)[:, None]
        shift = share * (base.uhi_anomaly_k - gain * base.uhi_scale_k)
        parts[component] = eur[:, None] * base.degree_days(name, shift)
    parts["drought_foundations"] = base.foundation_eur[None]
    parts["flood_dwellings"] = np.repeat(base.flood_eur[:, None], len(HORIZONS), axis=1)[None]
    return {name: parts[name] * drawn.ratio(*COMPONENT_RATIOS[name])[:, None, None] for name in COMPONENTS}


def _before(drawn, base):
    """What no package changes, kept on the baseline for as long as it lives."""
    kept = base.__dict__.setdefault("_drawn_before", {})
    if drawn.key not in kept:
        kept.clear()
        reached = _reached(drawn, base, 0.0, np.ones((len(drawn), base.n_areas)))
        kept[drawn.key] = _component_eur(drawn, base, reached, 0.0)
    return kept[drawn.key]


def _evaluate(drawn, base, portfolio: Portfolio):
    mid = evaluation.evaluate(base, portfolio)
    quantity = mid["quantity"].values
    stored = base.stored_mm(quantity, base.unit_storage_m3, base.event_water[1])
    reached = _reached(drawn, base, stored, _effect(drawn, base, quantity))
    gain = effects.vegetation_gain(quantity, base.vegetation_per_unit_m2, base.area["area_m2"])
    gain = np.minimum(gain, np.maximum(0, 1 - base.green_share))
    before, after = _before(drawn, base), _component_eur(drawn, base, reached, gain)
    share = treated(base, quantity)
    protected = {}
    for name, (column, mask) in channels().items():
        protected[name] = effects.protection(share[mask], drawn.measure[column][:, mask])
        after[name] = after[name] * (1 - protected[name])[:, :, None]
    totals = {when: _hazard_totals(parts) for when, parts in (("before", before), ("after", after))}
    names = included(mid["ead_before_eur"].values)
    counted = np.array([name in names for name in HAZARDS])
    avoided = totals["before"] - totals["after"]
    money = _money(drawn, base, portfolio, quantity)
    balance = _balance(drawn, base, mid, avoided, counted)
    cost = money["present_value_cost_eur"][1]
    horizon = HORIZONS.index("2050")
    at_2050 = [
        sum(
            np.nan_to_num(parts[name][..., horizon])
            for name, (hazard, _) in COMPONENTS.items()
            if hazard in names
        )
        for parts in (before, after)
    ]
    hazards = ("draw", "hazard", "horizon")
    death_ratio = base.death_eur * drawn.ratio("life_years_lost", "voly_eur")[:, None]
    parts = {
        "ead_before_eur": (hazards, totals["before"]),
        "ead_after_eur": (hazards, totals["after"]),
        "avoided_eur": (hazards, avoided),
        "avoided_total_eur": (("draw", "horizon"), np.nan_to_num(avoided)[:, counted].sum(axis=1)),
        "deaths_before": (("draw", "horizon"), before["heat_deaths"].sum(axis=1) / death_ratio),
        "deaths_after": (("draw", "horizon"), after["heat_deaths"].sum(axis=1) / death_ratio),
        "area_avoided_eur": (("quantile", "area"), np.stack(summary(at_2050[0] - at_2050[1]))),
        "present_value_benefit_eur": ("draw", balance),
        "npv_eur": ("draw", balance - cost),
        "bcr": ("draw", economics.benefit_cost_ratio(balance, cost)),
        **money,
    }
    parts["measure_benefit_eur"] = (("quantile", "measure"), _measure_benefit(mid, avoided, counted))
    return xr.Dataset(
        parts,
        coords={"hazard": list(HAZARDS), "horizon": list(HORIZONS), "quantile": list(QUANTILES)},
        attrs={"hazards_included": names},
    )


def _effect(drawn, base, quantity):
    """One factor per draw and area on what measures store, weighted by what each stores. [-]"""
    event = int(np.abs(base.events[0] - evaluation.SHOWN_EVENT_YEARS).argmin())
    held = quantity * base.unit_storage_m3[base.soil, :, event].T
    total = held.sum(axis=0)
    weight = np.divide(held, total, out=np.zeros_like(held), where=total > 0)
    drains = (base.measure["extra_drain_mm_h"] > 0) & (base.measure["storage_m3_per_unit"] == 0)
    ratio = np.where(drains, drawn.measure["extra_drain_mm_h"], drawn.measure["storage_m3_per_unit"])
    return np.where(total > 0, ratio @ weight, 1.0)


def _hazard_totals(parts):
    """City totals, shape (draw, hazard, horizon); unknown where no area knows."""
    n = max(len(values) for values in parts.values())
    totals = []
    for h in range(len(HAZARDS)):
        lines = [values for values, own in zip(parts.values(), HAZARD_OF, strict=True) if own == h]
        totals.append(
            sum(np.broadcast_to(evaluation.known_sum(v, axis=1), (n, len(HORIZONS))) for v in lines)
        )
    return np.stack(totals, axis=1)


def _money(drawn, base, portfolio, quantity):
    names = ("ssk_engineering", "ssk_other", "ssk_unforeseen")
    drawn_surcharge = economics.surcharge_factor(*(base.scalar[name] * drawn.ratio(name) for name in names))
    surcharge = np.where(table("measures")["surcharges"].to_numpy() > 0, drawn_surcharge[:, None], 1.0)
    building = base.building_price_eur * drawn.measure["capex_eur"]
    total = quantity.sum(axis=1)
    full = building * surcharge * total
    saving = np.where(with_works(base, portfolio), base.measure["joint_works_discount"], 0.0)
    capex = full * (1 - saving)
    life = base.measure["lifetime_years"] * drawn.measure["lifetime_years"]
    upkeep = building * base.measure["opex_share_per_year"] * total * base.upkeep_factor
    cost = full * base.capital_factor(life) - (full - capex) * base.first_build_factor + upkeep
    return {
        "capex_eur": ("draw", capex.sum(axis=1)),
        "measure_capex_eur": (("quantile", "measure"), np.stack(summary(capex))),
        "present_value_cost_eur": ("draw", cost.sum(axis=1)),
    }


def _balance(drawn, base, mid, avoided, counted):
    """Present value of benefits per draw, as the effect of measures grows. [EUR]"""
    at_once, grown = base.benefit_weights
    own = mid["avoided_by_measure_eur"].values[:, HAZARDS.index("heat")]
    total = own.sum(axis=0)
    heat = np.divide((own * grown).sum(axis=0), total, out=at_once.copy(), where=total > 0)
    weights = np.stack([heat if name == "heat" else at_once for name in HAZARDS])
    value = (np.nan_to_num(avoided) * weights)[:, counted].sum(axis=(1, 2))
    water, trees = mid["co_benefit_eur"].values
    co_benefit = water * drawn.ratio("drinking_water_eur_m3") + trees
    return value + co_benefit * at_once.sum()


def _measure_benefit(mid, avoided, counted):
    """Each measure's benefit with the range of the whole package's, shape (quantile, measure). [EUR]"""
    known = np.nan_to_num(avoided)[:, counted].sum(axis=(1, 2))
    middle = float(np.nan_to_num(mid["avoided_eur"].values)[counted].sum())
    ratio = np.array(summary(known)) / middle if middle > 0 else np.ones(len(QUANTILES))
    return ratio[:, None] * mid["present_value_benefit_eur"].values
