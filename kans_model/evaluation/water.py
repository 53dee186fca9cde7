"""What a cloudburst does to a city: runoff, the sewer, buildings reached and what that costs."""

import math
from collections.abc import Iterable
from functools import cached_property

import numpy as np
from scipy.linalg import block_diag

from kans_model.evaluation.damage_lines import lines_of
from kans_model.evaluation.outcome import Outcome, Treatment, damage_left
from kans_model.evaluation.prices import price_factor
from kans_model.evaluation.rain import N_EVENTS, Rain
from kans_model.evaluation.situation import Situation
from kans_model.evaluation.storage import AREAS_AT_ONCE, Storage
from kans_model.hazards import pluvial
from kans_model.hazards.reach_curve import ReachCurve
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import AT_2050, STOCKS

NO_DAMAGE_YEARS = 2.0


class Water:
    """Rain on one city under one scenario. Arrays are (area, …); events last."""

    lines = lines_of("pluvial")

    def __init__(self, situation: Situation) -> None:
        self.scalar, self.measure, self.room = situation.scalar, situation.measure, situation.room
        self.area, self.typology, self.soil = situation.area, situation.typology, situation.soil
        self.n_areas, self.n_horizons = situation.n_areas, situation.n_horizons
        self.green_share, self.infiltration_mm_h = situation.green_share, situation.infiltration_mm_h
        self.claimed = situation.claimed
        self.rain = Rain(situation)
        self.storage = Storage(situation, self.rain)

    def outcome(self, treatment: Treatment) -> Outcome:
        """What a package does to wateroverlast: what it stores and the buildings it keeps dry."""
        quantity = treatment.quantity
        reached, entered_share = self.reached_with(quantity)
        holding = self.storage.held_m3(quantity, treatment.rows)
        damage = damage_left(self.lines, self.before_eur, self.damage_eur(reached), treatment, holding)
        residents = self.area["residents"][:, None]
        kept_dry = damage.unprotected_share("pluvial_dwellings")[:, None]
        entered_before, wet_before = self._buildings_in_events(self.entered_share_before)
        entered_after, wet_after = self._buildings_in_events(entered_share)
        stored = 1000 * (self.measure["storage_m3_per_unit"] @ quantity) / self.area["area_m2"]
        by_year, by_event = ("area", "horizon"), ("area", "event")
        return Outcome(
            damage,
            {
                "people_reached_before": (by_year, residents * self.reached_before),
                "people_reached_after": (by_year, residents * reached * kept_dry),
                "entered_before": (by_event, entered_before),
                "entered_after": (by_event, entered_after),
                "wet_before": (by_event, wet_before),
                "wet_after": (by_event, wet_after),
                "storage_mm": ("area", stored),
            },
        )

    def damage_eur(self, reached: np.ndarray) -> np.ndarray:
        """Damage before protection of buildings reached, shape (line, area, horizon). [EUR/yr]

        Parameters
        ----------
        reached : array, shape (area, horizon)
            From `reached_with`.
        """
        return np.stack([self.eur_when_reached[line][:, None] * reached for line in self.lines])

    @cached_property
    def before_eur(self) -> np.ndarray:
        """Damage without any package, shape (line, area, horizon). [EUR/yr]"""
        return self.damage_eur(self.reached_before)

    # --- runoff ------------------------------------------------------------------------------

    @cached_property
    def paved_share(self) -> np.ndarray:
        """Roofs and paving, which drain to the sewer. [-]"""
        kinds = ("flat_roof_m2", "pitched_roof_m2", "public_paved_m2", "private_paved_m2")
        return sum(self.area[name] for name in kinds) / self.area["area_m2"]

    def runoff_mm(
        self, rain_mm: np.ndarray, duration_h: float | None = None
    ) -> tuple[np.ndarray, np.ndarray]:
        """Runoff and its paved part for any rain, shape (area, rain). [mm]"""
        s, infiltration = self.scalar, self.infiltration_mm_h[self.soil][:, None]
        losses = {
            "interception_paved_mm": s["interception_paved_mm"],
            "interception_green_mm": s["interception_unpaved_mm"],
        }
        duration_h = self.rain.duration_h if duration_h is None else duration_h
        paved, green = self.paved_share[:, None], self.green_share[:, None]
        total = pluvial.runoff_mm(rain_mm, paved, green, duration_h, infiltration, **losses)
        return total, pluvial.runoff_mm(rain_mm, paved, 0.0, duration_h, infiltration, **losses)

    @cached_property
    def event_runoff_mm(self) -> tuple[np.ndarray, np.ndarray]:
        """Runoff and paved runoff of all events of all horizons, shape (area, horizon · event). [mm]"""
        return self.runoff_mm(self.rain.event_mm)

    @cached_property
    def shown_runoff_mm(self) -> tuple[np.ndarray, np.ndarray]:
        """Runoff and paved runoff of the events that pages show, in 2050, shape (area, event). [mm]"""
        return self.runoff_mm(self.rain.shown_mm)

    def stored_mm(self, quantity: np.ndarray) -> np.ndarray:
        """Water a package keeps in all events of all horizons, shape (node, area, horizon · event). [mm]"""
        return self.storage.stored_mm(quantity, self.storage.event_m3, self.event_runoff_mm[0])

    def sewer_mm(self, extra_discharge_mm_h: float = 0.0, duration_h: float | None = None) -> np.ndarray:
        """What the sewer takes, shape (area,). [mm]"""
        return pluvial.sewer_intake_mm(
            self.paved_share,
            self.area["sewer_storage_mm"],
            np.maximum(0, self.area["sewer_discharge_mm_h"] + extra_discharge_mm_h),
            self.rain.duration_h if duration_h is None else duration_h,
        )

    @cached_property
    def harmless_runoff_mm(self) -> np.ndarray:
        """Runoff once in two years in today's climate, shape (area,). [mm]"""
        return self.runoff_mm(self.rain.depth_mm(np.array([NO_DAMAGE_YEARS]))[0])[0][:, 0]

    def harmless_mm(self, sewer_mm: np.ndarray) -> np.ndarray:
        """Net water once in two years in today's climate, without measures: no damage. [mm]"""
        return pluvial.net_water_mm(self.harmless_runoff_mm, sewer_mm, 0.0)

    def entered_by(self, rain_mm: np.ndarray, duration_h: float | None = None) -> np.ndarray:
        """Buildings that water enters in any rain, without a package, shape (area, rain). [-]

        Parameters
        ----------
        rain_mm : array, shape (rain,)
            Depth of each shower. [mm]
        duration_h : float, optional
            Of all of them; without it that of the outlook. [h]
        """
        sewer = self.sewer_mm(duration_h=duration_h)
        runoff, _ = self.runoff_mm(rain_mm, duration_h)
        excess = runoff - (sewer + self.harmless_mm(self.sewer_mm()))[:, None]
        share = np.minimum(1, self.reach_factor[:, None] * self.reach.share_reached(excess))
        return self.buildings[:, None] * share

    # --- buildings reached -------------------------------------------------------------------

    @cached_property
    def ground_floor_m2(self) -> np.ndarray:
        """Floor that water can reach. [m²]"""
        roofs = self.area["flat_roof_m2"] + self.area["pitched_roof_m2"]
        return roofs * self.scalar["building_area_useful"]

    @cached_property
    def buildings(self) -> np.ndarray:
        """Ground-floor units that water can enter, per area. [-]"""
        return self.ground_floor_m2 / self.scalar["ground_floor_m2_per_dwelling"]

    @cached_property
    def reach_curve(self) -> tuple[np.ndarray, np.ndarray]:
        """Knots of the share of buildings reached: excess [mm], share [-]."""
        rows = table("damage_functions").loc["share_reached"]
        return rows.index.to_numpy(dtype=float), rows["value"].to_numpy(dtype=float)

    @cached_property
    def reach(self) -> ReachCurve:
        """Share of buildings reached at any excess, by that curve."""
        return ReachCurve(*self.reach_curve)

    @cached_property
    def reach_factor(self) -> np.ndarray:
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
            excess = np.maximum(0, net - self.harmless_mm(self.sewer_mm()))
            expected = self.buildings * self.reach.share_reached(excess)
            known = np.isfinite(values)
            counted += np.where(known, values * expected, 0.0)
            square += np.where(known, expected**2, 0.0)
        factor = self.typology["share_reached_factor"]
        return np.divide(counted, square, out=factor.copy(), where=square > 0)

    def reached_by_discharge(self, stored_mm: np.ndarray, extra_mm_h: np.ndarray) -> np.ndarray:
        """Share of buildings reached in a year for several discharges of the sewer. [1/yr]

        Shape (discharge, …, area, horizon); the mean over equally likely cases of how wet it was before. A
        sewer that takes less than rain without damage changes nothing, so areas are worked out anew only
        where what stays without damage differs from the discharge before.

        Parameters
        ----------
        stored_mm : array, shape (…, node, area, horizon · event), or of length 1
            From `stored_mm`. [mm]
        extra_mm_h : array, shape (discharge,)
            More, or less, than the sewer takes today. [mm/h]
        """
        stored = np.broadcast_to(stored_mm, (*stored_mm.shape[:-2], *self.event_runoff_mm[0].shape))
        several = stored.shape[:-3]
        yearly = np.empty((len(extra_mm_h), *several, self.n_areas, self.n_horizons))
        at_once, before = max(1, AREAS_AT_ONCE // math.prod(several)), np.full(self.n_areas, np.nan)
        for place, extra in enumerate(extra_mm_h):
            dry_mm = self.kept_dry_mm(extra)
            changed = np.flatnonzero(dry_mm != before)
            if place:
                yearly[place] = yearly[place - 1]
            for start in range(0, len(changed), at_once):
                some = changed[start : start + at_once]
                yearly[place][..., some, :] = self._reached(stored, dry_mm, some)
            before = dry_mm
        return yearly

    def kept_dry_mm(self, extra_discharge_mm_h: float) -> np.ndarray:
        """Runoff that does no damage: what the sewer takes and what is harmless, shape (area,). [mm]"""
        sewer = self.sewer_mm(extra_discharge_mm_h)
        return sewer + self.harmless_mm(sewer)

    def _reached(self, stored_mm: np.ndarray, dry_mm: np.ndarray, some: np.ndarray) -> np.ndarray:
        """Share of buildings reached in a year in some areas, shape (…, area, horizon). [1/yr]"""
        excess = (self.event_runoff_mm[0][some] - dry_mm[some][:, None]) - stored_mm[..., some, :]
        share = self.reach.share_reached(excess)
        yearly = share.reshape(-1, N_EVENTS + 1) @ self.rain.events[1]
        yearly = yearly.reshape(*excess.shape[:-1], self.n_horizons).mean(axis=-3)
        return self.reach_factor[some, None] * yearly

    def reached_with(self, quantity: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Share of buildings reached with a package: in a year, and in the events that pages show.

        Shape (area, horizon) [1/yr] and (area, event) [-]; the mean over equally likely cases of how wet it
        was before.
        """
        if not self.storage.keeps_any(quantity):
            return self.reached_before, self.entered_share_before
        return self._reached_and_entered(self.storage.held_by_batch(quantity, self.storage.m3_of_all))

    def _reached_and_entered(
        self, held_mm: Iterable[tuple[np.ndarray | slice, np.ndarray]]
    ) -> tuple[np.ndarray, np.ndarray]:
        """The same from where areas are and what can be kept there, shape (node, area, event). [mm]

        ``max(0, max(0, Q − sewer − stored) − harmless)`` with harmless ≥ 0 is one subtraction; that no more
        is stored than runs off changes nothing: either way no building is reached.
        """
        share = np.empty((self.n_areas, self._weight_of_all.shape[1]))
        for here, held in held_mm:
            excess = np.subtract(self._excess_of_all_mm[here], held, out=held)
            reached = self.reach.share_reached(excess)
            share[here] = reached.mean(axis=0) @ self._weight_of_all
        share *= self.reach_factor[:, None]
        return share[:, : self.n_horizons], np.minimum(1, share[:, self.n_horizons :])

    @cached_property
    def _excess_of_all_mm(self) -> np.ndarray:
        """Runoff above what does no damage with the sewer of today, shape (area, event). [mm]

        Of all events of all horizons, then of those that pages show.
        """
        runoff_mm = np.concatenate([self.event_runoff_mm[0], self.shown_runoff_mm[0]], axis=1)
        return runoff_mm - self.kept_dry_mm(0.0)[:, None]

    @cached_property
    def _weight_of_all(self) -> np.ndarray:
        """What each of these counts for: in a year of its horizon [1/yr], and once where pages show it [-].

        Shape (event, horizon and shown event).
        """
        yearly = self.rain.events[1][:, None]
        return block_diag(*[yearly] * self.n_horizons, np.eye(len(self.rain.shown_mm)))

    @cached_property
    def _nothing_built(self) -> tuple[np.ndarray, np.ndarray]:
        return self._reached_and_entered([(slice(None), np.zeros((1, *self._excess_of_all_mm.shape)))])

    @property
    def reached_before(self) -> np.ndarray:
        """Share of buildings reached in a year without any package, shape (area, horizon). [1/yr]"""
        return self._nothing_built[0]

    @property
    def entered_share_before(self) -> np.ndarray:
        """Share that water enters in the events that pages show, without any package, (area, event). [-]"""
        return self._nothing_built[1]

    @cached_property
    def reached_in_rarest(self) -> np.ndarray:
        """Share of buildings that the rarest event reaches today, shape (area,). [-]"""
        rarest = len(self.rain.events[1]) - 1
        sewer = self.sewer_mm()
        net = pluvial.net_water_mm(self.event_runoff_mm[0][:, rarest], sewer, 0.0)
        reached = self.reach.share_reached(net - self.harmless_mm(sewer))
        return np.minimum(1, self.reach_factor * reached)

    def _buildings_in_events(self, entered: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Buildings that water enters, and those with a wet facade, shape (area, event). [-]"""
        wet = np.minimum(1, self.scalar["wet_facade_multiplier"] * entered)
        return self.buildings[:, None] * entered, self.buildings[:, None] * wet

    # --- euro --------------------------------------------------------------------------------

    @cached_property
    def eur_when_reached(self) -> dict[str, np.ndarray]:
        """Damage when everything is reached once: line → per area; unknown where the use is. [EUR]"""
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
        when_reached = {
            "pluvial_dwellings": self.ground_floor_m2 * (1 - business) * home * index,
            "pluvial_businesses": self.ground_floor_m2 * business * trade * index,
            "pluvial_roads": street_ha * s["road_local_eur_ha"] * s["road_flooded_share_of_reached"] * index,
        }
        return {line: eur * self.claimed for line, eur in when_reached.items()}

    @cached_property
    def first_unit_eur(self) -> np.ndarray:
        """Yearly damage in 2050 that the first unit of each storing measure avoids, shape (measure, area)."""
        n_events = len(self.rain.events[1])
        span = slice(AT_2050 * n_events, (AT_2050 + 1) * n_events)
        sewer = self.sewer_mm()
        net = pluvial.net_water_mm(self.event_runoff_mm[0][:, span], sewer[:, None], 0.0)
        excess = net - self.harmless_mm(sewer)[:, None]
        slope = self.reach.share_reached(np.maximum(0, excess) + 0.5)
        slope = (slope - self.reach.share_reached(excess)) / 0.5
        eur = np.nan_to_num(sum(self.eur_when_reached.values()))
        per_mm = eur * self.reach_factor / self.area["area_m2"] * 1000
        value = np.zeros((len(self.room.measures), self.n_areas))
        unit_m3 = self.storage.event_m3[..., span].mean(axis=0)
        for soil in range(len(self.infiltration_mm_h)):
            here = self.soil == soil
            weight = slope[here] * (excess[here] > 0) * self.rain.events[1] * per_mm[here, None]
            value[:, here] = unit_m3[soil] @ weight.T
        return value
