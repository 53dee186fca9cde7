"""Heat damage no longer done, as a concave function of vegetation."""

from collections.abc import Mapping

import numpy as np

from kans_model.evaluation.baseline import Baseline
from kans_model.evaluation.heat import island_assumption, read_with_slope
from kans_model.optimum.concave import EVERY, Areas, Ceiling
from kans_model.uncertainty.damage_tables import heat_factor
from kans_model.uncertainty.draws import Draws

BENT = "heat_admissions"
"""The line that counts days, not degree days."""
N_GAINS, SMALLEST_GAIN = 200, 1e-6
"""Gains of vegetation on which the steepest line is sought, and the least that there is room for. [-]"""


class HeatRelief:
    """Heat damage no longer done, in euro at mid prices, weighted over horizons. [EUR/yr], [EUR]

    Concave where harm is counted by degree days. The number of tropical days bends the wrong way where the
    count of days does; `ceilings` then holds a line through no vegetation and no gain that is nowhere below.

    Parameters
    ----------
    base : Baseline
    lines : dict
        Line of damage → what it counts for beside the first. [-]
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
        lines: Mapping[str, float],
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
        self.counts_for = lines
        self._before: dict[tuple[int, str, float], np.ndarray] = {}
        self._steepest: dict[tuple[int, str, float], np.ndarray] = {}
        self.factors = {line: island_assumption(line) for line in lines}
        self.ratios = {
            line: np.ones(1) if draws is None else heat_factor(draws, factor)
            for line, factor in self.factors.items()
        }

    @property
    def ceilings(self) -> tuple[Ceiling, ...]:
        """What lies above it and is concave; nothing else where it is concave itself."""
        return (self._above,) if BENT in self.factors else ()

    def __call__(self, quantity: np.ndarray, areas: Areas = EVERY) -> tuple[np.ndarray, np.ndarray | None]:
        """Value and slope, as a :class:`~kans_model.optimum.concave.Curve`."""
        return self._taken_away(quantity, areas, above=False)

    def _above(self, quantity: np.ndarray) -> tuple[np.ndarray, np.ndarray | None]:
        return self._taken_away(quantity, EVERY, above=True)

    def _before_eur(self, horizon: int, line: str, ratio: float) -> np.ndarray:
        """Damage where nothing is built, shape (area,). [EUR]"""
        key = horizon, line, ratio
        if key not in self._before:
            self._before[key], _ = self._damage_eur(0.0, EVERY, horizon, line, ratio)
        return self._before[key]

    def _steepest_eur(self, horizon: int, line: str, ratio: float) -> np.ndarray:
        """The most that any gain takes away per unit of it, shape (area,): a line nowhere below. [EUR]"""
        key = horizon, line, ratio
        if key not in self._steepest:
            before = self._before_eur(horizon, line, ratio)
            gain = np.linspace(0.0, 1.0, N_GAINS + 1)[1:, None] * np.maximum(self.room, SMALLEST_GAIN)
            after, _ = self._damage_eur(gain, EVERY, horizon, line, ratio)
            # between two of these gains no more is taken away than at the larger one
            least_gain = np.concatenate([gain[:1], gain[:-1]])
            self._steepest[key] = ((before - after) / least_gain).max(axis=0)
        return self._steepest[key]

    def _taken_away(
        self, quantity: np.ndarray, areas: Areas, above: bool
    ) -> tuple[np.ndarray, np.ndarray | None]:
        n = quantity.shape[1]
        total, rise = np.zeros(n), np.zeros((len(self.measures), n))
        most = self.room[areas]
        for horizon in np.flatnonzero(self.weights).tolist():
            per_unit = self.vegetation_m2[:, horizon, None] / self.base.area["area_m2"][areas]
            gains = self.joins @ (per_unit * quantity[self.measures])  # draw, area
            for line, ratios in self.ratios.items():
                weight = self.counts_for[line] * self.weights[horizon] / len(ratios)
                for ratio, joins, unbound in zip(ratios, self.joins, gains, strict=True):  # one without draws
                    full, gain = unbound >= most, np.minimum(unbound, most)
                    if above and line == BENT:
                        slope = -self._steepest_eur(horizon, line, float(ratio))
                        avoided = -slope * gain
                    else:
                        before = self._before_eur(horizon, line, float(ratio))[areas]
                        after, slope = self._damage_eur(gain, areas, horizon, line, ratio)
                        avoided = before - after
                    total += weight * avoided
                    rise -= weight * np.where(full, 0.0, slope) * per_unit * joins[:, None]
        return total, rise if areas is EVERY else None

    def _damage_eur(
        self,
        gain: np.ndarray | float,
        areas: Areas,
        horizon: int,
        line: str,
        ratio: float,
    ) -> tuple[np.ndarray, np.ndarray]:
        """Damage at a gain of vegetation, and its slope to the gain, by the width of the table's grid."""
        heat = self.base.heat
        eur = np.nan_to_num(heat.eur_per_degree_day[line][areas])
        scale = self.base.scalar[self.factors[line]] * ratio
        shift = scale * (heat.uhi_anomaly_k[areas] - gain * heat.uhi_scale_k)
        days, slope = read_with_slope(heat.degree_day_tables[line.removeprefix("heat_")][horizon], shift)
        return eur * days, -eur * slope * scale * heat.uhi_scale_k
