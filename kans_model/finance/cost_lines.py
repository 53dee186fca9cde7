"""What a package costs, line by line: measure × landowner × kind × year."""

from __future__ import annotations

from weakref import WeakKeyDictionary

import numpy as np
import xarray as xr
from numpy.typing import ArrayLike

from kans_model.evaluation.baseline import Baseline
from kans_model.evaluation.works import saving_share
from kans_model.finance.phasing import Phasing
from kans_model.finance.split_terms import default
from kans_model.measures import effects
from kans_model.measures.portfolio import Portfolio
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import COST_KINDS, LANDOWNERS, PUBLIC_OWNERS

KINDS = ("investering", "vervanging", "restwaarde", "onderhoud")
"""Kinds of cost before VAT; the residual value is a credit at the end of the period, no cash."""
LINES_OF = dict(zip(COST_KINDS, ([0], [1, 2], [3]), strict=True))
"""Kinds of cost line in each kind of cost: the residual value goes with renewal."""


def by_cost_kind(of_lines: np.ndarray) -> np.ndarray:
    """What stands per kind of cost line, shape (kind of line, ...), summed per kind of cost."""
    return np.stack([of_lines[places].sum(axis=0) for places in LINES_OF.values()])


def tenure(base: Baseline) -> np.ndarray:
    """Dwellings by who owns them, shape (area, 3): housing corporation, resident, other landlord. [-]

    From the city where it says so, else the national shares: those the tables hold now, whatever year a
    split goes by, since who owns the dwellings is of the city and every split divides the same cost.
    """
    n = base.n_areas
    known = {}
    for column in ("corporation_share", "owner_occupied_share"):
        values = np.asarray(base.area.get(column, np.full(n, np.nan)), dtype=float)
        known[column] = np.where(np.isfinite(values), values, default(column))
    corporation = known["corporation_share"]
    resident = np.minimum(known["owner_occupied_share"], 1 - corporation)
    return np.stack([corporation, resident, 1 - corporation - resident], axis=1)


def ownership(base: Baseline) -> np.ndarray:
    """Who owns the stocks that measures stand on, shape (measure, area, landowner). [-]

    Public space is the municipality's, private ground is divided over businesses (by the share of the
    neighbourhood type that is not housing) and dwellings by tenure; another landlord counts as a business.
    Campaigns and plans of a public body are its own, whatever they reach.
    """
    rows, measures = table("ownership"), table("measures")
    per_measure = rows.loc[measures["stock"]]
    corporation, resident, landlord = tenure(base).T
    business = np.asarray(base.typology["nonresidential_share"], dtype=float)
    business = per_measure["with_businesses"].to_numpy()[:, None] * business
    private = per_measure["private_share"].to_numpy()[:, None]
    share = {
        "gemeente": np.broadcast_to(per_measure["gemeente_share"].to_numpy()[:, None], business.shape),
        "waterschap": np.broadcast_to(per_measure["waterschap_share"].to_numpy()[:, None], business.shape),
        "woningcorporatie": private * (1 - business) * corporation,
        "particulier": private * (1 - business) * resident,
        "bedrijf": private * (business + (1 - business) * landlord),
    }
    whole = np.stack([share[name] for name in LANDOWNERS], axis=-1)
    public = measures["owner"].isin(PUBLIC_OWNERS).to_numpy() & (private[:, 0] > 0)
    for place in np.flatnonzero(public):  # a campaign or two
        whole[place] = np.eye(len(LANDOWNERS))[LANDOWNERS.index(measures["owner"].iloc[place])]
    return whole


def let_share(base: Baseline) -> np.ndarray:
    """Part of the ground of businesses that is let as dwellings, shape (measure, area). [-]"""
    rows, measures = table("ownership"), table("measures")
    of_stock = rows.loc[measures["stock"], "with_businesses"].to_numpy()[:, None]
    business = of_stock * np.asarray(base.typology["nonresidential_share"], dtype=float)
    let = (1 - business) * tenure(base)[:, 2]
    return np.divide(let, business + let, out=np.zeros_like(let), where=business + let > 0)


def households(base: Baseline, measure: np.ndarray, area: np.ndarray, quantity: np.ndarray) -> np.ndarray:
    """Dwellings whose owner takes part in a measure in an area, shape (..., landowner). [-]

    As large a part of an area's dwellings as of what the measure stands on; unknown for businesses and for
    who owns no dwelling.

    Parameters
    ----------
    measure, area : array of int, shape (...)
    quantity : array, shape (...)
        [unit of the measure]
    """
    room = base.room
    stock = room.stock[room.stock_of[measure], area]
    placed = quantity * room.stock_per_unit[measure]
    reached = np.minimum(1, np.divide(placed, stock, out=np.zeros_like(placed), where=stock > 0))
    homes = reached * np.asarray(base.area["dwellings"], dtype=float)[area]
    corporation, resident, _ = np.moveaxis(homes[..., None] * tenure(base)[area], -1, 0)
    known = np.full((*homes.shape, len(LANDOWNERS)), np.nan)
    known[..., LANDOWNERS.index("woningcorporatie")] = corporation
    known[..., LANDOWNERS.index("particulier")] = resident
    return known


def renewal_profile(base: Baseline, lifetime_years: ArrayLike) -> np.ndarray:
    """Renewals and residual value per euro of the full price, shape (measure, 2, year). [-]

    Lives between whole years lie between their profiles, as in `Costs.capital_factor`, whose value is
    the present value of these with the first build.
    """
    life = np.asarray(lifetime_years, dtype=float)
    even = np.broadcast_to(even_years(base), (len(life), base.scenario.period_years))
    return Phasing(even, np.zeros_like(even)).renewal(np.arange(len(life)), life)


def even_years(base: Baseline) -> np.ndarray:
    """Part of a package that is built in each year of the period, evenly over the build years. [-]"""
    years = base.scenario.base_year + np.arange(base.scenario.period_years)
    return np.isin(years, base.costs.build_years) / base.scenario.build_years


class CostLines:
    """The cost of one package in one city, in the study's prices, without VAT.

    Attributes
    ----------
    measures : list of str
        Those the package holds, in the order of the library.
    years : array of int, shape (year,)
    eur : array, shape (kind, measure, landowner, year)
        Kinds as in `KINDS`. [EUR]
    quantity : array, shape (measure, landowner)
        [unit of the measure]
    let_share : array, shape (measure,)
        Part of what stands on ground of businesses that is let as dwellings. [-]
    households : array, shape (measure, landowner)
        Dwellings whose owner takes part; NaN where nobody knows. [-]
    built : array, shape (year,)
        Part of the package that is built in each year. [-]
    phases : array, shape (measure, year)
        The same of each measure. [-]
    discount : array, shape (year,)
        Value at the start of the base year of a euro at the end of each year. [-]
    """

    def __init__(
        self, base: Baseline, portfolio: Portfolio, result: xr.Dataset, phasing: Phasing | None = None
    ):
        scenario = base.scenario
        quantity = result["quantity"].values
        used = np.flatnonzero(effects.used(quantity))
        rows = table("measures")
        self.used, self.measures = used, list(rows.index[used])
        self.period_years, self.build_years = scenario.period_years, scenario.build_years
        self.years = scenario.base_year + np.arange(scenario.period_years)
        self.discount = (1 + base.costs.discount_rate) ** -np.arange(1.0, scenario.period_years + 1)
        owned = _ownership(base)[used]
        self.quantity = np.matmul(quantity[used][:, None, :], owned)[:, 0]
        of_business = quantity[used] * owned[..., LANDOWNERS.index("bedrijf")]
        whole = of_business.sum(axis=1)
        self.let_share = np.divide(
            (of_business * let_share(base)[used]).sum(axis=1),
            whole,
            out=np.zeros_like(whole),
            where=whole > 0,
        )
        every = np.arange(quantity.shape[1])
        self.households = households(base, used[:, None], every[None, :], quantity[used]).sum(axis=1)
        self.built, is_planned = even_years(base), phasing is not None
        if phasing is None:
            phasing = Phasing.evenly(self.built, saving_share(base, portfolio, quantity))
        price = base.costs.works_price_eur[used, None] * self.quantity
        site = base.costs.site_price_eur[used, None] * self.quantity
        upkeep_share = base.costs.building_price_eur * base.measure["opex_share_per_year"]
        upkeep = upkeep_share[used, None] * self.quantity
        self.phases = phasing.built[used]
        paid = self.phases - phasing.spared[used]
        in_place = np.cumsum(self.phases, axis=1) - self.phases
        renewal = phasing.renewal(used, base.measure["lifetime_years"][used])
        self.eur = np.stack(
            [
                price[..., None] * paid[:, None] + site[..., None] * self.phases[:, None],
                price[..., None] * renewal[:, None, 0],
                price[..., None] * renewal[:, None, 1],
                upkeep[..., None] * in_place[:, None],
            ]
        )
        if is_planned:
            self.built = self._together(price + site)

    def _together(self, whole_eur: np.ndarray) -> np.ndarray:
        """Part of the package that is built in each year, by what it costs, shape (year,). [-]"""
        weight = whole_eur.sum(axis=1)
        return weight @ self.phases / max(float(weight.sum()), 1e-9)

    @property
    def present_value_eur(self) -> float:
        """What it all costs, as `evaluate` counts it. [EUR]"""
        return float((self.eur @ self.discount).sum())


_owned: WeakKeyDictionary[Baseline, np.ndarray] = WeakKeyDictionary()
"""Ownership on each baseline, worked out once."""


def _ownership(base: Baseline) -> np.ndarray:
    if base not in _owned:
        _owned[base] = ownership(base)
    return _owned[base]
