"""The curve of buildings reached, read by arithmetic: it is asked for millions of showers at once."""

import numpy as np
from numpy.typing import ArrayLike

from kans_model.hazards import pluvial

FINEST_MM = 0.1
"""Knots of the curve stand on multiples of this, so that one even grid holds them all. [mm]"""


class ReachCurve:
    """`pluvial.share_reached` on one curve, in half the time: between even steps no knot is sought.

    Parameters
    ----------
    knots_mm, knots_share : array_like, shape (knot,)
        Rising, starting at (0, 0).

    Examples
    --------
    >>> curve = ReachCurve([0, 10, 20], [0, 0.002, 0.01])
    >>> curve.share_reached(np.array([-3.0, 15.0, 30.0])).round(4).tolist()
    [0.0, 0.006, 0.018]
    """

    def __init__(self, knots_mm: ArrayLike, knots_share: ArrayLike) -> None:
        knots, at_knots = np.asarray(knots_mm, dtype=float), np.asarray(knots_share, dtype=float)
        step_mm = np.gcd.reduce(np.rint(knots / FINEST_MM).astype(int)) * FINEST_MM
        grid = step_mm * np.arange(round(knots[-1] / step_mm) + 1)
        share = np.interp(grid, knots, at_knots)
        slope = np.diff(share) / np.diff(grid)
        self.curve, self.pieces_per_mm = (knots, at_knots), 1 / step_mm
        self.slope, self.at_nothing = slope, share[:-1] - slope * grid[:-1]
        self.is_even = bool(np.allclose(knots, np.rint(knots / FINEST_MM) * FINEST_MM, rtol=0, atol=1e-9))

    def share_reached(self, excess_mm: np.ndarray) -> np.ndarray:
        """Share of ground-floor building area that water enters, shape of `excess_mm`. [-]

        Each piece of the curve is a straight line: what it would be at 0 mm, and its slope. The last goes on.
        """
        if not self.is_even:
            return pluvial.share_reached(excess_mm, *self.curve)
        with np.errstate(invalid="ignore"):  # unknown stays unknown
            piece = (excess_mm * self.pieces_per_mm).astype(np.intp)
        share = self.slope.take(piece, mode="clip")
        share *= excess_mm
        share += self.at_nothing.take(piece, mode="clip")
        return np.clip(share, 0.0, 1.0, out=share)
