"""What a package does to a city: cost, risk before and after, synergy, as one labelled result."""

from functools import cache

import numpy as np

from kans_model.evaluation import economics
from kans_model.evaluation.damage_lines import COMPONENTS, HAZARD_OF, by_hazard, channels
from kans_model.evaluation.result import SMALLEST, known_sum, labelled, relabelled, templates
from kans_model.evaluation.works import saved_by_works
from kans_model.measures import effects, synergy
from kans_model.outlook.scenario import CO_BENEFITS
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import HAZARDS, HORIZONS

COMPONENT_AT = {name: index for index, name in enumerate(COMPONENTS)}
HEAT = HAZARDS.index("heat")


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

        - ``quantity (measure, area)`` in the unit of the measure, after fitting
        - ``capex_eur, opex_eur_per_year, present_value_renewal_eur (less what is left at the end),
          present_value_cost_eur, present_value_benefit_eur (measure)``,
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
    quantity = portfolio.quantities(
        base.room, base.first_euro.need_eur_per_ha, base.first_euro.value_per_stock
    )
    parts = {"quantity": (("measure", "area"), quantity)}
    parts |= _damage(base, quantity)
    parts |= _money(base, portfolio, quantity)
    parts |= _balance(base, quantity, parts)
    parts |= _indicators(base, quantity)
    parts |= _synergy(base, quantity)
    template = templates.get(base)
    if template is None:
        template = templates[base] = labelled(base, parts)
    return relabelled(template, parts, portfolio.id)


def treated(base, quantity):
    """Share of what is at risk that has each measure, shape (measure, area)."""
    used = np.flatnonzero(effects.used(quantity))
    share = np.zeros_like(quantity)
    share[used] = effects.treated_share(quantity[used], base.protection.at_risk[used])
    return share


INDICATED_BY = (
    *("green_m2_per_unit", "shade_m2_per_unit", "canopy_m2_per_unit", "storage_m3_per_unit"),
    *("pet_direct_degc", "water_saved_m3_per_year"),
)
"""Columns of `measures` that move an indicator or a co-benefit."""


@cache
def not_calculated():
    """Measures whose effect no figure is held for: unknown, not zero."""
    rows = table("measures")
    acts = (rows[[f"{hazard}_channel" for hazard in HAZARDS]] != "none").any(axis=1)
    shows = (rows[list(INDICATED_BY)].fillna(0) != 0).any(axis=1)
    return tuple(rows.index[~acts & ~shows])


def _damage(base, quantity):
    stored = base.water.stored_mm(quantity, base.water.unit_storage_m3, base.water.event_runoff_mm[1])
    reached = base.water.reached_per_year(stored)
    gain = base.heat.vegetation_gain(quantity)
    share = treated(base, quantity)
    used = effects.used(quantity)
    protect = {
        name: effects.protection(share[mask & used], base.measure[column][mask & used])
        for name, (column, mask) in channels().items()
    }
    unprotected = base.damage_eur(reached, gain)
    after = unprotected.copy()
    for name, protected in protect.items():
        after[COMPONENT_AT[name]] *= (1 - protected)[:, None]
    hazards = ("hazard", "area", "horizon")
    ead_after = by_hazard(after)
    avoided = known_sum(base.ead_before_eur - ead_after, axis=1)
    deaths = base.heat.deaths_per_year(gain) * (1 - protect["heat_deaths"])[:, None]
    residents = base.area["residents"][:, None]
    kept_dry = (1 - protect["pluvial_dwellings"])[:, None]
    return {
        "damage_before_eur": (("component", "area", "horizon"), base.before_eur),
        "damage_after_eur": (("component", "area", "horizon"), after),
        "ead_before_eur": (hazards, base.ead_before_eur),
        "ead_after_eur": (hazards, ead_after),
        "avoided_eur": (("hazard", "horizon"), avoided),
        "avoided_by_measure_eur": (
            ("measure", "hazard", "horizon"),
            _attribution(base, quantity, base.before_eur - unprotected, unprotected - after, share),
        ),
        "deaths_before": (("area", "horizon"), base.heat.deaths_before),
        "deaths_after": (("area", "horizon"), deaths),
        "people_reached_before": (("area", "horizon"), residents * base.water.reached_before),
        "people_reached_after": (("area", "horizon"), residents * reached * kept_dry),
    }


def _given(contribution, avoided_eur):
    """What each measure avoids: an area's avoided damage in proportion to what each contributes there.

    Parameters
    ----------
    contribution : array, shape (measure, area)
    avoided_eur : array, shape (area, horizon)
        Unknown counts as none.
    """
    total = contribution.sum(axis=0)
    per_part = np.divide(1.0, total, out=np.zeros_like(total), where=total > SMALLEST)
    return contribution @ (np.where(np.isfinite(avoided_eur), avoided_eur, 0.0) * per_part[:, None])


def _attribution(base, quantity, shifted_eur, protected_eur, share):
    """Avoided damage given to measures, in proportion to what each contributes in its area.

    Storage by what it holds in a shower of once in 100 years, vegetation by its surface, protection by
    its logarithm, so that the parts add up to the whole.
    """
    parts = np.zeros((len(quantity), len(HAZARDS), len(HORIZONS)))
    by_shift = by_hazard(shifted_eur)
    used = effects.used(quantity)
    rows = np.flatnonzero(used)
    contributions = {
        "pluvial": base.water.held_m3(quantity, rows),
        "heat": base.heat.cooling_m2(quantity, rows),
    }
    for hazard, contribution in contributions.items():
        h = HAZARDS.index(hazard)
        parts[rows, h] = _given(contribution, by_shift[h])
    for name, (column, protecting) in channels().items():
        index, mask = COMPONENT_AT[name], protecting & used
        if not mask.any():
            continue
        strength = -np.log1p(-np.minimum(base.measure[column][mask], 0.999))
        parts[mask, HAZARD_OF[index]] += _given(share[mask] * strength[:, None], protected_eur[index])
    return parts


def _money(base, portfolio, quantity):
    total = quantity.sum(axis=1)
    paid = quantity - saved_by_works(base, portfolio, quantity)
    unit = base.costs.unit_price_eur
    capex, full = unit * paid.sum(axis=1), unit * total
    upkeep = base.costs.building_price_eur * base.measure["opex_share_per_year"] * total
    # renewal pays the full price: the street does not open for it then
    renewal = full * (
        base.costs.capital_factor(base.measure["lifetime_years"]) - base.costs.first_build_factor
    )
    cost = capex * base.costs.first_build_factor + renewal
    return {
        "capex_eur": ("measure", capex),
        "capex_area_eur": ("area", unit @ paid),
        "works_saving_eur": ((), float((full - capex).sum())),
        "opex_eur_per_year": ("measure", upkeep),
        "present_value_renewal_eur": ("measure", renewal),
        "present_value_cost_eur": ("measure", cost + upkeep * base.costs.upkeep_factor),
    }


def co_benefits_eur(base, quantity):
    """Yearly co-benefits, in the order of the result's `benefit`. [EUR/yr]"""
    counted = np.array([name in base.scenario.co_benefits for name in CO_BENEFITS])
    return np.where(counted, base.costs.co_benefit_eur_per_unit @ quantity.sum(axis=1), 0.0)


def _balance(base, quantity, parts):
    at_once, grown = base.costs.benefit_weights
    counted = base.counted
    avoided = parts["avoided_by_measure_eur"][1]
    by_measure = avoided[:, counted].sum(axis=1) @ at_once
    if counted[HEAT]:
        by_measure += (avoided[:, HEAT] * (grown - at_once)).sum(axis=1)
    co_benefit = co_benefits_eur(base, quantity)
    benefit = by_measure.sum() + co_benefit.sum() * at_once.sum()
    cost = parts["present_value_cost_eur"][1].sum()
    return {
        "present_value_benefit_eur": ("measure", by_measure),
        "co_benefit_eur": ("benefit", co_benefit),
        "avoided_total_eur": ("horizon", parts["avoided_eur"][1][counted].sum(axis=0)),
        "present_value_cost_total_eur": ((), cost),
        "present_value_benefit_total_eur": ((), benefit),
        "npv_eur": ((), benefit - cost),
        "bcr": ((), float(economics.benefit_cost_ratio(benefit, cost))),
    }


def _indicators(base, quantity):
    area_m2 = base.area["area_m2"]
    entered = base.water.entered_share(quantity)
    wet_per_entered = base.scalar["wet_facade_multiplier"]
    green = effects.vegetation_gain(quantity, base.heat.green_per_unit_m2, area_m2)
    shade = effects.vegetation_gain(quantity, base.measure["shade_m2_per_unit"], area_m2)
    canopy = base.area["tree_canopy_share"]
    cooler = effects.vegetation_gain(quantity, base.heat.vegetation_per_unit_m2, area_m2)
    change = base.heat.pet_model_degc(green, shade, cooler) - base.heat.pet_model_before_degc
    change += base.heat.pet_beside_degc(quantity)
    buildings, events = base.water.buildings[:, None], ("area", "event")
    return {
        "entered_before": (events, buildings * base.water.entered_share_before),
        "entered_after": (events, buildings * entered),
        "wet_before": (events, buildings * np.minimum(1, wet_per_entered * base.water.entered_share_before)),
        "wet_after": (events, buildings * np.minimum(1, wet_per_entered * entered)),
        "storage_mm": ("area", 1000 * (base.measure["storage_m3_per_unit"] @ quantity) / area_m2),
        "recharge_mm": (
            "area",
            1000 * base.ground.recharge_share * (base.ground.recharge_m3 @ quantity) / area_m2,
        ),
        "green_before": ("area", base.green_share),
        "green_after": ("area", np.clip(base.green_share + green, 0, 1)),
        "shade_before": ("area", canopy),
        "shade_after": ("area", np.minimum(1, canopy + shade)),
        "pet_before_degc": ("area", base.heat.pet_before_degc),
        "pet_after_degc": ("area", base.heat.pet_before_degc + change),
    }


def _synergy(base, quantity):
    reached = base.synergy_reach.surface_per_unit_m2 * quantity.sum(axis=1)
    scores = base.synergy_reach.scores
    return {
        "reach_pct": ("opgave", synergy.reach_pct(scores, reached, base.synergy_reach.most)),
        "mean_score": ("opgave", synergy.mean_score(scores, reached)),
        "conflict": (("measure", "opgave"), np.minimum(0, scores.T) * (reached > 0)[:, None]),
    }
