"""Columns of nodes with money between them: where it comes from, what it pays for, who enjoys it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from kans_model.words.amounts import number

DRAWN_SHARE = 0.001
"""A party with less than this of the whole is left out. [-]"""


@dataclass(frozen=True)
class Streams:
    """What flows, in millions; who has less than a thousandth of the whole is left out.

    Every amount in words is the whole of its row or column. Cost and benefit have one scale, and a step
    between them: a euro of cost is not the euro of benefit.

    Parameters
    ----------
    cost, benefit : arrays, shape (party, group)
    names : who enjoys, per party.
    groups : of measures.
    origins : per party where its money comes from, and what it is called as payer; parties with the same
        payer stand together.
    """

    cost: np.ndarray
    benefit: np.ndarray
    names: Sequence[str]
    groups: Sequence[str]
    origins: Sequence[tuple[str, str]]

    def _shown(self, money: np.ndarray) -> np.ndarray:
        whole = max(np.maximum(0, self.cost).sum(), np.maximum(0, self.benefit).sum())
        kept = np.maximum(0, money)
        return np.where(kept.sum(axis=1, keepdims=True) >= DRAWN_SHARE * whole, kept, 0)

    @cached_property
    def paid(self) -> np.ndarray:
        """What is drawn of the cost."""
        return self._shown(self.cost)

    @cached_property
    def enjoyed(self) -> np.ndarray:
        """What is drawn of the benefit."""
        return self._shown(self.benefit)

    @cached_property
    def parties(self) -> list[int]:
        """Who pays."""
        return np.flatnonzero(self.paid.sum(axis=1)).tolist()

    @cached_property
    def enjoyers(self) -> list[int]:
        """Who enjoys."""
        return np.flatnonzero(self.enjoyed.sum(axis=1)).tolist()

    @cached_property
    def used(self) -> list[int]:
        """Groups that cost or yield something."""
        return np.flatnonzero(self.paid.sum(axis=0) + self.enjoyed.sum(axis=0)).tolist()

    def called(self, part: int) -> list[str]:
        """Sources (0) or payers (1)."""
        return list(dict.fromkeys(self.origins[party][part] for party in self.parties))

    def of_name(self, part: int, by_party: np.ndarray) -> np.ndarray:
        """Amounts of parties summed per source or payer."""
        of_party = [(self.origins[party][part], by_party[party]) for party in range(len(self.names))]
        return np.array([sum(eur for name, eur in of_party if name == own) for own in self.called(part)])

    @property
    def sizes(self) -> list[np.ndarray]:
        """How much is drawn at each node of the four columns."""
        by_party = self.paid.sum(axis=1)
        of_groups = np.maximum(self.paid.sum(axis=0), self.enjoyed.sum(axis=0))
        return [
            self.of_name(0, by_party),
            self.of_name(1, by_party),
            of_groups[self.used],
            self.enjoyed.sum(axis=1)[self.enjoyers],
        ]

    def node_texts(self, lang: str) -> list[list[tuple[str, str]]]:
        """Name and amount of each node, by column."""
        by_party, cost, yields = self.cost.sum(axis=1), self.cost.sum(axis=0), self.benefit.sum(axis=0)
        had = self.benefit.sum(axis=1)

        def words(amount: float) -> str:
            return number(float(amount), lang, 1)

        payers = [
            [
                (name, words(eur))
                for name, eur in zip(self.called(part), self.of_name(part, by_party), strict=True)
            ]
            for part in (0, 1)
        ]
        groups = [
            (self.groups[group], f"{words(cost[group])} → {words(yields[group])}") for group in self.used
        ]
        return [*payers, groups, [(self.names[party], words(had[party])) for party in self.enjoyers]]
