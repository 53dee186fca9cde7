"""Share protected of what is exposed: as it is, and the concave functions that lie above it."""

import numpy as np

from kans_model.evaluation.baseline import Baseline
from kans_model.optimum.concave import EVERY, Areas
from kans_model.uncertainty.draws import Draws

NEARLY_ALL = 1 - 1e-9
"""A share beyond which a logarithm has no use. [-]"""


class ProtectionShare:
    """Share protected of what is exposed, by measures beside one another: ``1 − Π (1 − u·p)``. [-]

    With one measure it is concave. With several it is not: what two save together is less than the sum by
    the part that both would have saved, so that a little of each is worth more than a straight line between
    them says. The optimiser's cuts are tangents of `ceilings`, which are concave and nowhere below it.

    Parameters
    ----------
    base : Baseline
    column : str
        Of a measure: the share that it protects where it stands.
    measures : array of int
        Places of the measures that protect.
    most : array, shape (measure, area)
        The most of every measure that can stand. [unit of the measure]
    draws : Draws or None
        The mean over these.
    """

    def __init__(
        self, base: Baseline, column: str, measures: np.ndarray, most: np.ndarray, draws: Draws | None
    ) -> None:
        self.measures = measures
        stock = base.protection.at_risk[measures]
        effect = base.measure[column][measures][None]
        joins = np.ones((1, len(measures)))
        placed = base.measure["well_placed_share"][measures]
        if draws is not None:
            effect = draws.measure[column][:, measures] * draws.measure["well_placed_share"][:, measures]
            joins = draws.measure["participation_share"][:, measures]
        self.effect = (effect * placed)[:, :, None]  # draw, measure, area
        self.joins = joins[:, :, None]
        self.per_unit = np.divide(1.0, stock, out=np.zeros_like(stock), where=stock > 0)
        self.treated_most = np.minimum(1, self.joins * (most[measures] * self.per_unit))
        several = self.sum_of_each, self.best_of_all_or_nothing
        self.ceilings = several if len(measures) > 1 else (self,)

    def __call__(self, quantity: np.ndarray, areas: Areas = EVERY) -> tuple[np.ndarray, np.ndarray | None]:
        """Value and slope, as a :class:`~kans_model.optimum.concave.Curve`; it need not be concave."""
        treated, rise = self._treated(quantity, areas)
        left = 1 - self.effect * treated
        share = 1 - left.prod(axis=1).mean(axis=0)
        if areas is not EVERY:
            return share, None
        return share, (self.effect * _product_of_others(left) * rise).mean(axis=0)

    def sum_of_each(self, quantity: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """``Σ u·p``: as if no two measures met; what a first little is worth. Value and slope."""
        treated, rise = self._treated(quantity, EVERY)
        return (self.effect * treated).mean(axis=0).sum(axis=0), (self.effect * rise).mean(axis=0)

    def best_of_all_or_nothing(self, quantity: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """``1 − Π (1 − h·p)^(u/h)`` with h the most of u: right where all or nothing stands. Value and slope.

        Nowhere below the truth, for ``(1 − h·p)^(u/h)`` is convex in u and meets ``1 − u·p`` at 0 and h.
        """
        treated, rise = self._treated(quantity, EVERY)
        most = self.treated_most
        full = np.log1p(-np.minimum(self.effect * most, NEARLY_ALL))
        strength = np.divide(full, most, out=np.zeros(np.broadcast(full, most).shape), where=most > 0)
        left = np.exp((strength * np.minimum(treated, most)).sum(axis=1))  # draw, area
        slope = -(strength * left[:, None] * rise).mean(axis=0)
        return 1 - left.mean(axis=0), slope

    def _treated(self, quantity: np.ndarray, areas: Areas) -> tuple[np.ndarray, np.ndarray]:
        """Share that has each measure, and its slope to the quantity, shape (draw, measure, area)."""
        per_unit = self.joins * self.per_unit[:, areas]
        share = quantity[self.measures] * per_unit
        return np.minimum(1, share), np.where(share < 1, per_unit, 0.0)


def _product_of_others(left: np.ndarray) -> np.ndarray:
    """Along the second axis, of every one the product of the others.

    Examples
    --------
    >>> _product_of_others(np.array([[2.0, 3.0, 5.0]])).tolist()
    [[15.0, 10.0, 6.0]]
    """
    ones = np.ones_like(left[:, :1])
    before = np.cumprod(np.concatenate([ones, left[:, :-1]], axis=1), axis=1)
    after = np.cumprod(np.concatenate([ones, left[:, :0:-1]], axis=1), axis=1)[:, ::-1]
    return before * after
