"""What a package does to a city: cost, risk before and after, synergy, as one labelled result."""

import numpy as np
import xarray as xr

from kans_model.evaluation import economics
from kans_model.evaluation.baseline import Baseline
from kans_model.evaluation.damage_lines import by_hazard
from kans_model.evaluation.outcome import Damage, Part
from kans_model.evaluation.result import known_sum, labelled, relabelled, templates
from kans_model.evaluation.works import saved_by_works
from kans_model.measures.portfolio import Portfolio
from kans_model.tables.vocabulary import HAZARDS

HEAT = HAZARDS.index("heat")


def evaluate(base: Baseline, portfolio: Portfolio) -> xr.Dataset:
    """One package in one city, mid values.

    Returns
    -------
    xarray.Dataset
        Money in prices of `attrs["price_year"]`, without VAT.

        - ``quantity (measure, area)`` in the unit of the measure, after fitting
        - ``capex_eur, opex_eur_per_year, present_value_renewal_eur (less what is left at the end),
          present_value_cost_eur, present_value_benefit_eur (measure)``,
          ``capex_area_eur (area)``, ``works_saving_eur ()``; ``capex_public_eur, capex_private_eur ()`` on
          ground of municipality and water board, and on that of others
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
        - ``present_value_co_benefit_eur (benefit, measure)`` of what the scenario counts,
          ``possible_co_benefit_eur (benefit)`` of each by itself, counted or not
        - ``present_value_cost_total_eur, present_value_benefit_total_eur, npv_eur, bcr ()``, and with
          avoided damage as the only benefit ``present_value_avoided_eur, npv_avoided_only_eur,
          bcr_avoided_only ()``
        - ``attrs["hazards_included"]``: the hazards that totals contain
    """
    first = base.first_euro
    quantity = portfolio.quantities(base.room, first.need_eur_per_ha, first.value_per_stock)
    return of_quantities(base, quantity, saved_by_works(base, portfolio, quantity), portfolio.id)


def of_quantities(
    base: Baseline, quantity: np.ndarray, saved: np.ndarray | None = None, name: str = ""
) -> xr.Dataset:
    """The same of quantities that are known to fit, such as what stands of a package in a year.

    Parameters
    ----------
    quantity : array, shape (measure, area)
        [unit of the measure]
    saved : array, shape (measure, area), optional
        Quantity whose price falls away; none without. [unit of the measure]
    name : str
        Of the result.
    """
    treatment = base.protection.treatment(quantity)
    outcomes = [hazard.outcome(treatment) for hazard in base.hazards]

    parts: dict[str, Part] = {"quantity": (("measure", "area"), quantity)}
    parts |= _damage(base, [outcome.damage for outcome in outcomes])
    parts |= base.costs.spending(quantity, np.zeros_like(quantity) if saved is None else saved)
    parts |= _balance(base, quantity, parts)
    for outcome in outcomes:
        parts |= outcome.indicators
    parts |= base.synergy_reach.reached(quantity)

    template = templates.get(base)
    if template is None:
        template = templates[base] = labelled(base, parts)
    return relabelled(template, parts, name)


def _damage(base: Baseline, damages: list[Damage]) -> dict[str, Part]:
    """Damage per line and per hazard, before and after, and what is avoided, by name of the result."""
    lines, hazards = ("component", "area", "horizon"), ("hazard", "area", "horizon")
    after = np.concatenate([damage.after_eur for damage in damages])
    ead_after = by_hazard(after)
    by_measure = np.concatenate([damage.by_measure_eur for damage in damages], axis=1)
    return {
        "damage_before_eur": (lines, base.before_eur),
        "damage_after_eur": (lines, after),
        "ead_before_eur": (hazards, base.ead_before_eur),
        "ead_after_eur": (hazards, ead_after),
        "avoided_eur": (("hazard", "horizon"), known_sum(base.ead_before_eur - ead_after, axis=1)),
        "avoided_by_measure_eur": (("measure", "hazard", "horizon"), by_measure),
    }


def present_value_avoided_eur(base: Baseline, avoided_eur: np.ndarray) -> np.ndarray:
    """Present value of what each measure avoids over the period, shape (…, measure). [EUR]

    Parameters
    ----------
    avoided_eur : array, shape (…, measure, hazard, horizon)
        [EUR/yr]
    """
    at_once, grown = base.costs.benefit_weights
    by_measure = avoided_eur[..., base.counted, :].sum(axis=-2) @ at_once
    if base.counted[HEAT]:
        by_measure += (avoided_eur[..., HEAT, :] * (grown - at_once)).sum(axis=-1)
    return by_measure


def _balance(base: Baseline, quantity: np.ndarray, parts: dict[str, Part]) -> dict[str, Part]:
    """Present value of benefits against that of costs, by name of the result."""
    counted = base.counted
    by_measure = present_value_avoided_eur(base, parts["avoided_by_measure_eur"][1])
    beside = base.co_benefits.present_value_eur(quantity)
    co_benefit = np.where(base.co_benefits.counted[:, None], beside, 0.0)
    avoided_only = by_measure.sum()
    benefit = avoided_only + co_benefit.sum()
    cost = parts["present_value_cost_eur"][1].sum()
    return {
        "present_value_benefit_eur": ("measure", by_measure),
        "present_value_co_benefit_eur": (("benefit", "measure"), co_benefit),
        "possible_co_benefit_eur": ("benefit", beside.sum(axis=1)),
        "avoided_total_eur": ("horizon", parts["avoided_eur"][1][counted].sum(axis=0)),
        "present_value_cost_total_eur": ((), cost),
        "present_value_benefit_total_eur": ((), benefit),
        "present_value_avoided_eur": ((), avoided_only),
        "npv_avoided_only_eur": ((), avoided_only - cost),
        "bcr_avoided_only": ((), float(economics.benefit_cost_ratio(avoided_only, cost))),
        "npv_eur": ((), benefit - cost),
        "bcr": ((), float(economics.benefit_cost_ratio(benefit, cost))),
    }
