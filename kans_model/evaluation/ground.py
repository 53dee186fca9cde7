"""What the ground does to a city: foundations in drought, water over the dikes, recharge."""

from functools import cached_property

import numpy as np

from kans_model.evaluation.damage_lines import lines_of
from kans_model.evaluation.outcome import Outcome, Treatment, damage_left
from kans_model.evaluation.prices import price_factor
from kans_model.evaluation.situation import Situation
from kans_model.hazards import annual_damage, drought, flood
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import AT_2050, STOCKS

FLOOD_YEARS = (10, 100, 1000)
"""Return periods of the maps of flood depth."""
REPAIR_TO_2020_EUR_INDEX = "consumer"
FOUNDATION_SHARES = {
    "Hd": (
        *("foundation_repair_share_2050_unchanged", "foundation_repair_share_2050_H"),
        "foundation_repair_share_2100_H",
    ),
    "M": ("foundation_repair_share_2050_unchanged", "", ""),
}
"""Assumption behind each horizon's share of foundations to repair; other climates follow the unchanged."""


class Ground:
    """Drought and flood in one city under one scenario: measures protect, and what sinks in relieves."""

    lines = lines_of("drought", "flood")

    def __init__(self, situation: Situation) -> None:
        self.scenario, self.assumptions = situation.scenario, situation.assumptions
        self.scalar, self.measure, self.climate = situation.scalar, situation.measure, situation.climate
        self.area, self.room, self.soil = situation.area, situation.room, situation.soil
        self.n_horizons = situation.n_horizons

    def outcome(self, treatment: Treatment) -> Outcome:
        """What a package does to drought and flood: what it protects, and the recharge."""
        rows, place = treatment.rows, self.lines.index("drought_foundations")
        brought_m3 = self.recharge_m3[rows, None] * treatment.quantity[rows]
        recharge = self.recharge_mm_per_m3 * brought_m3.sum(axis=0)
        shifted = self.before_eur.copy()
        shifted[place] *= 1 - self.relieved_share(recharge)[:, None]
        damage = damage_left(self.lines, self.before_eur, shifted, treatment, brought_m3)
        return Outcome(damage, {"recharge_mm": ("area", recharge)})

    @cached_property
    def before_eur(self) -> np.ndarray:
        """Damage without any package, shape (line, area, horizon). [EUR/yr]"""
        flooded = np.repeat(self.flood_eur[:, None], self.n_horizons, axis=1)
        by_line = {"drought_foundations": self.foundation_eur, "flood_dwellings": flooded}
        return np.stack([by_line[line] for line in self.lines])

    @cached_property
    def foundation_eur(self) -> np.ndarray:
        """Foundation damage per year, shape (area, horizon); unknown where the buildings are. [EUR/yr]"""
        repair_eur = self.scalar["foundation_repair_eur"] * price_factor(REPAIR_TO_2020_EUR_INDEX, 2020)
        return self.area["vulnerable_buildings"][:, None] * self.repairs(self.foundation_share) * repair_eur

    def repairs(self, share: np.ndarray) -> np.ndarray:
        """Repairs per vulnerable building and year, shape (horizon, …), from the share that needs one. [1/yr]

        Parameters
        ----------
        share : array, shape (horizon, …)
            Within the years that the climate's row states. [-]
        """
        years = self.climate["foundation_repair_years"].to_numpy(dtype=float)
        rate = drought.repair_rate_per_year(share, years.reshape(-1, *[1] * (share.ndim - 1)))
        return drought.repairs_per_building(rate, self.climate["year"].to_numpy(dtype=float))

    def relieved_share(
        self, recharge_mm: np.ndarray, rise: np.ndarray | float = 1.0, relief: np.ndarray | float = 1.0
    ) -> np.ndarray:
        """Share of foundation damage that more recharge takes away, shape (…, area). [-]

        Parameters
        ----------
        recharge_mm : array, shape (…, area)
            [mm/yr]
        rise, relief : array, shape (draw, 1), or float
            Drawn over mid of the rise of the groundwater, and of what that takes away. [-]
        """
        s = self.scalar
        share = drought.relieved_share(
            recharge_mm,
            s["foundation_cm_per_100mm"] * rise,
            s["foundation_relief_per_cm"] * relief,
            s["foundation_rise_most_cm"],
        )
        return share * self.groundwater_near

    @cached_property
    def groundwater_near(self) -> np.ndarray:
        """Where recharge reaches foundations: deep groundwater does not rise to them, mask (area,)."""
        return self.area["groundwater_depth_m"] <= self.scalar["foundation_groundwater_deep_m"]

    @property
    def recharge_mm_per_m3(self) -> np.ndarray:
        """Recharge over the whole area by a cubic metre that measures bring, per area. [mm]"""
        return 1000 * self.recharge_share / self.area["area_m2"]

    @cached_property
    def first_unit_eur(self) -> np.ndarray:
        """Yearly damage in 2050 that the first unit of each measure avoids by recharge, (measure, area)."""
        s, place = self.scalar, self.lines.index("drought_foundations")
        per_mm = s["foundation_cm_per_100mm"] / 100 * s["foundation_relief_per_cm"] * self.groundwater_near
        eur_per_mm = np.nan_to_num(self.before_eur[place, :, AT_2050]) * per_mm
        return self.recharge_m3[:, None] * (self.recharge_mm_per_m3 * eur_per_mm)

    @cached_property
    def foundation_share(self) -> np.ndarray:
        """Share of vulnerable buildings to be repaired by each horizon: own value, else the climate's. [-]"""
        share = self.climate["foundation_repair_share"].to_numpy(dtype=float).copy()
        own = self.assumptions.own
        for h, name in enumerate(self.foundation_keys):
            if name in own:
                share[h] = own[name]["value"]
        return share

    @property
    def foundation_keys(self) -> tuple[str, ...]:
        """The assumption that stands for the share of foundations to be repaired, by horizon; "" for none."""
        unchanged = "foundation_repair_share_2050_unchanged"
        return FOUNDATION_SHARES.get(self.scenario.climate, (unchanged,) * self.n_horizons)

    @cached_property
    def flood_eur(self) -> np.ndarray:
        """Flood damage per year, shape (area,); unknown without the city's map. [EUR/yr]"""
        depth = np.stack([self.area[f"flood_depth_m_t{year}"] for year in FLOOD_YEARS], axis=-1)
        curve = table("damage_functions").loc["lizard_dwelling"]
        damage = flood.damage_eur(
            depth,
            self.room.stock[STOCKS.index("ground_dwelling")],
            self.scalar["ground_floor_m2_per_dwelling"],
            curve.index.to_numpy(dtype=float),
            curve["value"].to_numpy(dtype=float),
        )
        weights = annual_damage.trapezoid_weights_per_year(1 / np.array(FLOOD_YEARS))
        return annual_damage.expected_annual_damage_eur(damage, weights) * price_factor("consumer", 2018)

    @cached_property
    def recharge_m3(self) -> np.ndarray:
        """Rain one unit of each measure brings into the ground where all of it sinks in. [m³/yr]"""
        m, s = self.measure, self.scalar
        captured = drought.captured_share(
            m["storage_m3_per_unit"], m["contributing_m2_per_unit"], s["recharge_capture_scale_mm"]
        )
        infiltrates = m["infiltration_mm_h"] > 0
        return drought.recharge_m3_per_unit(
            m["contributing_m2_per_unit"], captured * infiltrates, 1.0, s["recharge_rain_mm_yr"]
        )

    @cached_property
    def recharge_share(self) -> np.ndarray:
        """Share of what infiltrates that reaches the groundwater, per area. [-]"""
        return table("soils")["recharge_infiltrated_share"].to_numpy(dtype=float)[self.soil]
