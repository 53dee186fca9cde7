"""What green and blue bring beside avoided damage: house prices, health, treatment saved and the like."""

from collections.abc import Container
from functools import cached_property

import numpy as np

from kans_model.evaluation.co_benefit_values import (
    air_eur_per_year,
    co2_eur_per_year,
    drinking_water_eur_per_year,
    green_gain_m2,
    health_eur_per_year,
    near_share,
    property_eur,
    recreation_eur_per_year,
    sewer_enlargement_eur,
    treatment_eur_per_year,
    tree_eur_per_year,
    uplift_share,
)
from kans_model.evaluation.costs import Costs
from kans_model.evaluation.heat import Heat
from kans_model.evaluation.prices import price_factor
from kans_model.evaluation.situation import Situation
from kans_model.outlook.scenario import CO_BENEFITS
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import GREEN_STOCKS

ROOFS = ("flat_roof", "pitched_roof")
"""Green up there is out of sight: it counts for no neighbour."""
PRIVATE = ("private_paved", "private_garden", "garden_dwelling", "facade_m2")
"""Green there is seen in part."""
PROPERTY = {
    "property_single_task": "property_uplift_share",
    "property_whole_buurt": "property_whole_buurt_share",
}
"""Benefits in house prices, and the share of the value that each is."""
COEFFICIENTS = {
    **{name: (key,) for name, key in PROPERTY.items()},
    "tree_benefit_the_hague_each": ("tree_with_property_eur_per_year",),
    "health_per_pct_green": ("health_eur_per_resident_pct",),
    "tree_benefit_each": ("tree_eur_per_year",),
    "water_treatment_avoided": ("treatment_eur_per_m2",),
    "sewer_enlargement_avoided": ("sewer_enlargement_eur_m2", "sewer_enlargement_planned_share"),
    "recreation_visit": ("recreation_visits_per_resident_pct", "recreation_visit_eur"),
    "air_green": ("air_eur_per_m2_green",),
    "tree_co2_young": ("tree_co2_kg", "co2_eur_per_t"),
    "drinking_water_saved": ("drinking_water_eur_m3",),
}
"""Assumptions whose product each benefit is proportional to."""
BY_GREEN = (*PROPERTY, "health_per_pct_green", "recreation_visit", "air_green")
"""Benefits of green gained."""
BY_TREE = ("tree_benefit_the_hague_each", "tree_benefit_each", "tree_co2_young")
SEWERS = ("water_treatment_avoided", "sewer_enlargement_avoided")
"""Benefits of what is disconnected from a sewer; a larger one is built for the same water."""
SEALED = ("flat_roof", "pitched_roof", "public_paved", "private_paved")
SMALLEST = 1e-9
"""Below this nothing is disconnected. [m²]"""


class CoBenefits:
    """Co-benefits of packages in one city under one scenario.

    Attributes
    ----------
    counted : array of bool, shape (benefit,)
        Those that the scenario counts, in the order of `CO_BENEFITS`.
    """

    def __init__(self, situation: Situation, costs: Costs, heat: Heat) -> None:
        self.scenario, self.scalar, self.measure = situation.scenario, situation.scalar, situation.measure
        self.area, self.costs, self.heat = situation.area, costs, heat
        self.counted = np.isin(CO_BENEFITS, self.scenario.co_benefits)

    def eur(self, assumption: str, index: str = "consumer") -> float:
        """An amount in prices of the study. [EUR]"""
        year = table("assumptions")["price_year"][assumption]
        return self.scalar[assumption] * (price_factor(index, int(year)) if np.isfinite(year) else 1.0)

    # --- what a unit adds --------------------------------------------------------------------

    @cached_property
    def _ground_m2(self) -> np.ndarray:
        """Green on the ground that one unit adds where none was, shape (measure,). [m²]"""
        on_ground = ~np.isin(table("measures")["stock"].to_numpy(), ROOFS)
        return np.where(on_ground, np.maximum(0, self.heat.green_per_unit_m2), 0.0)

    @cached_property
    def public_m2(self) -> np.ndarray:
        """That of it on public ground, shape (measure,). [m²]"""
        private = np.isin(table("measures")["stock"].to_numpy(), PRIVATE)
        return np.where(private, 0.0, self._ground_m2)

    @cached_property
    def partly_seen_m2(self) -> np.ndarray:
        """Green on private ground, and crowns above what was no green, shape (measure,). [m²]"""
        above_green = np.isin(table("measures")["stock"].to_numpy(), GREEN_STOCKS)
        crown = np.maximum(0, self.measure["canopy_m2_per_unit"] - self._ground_m2)
        return np.where(above_green, 0.0, crown) + self._ground_m2 - self.public_m2

    @cached_property
    def gain_m2(self) -> np.ndarray:
        """Green that one unit adds for who lives by, shape (measure,). [m²]"""
        return green_gain_m2(self.public_m2, self.partly_seen_m2, self.scalar["partly_seen_green_share"])

    @cached_property
    def trees(self) -> np.ndarray:
        """Trees in one unit, shape (measure,). [-]"""
        return (table("measures")["unit"] == "tree").to_numpy().astype(float)

    @cached_property
    def places(self) -> np.ndarray:
        """New places of green that one unit makes, shape (measure,). [-]"""
        return np.where(self.trees > 0, self.trees, self.gain_m2 / self.scalar["green_place_m2"])

    @cached_property
    def per_unit(self) -> np.ndarray:
        """What one unit adds that a benefit goes by (m² green, trees, m², m³), shape (benefit, measure)."""
        by_benefit = dict.fromkeys(BY_GREEN, self.gain_m2) | dict.fromkeys(BY_TREE, self.trees)
        by_benefit |= dict.fromkeys(SEWERS, self.measure["disconnected_m2_per_unit"])
        by_benefit["drinking_water_saved"] = self.measure["water_saved_m3_per_year"]
        return np.stack([by_benefit[name] for name in CO_BENEFITS])

    @cached_property
    def eur_per_added(self) -> np.ndarray:
        """Benefit of one of those in each area, shape (benefit, area). [EUR/yr], or [EUR] once

        Property apart from its bounds: as much as the first m² of green brings.
        """
        s, here, every = self.scalar, self.area, np.ones_like(self.area["area_m2"])
        by_benefit = {
            "tree_benefit_the_hague_each": tree_eur_per_year(
                every, self.eur("tree_with_property_eur_per_year")
            ),
            "health_per_pct_green": health_eur_per_year(
                here["residents"], here["area_m2"], every, self.eur("health_eur_per_resident_pct")
            ),
            "tree_benefit_each": tree_eur_per_year(every, self.eur("tree_eur_per_year")),
            "water_treatment_avoided": treatment_eur_per_year(every, self.eur("treatment_eur_per_m2")),
            "sewer_enlargement_avoided": sewer_enlargement_eur(
                every,
                here["works_share"],
                s["sewer_enlargement_planned_share"],
                self.eur("sewer_enlargement_eur_m2", "civil"),
            ),
            "recreation_visit": recreation_eur_per_year(
                *(here["residents"], here["area_m2"], every),
                *(s["recreation_visits_per_resident_pct"], self.eur("recreation_visit_eur")),
            ),
            "air_green": air_eur_per_year(every, self.eur("air_eur_per_m2_green")),
            "tree_co2_young": co2_eur_per_year(every, s["tree_co2_kg"], self.eur("co2_eur_per_t")),
            "drinking_water_saved": drinking_water_eur_per_year(every, self.eur("drinking_water_eur_m3")),
        }
        full_m2 = s["green_gain_full_share"] * here["area_m2"]
        by_benefit |= {name: eur / full_m2 for name, eur in self.higher_value_eur.items()}
        return np.nan_to_num(np.stack([by_benefit[name] for name in CO_BENEFITS]))

    @cached_property
    def higher_value_eur(self) -> dict[str, np.ndarray]:
        """All that dwellings can gain in value by green, once: benefit → (area,). [EUR]"""
        return {
            name: np.nan_to_num(
                property_eur(self.area["dwellings"], self.area["woz_eur"], self.scalar[key], 1.0)
            )
            for name, key in PROPERTY.items()
        }

    # --- over the years ----------------------------------------------------------------------

    @cached_property
    def years(self) -> np.ndarray:
        """What a euro of each benefit counts for, shape (benefit, measure). [yr], [-] where it comes once"""
        yearly = self.costs.benefit_weights[1].sum(axis=-1)
        first = np.full_like(yearly, self.costs.first_build_factor)
        once = dict.fromkeys(PROPERTY, self.costs.rise_factor) | {"sewer_enlargement_avoided": first}
        return np.stack([once.get(name, yearly) for name in CO_BENEFITS])

    # --- of a package ------------------------------------------------------------------------

    def present_value_eur(self, quantity: np.ndarray) -> np.ndarray:
        """What a package brings by benefit and measure, also what the scenario does not count.

        Parameters
        ----------
        quantity : array, shape (measure, area)

        Returns
        -------
        array, shape (benefit, measure). [EUR]
        """
        added = quantity @ self.eur_per_added.T  # measure, benefit
        kept = self.kept_from_sewer(quantity)
        if (kept < 1).any():
            rows = [CO_BENEFITS.index(name) for name in SEWERS]
            added[:, rows] = quantity @ (self.eur_per_added[rows] * kept).T
        risen = (self.gain_m2 * self.costs.rise_factor) @ quantity
        bounded = self.within_bounds(risen, self.places @ quantity)
        if (bounded < 1).any():
            rows = [CO_BENEFITS.index(name) for name in PROPERTY]
            added[:, rows] = quantity @ (self.eur_per_added[rows] * bounded).T
        return added.T * self.per_unit * self.years

    def counted_eur(self, quantity: np.ndarray) -> np.ndarray:
        """The same, none where the scenario does not count it, shape (benefit, measure). [EUR]"""
        return np.where(self.counted[:, None], self.present_value_eur(quantity), 0.0)

    def kept_from_sewer(self, quantity: np.ndarray) -> np.ndarray:
        """Part of what measures disconnect that counts, shape (area,). [-]

        No more than all roofs and paving; none where a larger sewer is in the package.
        """
        disconnected = self.measure["disconnected_m2_per_unit"] @ quantity
        share = np.minimum(1.0, self.sealed_m2 / np.maximum(disconnected, SMALLEST))
        return np.where(quantity[self.larger_sewer] > 0, 0.0, share)

    @cached_property
    def larger_sewer(self) -> int:
        """Place of the measure that makes sewers larger."""
        return int(table("measures").index.get_loc("larger_sewer"))

    @cached_property
    def sealed_m2(self) -> np.ndarray:
        """Roofs and paving, shape (area,). [m²]"""
        return np.nansum([self.area[f"{surface}_m2"] for surface in SEALED], axis=0)

    def within_bounds(
        self, risen_m2: np.ndarray, places: np.ndarray, full_ratio: np.ndarray | float = 1.0
    ) -> np.ndarray:
        """Higher value over what the same green would bring without bound, shape of the green (…, area). [-]

        All that the dwellings near can gain is what they would gain at once: that green grows takes nothing
        off where there is more of it than counts.

        Parameters
        ----------
        risen_m2, places : array, shape (…, area)
            Green gained, each for what it counts as it grows, and its places. [m²], [-]
        full_ratio : array, shape (…, 1)
            Green at which the whole holds, over the value in force. [-]
        """
        here = self.area["area_m2"]
        full = self.scalar["green_gain_full_share"] * full_ratio * self.costs.rise_at_once
        unbounded = risen_m2 / here / full
        near = near_share(places, here, self.scalar["property_reach_m"])
        bounded = uplift_share(unbounded, near, 1.0)
        return np.divide(bounded, unbounded, out=np.ones_like(unbounded), where=unbounded > 0)

    def first_unit_eur(self, but: Container[str] = ()) -> np.ndarray:
        """Present value of the first unit of each measure, of what is counted, shape (measure, area). [EUR]

        Parameters
        ----------
        but : container of str
            Co-benefits to leave out.
        """
        kept = self.counted & np.array([name not in but for name in CO_BENEFITS])
        return np.where(kept[:, None], self.per_unit * self.years, 0.0).T @ self.eur_per_added
