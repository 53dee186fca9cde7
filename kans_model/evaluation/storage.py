"""What measures keep of a shower: per unit on every soil, and of whole packages."""

from collections.abc import Iterator
from functools import cache, cached_property
from itertools import pairwise

import numpy as np

from kans_model.evaluation.rain import Rain
from kans_model.evaluation.situation import Situation
from kans_model.hazards import free_storage, pluvial
from kans_model.measures import effects
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import AT_2050, GREEN_STOCKS

AREAS_AT_ONCE = 256
"""So many areas times all events stay in the processor's own memory from one step to the next."""
NODES = ("wet", "middle", "dry")
"""The equally likely cases of how wet it was before a shower, from the record of rain."""


VOLUME_KNOTS = np.linspace(-0.8, 0.8, 9)
EMPTYING_KNOTS = np.linspace(-2, 2, 17)
"""Doublings of volume and of the speed of emptying where draws look up what a unit holds: 0 is the middle."""


def _octaves(ratio: np.ndarray, knots: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Knot below each ratio and the way to the next; the ends hold beyond."""
    step = knots[1] - knots[0]
    place = np.clip((np.log2(np.maximum(ratio, 1e-9)) - knots[0]) / step, 0, len(knots) - 1)
    knot = np.minimum(place.astype(np.intp), len(knots) - 2)
    return knot, place - knot


@cache
def free_storage_table() -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Knots of depth [mm] and emptying time [h], and the free share of what empties steadily or evaporates.

    The shares have the shape (depth, time, node).
    """
    rows = table("free_storage")[[f"{node}_free" for node in NODES]].sort_index()
    knots = [rows.index.unique(level).to_numpy(dtype=float) for level in ("depth_mm", "emptying_h")]
    shape = (*(len(levels) for levels in knots), len(NODES))
    steady, evaporation = (
        rows.loc[pattern].to_numpy(dtype=float).reshape(shape) for pattern in ("steady", "evaporation")
    )
    return knots[0], knots[1], steady, evaporation


class Storage:
    """Water that measures keep off the street in one city under one scenario."""

    def __init__(self, situation: Situation, rain: Rain) -> None:
        self.rain, self.scalar, self.measure = rain, situation.scalar, situation.measure
        self.soil, self.infiltration_mm_h = situation.soil, situation.infiltration_mm_h
        self.area_m2 = situation.area["area_m2"]

    @cached_property
    def stores(self) -> np.ndarray:
        """Measures that keep water off the street, mask (measure,); those that protect store nothing."""
        return (table("measures")["pluvial_channel"] == "shift").to_numpy()

    @cached_property
    def own_green_m2(self) -> np.ndarray:
        """Green that one unit stands on and that is all that feeds it, shape (measure,): 0 for the others."""
        measures = table("measures")
        green = measures["stock"].isin(GREEN_STOCKS) & (measures["emptying"] != "none")
        fed = self.measure["contributing_m2_per_unit"] > 0
        return np.where(green & ~fed, self.measure["stock_per_unit"], 0.0)

    @cached_property
    def inflow_m2(self) -> np.ndarray:
        """What drains to one unit, its own green where nothing else does, shape (measure,). [m²]"""
        return self.measure["contributing_m2_per_unit"] + self.own_green_m2

    @cached_property
    def soaks(self) -> np.ndarray:
        """Measures whose storage empties into the soil, mask (measure,)."""
        return (table("measures")["emptying"] == "infiltration").to_numpy()

    def _unit_m3(
        self,
        rain_mm: np.ndarray,
        rows: np.ndarray | slice = slice(None),
        storage_ratio: np.ndarray | float = 1.0,
        emptying_ratio: np.ndarray | float = 1.0,
        drain_ratio: np.ndarray | float = 1.0,
    ) -> np.ndarray:
        """Water one unit of some measures keeps of any rain, shape (node, soil, draw, measure, event). [m³]

        In each equally likely case of how wet it was before. Ratios: drawn over mid, shape (draw, measure).
        """
        m = {name: values[rows] for name, values in self.measure.items()}
        shape = (len(self.infiltration_mm_h), *np.shape(storage_ratio * np.ones((1, len(self.stores[rows])))))
        volume = np.broadcast_to(m["storage_m3_per_unit"] * storage_ratio, shape)
        inflow = self.inflow_m2[rows]
        speed = m["emptying_factor"] * emptying_ratio
        # the soil lets through what it lets through; clogging and a better soil than thought go with the draw
        soil = np.minimum(m["infiltration_mm_h"], self.infiltration_mm_h[:, None])[:, None] * speed
        soil = np.where(self.soaks[rows], soil, 0.0)
        over_inflow = free_storage.infiltration_over_inflow_mm_h(soil, m["infiltration_m2_per_unit"], inflow)
        rate = np.where(self.soaks[rows], over_inflow, m["emptying_mm_h"] * speed)
        depth = free_storage.inflow_depth_mm(volume, inflow)
        free = self.free_shares(depth, free_storage.emptying_hours(depth, rate), rows)
        free = np.moveaxis(free, -1, 0)[..., None]
        kept = pluvial.stored_m3_per_unit(
            rain_mm,
            self.rain.duration_h,
            volume[..., None],
            free,
            soil[..., None],
            m["infiltration_m2_per_unit"][:, None],
            m["contributing_m2_per_unit"][:, None],
            (m["extra_drain_mm_h"] * drain_ratio)[..., None],
            self.scalar["runoff_coef_paved"],
        )
        green = self.own_green_m2[rows]
        if green.any():
            on_green = pluvial.stored_on_green_m3_per_unit(
                rain_mm,
                self.rain.duration_h,
                volume[..., None],
                free,
                green[:, None],
                self.infiltration_mm_h[:, None, None, None],
                self.scalar["interception_unpaved_mm"],
            )
            kept = np.where((green > 0)[:, None], on_green, kept)
        return kept * self.stores[rows][:, None]

    def free_shares(self, depth_mm: np.ndarray, hours: np.ndarray, rows: np.ndarray | slice) -> np.ndarray:
        """Part of the storage that is free in each equally likely case, shape (…, measure, node). [-]"""
        knots_mm, knots_h, steady, evaporation = free_storage_table()
        free = free_storage.free_shares(depth_mm, hours, knots_mm, knots_h, steady)
        evaporates = (table("measures")["emptying"] == "evaporation").to_numpy()[rows]
        if evaporates.any():
            free[..., evaporates, :] = free_storage.free_shares(
                depth_mm[..., evaporates], hours[..., evaporates], knots_mm, knots_h, evaporation
            )
        return free

    def of_unit_m3(self, rain_mm: np.ndarray) -> np.ndarray:
        """Water one unit of each measure keeps of any rain, shape (node, soil, measure, event). [m³]

        A node is one of the equally likely cases of how wet it was before.
        """
        return self._unit_m3(rain_mm)[:, :, 0]

    @cached_property
    def event_m3(self) -> np.ndarray:
        """The same of all events of all horizons, shape (node, soil, measure, horizon · event). [m³]"""
        return self.of_unit_m3(self.rain.event_mm)

    @cached_property
    def m3_of_all(self) -> np.ndarray:
        """The same of these, then of the events that pages show, shape (node, soil, measure, event). [m³]"""
        return np.concatenate([self.event_m3, self.of_unit_m3(self.rain.shown_mm)], axis=-1)

    @cached_property
    def _typical_m3(self) -> np.ndarray:
        """The same of the typical event, on the soil of each area, on average, shape (measure, area). [m³]"""
        event = self.rain.typical + AT_2050 * len(self.rain.events[1])
        return self.event_m3.mean(axis=0)[self.soil, :, event].T

    def held_m3(self, quantity: np.ndarray, rows: slice | np.ndarray = slice(None)) -> np.ndarray:
        """Water each measure holds in a shower of once in 100 years in 2050, shape (measure, area). [m³]

        With `rows` only for these measures.
        """
        return quantity[rows] * self._typical_m3[rows]

    def held_m3_per_unit_drawn(
        self,
        used: np.ndarray,
        storage_ratio: np.ndarray,
        emptying_ratio: np.ndarray,
        drain_ratio: np.ndarray,
    ) -> np.ndarray:
        """As `held_m3` of one unit, under drawn coefficients, shape (soil, draw, used measure). [m³]

        Parameters
        ----------
        used : array of bool, shape (measure,)
            Measures among those in `stores`.
        storage_ratio, emptying_ratio, drain_ratio : array, shape (draw, used measure)
            Volume, how fast it empties, and discharge of a drain of its own, over mid. [-]
        """
        measures = np.flatnonzero(used)
        row, down = _octaves(storage_ratio, VOLUME_KNOTS)
        column, right = _octaves(emptying_ratio, EMPTYING_KNOTS)
        across = len(EMPTYING_KNOTS)
        at = (measures * len(VOLUME_KNOTS) + row) * across + column
        flat = self._held_by_ratio.reshape(len(self._held_by_ratio), -1)
        held = (1 - down) * ((1 - right) * flat[:, at] + right * flat[:, at + 1])
        below = at + across
        held += down * ((1 - right) * flat[:, below] + right * flat[:, below + 1])
        drains, inflow = (
            self.measure["extra_drain_mm_h"][used],
            self.measure["contributing_m2_per_unit"][used],
        )
        if drains.any():
            held += pluvial.M_PER_MM * self.rain.duration_h * drains * drain_ratio * inflow
            reaching = inflow * self.scalar["runoff_coef_paved"] * pluvial.M_PER_MM * self.rain.typical_mm
            held = np.where(drains > 0, np.minimum(held, reaching), held)
        return held

    @cached_property
    def _held_by_ratio(self) -> np.ndarray:
        """What one unit holds in the typical event, without a drain of its own, where draws look it up. [m³]

        Shape (soil, measure, volume ratio, emptying ratio).
        """
        volume, emptying = 2.0**VOLUME_KNOTS, 2.0**EMPTYING_KNOTS
        each = (ratio.reshape(-1, 1) for ratio in np.meshgrid(volume, emptying, indexing="ij"))
        held = self._unit_m3(self.rain.typical_mm, slice(None), next(each), next(each), 0.0)
        held = held.mean(axis=0)[..., 0].transpose(0, 2, 1)
        return held.reshape(*held.shape[:2], len(volume), len(emptying))

    def stored_mm(self, quantity: np.ndarray, unit_m3: np.ndarray, ceiling_mm: np.ndarray) -> np.ndarray:
        """Water a package keeps of every event, never more than the ceiling, shape (node, area, event). [mm]

        All that is built is equally wet or dry before a shower.

        Parameters
        ----------
        quantity : array, shape (measure, area)
        unit_m3 : array, shape (node, soil, measure, event)
            From `of_unit_m3`. [m³]
        ceiling_mm : array, shape (area, event)
            Runoff there is. [mm]
        """
        if not self.keeps_any(quantity):
            return np.zeros((1, *ceiling_mm.shape))  # wet or dry, it is nothing
        stored = np.empty((len(unit_m3), *ceiling_mm.shape))
        for here, held in self.held_by_batch(quantity, unit_m3):
            stored[:, here] = np.minimum(held, ceiling_mm[here], out=held)
        return stored

    def keeps_any(self, quantity: np.ndarray) -> bool:
        """Whether anything that keeps water stands anywhere."""
        return bool((quantity[self.stores] > 0).any())

    def held_by_batch(
        self, quantity: np.ndarray, unit_m3: np.ndarray
    ) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """The same however little runs off, some areas at a time: where, and what can be kept there. [mm]

        What is worked out from it then stays in the processor's own memory, also for a whole country.
        """
        used = np.flatnonzero(effects.used(quantity) & self.stores)
        mine, per_unit = quantity[used], unit_m3[:, :, used]
        for here, soils in self._batches:
            held = np.empty((len(unit_m3), len(here), unit_m3.shape[-1]))
            area_m2, wanted = self.area_m2[here], mine[:, here]
            for soil, part in soils:
                effects.held_mm(wanted[:, part], per_unit[:, soil], area_m2[part], out=held[:, part])
            yield here, held

    @cached_property
    def _batches(self) -> list[tuple[np.ndarray, list[tuple[int, slice]]]]:
        """Areas in batches small enough to work on: where they are, and which part of them has which soil."""
        batches = []
        order = np.argsort(self.soil, kind="stable")
        for here in np.split(order, range(AREAS_AT_ONCE, len(order), AREAS_AT_ONCE)):
            soils, starts = np.unique(self.soil[here], return_index=True)
            parts = (slice(*ends) for ends in pairwise([*starts.tolist(), len(here)]))
            batches.append((here, list(zip(soils.tolist(), parts, strict=True))))
        return batches
