"""Private ground of a city as levers see it: how much of a measure each owner could build, at what price."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kans_model.evaluation.baseline import Baseline
from kans_model.finance.cost_lines import ownership
from kans_model.policy.levers import private_measures
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import LANDOWNERS, PRIVATE_OWNERS

MM_PER_M = 1000
FLAT_ROOF = "flat_roof"


@dataclass(frozen=True, eq=False)
class PrivateGround:
    """Arrays are (measure, owner of `PRIVATE_OWNERS`, area) or the first of these.

    Attributes
    ----------
    base : Baseline
    measures : tuple of str
        On private ground.
    units : array, shape (measure, owner, area)
        What has the room, whoever takes part. [unit of the measure]
    price_eur : array, shape (measure, owner)
        Per unit, with the VAT the owner cannot recover. [EUR]
    damage_eur : array, shape (measure,)
        Damage in 2050 that the first unit avoids in a year, for whomever. [EUR/yr]
    depth_mm : array, shape (measure,)
        What it holds of the rain on what drains to it; zero for what stores none. [mm]
    participation : array, shape (measure,)
        Share of owners that packages count on at full uptake: *haalbare deelname*. [-]
    is_surface, on_flat_roof : array of bool, shape (measure,)
        Counted in square metres; lies on a flat roof.
    """

    base: Baseline
    measures: tuple[str, ...]
    units: np.ndarray
    price_eur: np.ndarray
    damage_eur: np.ndarray
    depth_mm: np.ndarray
    participation: np.ndarray
    is_surface: np.ndarray
    on_flat_roof: np.ndarray

    @classmethod
    def of(cls, base: Baseline) -> PrivateGround:
        """The private ground of a city."""
        names, rows = private_measures(), table("measures")
        place = [base.room.place[name] for name in names]
        participation = base.measure["participation_share"][place]
        potential = base.room.potential[place]
        technical = np.divide(
            potential, participation[:, None], out=np.zeros_like(potential), where=participation[:, None] > 0
        )
        owners = [LANDOWNERS.index(owner) for owner in PRIVATE_OWNERS]
        owned = ownership(base)[place][..., owners]  # measure, area, owner
        pays_vat = np.array([owner != "bedrijf" for owner in PRIVATE_OWNERS])
        price = base.costs.unit_price_eur[place][:, None] * (1 + base.scalar["vat_rate"] * pays_vat)
        worth = np.nan_to_num(base.first_euro.avoided_eur_per_unit[:, place]).sum(axis=0)
        whole = potential.sum(axis=1)
        damage = np.divide((worth * potential).sum(axis=1), whole, out=np.zeros(len(names)), where=whole > 0)
        drains = base.measure["contributing_m2_per_unit"][place]
        holds = base.measure["storage_m3_per_unit"][place]
        depth = np.divide(MM_PER_M * holds, drains, out=np.zeros_like(drains), where=drains > 0)
        return cls(
            base,
            names,
            (technical[..., None] * owned).transpose(0, 2, 1),
            price,
            damage,
            depth,
            participation,
            (rows["unit"].loc[list(names)] == "m2").to_numpy(),
            (rows["stock"].loc[list(names)] == FLAT_ROOF).to_numpy(),
        )

    @property
    def dwellings(self) -> float:
        """In the city."""
        return float(np.nansum(np.asarray(self.base.area["dwellings"], dtype=float)))
