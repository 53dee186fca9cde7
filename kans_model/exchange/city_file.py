"""A city as a GeoPackage: layers `areas`, `filled` and `metadata`. QGIS opens it too."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio

from kans_model.city.city import City
from kans_model.city.columns import FLOOD_DEPTHS
from kans_model.exchange.background_file import BACKGROUND, stored_background
from kans_model.exchange.city_contents import LAYERS, SCHEMA, cell_problems, layer_problems
from kans_model.exchange.files import reason, replacing
from kans_model.exchange.import_report import ImportReport, column_label, report_path
from kans_model.exchange.places_file import OBJECTS, POSTCODES, stored_objects, stored_postcodes
from kans_model.exchange.vector_files import GEOPACKAGE, file_format, read_layer
from kans_model.words.problems import KansError, Problem
from kans_model.words.texts import t

GDAL_REFUSALS = (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, pyogrio.errors.FeatureError)


def open_city(city: str | Path) -> City:
    """The city called "demo" or the one in this file.

    Parameters
    ----------
    city : str or Path
        `"demo"`, or a GeoPackage written by `write_city`.

    Raises
    ------
    KansError
        The file is missing, is not a city, or holds values that cannot be.
    """
    return City.demo() if str(city) == "demo" else read_city(city)


def read_city(path: str | Path) -> City:
    """The city in a GeoPackage written by `write_city`, checked."""
    path = Path(path)
    if file_format(path) != GEOPACKAGE:
        raise KansError([Problem("city_not_a_city", file=path.name)])
    if problems := cell_problems(path):
        raise KansError(problems)
    try:
        areas, filled, metadata = (read_layer(path, layer) for layer in LAYERS)
        if problems := layer_problems(areas, filled, metadata, path.name):
            raise KansError(problems)
        city = City.stored(areas, filled, metadata, stored_background(path))
        city = replace(city, objects=stored_objects(path), postcodes=stored_postcodes(path))
    except (
        KeyError,
        TypeError,
        ValueError,
    ) as error:  # the layers are there, but not as `write_city` makes them
        raise KansError([Problem("city_not_a_city", file=path.name)]) from error
    city = city.checked(path.name)
    about = dict(zip(metadata["key"], metadata["value"], strict=True))
    if about["schema"] == SCHEMA and about.get("content_hash") != city.content_hash:
        raise KansError([Problem("city_hash", file=path.name)])
    return city


def write_city(city: City, path: str | Path) -> None:
    """Write the city to a GeoPackage; an existing file is replaced only when all went well.

    Raises
    ------
    KansError
        The folder is missing, full or closed to us.
    """
    path = Path(path)
    metadata = {"name": city.name, "fictional": str(int(city.fictional)), "soil": city.soil or ""}
    metadata |= {"content_hash": city.content_hash, "schema": SCHEMA}
    try:
        with replacing(path, suffix=".gpkg") as draft:
            pyogrio.write_dataframe(city.areas.reset_index(), draft, layer="areas", driver="GPKG")
            cells = city.filled.astype("str")
            pyogrio.write_dataframe(cells, draft, layer="filled", driver="GPKG", append=True)
            if len(city.background):
                behind = {"layer": BACKGROUND, "geometry_type": "Unknown", "append": True}
                pyogrio.write_dataframe(city.background, draft, driver="GPKG", **behind)
            if len(city.objects):
                pyogrio.write_dataframe(city.objects, draft, layer=OBJECTS, driver="GPKG", append=True)
            if len(city.postcodes):
                pyogrio.write_dataframe(city.postcodes, draft, layer=POSTCODES, driver="GPKG", append=True)
            about = pd.DataFrame({"key": metadata.keys(), "value": metadata.values()})
            pyogrio.write_dataframe(about, draft, layer="metadata", driver="GPKG", append=True)
    except (OSError, *GDAL_REFUSALS) as error:
        raise KansError([Problem("city_not_written", file=path.name, value=reason(error))]) from error


def write_import(city: City, report: ImportReport, path: Path, lang: str = "nl") -> None:
    """Write the city with its whole report beside it, as <city>.import.txt: both or neither.

    Raises
    ------
    KansError
        As `write_city`.
    """
    beside = report_path(path)
    try:
        with replacing(beside) as draft:
            draft.write_bytes((report.text(lang, cells=True) + "\n").encode("utf-8", "replace"))
            write_city(city, path)
    except OSError as error:
        raise KansError([Problem("city_not_written", file=beside.name, value=reason(error))]) from error


@dataclass(frozen=True)
class CityReport:
    """What `kans check` says of a city file: the city where it is sound, else its problems."""

    file: str
    city: City | None
    problems: tuple[Problem, ...] = ()

    @property
    def ok(self) -> bool:
        return self.city is not None

    def text(self, lang: str = "nl") -> str:
        """The report as lines of text."""
        if self.city is None:
            return "\n".join(
                [t("check.refused", lang, file=self.file), *(p.text(lang) for p in self.problems)]
            )
        city, areas = self.city, self.city.areas
        lines = [t("check.sound", lang, file=self.file, name=city.name, n=len(areas))]
        lines += [t("check.fictional", lang)] if city.fictional else []
        counted = areas["residents"].notna()
        if not counted.any():
            lines.append(t("check.residents_unknown", lang))
        else:
            lines.append(t("check.residents", lang, n=round(areas["residents"].sum())))
        if counted.any() and not counted.all():
            lines.append(t("check.residents_partly", lang, known=int(counted.sum()), n=len(areas)))
        lines += [
            t(f"check.{key}", lang, known=int(known.sum()), n=len(areas)) for key, known in _own_data(areas)
        ]
        for (column, rule), cells in city.filled.groupby(["column", "rule"], sort=False):
            lines.append(
                t(
                    "check.filled",
                    lang,
                    n=len(cells),
                    column=column_label(column, lang),
                    rule=t(f"fill.{rule}", lang),
                )
            )
        lines.append(t("check.hash", lang, hash=city.content_hash))
        return "\n".join(lines)


def check_city(path: str | Path) -> CityReport:
    """Validate a city file and explain what is in it; never raises for a file that is wrong."""
    try:
        return CityReport(Path(path).name, open_city(path))
    except KansError as error:
        return CityReport(Path(path).name, None, tuple(error.problems))


def _own_data(areas: gpd.GeoDataFrame) -> Iterator[tuple[str, pd.Series]]:
    stress = areas.filter(regex=r"^buildings_entered_").notna().any(axis=1)
    yield "stress_test", stress
    yield "vulnerable", areas["vulnerable_buildings"].notna()
    yield "flood", areas[list(FLOOD_DEPTHS)].notna().any(axis=1)
    yield "works", areas["works_year"].notna()
