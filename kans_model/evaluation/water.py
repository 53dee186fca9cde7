"""What rain does in the city before any package: runoff, what measures keep of it, buildings reached."""

from functools import cached_property

import numpy as np

from kans_model.evaluation.prices import price_factor
from kans_model.evaluation.situation import Situation
from kans_model.hazards import pluvial, rainfall, risk
from kans_model.measures import effects
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import AT_2050, STOCKS

N_EVENTS = 24
AREAS_AT_ONCE = 256
"""So many areas times all events stay in the processor's own memory from one step to the next."""
SHORTEST_YEARS, NO_DAMAGE_YEARS = 1.0, 2.0
SHOWN_YEARS = (10, 100, 1000)
"""Return periods of the events that pages show."""
TYPICAL_EVENT_YEARS = 100
"""Return period of the event that tells storing measures apart."""


class Water:
    """Rain on one city under one scenario. Arrays are (area, …); events last."""

    def __init__(self, situation: Situation):
        self.scenario, self.scalar, self.measure = situation.scenario, situation.scalar, situation.measure
        self.climate, self.area, self.typology = situation.climate, situation.area, situation.typology
        self.room, self.soil, self.n_areas = situation.room, situation.soil, situation.n_areas
        self.n_horizons, self.green_share = situation.n_horizons, situation.green_share

    @cached_property
    def events(self):
        """Return periods and yearly weights of the integration."""
        return risk.gauss_events(SHORTEST_YEARS, self.scalar["critical_event_top_T_yr"], N_EVENTS)

    def rain_mm(self, return_period_years):
        """Depth per horizon and event, shape (horizon, event). [mm]"""
        regime = {"reference": 1.0, "low": "rain_factor_regime_low", "high": "rain_factor_regime_high"}
        factor = regime[self.scenario.rain_regime]
        factor = self.scalar[factor] if isinstance(factor, str) else factor
        warming = self.climate["global_warming_degc"].to_numpy(dtype=float)[:, None]
        return factor * rainfall.depth_mm(self.scenario.duration_min, return_period_years, warming)

    @property
    def duration_h(self):
        return self.scenario.duration_min / 60

    @cached_property
    def paved_share(self):
        kinds = ("flat_roof_m2", "pitched_roof_m2", "public_paved_m2", "private_paved_m2")
        return sum(self.area[name] for name in kinds) / self.area["area_m2"]

    @cached_property
    def soil_infiltration_mm_h(self):
        """Of sand, clay and peat. [mm/h]"""
        return table("soils")["infiltration_mm_h"].to_numpy(dtype=float)

    def runoff_mm(self, rain_mm, duration_h=None):
        """Runoff and its paved part for any rain, shape (area, rain). [mm]"""
        s, infiltration = self.scalar, self.soil_infiltration_mm_h[self.soil][:, None]
        losses = {
            "interception_paved_mm": s["interception_paved_mm"],
            "interception_green_mm": s["interception_unpaved_mm"],
        }
        duration_h = self.duration_h if duration_h is None else duration_h
        paved, green = self.paved_share[:, None], self.green_share[:, None]
        total = pluvial.runoff_mm(rain_mm, paved, green, duration_h, infiltration, **losses)
        return total, pluvial.runoff_mm(rain_mm, paved, 0.0, duration_h, infiltration, **losses)

    @cached_property
    def event_runoff_mm(self):
        """Runoff and paved runoff of all events of all horizons, shape (area, horizon · event). [mm]"""
        return self.runoff_mm(self.rain_mm(self.events[0]).reshape(-1))

    def sewer_mm(self, extra_discharge_mm_h=0.0, duration_h=None):
        """What the sewer takes, shape (area,). [mm]"""
        return pluvial.sewer_intake_mm(
            self.paved_share,
            self.area["sewer_storage_mm"],
            np.maximum(0, self.area["sewer_discharge_mm_h"] + extra_discharge_mm_h),
            self.duration_h if duration_h is None else duration_h,
        )

    def harmless_mm(self, sewer_mm):
        """Net water once in two years in today's climate, without measures: no damage. [mm]"""
        return pluvial.net_water_mm(self.harmless_runoff_mm, sewer_mm, 0.0)

    @cached_property
    def harmless_runoff_mm(self):
        """Runoff once in two years in today's climate, shape (area,). [mm]"""
        return self.runoff_mm(self.rain_mm(np.array([NO_DAMAGE_YEARS]))[0])[0][:, 0]

    def share_reached(self, runoff_mm, sewer_mm, stored_mm=0.0):
        """Share of buildings reached on the common curve, shape (area, …), by net water beyond the harmless.

        ``max(0, max(0, Q − sewer − stored) − harmless)`` with harmless ≥ 0 is one subtraction.
        """
        harmless = self.harmless_mm(sewer_mm[:, 0])[:, None]
        excess = np.asarray(runoff_mm) - (sewer_mm + harmless)
        excess -= stored_mm
        return pluvial.share_reached(excess, *self.reach_curve)

    @cached_property
    def shown_events(self):
        """Runoff, paved runoff and storage per unit in the events that pages show, in 2050."""
        rain = self.rain_mm(np.array(SHOWN_YEARS, dtype=float))[AT_2050]
        return *self.runoff_mm(rain), self.unit_storage(rain)

    def entered_share(self, quantity=None):
        """Share of buildings that water enters in the events that pages show, shape (area, event). [-]"""
        runoff, paved, unit_storage = self.shown_events
        stored = 0.0 if quantity is None else self.stored_mm(quantity, unit_storage, paved)
        share = self.share_reached(runoff, self.sewer_mm()[:, None], stored)
        return np.minimum(1, self.reach_factor[:, None] * share)

    @cached_property
    def entered_share_before(self):
        return self.entered_share()

    @cached_property
    def _held_m3_per_unit(self):
        event = self._typical_event + AT_2050 * len(self.events[1])
        return self.unit_storage_m3[self.soil, :, event].T

    def held_m3(self, quantity, rows=slice(None)):
        """Water each measure holds in a shower of once in 100 years in 2050, shape (measure, area). [m³]

        With `rows` only for these measures.
        """
        return quantity[rows] * self._held_m3_per_unit[rows]

    def held_m3_per_unit_drawn(self, used, storage_ratio, availability_ratio, drain_ratio):
        """As `held_m3` of one unit, under drawn coefficients, shape (soil, draw, used measure). [m³]

        Parameters
        ----------
        used : array of bool, shape (measure,)
            Measures among those in `stores`.
        storage_ratio, availability_ratio, drain_ratio : array, shape (draw, used measure)
            Volume, the share of it that is empty, and discharge of a drain of its own, over mid. [-]
        """
        m = {name: values[used] for name, values in self.measure.items()}
        return_period = self.events[0][[self._typical_event]]
        rain = self.rain_mm(return_period)[AT_2050]
        infiltration = np.minimum(m["infiltration_mm_h"], self.soil_infiltration_mm_h[:, None])[:, None]
        held = pluvial.stored_m3_per_unit(
            rain,
            self.duration_h,
            m["storage_m3_per_unit"] * storage_ratio,
            m["storage_availability"] * availability_ratio,
            infiltration,
            m["infiltration_m2_per_unit"],
            m["contributing_m2_per_unit"],
            m["extra_drain_mm_h"] * drain_ratio,
            self.scalar["runoff_coef_paved"],
        )
        return held

    @cached_property
    def stores(self):
        """Measures that keep water off the street, mask (measure,); those that protect store nothing."""
        return (table("measures")["pluvial_channel"] == "shift").to_numpy()

    @cached_property
    def _typical_event(self):
        return int(np.abs(self.events[0] - TYPICAL_EVENT_YEARS).argmin())

    @cached_property
    def unit_storage_m3(self):
        """Water one unit of each measure keeps, shape (soil, measure, horizon · event). [m³]"""
        return self.unit_storage(self.rain_mm(self.events[0]).reshape(-1))

    def unit_storage(self, rain_mm):
        """As `unit_storage_m3`, for any rain; measures that protect store nothing."""
        m, soils = self.measure, self.soil_infiltration_mm_h
        infiltration = np.minimum(m["infiltration_mm_h"][None, :], soils[:, None])[..., None]
        stored = pluvial.stored_m3_per_unit(
            rain_mm,
            self.duration_h,
            m["storage_m3_per_unit"][:, None],
            m["storage_availability"][:, None],
            infiltration,
            m["infiltration_m2_per_unit"][:, None],
            m["contributing_m2_per_unit"][:, None],
            m["extra_drain_mm_h"][:, None],
            self.scalar["runoff_coef_paved"],
        )
        return stored * self.stores[:, None]

    def stored_mm(self, quantity, unit_storage, ceiling_mm):
        """Water kept per event, shape (area, event). [mm]"""
        used = effects.used(quantity)
        if not used.any():
            return np.zeros_like(ceiling_mm)
        mine, area_m2 = quantity[used], self.area["area_m2"]
        per_unit = [unit_storage[soil][used] for soil in range(len(unit_storage))]
        stored = np.empty_like(ceiling_mm)
        for soil, here in self._same_soil:
            stored[here] = effects.stored_mm(mine[:, here], per_unit[soil], area_m2[here], ceiling_mm[here])
        return stored

    @cached_property
    def _same_soil(self):
        """Areas in groups of one soil, small enough to work on: pairs of soil and where they are."""
        groups = []
        for soil in np.unique(self.soil):
            here = np.flatnonzero(self.soil == soil)
            groups += [
                (soil, part) for part in np.split(here, range(AREAS_AT_ONCE, len(here), AREAS_AT_ONCE))
            ]
        return groups

    @cached_property
    def reach_curve(self):
        """Knots of the share of buildings reached: excess [mm], share [-]."""
        rows = table("damage_functions").loc["share_reached"]
        return rows.index.to_numpy(dtype=float), rows["value"].to_numpy(dtype=float)

    @cached_property
    def reach_factor(self):
        """How much more or less than the common curve, per area: by stress test, else typology. [-]"""
        counted = np.zeros(self.n_areas)
        square = np.zeros(self.n_areas)
        for column, values in self.area.items():
            kind, _, event = column.rpartition("_entered_")
            if kind != "buildings":
                continue
            rain, minutes = (float(part.rstrip("min")) for part in event.split("mm_"))
            sewer = self.sewer_mm(duration_h=minutes / 60)
            runoff, _ = self.runoff_mm(np.array([rain]), minutes / 60)
            net = pluvial.net_water_mm(runoff[:, 0], sewer, 0.0)
            expected = self.buildings * pluvial.share_reached(
                np.maximum(0, net - self.harmless_mm(self.sewer_mm())), *self.reach_curve
            )
            known = np.isfinite(values)
            counted += np.where(known, values * expected, 0.0)
            square += np.where(known, expected**2, 0.0)
        factor = self.typology["share_reached_factor"]
        return np.divide(counted, square, out=factor.copy(), where=square > 0)

    @cached_property
    def ground_floor_m2(self):
        return (self.area["flat_roof_m2"] + self.area["pitched_roof_m2"]) * self.scalar[
            "building_area_useful"
        ]

    @cached_property
    def buildings(self):
        """Ground-floor units that water can enter, per area. [-]"""
        return self.ground_floor_m2 / self.scalar["ground_floor_m2_per_dwelling"]

    def reached_per_year(self, stored_mm, extra_discharge_mm_h=0.0):
        """Share of buildings reached, summed over a year's events, shape (area, horizon). [1/yr]"""
        runoff, _ = self.event_runoff_mm
        sewer = self.sewer_mm(extra_discharge_mm_h)
        dry_mm = (sewer + self.harmless_mm(sewer))[:, None]
        stored_mm = np.broadcast_to(stored_mm, runoff.shape)
        yearly = np.empty((self.n_areas, self.n_horizons))
        for start in range(0, self.n_areas, AREAS_AT_ONCE):
            some = slice(start, start + AREAS_AT_ONCE)
            excess = runoff[some] - dry_mm[some]
            excess -= stored_mm[some]
            share = pluvial.share_reached(excess, *self.reach_curve).reshape(
                -1, self.n_horizons, N_EVENTS + 1
            )
            yearly[some] = risk.expected_annual_damage_eur(share, self.events[1])
        return self.reach_factor[:, None] * yearly

    @cached_property
    def reached_before(self):
        return self.reached_per_year(0.0)

    @cached_property
    def eur_when_reached(self):
        """Damage when everything is reached once: component → per area. [EUR]"""
        s, business = self.scalar, self.typology["nonresidential_share"]
        index = price_factor("consumer", 2010)
        fraction, days = s["wss_mean_depth_fraction"], s["recovery_days"]
        home = pluvial.damage_eur_per_m2(
            s["wss_dwelling_eur_m2"], fraction, s["wss_indirect_dwelling_eur_m2_day"], days
        )
        trade = pluvial.damage_eur_per_m2(
            s["wss_business_eur_m2"], fraction, s["wss_indirect_business_eur_m2_day"], days
        )
        street_ha = self.room.stock[STOCKS.index("street")] / 1e4
        return {
            "pluvial_dwellings": self.ground_floor_m2 * (1 - business) * home * index,
            "pluvial_businesses": self.ground_floor_m2 * business * trade * index,
            "pluvial_roads": street_ha * s["road_local_eur_ha"] * s["road_flooded_share_of_reached"] * index,
        }
