"""Sets of levers beside each other, under the same draws."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from kans_model.evaluation.baseline import Baseline
from kans_model.measures.portfolio import Portfolio
from kans_model.policy.effect import SetEffect
from kans_model.policy.levers import LeverSet
from kans_model.policy.parameters import BAND, Parameters
from kans_model.policy.policy import Policy
from kans_model.policy.private_ground import PrivateGround

EQUAL_EUR = 0.5
"""Sets that avoid no more apart are equally good. [EUR/yr]"""


@dataclass(frozen=True, eq=False)
class Comparison:
    """Sets of levers on one package.

    Attributes
    ----------
    effects : tuple of SetEffect
    year : int
    """

    effects: tuple[SetEffect, ...]
    year: int

    @cached_property
    def avoided_band_eur(self) -> np.ndarray:
        """Low, middle and high of what each set avoids in the year, shape (set, 3). [EUR/yr]"""
        return np.stack([effect.avoided_band_eur(self.year) for effect in self.effects])

    @cached_property
    def avoided_eur(self) -> np.ndarray:
        """The same per draw, shape (set, draw). [EUR/yr]

        What is evaluated of all sets makes one line from what their private measures are worth to what
        they avoid; draws lie on it, so that a set that brings more in a draw also avoids more in it.
        """
        worth = np.stack([effect.worth(self.year) for effect in self.effects])
        at, avoided = np.quantile(worth, BAND, axis=1).T.ravel(), self.avoided_band_eur.ravel()
        known = np.isfinite(at) & np.isfinite(avoided)
        if not known.any():
            return np.full(worth.shape, np.nan)
        order = np.argsort(at[known], kind="stable")
        return np.interp(worth, at[known][order], np.maximum.accumulate(avoided[known][order]))

    @cached_property
    def paid_eur(self) -> np.ndarray:
        """By the municipality until the end of the year, shape (set, draw). [EUR]"""
        return np.stack([effect.paid_eur(self.year) for effect in self.effects])

    @property
    def chance_best(self) -> np.ndarray:
        """How often each set avoids most, ties shared, shape (set,); unknown beside one that is. [-]"""
        if not all(effect.is_known for effect in self.effects):
            return np.full(len(self.effects), np.nan)
        best = self.avoided_eur >= self.avoided_eur.max(axis=0) - EQUAL_EUR
        return (best / best.sum(axis=0)).mean(axis=1)


def compare(
    base: Baseline,
    policy: Policy,
    package: Portfolio,
    parameters: Parameters,
    sets: Iterable[LeverSet],
    year: int,
) -> Comparison:
    """Sets of levers on one package, in one city."""
    ground = PrivateGround.of(base)
    effects = (SetEffect(base, ground, policy, own, package, parameters) for own in sets)
    return Comparison(tuple(effects), year)
