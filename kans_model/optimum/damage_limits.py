"""Limits on damage that remains, which a linear program only approaches, by the exact model."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from kans_model.dialogue.ambition import Threshold
from kans_model.optimum.linear_program import LinearProgram
from kans_model.optimum.tangents import Block
from kans_model.tables.vocabulary import HAZARDS

KEPT = 1e-4
"""A limit on damage holds when no more than this share of it is missing."""


@dataclass(frozen=True, eq=False)
class DamageLimits:
    """Thresholds, and what vulnerable areas are owed.

    Attributes
    ----------
    block : Block
        What a year avoids.
    areas : pandas.Index
        Codes, in the order of the model.
    thresholds : tuple of Threshold
    equity_share : float
        Part of the damage in vulnerable areas that must be avoided. [-]
    vulnerable : array of bool, shape (area,)
    shortfalls : dict
        Name of a threshold that may be missed → column of the damage above it.
    others : callable, optional
        Quantities → what is lacking of limits on other indicators, by name. [unit of the program]
    """

    block: Block
    areas: pd.Index
    thresholds: tuple[Threshold, ...]
    equity_share: float
    vulnerable: np.ndarray
    shortfalls: dict[Any, int]
    others: Callable[[np.ndarray], dict[Hashable, float]] | None = None

    def remaining_above(self, quantity: np.ndarray) -> dict[Hashable, float]:
        """Damage above each threshold. [EUR/yr]"""
        benefit = self.block.benefit
        left = benefit.before_eur - benefit.avoided_eur(quantity)[0]
        above: dict[Hashable, float] = {}
        for limit in self.thresholds:
            mine = left[HAZARDS.index(limit.hazard)]
            remains = mine.sum() if limit.area is None else mine[self.areas.get_loc(limit.area)]
            above[limit.name] = max(0.0, float(remains) - limit.most_eur_per_year)
        return above

    def shortfall(self, quantity: np.ndarray) -> dict[Hashable, float]:
        """The same of the thresholds that may be missed. [unit of the program]"""
        if not self.shortfalls:
            return {}
        above = self.remaining_above(quantity)
        return {name: above[name] / self.block.scale for name in self.shortfalls}

    def missed(self, quantity: np.ndarray, released: Iterable[Hashable] = ()) -> dict[Hashable, float]:
        """What is still to be avoided for limits that must hold, but for the released ones.

        Returns
        -------
        dict
            Name of the limit → what is lacking. [unit of the program]
        """
        scale = self.block.scale
        above = self.remaining_above(quantity) if self.thresholds else {}
        lacks: dict[Hashable, float] = {
            limit.name: above[limit.name] / scale for limit in self.thresholds if limit.hard
        }
        if self.equity_share:
            benefit, mine = self.block.benefit, self.vulnerable
            avoided = benefit.avoided_eur(quantity)[0][:, mine].sum()
            least = self.equity_share * benefit.before_eur[:, mine].sum()
            lacks["equity"] = max(0.0, float(least - avoided)) / scale
        if self.others is not None:
            lacks |= self.others(quantity)
        return {name: lack for name, lack in lacks.items() if name not in released}

    def kept(self, quantity: np.ndarray, program: LinearProgram) -> bool:
        """Whether those that the program holds now are kept in the exact model too."""
        return all(
            lack <= KEPT * max(abs(program.limits[name].low), 1.0)
            for name, lack in self.missed(quantity, program.released).items()
        )
