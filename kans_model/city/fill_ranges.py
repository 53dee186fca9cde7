"""What was filled in for one buurt: each figure with its rule and how far off it may be."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kans_model.city.city import City
from kans_model.city.columns import FLOOD_DEPTHS, SURFACES
from kans_model.city.filling import DERIVED_RULES
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import UNKNOWN_USE

NEVER_FILLED = ("vulnerable_buildings", *FLOOD_DEPTHS)
"""Figures that no rule gives: without them their damage is unknown and does not count."""
PER_HA = {"residents": "residents_per_ha", "dwellings": "dwellings_per_ha", "households": "dwellings_per_ha"}


def filled_cells(city: City, code: str) -> pd.DataFrame:
    """The figures of a buurt that its source did not give, one row each, in the order they were filled in.

    Returns
    -------
    DataFrame
        ``column, value, rule, evidence, low, high``: low and high are the ends of what the figure may be, in
        its own unit; NaN where it follows from the city's own figures or is a word.
    """
    cells = city.filled[city.filled["code"] == code].reset_index(drop=True)
    pairs = zip(cells["column"], cells["rule"], strict=True)
    ends = [may_be(city, code, column, rule) for column, rule in pairs]
    low, high = np.array(ends, float).reshape(-1, 2).T
    if city.areas.loc[code, "typology"] == UNKNOWN_USE:  # a figure of no type, whatever the rule is called
        cells["rule"] = cells["rule"].replace({"typology": "typology_unknown_use"})
    return cells[["column", "value", "rule", "evidence"]].assign(low=low, high=high)


def may_be(city: City, code: str, column: str, rule: str) -> tuple[float, float]:
    """Lowest and highest that a filled figure may be; NaN where there is no such range. [unit of the column]

    The range of its own type or soil where the tables give one, else from the lowest to the highest of all
    types; of house values, of those the city gave.
    """
    nothing = (np.nan, np.nan)
    row, types, soils = city.areas.loc[code], table("typologies"), table("soils")
    if rule in DERIVED_RULES:
        return nothing
    if rule == "soil":
        own = soils.loc[row["soil"]]
        return float(own[f"{column}_low"]), float(own[f"{column}_high"])
    if column == "woz_eur":
        given = city.known["woz_eur"].dropna()
        values = given if len(given) else types["woz_keur"].astype(float) * 1000
        return float(values.min()), float(values.max())
    if f"{column}_low" in types and row["typology"] in types.index:
        own = types.loc[row["typology"]]
        return float(own[f"{column}_low"]), float(own[f"{column}_high"])
    if column in SURFACES:
        values = types[column.replace("_m2", "_share")].astype(float) * float(row["area_m2"])
    elif column in PER_HA:
        values = types[PER_HA[column]].astype(float) * float(row["area_m2"]) / 1e4
    elif column in types:
        values = types[column].astype(float)
    else:
        return nothing
    return float(values.min()), float(values.max())


def unknown_figures(city: City, code: str) -> list[str]:
    """Figures of a buurt that no rule fills and its source did not give."""
    return [column for column in NEVER_FILLED if pd.isna(city.areas.loc[code, column])]
