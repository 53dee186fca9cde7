"""Pieces of avoided damage, what lies above them that is concave, and how they make it up."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike

FLOOR = 1e-12
EVERY = slice(None)
"""All areas, once each and in their order."""
Areas = np.ndarray | slice


Ceiling = Callable[[np.ndarray], tuple[np.ndarray, np.ndarray | None]]
"""A rising, concave function that is nowhere below a curve: value (area,) and slope (its measures, area)."""


class Curve(Protocol):
    """A rising function of quantities, area by area."""

    def __call__(self, quantity: np.ndarray, areas: Areas = EVERY) -> tuple[np.ndarray, np.ndarray | None]:
        """Value (area,) and slope (its measures, area) at quantities (measure, area).

        With `areas`, the place of the area that each column of the quantities stands for, any number of
        times: value alone, and None.
        """


class Memory:
    """A curve that knows what it last said of every area: a search asks for the worth and the tangents of the
    same package one after the other.

    Parameters
    ----------
    curve : Curve
    measures : array of int
        Places of the measures it depends on.
    """

    def __init__(self, curve: Curve, measures: np.ndarray) -> None:
        self.curve, self.measures = curve, measures
        self.asked: bytes | None = None
        self.said: tuple[np.ndarray, np.ndarray | None] = np.zeros(0), None

    def __call__(self, quantity: np.ndarray, areas: Areas = EVERY) -> tuple[np.ndarray, np.ndarray | None]:
        """Value and slope, as a :class:`Curve`; not to be written in."""
        if areas is not EVERY:
            return self.curve(quantity, areas)
        asked = quantity[self.measures].tobytes()
        if asked != self.asked:
            self.said, self.asked = self.curve(quantity), asked
            for part in self.said:
                if part is not None:
                    part.flags.writeable = False
        return self.said


@dataclass(frozen=True, eq=False)
class Piece:
    """One rising function of quantities per area, with what lies above it.

    Attributes
    ----------
    name : str
    measures : array of int
        Places of the measures it depends on.
    most : array, shape (area,)
        Its value when everything that fits is built: no package reaches more.
    at : Curve
    ceilings : tuple of Ceiling, optional
        Concave functions nowhere below it, whose tangents hold an optimiser; the curve itself where it is
        concave.
    """

    name: str
    measures: np.ndarray
    most: np.ndarray
    at: Curve
    ceilings: tuple[Ceiling, ...] = ()

    def tangents(self, quantity: np.ndarray) -> list[tuple[np.ndarray, np.ndarray]]:
        """Of every ceiling the value (area,) and slope (its measures, area)."""
        return [
            (value, np.zeros((len(self.measures), len(value))) if slope is None else slope)
            for value, slope in (ceiling(quantity) for ceiling in self.ceilings or (self.at,))
        ]

    def tangent(self, quantity: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Value (area,) and slope (its measures, area) of the function itself."""
        value, slope = self.at(quantity)
        return value, np.zeros((len(self.measures), len(value))) if slope is None else slope


@dataclass(frozen=True, eq=False)
class Term:
    """Avoided damage of some lines of one hazard: ``shift + φ·(before − shift)``. [EUR]

    Attributes
    ----------
    hazard : str
    before_eur : array, shape (area,)
        Damage without measures; unknown counts as none.
    shift : str
        Piece that takes away intensity; "" for none.
    scale_eur : array, shape (area,)
        Damage avoided per unit of that piece.
    protect : str
        Piece that is the share protected of what remains; "" for none.
    """

    hazard: str
    before_eur: np.ndarray
    shift: str
    scale_eur: np.ndarray
    protect: str

    def avoided_eur(self, values: Mapping[str, np.ndarray], areas: Areas = EVERY) -> np.ndarray:
        """From the values of the pieces, shape (area,). [EUR]"""
        shifted = self.scale_eur[areas] * values[self.shift] if self.shift else 0.0
        share = values[self.protect] if self.protect else 0.0
        return shifted + share * (self.before_eur[areas] - shifted)


def lower_hull(x: ArrayLike, y: ArrayLike, end: float) -> tuple[np.ndarray, np.ndarray]:
    """Knots of the largest convex function below a piecewise-linear one on [x₀, end].

    Where a damage curve bends the wrong way, storage would be worth more the more of it there is; the hull
    is the honest bound an optimiser can use.

    Parameters
    ----------
    x, y : array_like, shape (knot,)
    end : float
        The curve is read up to here; its last slope is kept beyond.

    Returns
    -------
    x, y : numpy.ndarray

    Examples
    --------
    >>> [knots.tolist() for knots in lower_hull([0, 1, 2, 3], [0, 2, 2, 6], 3)]
    [[0.0, 2.0, 3.0], [0.0, 2.0, 6.0]]
    """
    x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    last = np.interp(end, x, y) if end <= x[-1] else y[-1] + (end - x[-1]) * (y[-1] - y[-2]) / (x[-1] - x[-2])
    inside = x < end
    x, y = np.append(x[inside], end), np.append(y[inside], last)
    kept: list[int] = []
    for place in range(len(x)):  # a dozen knots
        while len(kept) > 1 and (y[kept[-1]] - y[kept[-2]]) * (x[place] - x[kept[-1]]) >= (
            y[place] - y[kept[-1]]
        ) * (x[kept[-1]] - x[kept[-2]]):
            kept.pop()
        kept.append(place)
    return x[kept], y[kept]
