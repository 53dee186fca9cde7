"""What the ground does before any package: foundations in drought, water over the dikes, recharge."""

from functools import cached_property

import numpy as np

from kans_model.evaluation.prices import price_factor
from kans_model.evaluation.situation import Situation
from kans_model.hazards import drought, flood, risk
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import STOCKS

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
    """Drought and flood in one city under one scenario. Arrays are (area, …)."""

    def __init__(self, situation: Situation):
        self.scenario, self.assumptions, self.scalar = (
            situation.scenario,
            situation.assumptions,
            situation.scalar,
        )
        self.measure, self.climate, self.area = situation.measure, situation.climate, situation.area
        self.room, self.soil, self.n_horizons = situation.room, situation.soil, situation.n_horizons

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
