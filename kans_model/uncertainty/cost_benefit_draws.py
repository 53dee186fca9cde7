"""What a package costs and brings under every draw: euros per measure, present values."""

from __future__ import annotations

import numpy as np
import xarray as xr

from kans_model.evaluation import economics
from kans_model.evaluation import evaluate as evaluation
from kans_model.evaluation.baseline import Baseline
from kans_model.evaluation.co_benefit_values import green_gain_m2
from kans_model.evaluation.co_benefits import BY_GREEN, BY_TREE, COEFFICIENTS, PROPERTY
from kans_model.evaluation.costs import RAMP_RATIOS
from kans_model.evaluation.works import saving_share
from kans_model.measures.portfolio import Portfolio
from kans_model.outlook.scenario import CO_BENEFITS
from kans_model.uncertainty import damage_tables
from kans_model.uncertainty.draw_values import DrawValues


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
