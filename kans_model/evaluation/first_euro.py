"""What the first euro of each measure avoids: which damage it acts on, where it is worth most."""

from functools import cached_property

import numpy as np

from kans_model.evaluation.costs import Costs
from kans_model.evaluation.damage_lines import COMPONENTS, by_hazard, channels
from kans_model.evaluation.heat import Heat
from kans_model.evaluation.protection import Protection
from kans_model.evaluation.situation import Situation
from kans_model.evaluation.water import Water
from kans_model.hazards import pluvial
from kans_model.tables.vocabulary import AT_2050, HAZARDS


class FirstEuro:
    """The slope of damage at today's situation, per measure. Arrays are (hazard, measure, area).

    Parameters
    ----------
    before_eur : array, shape (component, area, horizon)
        Damage without any package. [EUR/yr]
    """

    def __init__(
        self,
        situation: Situation,
        water: Water,
        heat: Heat,
        protection: Protection,
        costs: Costs,
        before_eur: np.ndarray,
    ):
        self.water, self.heat, self.protection, self.costs = water, heat, protection, costs
        self.before_eur, self.ead_before_eur = before_eur, by_hazard(before_eur)
        self.scalar, self.measure, self.area = situation.scalar, situation.measure, situation.area
        self.room, self.soil, self.n_areas = situation.room, situation.soil, situation.n_areas

    @cached_property
    def need_eur_per_ha(self):
        """Damage per hectare in 2050 that each measure acts on, shape (measure, area): where it comes first.

        Over the hazards it moves, as far as they are known; over all known hazards for a measure that
        moves none, or only what is unknown. [EUR/ha/yr]
        """
        known = np.nan_to_num(self.ead_before_eur[:, :, AT_2050])  # hazard, area
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
        acts[HAZARDS.index("pluvial")] = (self.water.unit_storage_m3 > 0).any(axis=(0, 2))
        acts[HAZARDS.index("heat")] = self.heat.vegetation_per_unit_m2 > 0
        for name, (column, mask) in channels().items():
            acts[HAZARDS.index(COMPONENTS[name][0])] |= mask & (self.measure[column] > 0)
        return acts

    @cached_property
    def _storing_eur(self):
        """Yearly damage in 2050 that the first unit of each storing measure avoids, shape (measure, area)."""
        h = AT_2050
        n_events = len(self.water.events[1])
        span = slice(h * n_events, (h + 1) * n_events)
        runoff, _ = self.water.event_runoff_mm
        sewer = self.water.sewer_mm()
        net = pluvial.net_water_mm(runoff[:, span], sewer[:, None], 0.0)
        excess = net - self.water.harmless_mm(sewer)[:, None]
        slope = pluvial.share_reached(np.maximum(0, excess) + 0.5, *self.water.reach_curve)
        slope = (slope - pluvial.share_reached(np.maximum(0, excess), *self.water.reach_curve)) / 0.5
        per_mm = (
            sum(self.water.eur_when_reached.values()) * self.water.reach_factor / self.area["area_m2"] * 1000
        )
        value = np.zeros((len(self.room.measures), self.n_areas))
        for soil in range(3):
            here = self.soil == soil
            weight = slope[here] * (excess[here] > 0) * self.water.events[1] * per_mm[here, None]
            value[:, here] = self.water.unit_storage_m3[soil][:, span] @ weight.T
        return value

    @cached_property
    def _cooling_eur(self):
        """The same of each cooling measure, shape (measure, area)."""
        h = AT_2050
        cooling = np.zeros(self.n_areas)
        for component, eur in self.heat.eur_per_degree_day.items():
            name = component.removeprefix("heat_")
            share = self.scalar["uhi_daily_mean_factor" if name == "deaths" else "uhi_afternoon_factor"]
            shift = share * self.heat.uhi_anomaly_k
            fall = self.heat.degree_days(name, shift)[:, h] - self.heat.degree_days(name, shift - 0.05)[:, h]
            cooling += eur * fall / 0.05 * share * self.heat.uhi_scale_k / self.area["area_m2"]
        return self.heat.vegetation_per_unit_m2[:, None] * cooling

    @cached_property
    def avoided_eur_per_unit(self):
        """Yearly damage in 2050 that the first unit of each measure avoids, shape (hazard, measure, area).

        The slope of damage at today's situation: storage by the events it helps in, vegetation by the
        degree days it takes away, protection by what it covers. Unknown where the damage is. [EUR/yr]
        """
        h = AT_2050
        value = np.zeros((len(HAZARDS), *self.room.potential.shape))
        value[HAZARDS.index("pluvial")] = self._storing_eur
        value[HAZARDS.index("heat")] = self._cooling_eur
        per_stock = np.divide(
            1.0,
            self.protection.at_risk,
            out=np.zeros_like(self.protection.at_risk),
            where=self.protection.at_risk > 0,
        )
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
        fits = np.where((fits > 0) & (self.costs.unit_price_eur > 0), fits, np.nan)
        known = np.isfinite(self.ead_before_eur).any(axis=(1, 2))[:, None] | ~self.acts_on
        mean = np.nansum(self.avoided_eur_per_unit * self.room.potential, axis=2) / fits
        return np.where(known, 1000 * mean / self.costs.whole_cost_eur, np.nan)

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
