"""Private ground in cells: a measure, an owner, and areas that the same levers reach."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from kans_model.policy.levers import Lever
from kans_model.policy.private_ground import PrivateGround
from kans_model.policy.uptake import subsidy_eur
from kans_model.tables.vocabulary import PRIVATE_OWNERS


@dataclass(frozen=True, eq=False)
class Cells:
    """Arrays are (cell,); what has no room is left out.

    Attributes
    ----------
    ground : PrivateGround
    measure, owner, pattern : array of int
        Places in `ground.measures` and `PRIVATE_OWNERS`, and the group of areas.
    units : array
        [unit of the measure]
    area_pattern : array of int, shape (area,)
        The group of each area.
    """

    ground: PrivateGround
    measure: np.ndarray
    owner: np.ndarray
    pattern: np.ndarray
    units: np.ndarray
    area_pattern: np.ndarray

    @classmethod
    def of(cls, ground: PrivateGround, levers: Sequence[Lever], measures: Iterable[str]) -> Cells:
        """Cells of some measures and of all that levers move."""
        areas = ground.base.room.areas
        everywhere = np.ones(len(areas), dtype=bool)
        reached = np.stack(
            [areas.isin(own.areas) if own.areas else everywhere for own in levers] + [everywhere]
        )
        _, pattern = np.unique(reached, axis=1, return_inverse=True)
        pattern = np.asarray(pattern).reshape(-1)
        wanted = {*measures, *(measure for lever in levers for measure in lever.moves)}
        rows = [place for place, name in enumerate(ground.measures) if name in wanted]
        groups = pattern[:, None] == np.arange(pattern.max() + 1)
        units = ground.units[rows] @ groups.astype(float)  # measure, owner, pattern
        measure, owner, group = np.nonzero(units > 0)
        return cls(
            ground, np.array(rows, dtype=int)[measure], owner, group, units[measure, owner, group], pattern
        )

    def __len__(self) -> int:
        return len(self.units)

    @property
    def price_eur(self) -> np.ndarray:
        """Per unit. [EUR]"""
        return self.ground.price_eur[self.measure, self.owner]

    @property
    def damage_eur(self) -> np.ndarray:
        """Avoided a year by the first unit. [EUR/yr]"""
        return self.ground.damage_eur[self.measure]

    @property
    def on_flat_roof(self) -> np.ndarray:
        """Whether it lies where its owner does not see it, bool."""
        return self.ground.on_flat_roof[self.measure]

    def of_measure(self, measure: str) -> np.ndarray:
        """Cells of a measure, bool."""
        names = self.ground.measures
        return self.measure == (names.index(measure) if measure in names else -1)

    def reached(self, lever: Lever) -> np.ndarray:
        """Whether a lever works on each cell. [0 or 1]"""
        ground, areas = self.ground, self.ground.base.room.areas
        measures = np.isin(self.measure, [ground.measures.index(name) for name in lever.moves])
        owners = np.isin(self.owner, [PRIVATE_OWNERS.index(owner) for owner in lever.reaches])
        inside = areas.isin(lever.areas) if lever.areas else np.ones(len(areas), dtype=bool)
        return (measures & owners & np.isin(self.pattern, np.unique(self.area_pattern[inside]))).astype(float)

    def coverage(self, lever: Lever) -> np.ndarray:
        """Part of a measure that a norm asks for: all of one that holds no more than the norm. [-]"""
        depth = self.ground.depth_mm[self.measure]
        if lever.norm_mm is None:
            return np.ones(len(self))
        return np.where(depth > lever.norm_mm, lever.norm_mm / np.maximum(depth, lever.norm_mm), 1.0)

    def subsidy_eur(self, lever: Lever, application_m2: np.ndarray) -> np.ndarray:
        """What a subsidy gives per unit, shape (row, cell). [EUR]

        Parameters
        ----------
        application_m2 : array, shape (row,)
            Of what is counted in square metres; other things come one by one. [m²]
        """
        size = np.where(self.ground.is_surface[self.measure], application_m2[:, None], 1.0)
        cost = self.price_eur * size
        if lever.subsidy_share is not None:
            given = subsidy_eur(cost, lever.subsidy_share, lever.ceiling_eur, lever.own_share_min)
        else:
            most = np.inf if lever.ceiling_eur is None else lever.ceiling_eur
            asked = (lever.subsidy_eur_per_unit or 0.0) * size
            given = np.minimum(np.minimum(asked, most), (1 - lever.own_share_min) * cost)
        return given / size
