"""Storage that is free when heavy rain begins: from how long a facility needs to empty, and a rain record."""

import numpy as np

from kans_model.hazards.pluvial import M_PER_MM
from kans_model.hazards.rainfall import depth_mm, return_period_years

BASE_YEARS = 2.0
"""Return period without storage that factors are stated at."""


def inflow_depth_mm(storage_m3: np.ndarray | float, inflow_m2: np.ndarray | float) -> np.ndarray:
    """Storage of one unit over the area that drains to it; 0 where nothing does. [mm]

    Examples
    --------
    >>> inflow_depth_mm([0.35, 0.0], [10, 0]).round(6).tolist()
    [35.0, 0.0]
    """
    storage, inflow = np.broadcast_arrays(np.asarray(storage_m3, float), np.asarray(inflow_m2, float))
    return np.divide(storage / M_PER_MM, inflow, out=np.zeros(storage.shape), where=inflow > 0)


def infiltration_over_inflow_mm_h(
    infiltration_mm_h: np.ndarray | float,
    infiltration_m2: np.ndarray | float,
    inflow_m2: np.ndarray | float,
) -> np.ndarray:
    """What soaks away per hour, over the area that drains to a unit: ``k·A/R``. [mm/h]

    Examples
    --------
    A wadi of a tenth of its inflow area on sand and on clay:

    >>> infiltration_over_inflow_mm_h([20, 2], 1, 10).tolist()
    [2.0, 0.2]
    """
    soaks, inflow = np.broadcast_arrays(
        np.asarray(infiltration_mm_h, float) * np.asarray(infiltration_m2, float),
        np.asarray(inflow_m2, float),
    )
    return np.divide(soaks, inflow, out=np.zeros(soaks.shape), where=inflow > 0)


def emptying_hours(depth: np.ndarray | float, emptying_mm_h: np.ndarray | float) -> np.ndarray:
    """Time in which full storage empties, ``d/q``; infinite where nothing empties it. [h]

    Examples
    --------
    >>> emptying_hours([35, 35, 35], [2.0, 0.2, 0.0]).tolist()
    [17.5, 175.0, inf]
    """
    depth, rate = np.broadcast_arrays(np.asarray(depth, float), np.asarray(emptying_mm_h, float))
    return np.divide(depth, rate, out=np.full(depth.shape, np.inf), where=rate > 0)


def free_shares(
    depth: np.ndarray | float,
    hours: np.ndarray | float,
    knots_mm: np.ndarray,
    knots_h: np.ndarray,
    shares: np.ndarray,
) -> np.ndarray:
    """Part of the storage that is free when heavy rain begins: a wet, a middle and a dry third. [-]

    Linear between knots of the logarithms of depth and emptying time; the ends hold beyond.

    Parameters
    ----------
    depth, hours : array_like, broadcast
        Storage over the inflow area [mm] and the time it needs to empty [h].
    knots_mm, knots_h : array, shape (depth,), (hours,)
        Rising.
    shares : array, shape (depth, hours, node)
        The part that is free in each of equally likely cases.

    Returns
    -------
    numpy.ndarray, shape (…, node)

    Examples
    --------
    Halfway between 10 and 40 mm on a logarithmic scale, and slower than the slowest:

    >>> table = np.array([[[0.2], [0.1]], [[0.6], [0.3]]])
    >>> free_shares([20, 10], [6, 99], [10, 40], [6, 24], table).round(6).tolist()
    [[0.4], [0.1]]
    """
    depth, hours = np.broadcast_arrays(np.asarray(depth, float), np.asarray(hours, float))
    row, down = _place(depth, np.asarray(knots_mm, float))
    column, right = _place(hours, np.asarray(knots_h, float))
    above = shares[row, column] * (1 - right) + shares[row, column + 1] * right
    below = shares[row + 1, column] * (1 - right) + shares[row + 1, column + 1] * right
    return above * (1 - down) + below * down


def _place(values: np.ndarray, knots: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Knot below each value and the way to the next one on a logarithmic scale, with one axis more."""
    at = np.log(np.maximum(values, knots[0]))
    steps = np.interp(at, np.log(knots), np.arange(len(knots), dtype=float))
    knot = np.minimum(steps.astype(np.intp), len(knots) - 2)
    return knot, (steps - knot)[..., None]


def return_period_factor(
    depth: float, free: np.ndarray, infiltrated_mm: float = 0.0, duration_min: float = 60.0
) -> float:
    """How much rarer rain that now comes once in two years becomes behind storage. [-]

    ``F = f(P₂) / mean_i f(P₂ + vᵢ·d + q·D)``, with f how often a depth is exceeded: the cases of full and of
    empty storage count by how often water passes, not by how much is free on average.

    Parameters
    ----------
    depth : float
        Storage over the inflow area. [mm]
    free : array_like, shape (node,)
        Part of it that is free, in equally likely cases. [-]
    infiltrated_mm, duration_min : float
        What soaks away during the shower, over the inflow area [mm], and how long that lasts [min].

    Examples
    --------
    Once in two years 20 mm, once in ten years 31: storage of 11 mm that is always empty makes water five
    times as rare, and when it is full half of the time 1 / (½·1 + ½·⅕) = 1.7 times:

    >>> round(return_period_factor(11.0, [1.0]), 1)
    5.0
    >>> round(return_period_factor(11.0, [0.0, 1.0]), 1)
    1.7
    """
    at_base = float(depth_mm(duration_min, BASE_YEARS))
    passes = 1 / return_period_years(at_base + np.asarray(free) * depth + infiltrated_mm, duration_min)
    return float(1 / BASE_YEARS / passes.mean())
