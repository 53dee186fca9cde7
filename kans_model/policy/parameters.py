"""What uptake depends on, with its range: rows of `uptake_parameters`, as middle values or as draws."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import scipy

from kans_model.outlook.distribution import pert
from kans_model.tables.reading import table

N_DRAWS = 1024
SMALLEST_QUANTILE = 1e-9
BAND = (0.05, 0.5, 0.95)
"""Quantiles that low, middle and high stand for."""


@dataclass(frozen=True, eq=False)
class Parameters:
    """Values of all rows.

    Attributes
    ----------
    values : dict
        Row → array, shape (draw,).
    """

    values: Mapping[str, np.ndarray]

    def __getitem__(self, name: str) -> np.ndarray:
        return self.values[name]

    def __len__(self) -> int:
        return len(next(iter(self.values.values())))


def middle() -> Parameters:
    """The middle of every row: one draw."""
    rows = table("uptake_parameters")["value"]
    return Parameters({str(name): np.array([value]) for name, value in rows.items()})


@lru_cache(maxsize=4)
def drawn(seed: int, n: int = N_DRAWS) -> Parameters:
    """Draws of every row, each by its low, middle and high; the same for every set of levers.

    Parameters
    ----------
    seed : int
    n : int
        A power of two.
    """
    rows = table("uptake_parameters")
    cube = scipy.stats.qmc.Sobol(len(rows), seed=seed).random(n)
    cube = np.clip(cube, SMALLEST_QUANTILE, 1 - SMALLEST_QUANTILE)
    ranges = rows[["low", "value", "high"]].to_numpy()
    return Parameters(
        {str(name): pert(cube[:, place], *ranges[place]) for place, name in enumerate(rows.index)}
    )


def band(values: np.ndarray) -> np.ndarray:
    """Low, middle and high of draws along the first axis, shape (3, …); unknown where any draw is."""
    return np.quantile(values, BAND, axis=0)
