"""The kinds of damage, by hazard."""

from functools import cache

import numpy as np

from kans_model.tables.reading import table
from kans_model.tables.vocabulary import HAZARDS

COMPONENTS = {
    "pluvial_dwellings": ("pluvial", "inwoners"),
    "pluvial_businesses": ("pluvial", "bedrijven"),
    "pluvial_roads": ("pluvial", "gemeente"),
    "heat_deaths": ("heat", "gezondheid"),
    "heat_admissions": ("heat", "gezondheid"),
    "heat_productivity": ("heat", "bedrijven"),
    "drought_foundations": ("drought", "inwoners"),
    "flood_dwellings": ("flood", "inwoners"),
}
"""Lines of damage: the hazard each belongs to, and who bears it first."""
HAZARD_OF = np.array([HAZARDS.index(hazard) for hazard, _ in COMPONENTS.values()])
COMPONENT_STARTS = np.searchsorted(HAZARD_OF, np.arange(len(HAZARDS)))
"""Where the lines of each hazard start: lines of one hazard stand together."""
INDICATED_BY = (
    *("green_m2_per_unit", "shade_m2_per_unit", "canopy_m2_per_unit", "storage_m3_per_unit"),
    *("pet_direct_degc", "water_saved_m3_per_year"),
)
"""Columns of `measures` that move an indicator or a co-benefit."""


def lines_of(*hazards: str) -> tuple[str, ...]:
    """Lines of damage of these hazards, in their order.

    Examples
    --------
    >>> lines_of("drought", "flood")
    ('drought_foundations', 'flood_dwellings')
    """
    return tuple(line for line, (hazard, _) in COMPONENTS.items() if hazard in hazards)


def by_hazard(component_eur: np.ndarray) -> np.ndarray:
    """Damage per hazard from its lines (component, …); unknown where a line is."""
    ends = [*COMPONENT_STARTS[1:], len(component_eur)]  # a sum per hazard: three times as fast as reduceat
    parts = zip(COMPONENT_STARTS, ends, strict=True)
    return np.stack([component_eur[start:end].sum(axis=0) for start, end in parts])


@cache
def channels() -> dict[str, tuple[str, np.ndarray]]:
    """Which measures protect what: component → share column and mask over measures."""
    rows = table("measures")
    deaths = (rows["heat_channel"] == "protect") & (rows["heat_protects"] == "deaths")
    productivity = (rows["heat_channel"] == "protect") & (rows["heat_protects"] == "productivity")
    masks = {
        "pluvial_dwellings": ("pluvial", rows["pluvial_channel"] == "protect"),
        "heat_deaths": ("heat", deaths),
        "heat_admissions": ("heat", deaths),
        "heat_productivity": ("heat", productivity),
        "drought_foundations": ("drought", rows["drought_channel"] == "protect"),
        "flood_dwellings": ("flood", rows["flood_channel"] == "protect"),
    }
    return {name: (f"{hazard}_protected_share", mask.to_numpy()) for name, (hazard, mask) in masks.items()}


@cache
def not_calculated() -> tuple[str, ...]:
    """Measures whose effect no figure is held for: unknown, not zero."""
    rows = table("measures")
    acts = (rows[[f"{hazard}_channel" for hazard in HAZARDS]] != "none").any(axis=1)
    shows = (rows[list(INDICATED_BY)].fillna(0) != 0).any(axis=1)
    return tuple(rows.index[~acts & ~shows])
