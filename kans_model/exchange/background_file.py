"""What makes a map of buurten a place, from a file: water, ring roads, railway, districts and centre.

A layer or a column says what each shape is; words of the table `background_words` decide. Only what lies
in and around the city is kept.
"""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from kans_model.city.background import KINDS, no_background
from kans_model.city.checks import CRS
from kans_model.exchange.coordinate_system import in_rd
from kans_model.exchange.import_report import ImportReport
from kans_model.exchange.synonyms import normal
from kans_model.exchange.vector_files import layer_names, read_layer
from kans_model.tables.reading import table
from kans_model.words.problems import KansError, Phrase, Problem

BACKGROUND = "background"
KIND_COLUMNS = ("kind", "soort", "type", "klasse", "class", "categorie", "category", "functie", "fclass")
NAME_COLUMNS = ("name", "naam", "wijknaam", "stadsdeelnaam", "districtname", "label")
AROUND = 0.03
"""So much around the city is kept, as a share of its width. [-]"""
DIMENSIONS = {"water": (1, 2), "road": (1,), "rail": (1,), "district": (0, 2), "centre": (0, 2)}
"""What a shape of each kind may be: a point 0, a line 1, a surface 2."""


def read_background(
    path: str | Path, areas: gpd.GeoDataFrame, report: ImportReport | None = None
) -> gpd.GeoDataFrame:
    """The lines and surfaces of a file around a city, by kind.

    Parameters
    ----------
    path : str or Path
        GeoPackage with a layer per kind or a column that says the kind; or a GeoJSON file or Shapefile.
    areas : GeoDataFrame, EPSG:28992
    report : ImportReport, optional
        Is told of layers whose coordinates were put right.

    Returns
    -------
    GeoDataFrame, EPSG:28992
        ``kind, name, geometry``.

    Raises
    ------
    KansError
        Every layer and value whose kind is not known, shapes that their kind cannot have, districts without
        a name, or nothing of it near the city: all at once, each with file, layer and value.
    """
    path = Path(path)
    problems: list[Problem] = []
    notes = list[Phrase]()
    parts = [_layer(path, layer, problems, notes) for layer in layer_names(path)]
    if problems:
        raise KansError(problems)
    if report is not None:
        report.notes += notes
    found = pd.concat([no_background(), *parts], ignore_index=True) if parts else no_background()
    left, bottom, right, top = areas.total_bounds
    margin = AROUND * (right - left)
    box = shapely.box(left - margin, bottom - margin, right + margin, top + margin)
    inside = shapely.intersection(shapely.make_valid(found.geometry.to_numpy()), box)
    kept = gpd.GeoDataFrame(found[["kind", "name"]], geometry=inside, crs=CRS)
    whole = shapely.get_dimensions(inside) == shapely.get_dimensions(found.geometry.to_numpy())
    kept = kept[whole & ~shapely.is_empty(inside)].reset_index(drop=True)  # one that only touches is none
    if kept.empty:
        raise KansError(Problem("background_elsewhere", file=path.name))
    return kept


def background_note(background: gpd.GeoDataFrame, file: str) -> Phrase:
    """What was read of it, for the report of an import."""
    counts = background["kind"].value_counts().to_dict()
    return Phrase("report.background", {"file": file} | {kind: counts.get(kind, 0) for kind in KINDS})


def stored_background(path: Path) -> gpd.GeoDataFrame | None:
    """The background in a city file, as `write_city` laid it down; None where it has none.

    Raises
    ------
    KansError
        A kind that is not known, or another coordinate system.
    """
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as database:
        plain = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = ?"
        if not database.execute(plain, (BACKGROUND,)).fetchone()[0]:
            return None
    layer = read_layer(path, BACKGROUND)
    if not isinstance(layer, gpd.GeoDataFrame) or not {"kind", "name"} <= set(layer.columns):
        raise KansError(Problem("city_not_a_city", file=path.name))
    if layer.crs != CRS:
        value = layer.crs.to_string() if layer.crs else "?"
        raise KansError(Problem("city_wrong_crs", file=path.name, value=value, must=CRS))
    problems = [
        Problem("background_kind", file=path.name, layer=BACKGROUND, value=str(value), must=", ".join(KINDS))
        for value in sorted(set(layer["kind"].astype(str)) - set(KINDS))
    ]
    dimensions = shapely.get_dimensions(layer.geometry.to_numpy())
    problems += _shape_problems(layer["kind"].astype(str), dimensions, path.name, BACKGROUND)
    if problems:
        raise KansError(problems)
    return gpd.GeoDataFrame(
        {"kind": layer["kind"].astype(str), "name": layer["name"].fillna("").astype(str)},
        geometry=layer.geometry.to_numpy(),
        crs=CRS,
    )


def kind_of_word(text: object) -> str:
    """What a layer or a value says a shape is; '' where it says nothing known.

    Examples
    --------
    >>> [kind_of_word(text) for text in ("Waterdeel", "spoorweg", "ringweg", "wijknamen", "bomen", None)]
    ['water', 'rail', 'road', 'district', '', '']
    """
    said = text.casefold() if isinstance(text, str) else ""
    alone = set(re.findall(r"[^\W_]+", said))
    for word, kind, match in table("background_words")[["kind", "match"]].itertuples():
        if word in (said if match == "part" else alone):
            return str(kind)
    return ""


def _layer(path: Path, layer: str, problems: list[Problem], notes: list[Phrase]) -> gpd.GeoDataFrame:
    """The shapes of one layer that are there, each with its kind; what is wrong or put right is added."""
    rows = read_layer(path, layer)
    place = {"file": path.name, "layer": layer}
    if not isinstance(rows, gpd.GeoDataFrame):
        problems.append(Problem("background_no_shapes", **place))
        return no_background()
    shapes = shapely.force_2d(rows.geometry.to_numpy())
    rows = rows[~(shapely.is_missing(shapes) | shapely.is_empty(shapes))].reset_index(drop=True)
    if rows.empty:
        problems.append(Problem("background_no_shapes", **place))
        return no_background()
    kinds = _kinds(rows, layer, place, problems)
    names = column_of(rows, NAME_COLUMNS)
    name = names.fillna("").astype(str).str.strip()
    if unnamed := int(((kinds == "district") & (name == "")).sum()):
        problems.append(Problem("background_name", n=unnamed, must=", ".join(NAME_COLUMNS[:2]), **place))
    problems += _shape_problems(kinds, shapely.get_dimensions(rows.geometry.to_numpy()), path.name, layer)
    said = [f"{layer} {number}" for number in range(1, len(rows) + 1)]
    flat = gpd.GeoSeries(shapely.force_2d(rows.geometry.to_numpy()), crs=rows.crs)
    told = ImportReport("", path.name)
    projected = in_rd(flat, said, path.name, told)
    if told.put_right:
        notes.append(Phrase("report.background_put_right", place))
    return gpd.GeoDataFrame({"kind": kinds, "name": name}, geometry=np.asarray(projected), crs=CRS)


def _kinds(rows: gpd.GeoDataFrame, layer: str, place: dict[str, str], problems: list[Problem]) -> pd.Series:
    """The kind of each row: by its own column, else by the layer; '' where neither says one."""
    of_layer = kind_of_word(layer)
    values = column_of(rows, KIND_COLUMNS)
    kinds = values.map(kind_of_word)
    kinds = kinds.where(kinds != "", of_layer)
    must = Phrase("must.background_kind")
    lost = values[kinds == ""]
    if len(lost) and lost.isna().all():
        problems.append(Problem("background_layer", must=must, **place))
    else:
        unknown = sorted(set(lost.fillna("").astype(str)))
        problems += [Problem("background_kind", value=value, must=must, **place) for value in unknown]
    return kinds


def column_of(rows: gpd.GeoDataFrame, names: tuple[str, ...]) -> pd.Series:
    """The first column of these names, as texts; unknown where there is none."""
    known = {normal(column): column for column in rows.columns if column != rows.geometry.name}
    column = next((known[name] for name in names if name in known), None)
    values = pd.Series(None, rows.index, dtype=object) if column is None else rows[column].astype(object)
    return values.where(values.notna(), None)


def _shape_problems(kinds: pd.Series, dimensions: np.ndarray, file: str, layer: str) -> list[Problem]:
    """Shapes that their kind cannot have, such as a road that is a point: one problem per kind."""
    problems = []
    for kind in sorted(set(kinds) & set(DIMENSIONS)):
        wrong = int((~np.isin(dimensions[(kinds == kind).to_numpy()], DIMENSIONS[kind])).sum())
        if wrong:
            must = Phrase(f"must.background_{kind}")
            what = Phrase(f"map.kind_{kind}")
            problems.append(
                Problem("background_shape", file=file, layer=layer, value=what, n=wrong, must=must)
            )
    return problems
