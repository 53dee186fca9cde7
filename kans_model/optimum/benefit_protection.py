"""Share protected of what is exposed, as a concave function of what is treated."""

import numpy as np

from kans_model.evaluation.baseline import Baseline
from kans_model.optimum.concave import EVERY, Areas
from kans_model.uncertainty.draws import Draws


class ShareProtected:
    """Share protected of what is exposed, by measures one after the other. [-]

    Parameters
    ----------
    base : Baseline
    column : str
        Of a measure: the share that it protects where it stands.
    measures : array of int
        Places of the measures that protect.
    draws : Draws or None
        The mean over these.
    """

    def __init__(self, base: Baseline, column: str, measures: np.ndarray, draws: Draws | None) -> None:
        self.measures = measures
        stock = base.protection.at_risk[measures]
        share = base.measure[column][measures][None]
        if draws is not None:
            share = draws.measure[column][:, measures]
        self.strength = np.log1p(-np.minimum(share, 0.999))  # draw, measure
        self.per_unit = np.divide(1.0, stock, out=np.zeros_like(stock), where=stock > 0)

    def __call__(self, quantity: np.ndarray, areas: Areas = EVERY) -> tuple[np.ndarray, np.ndarray | None]:
        """Value and slope, as a :class:`~kans_model.optimum.concave.Curve`."""
        strength, per_unit = self.strength, self.per_unit[:, areas]
        treated = quantity[self.measures] * per_unit
        kept = np.exp(strength @ np.minimum(1, treated))  # draw, area
        if areas is not EVERY:
            return 1 - kept.mean(axis=0), None
        rise = -(strength.T @ kept) / len(strength) * np.where(treated < 1, per_unit, 0.0)
        return 1 - kept.mean(axis=0), rise
