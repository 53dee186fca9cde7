"""What an optimum can build: a column per measure, area and price."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, eq=False)
class Columns:
    """What can be built: one column per measure, area and price.

    Attributes
    ----------
    measure, area : array of int, shape (column,)
    joint : array of bool, shape (column,)
        Built where the street opens anyway, at the lower price.
    most : array, shape (column,)
        Quantity at a share of 1. [unit of the measure]
    capex_eur, cost_eur : array, shape (column,)
        Investment, and present value of all cost, of `most`. [EUR]
    """

    measure: np.ndarray
    area: np.ndarray
    joint: np.ndarray
    most: np.ndarray
    capex_eur: np.ndarray
    cost_eur: np.ndarray

    def __len__(self):
        return len(self.measure)

    def quantity(self, shares, shape):
        """Shares of what fits as quantities, shape (measure, area)."""
        total = np.zeros(shape)
        np.add.at(total, (self.measure, self.area), np.clip(shares, 0, 1) * self.most)
        return total

    def shares(self, quantity):
        """Quantities as shares of the columns, the cheaper price first, shape (column,)."""
        wanted = np.asarray(quantity, dtype=float)[self.measure, self.area]
        first = np.minimum(wanted, np.where(self.joint, self.most, 0.0))
        taken = np.zeros_like(quantity)
        np.add.at(taken, (self.measure, self.area), first)
        rest = np.where(self.joint, first, wanted - taken[self.measure, self.area])
        return np.divide(rest, self.most, out=np.zeros_like(rest), where=self.most > 0)

    def least_shares(self, least_eur):
        """What a project of at least this investment asks of its columns, the cheaper price used up first.

        Returns
        -------
        share : array, shape (column,)
            The least of each column where the project is built. [-]
        possible : array of bool, shape (column,)
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

    def pairs(self):
        """The two columns of every project with two prices: the cheaper ones, and their dearer others."""
        joint, single = np.flatnonzero(self.joint), np.flatnonzero(~self.joint)
        key = self.measure * (self.area.max(initial=0) + 1) + self.area
        order = single[np.argsort(key[single], kind="stable")]
        return joint, order[np.searchsorted(key[order], key[joint])]


def columns(base, fits, candidate, whole=False):
    """The columns of every candidate measure where it fits.

    Parameters
    ----------
    base : Baseline
    fits : array, shape (measure, area)
        The most of each. [unit of the measure]
    candidate : array of bool, shape (measure, area)
    whole : bool
        Projects are built wholly or not: one column each, works used as far as they go.
    """
    room = base.room
    measure, area = np.nonzero(candidate & (fits > 0))
    discount = np.where(room.in_works, base.measure["joint_works_discount"], 0.0)
    within = np.minimum(room.potential[measure, area] * room.works_share[area], fits[measure, area])
    price = base.costs.unit_price_eur
    later = base.costs.capital_factor(base.measure["lifetime_years"]) - base.costs.first_build_factor
    upkeep = base.costs.building_price_eur * base.measure["opex_share_per_year"] * base.costs.upkeep_factor
    after = price * later + upkeep

    def made(measure, area, joint, most, saved):
        capex = price[measure] * (most - saved * discount[measure])
        cost = capex * base.costs.first_build_factor + after[measure] * most
        return Columns(measure, area, joint, most, capex, cost)

    if whole:
        none = np.zeros(len(measure), dtype=bool)
        return made(measure, area, none, fits[measure, area], within)
    joint = (discount[measure] > 0) & (within > 0)
    twice = np.concatenate([np.arange(len(measure)), np.flatnonzero(joint)])
    flag = np.arange(len(twice)) >= len(measure)
    most = np.where(flag, within[twice], fits[measure, area][twice])
    return made(measure[twice], area[twice], flag, most, np.where(flag, most, 0.0))
