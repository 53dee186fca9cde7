"""What a set of levers brings of a package: uptake in place of the wish, what it avoids and costs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import xarray as xr

from kans_model.evaluation.baseline import Baseline
from kans_model.evaluation.evaluate import evaluate
from kans_model.measures.portfolio import WORKED_OUT, Portfolio, new_choice
from kans_model.policy.levers import LeverSet, private_measures
from kans_model.policy.owner_cells import Cells
from kans_model.policy.parameters import BAND, Parameters, band
from kans_model.policy.paths import Paths
from kans_model.policy.policy import Policy
from kans_model.policy.private_ground import PrivateGround


@dataclass(frozen=True)
class Gap:
    """One measure: what the package counts on, and what the levers bring. Shares of what fits. [-]

    Attributes
    ----------
    measure : str
    wished : float
    low, mid, high : float
        With the levers; unknown where the city's own number is not given.
    without : float
        By choice without any lever, middle.
    participation : float
        Share of owners that full uptake stands for.
    """

    measure: str
    wished: float
    low: float
    mid: float
    high: float
    without: float
    participation: float


def private_of(package: Portfolio) -> list[str]:
    """Measures on private ground that a package holds."""
    held = {*package.choices, *(name for name, areas in package.explicit.items() if areas)}
    return [name for name in private_measures() if name in held]


@dataclass(frozen=True, eq=False)
class SetEffect:
    """A set of levers on a package in a city.

    Attributes
    ----------
    base : Baseline
    ground : PrivateGround
    policy : Policy
    lever_set : LeverSet
    package : Portfolio
    parameters : Parameters
    """

    base: Baseline
    ground: PrivateGround
    policy: Policy
    lever_set: LeverSet
    package: Portfolio
    parameters: Parameters

    @cached_property
    def cells(self) -> Cells:
        return Cells.of(self.ground, self.lever_set.levers, private_of(self.package))

    @cached_property
    def paths(self) -> Paths:
        return Paths(self.cells, self.policy, self.lever_set.levers, self.parameters)

    @cached_property
    def without(self) -> Paths:
        """The same ground without any lever."""
        return Paths(self.cells, self.policy, (), self.parameters)

    def _step(self, year: int) -> int:
        return self.policy.years.index(year)

    def uptake(self, measure: str, year: int, levers: bool = True) -> np.ndarray:
        """Of what fits of a measure at the end of a year, shape (draw,): never more than all. [-]"""
        paths = self.paths if levers else self.without
        share = paths.of_measure(measure)[:, self._step(year)]
        return np.minimum(1.0, share / self.ground.participation[self.ground.measures.index(measure)])

    @cached_property
    def _wished(self) -> dict[str, float]:
        """What the package counts on of what fits of each private measure; unknown where none fits. [-]"""
        room = self.base.room
        quantity = evaluate(self.base, self.package)["quantity"].to_numpy().sum(axis=1)
        fits = room.potential.sum(axis=1)
        places = {measure: room.place[measure] for measure in private_of(self.package)}
        return {
            measure: float(quantity[place] / fits[place]) if fits[place] > 0 else float("nan")
            for measure, place in places.items()
        }

    def gaps(self, year: int) -> list[Gap]:
        """What the package counts on beside what the levers bring, per private measure of it."""
        rows = []
        for measure, wished in self._wished.items():
            low, mid, high = band(self.uptake(measure, year))
            without = band(self.uptake(measure, year, levers=False))[1]
            joins = float(self.ground.participation[self.ground.measures.index(measure)])
            rows.append(Gap(measure, wished, float(low), float(mid), float(high), float(without), joins))
        return rows

    def brought(self, year: int) -> np.ndarray:
        """Part of the investment the package asks of owners that comes, shape (draw,). [-]

        What comes beyond the wish for one measure makes up for no other. Unknown where nothing is asked.
        """
        asked, comes = 0.0, np.zeros(len(self.parameters))
        for measure, wished in self._wished.items():
            place = self.base.room.place[measure]
            most = self.base.room.potential[place].sum() * self.base.costs.unit_price_eur[place]
            if wished > 0:
                asked += wished * most
                comes = comes + np.minimum(self.uptake(measure, year), wished) * most
        return comes / asked if asked > 0 else np.full(len(comes), np.nan)

    # --- the package as it will be --------------------------------------------------------------

    def package_at(self, year: int, level: int = 1) -> Portfolio:
        """The package with the uptake of a year in place of the wish.

        Parameters
        ----------
        year : int
        level : int
            0 low, 1 middle, 2 high: every measure at that end of its band.
        """
        private = private_of(self.package)
        choices = {name: own for name, own in self.package.choices.items() if name not in private}
        explicit = {name: areas for name, areas in self.package.explicit.items() if name not in private}
        for measure in private:
            shares = self._by_pattern(measure, year, level)
            most = max(shares.values(), default=0.0)
            if not most > 0:
                continue
            if len(set(shares.values())) == 1:
                choices[measure] = new_choice(most)
                continue
            pattern = {
                str(code): shares.get(int(group), 0.0) / most
                for code, group in zip(self.base.room.areas, self.cells.area_pattern, strict=True)
            }
            choices[measure] = new_choice(most, WORKED_OUT, pattern=pattern)
        return Portfolio(**{**self._kept, "choices": choices, "explicit": explicit})

    @property
    def _kept(self) -> dict[str, Any]:
        return {name: value for name, value in self.package.param.values().items() if name != "name"}

    def _by_pattern(self, measure: str, year: int, level: int) -> dict[int, float]:
        """Uptake in each group of areas; nothing where it is unknown. [-]"""
        cells, joins = self.cells, self.ground.participation[self.ground.measures.index(measure)]
        mine = cells.of_measure(measure)
        shares = {}
        for group in np.unique(cells.pattern[mine]):
            here = mine & (cells.pattern == group)
            units = cells.units[here]
            share = self.paths.share[:, here, self._step(year)] @ (units / units.sum())
            value = np.quantile(share, BAND[level])
            shares[int(group)] = 0.0 if np.isnan(value) else float(min(1.0, value / joins))
        return shares

    def result(self, year: int, level: int = 1) -> xr.Dataset:
        """The package of `package_at`, evaluated."""
        return evaluate(self.base, self.package_at(year, level))

    @cached_property
    def is_known(self) -> bool:
        """Whether no lever waits for a number of the city's own."""
        return not any(np.isnan(self.paths.of_measure(name)[:, -1]).any() for name in self._with_room)

    @property
    def _with_room(self) -> list[str]:
        return [name for name in private_of(self.package) if self.cells.of_measure(name).any()]

    def worth(self, year: int) -> np.ndarray:
        """What private measures would avoid by their first unit, shape (draw,): sets order by it. [EUR/yr]"""
        total = np.zeros(len(self.parameters))
        for measure in self._with_room:
            place = self.ground.measures.index(measure)
            most = self.base.room.potential[self.base.room.place[measure]].sum()
            total = total + self.uptake(measure, year) * most * self.ground.damage_eur[place]
        return total

    def avoided_band_eur(self, year: int) -> np.ndarray:
        """Damage avoided in a year at the low, middle and high end of the uptake, shape (3,). [EUR/yr]

        With all else in the package; linear between horizons. Unknown where the uptake is.
        """
        if not self.is_known:
            return np.full(len(BAND), np.nan)
        horizons = np.asarray(self.base.costs.horizon_years, dtype=float)
        totals = (self.result(year, level)["avoided_total_eur"] for level in range(len(BAND)))
        return np.array([np.interp(year, horizons, total.to_numpy()) for total in totals])

    @cached_property
    def yearly_paid_eur(self) -> np.ndarray:
        """What the municipality pays in each year, the middle of the draws, shape (year,). [EUR]

        The middle of each subsidy, of discounts and of campaigns: parts that are told apart come to this.
        """
        paths = self.paths
        subsidies = np.median(paths.subsidy_eur, axis=1).sum(axis=0)
        return subsidies + np.median(paths.discounts_eur, axis=0) + np.median(paths.campaigns_eur, axis=0)

    def paid_band_eur(self, year: int) -> np.ndarray:
        """The same until the end of a year: low, the middle years together, high, shape (3,). [EUR]"""
        low, _, high = band(self.paid_eur(year))
        middle = float(self.yearly_paid_eur[: self._step(year) + 1].sum())
        return np.array([min(low, middle), middle, max(high, middle)])

    def paid_eur(self, year: int) -> np.ndarray:
        """What the municipality pays from the first year to the end of a year, shape (draw,). [EUR]"""
        paid = self.paths.paid_eur[:, : self._step(year) + 1].sum(axis=1)
        return np.broadcast_to(paid, (len(self.parameters),))
