"""What measures keep of a shower: per unit on every soil, and of whole packages."""

from functools import cached_property

import numpy as np

from kans_model.evaluation.rain import Rain
from kans_model.evaluation.situation import Situation
from kans_model.hazards import pluvial
from kans_model.measures import effects
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import AT_2050

AREAS_AT_ONCE = 256
"""So many areas times all events stay in the processor's own memory from one step to the next."""


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

    def of_unit_m3(self, rain_mm: np.ndarray) -> np.ndarray:
        """Water one unit of each measure keeps of any rain, shape (soil, measure, event). [m³]"""
        m = self.measure
        infiltration = np.minimum(m["infiltration_mm_h"][None, :], self.infiltration_mm_h[:, None])
        stored = pluvial.stored_m3_per_unit(
            rain_mm,
            self.rain.duration_h,
            m["storage_m3_per_unit"][:, None],
            m["storage_availability"][:, None],
            infiltration[..., None],
            m["infiltration_m2_per_unit"][:, None],
            m["contributing_m2_per_unit"][:, None],
            m["extra_drain_mm_h"][:, None],
            self.scalar["runoff_coef_paved"],
        )
        return stored * self.stores[:, None]

    @cached_property
    def event_m3(self) -> np.ndarray:
        """The same of all events of all horizons, shape (soil, measure, horizon · event). [m³]"""
        return self.of_unit_m3(self.rain.event_mm)

    @cached_property
    def shown_m3(self) -> np.ndarray:
        """The same of the events that pages show, shape (soil, measure, event). [m³]"""
        return self.of_unit_m3(self.rain.shown_mm)

    @cached_property
    def _typical_m3(self) -> np.ndarray:
        """The same of the typical event, on the soil of each area, shape (measure, area). [m³]"""
        event = self.rain.typical + AT_2050 * len(self.rain.events[1])
        return self.event_m3[self.soil, :, event].T

    def held_m3(self, quantity: np.ndarray, rows: slice | np.ndarray = slice(None)) -> np.ndarray:
        """Water each measure holds in a shower of once in 100 years in 2050, shape (measure, area). [m³]

        With `rows` only for these measures.
        """
        return quantity[rows] * self._typical_m3[rows]

    def held_m3_per_unit_drawn(
        self,
        used: np.ndarray,
        storage_ratio: np.ndarray,
        availability_ratio: np.ndarray,
        drain_ratio: np.ndarray,
    ) -> np.ndarray:
        """As `held_m3` of one unit, under drawn coefficients, shape (soil, draw, used measure). [m³]

        Parameters
        ----------
        used : array of bool, shape (measure,)
            Measures among those in `stores`.
        storage_ratio, availability_ratio, drain_ratio : array, shape (draw, used measure)
            Volume, the share of it that is empty, and discharge of a drain of its own, over mid. [-]
        """
        m = {name: values[used] for name, values in self.measure.items()}
        infiltration = np.minimum(m["infiltration_mm_h"], self.infiltration_mm_h[:, None])
        return pluvial.stored_m3_per_unit(
            self.rain.typical_mm,
            self.rain.duration_h,
            m["storage_m3_per_unit"] * storage_ratio,
            m["storage_availability"] * availability_ratio,
            infiltration[:, None],
            m["infiltration_m2_per_unit"],
            m["contributing_m2_per_unit"],
            m["extra_drain_mm_h"] * drain_ratio,
            self.scalar["runoff_coef_paved"],
        )

    def stored_mm(self, quantity: np.ndarray, unit_m3: np.ndarray, ceiling_mm: np.ndarray) -> np.ndarray:
        """Water a package keeps of every event, never more than the ceiling, shape (area, event). [mm]

        Parameters
        ----------
        quantity : array, shape (measure, area)
        unit_m3 : array, shape (soil, measure, event)
            From `of_unit_m3`. [m³]
        ceiling_mm : array, shape (area, event)
            Runoff of roofs and paving. [mm]
        """
        used = effects.used(quantity)
        if not used.any():
            return np.zeros_like(ceiling_mm)
        mine = quantity[used]
        per_unit = [unit_m3[soil][used] for soil in range(len(unit_m3))]
        stored = np.empty_like(ceiling_mm)
        for soil, here in self._same_soil:
            stored[here] = effects.stored_mm(
                mine[:, here], per_unit[soil], self.area_m2[here], ceiling_mm[here]
            )
        return stored

    @cached_property
    def _same_soil(self) -> list[tuple[int, np.ndarray]]:
        """Areas in groups of one soil, small enough to work on: pairs of soil and where they are."""
        groups = []
        for soil in np.unique(self.soil):
            here = np.flatnonzero(self.soil == soil)
            cuts = range(AREAS_AT_ONCE, len(here), AREAS_AT_ONCE)
            groups += [(int(soil), part) for part in np.split(here, cuts)]
        return groups
