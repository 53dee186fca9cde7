"""Damage looked up under draws: tabulated on knots once, so that no draw integrates over events again.

A draw reaches damage by water through the sewer's discharge and one factor on what measures store, and
damage by heat through one factor on the heat island. The knots span every value that can be drawn and do not
depend on the draws at hand: a draw gives the same number in any company.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from kans_model.evaluation.baseline import Baseline
from kans_model.evaluation.heat import island_assumption
from kans_model.measures import effects
from kans_model.uncertainty.damage_ratios import effect_ratio
from kans_model.uncertainty.draw_values import DrawValues

EFFECT_KNOTS, HEAT_KNOTS = 7, 25
GAIN_GRID = np.array([0.0, 0.5, 1.0])
"""Where damage by heat is tabulated between the least and the most green that owners can bring. [-]"""

Number = TypeVar("Number", float, np.ndarray)


def position(grid: np.ndarray, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Knot below each value on a rising grid, and the way to the next one; the ends hold beyond. [-]

    Examples
    --------
    >>> [array.tolist() for array in position(np.array([0.0, 1.0, 3.0]), np.array([0.5, 2.0, 9.0]))]
    [[0, 1, 1], [0.5, 0.5, 1.0]]
    """
    steps = np.interp(values, grid, np.arange(len(grid), dtype=float))
    knot = np.minimum(steps.astype(np.intp), len(grid) - 2)
    return knot, steps - knot


def hats(grid: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Weights that read a table with one row per knot linearly, as one product: shape (draw, knot). [-]

    Examples
    --------
    >>> hats(np.array([0.0, 1.0, 3.0]), np.array([2.0])).tolist()
    [[0.0, 0.5, 0.5]]
    """
    knot, part = position(grid, values)
    weights, rows = np.zeros((len(values), len(grid))), np.arange(len(values))
    weights[rows, knot] = 1 - part
    weights[rows, knot + 1] = part
    return weights


def _rising(values: np.ndarray) -> np.ndarray:
    """A grid of at least two different knots."""
    grid = np.unique(values)
    return grid if len(grid) > 1 else np.array([grid[0] - 1e-9, grid[0] + 1e-9])


@dataclass(frozen=True, eq=False)
class Knots:
    """Where damage is tabulated, for one package under the draws of one study."""

    sewer_mm_h: np.ndarray
    effect: np.ndarray
    heat: dict  # assumption → factor on the heat island
    gain: np.ndarray  # (knot, area): vegetation added

    @classmethod
    def of(cls, drawn: DrawValues, base: Baseline, quantity: np.ndarray) -> Knots:
        """Knots that span all that `drawn` may hold: its rungs, else the draws themselves."""
        rungs = drawn if drawn.rungs is None else drawn.rungs
        effect = effect_ratio(rungs, base, quantity)
        return cls(
            sewer_mm_h=_rising(np.append(rungs.sewer_mm_h, 0.0)),
            effect=_rising(np.linspace(min(effect.min(), 1.0), max(effect.max(), 1.0), EFFECT_KNOTS)),
            heat={
                name: _heat_knots(rungs, name) for name in ("uhi_daily_mean_factor", "uhi_afternoon_factor")
            },
            gain=_gain_knots(rungs, base, quantity),
        )


def _brings_green(drawn: DrawValues, base: Baseline, quantity: np.ndarray) -> np.ndarray:
    """Measures of a package whose vegetation depends on who takes part, mask (measure,)."""
    differs = np.ptp(drawn.measure["participation_share"], axis=0) > 0
    return effects.used(quantity) & (base.heat.vegetation_per_unit_m2 != 0) & differs


def _gain_knots(rungs: DrawValues, base: Baseline, quantity: np.ndarray) -> np.ndarray:
    """Vegetation added, from when fewest owners take part to when most do, shape (knot, area). [-]"""
    if not _brings_green(rungs, base, quantity).any():
        return base.heat.vegetation_gain(quantity)[None]
    joins = rungs.measure["participation_share"]
    low, high = (base.heat.vegetation_gain(quantity * end[:, None]) for end in (joins.min(0), joins.max(0)))
    return low + GAIN_GRID[:, None] * (high - low)


def green_position(drawn: DrawValues, base: Baseline, quantity: np.ndarray) -> np.ndarray | None:
    """How far a draw stands between fewest and most owners who bring green, shape (draw, area). [-]

    None where no vegetation of the package depends on them.
    """
    rungs = drawn if drawn.rungs is None else drawn.rungs
    owned = _brings_green(rungs, base, quantity)
    if not owned.any():
        return None
    joins = rungs.measure["participation_share"][:, owned]
    low, high = joins.min(axis=0), joins.max(axis=0)
    each = base.heat.vegetation_per_unit_m2[owned, None] * quantity[owned]
    added = (drawn.measure["participation_share"][:, owned] - low) @ each
    most = (high - low) @ each
    return np.divide(added, most, out=np.zeros_like(added), where=most != 0)


def _heat_knots(rungs: DrawValues, name: str) -> np.ndarray:
    """Between the coolest and the warmest of everything that scales the heat island. [-]"""
    ends = {
        factor: (rungs.ratio(factor).min(), rungs.ratio(factor).max())
        for factor in (name, "ref_daily_mean_radiation", "ref_dtr", "ref_wind_10m")
    }
    low, high = (
        ends[name][end]
        * uhi_factor(
            ends["ref_daily_mean_radiation"][end], ends["ref_dtr"][end], ends["ref_wind_10m"][1 - end]
        )
        for end in (0, 1)
    )
    return _rising(np.linspace(low, high, HEAT_KNOTS))


def uhi_factor(radiation: Number, daily_swing: Number, wind: Number) -> Number:
    """Drawn over mid of the scale of the heat island, (S·DTR³/U)^¼, from the ratios of its parts. [-]

    Examples
    --------
    >>> uhi_factor(1.0, 1.0, 16.0)
    0.5
    """
    return (radiation * daily_swing**3 / wind) ** 0.25


def heat_factor(drawn: DrawValues, name: str) -> np.ndarray:
    """Factor on the heat island for an assumption that scales it, shape (draw,). [-]"""
    parts = (drawn.ratio(factor) for factor in ("ref_daily_mean_radiation", "ref_dtr", "ref_wind_10m"))
    return drawn.ratio(name) * uhi_factor(*parts)


def degree_day_table(knots: Knots, base: Baseline, component: str) -> np.ndarray:
    """Degree days of a line of heat damage, shape (gain, knot, area, horizon)."""
    factor = island_assumption(component)
    shift = base.heat.uhi_anomaly_k - knots.gain * base.heat.uhi_scale_k
    scaled = base.scalar[factor] * knots.heat[factor][:, None] * shift[:, None]
    return base.heat.degree_days(component.removeprefix("heat_"), scaled)


def reached_table(knots: Knots, base: Baseline, stored_mm: np.ndarray) -> np.ndarray:
    """Share reached per year, shape (effect, sewer, area, horizon); one effect where nothing is stored.

    Parameters
    ----------
    stored_mm : array, shape (node, area, event)
        What the package stores. [mm]
    """
    if not stored_mm.any():
        return base.water.reached_by_discharge(np.zeros((1, 1, 1)), knots.sewer_mm_h)[None]
    kept = np.minimum(knots.effect[:, None, None, None] * stored_mm, base.water.event_runoff_mm[0])
    return base.water.reached_by_discharge(kept, knots.sewer_mm_h).swapaxes(0, 1)
