"""Heat damage no longer done, as a concave function of vegetation."""

import numpy as np

from kans_model.evaluation.baseline import Baseline
from kans_model.evaluation.heat import island_assumption
from kans_model.optimum.concave import EVERY, Areas
from kans_model.uncertainty.damage_tables import heat_factor
from kans_model.uncertainty.draws import Draws


class HeatTakenAway:
    """Heat damage no longer done, in euro at mid prices, weighted over horizons. [EUR/yr], [EUR]

    Parameters
    ----------
    base : Baseline
    lines : tuple of str
        Lines of damage.
    measures : array of int
        Places of the measures that cool.
    vegetation_m2 : array, shape (measure, horizon)
        For the heat island per unit. [m²]
    weights : array, shape (horizon,)
        Of a year at each horizon.
    draws : Draws or None
        The mean over these.
    """

    def __init__(
        self,
        base: Baseline,
        lines: tuple[str, ...],
        measures: np.ndarray,
        vegetation_m2: np.ndarray,
        weights: np.ndarray,
        draws: Draws | None,
    ) -> None:
        self.base, self.measures, self.weights = base, measures, weights
        self.vegetation_m2 = vegetation_m2[measures]
        self.room = np.maximum(0, 1 - base.green_share)
        self.joins = np.ones((1, len(measures)))
        if draws is not None:
            self.joins = draws.measure["participation_share"][:, measures]
        self.factors = {line: island_assumption(line) for line in lines}
        self.ratios = {
            line: np.ones(1) if draws is None else heat_factor(draws, factor)
            for line, factor in self.factors.items()
        }

    def __call__(self, quantity: np.ndarray, areas: Areas = EVERY) -> tuple[np.ndarray, np.ndarray | None]:
        """Value and slope, as a :class:`~kans_model.optimum.concave.Curve`."""
        n = quantity.shape[1]
        total, rise = np.zeros(n), np.zeros((len(self.measures), n))
        most = self.room[areas]
        for horizon in np.flatnonzero(self.weights).tolist():
            per_unit = self.vegetation_m2[:, horizon, None] / self.base.area["area_m2"][areas]
            gains = self.joins @ (per_unit * quantity[self.measures])  # draw, area
            for line, ratios in self.ratios.items():
                weight = self.weights[horizon] / len(ratios)
                for ratio, joins, unbound in zip(ratios, self.joins, gains, strict=True):  # one without draws
                    full, gain = unbound >= most, np.minimum(unbound, most)
                    before, _ = self._damage_eur(0.0, areas, horizon, line, ratio)
                    after, slope = self._damage_eur(gain, areas, horizon, line, ratio)
                    total += weight * (before - after)
                    rise -= weight * np.where(full, 0.0, slope) * per_unit * joins[:, None]
        return total, rise if areas is EVERY else None

    def _damage_eur(
        self, gain: np.ndarray | float, areas: Areas, horizon: int, line: str, ratio: float
    ) -> tuple[np.ndarray, np.ndarray]:
        """Damage at a gain of vegetation, and its slope to the gain, by the width of the table's grid."""
        heat = self.base.heat
        eur = np.nan_to_num(heat.eur_per_degree_day[line][areas])
        scale = self.base.scalar[self.factors[line]] * ratio
        shift = scale * (heat.uhi_anomaly_k[areas] - gain * heat.uhi_scale_k)
        days, slope = heat.degree_days_slope(line.removeprefix("heat_"), shift, horizon)
        return eur * days, -eur * slope * scale * heat.uhi_scale_k
