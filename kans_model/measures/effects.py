"""What quantities of measures do to an area: water kept, vegetation added, shares protected."""

import numpy as np


def used(quantity: np.ndarray) -> np.ndarray:
    """Which measures stand anywhere, shape (measure,): of a library of dozens a package holds a few.

    By the maximum, five times faster than `any` on numbers; a quantity is never negative.
    """
    return np.max(quantity, axis=1, initial=0.0) > 0


def held_mm(
    quantity: np.ndarray, per_unit_m3: np.ndarray, area_m2: np.ndarray, out: np.ndarray | None = None
) -> np.ndarray:
    """Water that measures can keep off the street, over the whole area, however little runs off. [mm]

    Parameters
    ----------
    quantity : array_like, shape (measure, area)
        [unit of the measure]
    per_unit_m3 : array_like, shape (…, measure, event)
        From `pluvial.stored_m3_per_unit`, for the soil of these areas. [m³]
    area_m2 : array_like, shape (area,)
        [m²]
    out : array, optional
        Where the answer goes.

    Returns
    -------
    numpy.ndarray, shape (…, area, event)

    Examples
    --------
    500 m² of wadi that keep 0.37 m³ each, in 10 ha (reference case 3):

    >>> float(held_mm([[500.0]], [[0.37]], [100_000.0])[0, 0].round(3))
    1.85
    """
    per_area = 1000 * np.asarray(quantity) / np.asarray(area_m2)
    return np.matmul(per_area.T, np.asarray(per_unit_m3), out=out)


def vegetation_gain(quantity: np.ndarray, gain_m2_per_unit: np.ndarray, area_m2: np.ndarray) -> np.ndarray:
    """Vegetation added, as share of the area. [-]

    Examples
    --------
    Ten trees of 36 m² crown in a hectare:

    >>> float(vegetation_gain([[10.0]], [36.0], [10_000.0])[0].round(3))
    0.036
    """
    return np.asarray(gain_m2_per_unit) @ np.asarray(quantity) / np.asarray(area_m2)


def treated_share(
    quantity: np.ndarray, stock: np.ndarray, well_placed_share: np.ndarray | float = 1.0
) -> np.ndarray:
    """Share of what is exposed that has the measure; 0 where nothing is exposed. [-]

    Parameters
    ----------
    quantity, stock : array_like
        What stands, and what is at risk.
    well_placed_share : array_like
        Part of what stands that stands with what is at risk. [-]

    Examples
    --------
    >>> treated_share([[5.0, 20.0, 1.0]], [[10.0, 10.0, 0.0]]).tolist()
    [[0.5, 1.0, 0.0]]

    Barriers for all ten dwellings at risk, half of which are bought elsewhere:

    >>> treated_share([[10.0]], [[10.0]], 0.5).tolist()
    [[0.5]]
    """
    quantity, stock = np.broadcast_arrays(np.asarray(quantity, dtype=float), np.asarray(stock, dtype=float))
    share = np.divide(quantity, stock, out=np.zeros_like(quantity), where=stock > 0)
    return np.minimum(1, share) * well_placed_share
