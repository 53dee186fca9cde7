"""Whom a package reaches: the part of what it avoids where the poorest residents live."""

from __future__ import annotations

import numpy as np
import xarray as xr
from numpy.typing import ArrayLike

from kans_model.comparison.answers import HORIZON

LOW_INCOME_SHARE = 0.4
"""Residents who count as having a low income: this part of all, the poorest areas first. [-]"""


def avoided_by_area_eur(result: xr.Dataset) -> np.ndarray:
    """Damage avoided per year in 2050 over the hazards in totals, shape (area,). [EUR/yr]"""
    at = {"horizon": HORIZON, "hazard": result.attrs["hazards_included"]}
    return np.asarray((result["ead_before_eur"] - result["ead_after_eur"]).sel(at).sum("hazard").values)


def low_income_share(income_eur: ArrayLike, residents: ArrayLike, avoided_eur: ArrayLike) -> float:
    """Share of all avoided damage in the areas where the poorest 40 % of residents live. [-]

    Areas are taken from the lowest mean income up until they hold 40 % of the residents of whom the income
    is known; the area in which that is reached counts whole. Unknown without any income, and where nothing
    is avoided.

    Parameters
    ----------
    income_eur : array_like, shape (area,)
        Mean income per resident; NaN is unknown. [EUR/yr]
    residents : array_like, shape (area,)
    avoided_eur : array_like, shape (area,)
        Damage avoided. [EUR/yr]

    Examples
    --------
    Of 100 residents 40 are the poorest: the area of 30, and the next, in which the fortieth lives.
    Together 2 + 3 of 10 euro

    >>> low_income_share([30_000, 10_000, 20_000], [50, 30, 20], [5, 2, 3])
    0.5
    """
    income, people = np.asarray(income_eur, dtype=float), np.asarray(residents, dtype=float)
    avoided = np.asarray(avoided_eur, dtype=float)
    known = np.flatnonzero(np.isfinite(income) & (people > 0))
    whole_eur = float(np.nansum(avoided))
    if not len(known) or not whole_eur > 0:
        return float("nan")
    ranked = known[np.argsort(income[known], kind="stable")]
    poorer = np.cumsum(people[ranked]) - people[ranked]
    poorest = ranked[poorer < LOW_INCOME_SHARE * people[ranked].sum()]
    return float(np.nansum(avoided[poorest])) / whole_eur
