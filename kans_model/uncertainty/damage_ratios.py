"""What draws multiply: drawn over mid of a line of damage, of what measures hold, and of what they leave."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from kans_model.evaluation.baseline import Baseline
from kans_model.evaluation.damage_lines import COMPONENTS, channels
from kans_model.evaluation.heat import ADMISSION, WORK_LOST
from kans_model.hazards import heat
from kans_model.hazards.pluvial import damage_eur_per_m2
from kans_model.measures import effects
from kans_model.tables.vocabulary import AT_2050
from kans_model.uncertainty.draw_values import DrawValues

STORING = ("storage_m3_per_unit", "emptying_factor", "extra_drain_mm_h")
"""Columns that decide what a measure holds."""


def effect_ratio(drawn: DrawValues, base: Baseline, quantity: np.ndarray) -> np.ndarray:
    """What measures hold in a typical shower over what they hold at mid, shape (draw, area). [-]"""
    storage = base.water.storage
    used = effects.used(quantity) & storage.stores
    if not used.any():
        return np.ones((len(drawn), base.n_areas))
    held = storage.held_m3_per_unit_drawn(used, *(drawn.measure[column][:, used] for column in STORING))
    held = held * drawn.measure["participation_share"][:, used]
    middle, drawn_m3 = storage.held_m3(quantity).sum(axis=0), np.ones((len(drawn), base.n_areas))
    for soil in np.unique(base.soil):
        here = base.soil == soil
        drawn_m3[:, here] = held[soil] @ quantity[np.ix_(used, here)]
    return np.divide(drawn_m3, middle, out=np.ones_like(drawn_m3), where=middle > 0)


COMPONENT_RATIOS = {
    "pluvial_dwellings": ("building_area_useful",),
    "pluvial_businesses": ("building_area_useful",),
    "pluvial_roads": ("road_flooded_share_of_reached",),
    "heat_deaths": ("heat_deaths_per_100k_per_degC_above20",),
    "heat_admissions": ("admissions_per_100k_tropical_day",),
    "heat_productivity": ("working_day_share", "value_added_eur_per_job_day"),
    "drought_foundations": ("foundation_repair_eur",),
    "flood_dwellings": ("ground_floor_m2_per_dwelling",),
}
"""Assumptions that multiply each line of damage; the rest enters through intensity."""

SUM_RATIOS: dict[str, tuple[Callable[..., Any], tuple[str, ...]]] = {
    "heat_admissions": (heat.admission_eur, ADMISSION),
    "heat_productivity": (heat.work_lost_per_degc, WORK_LOST),
}
"""What else multiplies a line: a figure that is made up of several assumptions, by its equation."""

BUILDING_DAMAGE = {
    "pluvial_dwellings": ("wss_dwelling_eur_m2", "wss_indirect_dwelling_eur_m2_day"),
    "pluvial_businesses": ("wss_business_eur_m2", "wss_indirect_business_eur_m2_day"),
}
"""Direct damage and damage per day of recovery of each kind of building."""


def damage_ratio(drawn: DrawValues, base: Baseline, component: str) -> np.ndarray:
    """Drawn over mid of one line of damage, for what multiplies it, shape (horizon, draw). [-]"""
    ratio = drawn.ratio(*COMPONENT_RATIOS[component])
    if component in SUM_RATIOS:
        equation, names = SUM_RATIOS[component]
        middle = [base.scalar[name] for name in names]
        ratio = ratio * equation(*(base.scalar[name] * drawn.ratio(name) for name in names))
        ratio = ratio / equation(*middle)
    if component == "heat_deaths":
        ratio = ratio * death_ratio(drawn, base)
    elif component == "heat_productivity":
        by_floor, by_ha = base.heat.estimated_jobs_share
        jobs = by_floor * (drawn.ratio("jobs_per_resident") - 1)
        ratio = ratio * (1 + jobs + by_ha * (drawn.ratio("business_jobs_per_ha") - 1))
    elif component == "drought_foundations":
        ratio = ratio * foundation_ratio(drawn, base)
    elif component in BUILDING_DAMAGE:
        ratio = ratio * _building_damage_ratio(drawn, base, BUILDING_DAMAGE[component])
    ratio = ratio * estimate_ratio(drawn, base, component)
    return np.broadcast_to(ratio, (base.n_horizons, len(drawn)))


ESTIMATES = {"typology": "filled_type_factor", "flat_roof_m2": "filled_surface_factor"}
"""Column that may be estimated → how far off such an estimate may be."""


def estimate_ratio(drawn: DrawValues, base: Baseline, component: str) -> np.ndarray:
    """Drawn over mid for types and surfaces that were estimated, shape (draw,). [-]

    Each acts on the part of the line that stands in buurten where it was estimated, in 2050. Surfaces act on
    damage by rain; types on that by heat as well.
    """
    ratio = np.ones(len(drawn))
    kind = component.partition("_")[0]
    if kind not in ("pluvial", "heat"):
        return ratio
    eur = np.nan_to_num(base.before_eur[list(COMPONENTS).index(component), :, AT_2050])
    for column, factor in ESTIMATES.items():
        if column != "typology" and kind == "heat":
            continue
        part = float(eur[base.situation.estimated(column)].sum() / eur.sum()) if eur.sum() > 0 else 0.0
        ratio = ratio * (1 + part * (drawn.ratio(factor) - 1))
    return ratio


STEP, SHUFFLE = 37, 1
"""Draws between the errors of one buurt's estimate and the next one's (a prime, so that none repeats
soon), and the seed of the order they stand in."""


def area_estimate_ratio(drawn: DrawValues, base: Baseline, component: str) -> np.ndarray:
    """The same for each buurt by itself, shape (draw, area): 1 where nothing was estimated. [-]

    An estimate of one buurt is off by itself: each takes the factor of another draw, in an order that is not
    that of the sequence (draws at a fixed distance in a Sobol sequence are alike or opposite).
    """
    n, kind = len(drawn), component.partition("_")[0]
    ratio = np.ones((n, base.n_areas))
    shuffled = np.random.default_rng(SHUFFLE).permutation(n)
    own = shuffled[(np.arange(n)[:, None] + STEP * np.arange(base.n_areas)) % n]
    for column, factor in ESTIMATES.items():
        if kind == "pluvial" or (kind == "heat" and column == "typology"):
            estimated = base.situation.estimated(column)
            off = np.broadcast_to(drawn.ratio(factor), n)[own]
            ratio *= np.where(estimated, off, 1.0)
    return ratio


def _building_damage_ratio(drawn: DrawValues, base: Baseline, names: tuple[str, str]) -> np.ndarray:
    """Drawn over mid of damage per square metre, shape (draw,). [-]"""
    direct, fraction, daily, days = (
        (base.scalar[name], base.scalar[name] * drawn.ratio(name))
        for name in (names[0], "wss_mean_depth_fraction", names[1], "recovery_days")
    )
    middle, moved = (damage_eur_per_m2(direct[i], fraction[i], daily[i], days[i]) for i in (0, 1))
    return np.asarray(moved / middle)


def foundation_ratio(drawn: DrawValues, base: Baseline) -> np.ndarray:
    """Drawn over mid of the repairs of foundations per year, shape (horizon, draw). [-]"""
    share = base.ground.foundation_share
    moved = np.stack([drawn.ratio(name) for name in base.ground.foundation_keys])
    repairs = base.ground.repairs(share)[:, None]
    drawn_repairs = base.ground.repairs(np.minimum(1, share[:, None] * moved))
    return np.divide(drawn_repairs, repairs, out=np.ones_like(moved), where=repairs > 0)


def death_ratio(drawn: DrawValues, base: Baseline) -> np.ndarray:
    """Drawn over mid of the value of a heat death: the value of a statistical life has no range. [-]"""
    by_life_years = base.scenario.heat_value != "vsl"
    return drawn.ratio("life_years_lost", "voly_eur") if by_life_years else np.ones(len(drawn))


def death_eur(drawn: DrawValues, base: Baseline) -> np.ndarray:
    """Value of a heat death under each draw, shape (draw,). [EUR]"""
    return base.heat.death_eur * death_ratio(drawn, base)


RECHARGE = ("foundation_cm_per_100mm", "foundation_relief_per_cm")
"""What more recharge does to the groundwater, and that to foundations."""


def unprotected(drawn: DrawValues, base: Baseline, quantity: np.ndarray) -> dict[str, np.ndarray]:
    """Share left of each line of damage by protection and recharge, (draw, area); only where any is. [-]"""
    used, kept = effects.used(quantity), {}
    placed = base.measure["well_placed_share"] * drawn.measure["well_placed_share"]
    joins = drawn.measure["participation_share"]
    for name, (column, mask) in channels().items():
        for measure in np.flatnonzero(mask & used):  # the few that protect in this package
            effect = (drawn.measure[column][:, measure] * placed[:, measure])[:, None]
            at_risk, stands = base.protection.at_risk[measure], quantity[measure]
            if np.ptp(joins[:, measure]) > 0:
                leaves = 1 - effect * effects.treated_share(joins[:, measure, None] * stands, at_risk)
            else:
                leaves = 1 - effect * effects.treated_share(joins[0, measure] * stands, at_risk)
            kept[name] = kept[name] * leaves if name in kept else leaves
    if (relieved := relieved_share(drawn, base, quantity)) is not None:
        kept["drought_foundations"] = (1 - relieved) * kept.get("drought_foundations", 1.0)
    return kept


def relieved_share(drawn: DrawValues, base: Baseline, quantity: np.ndarray) -> np.ndarray | None:
    """Share of foundation damage that recharge takes away, shape (draw, area); None where none does. [-]"""
    ground = base.ground
    brings = effects.used(quantity) & (ground.recharge_m3 > 0)
    if not brings.any() or not np.nan_to_num(ground.foundation_eur).any():
        return None
    brought_m3 = ground.recharge_m3[brings, None] * quantity[brings]
    recharge = ground.recharge_mm_per_m3 * (drawn.measure["participation_share"][:, brings] @ brought_m3)
    rise, relief = (drawn.ratio(name)[:, None] for name in RECHARGE)
    return ground.relieved_share(recharge, rise, relief)


def known_eur(base: Baseline, component: str) -> np.ndarray:
    """Damage that a draw multiplies but does not shift, shape (area, horizon): foundations and floods."""
    return base.ground.before_eur[base.ground.lines.index(component)]


def known_total_eur(
    base: Baseline, component: str, unprotected_share: np.ndarray | None = None
) -> np.ndarray:
    """City total of `known_eur`, shape (horizon, draw) or (horizon, 1); unknown where no area knows it.

    Parameters
    ----------
    unprotected_share : array, shape (draw, area), optional
    """
    known = known_eur(base, component)
    filled = np.nan_to_num(known).T
    rows = filled.sum(axis=1, keepdims=True) if unprotected_share is None else filled @ unprotected_share.T
    return np.where(np.isfinite(known).any(axis=0)[:, None], rows, np.nan)
