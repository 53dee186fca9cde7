"""What measures cost and bring over the years: prices and value factors."""

from functools import cached_property
from typing import NamedTuple

import numpy as np

from kans_model.evaluation import economics
from kans_model.evaluation.outcome import Part
from kans_model.evaluation.prices import price_factor
from kans_model.evaluation.situation import Situation
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import PUBLIC_OWNERS

RAMP_RATIOS = np.geomspace(0.25, 4, 33)
"""Growing time over its middle value, where benefits are tabulated."""


class Spending(NamedTuple):
    """What measures cost, each of shape (…, measure). [EUR], upkeep [EUR/yr]"""

    capex_eur: np.ndarray
    works_saving_eur: np.ndarray
    opex_eur_per_year: np.ndarray
    present_value_renewal_eur: np.ndarray
    present_value_cost_eur: np.ndarray


class Costs:
    """Prices of all measures and value factors under one scenario. Arrays are (measure, …)."""

    def __init__(self, situation: Situation) -> None:
        self.scenario, self.scalar, self.measure = situation.scenario, situation.scalar, situation.measure
        self.horizon_years = situation.climate["year"].to_numpy(dtype=float)
        self.discount_rate = float(table("discount_rates")["value"][situation.scenario.discount])

    def spending(self, quantity: np.ndarray, saved: np.ndarray) -> dict[str, Part]:
        """Investment, upkeep and present value of a package, by name of the result.

        Parameters
        ----------
        quantity, saved : array, shape (measure, area)
            What stands, and the part whose price works pay.
        """
        paid, spent = quantity - saved, self.spent(quantity.sum(axis=1), saved.sum(axis=1))
        capex = spent.capex_eur
        return {
            "capex_eur": ("measure", capex),
            "capex_public_eur": ((), float(capex[self.is_public].sum())),
            "capex_private_eur": ((), float(capex[~self.is_public].sum())),
            "capex_area_eur": ("area", self.works_price_eur @ paid + self.site_price_eur @ quantity),
            "works_saving_eur": ((), float(spent.works_saving_eur.sum())),
            "opex_eur_per_year": ("measure", spent.opex_eur_per_year),
            "present_value_renewal_eur": ("measure", spent.present_value_renewal_eur),
            "present_value_cost_eur": ("measure", spent.present_value_cost_eur),
        }

    def spent(self, total: np.ndarray, saved: np.ndarray) -> Spending:
        """What quantities in the whole city cost.

        Parameters
        ----------
        total, saved : array, shape (…, measure)
            What stands, and the part whose price works pay.
        """
        spared = self.works_price_eur * saved
        capex = self.unit_price_eur * total - spared
        upkeep = self.building_price_eur * self.measure["opex_share_per_year"] * total
        # renewal pays the full price: the street does not open for it then
        renewal = self.works_price_eur * total * self.renewal_factor
        cost = capex * self.first_build_factor + renewal
        return Spending(capex, spared, upkeep, renewal, cost + upkeep * self.upkeep_factor)

    # --- prices ------------------------------------------------------------------------------

    @cached_property
    def building_price_eur(self) -> np.ndarray:
        """Building cost per unit, in prices of the study, shape (measure,). [EUR]"""
        rows = table("measures")
        index = [price_factor(*pair) for pair in zip(rows["price_index"], rows["price_year"], strict=True)]
        return self.measure["capex_eur"] * np.array(index)

    @cached_property
    def is_public(self) -> np.ndarray:
        """Measures on ground of municipality or water board, mask (measure,): their euro is a public one."""
        return table("measures")["owner"].isin(PUBLIC_OWNERS).to_numpy()

    @cached_property
    def has_surcharge(self) -> np.ndarray:
        """Measures whose price comes before the surcharges of a building estimate, mask (measure,)."""
        return table("measures")["surcharges"].to_numpy() > 0

    @cached_property
    def surcharge(self) -> np.ndarray:
        """Investment over building cost, shape (measure,). [-]"""
        s = self.scalar
        factor = economics.surcharge_factor(s["ssk_engineering"], s["ssk_other"], s["ssk_unforeseen"])
        return np.where(self.has_surcharge, factor, 1.0)

    @cached_property
    def works_price_eur(self) -> np.ndarray:
        """Price of building one unit with surcharges, also paid at renewal, shape (measure,). [EUR]"""
        return self.building_price_eur * self.surcharge

    @cached_property
    def site_price_eur(self) -> np.ndarray:
        """Land, and soil carried off, of one unit: paid once, shape (measure,). [EUR]"""
        return economics.site_price_eur(
            self.measure["land_m2_per_unit"],
            self.scalar["land_eur_per_m2"],
            self.measure["excavation_m3_per_unit"],
            self.scalar["excavation_eur_per_m3"] * self.surcharge,
        )

    @cached_property
    def unit_price_eur(self) -> np.ndarray:
        """Investment per unit: works with surcharges, and site, shape (measure,). [EUR]"""
        return self.works_price_eur + self.site_price_eur

    @cached_property
    def whole_cost_eur(self) -> np.ndarray:
        """Present value of all that one unit costs over the period, alone, shape (measure,). [EUR]

        Investment, renewal less what is left at the end, and upkeep.
        """
        upkeep = self.building_price_eur * self.measure["opex_share_per_year"] * self.upkeep_factor
        built = self.works_price_eur * self.capital_factor(self.measure["lifetime_years"])
        return built + self.site_price_eur * self.first_build_factor + upkeep

    # --- value over the years ----------------------------------------------------------------

    @cached_property
    def build_years(self) -> np.ndarray:
        """Calendar years in which is built, shape (build year,)."""
        return self.scenario.base_year + np.arange(self.scenario.build_years)

    @cached_property
    def lifetime_grid(self) -> tuple[np.ndarray, np.ndarray]:
        """Present value of a euro built evenly over the build years, against lifetime in whole years."""
        life = np.arange(1.0, 201.0)
        s, rate = self.scenario, self.discount_rate
        value = economics.capital_value_factor(
            life[:, None], self.build_years[None, :], s.base_year, s.period_years, rate
        )
        return life, value.mean(axis=1)

    def capital_factor(self, lifetime_years: np.ndarray) -> np.ndarray:
        """Present value of one euro of each measure over the period, renewal and residual included. [-]"""
        return np.interp(lifetime_years, *self.lifetime_grid)

    @cached_property
    def renewal_factor(self) -> np.ndarray:
        """Present value of renewal less residual of one euro of each measure, shape (measure,). [-]"""
        return self.capital_factor(self.measure["lifetime_years"]) - self.first_build_factor

    @cached_property
    def first_build_factor(self) -> float:
        """Present value of a euro spent evenly over the build years, once. [-]"""
        years = self.build_years - self.scenario.base_year + 1
        return float(economics.discount_factor(self.discount_rate, years).mean())

    @cached_property
    def upkeep_factor(self) -> float:
        """Present value of a euro of upkeep a year, from the year after building. [-]"""
        s, rate = self.scenario, self.discount_rate
        factor = economics.upkeep_value_factor(self.build_years, s.base_year, s.period_years, rate)
        return float(factor.mean())

    # --- benefit over the years --------------------------------------------------------------

    @cached_property
    def benefit_weights(self) -> tuple[np.ndarray, np.ndarray]:
        """Years that each horizon's benefit counts for: at once in effect, and per measure as it grows.

        Returns
        -------
        at_once, grown : numpy.ndarray, shape (horizon,) and (measure, horizon). [yr]
        """
        at_once, _ = self._built_years
        return self._horizon_years(at_once), self.grown_years(1.0)

    def grown_years(self, ramp_ratio: np.ndarray | float) -> np.ndarray:
        """Years that each horizon's benefit counts for as measures grow, shape (…, measure, horizon). [yr]

        Parameters
        ----------
        ramp_ratio : float or array
            Growing time over the value in force; its shape stands in front. [-]
        """
        return self._horizon_years(self._grown(ramp_ratio))

    def _grown(self, ramp_ratio: np.ndarray | float) -> np.ndarray:
        """Share of the full effect in each year as measures are built and grow, shape (…, measure, year)."""
        _, age = self._built_years
        ramp = (np.asarray(ramp_ratio)[..., None] * self.measure["effect_ramp_years"])[..., None, None]
        start = self.scalar["tree_start_share"]
        grown = np.where(ramp > 0, start + (1 - start) * np.clip(age / np.maximum(ramp, 1e-9), 0, 1), 1.0)
        return (grown * (age > 0)).mean(axis=-2)

    @cached_property
    def rise_factor(self) -> np.ndarray:
        """Present value of a euro that comes once, as the effect of a measure grows, shape (measure,). [-]"""
        return economics.rise_value_factor(self._grown(1.0), self.discount_rate)

    @cached_property
    def rise_at_once(self) -> float:
        """The same of what is in full effect from the year after it was built. [-]"""
        at_once, _ = self._built_years
        return float(economics.rise_value_factor(at_once, self.discount_rate))

    @cached_property
    def rise_table(self) -> np.ndarray:
        """The same at every one of `RAMP_RATIOS`, shape (ratio, measure). [-]"""
        return economics.rise_value_factor(self._grown(RAMP_RATIOS), self.discount_rate)

    @cached_property
    def grown_table(self) -> np.ndarray:
        """`grown_years` at every one of `RAMP_RATIOS`, shape (ratio, measure, horizon). [yr]"""
        return self.grown_years(RAMP_RATIOS)

    @cached_property
    def grown_years_table(self) -> np.ndarray:
        """The same over all horizons, shape (ratio, measure). [yr]"""
        return self.grown_table.sum(axis=-1)

    @property
    def _built_years(self) -> tuple[np.ndarray, np.ndarray]:
        """Share of the building that is in effect each year, and its age: (year,) and (build year, year)."""
        s = self.scenario
        year = s.base_year + np.arange(s.period_years)
        age = year[None, :] - self.build_years[:, None]  # in effect from the year after building
        return (age > 0).mean(axis=0), age

    def _horizon_years(self, in_effect: np.ndarray) -> np.ndarray:
        """What each horizon counts for, given the share in effect each year, shape (…, horizon). [yr]"""
        s, rate = self.scenario, self.discount_rate
        return economics.benefit_weights(self.horizon_years, s.base_year, s.period_years, rate, in_effect)
