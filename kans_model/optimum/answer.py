"""The answer of a linear program, and the package it stands for."""

from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np

from kans_model.evaluation.baseline import Baseline
from kans_model.measures.portfolio import WORKED_OUT, Portfolio, new_choice


def solver_gap(solver: highspy.Highs) -> float:
    """Gap at which the solver stopped on whole numbers; NaN where it knew none. [-]"""
    gap = float(solver.getInfo().mip_gap)
    return gap if np.isfinite(gap) else np.nan


@dataclass(frozen=True, eq=False)
class Answer:
    """What a round of solving came to.

    Attributes
    ----------
    best : array or None
        Columns of the best answer that keeps every limit in the exact model.
    last : array
        Columns of the last answer.
    bound, value : float
        The most any answer could be worth; what the best is worth. [unit of the program]
    prices : dict
        What one more unit of each limit would bring.
    surfaces : array, shape (pool + 1, area), or None
        What one more share of each shared surface would bring.
    solver_gap : float
        Where the solver stopped on whole numbers; NaN where it knew none. [-]
    """

    best: np.ndarray | None
    last: np.ndarray
    bound: float
    value: float
    prices: dict[Any, float]
    surfaces: np.ndarray | None
    solver_gap: float = 0.0

    @property
    def columns(self) -> np.ndarray:
        """Columns of the best answer, or of the last where none keeps every limit."""
        return self.last if self.best is None else self.best


def package(base: Baseline, quantity: np.ndarray, title: str = "", **about: Any) -> Portfolio:
    """A package with these quantities, measure by measure as shares of what fits, so that sliders follow.

    Parameters
    ----------
    base : Baseline
    quantity : array, shape (measure, area)
    """
    room, choices = base.room, {}
    for place in np.flatnonzero(quantity.max(axis=1) > 0):
        potential = room.potential[place]
        uptake = min(1.0, float(quantity[place].sum() / potential.sum()))
        share = np.divide(quantity[place], potential, out=np.zeros_like(potential), where=potential > 0)
        pattern = {str(room.areas[area]): float(share[area] / uptake) for area in np.flatnonzero(share > 0)}
        choices[str(room.measures[place])] = new_choice(uptake, WORKED_OUT, (), pattern)
    return Portfolio(title=title, choices=choices, **about)
