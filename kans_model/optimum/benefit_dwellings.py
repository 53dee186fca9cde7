"""Higher value of dwellings where green is added, as a concave function of green."""

import numpy as np

from kans_model.evaluation.baseline import Baseline
from kans_model.evaluation.co_benefit_values import near_share
from kans_model.evaluation.co_benefits import PROPERTY
from kans_model.optimum.concave import EVERY, Areas
from kans_model.outlook.scenario import CO_BENEFITS


def counted_property(base: Baseline) -> tuple[str, ...]:
    """Benefits in house prices that the study counts: one at most, for they exclude one another."""
    return tuple(name for name in PROPERTY if name in base.scenario.co_benefits)


class ValueOfDwellings:
    """Share of the higher value that green brings: ``min(Σ rise·gain / full, rise at once · near)``. [-]

    Parameters
    ----------
    base : Baseline
    measures : array of int
        Places of the measures that add green.
    """

    def __init__(self, base: Baseline, measures: np.ndarray) -> None:
        brought, self.measures = base.co_benefits, measures
        self.area_m2 = base.area["area_m2"]
        rise = brought.years[CO_BENEFITS.index(next(iter(PROPERTY)))][measures]
        full = base.scalar["green_gain_full_share"]
        self.risen_m2, self.most_rise = brought.gain_m2[measures] * rise / full, base.costs.rise_at_once
        self.places, self.reach_m = brought.places[measures], base.scalar["property_reach_m"]

    def __call__(self, quantity: np.ndarray, areas: Areas = EVERY) -> tuple[np.ndarray, np.ndarray | None]:
        """Value and slope, as a :class:`~kans_model.optimum.concave.Curve`."""
        built, here = quantity[self.measures], self.area_m2[areas]
        risen = self.risen_m2 @ built / here
        near = near_share(self.places @ built, here, self.reach_m)
        most = self.most_rise * near
        if areas is not EVERY:
            return np.minimum(risen, most), None
        per_place = self.most_rise * (1 - near) * np.pi * self.reach_m**2 / here
        slope = np.where(risen <= most, self.risen_m2[:, None] / here, self.places[:, None] * per_place)
        return np.minimum(risen, most), slope
