"""How owners take part year by year under a set of levers.

Levers on the same owners do not add up: subsidies stack up to the price; campaigns, advisers and examples
multiply the speed up to a cap; of what owners do by choice and what each rule makes them do, the larger
counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from kans_model.policy.levers import Lever
from kans_model.policy.owner_cells import Cells
from kans_model.policy.parameters import Parameters
from kans_model.policy.policy import Policy
from kans_model.policy.uptake import ceiling_share, next_share, payback_years

MANDATORY = ("new_build", "renovation", "turnover", "ramp")


class _Drive(NamedTuple):
    """What moves owners while the same levers work.

    Attributes
    ----------
    ceiling, innovation : array, shape (row, cell)
        Without subsidy; Bass p of who gets none. [-], [1/yr]
    subsidised : array of int
        Cells that get any subsidy; the other fields are of these.
    given_eur : array, shape (lever, row, cell)
        Per unit. [EUR]
    subsidised_ceiling, subsidised_innovation : array, shape (row, cell)
        Of who gets it: a scheme addresses him. [-], [1/yr]
    """

    ceiling: np.ndarray
    innovation: np.ndarray
    subsidised: np.ndarray
    given_eur: np.ndarray
    subsidised_ceiling: np.ndarray
    subsidised_innovation: np.ndarray


@dataclass(frozen=True, eq=False)
class Paths:
    """Uptake of cells under levers. Arrays are (row, cell, year): rows are draws, or selections of levers.

    Attributes
    ----------
    cells : Cells
    policy : Policy
        Its years and what the city knows of its building.
    levers : sequence of Lever
    parameters : Parameters
    on : array of bool, shape (row, lever), or None
        Which levers each row has; all without.
    """

    cells: Cells
    policy: Policy
    levers: Sequence[Lever]
    parameters: Parameters
    on: np.ndarray | None = None

    @cached_property
    def _n_rows(self) -> int:
        return max(len(self.parameters), 1 if self.on is None else len(self.on))

    def _has(self, place: int) -> np.ndarray:
        """Which rows have a lever, shape (row, 1). [0 or 1]"""
        if self.on is None:
            return np.ones((1, 1))
        return self.on[:, place, None].astype(float)

    def _of(self, *mechanisms: str) -> list[int]:
        return [place for place, lever in enumerate(self.levers) if lever.mechanism in mechanisms]

    # --- by choice ------------------------------------------------------------------------------

    @cached_property
    def _subsidies(self) -> np.ndarray:
        """What each subsidy gives per unit, up to the price together, (lever, row, cell). [EUR]"""
        places = self._of("subsidy")
        given = np.zeros((len(places), self._n_rows, len(self.cells)))
        for row, place in enumerate(places):
            amount = self.cells.subsidy_eur(self.levers[place], self.parameters["application_m2"])
            given[row] = amount * self.cells.reached(self.levers[place]) * self._has(place)
        return given

    def _speed(self, year: int) -> np.ndarray:
        factor = np.ones((self._n_rows, len(self.cells)))
        for place in self._of("speed"):
            lever = self.levers[place]
            if lever.works_in(year):
                faster = self.parameters[lever.speed][:, None] - 1
                factor = factor * (1 + faster * self.cells.reached(lever) * self._has(place))
        return np.minimum(factor, self.parameters["speed_cap"][:, None])

    def _addressed(self, year: int) -> np.ndarray:
        """Part of Bass p that works: all where a lever addresses owners, little where none does. [-]

        Bass p stands for what reaches owners from outside; a subsidy counts for who gets it only.
        """
        told = np.zeros((self._n_rows, len(self.cells)))
        for place, lever in enumerate(self.levers):
            if lever.addresses_owners and lever.mechanism != "subsidy" and lever.works_in(year):
                told = np.maximum(told, self.cells.reached(lever) * self._has(place))
        alone = self.parameters["unaided"][:, None]
        return alone + (1 - alone) * told

    def _benefit_eur(self, year: int) -> np.ndarray:
        """What a unit brings its owner in a year, (row, cell). [EUR/yr]"""
        cells, own = self.cells, self.parameters
        liking = np.where(cells.on_flat_roof, own["roof_appreciation"][:, None], own["appreciation"][:, None])
        benefit = liking * cells.price_eur
        benefit = benefit + own["own_damage"][:, None] * cells.damage_eur
        for place in self._of("discount"):
            lever = self.levers[place]
            if lever.works_in(year):
                benefit = benefit + (lever.discount_eur or 0.0) * cells.reached(lever) * self._has(place)
        return benefit

    def _drive(self, year: int) -> _Drive:
        """What moves owners in a year."""
        places = self._of("subsidy")
        working = [row for row, place in enumerate(places) if self.levers[place].works_in(year)]
        given = np.zeros_like(self._subsidies)
        left = np.broadcast_to(self.cells.price_eur, given.shape[1:])
        for row in working:  # what comes later tops up to the price
            given[row] = np.minimum(self._subsidies[row], left)
            left = left - given[row]
        benefit, decay = self._benefit_eur(year), self.parameters["ceiling_decay"][:, None]
        price = self.cells.price_eur
        without = ceiling_share(payback_years(price, np.zeros_like(benefit), benefit), decay)
        some = np.flatnonzero((given > 0).any(axis=(0, 1)))
        whole = given[..., some].sum(axis=0)
        within = ceiling_share(payback_years(price[some], whole, benefit[:, some]), decay)
        full = self.parameters["innovation"][:, None] * self._speed(year)
        return _Drive(without, full * self._addressed(year), some, given[..., some], within, full[:, some])

    @cached_property
    def _by_choice(self) -> tuple[np.ndarray, np.ndarray]:
        """Share that joins by choice, and what each subsidy pays, (lever, row, year). [EUR]"""
        years = self.policy.years
        shape = (self._n_rows, len(self.cells))
        share, shares = np.zeros(shape), np.empty((len(years), *shape))
        paid = np.zeros((len(self._of("subsidy")), self._n_rows, len(years)))
        drives: dict[tuple[bool, ...], _Drive] = {}
        imitation = self.parameters["imitation"][:, None]
        for step, year in enumerate(years):
            working = tuple(lever.works_in(year) for lever in self.levers)
            if working not in drives:
                drives[working] = self._drive(year)
            drive, some = drives[working], drives[working].subsidised
            alone = next_share(share, drive.ceiling, drive.innovation, imitation)
            if len(some):
                before, innovation = share[:, some], drive.subsidised_innovation
                asked = next_share(before, drive.subsidised_ceiling, innovation, imitation) - before
                granted, paid[:, :, step] = self._within_budgets(asked, drive)
                # money goes to who asks for it, also to owners who would have joined without
                alone[:, some] += granted * np.maximum(0.0, before + asked - alone[:, some])
            share = alone
            shares[step] = share
        return np.moveaxis(shares, 0, -1), paid

    def _within_budgets(self, asked: np.ndarray, drive: _Drive) -> tuple[np.ndarray, np.ndarray]:
        """Part of what is asked for that the budgets of the year hold, (row, cell), and what they pay."""
        given = drive.given_eur
        amounts = given * asked * self.cells.units[drive.subsidised]  # lever, row, cell
        wanted = amounts.sum(axis=-1)
        part = np.ones_like(wanted)
        for row, place in enumerate(self._of("subsidy")):
            budget = self.levers[place].budget_eur_per_year
            if budget is not None:
                part[row] = np.divide(
                    budget, wanted[row], out=np.ones_like(wanted[row]), where=wanted[row] > budget
                )
        whole = given.sum(axis=0)
        held = (given * part[..., None]).sum(axis=0)
        return np.divide(held, whole, out=np.ones_like(whole), where=whole > 0), part * wanted

    # --- by rule --------------------------------------------------------------------------------

    @cached_property
    def _by_rule(self) -> np.ndarray:
        """Share that must, (row, cell, year); unknown where the city's own number is not given."""
        years = np.array(self.policy.years)
        must = np.zeros((self._n_rows, len(self.cells), len(years)))
        for place in self._of(*MANDATORY):
            lever = self.levers[place]
            last = years[-1] if lever.end is None else lever.end
            n_years = np.clip(np.minimum(years, last) - lever.start + 1, 0, None)
            path = self._rate(lever) * n_years
            if lever.mechanism == "ramp":
                path = np.minimum(1.0, n_years / self.parameters["duty_years"][:, None])
            path = np.minimum(1.0, path) * self._compliance(lever)
            path = np.where(n_years > 0, path, 0.0)
            covered = self.cells.reached(lever) * self.cells.coverage(lever) * self._has(place)
            some = np.flatnonzero(covered.any(axis=0))
            part = covered[:, some, None]
            must[:, some] = np.maximum(must[:, some], np.where(part > 0, part * path[:, None], 0.0))
        return must

    def _rate(self, lever: Lever) -> np.ndarray:
        """Part of the stock that a rule meets in a year, shape (row, 1). [1/yr]"""
        policy, own = self.policy, self.parameters
        if lever.mechanism == "new_build":
            new = policy.new_dwellings_per_year
            dwellings = self.cells.ground.dwellings
            return np.full((1, 1), np.nan if new is None else new / dwellings if dwellings else 0.0)
        if lever.mechanism == "renovation" and policy.renovation_rate is not None:
            return np.full((1, 1), policy.renovation_rate)
        rows = {"renovation": "renovation_rate", "turnover": "lease_turnover"}
        return own[rows[lever.mechanism]][:, None] if lever.mechanism in rows else np.ones((1, 1))

    def _compliance(self, lever: Lever) -> np.ndarray:
        if lever.compliance is not None:
            return np.full((1, 1), lever.compliance)
        row = "duty_compliance" if lever.mechanism == "ramp" else "norm_compliance"
        return self.parameters[row][:, None]

    # --- together -------------------------------------------------------------------------------

    @cached_property
    def share(self) -> np.ndarray:
        """Share of owners, weighed by what they could build, (row, cell, year). [-]"""
        return np.maximum(self._by_choice[0], self._by_rule)

    def _in_years(self, lever: Lever) -> np.ndarray:
        """Whether a lever works in each year, bool."""
        return np.array([lever.works_in(year) for year in self.policy.years])

    @cached_property
    def discounts_eur(self) -> np.ndarray:
        """Levy that owners do not pay in each year, (row, year). [EUR/yr]"""
        paid = np.zeros((self._n_rows, len(self.policy.years)))
        for place in self._of("discount"):
            each = self._discount_eur(place)
            paid += np.einsum("rcy,rc->ry", self.share, each) * self._in_years(self.levers[place])
        return paid

    @cached_property
    def discounts_by_cell_eur(self) -> np.ndarray:
        """The same of all years together, (row, cell). [EUR]"""
        paid = np.zeros((self._n_rows, len(self.cells)))
        for place in self._of("discount"):
            paid += self.share[..., self._in_years(self.levers[place])].sum(axis=-1) * self._discount_eur(
                place
            )
        return paid

    def _discount_eur(self, place: int) -> np.ndarray:
        """What a discount comes to in a year where all would have joined, (row, cell). [EUR/yr]"""
        lever = self.levers[place]
        reached = self.cells.reached(lever) * self._has(place) * self.cells.units
        return np.broadcast_to(reached, (self._n_rows, len(self.cells))) * (lever.discount_eur or 0.0)

    @cached_property
    def campaigns_eur(self) -> np.ndarray:
        """Campaigns, advisers and examples in each year, (row, year). [EUR/yr]"""
        paid = np.zeros((self._n_rows, len(self.policy.years)))
        for place in self._of("speed"):
            lever = self.levers[place]
            paid += self._has(place) * self._in_years(lever) * (lever.budget_eur_per_year or 0.0)
        return paid

    @cached_property
    def paid_eur(self) -> np.ndarray:
        """What the municipality pays in each year, (row, year): subsidies, discounts, campaigns. [EUR]"""
        return self._by_choice[1].sum(axis=0) + self.discounts_eur + self.campaigns_eur

    @property
    def subsidy_eur(self) -> np.ndarray:
        """What each subsidy pays in each year, (subsidy, row, year). [EUR]"""
        return self._by_choice[1]

    def of_measure(self, measure: str) -> np.ndarray:
        """Share of all that could build a measure, (row, year); unknown where nobody could. [-]"""
        mine = self.cells.of_measure(measure)
        units = self.cells.units[mine]
        if not units.sum() > 0:
            return np.full((self._n_rows, len(self.policy.years)), np.nan)
        return np.einsum("rcy,c->ry", self.share[:, mine], units / units.sum())
