"""Buildings no longer reached by water, as a concave function of what is stored."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from kans_model.evaluation.baseline import Baseline
from kans_model.optimum.concave import EVERY, Areas, lower_hull
from kans_model.uncertainty.damage_ratios import STORING
from kans_model.uncertainty.draws import Draws


@dataclass(frozen=True, eq=False)
class Node:
    """One draw of what shifts pluvial intensity, in one case of how wet it was before.

    Without draws the middle in every case; with draws each draw takes the next case, so that all cases are
    taken equally often and a mean over draws costs no more.

    Attributes
    ----------
    excess_mm : array, shape (area, event)
        Water beyond what is harmless, before measures. [mm]
    x, y, slope : array, shape (knot,)
        Share of buildings reached by excess: the concave side of its curve. [mm], [-], [1/mm]
    ratio : array, shape (soil, measure), or None
        Factor on what a measure stores. [-]
    weight : float
        In the mean over draws and cases. [-]
    case : int
        Place among the cases of how wet it was before.
    """

    excess_mm: np.ndarray
    x: np.ndarray
    y: np.ndarray
    slope: np.ndarray
    ratio: np.ndarray | None
    weight: float
    case: int

    def steep(self, excess_mm: np.ndarray) -> np.ndarray:
        """Slope of the share reached. [1/mm]"""
        at = np.maximum(np.searchsorted(self.x, excess_mm, side="left") - 1, 0)
        return np.where(excess_mm > 0, self.slope[at], 0.0)

    def storage_m3(self, storage: np.ndarray, soil: int) -> np.ndarray:
        """Storage of a unit on a soil, shape (measure, event). [m³]"""
        held = storage[self.case, soil]
        return held if self.ratio is None else held * self.ratio[soil][:, None]


class BuildingRelief:
    """Share of buildings no longer reached, summed over events and weighted over horizons. [1/yr], [-]

    Parameters
    ----------
    base : Baseline
    measures : array of int
        Places of the measures that store.
    weights : array, shape (horizon,)
        Of a year at each horizon.
    draws : Draws or None
        The mean over these.
    """

    def __init__(
        self, base: Baseline, measures: np.ndarray, weights: np.ndarray, draws: Draws | None
    ) -> None:
        water, n_events = base.water, len(base.water.rain.events[1])
        horizons = np.flatnonzero(weights)
        at = (horizons[:, None] * n_events + np.arange(n_events)).ravel()
        runoff = self.ceiling_mm = water.event_runoff_mm[0][:, at]
        per_year = np.concatenate([weights[horizon] * water.rain.events[1] for horizon in horizons])
        self.weight = water.reach_factor[:, None] * per_year  # area, event
        self.measures, self.soil = measures, base.soil
        self.mm_per_m3 = 1000 / base.area["area_m2"]
        self.storage_m3 = water.storage.event_m3[:, :, measures][..., at]  # case, soil, measure, event
        self.nodes = list(_nodes(base, measures, runoff, draws))
        self.before = [np.interp(node.excess_mm, node.x, node.y) for node in self.nodes]

    def __call__(self, quantity: np.ndarray, areas: Areas = EVERY) -> tuple[np.ndarray, np.ndarray | None]:
        """Value and slope, as a :class:`~kans_model.optimum.concave.Curve`."""
        every, n = areas is EVERY, quantity.shape[1]
        total, rise = np.zeros(n), np.zeros((len(self.measures), n))
        mine, per_m3 = quantity[self.measures], self.mm_per_m3[areas, None]
        most, weight = self.ceiling_mm[areas], self.weight[areas]
        soils = [(soil, np.flatnonzero(self.soil[areas] == soil)) for soil in np.unique(self.soil)]
        for node, before in zip(self.nodes, self.before, strict=True):
            stored = np.empty_like(most)
            for soil, here in soils:
                held = node.storage_m3(self.storage_m3, soil)
                stored[here] = mine[:, here].T @ held * per_m3[here]
            kept = np.minimum(stored, most)
            excess = np.subtract(node.excess_mm[areas], kept, out=kept)
            reached = np.interp(excess, node.x, node.y)
            avoided = np.subtract(before[areas], reached, out=reached)
            avoided *= weight
            total += node.weight * avoided.sum(axis=1)
            if not every:
                continue
            full, steep = stored >= most, node.steep(excess)
            per_event = np.where(full, 0.0, steep) * weight * per_m3
            for soil, here in soils:
                factor = node.weight if node.ratio is None else node.weight * node.ratio[soil][:, None]
                rise[:, here] += factor * (self.storage_m3[node.case, soil] @ per_event[here].T)
        return total, rise if every else None


def _nodes(
    base: Baseline, measures: np.ndarray, runoff_mm: np.ndarray, draws: Draws | None
) -> Iterator[Node]:
    water = base.water
    for shift_mm_h, ratio, weight, case in _shifts(base, draws):
        sewer = water.sewer_mm(shift_mm_h)
        excess = runoff_mm - (sewer + water.harmless_mm(sewer))[:, None]
        x, y = lower_hull(water.reach_curve[0], water.reach_curve[1], max(float(excess.max()), 1.0))
        slope = np.append(np.diff(y) / np.diff(x), 0.0)
        yield Node(excess, x, y, slope, None if ratio is None else ratio[:, measures], weight, case)


def _shifts(base: Baseline, draws: Draws | None) -> Iterator[tuple[float, np.ndarray | None, float, int]]:
    """Deviation of the sewer [mm/h], factor on storage (soil, measure), weight and case of each node."""
    cases = len(base.water.storage.event_m3)
    if draws is None:
        yield from ((0.0, None, 1 / cases, case) for case in range(cases))
        return
    stores = base.water.storage.stores
    drawn = (draws.measure[column][:, stores] for column in STORING)
    held = base.water.storage.held_m3_per_unit_drawn(stores, *drawn)
    middle = base.water.storage.held_m3_per_unit_drawn(stores, *np.ones((3, 1, stores.sum())))
    held = held * draws.measure["participation_share"][:, stores]
    ratio = np.ones((len(held), len(draws), len(stores)))  # soil, draw, measure
    ratio[:, :, stores] = np.divide(held, middle, out=np.ones_like(held), where=middle > 0)
    for draw in range(len(draws)):
        yield draws.sewer_mm_h[draw], ratio[:, draw], draws.reach[draw] / len(draws), draw % cases
