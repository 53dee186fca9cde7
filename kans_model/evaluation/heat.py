"""What heat does in the city before any package: the heat island, deaths and costs, felt temperature."""

from functools import cached_property

import numpy as np

from kans_model.evaluation.prices import price_factor
from kans_model.evaluation.situation import Situation
from kans_model.hazards import heat
from kans_model.measures import effects
from kans_model.measures.room import GREEN_STOCKS
from kans_model.tables.reading import table

BOWEN_RATIOS = (0.4, 3.0)
"""Of vegetation and of paving, in the standard method for felt temperature."""
SHIFT_GRID_K = np.arange(-8, 8.01, 0.05)


class Heat:
    """Heat in one city under one scenario. Arrays are (area, …)."""

    def __init__(self, situation: Situation):
        self.scenario, self.scalar, self.measure = situation.scenario, situation.scalar, situation.measure
        self.climate, self.area, self.typology = situation.climate, situation.area, situation.typology
        self.room, self.n_horizons, self.green_share = (
            situation.room,
            situation.n_horizons,
            situation.green_share,
        )

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
    def degree_day_tables(self):
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
        lookup = self.degree_day_tables[name]
        return np.stack([np.interp(shift_k, SHIFT_GRID_K, row) for row in lookup], axis=-1)

    def degree_days_slope(self, name, shift_k, horizon):
        """Degree days of one horizon (its place) at a shift per area, and their slope per degree of shift."""
        row = self.degree_day_tables[name][horizon]
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
    def eur_per_degree_day(self):
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
        eur = np.nan_to_num(self.eur_per_degree_day["heat_productivity"])
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
