"""What a city faces without any package: everything an evaluation needs that no package changes."""

from functools import cached_property

import numpy as np

from kans_model.evaluation import economics
from kans_model.evaluation.damage_lines import COMPONENTS, HAZARDS, by_hazard, channels
from kans_model.evaluation.prices import price_factor
from kans_model.hazards import drought, flood, heat, pluvial, rainfall, risk
from kans_model.measures import effects, synergy
from kans_model.measures.room import GREEN_STOCKS, STOCKS, Room
from kans_model.outlook.scenario import CO_BENEFITS, HORIZONS
from kans_model.tables.reading import table

N_EVENTS = 24
AREAS_AT_ONCE = 256
"""So many areas times all events stay in the processor's own memory from one step to the next."""
SHORTEST_YEARS, NO_DAMAGE_YEARS = 1.0, 2.0
SHOWN_YEARS = (10, 100, 1000)
"""Return periods of the events that pages show."""
TYPICAL_EVENT_YEARS = 100
"""Return period of the event that tells storing measures apart."""
BOWEN_RATIOS = (0.4, 3.0)
"""Of vegetation and of paving, in the standard method for felt temperature."""
SHIFT_GRID_K = np.arange(-8, 8.01, 0.05)
RAMP_RATIOS = np.geomspace(0.25, 4, 33)
"""Growing time over its middle value, where benefits are tabulated."""
REPAIR_TO_2020_EUR_INDEX = "consumer"
FOUNDATION_SHARES = {
    "Hd": (
        *("foundation_repair_share_2050_unchanged", "foundation_repair_share_2050_H"),
        "foundation_repair_share_2100_H",
    ),
    "M": ("foundation_repair_share_2050_unchanged", "", ""),
}
"""Assumption behind each horizon's share of foundations to repair; other climates follow the unchanged."""


class Baseline:
    """One city under one scenario and one set of assumptions. Arrays are (area, …); events last."""

    def __init__(self, city, scenario, assumptions):
        self.city, self.scenario, self.assumptions = city, scenario, assumptions
        self.coefficients = assumptions.coefficients()
        self.scalar, self.measure = self.coefficients.scalar, self.coefficients.measure
        self.discount_rate = float(table("discount_rates")["value"][scenario.discount])
        self.climate = scenario.climate_rows()
        self.area = {
            name: city.areas[name].to_numpy(dtype=float)
            for name in city.areas
            if city.areas[name].dtype.kind in "fi"
        }
        kinds = table("typologies").loc[city.areas["typology"]]
        self.typology = {
            name: kinds[name].to_numpy(dtype=float) for name in kinds.select_dtypes("number").columns
        }
        self.room = Room(city.areas, self.coefficients, self.typology["nonresidential_share"])
        self.soil = np.array([("sand", "clay", "peat").index(kind) for kind in city.areas["soil"]])
        self.n_areas, self.n_horizons = len(city.areas), len(HORIZONS)

    # --- pluvial -----------------------------------------------------------------------------

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
    def green_share(self):
        return (self.area["public_green_m2"] + self.area["private_garden_m2"]) / self.area["area_m2"]

    @cached_property
    def soil_infiltration_mm_h(self):
        """Of sand, clay and peat. [mm/h]"""
        return table("soils")["infiltration_mm_h"].to_numpy(dtype=float)

    def water(self, rain_mm, duration_h=None):
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
    def event_water(self):
        """Runoff and paved runoff of all events of all horizons, shape (area, horizon · event). [mm]"""
        return self.water(self.rain_mm(self.events[0]).reshape(-1))

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
        return self.water(self.rain_mm(np.array([NO_DAMAGE_YEARS]))[0])[0][:, 0]

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
        rain = self.rain_mm(np.array(SHOWN_YEARS, dtype=float))[HORIZONS.index("2050")]
        return *self.water(rain), self.unit_storage(rain)

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
        event = self._typical_event + HORIZONS.index("2050") * len(self.events[1])
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
        rain = self.rain_mm(return_period)[HORIZONS.index("2050")]
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
            runoff, _ = self.water(np.array([rain]), minutes / 60)
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
        runoff, _ = self.event_water
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
    def pluvial_eur(self):
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

    # --- heat --------------------------------------------------------------------------------

    @cached_property
    def uhi_scale_k(self):
        s = self.scalar
        return heat.uhi_scale_k(
            s["ref_daily_mean_radiation"], s["heat_capacity_air"], s["ref_dtr"], s["ref_wind_10m"]
        )

    @cached_property
    def uhi_anomaly_k(self):
        """Daily maximum heat island beyond what the average resident lives in, per area. [K]"""
        kinds = table("typologies")
        weight = kinds["national_population_weight"].to_numpy(dtype=float)
        weight = weight / weight.sum()
        green = (kinds["public_green_share"] + kinds["private_garden_share"]).to_numpy(dtype=float)
        usual = weight @ heat.uhi_max_k(kinds["sky_view_factor"], green, self.uhi_scale_k)
        return heat.uhi_max_k(self.typology["sky_view_factor"], self.green_share, self.uhi_scale_k) - usual

    @cached_property
    def heat_tables(self):
        """Degree days per horizon against a shift of temperature: base → (horizon, shift)."""
        thresholds = np.array([20.0, 25.0, 30.0, 35.0])
        days = self.climate[[f"hot_days_ge{t:.0f}" for t in thresholds]].to_numpy(dtype=float)
        difference = self.climate["tmax_minus_tmean_degc"].to_numpy(dtype=float)
        bases = {
            "deaths": 20 + difference,
            "admissions": np.full(self.n_horizons, 25.0),
            "productivity": np.full(self.n_horizons, self.scalar["productivity_threshold_degc"]),
        }
        return {
            name: np.stack(
                [
                    heat.degree_days(thresholds, days[h], base[h], SHIFT_GRID_K, self.scalar["tmax_tail_max"])
                    for h in range(self.n_horizons)
                ]
            )
            for name, base in bases.items()
        }

    def degree_days(self, name, shift_k):
        """Degree days of each horizon at a shift per area, shape (…, horizon)."""
        lookup = self.heat_tables[name]
        return np.stack([np.interp(shift_k, SHIFT_GRID_K, row) for row in lookup], axis=-1)

    def degree_days_slope(self, name, shift_k, horizon):
        """Degree days of one horizon (its place) at a shift per area, and their slope per degree of shift."""
        row = self.heat_tables[name][horizon]
        step = (np.asarray(shift_k) - SHIFT_GRID_K[0]) / (SHIFT_GRID_K[1] - SHIFT_GRID_K[0])
        knot = np.clip(step.astype(np.intp), 0, len(row) - 2)
        rise = row[knot + 1] - row[knot]
        return row[knot] + (step - knot) * rise, rise / (SHIFT_GRID_K[1] - SHIFT_GRID_K[0])

    def deaths_per_year(self, vegetation_gain):
        """Deaths brought forward by heat, shape (area, horizon). [1/yr]"""
        shift = self.uhi_anomaly_k - vegetation_gain * self.uhi_scale_k
        days = self.degree_days("deaths", self.scalar["uhi_daily_mean_factor"] * shift)
        return self.deaths_per_degree_day[:, None] * days

    @cached_property
    def deaths_before(self):
        return self.deaths_per_year(0.0)

    @cached_property
    def death_eur(self):
        """Value of one heat death. [EUR]"""
        if self.scenario.heat_value == "vsl":
            return self.scalar["vsl_eur"] * price_factor("consumer", 2022)
        return self.scalar["life_years_lost"] * self.scalar["voly_eur"] * price_factor("consumer", 2020)

    @cached_property
    def deaths_per_degree_day(self):
        age = self.area["share_75plus"] / self.scalar["national_share_75plus"]
        slope = self.scalar["heat_deaths_per_100k_per_degC_above20"]
        return heat.deaths_per_year(1.0, self.area["residents"], age, slope)

    @cached_property
    def heat_eur_per_degree_day(self):
        """Component → damage of one degree day, per area. [EUR]"""
        s, residents = self.scalar, self.area["residents"]
        admissions = residents * s["admissions_per_resident_yr"] / 365 * s["hospital_admissions_per_degc"]
        jobs = np.where(self.jobs > 0, self.jobs, residents * s["workers_per_resident"])
        lost = s["productivity_loss_per_degC"] * s["working_day_share"] * s["value_added_eur_per_job_day"]
        return {
            "heat_deaths": self.deaths_per_degree_day * self.death_eur,
            "heat_admissions": admissions * s["admission_eur"] * price_factor("consumer", 2022),
            "heat_productivity": jobs * lost,
        }

    @cached_property
    def jobs(self):
        """Jobs per area, 0 where unknown. [-]"""
        return np.nan_to_num(self.typology["jobs_per_ha"]) * self.area["area_m2"] / 1e4

    @cached_property
    def productivity_by_residents_share(self):
        """Part of lost production that is counted by residents, where jobs are unknown. [-]"""
        eur = np.nan_to_num(self.heat_eur_per_degree_day["heat_productivity"])
        return float(eur[self.jobs <= 0].sum() / eur.sum()) if eur.sum() > 0 else 0.0

    @cached_property
    def vegetation_per_unit_m2(self):
        """Vegetation one unit adds for the heat island; measures that act otherwise add none. [m²]"""
        shifts = (table("measures")["heat_channel"] == "shift").to_numpy()
        return np.where(
            shifts, np.maximum(0, self.green_per_unit_m2) + self.measure["canopy_m2_per_unit"], 0.0
        )

    def cooling_m2(self, quantity, rows=slice(None)):
        """Vegetation each measure adds for the heat island, shape (measure, area). [m²]"""
        return quantity[rows] * self.vegetation_per_unit_m2[rows, None]

    def vegetation_gain(self, quantity):
        """Vegetation added, as share of the area, never more than there is ground left. [-]"""
        gain = effects.vegetation_gain(quantity, self.vegetation_per_unit_m2, self.area["area_m2"])
        return np.minimum(gain, np.maximum(0, 1 - self.green_share))

    @cached_property
    def _pet_constants(self):
        roofs = (self.area["flat_roof_m2"] + self.area["pitched_roof_m2"]) / self.area["area_m2"]
        open_ground = np.maximum(0.01, 1 - roofs - self.area["water_m2"] / self.area["area_m2"])
        return self.uhi_anomaly_k * self.scalar["uhi_afternoon_factor"], open_ground

    def pet_model_degc(self, green_gain, shade_gain, vegetation_gain):
        """Felt temperature on the reference afternoon, by the Dutch standard method, per area. [°C]

        Parameters
        ----------
        green_gain, shade_gain, vegetation_gain : array_like, shape (area,)
            Green, shade and cooling vegetation added, as shares of the area. [-]
        """
        s, kind = self.scalar, self.typology
        uhi, open_ground = self._pet_constants
        air = s["ref_air_temperature"] + uhi
        air = air - vegetation_gain * self.uhi_scale_k * s["uhi_afternoon_factor"]
        wet_bulb = heat.wet_bulb_degc(air, s["ref_relative_humidity"])
        sky, wind = kind["sky_view_factor"], kind["wind_1p2m"]
        radiation, elevation = s["ref_global_radiation"], s["ref_sun_elevation"]
        sun_green, sun_paved = (
            heat.pet_sun_degc(air, radiation, wind, wet_bulb, elevation, bowen, sky) for bowen in BOWEN_RATIOS
        )
        shade = heat.pet_shade_degc(air, s["ref_diffuse_radiation"], wind, wet_bulb, sky)
        crown = np.minimum(1, (self.area["tree_canopy_share"] + shade_gain) / open_ground)
        shaded = 1 - (1 - kind["building_shade"]) * (1 - crown)
        green = np.clip((self.green_share + green_gain) / open_ground, 0, 1)
        return heat.pet_area_degc(sun_green, sun_paved, shade, shaded, green)

    def pet_beside_degc(self, quantity):
        """What water and mist change on the spot, averaged over the open ground, per area. [°C]"""
        here_m2 = self.measure["pet_direct_degc"] * self.room.stock_per_unit
        _, open_ground = self._pet_constants
        return here_m2 @ quantity / (open_ground * self.area["area_m2"])

    @cached_property
    def pet_model_before_degc(self):
        return self.pet_model_degc(0.0, 0.0, 0.0)

    @cached_property
    def pet_before_degc(self):
        """Felt temperature: the city's own map where there is one, else the model's. [°C]"""
        own = self.area["pet_degc"]
        return np.where(np.isfinite(own), own, self.pet_model_before_degc)

    @cached_property
    def green_per_unit_m2(self):
        """Green one unit adds on the ground or roof: what is green already is not counted again. [m²]"""
        already = (
            np.isin(table("measures")["stock"].to_numpy(), GREEN_STOCKS) * self.measure["stock_per_unit"]
        )
        surface = (table("measures")["layer"] == "surface").to_numpy()
        gain = self.measure["green_m2_per_unit"] - np.where(surface, already, 0.0)
        loses = (self.measure["can_warm"] > 0) & (self.measure["water_m2_per_unit"] > 0)
        return np.where(loses, gain, np.maximum(0, gain))

    # --- drought and flood -------------------------------------------------------------------

    @cached_property
    def foundation_eur(self):
        """Foundation damage per year, shape (area, horizon); unknown where the buildings are. [EUR/yr]"""
        return drought.foundation_damage_eur_per_year(
            self.area["vulnerable_buildings"][:, None],
            self.foundation_share,
            self.climate["foundation_repair_years"].to_numpy(dtype=float),
            self.scalar["foundation_repair_eur"] * price_factor(REPAIR_TO_2020_EUR_INDEX, 2020),
        )

    @cached_property
    def foundation_share(self):
        """Share of vulnerable buildings to be repaired by each horizon: own value, else the climate's. [-]"""
        share = self.climate["foundation_repair_share"].to_numpy(dtype=float).copy()
        own = self.assumptions.own
        for h, name in enumerate(self.foundation_keys):
            if name in own:
                share[h] = own[name]["value"]
        return share

    @property
    def foundation_keys(self):
        """The assumption that stands for the share of foundations to be repaired, by horizon; "" for none."""
        unchanged = "foundation_repair_share_2050_unchanged"
        return FOUNDATION_SHARES.get(self.scenario.climate, (unchanged,) * self.n_horizons)

    @cached_property
    def flood_eur(self):
        """Flood damage per year, shape (area,); unknown without the city's map. [EUR/yr]"""
        years = (10, 100, 1000)
        depth = np.stack([self.area[f"flood_depth_m_t{year}"] for year in years], axis=-1)
        curve = table("damage_functions").loc["lizard_dwelling"]
        damage = flood.damage_eur(
            depth,
            self.room.stock[STOCKS.index("ground_dwelling")],
            self.scalar["ground_floor_m2_per_dwelling"],
            curve.index.to_numpy(dtype=float),
            curve["value"].to_numpy(dtype=float),
        )
        weights = risk.trapezoid_weights_per_year(1 / np.array(years))
        return risk.expected_annual_damage_eur(damage, weights) * price_factor("consumer", 2018)

    # --- all together ------------------------------------------------------------------------

    @cached_property
    def reached_before(self):
        return self.reached_per_year(0.0)

    def damage_eur(self, reached, vegetation_gain):
        """Damage per component before protection, shape (component, area, horizon). [EUR/yr]

        Parameters
        ----------
        reached : array, shape (area, horizon)
            From `reached_per_year`.
        vegetation_gain : array, shape (area,)
            Share of the area. [-]
        """
        parts = {name: eur[:, None] * reached for name, eur in self.pluvial_eur.items()}
        shift = self.uhi_anomaly_k - vegetation_gain * self.uhi_scale_k
        factors = {"deaths": "uhi_daily_mean_factor"}
        for component, eur in self.heat_eur_per_degree_day.items():
            name = component.removeprefix("heat_")
            share = self.scalar[factors.get(name, "uhi_afternoon_factor")]
            parts[component] = eur[:, None] * self.degree_days(name, share * shift)
        parts["drought_foundations"] = self.foundation_eur
        parts["flood_dwellings"] = np.repeat(self.flood_eur[:, None], self.n_horizons, axis=1)
        return np.stack([parts[name] for name in COMPONENTS])

    @cached_property
    def before_eur(self):
        return self.damage_eur(self.reached_before, np.zeros(self.n_areas))

    @cached_property
    def ead_before_eur(self):
        """Damage per hazard, shape (hazard, area, horizon); unknown where a line of it is. [EUR/yr]"""
        return by_hazard(self.before_eur)

    @cached_property
    def counted(self):
        """Hazards in totals: those the tables count in totals and that some area knows, mask (hazard,)."""
        in_totals = table("hazards")["in_totals"].loc[list(HAZARDS)].to_numpy(dtype=bool)
        return in_totals & np.isfinite(self.ead_before_eur).any(axis=(1, 2))

    @cached_property
    def hazards_included(self):
        return [name for name, counts in zip(HAZARDS, self.counted, strict=True) if counts]

    @cached_property
    def need_eur_per_ha(self):
        """Damage per hectare in 2050 that each measure acts on, shape (measure, area): where it comes first.

        Over the hazards it moves, as far as they are known; over all known hazards for a measure that
        moves none, or only what is unknown. [EUR/ha/yr]
        """
        known = np.nan_to_num(self.ead_before_eur[:, :, HORIZONS.index("2050")])  # hazard, area
        acts = self.acts_on & (known.sum(axis=1) > 0)[:, None]
        acts = acts | ~acts.any(axis=0)
        return acts.T.astype(float) @ known / (self.area["area_m2"] / 1e4)

    @cached_property
    def acts_on(self):
        """Which measures move the damage of which hazard, mask (hazard, measure).

        By storing, by cooling or by protecting, with a figure above zero; other effects, such as shade on
        the felt temperature, are shown but not counted in euro.
        """
        acts = np.zeros((len(HAZARDS), len(self.room.measures)), dtype=bool)
        acts[HAZARDS.index("pluvial")] = (self.unit_storage_m3 > 0).any(axis=(0, 2))
        acts[HAZARDS.index("heat")] = self.vegetation_per_unit_m2 > 0
        for name, (column, mask) in channels().items():
            acts[HAZARDS.index(COMPONENTS[name][0])] |= mask & (self.measure[column] > 0)
        return acts

    @cached_property
    def _storing_eur(self):
        """Yearly damage in 2050 that the first unit of each storing measure avoids, shape (measure, area)."""
        h = HORIZONS.index("2050")
        n_events = len(self.events[1])
        span = slice(h * n_events, (h + 1) * n_events)
        runoff, _ = self.event_water
        sewer = self.sewer_mm()
        net = pluvial.net_water_mm(runoff[:, span], sewer[:, None], 0.0)
        excess = net - self.harmless_mm(sewer)[:, None]
        slope = pluvial.share_reached(np.maximum(0, excess) + 0.5, *self.reach_curve)
        slope = (slope - pluvial.share_reached(np.maximum(0, excess), *self.reach_curve)) / 0.5
        per_mm = sum(self.pluvial_eur.values()) * self.reach_factor / self.area["area_m2"] * 1000
        value = np.zeros((len(self.room.measures), self.n_areas))
        for soil in range(3):
            here = self.soil == soil
            weight = slope[here] * (excess[here] > 0) * self.events[1] * per_mm[here, None]
            value[:, here] = self.unit_storage_m3[soil][:, span] @ weight.T
        return value

    @cached_property
    def _cooling_eur(self):
        """The same of each cooling measure, shape (measure, area)."""
        h = HORIZONS.index("2050")
        cooling = np.zeros(self.n_areas)
        for component, eur in self.heat_eur_per_degree_day.items():
            name = component.removeprefix("heat_")
            share = self.scalar["uhi_daily_mean_factor" if name == "deaths" else "uhi_afternoon_factor"]
            shift = share * self.uhi_anomaly_k
            fall = self.degree_days(name, shift)[:, h] - self.degree_days(name, shift - 0.05)[:, h]
            cooling += eur * fall / 0.05 * share * self.uhi_scale_k / self.area["area_m2"]
        return self.vegetation_per_unit_m2[:, None] * cooling

    @cached_property
    def avoided_eur_per_unit(self):
        """Yearly damage in 2050 that the first unit of each measure avoids, shape (hazard, measure, area).

        The slope of damage at today's situation: storage by the events it helps in, vegetation by the
        degree days it takes away, protection by what it covers. Unknown where the damage is. [EUR/yr]
        """
        h = HORIZONS.index("2050")
        value = np.zeros((len(HAZARDS), *self.room.potential.shape))
        value[HAZARDS.index("pluvial")] = self._storing_eur
        value[HAZARDS.index("heat")] = self._cooling_eur
        per_stock = np.divide(1.0, self.at_risk, out=np.zeros_like(self.at_risk), where=self.at_risk > 0)
        for place, (name, (hazard, _)) in enumerate(COMPONENTS.items()):
            if name in channels():
                column, mask = channels()[name]
                strength = -np.log1p(-np.where(mask, np.minimum(self.measure[column], 0.999), 0.0))
                covered = strength[:, None] * per_stock
                damage = np.where(covered > 0, self.before_eur[place, :, h], 0.0)
                value[HAZARDS.index(hazard)] += covered * damage
        return value

    @cached_property
    def avoided_eur_per_keur(self):
        """Yearly damage in 2050 avoided per € 1.000 of cost, the first euro, shape (hazard, measure).

        Cost is all of it over the period, so that a plan that asks upkeep every year is not called cheap.
        Spread over the areas as each measure fits. Unknown where a measure fits nowhere, has no price, or the
        damage it acts on is unknown. [EUR/yr per 1000 EUR]
        """
        fits = self.room.potential.sum(axis=1)
        fits = np.where((fits > 0) & (self.unit_price_eur > 0), fits, np.nan)
        known = np.isfinite(self.ead_before_eur).any(axis=(1, 2))[:, None] | ~self.acts_on
        mean = np.nansum(self.avoided_eur_per_unit * self.room.potential, axis=2) / fits
        return np.where(known, 1000 * mean / self.whole_cost_eur, np.nan)

    @cached_property
    def value_per_stock(self):
        """Yearly damage in 2050 that a little of each measure avoids per unit of stock, shape (measure,).

        Of what stores and cools, which share a surface; at today's situation.
        """
        value = (self._storing_eur + self._cooling_eur) * (self.room.potential > 0)
        where = self.room.potential.sum(axis=1)
        mean = np.divide(
            (value * self.room.potential).sum(axis=1), where, out=np.zeros_like(where), where=where > 0
        )
        return mean / self.room.stock_per_unit

    @cached_property
    def at_risk(self):
        """Stock that protecting measures count against, shape (measure, area).

        Dwellings on the ground floor count only where the rarest event reaches them today.
        """
        runoff, _ = self.event_water
        rarest = len(self.events[1]) - 1
        sewer = self.sewer_mm()
        net = pluvial.net_water_mm(runoff[:, rarest], sewer, 0.0)
        reached = pluvial.share_reached(np.maximum(0, net - self.harmless_mm(sewer)), *self.reach_curve)
        stock = self.room.stock[self.room.stock_of]
        ground = self.room.stock_of == STOCKS.index("ground_dwelling")
        reached = np.minimum(1, self.reach_factor * reached)
        return np.where(ground[:, None], stock * reached, stock)

    # --- money -------------------------------------------------------------------------------

    @cached_property
    def unit_price_eur(self):
        """Investment per unit with surcharges, in prices of the study, shape (measure,). [EUR]"""
        return self.building_price_eur * self.surcharge

    @cached_property
    def building_price_eur(self):
        rows = table("measures")
        index = [price_factor(*pair) for pair in zip(rows["price_index"], rows["price_year"], strict=True)]
        return self.measure["capex_eur"] * np.array(index)

    @cached_property
    def whole_cost_eur(self):
        """Present value of all that one unit costs over the period, alone, shape (measure,). [EUR]

        Investment, renewal less what is left at the end, and upkeep.
        """
        upkeep = self.building_price_eur * self.measure["opex_share_per_year"] * self.upkeep_factor
        return self.unit_price_eur * self.capital_factor(self.measure["lifetime_years"]) + upkeep

    @cached_property
    def surcharge(self):
        s = self.scalar
        factor = economics.surcharge_factor(s["ssk_engineering"], s["ssk_other"], s["ssk_unforeseen"])
        return np.where(self.has_surcharge, factor, 1.0)

    @cached_property
    def has_surcharge(self):
        """Measures whose price comes before the surcharges of a building estimate, mask (measure,)."""
        return table("measures")["surcharges"].to_numpy() > 0

    @cached_property
    def build_years(self):
        return self.scenario.base_year + np.arange(self.scenario.build_years)

    @cached_property
    def lifetime_grid(self):
        """Present value of a euro built evenly over the build years, against lifetime in whole years."""
        life = np.arange(1.0, 201.0)
        s, rate = self.scenario, self.discount_rate
        value = economics.capital_value_factor(
            life[:, None], self.build_years[None, :], s.base_year, s.period_years, rate
        )
        return life, value.mean(axis=1)

    def capital_factor(self, lifetime_years):
        """Present value of one euro of each measure over the period, renewal and residual included. [-]"""
        return np.interp(lifetime_years, *self.lifetime_grid)

    @cached_property
    def first_build_factor(self):
        """Present value of a euro spent evenly over the build years, once. [-]"""
        years = self.build_years - self.scenario.base_year + 1
        return float(economics.discount_factor(self.discount_rate, years).mean())

    @cached_property
    def upkeep_factor(self):
        s = self.scenario
        return float(
            economics.upkeep_value_factor(
                self.build_years, s.base_year, s.period_years, self.discount_rate
            ).mean()
        )

    @cached_property
    def benefit_weights(self):
        """Years that each horizon's benefit counts for: at once in effect, and per measure as it grows.

        Returns
        -------
        at_once, grown : numpy.ndarray, shape (horizon,) and (measure, horizon). [yr]
        """
        at_once, _ = self._built_years
        return self._horizon_years(at_once), self.grown_years(1.0)

    def grown_years(self, ramp_ratio):
        """Years that each horizon's benefit counts for as measures grow, shape (…, measure, horizon). [yr]

        Parameters
        ----------
        ramp_ratio : float or array
            Growing time over the value in force; its shape stands in front. [-]
        """
        _, age = self._built_years
        ramp = (np.asarray(ramp_ratio)[..., None] * self.measure["effect_ramp_years"])[..., None, None]
        start = self.scalar["tree_start_share"]
        grown = np.where(ramp > 0, start + (1 - start) * np.clip(age / np.maximum(ramp, 1e-9), 0, 1), 1.0)
        return self._horizon_years((grown * (age > 0)).mean(axis=-2))

    @cached_property
    def grown_table(self):
        """`grown_years` at every one of `RAMP_RATIOS`, shape (ratio, measure, horizon). [yr]"""
        return self.grown_years(RAMP_RATIOS)

    @property
    def _built_years(self):
        """Share of the building that is in effect each year, and its age: (year,) and (build year, year)."""
        s = self.scenario
        year = s.base_year + np.arange(s.period_years)
        age = year[None, :] - self.build_years[:, None]  # in effect from the year after building
        return (age > 0).mean(axis=0), age

    def _horizon_years(self, in_effect):
        """What each horizon counts for, given the share in effect each year, shape (…, horizon). [yr]"""
        s, horizons = self.scenario, self.climate["year"].to_numpy(dtype=float)
        return economics.benefit_weights(horizons, s.base_year, s.period_years, self.discount_rate, in_effect)

    @cached_property
    def co_benefit_eur_per_unit(self):
        """Yearly co-benefit of one unit of each measure, shape (benefit, measure). [EUR/yr]"""
        rows, measures = table("co_benefits"), table("measures")
        water = self.measure["water_saved_m3_per_year"] * self.scalar["drinking_water_eur_m3"]
        trees = (measures["unit"] == "tree").to_numpy() * float(rows["value"]["tree_benefit_each"])
        by_benefit = {"drinking_water_saved": water, "tree_benefit_each": trees}
        return np.stack([by_benefit[name] for name in CO_BENEFITS])

    # --- recharge ----------------------------------------------------------------------------

    @cached_property
    def recharge_m3(self):
        """Rain one unit of each measure brings into the ground where all of it sinks in. [m³/yr]"""
        m = self.measure
        captured = drought.captured_share(
            m["storage_m3_per_unit"],
            m["contributing_m2_per_unit"],
            self.scalar["recharge_capture_scale_mm"],
        )
        infiltrates = m["infiltration_mm_h"] > 0
        return drought.recharge_m3_per_unit(
            m["contributing_m2_per_unit"], captured * infiltrates, 1.0, self.scalar["recharge_rain_mm_yr"]
        )

    @cached_property
    def recharge_share(self):
        """Share of what infiltrates that reaches the groundwater, per area. [-]"""
        return table("soils")["recharge_infiltrated_share"].to_numpy(dtype=float)[self.soil]

    # --- synergy -----------------------------------------------------------------------------

    @cached_property
    def synergy_scores(self):
        """Scores, shape (opgave, measure)."""
        scores = table("synergies")["score"].unstack("opgave")
        return scores.loc[self.room.measures, table("opgaven").index].to_numpy(dtype=float).T

    @cached_property
    def surface_per_unit_m2(self):
        """Surface that one unit reaches, so that trees, dwellings and banks add up. [m²]"""
        s = self.scalar
        per_stock = {
            "bank_m": 1 / s["bank_m_per_m2_water"],
            "garden_dwelling": s["garden_m2_per_dwelling"],
            "vital_object": s["ground_floor_m2_per_dwelling"],
        }
        per_stock |= dict.fromkeys(
            ("dwelling", "ground_dwelling", "threatened_dwelling"), s["ground_floor_m2_per_dwelling"]
        )
        factor = np.array([per_stock.get(name, 1.0) for name in table("measures")["stock"]])
        return factor * self.room.stock_per_unit

    @cached_property
    def synergy_most(self):
        """The most that fits per opgave, for or against. [score·m²]"""
        pool, room = self.room.pools
        claim = self.room.potential * self.room.stock_per_unit[:, None]
        weight = self.surface_per_unit_m2 / self.room.stock_per_unit
        ahead = synergy.most_reach(np.maximum(self.synergy_scores, 0) * weight, claim, pool, room)
        against = synergy.most_reach(np.maximum(-self.synergy_scores, 0) * weight, claim, pool, room)
        return np.maximum(ahead, against)
