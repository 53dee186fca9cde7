"""Foundation damage that recharge takes away, as a concave function of what sinks in."""

import numpy as np

from kans_model.evaluation.baseline import Baseline
from kans_model.optimum.concave import EVERY, Areas
from kans_model.uncertainty.damage_ratios import RECHARGE
from kans_model.uncertainty.draws import Draws


class FoundationRelief:
    """Share of foundation damage taken away: in a straight line with recharge, up to a rise. [-]

    Parameters
    ----------
    base : Baseline
    measures : array of int
        Places of the measures whose water sinks in.
    draws : Draws or None
        The mean over these.
    """

    def __init__(self, base: Baseline, measures: np.ndarray, draws: Draws | None) -> None:
        self.ground, self.measures = base.ground, measures
        self.mm_per_unit = base.ground.recharge_m3[measures, None] * base.ground.recharge_mm_per_m3
        self.joins, rise, relief = np.ones((1, len(measures))), np.ones((1, 1)), np.ones((1, 1))
        if draws is not None:
            self.joins = draws.measure["participation_share"][:, measures]
            rise, relief = (draws.ratio(name)[:, None] for name in RECHARGE)
        per_cm = base.scalar["foundation_relief_per_cm"] * relief
        self.per_mm = base.scalar["foundation_cm_per_100mm"] / 100 * rise * per_cm
        self.most = np.minimum(1.0, base.scalar["foundation_rise_most_cm"] * per_cm)

    def __call__(self, quantity: np.ndarray, areas: Areas = EVERY) -> tuple[np.ndarray, np.ndarray | None]:
        """Value and slope, as a :class:`~kans_model.optimum.concave.Curve`."""
        mm, near = self.mm_per_unit[:, areas], self.ground.groundwater_near[areas]
        straight = self.per_mm * (self.joins @ (mm * quantity[self.measures]))  # draw, area
        share = np.minimum(straight, self.most).mean(axis=0) * near
        if areas is not EVERY:
            return share, None
        rising = np.where(straight < self.most, self.per_mm, 0.0)
        return share, mm * (self.joins.T @ rising / len(self.joins)) * near
