"""What a unit of a measure brings of an indicator that is straight in it, or at most brings."""

import numpy as np

from kans_model.evaluation.baseline import Baseline

STEPS = 21
"""Steps of cooling over which the steepest fall of the felt temperature is sought."""


def gain_per_unit(base: Baseline, reading: str) -> np.ndarray:
    """How far a unit of each measure brings an indicator its better way, shape (measure, area).

    Of green, shade and recharge exactly, up to the surface there is; of felt temperature at most: together
    measures do less than each by itself, and never more.

    Parameters
    ----------
    base : Baseline
    reading : str
        Of an indicator that is held by a straight row. [its unit per unit of the measure]
    """
    return _GAINS[reading](base)


def _green(base: Baseline) -> np.ndarray:
    """[%]"""
    return 100 * base.heat.green_per_unit_m2[:, None] / base.area["area_m2"]


def _shade(base: Baseline) -> np.ndarray:
    """[%]"""
    return 100 * base.measure["shade_m2_per_unit"][:, None] / base.area["area_m2"]


def _recharge(base: Baseline) -> np.ndarray:
    """[mm/yr]"""
    return base.ground.recharge_m3[:, None] * base.ground.recharge_mm_per_m3


def _cooling(base: Baseline) -> np.ndarray:
    """Degrees that a unit takes away at most: by green, shade and cooler air, and on the spot. [°C]

    Each is taken where it does most: shade where no green was added, green where no shade was. What green is
    lost warms too; here it does not.
    """
    felt, area_m2 = base.heat.felt_temperature, base.area["area_m2"]
    vegetation_most = np.maximum(0, 1 - base.green_share)
    small = 1e-3  # a share of the area; green and shade work in proportion
    by_green = np.maximum(0, felt.model_degc(0, 0, 0) - felt.model_degc(small, 0, 0)) / small
    cooled = (0.0, vegetation_most)
    falls = [felt.model_degc(0, 0, cool) - felt.model_degc(0, small, cool) for cool in cooled]
    by_shade = np.maximum(0, np.max(falls, axis=0)) / small
    per_unit = by_green * np.maximum(0, base.heat.green_per_unit_m2[:, None])
    per_unit = per_unit + by_shade * base.measure["shade_m2_per_unit"][:, None]
    per_unit = per_unit + _steepest(base, vegetation_most) * base.heat.vegetation_per_unit_m2[:, None]
    open_ground = felt.open_ground_share
    on_the_spot = base.measure["pet_direct_degc"] * base.room.stock_per_unit
    return np.asarray((per_unit - on_the_spot[:, None] / open_ground) / area_m2)


def _steepest(base: Baseline, most: np.ndarray) -> np.ndarray:
    """The steepest fall of the felt temperature with cooling vegetation, in sun or shade, (area,). [°C]"""
    felt, gains = base.heat.felt_temperature, np.linspace(0, 1, STEPS)[:, None] * np.maximum(most, 1e-6)
    steepest = np.zeros(base.n_areas)
    for green, shade in ((0.0, 0.0), (0.0, 1.0), (1.0, 0.0)):
        read = np.stack([felt.model_degc(green, shade, gain) for gain in gains])
        steepest = np.maximum(steepest, (-np.diff(read, axis=0) / np.diff(gains, axis=0)).max(axis=0))
    return steepest


_GAINS = {"green": _green, "shade": _shade, "recharge": _recharge, "pet": _cooling}
