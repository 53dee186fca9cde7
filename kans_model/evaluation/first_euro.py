"""What the first euro of each measure avoids: which damage it acts on, where it is worth most."""

from functools import cached_property

import numpy as np

from kans_model.evaluation.costs import Costs
from kans_model.evaluation.damage_lines import COMPONENTS, by_hazard, channels
from kans_model.evaluation.ground import Ground
from kans_model.evaluation.heat import Heat
from kans_model.evaluation.protection import Protection
from kans_model.evaluation.situation import Situation
from kans_model.evaluation.water import Water
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
        ground: Ground,
        protection: Protection,
        costs: Costs,
        before_eur: np.ndarray,
    ) -> None:
        self.measure, self.room = situation.measure, situation.room
        self.area_ha = situation.area["area_m2"] / 1e4
        self.water, self.heat, self.ground = water, heat, ground
        self.protection, self.costs = protection, costs
        self.before_eur, self.ead_before_eur = before_eur, by_hazard(before_eur)

    @cached_property
    def acts_on(self) -> np.ndarray:
        """Which measures move the damage of which hazard, mask (hazard, measure).

        By storing, by cooling, by protecting or by recharge, with a figure above zero; other effects, such
        as shade on the felt temperature, are shown but not counted in euro.
        """
        acts = self._shifts_or_protects.copy()
        acts[HAZARDS.index("drought")] |= self.ground.recharge_m3 > 0
        return acts

    @cached_property
    def _shifts_or_protects(self) -> np.ndarray:
        acts = np.zeros((len(HAZARDS), len(self.room.measures)), dtype=bool)
        acts[HAZARDS.index("pluvial")] = (self.water.storage.event_m3 > 0).any(axis=(0, 1, 3))
        acts[HAZARDS.index("heat")] = self.heat.vegetation_per_unit_m2 > 0
        for name, (column, mask) in channels().items():
            acts[HAZARDS.index(COMPONENTS[name][0])] |= mask & (self.measure[column] > 0)
        return acts

    @cached_property
    def need_eur_per_ha(self) -> np.ndarray:
        """Damage per hectare in 2050 that each measure acts on, shape (measure, area): where it comes first.

        Over the hazards it moves, as far as they are known; over all known hazards for a measure that
        moves none, or only what is unknown. Recharge relieves foundations by some percents: it does not say
        where a measure comes first. [EUR/ha/yr]
        """
        known = np.nan_to_num(self.ead_before_eur[:, :, AT_2050])  # hazard, area
        acts = self._shifts_or_protects & (known.sum(axis=1) > 0)[:, None]
        acts = acts | ~acts.any(axis=0)
        return acts.T.astype(float) @ known / self.area_ha

    @cached_property
    def avoided_eur_per_unit(self) -> np.ndarray:
        """Yearly damage in 2050 that the first unit of each measure avoids. [EUR/yr]

        The slope of damage at today's situation: storage by the events it helps in, vegetation by the
        degree days it takes away, protection by what it covers. Unknown where the damage is.
        """
        value = np.zeros((len(HAZARDS), *self.room.potential.shape))
        value[HAZARDS.index("pluvial")] = self.water.first_unit_eur
        value[HAZARDS.index("heat")] = self.heat.first_unit_eur
        value[HAZARDS.index("drought")] = self.ground.first_unit_eur
        at_risk = self.protection.at_risk
        per_stock = np.divide(1.0, at_risk, out=np.zeros_like(at_risk), where=at_risk > 0)
        for place, (name, (hazard, _)) in enumerate(COMPONENTS.items()):
            if name in channels():
                column, mask = channels()[name]
                strength = np.where(mask, self.measure[column] * self.measure["well_placed_share"], 0.0)
                covered = strength[:, None] * per_stock
                damage = np.where(covered > 0, self.before_eur[place, :, AT_2050], 0.0)
                value[HAZARDS.index(hazard)] += covered * damage
        return value

    @cached_property
    def avoided_eur_per_keur(self) -> np.ndarray:
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
    def value_per_stock(self) -> np.ndarray:
        """Yearly damage in 2050 that a little of each measure avoids per unit of stock: (measure, area).

        Over the hazards that are known, at today's situation; nothing where a measure fits nowhere or acts
        on nothing that is known. [EUR/yr]
        """
        value = np.nan_to_num(self.avoided_eur_per_unit).sum(axis=0) * (self.room.potential > 0)
        return value / self.room.stock_per_unit[:, None]
