"""What heat does to a city: the heat island, degree days, deaths and what they cost."""

from functools import cached_property

import numpy as np

from kans_model.evaluation.damage_lines import lines_of
from kans_model.evaluation.felt_temperature import FeltTemperature
from kans_model.evaluation.jobs import jobs_by_workplace
from kans_model.evaluation.outcome import Outcome, Treatment, damage_left
from kans_model.evaluation.prices import price_factor
from kans_model.evaluation.situation import Situation
from kans_model.hazards import heat
from kans_model.measures import effects
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import AT_2050, GREEN_STOCKS

SHIFT_GRID_K = np.arange(-8, 8.01, 0.05)
SMALL_SHIFT_K = 0.05
"""Over which the slope of degree days is taken."""
TROPICAL_DEGC = 30.0
"""Daily maximum from which a day is tropical; admissions are counted by such days."""
ADMISSION = ("hospital_stay_days", "hospital_day_eur", "admission_arrival_eur")
"""Assumptions that make up the cost of an admission."""
WORK_LOST = (
    *("outdoor_job_share", "productivity_loss_outdoor_per_degC", "cooled_job_share"),
    *("productivity_loss_indoor_per_degC", "indoor_rise_share"),
)
"""Assumptions that make up the work lost per degree."""


def island_assumption(line: str) -> str:
    """The assumption that scales the heat island for a line of damage: nights kill, afternoons cost."""
    return "uhi_daily_mean_factor" if line == "heat_deaths" else "uhi_afternoon_factor"


def read_with_slope(row: np.ndarray, shift_k: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """A table along `SHIFT_GRID_K` at these shifts, and its slope per degree of shift.

    Examples
    --------
    >>> [round(float(part), 6) for part in read_with_slope(SHIFT_GRID_K**2, np.array(1.025))]
    [1.05125, 2.05]
    """
    step = (np.asarray(shift_k) - SHIFT_GRID_K[0]) / (SHIFT_GRID_K[1] - SHIFT_GRID_K[0])
    knot = np.clip(step.astype(np.intp), 0, len(row) - 2)
    rise = row[knot + 1] - row[knot]
    return row[knot] + (step - knot) * rise, rise / (SHIFT_GRID_K[1] - SHIFT_GRID_K[0])


class Heat:
    """Heat in one city under one scenario. Arrays are (area, …)."""

    lines = lines_of("heat")

    def __init__(self, situation: Situation) -> None:
        self.situation = situation
        self.scenario, self.scalar, self.measure = situation.scenario, situation.scalar, situation.measure
        self.climate, self.area, self.typology = situation.climate, situation.area, situation.typology
        self.n_horizons, self.green_share = situation.n_horizons, situation.green_share

    def outcome(self, treatment: Treatment) -> Outcome:
        """What a package does to heat: cooling by vegetation, harm it protects from, felt temperature."""
        quantity = treatment.quantity
        cooler = effects.vegetation_gain(quantity, self.vegetation_per_unit_m2, self.area["area_m2"])
        gain = self._within_ground(cooler)
        cooling = self.cooling_m2(quantity, treatment.rows)
        days = self.days_by_line(gain)
        damage = damage_left(self.lines, self.before_eur, self.damage_eur(days), treatment, cooling)
        deaths = self.deaths_per_year(days) * damage.unprotected_share("heat_deaths")[:, None]
        green = effects.vegetation_gain(quantity, self.green_per_unit_m2, self.area["area_m2"])
        return Outcome(
            damage,
            {
                "deaths_before": (("area", "horizon"), self.deaths_before),
                "deaths_after": (("area", "horizon"), deaths),
                "green_before": ("area", self.green_share),
                "green_after": ("area", np.clip(self.green_share + green, 0, 1)),
                **self.felt_temperature.indicators(quantity, green, cooler),
            },
        )

    def damage_eur(self, days: dict[str, np.ndarray]) -> np.ndarray:
        """Damage before protection, shape (line, area, horizon). [EUR/yr]

        Parameters
        ----------
        days : dict of array
            From `days_by_line`.
        """
        return np.stack([self.eur_per_degree_day[line][:, None] * days[line] for line in self.lines])

    @cached_property
    def before_eur(self) -> np.ndarray:
        """Damage without any package, shape (line, area, horizon). [EUR/yr]"""
        return self.damage_eur(self.days_before)

    # --- the heat island ---------------------------------------------------------------------

    @cached_property
    def uhi_scale_k(self) -> float:
        """Daily maximum heat island of a place without sky or green. [K]"""
        s = self.scalar
        radiation, capacity = s["ref_daily_mean_radiation"], s["heat_capacity_air"]
        return float(heat.uhi_scale_k(radiation, capacity, s["ref_dtr"], s["ref_wind_10m"]))

    @cached_property
    def uhi_anomaly_k(self) -> np.ndarray:
        """Daily maximum heat island beyond what the average resident lives in, per area. [K]"""
        kinds = table("typologies")
        weight = kinds["national_population_weight"].to_numpy(dtype=float)
        weight = weight / weight.sum()
        green = (kinds["public_green_share"] + kinds["private_garden_share"]).to_numpy(dtype=float)
        usual = weight @ heat.uhi_max_k(kinds["sky_view_factor"], green, self.uhi_scale_k)
        return heat.uhi_max_k(self.typology["sky_view_factor"], self.green_share, self.uhi_scale_k) - usual

    @cached_property
    def felt_temperature(self) -> FeltTemperature:
        """Felt temperature on the reference afternoon."""
        return FeltTemperature(self.situation, self.uhi_anomaly_k, self.uhi_scale_k)

    # --- degree days -------------------------------------------------------------------------

    @cached_property
    def degree_day_tables(self) -> dict[str, np.ndarray]:
        """What harm is counted by, against a shift of temperature: kind of harm → (horizon, shift).

        Degree days; of admissions the tropical days.
        """
        thresholds = np.array([20.0, 25.0, 30.0, 35.0])
        days = self.climate[[f"hot_days_ge{t:.0f}" for t in thresholds]].to_numpy(dtype=float)
        difference = self.climate["tmax_minus_tmean_degc"].to_numpy(dtype=float)
        bases = {
            "deaths": 20 + difference,
            "productivity": np.full(self.n_horizons, self.scalar["productivity_threshold_degc"]),
        }
        tail = self.scalar["tmax_tail_max"]
        tropical = TROPICAL_DEGC - SHIFT_GRID_K
        return {
            "admissions": np.stack([heat.days_above(tropical, thresholds, of_year) for of_year in days])
        } | {
            kind: np.stack(
                [
                    heat.degree_days(thresholds, days[h], base[h], SHIFT_GRID_K, tail)
                    for h in range(self.n_horizons)
                ]
            )
            for kind, base in bases.items()
        }

    def degree_days(self, kind: str, shift_k: np.ndarray) -> np.ndarray:
        """Degree days of each horizon at a shift per area, shape (…, horizon). [degC·d/yr]

        Of admissions the tropical days. [d/yr]
        """
        by_horizon = self.degree_day_tables[kind]
        return np.stack([np.interp(shift_k, SHIFT_GRID_K, row) for row in by_horizon], axis=-1)

    def days_by_line(self, vegetation_gain: np.ndarray) -> dict[str, np.ndarray]:
        """What each line of damage goes by with vegetation added: line → (area, horizon). [degC·d/yr], [d/yr]

        Parameters
        ----------
        vegetation_gain : array, shape (area,)
            Share of the area. [-]
        """
        shift = self.uhi_anomaly_k - vegetation_gain * self.uhi_scale_k
        return {
            line: self.degree_days(line.removeprefix("heat_"), self.scalar[island_assumption(line)] * shift)
            for line in self.lines
        }

    @cached_property
    def days_before(self) -> dict[str, np.ndarray]:
        """The same without any package."""
        return self.days_by_line(np.zeros_like(self.green_share))

    # --- harm --------------------------------------------------------------------------------

    @cached_property
    def deaths_per_degree_day(self) -> np.ndarray:
        """Deaths brought forward by one degree day, per area. [-]"""
        age = self.area["share_75plus"] / self.scalar["national_share_75plus"]
        slope = self.scalar["heat_deaths_per_100k_per_degC_above20"]
        return heat.deaths_per_year(1.0, self.area["residents"], age, slope)

    def deaths_per_year(self, days: dict[str, np.ndarray]) -> np.ndarray:
        """Deaths brought forward by heat, shape (area, horizon). [1/yr]

        Parameters
        ----------
        days : dict of array
            From `days_by_line`.
        """
        return self.deaths_per_degree_day[:, None] * days["heat_deaths"]

    @cached_property
    def deaths_before(self) -> np.ndarray:
        """The same without any package, shape (area, horizon). [1/yr]"""
        return self.deaths_per_year(self.days_before)

    @cached_property
    def death_eur(self) -> float:
        """Value of one heat death. [EUR]"""
        if self.scenario.heat_value == "vsl":
            return self.scalar["vsl_eur"] * price_factor("consumer", 2022)
        return self.scalar["life_years_lost"] * self.scalar["voly_eur"] * price_factor("consumer", 2020)

    @cached_property
    def eur_per_degree_day(self) -> dict[str, np.ndarray]:
        """Line → damage of one degree day, of admissions of one tropical day, per area. [EUR]"""
        s = self.scalar
        admissions = heat.admissions_per_year(
            1.0, self.area["residents"], s["admissions_per_100k_tropical_day"]
        )
        admission_eur = heat.admission_eur(*(s[name] for name in ADMISSION))
        lost = heat.work_lost_per_degc(*(s[name] for name in WORK_LOST))
        lost = lost * s["working_day_share"] * s["value_added_eur_per_job_day"]
        per_day = {
            "heat_deaths": self.deaths_per_degree_day * self.death_eur,
            "heat_admissions": admissions * admission_eur * price_factor("consumer", 2024),
            "heat_productivity": self.jobs * lost,
        }
        return {line: eur * self.situation.claimed for line, eur in per_day.items()}

    @cached_property
    def jobs(self) -> np.ndarray:
        """Jobs per area, each where it is worked and once: given, or the city's total laid out. [-]"""
        s, area, parks = self.scalar, self.area, self.situation.business_park
        floor = (area["flat_roof_m2"] + area["pitched_roof_m2"]) * self.typology["nonresidential_share"]
        return jobs_by_workplace(
            area["jobs"],
            np.where(parks, area["area_m2"] / 1e4, 0.0),
            np.where(parks, 0.0, floor * self.typology["built_up"]),
            s["jobs_per_resident"] * area["residents"].sum(),
            s["business_jobs_per_ha"],
            s["jobs_business_park_share"],
        )

    @cached_property
    def estimated_jobs_share(self) -> tuple[float, float]:
        """Part of lost production counted by jobs laid out by floor, and by hectares of business park. [-]"""
        eur = np.nan_to_num(self.eur_per_degree_day["heat_productivity"])
        unknown, parks = np.isnan(self.area["jobs"]), self.situation.business_park
        total = eur.sum()
        if total <= 0:
            return 0.0, 0.0
        return float(eur[unknown & ~parks].sum() / total), float(eur[unknown & parks].sum() / total)

    # --- vegetation --------------------------------------------------------------------------

    @cached_property
    def green_per_unit_m2(self) -> np.ndarray:
        """Green one unit adds on the ground or roof: what is green already is not counted again. [m²]"""
        measures = table("measures")
        already = np.isin(measures["stock"].to_numpy(), GREEN_STOCKS) * self.measure["stock_per_unit"]
        surface = (measures["layer"] == "surface").to_numpy()
        gain = self.measure["green_m2_per_unit"] - np.where(surface, already, 0.0)
        loses = (self.measure["can_warm"] > 0) & (self.measure["water_m2_per_unit"] > 0)
        return np.where(loses, gain, np.maximum(0, gain))

    @cached_property
    def vegetation_per_unit_m2(self) -> np.ndarray:
        """Vegetation one unit adds for the heat island; measures that act otherwise add none. [m²]"""
        shifts = (table("measures")["heat_channel"] == "shift").to_numpy()
        vegetation = np.maximum(0, self.green_per_unit_m2) + self.measure["canopy_m2_per_unit"]
        return np.where(shifts, vegetation, 0.0)

    def cooling_m2(self, quantity: np.ndarray, rows: slice | np.ndarray = slice(None)) -> np.ndarray:
        """Vegetation each measure adds for the heat island, shape (measure, area). [m²]"""
        return quantity[rows] * self.vegetation_per_unit_m2[rows, None]

    def vegetation_gain(self, quantity: np.ndarray) -> np.ndarray:
        """Vegetation added, as share of the area, never more than there is ground left. [-]"""
        return self._within_ground(
            effects.vegetation_gain(quantity, self.vegetation_per_unit_m2, self.area["area_m2"])
        )

    def _within_ground(self, gain: np.ndarray) -> np.ndarray:
        return np.minimum(gain, np.maximum(0, 1 - self.green_share))

    @cached_property
    def first_unit_eur(self) -> np.ndarray:
        """Yearly damage in 2050 that the first unit of each cooling measure avoids, shape (measure, area)."""
        cooling = np.zeros_like(self.green_share)
        for line, claimed in self.eur_per_degree_day.items():
            eur = np.nan_to_num(claimed)
            kind, share = line.removeprefix("heat_"), self.scalar[island_assumption(line)]
            shift = share * self.uhi_anomaly_k
            days, cooler = self.degree_days(kind, shift), self.degree_days(kind, shift - SMALL_SHIFT_K)
            fall = days[:, AT_2050] - cooler[:, AT_2050]
            cooling += eur * fall / SMALL_SHIFT_K * share * self.uhi_scale_k / self.area["area_m2"]
        return self.vegetation_per_unit_m2[:, None] * cooling
