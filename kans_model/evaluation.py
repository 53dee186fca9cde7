"""What a package does to a city: cost, risk before and after, synergy, as one labelled result."""

from functools import cache, lru_cache

import numpy as np
import xarray as xr

from kans_model import economics, effects, synergy
from kans_model.baseline import COMPONENTS, HAZARDS, SHOWN_YEARS
from kans_model.hazards import drought, heat, pluvial
from kans_model.scenario import HORIZONS
from kans_model.tables import table

HAZARD_OF = np.array([HAZARDS.index(hazard) for hazard, _ in COMPONENTS.values()])
IN_HAZARD = (HAZARD_OF[None, :] == np.arange(len(HAZARDS))[:, None]).astype(float)
SHOWN_EVENT_YEARS = 100
UNITS = {
    "quantity": "unit of the measure",
    "capex_eur": "EUR",
    "ead_before_eur": "EUR/yr",
    "ead_after_eur": "EUR/yr",
    "npv_eur": "EUR",
    "bcr": "-",
    "recharge_mm": "mm/yr",
    "storage_mm": "mm",
    "pet_before_degc": "degC",
    "pet_after_degc": "degC",
}


def evaluate(base, portfolio):
    """One package in one city, mid values.

    Parameters
    ----------
    base : Baseline
    portfolio : Portfolio

    Returns
    -------
    xarray.Dataset
        Money in prices of `attrs["price_year"]`, without VAT.

        - ``quantity, asked (measure, area)`` in the unit of the measure, after and before fitting
        - ``capex_eur, opex_eur_per_year, present_value_cost_eur, present_value_benefit_eur (measure)``,
          ``capex_area_eur (area)``, ``works_saving_eur ()``
        - ``ead_before_eur, ead_after_eur (hazard, area, horizon)``, NaN where unknown; the same per line
          of damage as ``damage_before_eur, damage_after_eur (component, area, horizon)``
        - ``avoided_eur (hazard, horizon)``, ``avoided_total_eur (horizon)`` over the hazards in totals,
          ``avoided_by_measure_eur (measure, hazard, horizon)``
        - ``deaths_before, deaths_after (area, horizon)`` per year,
          ``people_reached_before, people_reached_after (area, horizon)`` per year
        - ``entered_before, entered_after, wet_before, wet_after (area, event)`` buildings in a shower of
          once in 10, 100 and 1000 years in 2050
        - ``pet_before_degc, pet_after_degc, storage_mm, recharge_mm, green_before, green_after,
          shade_before, shade_after (area)``
        - ``reach_pct, mean_score (opgave)``, ``conflict (measure, opgave)``
        - ``co_benefit_eur (benefit)`` per year, ``present_value_cost_total_eur,
          present_value_benefit_total_eur, npv_eur, bcr ()``
        - ``attrs["hazards_included"]``: the hazards that totals contain
    """
    quantity = portfolio.quantities(base.room, base.need_eur_per_ha, base.value_per_stock)
    parts = _damage(base, quantity)
    parts |= _money(base, portfolio, quantity)
    parts |= _balance(base, quantity, parts)
    parts |= _indicators(base, quantity)
    parts |= _synergy(base, quantity)
    parts["quantity"] = (("measure", "area"), quantity)
    result = xr.Dataset(parts, coords=_coordinates(base))
    for name, unit in UNITS.items():
        result[name].attrs["unit"] = unit
    result.attrs |= {"hazards_included": included(parts["ead_before_eur"][1]), "portfolio": portfolio.id}
    return result


@lru_cache(maxsize=8)
def _coordinate_variables(areas):
    names = {
        "measure": list(table("measures").index),
        "area": list(areas),
        "hazard": list(HAZARDS),
        "component": list(COMPONENTS),
        "horizon": list(HORIZONS),
        "opgave": list(table("opgaven").index),
        "event": list(SHOWN_YEARS),
        "benefit": ["drinking_water_saved", "tree_benefit_each"],
    }
    return xr.Coordinates({name: (name, np.array(values)) for name, values in names.items()})


def _coordinates(base):
    return _coordinate_variables(tuple(base.city.areas.index))


def included(ead_before_eur):
    """Hazards that totals contain: those the tables count in totals and that some area knows."""
    counted = table("hazards")["in_totals"]
    known = np.isfinite(ead_before_eur).any(axis=(1, 2))
    return [name for name, has in zip(HAZARDS, known, strict=True) if has and counted[name]]


def known_sum(values, axis=None):
    """Sum over what is known; unknown where nothing is."""
    known = np.isfinite(values)
    total = np.where(known, values, 0.0).sum(axis=axis)
    return np.where(known.any(axis=axis), total, np.nan)


def treated(base, quantity):
    """Share of what is at risk that has each measure, shape (measure, area)."""
    return effects.treated_share(quantity, base.at_risk)


@cache
def channels():
    """Which measures protect what: component → share column and mask over measures."""
    rows = table("measures")
    deaths = (rows["heat_channel"] == "protect") & (rows["heat_protects"] == "deaths")
    productivity = (rows["heat_channel"] == "protect") & (rows["heat_protects"] == "productivity")
    masks = {
        "pluvial_dwellings": ("pluvial", rows["pluvial_channel"] == "protect"),
        "heat_deaths": ("heat", deaths),
        "heat_admissions": ("heat", deaths),
        "heat_productivity": ("heat", productivity),
        "drought_foundations": ("drought", rows["drought_channel"] == "protect"),
        "flood_dwellings": ("flood", rows["flood_channel"] == "protect"),
    }
    return {name: (f"{hazard}_protected_share", mask.to_numpy()) for name, (hazard, mask) in masks.items()}


def _damage(base, quantity):
    stored = base.stored_mm(quantity, base.unit_storage_m3, base.event_water[1])
    reached = base.reached_per_year(stored)
    gain = effects.vegetation_gain(quantity, base.vegetation_per_unit_m2, base.area["area_m2"])
    gain = np.minimum(gain, np.maximum(0, 1 - base.green_share))
    share = treated(base, quantity)
    protect = {
        name: effects.protection(share[mask], base.measure[column][mask])
        for name, (column, mask) in channels().items()
    }
    before, unprotected = base.before_eur, base.damage_eur(reached, gain, {})
    after = (
        unprotected
        * np.stack([1 - protect.get(name, np.zeros(base.n_areas)) for name in COMPONENTS])[..., None]
    )
    hazards = ("hazard", "area", "horizon")
    ead = [_by_hazard(values) for values in (before, after)]
    people = base.reach_factor[:, None] * base.area["residents"][:, None]
    per_day = base.deaths_per_degree_day[:, None]
    shift = base.scalar["uhi_daily_mean_factor"] * np.stack(
        [base.uhi_anomaly_k, base.uhi_anomaly_k - gain * base.uhi_scale_k]
    )
    deaths = per_day * base.degree_days("deaths", shift)
    deaths[1] *= (1 - protect["heat_deaths"])[:, None]
    return {
        "damage_before_eur": (("component", "area", "horizon"), before),
        "damage_after_eur": (("component", "area", "horizon"), after),
        "ead_before_eur": (hazards, ead[0]),
        "ead_after_eur": (hazards, ead[1]),
        "avoided_eur": (("hazard", "horizon"), known_sum(ead[0] - ead[1], axis=1)),
        "avoided_by_measure_eur": (
            ("measure", "hazard", "horizon"),
            _attribution(base, quantity, before - unprotected, unprotected - after, share),
        ),
        "deaths_before": (("area", "horizon"), deaths[0]),
        "deaths_after": (("area", "horizon"), deaths[1]),
        "people_reached_before": (
            ("area", "horizon"),
            people / base.reach_factor[:, None] * base.reached_before,
        ),
        "people_reached_after": (
            ("area", "horizon"),
            people / base.reach_factor[:, None] * reached * (1 - protect["pluvial_dwellings"])[:, None],
        ),
    }


def _by_hazard(component_eur):
    """Damage per hazard from its lines; unknown where a line is."""
    return np.einsum("hc,c...->h...", IN_HAZARD, np.nan_to_num(component_eur)) + np.where(
        np.stack([np.isnan(component_eur[h == HAZARD_OF]).any(axis=0) for h in range(len(HAZARDS))]),
        np.nan,
        0.0,
    )


def _shares(contribution):
    """Each measure's part of the sum per area; nothing where the sum is nothing."""
    total = contribution.sum(axis=0)
    return np.divide(contribution, total, out=np.zeros_like(contribution), where=total > 0)


def _attribution(base, quantity, shifted_eur, protected_eur, share):
    """Avoided damage given to measures, in proportion to what each contributes in its area.

    Storage by what it holds in a shower of once in 100 years, vegetation by its surface, protection by
    its logarithm, so that the parts add up to the whole.
    """
    event = int(np.abs(base.events[0] - SHOWN_EVENT_YEARS).argmin())
    event += HORIZONS.index("2050") * len(base.events[1])
    held = quantity * base.unit_storage_m3[base.soil, :, event].T
    cooling = quantity * base.vegetation_per_unit_m2[:, None]
    shift_parts = {"pluvial": _shares(held), "heat": _shares(cooling)}
    parts = np.zeros((len(base.room.measures), len(HAZARDS), len(HORIZONS)))
    for index, (name, (hazard, _)) in enumerate(COMPONENTS.items()):
        h = HAZARDS.index(hazard)
        if hazard in shift_parts:
            parts[:, h] += shift_parts[hazard] @ np.nan_to_num(shifted_eur[index])
        if name in channels():
            column, mask = channels()[name]
            strength = np.where(mask, -np.log1p(-np.minimum(base.measure[column], 0.999)), 0.0)
            parts[:, h] += _shares(share * strength[:, None]) @ np.nan_to_num(protected_eur[index])
    return parts


def with_works(base, portfolio):
    """Measures built where and when the public space is renewed anyway, shape (measure,)."""
    targeted = np.zeros(len(base.room.measures), dtype=bool)
    for measure, choice in portfolio.choices.items():
        targeted[base.room.measures.get_loc(measure)] = choice["targeting"] == "works"
    return targeted & base.room.in_works


def _money(base, portfolio, quantity):
    total = quantity.sum(axis=1)
    saving = np.where(with_works(base, portfolio), base.measure["joint_works_discount"], 0.0)
    unit = base.unit_price_eur * (1 - saving)
    capex, full = unit * total, base.unit_price_eur * total
    upkeep = base.building_price_eur * base.measure["opex_share_per_year"] * total
    # renewal pays the full price: the street does not open for it then
    cost = (
        full * base.capital_factor(base.measure["lifetime_years"]) - (full - capex) * base.first_build_factor
    )
    return {
        "capex_eur": ("measure", capex),
        "capex_area_eur": ("area", unit @ quantity),
        "works_saving_eur": ((), float((full - capex).sum())),
        "opex_eur_per_year": ("measure", upkeep),
        "present_value_cost_eur": ("measure", cost + upkeep * base.upkeep_factor),
    }


def co_benefits_eur(base, quantity):
    """Yearly co-benefits, in the order of the result's `benefit`. [EUR/yr]"""
    rows, total = table("co_benefits"), quantity.sum(axis=1)
    water = (base.measure["water_saved_m3_per_year"] * total).sum() * base.scalar["drinking_water_eur_m3"]
    trees = total[(table("measures")["unit"] == "tree").to_numpy()].sum()
    values = {
        "drinking_water_saved": water,
        "tree_benefit_each": trees * float(rows["value"]["tree_benefit_each"]),
    }
    counted = base.scenario.co_benefits
    return np.array([values[name] if name in counted else 0.0 for name in values])


def _balance(base, quantity, parts):
    at_once, grown = base.benefit_weights
    counted = np.array([name in included(parts["ead_before_eur"][1]) for name in HAZARDS])
    avoided = parts["avoided_by_measure_eur"][1]
    weights = np.where((np.array(HAZARDS) == "heat")[None, :, None], grown[:, None, :], at_once)
    by_measure = (avoided * weights)[:, counted].sum(axis=(1, 2))
    co_benefit = co_benefits_eur(base, quantity)
    benefit = by_measure.sum() + co_benefit.sum() * at_once.sum()
    cost = parts["present_value_cost_eur"][1].sum()
    return {
        "present_value_benefit_eur": ("measure", by_measure),
        "co_benefit_eur": ("benefit", co_benefit),
        "avoided_total_eur": ("horizon", np.nan_to_num(parts["avoided_eur"][1])[counted].sum(axis=0)),
        "present_value_cost_total_eur": ((), cost),
        "present_value_benefit_total_eur": ((), benefit),
        "npv_eur": ((), benefit - cost),
        "bcr": ((), float(economics.benefit_cost_ratio(benefit, cost))),
    }


def _indicators(base, quantity):
    m, area_m2 = base.measure, base.area["area_m2"]
    runoff, paved, unit_storage = base.shown_events
    sewer = base.sewer_mm()
    stored = base.stored_mm(quantity, unit_storage, paved)
    entered = []
    for kept in (0.0, stored):
        net = pluvial.net_water_mm(runoff, sewer[:, None], kept)
        excess = np.maximum(0, net - base.harmless_mm(sewer)[:, None])
        reached = base.reach_factor[:, None] * pluvial.share_reached(excess, *base.reach_curve)
        entered.append(np.minimum(1, reached))
    wet = [np.minimum(1, share * base.scalar["wet_facade_multiplier"]) for share in entered]
    captured = drought.captured_share(
        m["storage_m3_per_unit"], m["contributing_m2_per_unit"], base.scalar["recharge_capture_scale_mm"]
    )
    infiltrates = m["infiltration_mm_h"] > 0
    soils = table("soils")["recharge_infiltrated_share"].to_numpy(dtype=float)[base.soil]
    recharge = drought.recharge_m3_per_unit(
        m["contributing_m2_per_unit"], captured * infiltrates, 1.0, base.scalar["recharge_rain_mm_yr"]
    )
    green = effects.vegetation_gain(quantity, base.green_per_unit_m2, area_m2)
    shade = effects.vegetation_gain(quantity, m["shade_m2_per_unit"], area_m2)
    canopy = base.area["tree_canopy_share"]
    pet = _pet_degc(base, green, shade, quantity)
    buildings = base.buildings[:, None]
    return {
        "entered_before": (("area", "event"), buildings * entered[0]),
        "entered_after": (("area", "event"), buildings * entered[1]),
        "wet_before": (("area", "event"), buildings * wet[0]),
        "wet_after": (("area", "event"), buildings * wet[1]),
        "storage_mm": ("area", 1000 * (m["storage_m3_per_unit"] @ quantity) / area_m2),
        "recharge_mm": ("area", 1000 * soils * (recharge @ quantity) / area_m2),
        "green_before": ("area", base.green_share),
        "green_after": ("area", np.clip(base.green_share + green, 0, 1)),
        "shade_before": ("area", canopy),
        "shade_after": ("area", np.minimum(1, canopy + shade)),
        "pet_before_degc": ("area", pet[0]),
        "pet_after_degc": ("area", pet[1]),
    }


def _pet_degc(base, green_gain, shade_gain, quantity):
    """Felt temperature on the reference afternoon before and after; the city's own map plus our change."""
    s, kind = base.scalar, base.typology
    uhi = base.uhi_anomaly_k * s["uhi_afternoon_factor"]
    cooler = effects.vegetation_gain(quantity, base.vegetation_per_unit_m2, base.area["area_m2"])
    air = s["ref_air_temperature"] + np.stack(
        [uhi, uhi - cooler * base.uhi_scale_k * s["uhi_afternoon_factor"]]
    )
    wet_bulb = heat.wet_bulb_degc(air, s["ref_relative_humidity"])
    sky, wind = kind["sky_view_factor"], kind["wind_1p2m"]
    sun = [
        heat.pet_sun_degc(air, s["ref_global_radiation"], wind, wet_bulb, s["ref_sun_elevation"], bowen, sky)
        for bowen in (0.4, 3.0)
    ]
    shade = heat.pet_shade_degc(air, s["ref_diffuse_radiation"], wind, wet_bulb, sky)
    roofs = (base.area["flat_roof_m2"] + base.area["pitched_roof_m2"]) / base.area["area_m2"]
    open_ground = np.maximum(0.01, 1 - roofs - base.area["water_m2"] / base.area["area_m2"])
    crown = np.minimum(
        1, base.area["tree_canopy_share"] / open_ground + np.stack([0 * shade_gain, shade_gain]) / open_ground
    )
    shaded = 1 - (1 - kind["building_shade"]) * (1 - crown)
    green = np.clip((base.green_share + np.stack([0 * green_gain, green_gain])) / open_ground, 0, 1)
    pet = heat.pet_area_degc(*sun, shade, shaded, green)
    own = base.area["pet_degc"]
    return np.stack(
        [np.where(np.isfinite(own), own, pet[0]), np.where(np.isfinite(own), own, pet[0]) + pet[1] - pet[0]]
    )


def _synergy(base, quantity):
    reached = base.surface_per_unit_m2 * quantity.sum(axis=1)
    scores = base.synergy_scores
    return {
        "reach_pct": ("opgave", synergy.reach_pct(scores, reached, base.synergy_most)),
        "mean_score": ("opgave", synergy.mean_score(scores, reached)),
        "conflict": (("measure", "opgave"), np.minimum(0, scores.T) * (reached > 0)[:, None]),
    }
