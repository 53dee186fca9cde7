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
    filling = _Filling(known)
    _fill_soil(filling, soil)
    _fill_typology(filling)
    _fill_people(filling)
    _fill_values(filling, known["woz_eur"])
    _fill_ages(filling)
    _fill_surfaces(filling)
    _fill_ground(filling)
    return filling.areas, filling.record()


class _Filling:
    """Areas on their way to being whole, and what was put in them."""

    def __init__(self, known: pd.DataFrame) -> None:
        self.areas = known.copy()
        self.typologies, self.soils = table("typologies"), table("soils")
        self._cells: list[pd.DataFrame] = []

    def put(self, column: str, values: Any, rule: str, where: Any = True) -> None:
        """Fill the cells of a column that are unknown still, and note by which rule."""
        areas = self.areas
        values = values if isinstance(values, pd.Series) else pd.Series(values, areas.index)
        missing = areas[column].isna() & values.notna() & where
        if not missing.any():
            return
        areas.loc[missing, column] = values[missing]
        evidence = "derived" if rule in DERIVED_RULES else "expert"
        cells = {"code": areas.index[missing], "column": column, "value": values[missing].to_numpy(object)}
        self._cells.append(pd.DataFrame(cells | {"rule": rule, "evidence": evidence}))

    def of_type(self, column: str) -> pd.Series:
        """What the table says of the typology of each area."""
        return self.areas["typology"].map(self.typologies[column]).astype(float)

    @property
    def area_ha(self) -> pd.Series:
        return self.areas["area_m2"] / 10_000

    def record(self) -> pd.DataFrame:
        """Every cell that was filled, in the order of the rules."""
        if not self._cells:
            return pd.DataFrame(columns=FILLED_COLUMNS)
        return pd.concat(self._cells, ignore_index=True)[list(FILLED_COLUMNS)]


def _fill_soil(filling: _Filling, soil: str | None) -> None:
    default_soil = soil or filling.soils["national_soil_weight"].astype(float).idxmax()
    filling.put("soil", default_soil, "soil_stated" if soil else "soil_national")


def _fill_typology(filling: _Filling) -> None:
    """What the land is used for where few people live; elsewhere the nearest type with homes."""
    areas, typologies = filling.areas, filling.typologies
    filling.put("dwellings", areas["households"], "dwellings_from_households")
    filling.put("households", areas["dwellings"], "households_from_dwellings")
    density = areas["residents"] / filling.area_ha, areas["dwellings"] / filling.area_ha
    thin = is_thin(*density)
    use, rules = use_of_land(areas, table("use_words"), table("use_signs"))
    for rule in rules.unique():
        filling.put("typology", use, rule, thin & (rules == rule))
    homes = typologies[typologies["residents_per_ha"] > 0]
    nearest = nearest_typology(*density, areas["woz_eur"], areas["residents"], homes)
    filling.put("typology", nearest, "typology_nearest")


def _fill_people(filling: _Filling) -> None:
    areas = filling.areas
    household_size = filling.of_type("household_size")
    mean_size = filling.typologies["household_size"].astype(float).where(lambda size: size > 0).mean()
    household_size = household_size.where(household_size > 0, mean_size)
    filling.put("residents", (areas["households"] * household_size).round(), "residents_from_households")
    of_known_use = areas["typology"] != UNKNOWN_USE  # elsewhere who lives there is unknown, not nobody
    by_type = (filling.of_type("residents_per_ha") * filling.area_ha).round()
    filling.put("residents", by_type, "typology", of_known_use)
    filling.put("dwellings", (areas["residents"] / household_size).round(), "dwellings_from_residents")
    filling.put("households", areas["dwellings"], "households_from_dwellings")


def _fill_values(filling: _Filling, known_woz_eur: pd.Series) -> None:
    """What a dwelling is worth: by the city's own figures of the type first, the country's last."""
    areas = filling.areas
    of_its_type = areas["typology"].map(known_woz_eur.groupby(areas["typology"]).median())
    filling.put("woz_eur", of_its_type, "woz_city_median")
    filling.put("woz_eur", filling.of_type("woz_keur") * 1000, "typology")
    filling.put("woz_eur", areas["woz_eur"].median(), "woz_city")
    filling.put("woz_eur", filling.typologies["woz_keur"].median() * 1000, "woz_national")


def _fill_ages(filling: _Filling) -> None:
    """One age group from the other, in the proportion of the type; else those of the type."""
    areas = filling.areas
    older, oldest = filling.of_type("share_65plus"), filling.of_type("share_75plus")
    from_older = areas["share_65plus"] * (oldest / older.where(older > 0)).fillna(0)
    filling.put("share_75plus", from_older, "age_ratio")
    from_oldest = (areas["share_75plus"] * (older / oldest.where(oldest > 0))).clip(upper=1)
    filling.put("share_65plus", from_oldest, "age_ratio")
    filling.put("share_75plus", oldest, "typology")
    filling.put("share_65plus", older, "typology")


def _fill_surfaces(filling: _Filling) -> None:
    areas = filling.areas
    share = np.column_stack([filling.of_type(surface.replace("_m2", "_share")) for surface in SURFACES])
    surfaces = surface_m2(areas[list(SURFACES)], areas["area_m2"], share)
    some_known = areas[list(SURFACES)].notna().any(axis=1)
    for kind, column in enumerate(SURFACES):
        values = pd.Series(surfaces[:, kind], areas.index)
        filling.put(column, values, "typology", ~some_known)
        filling.put(column, values, "typology_remainder", some_known)
    filling.put("tree_canopy_share", filling.of_type("tree_canopy_share"), "typology")


def _fill_ground(filling: _Filling) -> None:
    """Groundwater by the soil; a sewer of which one part is known keeps the capacity of its type."""
    areas = filling.areas
    depth_m = areas["soil"].map(filling.soils["groundwater_depth_m"]).astype(float)
    filling.put("groundwater_depth_m", depth_m, "soil")
    storage_mm, discharge_mm_h = (
        filling.of_type("sewer_storage_mm"),
        filling.of_type("sewer_discharge_mm_h"),
    )
    given_mm = areas["sewer_storage_mm"].notna()
    filling.put("sewer_storage_mm", storage_mm, "typology")
    filling.put("sewer_discharge_mm_h", discharge_mm_h, "typology", ~given_mm)
    left_mm_h = (storage_mm + discharge_mm_h - areas["sewer_storage_mm"]).clip(lower=0)
    filling.put("sewer_discharge_mm_h", left_mm_h, "sewer_balance")
