"""Areas read from a GeoPackage, GeoJSON or Shapefile that a stranger may have made.

GDAL opens anything it recognises, whatever the file is called, and some formats (VRT) read other files on the
machine or the network. So the first bytes decide which format it is, and only that format's reader sees it:
a GeoPackage through GDAL's prefix `GPKG:`, which no other driver answers to; GeoJSON through a JSON parser,
without GDAL; a Shapefile (which starts with a zero byte, where no text format can) from a fresh folder that
holds its own parts and nothing else.
"""

import json
import re
import shutil
import sqlite3
import tempfile
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely

from kans_model.exchange.file_kind import kind_of
from kans_model.exchange.files import check_input
from kans_model.words.problems import KansError, Phrase, Problem

GEOPACKAGE, GEOJSON, SHAPEFILE, ZIP = "GeoPackage", "GeoJSON", "Shapefile", "zip"
SHAPEFILE_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
NEEDED_PARTS = (".shx", ".dbf")
"""Beside the shapes: where each stands in its file, and what is known of it."""
SHAPEFILE_HEAD = b"\x00\x00\x27\x0a"
MAX_UNZIPPED_BYTES = 2_000_000_000


def file_format(path: str | Path) -> str:
    """What the file is by its first bytes: GeoPackage, GeoJSON, Shapefile or zip; raises for the rest."""
    path = Path(path)
    check_input(path)
    with path.open("rb") as file:
        head = file.read(2048)
    if head.startswith(b"SQLite format 3\0"):
        return GEOPACKAGE
    if head.startswith(SHAPEFILE_HEAD):
        return SHAPEFILE
    if head.startswith(b"PK\x03\x04"):
        return ZIP
    if head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{"):
        return GEOJSON
    raise _other_map(path)


def _other_map(path: Path) -> KansError:
    """What a file is that is no map we read, and what to do."""
    kind = kind_of(path)
    with path.open("rb") as file:
        head = file.read(2048)
    if path.suffix.lower() in SHAPEFILE_PARTS and kind != "shapefile":
        kind = "shapefile_part"
    if kind == "text" and re.search(rb"(multi)?polygon\s*\(", head, re.IGNORECASE):
        kind = "wkt"
    return _map_kind(path, kind)


def _map_kind(path: Path, kind: str) -> KansError:
    advice = Phrase(f"file_advice.{kind}")
    return KansError(Problem("map_kind", file=path.name, value=Phrase(f"file_kind.{kind}"), must=advice))


def read_layer(path: str | Path, layer: str | None = None) -> pd.DataFrame:
    """One layer of polygons.

    Parameters
    ----------
    path : str or Path
        A GeoPackage, GeoJSON file, Shapefile (its .shp) or zip with one Shapefile.
    layer : str, optional
        Layer of a GeoPackage; without it the only one with areas, or else the one called "buurt…".

    Returns
    -------
    GeoDataFrame, or a DataFrame where the layer has no geometry.

    Raises
    ------
    KansError
        The file is missing, broken or something else than its name says.
    """
    path = Path(path)
    kind = file_format(path)
    if kind == GEOJSON:
        return _read_geojson(path)
    try:
        with _private_copy(path, kind) as copy, warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)  # GDAL's own words; what matters is checked here
            if kind == GEOPACKAGE:
                source = f"GPKG:{copy}"
                _check_tables(copy, path.name)
                layer = layer or _areas_layer(source, path.name)
                return pyogrio.read_dataframe(source, layer=layer, use_arrow=False)
            if pyogrio.read_info(copy)["driver"] != "ESRI Shapefile":
                raise KansError([Problem("city_file_format", file=path.name, value="?")])
            return pyogrio.read_dataframe(copy, use_arrow=False)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, sqlite3.DatabaseError) as error:
        raise _broken(path, error) from error
    except (shapely.errors.GEOSException, zipfile.BadZipFile, UnicodeDecodeError) as error:
        raise _broken(path, error) from error


def areas_layer(path: str | Path) -> tuple[str | None, int]:
    """Which layer of a GeoPackage or zip holds the areas, and how many it has; (None, 1) for the rest."""
    path = Path(path)
    kind = file_format(path)
    if kind not in (ZIP, GEOPACKAGE):
        return None, 1
    try:
        if kind == ZIP:
            shape, n_shapes = _zipped_shape(path)
            return shape.stem, n_shapes
        with _private_copy(path, GEOPACKAGE) as copy:
            _check_tables(copy, path.name)
            return _areas_layer(f"GPKG:{copy}", path.name), len(pyogrio.list_layers(f"GPKG:{copy}"))
    except (pyogrio.errors.DataSourceError, sqlite3.DatabaseError, zipfile.BadZipFile) as error:
        raise _broken(path, error) from error


def layer_names(path: str | Path) -> list[str]:
    """The layers with shapes of a GeoPackage; of other files their only one, called as the file."""
    path = Path(path)
    if file_format(path) != GEOPACKAGE:
        return [path.stem]
    try:
        with _private_copy(path, GEOPACKAGE) as copy:
            _check_tables(copy, path.name)
            layers = pyogrio.list_layers(f"GPKG:{copy}")
    except (pyogrio.errors.DataSourceError, sqlite3.DatabaseError) as error:
        raise _broken(path, error) from error
    return [str(name) for name, geometry in layers if geometry is not None]


def _broken(path: Path, error: Exception) -> KansError:
    """What the library says is wrong, without where its copy stood."""
    reason = re.sub(r"(GPKG:)?[^\s'\"]*[/\\]areas\.\w+", path.name, str(error).split("\n")[0])
    return KansError(Problem("city_file_broken", file=path.name, value=reason))


@contextmanager
def _private_copy(path: Path, kind: str) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        if kind == GEOPACKAGE:
            yield shutil.copyfile(path, Path(folder) / "areas.gpkg")
        elif kind == SHAPEFILE:
            for part in path.parent.iterdir():
                if part.stem == path.stem and part.suffix.lower() in SHAPEFILE_PARTS and part.is_file():
                    shutil.copyfile(part, Path(folder) / f"areas{part.suffix.lower()}")
            _check_parts(Path(folder), path)
            yield Path(folder) / "areas.shp"
        else:
            _unzip_shapefile(path, Path(folder))
            yield Path(folder) / "areas.shp"


def _check_parts(folder: Path, path: Path) -> None:
    """Refuse a Shapefile of which only a part came along: without attributes no area has a code."""
    lacking = [suffix for suffix in NEEDED_PARTS if not (folder / f"areas{suffix}").exists()]
    if lacking:
        must = ", ".join(SHAPEFILE_PARTS[:4])
        raise KansError(Problem("city_shapefile_parts", path.name, value=", ".join(lacking), must=must))


def _zipped_shape(path: Path) -> tuple[Path, int]:
    """The Shapefile of areas in a zip, the only one or the one called "buurt…", and how many there are."""
    with zipfile.ZipFile(path) as archive:
        names = [Path(entry.filename) for entry in archive.infolist()]
    shapes = [name for name in names if name.suffix.lower() == ".shp" and not _is_shadow(name)]
    buurten = [name for name in shapes if "buurt" in name.stem.lower()]
    for choice in (shapes, buurten):
        if len(choice) == 1:
            return choice[0], len(shapes)
    if not shapes:
        raise _map_kind(path, kind_of(path))
    listed = ", ".join(map(str, shapes))
    raise KansError(Problem("city_zip_shapefiles", path.name, value=listed, n=len(shapes)))


def _is_shadow(name: Path) -> bool:
    """What macOS puts beside every file of a zip."""
    return name.parts[0] == "__MACOSX" or name.name.startswith("._")


def _unzip_shapefile(path: Path, folder: Path) -> None:
    stem = _zipped_shape(path)[0].with_suffix("")
    with zipfile.ZipFile(path) as archive:
        parts = [
            entry
            for entry in archive.infolist()
            if Path(entry.filename).with_suffix("") == stem
            and Path(entry.filename).suffix.lower() in SHAPEFILE_PARTS
        ]
        if any(entry.flag_bits & 1 for entry in parts):
            raise _map_kind(path, "locked")
        if sum(entry.file_size for entry in parts) > MAX_UNZIPPED_BYTES:
            raise KansError([Problem("city_file_too_large", file=path.name)])
        for entry in parts:
            (folder / f"areas{Path(entry.filename).suffix.lower()}").write_bytes(archive.read(entry))
    _check_parts(folder, path)
    with (folder / "areas.shp").open("rb") as file:
        if not file.read(4) == SHAPEFILE_HEAD:
            raise KansError([Problem("city_file_format", file=path.name, value="?")])


def _check_tables(path: Path, name: str) -> None:
    """A GeoPackage has layers, and needs no virtual tables but its index: others reach outside the file."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as database:
        found = database.execute(
            "SELECT name, sql FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL%'"
        ).fetchall()
        foreign = [table for table, sql in found if "using rtree" not in " ".join(sql.lower().split())]
        layers = database.execute(
            "SELECT count(*) FROM sqlite_master WHERE name = 'gpkg_contents'"
        ).fetchone()[0]
        if layers:
            layers = database.execute("SELECT count(*) FROM gpkg_contents").fetchone()[0]
    if foreign:
        raise KansError([Problem("city_file_virtual_table", file=name, value=", ".join(foreign))])
    if not layers:
        raise KansError(Problem("city_no_layers", file=name))


def _areas_layer(source: str, name: str) -> str:
    found = pd.DataFrame(pyogrio.list_layers(source), columns=["layer", "geometry"])
    polygons = found.loc[found["geometry"].astype(str).str.contains("Polygon|Unknown"), "layer"].tolist()
    buurten = [layer for layer in polygons if "buurt" in layer.lower()]
    for choice in (polygons, buurten):
        if len(choice) == 1:
            return choice[0]
    if not polygons:
        with_shapes = found.loc[found["geometry"].notna(), "layer"].tolist()
        if with_shapes:
            return with_shapes[0]  # points or lines: the rows will be refused by what they are
        raise KansError([Problem("city_no_geometry", file=name)])
    raise KansError([Problem("city_which_layer", file=name, value=", ".join(polygons))])


def _read_geojson(path: Path) -> gpd.GeoDataFrame:
    def broken(reason: str) -> KansError:
        return KansError([Problem("city_file_broken", file=path.name, value=reason)])

    try:
        content = json.loads(path.read_bytes().decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise broken(str(error)) from error
    features = content.get("features") if isinstance(content, dict) else None
    if not isinstance(content, dict) or content.get("type") != "FeatureCollection":
        raise _map_kind(path, "feature" if (kind := kind_of(path)) == "geojson" else kind)
    if not isinstance(features, list):
        raise broken("features")
    if not features:
        raise KansError([Problem("city_empty", file=path.name)])
    problems = [
        Problem("city_feature", file=path.name, row=number)
        for number, feature in enumerate(features, start=1)
        if not isinstance(feature, dict) or not _has_geometry(feature)
    ]
    if problems:
        raise KansError(problems)
    named = _dict(_dict(content.get("crs")).get("properties"))
    flat = [
        {
            **feature,
            "geometry": _flat(feature.get("geometry")),
            "properties": _dict(feature.get("properties")),
        }
        for feature in features
    ]
    try:
        frame = gpd.GeoDataFrame.from_features(flat, crs=named.get("name", "OGC:CRS84"))
    except Exception as error:  # shapely and pyproj raise many kinds for malformed features
        raise broken(str(error)) from error
    points, places = shapely.get_coordinates(frame.geometry.to_numpy(), return_index=True)
    infinite = sorted(set(places[~np.isfinite(points).all(axis=1)].tolist()))
    if infinite:
        raise KansError([Problem("city_feature_infinite", file=path.name, row=n + 1) for n in infinite])
    return frame


def _has_geometry(feature: dict) -> bool:
    """Whether the member is there as RFC 7946 asks: null, or an object whose coordinates are not null."""
    geometry = feature.get("geometry", "absent")
    return geometry is None or (isinstance(geometry, dict) and geometry.get("coordinates", []) is not None)


def _dict(part: object) -> dict[str, Any]:
    """A part of JSON that must be an object; an empty one for anything else."""
    return part if isinstance(part, dict) else {}


def _flat(geometry: dict | None) -> dict | None:
    """A geometry without heights: one point with, or without, one would refuse the whole."""
    if geometry is None or "coordinates" not in geometry:
        return geometry
    return {**geometry, "coordinates": _pairs(geometry["coordinates"])}


def _pairs(coordinates: object) -> object:
    if not isinstance(coordinates, list):
        return coordinates
    if coordinates and isinstance(coordinates[0], int | float):
        return coordinates[:2]
    return [_pairs(part) for part in coordinates]
