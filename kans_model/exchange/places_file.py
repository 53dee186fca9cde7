"""Objects and postcodes from files of others: schools and care homes as points, postcodes as a table."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from kans_model.city.checks import CRS
from kans_model.city.places import no_objects, no_postcodes, postcode
from kans_model.exchange.background_file import KIND_COLUMNS, NAME_COLUMNS, column_of
from kans_model.exchange.code_matching import matching
from kans_model.exchange.coordinate_system import in_rd
from kans_model.exchange.figures_table import read_figures
from kans_model.exchange.import_report import ImportReport
from kans_model.exchange.synonyms import normal
from kans_model.exchange.vector_files import read_layer
from kans_model.words.problems import KansError, Phrase, Problem

OBJECTS, POSTCODES = "objects", "postcodes"
POSTCODE_COLUMNS = ("postcode", "postcodes", "pc6", "pc4", "postcode6", "postcode4")
LONGEST = 120
"""Of a name or kind. [signs]"""
LISTED = 8


def read_objects(path: str | Path, areas: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The objects of a file that lie in a city: each with its name and kind, as a point.

    Parameters
    ----------
    path : str or Path
        GeoPackage, GeoJSON or Shapefile with columns of name and kind; of a surface its middle counts.
    areas : GeoDataFrame, EPSG:28992

    Returns
    -------
    GeoDataFrame, EPSG:28992
        ``kind, name, geometry``.

    Raises
    ------
    KansError
        No shapes, no column of name or kind, rows without one, or nothing of it in the city: all at once.
    """
    path = Path(path)
    rows = read_layer(path)
    if not isinstance(rows, gpd.GeoDataFrame):
        raise KansError(Problem("objects_no_shapes", file=path.name))
    shapes = shapely.force_2d(rows.geometry.to_numpy())
    rows = rows[~(shapely.is_missing(shapes) | shapely.is_empty(shapes))].reset_index(drop=True)
    if rows.empty:
        raise KansError(Problem("objects_no_shapes", file=path.name))
    texts = {
        what: column_of(rows, names).fillna("").astype(str).str.strip().str.slice(0, LONGEST)
        for what, names in (("name", NAME_COLUMNS), ("kind", KIND_COLUMNS))
    }
    problems = []
    for what, values in texts.items():
        empty = np.flatnonzero(values == "")
        if len(empty) == len(rows):
            must = ", ".join((NAME_COLUMNS if what == "name" else KIND_COLUMNS)[:3])
            problems.append(Problem(f"objects_without_{what}", file=path.name, must=must))
        else:
            problems += [
                Problem(f"object_without_{what}", file=path.name, row=int(row) + 1) for row in empty[:LISTED]
            ]
    if problems:
        raise KansError(problems)
    flat = gpd.GeoSeries(shapely.force_2d(rows.geometry.to_numpy()), crs=rows.crs)
    said = [f"{path.stem} {number}" for number in range(1, len(rows) + 1)]
    points = shapely.centroid(np.asarray(in_rd(flat, said, path.name, ImportReport("", path.name))))
    inside = shapely.intersects(points, shapely.union_all(areas.geometry.to_numpy()))
    if not inside.any():
        raise KansError(Problem("objects_elsewhere", file=path.name))
    found = gpd.GeoDataFrame({"kind": texts["kind"], "name": texts["name"]}, geometry=points, crs=CRS)
    return found[inside].reset_index(drop=True)


def read_postcodes(path: str | Path, areas: pd.DataFrame) -> pd.DataFrame:
    """The postcodes of buurten from a table: a column of codes, and one of postcodes, or of lists of them.

    Parameters
    ----------
    path : str or Path
        CSV or Excel.
    areas : DataFrame, indexed by code

    Returns
    -------
    DataFrame
        ``code, postcode``, one row per pair.

    Raises
    ------
    KansError
        No column of postcodes or of codes of this city, or cells that are no postcode.
    """
    path = Path(path)
    frame = read_figures(path).frame
    column = next((name for name in frame.columns if normal(str(name)) in POSTCODE_COLUMNS), None)
    if column is None:
        must = ", ".join(POSTCODE_COLUMNS[:3])
        raise KansError(Problem("postcodes_no_column", file=path.name, must=must))
    rest = [name for name in frame.columns if name != column]
    ways = [matching(frame[name].astype(str), areas.index.astype(str)) for name in rest]
    best = max(ways, key=lambda way: way.n, default=None)
    if best is None or not best.n:
        raise KansError(Problem("postcodes_no_codes", file=path.name))
    pairs, problems = [], []
    for row, cell, code in zip(frame.index, frame[column], best.codes, strict=True):
        for part in filter(None, (own.strip() for own in re.split(r"[;,|]", str(cell)))):
            if not (known := postcode(part)):
                wanted = Phrase("must.postcode")
                problems.append(
                    Problem("cell", file=path.name, row=row, column=str(column), value=part, must=wanted)
                )
            elif code is not None:
                pairs.append((code, known))
    if problems:
        raise KansError(problems[:LISTED])
    return pd.DataFrame(sorted(set(pairs)), columns=["code", "postcode"], dtype=str)


# --- in a city file --------------------------------------------------------------------------


def has_layer(path: Path, layer: str) -> bool:
    """Whether a city file has a plain table of this name."""
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as database:
        plain = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = ?"
        return bool(database.execute(plain, (layer,)).fetchone()[0])


def stored_objects(path: Path) -> gpd.GeoDataFrame:
    """The objects in a city file; raises `KansError` for what `write_city` would not lay down."""
    if not has_layer(path, OBJECTS):
        return no_objects()
    layer = read_layer(path, OBJECTS)
    whole = isinstance(layer, gpd.GeoDataFrame) and {"kind", "name"} <= set(layer.columns)
    if not whole or layer.crs != CRS or (shapely.get_type_id(layer.geometry.to_numpy()) != 0).any():
        raise KansError(Problem("city_not_a_city", file=path.name))
    texts = {name: layer[name].fillna("").astype(str) for name in ("kind", "name")}
    return gpd.GeoDataFrame(texts, geometry=layer.geometry.to_numpy(), crs=CRS)


def stored_postcodes(path: Path) -> pd.DataFrame:
    """The postcodes in a city file; raises `KansError` for what `write_city` would not lay down."""
    if not has_layer(path, POSTCODES):
        return no_postcodes()
    layer = read_layer(path, POSTCODES)
    if not {"code", "postcode"} <= set(layer.columns) or not layer["postcode"].map(postcode).all():
        raise KansError(Problem("city_not_a_city", file=path.name))
    return pd.DataFrame(layer[["code", "postcode"]].astype(str))
