"""A city: its buurten, what is known of them, and what was filled in."""

import hashlib
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import Any, Self

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from kans_model.city import columns
from kans_model.city.background import no_background
from kans_model.city.checks import CRS, by_code, geometry_problems, value_problems
from kans_model.city.filling import FILLED_COLUMNS, fill
from kans_model.city.places import no_objects, no_postcodes
from kans_model.data_folder import data_path
from kans_model.tables.vocabulary import BUSINESS_PARK, UNKNOWN_USE
from kans_model.words.problems import KansError, Problem

EARLIER_RULES = ("typology_nearest", "typology_no_dwellings")
"""Rules of earlier versions that took land where few people live for a business park."""


USE_RULES = ("use_business", "use_word", "use_open")
"""Rules that guess what thinly peopled land is for."""


@dataclass(frozen=True, eq=False)
class City:
    """One municipality's buurten. Immutable by convention: change it with `with_values`.

    Attributes
    ----------
    name : str
    areas : GeoDataFrame, EPSG:28992, index `code` (str)
        One row per buurt; the columns are those of `city.columns`, units in their names. NaN is unknown.
    filled : DataFrame
        code, column, value, rule, evidence: one row per cell that was filled in.
    fictional : bool
    soil : str or None
        Soil stated for the buurten that have none of their own.
    corrections : dict
        What `with_values` changed since the city was opened: code → {column: value}.
    background : GeoDataFrame, EPSG:28992
        What makes its maps a place: kind, name and geometry, see `city.background`. No result rests on it, so
        it does not count in the content hash.
    objects : GeoDataFrame, EPSG:28992
        Points with kind and name, such as schools and care homes, see `city.places`; not in the hash either.
    postcodes : DataFrame
        code and postcode, by which a reader finds his buurt; not in the hash either.
    """

    name: str
    areas: gpd.GeoDataFrame
    filled: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=FILLED_COLUMNS))
    fictional: bool = False
    soil: str | None = None
    corrections: dict = field(default_factory=dict)
    background: gpd.GeoDataFrame = field(default_factory=no_background)
    objects: gpd.GeoDataFrame = field(default_factory=no_objects)
    postcodes: pd.DataFrame = field(default_factory=no_postcodes)

    @classmethod
    def from_areas(
        cls,
        areas: pd.DataFrame,
        name: str,
        fictional: bool = False,
        soil: str | None = None,
        file: str | None = None,
    ) -> Self:
        """Check the areas and fill what they lack from their typology.

        Parameters
        ----------
        areas : GeoDataFrame, index or column `code`, polygons in EPSG:28992
            Any of the columns of a city; the rest counts as unknown.
        name : str
        soil : {"sand", "clay", "peat"}, optional
            Soil of the buurten that have none.
        file : str, optional
            Named in the errors.

        Raises
        ------
        KansError
            All problems at once: codes, geometry, numbers out of range, unknown typology or soil.
        """
        indexed = by_code(areas, file)
        if problems := geometry_problems(indexed, file):
            raise KansError(problems)
        known = _complete(indexed)
        if problems := value_problems(known, file, soil):
            raise KansError(problems)
        filled_areas, filled = fill(known, soil)
        return cls(name, _ordered(filled_areas), filled, fictional, soil)

    @classmethod
    def stored(
        cls,
        areas: pd.DataFrame,
        filled: pd.DataFrame,
        metadata: pd.DataFrame,
        background: gpd.GeoDataFrame | None = None,
    ) -> Self:
        """The city as `write_city` laid it down: areas, filled, metadata (key, value) and background."""
        behind = no_background() if background is None else background
        about = dict(zip(metadata["key"], metadata["value"], strict=True))
        numbers = ~filled["column"].isin(columns.TEXT_COLUMNS)
        cells = filled.astype({"value": object})
        cells.loc[numbers, "value"] = pd.to_numeric(filled.loc[numbers, "value"])
        known = _complete(by_code(areas))
        city = cls(
            about["name"],
            _ordered(known),
            cells,
            about["fictional"] == "1",
            about.get("soil") or None,
            background=behind,
        )
        # an earlier version took land without people for a business park: its use is asked anew
        guessed = (cells["column"] == "typology") & (cells["value"] == BUSINESS_PARK)
        if (guessed & cells["rule"].isin(EARLIER_RULES)).any():
            fresh = cls.from_areas(city.known, city.name, city.fictional, city.soil)
            return replace(fresh, background=behind)
        return city

    def checked(self, file: str | None = None) -> Self:
        """This city, after the checks of `from_areas`; for a city that comes from a file."""
        people = ["residents", "dwellings"]
        unfilled = self.areas[["soil", "typology", *people, *columns.SURFACES]].isna()
        unfilled.loc[self.areas["typology"] == UNKNOWN_USE, people] = False
        gaps = [(code, column) for column in unfilled for code in unfilled.index[unfilled[column]]]
        problems = [Problem("city_cell_empty", file=file, row=code, column=column) for code, column in gaps]
        problems += [*geometry_problems(self.areas, file), *value_problems(self.areas, file, self.soil)]
        if problems:
            raise KansError(problems)
        return self

    @classmethod
    def demo(cls) -> "City":
        """The fictional city that comes with the tool."""
        return _demo()

    @cached_property
    def content_hash(self) -> str:
        """SHA-256 of what the city says: rows by code, columns by name, geometry to 1 mm, cells filled. [hex]

        File bytes, the order of rows and columns, the name and the CRS of the source do not count.
        """
        areas = self.areas.sort_index()
        digest = hashlib.sha256()
        for column in sorted(areas.columns.drop("geometry")):
            values = areas[column]
            if column in columns.LATER and values.isna().all():
                continue
            text = (
                map(_canonical_number, values)
                if values.dtype.kind in "fiub"
                else values.fillna("").astype(str)
            )
            digest.update("\x1f".join([column, *text, "\x1e"]).encode())
        millimetres = shapely.transform(areas.geometry.to_numpy(), lambda xy: np.round(xy, 3) + 0.0)
        shapes = shapely.to_wkb(shapely.normalize(millimetres), output_dimension=2, byte_order=1)
        for code, shape in zip(areas.index, shapes, strict=True):
            digest.update(code.encode() + b"\x1f" + shape)
        cells = self.filled[["code", "column", "rule"]].astype(str).sort_values(["code", "column", "rule"])
        digest.update("\x1e".join(map("\x1f".join, cells.itertuples(index=False, name=None))).encode())
        return digest.hexdigest()

    @property
    def known(self) -> pd.DataFrame:
        """The areas with every filled cell unknown again."""
        known = self.areas.copy()
        for column, cells in self.filled.groupby("column"):
            known.loc[cells["code"], column] = None if column in columns.TEXT_COLUMNS else np.nan
        return known

    def estimated(self, column: str) -> pd.Series:
        """Where the column was filled in rather than given: a bool Series, one per buurt."""
        codes = self.filled.loc[self.filled["column"] == column, "code"]
        return pd.Series(self.areas.index.isin(codes), self.areas.index, name=column)

    @cached_property
    def indicative(self) -> bool:
        """Whether results rest on standard figures: some buurt's typology or soil is not its own."""
        return bool((self.estimated("typology") | self.estimated("soil")).any())

    @property
    def estimated_use(self) -> pd.Series:
        """Of which buurten it was guessed what the land is for: a bool Series, one per buurt."""
        cells = self.filled[(self.filled["column"] == "typology") & self.filled["rule"].isin(USE_RULES)]
        return pd.Series(self.areas.index.isin(cells["code"]), self.areas.index, name="use")

    @property
    def unknown_use(self) -> pd.Series:
        """Surface of the buurten whose use is unknown, largest first. [ha]"""
        unknown = self.areas["typology"] == UNKNOWN_USE
        return (self.areas.loc[unknown, "area_m2"] / 10_000).sort_values(ascending=False)

    @property
    def unknown_use_share(self) -> float:
        """Part of its surface whose use is unknown. [-]"""
        return float(self.unknown_use.sum() * 10_000 / self.areas["area_m2"].sum())

    def with_values(self, code: str, **values: Any) -> "City":
        """A city in which this buurt has these values, with everything that rested on them filled anew.

        A value of None makes the cell unknown again.

        Examples
        --------
        >>> city = City.demo()
        >>> changed = city.with_values(city.areas.index[0], soil="peat")
        >>> changed.areas["soil"].iloc[0], bool(changed.estimated("soil").iloc[0])
        ('peat', False)
        """
        known = self.known
        if code not in known.index:
            raise KansError([Problem("city_unknown_code", row=code, value=code)])
        unknown = [column for column in values if column not in known or column in ("geometry", "area_m2")]
        if unknown:
            raise KansError([Problem("city_unknown_column", row=code, column=column) for column in unknown])
        for column, value in values.items():
            known.loc[code, column] = (
                np.nan if value is None and column not in columns.TEXT_COLUMNS else value
            )
        changed = City.from_areas(known, self.name, self.fictional, self.soil)
        mine = {**self.corrections.get(code, {}), **values}
        corrections = {**self.corrections, code: mine}
        return replace(
            changed,
            corrections=corrections,
            background=self.background,
            objects=self.objects,
            postcodes=self.postcodes,
        )


@lru_cache(maxsize=1)
def _demo() -> City:
    path = data_path() / "demo" / "voorbeeldstad.gpkg"
    layers = ("areas", "filled", "metadata", "background")
    return City.stored(*(gpd.read_file(path, layer=layer) for layer in layers))


def _canonical_number(value: float) -> str:
    return "" if pd.isna(value) else format(float(value) + 0.0, ".12g")


def _complete(areas: pd.DataFrame) -> gpd.GeoDataFrame:
    """All columns a city has, in the right type, unknown where the areas do not have them."""
    areas = areas.copy()
    for column in columns.number_columns(areas.columns):
        values = areas.get(column)
        areas[column] = np.nan if values is None else pd.to_numeric(values).astype(float)
    for column in columns.TEXT_COLUMNS:
        values = pd.Series(areas.get(column), areas.index, dtype="str")
        areas[column] = values.mask(values == "")
    areas["name"] = areas["name"].fillna(areas.index.to_series())
    areas["wijk"] = areas["wijk"].fillna("")
    areas["works_kind"] = areas["works_kind"].fillna("")
    areas["land_use"] = areas["land_use"].fillna("")
    # no works known are no works; works of an unknown extent are unknown
    areas["works_share"] = areas["works_share"].where(
        areas["works_share"].notna() | areas["works_year"].notna(), 0.0
    )
    areas["area_m2"] = areas.geometry.area
    return areas


def _ordered(areas: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Columns in the order of the schema, stress-test results after them, geometry last; nothing else."""
    events = sorted(filter(columns.STRESS_TEST.fullmatch, areas.columns))
    kept = [
        "name",
        "wijk",
        "area_m2",
        *columns.AREAS.columns,
        "soil",
        "typology",
        "works_kind",
        "land_use",
        *events,
        "geometry",
    ]
    geometry = areas.geometry.rename("geometry")
    return gpd.GeoDataFrame(areas.assign(geometry=geometry)[kept], geometry="geometry", crs=CRS)
