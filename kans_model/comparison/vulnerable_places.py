"""Who and what is vulnerable: older people, how poor a buurt is, and objects with what reaches them."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd

from kans_model.study.study import Study
from kans_model.tables.vocabulary import AT_2050, EVENT_YEARS, HORIZONS

SIGNS = {"share_75plus": 1, "income_eur": -1, "owner_occupied_share": -1, "woz_eur": -1}
"""Column of a city → whether more of it makes people more vulnerable or less."""


def social_vulnerability(areas: pd.DataFrame) -> pd.DataFrame:
    """How vulnerable the people of each buurt are beside those of the others, from 0 to 1. [-]

    Of each figure that is known the place of the buurt among all, from the least vulnerable (near 0) to the
    most (near 1); the index is their mean. It weighs all figures alike and knows only this city: use it to
    look, not to decide.

    Parameters
    ----------
    areas : pandas.DataFrame
        As a city knows them, with nothing filled in.

    Returns
    -------
    pandas.DataFrame
        The place by each figure that any buurt knows, and ``index``; NaN where unknown.

    Examples
    --------
    Two buurten: the first is older, the second poorer. Old (0.75) and rich (0.25) come to the middle:

    >>> two = pd.DataFrame({"share_75plus": [0.2, 0.1], "income_eur": [40e3, 30e3]})
    >>> social_vulnerability(two).to_numpy().tolist()
    [[0.75, 0.25, 0.5], [0.25, 0.75, 0.5]]
    """
    places = {}
    for column, sign in SIGNS.items():
        values = areas[column].astype(float) if column in areas else pd.Series(np.nan, areas.index)
        if values.notna().sum() > 1:
            places[column] = ((sign * values).rank() - 0.5) / values.notna().sum()
    frame = pd.DataFrame(places, index=areas.index)
    return frame.assign(index=frame.mean(axis=1) if places else np.nan)


def vulnerable_people(study: Study) -> pd.DataFrame:
    """Per buurt in 2050 without a package, one row per code.

    Returns
    -------
    pandas.DataFrame
        ``older`` residents over 75, ``deaths`` by heat [1/yr], ``reached`` by water indoors [1/yr].
    """
    areas, result = study.city.areas, study.evaluate("niets_doen")
    at = {"horizon": HORIZONS[AT_2050]}
    return pd.DataFrame(
        {
            "older": areas["residents"] * areas["share_75plus"],
            "deaths": result["deaths_before"].sel(at).to_numpy(),
            "reached": result["people_reached_before"].sel(at).to_numpy(),
        },
        index=areas.index,
    )


def objects_reached(study: Study) -> pd.DataFrame:
    """Every object of the city with what reaches the buurt it stands in, without a package.

    Of one building a model of buurten knows only how likely it is: the part of the buildings of its buurt
    with water at the façade.

    Returns
    -------
    pandas.DataFrame
        ``name, kind, area`` (its code), ``wet_t10`` … the part with water at the façade in each shower [-],
        ``pet_degc``, ``depth_m_t10`` … in each flood [m]; NaN where unknown.
    """
    city, base, result = study.city, study.baseline, study.evaluate("niets_doen")
    shapes = gpd.GeoDataFrame(
        {"area": city.areas.index.astype(str)}, geometry=city.areas.geometry.to_numpy(), crs=city.areas.crs
    )
    found = gpd.sjoin(city.objects, shapes, how="left", predicate="intersects")
    found = found[~found.index.duplicated()]
    known = found["area"].notna()
    at = city.areas.index.get_indexer(found.loc[known, "area"])
    with np.errstate(divide="ignore", invalid="ignore"):
        wet = result["wet_before"].to_numpy() / base.water.buildings[:, None]
    columns = {f"wet_t{years}": wet[:, place] for place, years in enumerate(EVENT_YEARS)}
    columns["pet_degc"] = result["pet_before_degc"].to_numpy()
    columns |= {
        f"depth_m_t{years}": city.areas[f"flood_depth_m_t{years}"].to_numpy() for years in EVENT_YEARS
    }
    frame = pd.DataFrame(found[["name", "kind", "area"]])
    for name, values in columns.items():
        frame[name] = np.nan
        frame.loc[known, name] = values[at]
    return frame.reset_index(drop=True)
