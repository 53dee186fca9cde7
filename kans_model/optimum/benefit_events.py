"""Buildings no longer reached in one shower, by what is stored: as it is, and what lies above."""

import numpy as np

from kans_model.evaluation.baseline import Baseline
from kans_model.optimum.concave import EVERY, Areas, Ceiling, lower_hull
from kans_model.tables.vocabulary import EVENT_YEARS


class EventRelief:
    """Share of the buildings of each area that one shower no longer reaches. [-]

    Parameters
    ----------
    base : Baseline
    event : str
        Return period, of `EVENT_YEARS`.
    times : float
        How many times as many buildings count as are entered: those with a wet façade, or 1. [-]

    Notes
    -----
    What is reached bends both ways and stops at all buildings. Its largest convex function below, up to the
    water that stands there without measures, gives a concave function above what is avoided. [mm] → [-]
    """

    def __init__(self, base: Baseline, event: str, times: float = 1.0) -> None:
        water, place = base.water, EVENT_YEARS.index(int(event))
        at = water.event_runoff_mm[0].shape[1] + place
        self.excess_mm = water.shown_runoff_mm[0][:, place] - water.kept_dry_mm(0.0)
        stored_m3 = water.storage.m3_of_all[..., at]  # case, soil, measure
        self.measures = np.flatnonzero((stored_m3 > 0).any(axis=(0, 1)))
        per_area = stored_m3[:, base.soil][:, :, self.measures].transpose(0, 2, 1)
        self.mm_per_unit = per_area * (1000 / base.area["area_m2"])  # case, measure, area
        self.factor, self.times, self.reach = water.reach_factor, times, water.reach
        self.lines = _hulls(water.reach_curve, self.factor * times, self.excess_mm)
        self.before = self._reached(self.excess_mm[None], EVERY)
        self.before_above = self._below(self.excess_mm[None], EVERY)[0]

    @property
    def ceilings(self) -> tuple[Ceiling, ...]:
        """What lies above it and is concave."""
        return (self._above,)

    def __call__(self, quantity: np.ndarray, areas: Areas = EVERY) -> tuple[np.ndarray, np.ndarray | None]:
        """Value and slope, as a :class:`~kans_model.optimum.concave.Curve`; its slope is that above."""
        value = self.before[areas] - self._reached(self._left_mm(quantity, areas), areas)
        return value, self._above(quantity)[1] if areas is EVERY else None

    def _above(self, quantity: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The concave function above it: value (area,) and slope (its measures, area)."""
        reached, steep = self._below(self._left_mm(quantity, EVERY), EVERY)
        rise = (steep[:, None] * self.mm_per_unit).mean(axis=0)
        return self.before_above - reached, rise

    def _left_mm(self, quantity: np.ndarray, areas: Areas) -> np.ndarray:
        """Water that can do harm after measures, shape (case, area). [mm]"""
        stored = np.einsum("cma,ma->ca", self.mm_per_unit[:, :, areas], quantity[self.measures])
        return self.excess_mm[areas] - stored

    def _reached(self, left_mm: np.ndarray, areas: Areas) -> np.ndarray:
        """Share that counts, by the model, shape (area,). [-]"""
        entered = np.minimum(1, self.factor[areas] * self.reach.share_reached(left_mm).mean(axis=0))
        return np.asarray(np.minimum(1, self.times * entered))

    def _below(self, left_mm: np.ndarray, areas: Areas) -> tuple[np.ndarray, np.ndarray]:
        """The convex function below it, mean over the cases (area,), and its slope (case, area)."""
        slope, at_nothing = (part[areas] for part in self.lines)  # area, line
        heights = slope * left_mm[..., None] + at_nothing  # case, area, line
        which = heights.argmax(axis=-1)
        value = np.take_along_axis(heights, which[..., None], axis=-1)[..., 0]
        steep = np.take_along_axis(np.broadcast_to(slope, heights.shape), which[..., None], axis=-1)[..., 0]
        return value.mean(axis=0), steep


def _hulls(
    curve: tuple[np.ndarray, np.ndarray], factor: np.ndarray, excess_mm: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Of every area the straight lines whose highest is the hull: slope and height at 0 mm, (area, line).

    The curve, times a factor and never above 1, up to the excess without measures.
    """
    knots, share = curve
    lines = [(np.zeros(1), np.zeros(1))] * len(factor)
    for area, (times, end) in enumerate(zip(factor, excess_mm, strict=True)):
        if not (np.isfinite(end) and end > 0 and times > 0):
            continue
        x = np.append(knots, end) if end > knots[-1] else knots
        last = (share[-1] - share[-2]) / (knots[-1] - knots[-2])
        y = times * np.where(x > knots[-1], share[-1] + last * (x - knots[-1]), np.interp(x, knots, share))
        full = np.flatnonzero(y > 1)
        if len(full) and full[0]:  # a knot where all buildings are reached
            at = int(full[0])
            crossing = x[at - 1] + (1 - y[at - 1]) / (y[at] - y[at - 1]) * (x[at] - x[at - 1])
            x, y = np.insert(x, at, crossing), np.insert(y, at, 1.0)
        x, y = lower_hull(x, np.minimum(1, y), float(end))
        slope = np.diff(y) / np.diff(x)
        lines[area] = np.append(0.0, slope), np.append(0.0, y[:-1] - slope * x[:-1])
    most = max(len(slope) for slope, _ in lines)
    padded = np.zeros((2, len(factor), most))
    for area, line in enumerate(lines):
        padded[:, area, : len(line[0])] = line
    return padded[0], padded[1]
