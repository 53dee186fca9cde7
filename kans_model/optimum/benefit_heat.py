"""Heat damage no longer done, as a concave function of vegetation."""

from collections.abc import Mapping
from functools import cached_property

import numpy as np

from kans_model.evaluation.baseline import Baseline
from kans_model.evaluation.heat import SHIFT_GRID_K, island_assumption, read_with_slope
from kans_model.optimum.concave import EVERY, Areas, Ceiling, lower_hull
from kans_model.uncertainty.damage_tables import heat_factor
from kans_model.uncertainty.draws import Draws


class HeatTakenAway:
    """Heat damage no longer done, in euro at mid prices, weighted over horizons. [EUR/yr], [EUR]

    Concave where harm is counted by degree days. The number of tropical days bends the wrong way where the
    count of days does; `ceilings` then holds the hull below it.

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
        self.factors = {line: island_assumption(line) for line in lines}
        self.ratios = {
            line: np.ones(1) if draws is None else heat_factor(draws, factor)
            for line, factor in self.factors.items()
        }

    @property
    def ceilings(self) -> tuple[Ceiling, ...]:
        """What lies above it and is concave; nothing else where it is concave itself."""
        return (self._above,) if "heat_admissions" in self.factors else ()

    def __call__(self, quantity: np.ndarray, areas: Areas = EVERY) -> tuple[np.ndarray, np.ndarray | None]:
        """Value and slope, as a :class:`~kans_model.optimum.concave.Curve`."""
        return self._taken_away(quantity, areas, self.base.heat.degree_day_tables)

    def _above(self, quantity: np.ndarray) -> tuple[np.ndarray, np.ndarray | None]:
        return self._taken_away(quantity, EVERY, self._convex_tables)

    @cached_property
    def _convex_tables(self) -> dict[str, np.ndarray]:
        """Tables of harm, that of tropical days as the largest convex one below it."""
        tables = self.base.heat.degree_day_tables
        end = float(SHIFT_GRID_K[-1])
        rows = [np.interp(SHIFT_GRID_K, *lower_hull(SHIFT_GRID_K, row, end)) for row in tables["admissions"]]
        return tables | {"admissions": np.stack(rows)}

    def _taken_away(
        self, quantity: np.ndarray, areas: Areas, after_tables: dict[str, np.ndarray]
    ) -> tuple[np.ndarray, np.ndarray | None]:
        n = quantity.shape[1]
        total, rise = np.zeros(n), np.zeros((len(self.measures), n))
        most, now = self.room[areas], self.base.heat.degree_day_tables
        for horizon in np.flatnonzero(self.weights).tolist():
            per_unit = self.vegetation_m2[:, horizon, None] / self.base.area["area_m2"][areas]
            gains = self.joins @ (per_unit * quantity[self.measures])  # draw, area
            for line, ratios in self.ratios.items():
                weight = self.counts_for[line] * self.weights[horizon] / len(ratios)
                for ratio, joins, unbound in zip(ratios, self.joins, gains, strict=True):  # one without draws
                    full, gain = unbound >= most, np.minimum(unbound, most)
                    before, _ = self._damage_eur(0.0, areas, horizon, line, ratio, now)
                    after, slope = self._damage_eur(gain, areas, horizon, line, ratio, after_tables)
                    total += weight * (before - after)
                    rise -= weight * np.where(full, 0.0, slope) * per_unit * joins[:, None]
        return total, rise if areas is EVERY else None

    def _damage_eur(
        self,
        gain: np.ndarray | float,
        areas: Areas,
        horizon: int,
        line: str,
        ratio: float,
        tables: dict[str, np.ndarray],
    ) -> tuple[np.ndarray, np.ndarray]:
        """Damage at a gain of vegetation, and its slope to the gain, by the width of the table's grid."""
        heat = self.base.heat
        eur = np.nan_to_num(heat.eur_per_degree_day[line][areas])
        scale = self.base.scalar[self.factors[line]] * ratio
        shift = scale * (heat.uhi_anomaly_k[areas] - gain * heat.uhi_scale_k)
        days, slope = read_with_slope(tables[line.removeprefix("heat_")][horizon], shift)
        return eur * days, -eur * slope * scale * heat.uhi_scale_k
