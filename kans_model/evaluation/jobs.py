"""Jobs where they are worked, every one of them once."""

import numpy as np


def jobs_by_workplace(
    given: np.ndarray,
    business_ha: np.ndarray,
    workfloor_m2: np.ndarray,
    total: float,
    business_jobs_per_ha: float,
    business_share: float,
) -> np.ndarray:
    """Jobs per area: those that are given, and the rest of the city's total laid out. [-]

    Business parks get jobs by the hectare, other areas what is left by the floor that is no dwelling; where
    nobody has jobs by area the other areas get the part that is not worked on business parks. All that is
    laid out is scaled down to the total where it would pass it, and never up beyond it.

    Parameters
    ----------
    given : array_like, shape (area,)
        Jobs that a city knows; NaN where it does not. [-]
    business_ha : array_like, shape (area,)
        Surface of business parks; 0 elsewhere. [ha]
    workfloor_m2 : array_like, shape (area,)
        Ground floor that is no dwelling, outside business parks. [m²]
    total : float
        Jobs of the city. [-]
    business_jobs_per_ha : float
        [1/ha]
    business_share : float
        Part of all jobs that is worked on business parks. [-]

    Examples
    --------
    A city of 10,000 jobs: 50 ha of business park at 32 a hectare has 1,600; the 69.8 % that is worked
    elsewhere, 6,980, stands by floor, 3 to 1:

    >>> nan = np.nan
    >>> jobs_by_workplace([nan] * 3, [50, 0, 0], [0, 3e4, 1e4], 10_000, 32, 0.302).round(6).tolist()
    [1600.0, 5235.0, 1745.0]
    """
    given, business_ha, floor = (np.asarray(x, dtype=float) for x in (given, business_ha, workfloor_m2))
    unknown = np.isnan(given)
    left = max(0.0, total - np.nansum(given))
    floor = np.where(unknown, floor, 0.0)
    elsewhere = (1 - business_share) * total * np.divide(floor, floor.sum() or 1.0)
    laid_out = np.where(unknown, business_ha * business_jobs_per_ha + elsewhere, 0.0)
    fits = min(1.0, left / laid_out.sum()) if laid_out.sum() > 0 else 1.0
    return np.where(unknown, fits * laid_out, given)
