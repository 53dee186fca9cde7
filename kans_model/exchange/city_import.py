"""A city from what a municipality hands over: a file of areas and any number of tables of figures."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from kans_model.city import columns
from kans_model.city.checks import CRS
from kans_model.city.city import City
from kans_model.exchange.background_file import background_note, read_background
from kans_model.exchange.column_reading import elderly_reading
from kans_model.exchange.column_sense import is_level
from kans_model.exchange.density import density_check
from kans_model.exchange.figures_table import read_figures
from kans_model.exchange.import_report import ImportReport, never_filled
from kans_model.exchange.land_and_water import water_reading
from kans_model.exchange.map_areas import map_areas
from kans_model.exchange.places_file import read_objects, read_postcodes
from kans_model.exchange.row_sense import mended
from kans_model.exchange.scaling import scaling_doubts
from kans_model.exchange.source_file import SourceFile
from kans_model.exchange.source_years import FilePairs, notes_on_years, ordered
from kans_model.exchange.synonyms import Meaning, normal, read_mapping
from kans_model.exchange.usual_values import sums_doubts
from kans_model.exchange.value_repeats import repeats_doubts
from kans_model.exchange.vector_files import areas_layer, read_layer
from kans_model.tables.reading import table
from kans_model.words.problems import KansError, Phrase, Problem

AREA_TOLERANCE = 0.1
"""Surfaces that add up to the polygon within this share are scaled to it; further off is an error. [-]"""


def import_city(
    areas_path: str | Path,
    figures_paths: Sequence[str | Path] = (),
    name: str = "",
    soil: str | None = None,
    mapping: str | Path | None = None,
    background: str | Path | None = None,
    objects: str | Path | None = None,
    postcodes: str | Path | None = None,
) -> tuple[City, ImportReport]:
    """Read areas and figures, join them on code, and fill what is missing.

    Where two files know the same figure, the newest goes first, as the column, the titles or the name of the
    file say its year; without a year the first table goes first and the file of areas last. The other only
    fills what the first leaves unknown, and both are said. Names come from the areas.

    Parameters
    ----------
    areas_path : str or Path
        GeoPackage, GeoJSON, Shapefile or zip with one Shapefile: one polygon per buurt.
    figures_paths : sequence of str or Path
        CSV or Excel tables with a column of codes.
    name : str
        Name of the city. In a file of several municipalities only the one of this name is kept.
    soil : {"sand", "clay", "peat"}, optional
        Soil of the buurten that have none.
    mapping : str or Path, optional
        CSV or JSON with column, source column, factor, for columns that are not recognised.
    background : str or Path, optional
        What makes the map a place: water, roads, railway, districts and centre, see `read_background`.
    objects : str or Path, optional
        Points with name and kind, such as schools and care homes, see `read_objects`.
    postcodes : str or Path, optional
        Table of codes and postcodes, see `read_postcodes`.

    Returns
    -------
    city, report : City, ImportReport

    Raises
    ------
    KansError
        All problems found in the files at that stage, each with file, row, column and value.
    """
    areas_path = Path(areas_path)
    report = ImportReport(name, areas_path.name)
    if soil is not None and soil not in table("soils").index:
        raise KansError([Problem("city_soil_argument", value=soil, must=", ".join(table("soils").index))])
    renamed = read_mapping(mapping) if mapping else []
    layer = _layer(areas_path, report)
    figures = [(Path(path).name, read_figures(path, renamed)) for path in figures_paths]
    report.notes += [note for _, entry in figures for note in entry.notes]
    if mapping:
        _check_sources(Path(mapping), renamed, layer, [entry.frame for _, entry in figures])

    on_map = map_areas(layer, areas_path.name, renamed, report)
    base = on_map.source
    sources = [SourceFile(file, entry.frame, renamed, entry) for file, entry in figures]
    for source in sources:
        source.rows_by_code(pd.Index(base.codes), report, on_map.names, on_map.towns)
    known = _merged([*sources, base], pd.Index(base.codes, name="code"), report)
    known = gpd.GeoDataFrame(known, geometry=on_map.geometry, crs=CRS)
    known = _translated(known, report)
    for source in [base, *sources]:
        _say_columns(source, report)
    city = City.from_areas(known, name, soil=soil, file=areas_path.name)
    city = _with_surroundings(city, report, background, objects, postcodes)
    report.n_areas = len(city.areas)
    report.filled = city.filled
    report.empty_areas = city.unknown_use
    report.unknown = never_filled(city.areas)
    return city, report


def _layer(path: Path, report: ImportReport) -> gpd.GeoDataFrame:
    """The areas as they stand in their file."""
    chosen, n_layers = areas_layer(path)
    if n_layers > 1:
        report.notes.append(Phrase("explain.layer", {"file": path.name, "layer": chosen}))
    layer = read_layer(path)
    if not isinstance(layer, gpd.GeoDataFrame):
        raise KansError([Problem("city_no_geometry", file=path.name)])
    return layer


def _check_sources(
    mapping: Path, renamed: Sequence[Meaning], layer: gpd.GeoDataFrame, tables: Sequence[pd.DataFrame]
) -> None:
    """Refuse a mapping of columns that stand in none of the files."""
    attributes = layer.drop(columns=layer.geometry.name)
    headers = {normal(source) for frame in (attributes, *tables) for source in frame.columns}
    lost = [entry.source for entry in renamed if normal(entry.source) not in headers]
    if lost:
        raise KansError([Problem("mapping_source", file=mapping.name, value=source) for source in lost])


def _with_surroundings(
    city: City,
    report: ImportReport,
    background: str | Path | None,
    objects: str | Path | None,
    postcodes: str | Path | None,
) -> City:
    """The city with what was handed in beside its areas, each said in the report."""
    if background is not None:
        behind = read_background(background, city.areas, report)
        city = replace(city, background=behind)
        report.notes.append(background_note(behind, Path(background).name))
    if objects is not None:
        city = replace(city, objects=read_objects(objects, city.areas))
        words = {"file": Path(objects).name, "n": len(city.objects)}
        report.notes.append(Phrase("report.objects", words))
    if postcodes is not None:
        city = replace(city, postcodes=read_postcodes(postcodes, city.areas))
        words = {"file": Path(postcodes).name, "n": len(city.postcodes)}
        report.notes.append(Phrase("report.postcodes", words))
    return city


def _say_columns(source: SourceFile, report: ImportReport) -> None:
    """What of the columns of a file was not read, and why."""
    report.unused += [(source.file, entry.source, entry.column) for entry in source.unused]
    report.unrecognised[source.file] = source.unknown
    report.notes += [*source.notes, *source.flag_notes, *source.rivals()]
    report.notes += [
        Phrase("report.level_in_nap", {"file": source.file, "column": str(name)})
        for name in source.unknown
        if is_level(str(name))
    ]
    years = {entry.column: entry for entry in source.unused if entry.year}
    report.notes += [
        Phrase("report.newest_year", {"file": source.file, "column": source.meanings[column].source})
        for column in years
        if column in source.meanings and source.meanings[column].year
    ]


def _merged(sources: Any, codes: Any, report: ImportReport) -> Any:
    """Every column the sources know, per code: the newest first, else as given; the last is the areas."""
    problems, base = list[Problem](), sources[-1]
    read: dict[str, dict[int, Any]] = {}
    for source in sources:
        for column in source.meanings:
            if column == "land_or_water" and source is not base:
                said = {"file": source.file, "column": source.meanings[column].source}
                report.notes.append(Phrase("report.flag_of_table", said))
            if column in ("code", "municipality", "land_or_water"):
                continue
            if column in ("name", "wijk") and source is not base and column in base.meanings:
                source.unused.append(source.meanings[column])
                continue
            values = source.values(column, report, problems).reindex(codes)
            read.setdefault(column, {})[id(source)] = values
        problems += source.held_to_wholes(report)
    if problems:
        raise KansError(problems)
    merged, pairs = {}, FilePairs()
    leading: dict[int, list[str]] = {}
    for column, by_source in read.items():
        first, *others = (source for source in ordered(sources, column) if id(source) in by_source)
        leading.setdefault(id(first), []).append(column)
        merged[column] = by_source[id(first)]
        for other in others:
            values = by_source[id(other)]
            pairs.add(first, other, column, merged[column], values)
            merged[column] = merged[column].where(merged[column].notna(), values)
    for source in sources:
        report.notes += notes_on_years(source, leading.get(id(source), []))
    report.notes += pairs.notes()
    return pd.DataFrame(merged, index=codes)


def _elderly(known: Any, age: str, report: ImportReport) -> list[Problem]:
    """Percentages under a name of counts become shares, which is said; what fits neither is refused."""
    column = f"residents_{age}"
    counts, residents = known[column].astype(float), known["residents"].astype(float)
    entry = next((entry for entry in report.recognised if entry.column == column), None)
    if entry is None:
        return []
    if residents.isna().all() and counts.notna().any():
        report.notes.append(Phrase("report.elderly_alone", {"file": entry.file, "column": entry.source}))
        return []
    reading = elderly_reading(counts, residents, entry.source, entry.file)
    report.notes += [reading.doubt] if reading.doubt else []
    if reading.note:
        known[f"share_{age}"] = known[f"share_{age}"].astype(float).fillna(reading.values)
        known[column] = np.nan
        report.notes.append(reading.note)
        factor = entry.unit_factor if reading.values.equals(counts) else 0.01
        became = replace(entry, column=f"share_{age}", unit_factor=factor, values=reading.values)
        report.recognised[report.recognised.index(entry)] = became
    return [reading.problem] if reading.problem else []


def _translated(known: Any, report: ImportReport) -> Any:
    """Columns that say a thing in another way (land, counts of elderly, a stated area) turned into ours."""
    area_m2 = known.geometry.area
    for column in [*columns.INPUT_ONLY, "residents", "share_65plus", "share_75plus", *columns.SURFACES]:
        if column not in known:
            known[column] = np.nan
    stated = known["area_m2"].astype(float)
    report.area_differs = known.index[(stated / area_m2 - 1).abs() > AREA_TOLERANCE].tolist()
    known["water_m2"] = known["water_m2"].astype(float).fillna(known["water_share"].astype(float) * area_m2)
    water = water_reading(
        known["land_m2"].astype(float), known["water_m2"].astype(float), area_m2, report.file
    )
    known["water_m2"], problems = water.water_m2, [*water.problems]
    crowds, crowded = density_check(known["residents"].astype(float), area_m2, report.file)
    report.notes += [*water.notes, *crowds]
    problems += crowded
    for age in ("65plus", "75plus"):
        problems += _elderly(known, age, report)
        counted = known[f"residents_{age}"] / known["residents"].where(known["residents"] > 0)
        known[f"share_{age}"] = known[f"share_{age}"].fillna(counted.clip(upper=1))
    if problems:
        raise KansError(problems)
    known = mended(known, report)
    unusual, problems = sums_doubts(known, area_m2, report.recognised)
    scaled, unlike = scaling_doubts(known, area_m2, report.recognised)
    repeated, alike = repeats_doubts(known, report.recognised)
    report.notes += [*unusual, *scaled, *repeated]
    problems += [*unlike, *alike]
    if problems:
        raise KansError(problems)
    if known.get("works_year", pd.Series(dtype=float)).notna().any():
        shares = known.get("works_share", pd.Series(np.nan, known.index))
        lacking = int((known["works_year"].notna() & shares.isna()).sum())
        report.notes += [Phrase("report.works_share_unknown", {"n": lacking})] if lacking else []
    surfaces = known[list(columns.SURFACES)].astype(float)
    total = surfaces.sum(axis=1)
    complete = surfaces.notna().all(axis=1) | (total > area_m2)
    near = complete & ((total / area_m2 - 1).abs() <= AREA_TOLERANCE) & (total != area_m2)
    known.loc[near, list(columns.SURFACES)] = surfaces.mul(area_m2 / total, axis=0)[near]
    report.scaled = known.index[near & ((total / area_m2 - 1).abs() > 1e-6)].tolist()
    return known.drop(columns=list(columns.INPUT_ONLY))
