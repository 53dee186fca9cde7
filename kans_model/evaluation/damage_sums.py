"""Damage of a result added up: per buurt and hectare, for the city, and by who bears it first."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import xarray as xr
from numpy.typing import ArrayLike

from kans_model.evaluation.damage_lines import COMPONENTS
from kans_model.tables.vocabulary import HAZARDS

BEARERS = ("gezondheid", "bedrijven", "inwoners", "gemeente")
"""Who can bear damage first, in the order they are shown."""
EUR_PER_KEUR, M2_PER_HA = 1e3, 1e4
BOTH_FALL = 0.5
"""From this share of the theme that falls most, a second theme is named beside it. [-]"""


def damage_eur(result: xr.Dataset, hazards: Sequence[str], horizon: str, when: str = "before") -> np.ndarray:
    """Damage of these hazards before or after a package, shape (area,); NaN where none is known. [EUR/yr]"""
    at = {"hazard": list(hazards), "horizon": horizon}
    return result[f"ead_{when}_eur"].sel(at).sum("hazard", min_count=1).values


def keur_per_ha(amount_eur: ArrayLike, area_m2: ArrayLike) -> np.ndarray:
    """Amounts over the surface they fall on, shape of both. [kEUR/ha]

    Examples
    --------
    >>> keur_per_ha([50_000.0, float("nan")], [20_000.0, 10_000.0]).tolist()
    [25.0, nan]
    """
    return np.asarray(amount_eur, float) / EUR_PER_KEUR / (np.asarray(area_m2, float) / M2_PER_HA)


def eur_per_resident(amount_eur: ArrayLike, residents: ArrayLike) -> np.ndarray:
    """Amounts over who lives there, shape of both; NaN where nobody does or it is unknown. [EUR/resident]

    Examples
    --------
    >>> eur_per_resident([50_000.0, 10.0, 10.0], [200.0, 0.0, float("nan")]).tolist()
    [250.0, nan, nan]
    """
    people = np.asarray(residents, float)
    return np.asarray(amount_eur, float) / np.where(people > 0, people, np.nan)


def known_total_eur(amount_eur: ArrayLike) -> float:
    """What is known added up; NaN when nothing is. [EUR]

    Examples
    --------
    >>> known_total_eur([1.0, float("nan"), 2.0]), known_total_eur([float("nan")])
    (3.0, nan)
    """
    amounts = np.asarray(amount_eur, float)
    return float(np.nansum(amounts)) if np.isfinite(amounts).any() else float("nan")


def borne_eur(
    line_eur: ArrayLike, hazards: Sequence[str], weight: ArrayLike | None = None
) -> dict[str, float]:
    """What each bearer bears first of these hazards, each hazard times a weight. [EUR/yr]

    Parameters
    ----------
    line_eur : array_like, shape (component,)
        Damage of the city by line, in the order of `COMPONENTS`; unknown counts as none. [EUR/yr]
    weight : array_like, shape (hazard,)
        Such as an end of a band over its middle; 1 unless given. [-]

    Examples
    --------
    Dwellings, businesses and roads of pluvial flooding, then deaths by heat, which do not count here:

    >>> borne_eur([5.0, 3.0, 2.0, 9.0, 0.0, 0.0, 0.0, 0.0], ["pluvial"])
    {'gezondheid': 0.0, 'bedrijven': 3.0, 'inwoners': 5.0, 'gemeente': 2.0}
    """
    lines = np.nan_to_num(np.asarray(line_eur, float))
    weights = np.ones(len(HAZARDS)) if weight is None else np.asarray(weight, float)
    borne = dict.fromkeys(BEARERS, 0.0)
    for damage, (hazard, bearer) in zip(lines, COMPONENTS.values(), strict=True):
        if hazard in hazards:
            borne[bearer] += float(damage * weights[HAZARDS.index(hazard)])
    return borne


def largest_falls(avoided_eur: ArrayLike) -> list[int]:
    """Places of the theme that falls most, and of a second one that falls nearly as much.

    Parameters
    ----------
    avoided_eur : array_like, shape (hazard,)
        Unknown counts as none.

    Examples
    --------
    >>> largest_falls([10.0, 1.0, 6.0]), largest_falls([10.0, 1.0, 4.0]), largest_falls([0.0, float("nan")])
    ([0, 2], [0], [])
    """
    known = np.nan_to_num(np.asarray(avoided_eur, float))
    if not known.max() > 0:
        return []
    first, second = (int(place) for place in np.argsort(-known)[:2])
    return [first, second] if known[second] >= BOTH_FALL * known[first] else [first]
