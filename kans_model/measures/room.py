"""What fits where: how much of each measure an area has room for, and who holds what measures share.

Two things are shared: the surface that measures stand on, and the roofs and paving whose rain drains to them.
"""

from functools import cached_property

import numpy as np
import pandas as pd

from kans_model.measures import effects
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import PAVED_STOCKS, SOILS, STOCKS

WORKS_STOCKS = ("street", "square", "public_green")
"""Surfaces that open when the public space is renewed."""
ONCE_EACH = (STOCKS.index("ground_dwelling"),)
"""Stocks of which each is made proof once, though its measures share no surface: a barrier or tiles."""
ROUNDING = 1e-9


def stocks(areas: pd.DataFrame, scalar: dict[str, float], nonresidential_share: np.ndarray) -> np.ndarray:
    """What measures can stand on, per area. [m², m or pieces]

    Parameters
    ----------
    areas : DataFrame
        Areas of a city.
    scalar : dict
        Assumptions by key.
    nonresidential_share : array_like, shape (area,)
        Ground floor that is no dwelling. [-]

    Returns
    -------
    numpy.ndarray, shape (stock, area), in the order of STOCKS; unknown foundations give no stock
    """
    column = {name: areas[name].to_numpy(dtype=float) for name in areas if areas[name].dtype.kind in "fi"}
    street = scalar["street_share_of_public_paved"]
    roof = (column["flat_roof_m2"] + column["pitched_roof_m2"]) * scalar["building_area_useful"]
    ground = roof * (1 - nonresidential_share) / scalar["ground_floor_m2_per_dwelling"]
    dwellings = column["dwellings"]
    by_name = {
        "street": street * column["public_paved_m2"],
        "square": (1 - street) * column["public_paved_m2"],
        "bank_m": scalar["bank_m_per_m2_water"] * column["water_m2"],
        "garden_dwelling": np.minimum(
            dwellings, column["private_garden_m2"] / scalar["garden_m2_per_dwelling"]
        ),
        "dwelling": dwellings,
        "ground_dwelling": np.minimum(dwellings, ground),
        "threatened_dwelling": np.nan_to_num(column["vulnerable_buildings"]),
        "facade_m2": dwellings * scalar["facade_m2_per_dwelling"],
        "vital_object": dwellings / scalar["dwellings_per_vital_object"],
    }
    return np.stack([by_name[name] if name in by_name else column[f"{name}_m2"] for name in STOCKS])


class Room:
    """Room for every measure in every area of one city. Arrays are (measure, area).

    What fits is what has the space and whose owner takes part: on private ground the technical room times
    the participation that can be had, on public ground all of it.
    """

    def __init__(
        self,
        areas: pd.DataFrame,
        scalar: dict[str, float],
        measure: dict[str, np.ndarray],
        typology: dict[str, np.ndarray],
    ) -> None:
        measures = table("measures")
        self.measures = measures.index
        self.place = {name: index for index, name in enumerate(measures.index)}
        self.areas = areas.index
        self.area_names = areas["name"].astype(str).to_numpy()
        self.stock = stocks(areas, scalar, typology["nonresidential_share"])
        self.stock_of = np.array([STOCKS.index(name) for name in measures["stock"]])
        self.stock_per_unit = measure["stock_per_unit"]
        soil = areas["soil"].to_numpy()
        suited = np.stack([measure[f"suitability_{kind}"] for kind in SOILS])
        suited = suited[[SOILS.index(kind) for kind in soil]].T
        depth = areas["groundwater_depth_m"].to_numpy(dtype=float)
        dry = depth[None, :] >= measure["groundwater_depth_min_m"][:, None]
        joins = np.minimum(1, measure["potential_share"]) * measure["participation_share"]
        # measures are for the built-up area: what a heath could hold keeps no street dry
        share = joins[:, None] * suited * dry * typology["built_up"]
        self.potential = share * self.stock[self.stock_of] / self.stock_per_unit[:, None]
        self.catchment_m2_per_unit = measure["contributing_m2_per_unit"]
        self.paving_m2 = self.stock[[STOCKS.index(name) for name in PAVED_STOCKS]].sum(axis=0)
        share = areas["works_share"].to_numpy(dtype=float)
        self.works_unknown = np.isnan(share)
        """Where works are planned of an extent that nobody says: none of it counts. Mask (area,)."""
        self.works_share = np.nan_to_num(share)
        self.works_year = areas["works_year"].to_numpy(dtype=float)
        self.in_works = np.isin(measures["stock"].to_numpy(), WORKS_STOCKS)

    @cached_property
    def pools(self) -> tuple[np.ndarray, np.ndarray]:
        """Shared surfaces: the pool of each measure (−1: none), and the room of each pool per area."""
        layer = table("measures")["layer"].to_numpy()
        keys = [(kind, stock) for kind, stock in zip(layer, self.stock_of, strict=True)]
        shared = sorted({key for key in keys if key[0] != "free"})
        pool = np.array([shared.index(key) if key in shared else -1 for key in keys])
        return pool, self.stock[[stock for _, stock in shared]]

    @cached_property
    def membership(self) -> np.ndarray:
        """Which measures draw on which pool, shape (pool, measure)."""
        pool, room = self.pools
        return (pool[None, :] == np.arange(len(room))[:, None]).astype(float)

    @cached_property
    def fed(self) -> np.ndarray:
        """Measures that other roofs and paving drain to than those they stand on, mask (measure,)."""
        measures = table("measures")
        own = measures["stock"].isin(PAVED_STOCKS) & (measures["layer"] == "surface")
        own_m2 = np.where(own, self.stock_per_unit, 0.0)
        return self.catchment_m2_per_unit > own_m2 * (1 + ROUNDING)

    def drained_m2(self, quantity: np.ndarray) -> np.ndarray:
        """Roofs and paving that drain to measures, never more than there are after fitting, shape (area,)."""
        used = np.flatnonzero(effects.used(quantity))
        return self.catchment_m2_per_unit[used] @ quantity[used]

    def claimed(self, quantity: np.ndarray) -> np.ndarray:
        """Surface taken in each pool, shape (pool, area). [m², m or pieces]"""
        used = np.flatnonzero(effects.used(quantity))
        return self.membership[:, used] @ (quantity[used] * self.stock_per_unit[used, None])

    def fitted(self, quantity: np.ndarray) -> np.ndarray:
        """Quantities cut in proportion where a shared surface is asked for more than it has.

        And so where more roofs and paving should drain to measures than there are: what stands on its own
        roof or paving keeps that, and what is fed from elsewhere shares the rest.
        """
        return self._granted(np.zeros_like(quantity), quantity, self.pools[1], self.paving_m2)

    def fitted_around(self, fixed: np.ndarray, asked: np.ndarray) -> np.ndarray:
        """Fixed quantities kept, and the rest cut in proportion to what they leave."""
        left = np.maximum(0, self.pools[1] - self.claimed(fixed))
        undrained_m2 = np.maximum(0, self.paving_m2 - self.drained_m2(fixed))
        return self._granted(np.array(fixed, dtype=float), asked, left, undrained_m2)

    def _granted(
        self, granted: np.ndarray, asked: np.ndarray, left: np.ndarray, undrained_m2: np.ndarray
    ) -> np.ndarray:
        """What is granted already, and of what is asked as much as is left of all that is shared."""
        used = np.flatnonzero(effects.used(asked))
        pool, wanted = self.pools[0][used], asked[used]
        claimed = self.membership[:, used] @ (wanted * self.stock_per_unit[used, None])
        factor = np.divide(left, claimed, out=np.ones_like(left), where=claimed > left)
        wanted = wanted * np.where(pool[:, None] >= 0, factor[pool], 1.0)
        fed, catchment = self.fed[used], self.catchment_m2_per_unit[used]
        for some in (~fed & (catchment > 0), fed):  # own ground first
            drained = catchment[some] @ wanted[some]
            share = np.divide(undrained_m2, drained, out=np.ones_like(drained), where=drained > undrained_m2)
            wanted[some] *= share
            undrained_m2 = undrained_m2 - drained * share
        granted[used] += wanted
        return granted

    def best_first(self, quantity: np.ndarray, value: np.ndarray) -> np.ndarray:
        """Quantities that can stand side by side, each surface to the measure that is worth most there.

        What suits one measure suits the next: the strong roofs, the wide verges. So measures that share a
        surface do not add up. The best in an area takes its part of it, the next what its own part exceeds
        that, and together they take no more than the largest part any of them fits on. What is worth
        nothing in an area does not stand there.

        Parameters
        ----------
        quantity : array_like, shape (measure, area)
            What is asked for.
        value : array_like, shape (measure, area)
            Yearly damage avoided per unit of stock. [EUR/yr]
        """
        pool, room = self.pools
        worth = np.nan_to_num(np.asarray(value, dtype=float))
        claim = np.where(worth > 0, quantity * self.stock_per_unit[:, None], 0.0)
        granted = claim.copy()
        shared = [(pool == p, room[p]) for p in range(len(room))]
        shared += [((pool < 0) & (self.stock_of == stock), self.stock[stock]) for stock in ONCE_EACH]
        for is_mine, most in shared:  # a handful
            mine = np.flatnonzero(is_mine)
            order = mine[np.argsort(-worth[mine], axis=0, kind="stable")]
            filled = np.maximum.accumulate(np.take_along_axis(claim, order, axis=0), axis=0)
            taken = np.diff(np.minimum(filled, most), axis=0, prepend=0.0)
            np.put_along_axis(granted, order, taken, axis=0)
        return self._drained_best_first(granted / self.stock_per_unit[:, None], worth)

    def _drained_best_first(self, quantity: np.ndarray, worth: np.ndarray) -> np.ndarray:
        """Quantities cut so that roofs and paving drain to what is worth most per m² that it drains."""
        fed = np.flatnonzero(self.fed)
        own = np.where(self.fed, 0.0, self.catchment_m2_per_unit) @ quantity
        claim = quantity[fed] * self.catchment_m2_per_unit[fed, None]
        per_m2 = worth[fed] * (self.stock_per_unit[fed] / self.catchment_m2_per_unit[fed])[:, None]
        order = np.argsort(-per_m2, axis=0, kind="stable")
        filled = np.cumsum(np.take_along_axis(claim, order, axis=0), axis=0)
        taken = np.diff(np.minimum(filled, np.maximum(0, self.paving_m2 - own)), axis=0, prepend=0.0)
        np.put_along_axis(claim, order, taken, axis=0)
        quantity[fed] = claim / self.catchment_m2_per_unit[fed, None]
        return quantity

    def share_that_fits(self, quantity: np.ndarray, measure: str) -> float:
        """The uptake at which a measure's slider stops: what the others leave of what it shares. [-]

        Parameters
        ----------
        quantity : array_like, shape (measure, area)
            Of the whole package, after fitting; the measure's own is left out of account.
        measure : str
        """
        potential = self.potential[self.place[measure]]
        if potential.sum() <= 0:
            return 0.0
        return float(self.most(quantity, measure).sum() / potential.sum())

    def most(self, quantity: np.ndarray, measure: str) -> np.ndarray:
        """How much of a measure the others leave room for, its own included, shape (area,). [its unit]

        Parameters
        ----------
        quantity : array_like, shape (measure, area)
            Of the whole package, after fitting.
        """
        left = np.minimum(self._surface_left(quantity, measure), self._catchment_left(quantity, measure))
        return np.minimum(self.potential[self.place[measure]], left)

    def _surface_left(self, quantity: np.ndarray, measure: str) -> np.ndarray:
        """What the others leave of a measure's surface, in its own units, shape (area,)."""
        place, (pools, space) = self.place[measure], self.pools
        pool = pools[place]
        if pool < 0:
            return np.full(len(self.areas), np.inf)
        others = quantity * self.stock_per_unit[:, None] * self.membership[pool][:, None]
        return np.maximum(0, space[pool] - others.sum(axis=0) + others[place]) / self.stock_per_unit[place]

    def _catchment_left(self, quantity: np.ndarray, measure: str) -> np.ndarray:
        """What the others leave of the roofs and paving that can drain to a measure, in its own units.

        What stands on its own roof or paving always has that.
        """
        place = self.place[measure]
        if not self.fed[place]:
            return np.full(len(self.areas), np.inf)
        each = self.catchment_m2_per_unit[place]
        others = self.drained_m2(quantity) - each * quantity[place]
        return np.maximum(0, self.paving_m2 - others) / each

    def lacks_catchment(self, quantity: np.ndarray, measure: str) -> bool:
        """Whether it is roofs and paving that a measure lacks, sooner than a surface to stand on."""
        potential = self.potential[self.place[measure]]
        left = (self._surface_left, self._catchment_left)
        by_surface, by_catchment = (np.minimum(potential, of(quantity, measure)).sum() for of in left)
        return bool(by_catchment < by_surface * (1 - ROUNDING))

    def holder(self, quantity: np.ndarray, measure: str) -> str | None:
        """The measure that holds most of what another one lacks, or None.

        Parameters
        ----------
        quantity : array_like, shape (measure, area)
        measure : str
        """
        index, (pool, _) = self.place[measure], self.pools
        total = quantity.sum(axis=1)
        if self.lacks_catchment(quantity, measure):
            claim = total * self.catchment_m2_per_unit
        else:
            claim = total * self.stock_per_unit
            claim = np.where((pool == pool[index]) & (pool[index] >= 0), claim, 0.0)
        claim[index] = 0.0
        return self.measures[int(claim.argmax())] if claim.max() > 0 else None
