"""What a package does at every place of one slider at once: the places are an axis beside the areas.

A hazard works on columns of areas. Here every area stands in a row of columns as often as the slider has
places, so that one pass over the arrays does what an evaluation each would do.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd

from kans_model.evaluation import economics
from kans_model.evaluation.baseline import Baseline
from kans_model.evaluation.damage_lines import by_hazard
from kans_model.evaluation.evaluate import present_value_avoided_eur
from kans_model.evaluation.result import known_sum
from kans_model.evaluation.works import saved_by_works
from kans_model.measures.portfolio import Portfolio
from kans_model.tables.vocabulary import AT_2050

PLACES = 101
"""Places of a slider: whole percents."""
MOST_AREAS = 1000
"""Beyond this many areas a slider's places are worked out one by one, as it moves."""


class Travel(NamedTuple):
    """Results at every place of a slider; names and units as those of `evaluate`, in 2050 where by year."""

    quantity: np.ndarray
    """Shape (place, measure). [unit of the measure]"""
    capex_eur: np.ndarray
    """Shape (place, measure)."""
    present_value_cost_eur: np.ndarray
    """Shape (place, measure)."""
    present_value_benefit_eur: np.ndarray
    """Shape (place, measure)."""
    avoided_total_eur: np.ndarray
    """Shape (place,). [EUR/yr]"""
    npv_eur: np.ndarray
    """Shape (place,)."""
    bcr: np.ndarray
    """Shape (place,). [-]"""
    ead_after_eur: np.ndarray
    """Shape (place, hazard, area). [EUR/yr]"""
    deaths_after: np.ndarray
    """Shape (place,). [1/yr]"""
    entered_after: np.ndarray
    """Shape (place, event). [-]"""
    reach_pct: np.ndarray
    """Shape (place, opgave). [%]"""


@dataclass
class _Cities:
    """Cities beside each other, as one place: an evaluation looks at no more of it than these tables."""

    areas: pd.DataFrame
    filled: pd.DataFrame


_repeated: WeakKeyDictionary[Baseline, Baseline] = WeakKeyDictionary()


def repeated(base: Baseline) -> Baseline:
    """The baseline of a city in which every area stands once per place, place by place; kept with its own."""
    if base not in _repeated:
        rows = np.tile(np.arange(base.n_areas), PLACES)
        areas = base.city.areas.iloc[rows]
        areas.index = pd.RangeIndex(len(rows)).astype(str)
        place = _Cities(areas, base.city.filled.iloc[:0])
        many = Baseline(place, base.scenario, base.assumptions)
        # by soil and event, not by area: the same for one city and for a hundred of them
        many.water.storage.__dict__.update(
            {name: getattr(base.water.storage, name) for name in ("event_m3", "m3_of_all")}
        )
        _repeated[base] = many
    return _repeated[base]


def quantities(base: Baseline, portfolio: Portfolio, measure: str, uptake: np.ndarray) -> np.ndarray:
    """Quantities of a package at these uptakes of one measure, shape (measure, place · area)."""
    room, need = base.room, base.first_euro.need_eur_per_ha
    if portfolio.best_first or any(portfolio.explicit.values()):
        value = base.first_euro.value_per_stock
        packages = (portfolio.with_uptake(measure, float(share)) for share in uptake)
        return np.concatenate([package.quantities(room, need, value) for package in packages], axis=1)
    asked = np.tile(portfolio.rule_quantities(room, need), len(uptake))
    asked[room.place[measure]] = portfolio.rule_quantity(room, need, measure, uptake).ravel()
    return repeated(base).room.fitted(asked)


def evaluate_travel(base: Baseline, portfolio: Portfolio, measure: str) -> Travel:
    """A package at every whole percent of one measure's uptake.

    At each place what `evaluate` says of the package with that uptake, which a test holds.

    Parameters
    ----------
    measure : id of a measure of the package.
    """
    many, shape = repeated(base), (PLACES, base.n_areas)
    uptake = np.arange(PLACES) / (PLACES - 1)
    quantity = quantities(base, portfolio, measure, uptake)
    treatment = many.protection.treatment(quantity, PLACES)
    outcomes = [hazard.outcome(treatment) for hazard in many.hazards]
    after = by_hazard(np.concatenate([outcome.damage.after_eur for outcome in outcomes])[..., AT_2050])
    after = after.reshape(-1, *shape).transpose(1, 0, 2)
    shown = {name: value for outcome in outcomes for name, (_, value) in outcome.indicators.items()}
    by_measure = np.concatenate([outcome.damage.by_measure_eur for outcome in outcomes], axis=-2)
    benefit = present_value_avoided_eur(base, by_measure)
    saved = saved_by_works(many, portfolio, quantity)
    by_place, saved = (part.reshape(-1, *shape).sum(axis=-1).T for part in (quantity, saved))
    spent = base.costs.spent(by_place, saved)
    parts = np.split(quantity, PLACES, axis=1)
    beside = np.array([base.co_benefits.counted_eur(part).sum() for part in parts])
    total, whole = benefit.sum(axis=1) + beside, spent.present_value_cost_eur.sum(axis=1)
    avoided = known_sum(base.ead_before_eur[..., AT_2050] - after, axis=-1)
    return Travel(
        quantity=by_place,
        capex_eur=spent.capex_eur,
        present_value_cost_eur=spent.present_value_cost_eur,
        present_value_benefit_eur=benefit,
        avoided_total_eur=avoided[:, base.counted].sum(axis=-1),
        npv_eur=total - whole,
        bcr=economics.benefit_cost_ratio(total, whole),
        ead_after_eur=after,
        deaths_after=shown["deaths_after"][:, AT_2050].reshape(shape).sum(axis=1),
        entered_after=shown["entered_after"].reshape(*shape, -1).sum(axis=1),
        reach_pct=base.synergy_reach.reach_pct(by_place),
    )
