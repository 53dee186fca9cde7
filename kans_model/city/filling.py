"""What a city does not know, filled by stated rules.

Each rule says what it takes and is recorded per cell, so that every screen can show what was measured and
what was estimated. The nominal numbers stand in the tables `typologies` and `soils`; none stands here.
The typology of a buurt without data: `use` where few people live (it says what the land is for, or that it is
unknown), elsewhere `nearest_typology` here. Never filled, as unknown is not zero: vulnerable buildings, flood
depth, PET, income, jobs, stress-test results.
"""

from typing import Any

import numpy as np
import pandas as pd

from kans_model.city.columns import SURFACES
from kans_model.city.use import is_thin, use_of_land
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import UNKNOWN_USE

FILLED_COLUMNS = ("code", "column", "value", "rule", "evidence")
DERIVED_RULES = frozenset(
    {
        "households_from_dwellings",
        "dwellings_from_households",
        "share_from_count",
        "remainder_of_area",
        "land_area",
    }
)
"""Rules that compute a value from the city's own figures; every other rule is an expert estimate."""


def nearest_typology(
    residents_per_ha: pd.Series,
    dwellings_per_ha: pd.Series,
    woz_eur: pd.Series,
    residents: pd.Series,
    typologies: pd.DataFrame,
) -> pd.Series:
    """The typology that looks most like each buurt. [-]

    Nearest in log(1 + residents per ha) and in WOZ relative to the mean, each over its standard deviation
    among the typologies. The city's WOZ is taken relative to the mean of its buurten (by residents) and the
    typology's to the mean of all typologies (by national population), so that neither the price year nor the
    price level of the region counts. Where residents are unknown the dwelling density takes their place; an
    unknown WOZ of the buurt is left out, and one of the typology counts as the mean distance of the others.

    Parameters
    ----------
    residents_per_ha, dwellings_per_ha, woz_eur, residents : Series, one value per buurt
        Densities over the whole buurt, mean house value, residents; NaN where unknown. [1/ha, 1/ha, EUR, -]
    typologies : DataFrame
        The table `typologies`.

    Returns
    -------
    Series of str, NaN where neither residents nor dwellings are known.

    Examples
    --------
    >>> types = pd.DataFrame({"residents_per_ha": [100.0, 10.0], "dwellings_per_ha": [50.0, 4.0],
    ...                       "woz_keur": [250.0, 800.0], "national_population_weight": [0.8, 0.2]},
    ...                      index=["city", "villa"])
    >>> densities = pd.Series([80.0, 8.0]), pd.Series([40.0, 4.0])
    >>> woz_eur, residents = pd.Series([300e3, 900e3]), pd.Series([800.0, 90.0])
    >>> nearest_typology(*densities, woz_eur, residents, types).tolist()
    ['city', 'villa']
    """
    density = np.log1p(residents_per_ha.fillna(dwellings_per_ha))
    by_residents = np.log1p(typologies["residents_per_ha"].to_numpy(float))
    by_dwellings = np.log1p(typologies["dwellings_per_ha"].to_numpy(float))
    counted = residents_per_ha.notna().to_numpy()[:, None]
    type_density = np.where(counted, by_residents, by_dwellings)
    spread = np.where(counted, by_residents.std(), by_dwellings.std())
    apart = ((density.to_numpy()[:, None] - type_density) / spread) ** 2

    type_woz = relative(typologies["woz_keur"], typologies["national_population_weight"])
    apart_woz = ((relative(woz_eur, residents)[:, None] - type_woz) / np.nanstd(type_woz)) ** 2
    known = ~np.isnan(apart_woz)
    mean_apart = np.where(known, apart_woz, 0).sum(axis=1) / np.maximum(1, known.sum(axis=1))
    apart = apart + np.where(known, apart_woz, mean_apart[:, None])
    nearest = typologies.index.to_numpy()[np.argmin(apart, axis=1)]
    return pd.Series(nearest, density.index).where(density.notna())


def relative(values: pd.Series, weights: pd.Series) -> np.ndarray:
    """Values over their weighted mean; the plain mean where no weight is known. [-]

    Examples
    --------
    >>> relative(pd.Series([100.0, 400.0, np.nan]), pd.Series([2.0, 1.0, 5.0])).tolist()
    [0.5, 2.0, nan]
    """
    values = values.to_numpy(float)
    weights = np.where(np.isnan(values), 0, np.nan_to_num(weights.to_numpy(float)))
    weights = weights if weights.sum() > 0 else (~np.isnan(values)).astype(float)
    if not weights.sum():
        return values
    return values / np.average(np.nan_to_num(values), weights=weights)


def surface_m2(known_m2: np.ndarray, area_m2: np.ndarray, typology_share: np.ndarray) -> np.ndarray:
    """Surface per kind, the known ones kept and the rest of the area divided as the typology has it. [m²]

    Parameters
    ----------
    known_m2 : array (areas, kinds), NaN where unknown. [m²]
    area_m2 : array (areas,). [m²]
    typology_share : array (areas, kinds), share of the area per kind. [-]

    Examples
    --------
    >>> surface_m2([[np.nan, np.nan, 40.0]], [100.0], [[0.3, 0.6, 0.1]]).round(6).tolist()
    [[20.0, 40.0, 40.0]]
    """
    known = np.asarray(known_m2, float)
    area = np.asarray(area_m2, float)[:, None]
    share = np.where(np.isnan(known), typology_share, 0.0)
    left = np.maximum(0, area - np.nansum(known, axis=1, keepdims=True))
    unknown_share = share.sum(axis=1, keepdims=True)
    evenly = np.isnan(known) / np.maximum(1, np.isnan(known).sum(axis=1, keepdims=True))
    part = np.where(unknown_share > 0, share / np.where(unknown_share > 0, unknown_share, 1), evenly)
    return np.where(np.isnan(known), left * part, known)


def fill(known: pd.DataFrame, soil: str | None = None) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The areas without a gap the model cannot stand, and a record of every cell filled.

    Parameters
    ----------
    known : DataFrame, one row per buurt
        All columns of a city; NaN where unknown.
    soil : str, optional
        Soil of the buurten that have none; without it the soil most Dutch residents live on.

    Returns
    -------
    areas, filled : DataFrame, DataFrame
        `filled` has the columns code, column, value, rule, evidence.
    """
    areas = known.copy()
    typologies, soils = table("typologies"), table("soils")
    record = []

    def put(column: str, values: Any, rule: str, where: Any = True) -> None:
        values = values if isinstance(values, pd.Series) else pd.Series(values, areas.index)
        missing = areas[column].isna() & values.notna() & where
        if not missing.any():
            return
        areas.loc[missing, column] = values[missing]
        evidence = "derived" if rule in DERIVED_RULES else "expert"
        cells = {"code": areas.index[missing], "column": column, "value": values[missing].to_numpy(object)}
        record.append(pd.DataFrame(cells | {"rule": rule, "evidence": evidence}))

    def of_type(column: str) -> pd.Series:
        return areas["typology"].map(typologies[column]).astype(float)

    area_ha = areas["area_m2"] / 10_000
    default_soil = soil or soils["national_soil_weight"].astype(float).idxmax()
    put("soil", default_soil, "soil_stated" if soil else "soil_national")

    put("dwellings", areas["households"], "dwellings_from_households")
    put("households", areas["dwellings"], "households_from_dwellings")
    density = areas["residents"] / area_ha, areas["dwellings"] / area_ha
    thin = is_thin(*density)
    use, rules = use_of_land(areas, table("use_words"), table("use_signs"))
    for rule in rules.unique():
        put("typology", use, rule, thin & (rules == rule))
    homes = typologies[typologies["residents_per_ha"] > 0]
    nearest = nearest_typology(*density, areas["woz_eur"], areas["residents"], homes)
    put("typology", nearest, "typology_nearest")

    household_size = of_type("household_size")
    mean_size = typologies["household_size"].astype(float).where(lambda size: size > 0).mean()
    household_size = household_size.where(household_size > 0, mean_size)
    put("residents", (areas["households"] * household_size).round(), "residents_from_households")
    of_known_use = areas["typology"] != UNKNOWN_USE  # elsewhere who lives there is unknown, not nobody
    put("residents", (of_type("residents_per_ha") * area_ha).round(), "typology", of_known_use)
    put("dwellings", (areas["residents"] / household_size).round(), "dwellings_from_residents")
    put("households", areas["dwellings"], "households_from_dwellings")
    put(
        "woz_eur",
        areas["typology"].map(known["woz_eur"].groupby(areas["typology"]).median()),
        "woz_city_median",
    )
    put("woz_eur", of_type("woz_keur") * 1000, "typology")
    put("woz_eur", areas["woz_eur"].median(), "woz_city")
    put("woz_eur", typologies["woz_keur"].median() * 1000, "woz_national")

    older, oldest = of_type("share_65plus"), of_type("share_75plus")
    put("share_75plus", areas["share_65plus"] * (oldest / older.where(older > 0)).fillna(0), "age_ratio")
    put(
        "share_65plus",
        (areas["share_75plus"] * (older / oldest.where(oldest > 0))).clip(upper=1),
        "age_ratio",
    )
    put("share_75plus", oldest, "typology")
    put("share_65plus", older, "typology")

    share = np.column_stack([of_type(surface.replace("_m2", "_share")) for surface in SURFACES])
    surfaces = surface_m2(areas[list(SURFACES)], areas["area_m2"], share)
    some_known = areas[list(SURFACES)].notna().any(axis=1)
    for kind, column in enumerate(SURFACES):
        values = pd.Series(surfaces[:, kind], areas.index)
        put(column, values, "typology", ~some_known)
        put(column, values, "typology_remainder", some_known)

    put("tree_canopy_share", of_type("tree_canopy_share"), "typology")
    put("groundwater_depth_m", areas["soil"].map(soils["groundwater_depth_m"]).astype(float), "soil")
    design_mm = of_type("sewer_storage_mm") + of_type("sewer_discharge_mm_h")
    given_mm = areas["sewer_storage_mm"].notna()
    put("sewer_storage_mm", of_type("sewer_storage_mm"), "typology")
    put("sewer_discharge_mm_h", of_type("sewer_discharge_mm_h"), "typology", ~given_mm)
    put("sewer_discharge_mm_h", (design_mm - areas["sewer_storage_mm"]).clip(lower=0), "sewer_balance")

    filled = pd.concat(record, ignore_index=True) if record else pd.DataFrame(columns=FILLED_COLUMNS)
    return areas, filled[list(FILLED_COLUMNS)]
