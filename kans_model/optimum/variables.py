"""What an optimum can build: a variable per measure, area and price, and what a unit of it brings."""

from dataclasses import dataclass

import numpy as np

from kans_model.evaluation.baseline import Baseline


@dataclass(frozen=True, eq=False)
class Variables:
    """What can be built: one variable per measure, area and price.

    Attributes
    ----------
    measure, area : array of int, shape (variable,)
    joint : array of bool, shape (variable,)
        Built where the street opens anyway, at the lower price.
    most : array, shape (variable,)
        Quantity at a share of 1. [unit of the measure]
    capex_eur, cost_eur : array, shape (variable,)
        Investment, and present value of all cost, of `most`. [EUR]
    """

    measure: np.ndarray
    area: np.ndarray
    joint: np.ndarray
    most: np.ndarray
    capex_eur: np.ndarray
    cost_eur: np.ndarray

    def __len__(self) -> int:
        return len(self.measure)

    def quantity(self, shares: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
        """Shares of what fits as quantities, shape (measure, area)."""
        total = np.zeros(shape)
        np.add.at(total, (self.measure, self.area), np.clip(shares, 0, 1) * self.most)
        return total

    def shares(self, quantity: np.ndarray) -> np.ndarray:
        """Quantities as shares of the variables, the cheaper price first, shape (variable,)."""
        wanted = np.asarray(quantity, dtype=float)[self.measure, self.area]
        first = np.minimum(wanted, np.where(self.joint, self.most, 0.0))
        taken = np.zeros_like(quantity)
        np.add.at(taken, (self.measure, self.area), first)
        rest = np.where(self.joint, first, wanted - taken[self.measure, self.area])
        return np.divide(rest, self.most, out=np.zeros_like(rest), where=self.most > 0)

    def spent_eur(self, quantity: np.ndarray, counted: np.ndarray | None = None) -> float:
        """Investment of these quantities, with a mask (variable,) of those that count. [EUR]"""
        capex_eur = self.capex_eur if counted is None else np.where(counted, self.capex_eur, 0.0)
        return float(capex_eur @ self.shares(quantity))

    def least_shares(self, least_eur: float) -> tuple[np.ndarray, np.ndarray]:
        """What a project of at least this investment asks of its variables, the cheaper price used up first.

        Returns
        -------
        share : array, shape (variable,)
            The least of each variable where the project is built. [-]
        possible : array of bool, shape (variable,)
            Whether all that fits makes a project that large.
        """
        if not least_eur:
            return np.zeros(len(self)), np.ones(len(self), dtype=bool)
        joint, single = self.pairs()
        before_eur, largest = np.zeros(len(self)), self.capex_eur.copy()
        before_eur[single] = self.capex_eur[joint]
        rest = 1 - self.most[joint] / self.most[single]
        largest[single] = largest[joint] = self.capex_eur[joint] + self.capex_eur[single] * rest
        share = np.ones(len(self))
        priced = self.capex_eur > 0
        np.divide(least_eur - before_eur, self.capex_eur, out=share, where=priced)
        return np.clip(share, 0.0, 1.0), largest >= least_eur

    def pairs(self) -> tuple[np.ndarray, np.ndarray]:
        """The two variables of every project with two prices: the cheaper ones, and their dearer others."""
        joint, single = np.flatnonzero(self.joint), np.flatnonzero(~self.joint)
        key = self.measure * (self.area.max(initial=0) + 1) + self.area
        order = single[np.argsort(key[single], kind="stable")]
        return joint, order[np.searchsorted(key[order], key[joint])]


def possible_variables(
    base: Baseline, fits: np.ndarray, candidate: np.ndarray, whole: bool = False
) -> Variables:
    """The variables of every candidate measure where it fits.

    Parameters
    ----------
    base : Baseline
    fits : array, shape (measure, area)
        The most of each. [unit of the measure]
    candidate : array of bool, shape (measure, area)
    whole : bool
        Projects are built wholly or not: one variable each, works used as far as they go.
    """
    room = base.room
    measure, area = np.nonzero(candidate & (fits > 0))
    discount = np.where(room.in_works, base.measure["joint_works_discount"], 0.0)
    within = np.minimum(room.potential[measure, area] * room.works_share[area], fits[measure, area])
    price, works = base.costs.unit_price_eur, base.costs.works_price_eur
    later = base.costs.capital_factor(base.measure["lifetime_years"]) - base.costs.first_build_factor
    upkeep = base.costs.building_price_eur * base.measure["opex_share_per_year"] * base.costs.upkeep_factor
    after = works * later + upkeep

    def made(
        measure: np.ndarray, area: np.ndarray, joint: np.ndarray, most: np.ndarray, saved: np.ndarray
    ) -> Variables:
        capex = price[measure] * most - works[measure] * saved * discount[measure]
        cost = capex * base.costs.first_build_factor + after[measure] * most
        return Variables(measure, area, joint, most, capex, cost)

    if whole:
        none = np.zeros(len(measure), dtype=bool)
        return made(measure, area, none, fits[measure, area], within)
    joint = (discount[measure] > 0) & (within > 0)
    twice = np.concatenate([np.arange(len(measure)), np.flatnonzero(joint)])
    flag = np.arange(len(twice)) >= len(measure)
    most = np.where(flag, within[twice], fits[measure, area][twice])
    return made(measure[twice], area[twice], flag, most, np.where(flag, most, 0.0))


def reach_pct_per_unit(base: Baseline) -> np.ndarray:
    """Mean reach over the opgaven of one unit of each measure, shape (measure,). [%]"""
    most = base.synergy_reach.most
    per_point = np.divide(100.0, most, out=np.zeros_like(most), where=most > 0)
    points = base.synergy_reach.scores * per_point[:, None]
    return points.mean(axis=0) * base.synergy_reach.surface_per_unit_m2


def reach_pct(base: Baseline, quantity: np.ndarray) -> float:
    """Mean reach over the opgaven of these quantities. [%]"""
    return float(reach_pct_per_unit(base) @ quantity.sum(axis=1))
