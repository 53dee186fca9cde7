"""Splits of one package beside each other under the same draws: bands, levy path, and which is cheaper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from kans_model.finance.actors import GEMEENTE
from kans_model.finance.ledger import Ledger
from kans_model.measures.portfolio import Portfolio
from kans_model.study.study import Study
from kans_model.uncertainty.draws import Draws
from kans_model.uncertainty.ledger_ranges import Ranges, ranges


@dataclass(frozen=True)
class SplitRange:
    """A split under every draw.

    Attributes
    ----------
    ledger : Ledger
        The middle.
    ranges : Ranges
    gemeente_eur : array, shape (draw,)
        Present value of what the municipality bears. [EUR]
    total_eur : array, shape (draw,)
        Present value of all that is borne: splits differ in it by the VAT that payers cannot recover. [EUR]
    """

    ledger: Ledger
    ranges: Ranges
    gemeente_eur: np.ndarray
    total_eur: np.ndarray

    @property
    def vat_eur(self) -> float:
        """VAT that is not recovered under this split, present value. [EUR]"""
        return float(self.ledger.vat_by_measure.sum(axis=1).sum(axis=0) @ self.ledger.inputs.lines.discount)


def split_ranges(
    drawn: Draws, study: Study, portfolio: Portfolio, ledgers: Mapping[str, Ledger]
) -> dict[str, SplitRange]:
    """Every split of a package under the same draws: name → its range."""
    found = {}
    for name, ledger in ledgers.items():
        drawn_ranges = ranges(drawn, study, portfolio, ledger)
        purses = [ledger.actors.place(purse) for purse in GEMEENTE]
        present = drawn_ranges.present_value_eur
        found[name] = SplitRange(ledger, drawn_ranges, present[:, purses].sum(axis=1), present.sum(axis=1))
    return found


def chance_less(first: np.ndarray, second: np.ndarray) -> float:
    """Chance that the first is less than the second, draw by draw; a tie counts half. [-]

    Examples
    --------
    >>> chance_less(np.array([1.0, 2.0, 3.0, 4.0]), np.array([2.0, 2.0, 2.0, 5.0]))
    0.625
    """
    return float((first < second).mean() + 0.5 * (first == second).mean())
