"""What is missed in each climate by not having the best package there, with the bands of the draws."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from kans_model.comparison.regret import max_regret, regret
from kans_model.uncertainty.bands import ends

SMALLEST = 1e-12
"""Below this nothing is lost anywhere. [unit of the headline]"""


@dataclass(frozen=True, eq=False)
class RegretBands:
    """Regret of packages over climates. [unit of the headline]

    Attributes
    ----------
    lost : array, shape (package, climate)
        With all at the middle.
    lost_ends : array, shape (2, package, climate)
        Low and high end over the draws.
    most : array, shape (package,)
        The largest over the climates; unknown where one is.
    most_ends : array, shape (2, package)
    """

    lost: np.ndarray
    lost_ends: np.ndarray
    most: np.ndarray
    most_ends: np.ndarray

    @property
    def least(self) -> int:
        """Place of the package whose largest regret is smallest.

        Examples
        --------
        >>> found = RegretBands.of([[10, 2], [7, 0], [9, 4]], np.zeros((3, 2, 1)))
        >>> found.least, found.order().tolist(), found.n_best(0), found.best_in(1), found.worst_for(0)
        (2, [2, 0, 1], 1, 2, 1)
        """
        return int(np.argmin(self.most))

    def order(self) -> np.ndarray:
        """Places of packages by their largest regret, the smallest first, shape (package,)."""
        return np.argsort(self.most, kind="stable")

    def n_best(self, package: int) -> int:
        """In how many climates a package loses nothing."""
        return int((self.lost[package] == 0).sum())

    def best_in(self, climate: int) -> int:
        """Place of the package that is best in a climate."""
        return int(np.argmin(self.lost[:, climate]))

    def worst_for(self, package: int) -> int:
        """Place of the climate in which a package loses most."""
        return int(np.argmax(self.lost[package]))

    @classmethod
    def of(cls, values: ArrayLike, per_draw: ArrayLike) -> RegretBands:
        """From mid values, shape (package, climate), and the same per draw (package, climate, draw).

        Examples
        --------
        The second misses 3 in the first climate and 2 in the second

        >>> found = RegretBands.of([[10, 2], [7, 0]], [[[10], [2]], [[7], [0]]])
        >>> found.lost.tolist(), found.most.tolist(), found.most_ends.tolist()
        ([[0.0, 0.0], [3.0, 2.0]], [0.0, 3.0], [[0.0, 3.0], [0.0, 3.0]])
        """
        missed = regret(per_draw)
        return cls(regret(values), ends(missed), max_regret(values), ends(missed.max(axis=1)))

    def share_of_most(self, lost: float) -> float:
        """How much a loss is of the largest there is. [-]

        Examples
        --------
        >>> RegretBands.of([[10, 2], [6, 0]], np.zeros((2, 2, 1))).share_of_most(2.0)
        0.5
        """
        return lost / max(float(np.nanmax(self.lost, initial=0)), SMALLEST)
