"""What the ground does to a city: foundations in drought, water over the dikes, recharge."""

from functools import cached_property

import numpy as np

from kans_model.evaluation.damage_lines import lines_of
from kans_model.evaluation.outcome import Outcome, Treatment, damage_left
from kans_model.evaluation.prices import price_factor
from kans_model.evaluation.situation import Situation
from kans_model.hazards import drought, flood, risk
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import STOCKS

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
    """Drought and flood in one city under one scenario: measures protect, none shifts."""

    lines = lines_of("drought", "flood")

    def __init__(self, situation: Situation) -> None:
        self.scenario, self.assumptions = situation.scenario, situation.assumptions
        self.scalar, self.measure, self.climate = situation.scalar, situation.measure, situation.climate
        self.area, self.room, self.soil = situation.area, situation.room, situation.soil
        self.n_horizons = situation.n_horizons

    def outcome(self, treatment: Treatment) -> Outcome:
        """What a package does to drought and flood: what it protects, and the recharge."""
        damage = damage_left(self.lines, self.before_eur, self.before_eur, treatment)
        recharge = 1000 * self.recharge_share * (self.recharge_m3 @ treatment.quantity) / self.area["area_m2"]
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
        return drought.foundation_damage_eur_per_year(
            self.area["vulnerable_buildings"][:, None],
            self.foundation_share,
            self.climate["foundation_repair_years"].to_numpy(dtype=float),
            self.scalar["foundation_repair_eur"] * price_factor(REPAIR_TO_2020_EUR_INDEX, 2020),
        )

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
        weights = risk.trapezoid_weights_per_year(1 / np.array(FLOOD_YEARS))
        return risk.expected_annual_damage_eur(damage, weights) * price_factor("consumer", 2018)

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
