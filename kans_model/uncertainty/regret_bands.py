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
