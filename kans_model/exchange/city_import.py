"""A city from what a municipality hands over: a file of areas and any number of tables of figures."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from kans_model.city import columns
from kans_model.city.checks import CRS
from kans_model.city.city import City
from kans_model.exchange.code_matching import matched_codes
from kans_model.exchange.figures_table import read_figures
from kans_model.exchange.import_report import (
    ImportReport,
    RecognisedColumn,
    UnknownCell,
    column_label,
    never_filled,
)
from kans_model.exchange.spreadsheets import is_unknown
from kans_model.exchange.synonyms import (
    CHOICE_COLUMNS,
    TEXT_COLUMNS,
    choices,
    normal,
    read_mapping,
    recognised,
)
from kans_model.exchange.unit_reading import collapsed, counted_or_percent, unit_reading
from kans_model.exchange.vector_files import read_layer
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
) -> tuple[City, ImportReport]:
    """Read areas and figures, join them on code, and fill what is missing.

    Where two files know the same figure, the first table of figures goes first and the file of areas last;
    so an older edition given later only fills what the newer leaves unknown. Names come from the areas.

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
    layer = read_layer(areas_path)
    if not isinstance(layer, gpd.GeoDataFrame):
        raise KansError([Problem("city_no_geometry", file=areas_path.name)])
    figures = [(Path(path).name, read_figures(path, renamed)) for path in figures_paths]
    tables = [(file, entry.frame) for file, entry in figures]
    report.notes += [note for _, entry in figures for note in entry.notes]
    attributes = pd.DataFrame(layer.drop(columns=layer.geometry.name)).astype(object)
    headers = {normal(source) for _, frame in [(None, attributes), *tables] for source in frame.columns}
    if lost := [entry.source for entry in renamed if normal(entry.source) not in headers]:
        raise KansError(
            [Problem("mapping_source", file=Path(str(mapping)).name, value=source) for source in lost]
        )

    base = _Source(areas_path.name, attributes, renamed)
    keep = base.rows_of_city(name, report)
    attributes, layer = attributes[keep], layer[keep]
    base = _Source(areas_path.name, attributes, renamed)
    geometry = _polygons(layer.geometry, base, report)
    base.rows_by_code(None, report)
    geometry = geometry.set_axis(base.codes.to_numpy())

    sources = [_Source(file, entry.frame, renamed, entry.percent_columns) for file, entry in figures]
    for source in sources:
        source.rows_by_code(pd.Index(base.codes), report)
    known = _merged([*sources, base], pd.Index(base.codes, name="code"), report)
    known = gpd.GeoDataFrame(known, geometry=geometry, crs=CRS)
    known = _translated(known, report)
    for source in [base, *sources]:
        report.unused += [(source.file, entry.source, entry.column) for entry in source.unused]
        report.unrecognised[source.file] = source.unknown
        years = {entry.column: entry for entry in source.unused if entry.year}
        report.notes += [
            Phrase("report.newest_year", {"file": source.file, "column": source.meanings[column].source})
            for column in years
            if column in source.meanings and source.meanings[column].year
        ]
    city = City.from_areas(known, name, soil=soil, file=areas_path.name)
    report.n_areas = len(city.areas)
    report.filled = city.filled
    report.empty_areas = city.unknown_use
    report.unknown = never_filled(city.areas)
    return city, report


class _Source:
    """One file: its cells, what its columns mean and, once joined, the buurt of each row."""

    def __init__(
        self, file: str, frame: pd.DataFrame, mapping: Any, percent_columns: frozenset[str] = frozenset()
    ):
        self.file = file
        self.percent_columns = percent_columns
        self.frame = frame
        used, self.unused, self.unknown = recognised(frame.columns, mapping)
        self.meanings = {entry.column: entry for entry in used}
        self.codes = pd.Series(dtype=object)

    def cells(self, column: str) -> Any:
        return self.frame[self.meanings[column].source]

    def rows_of_city(self, name: str, report: ImportReport) -> Any:
        """Which rows are land in this municipality, as a bool array; the rest is counted in the report."""
        keep = pd.Series(True, self.frame.index)
        if "land_or_water" in self.meanings:
            kind = choices("land_or_water", self.cells("land_or_water").map(_text))
            if kind.dropna().isin(["land", "water"]).all():
                keep &= kind != "water"
                report.dropped["water"] += int((~keep).sum())
            else:  # a column called water that is no flag
                self.unknown.append(self.meanings.pop("land_or_water").source)
        if "municipality" in self.meanings:
            town = self.cells("municipality").map(_text).fillna("").map(normal)
            if (town == normal(name)).any():
                other = keep & (town != normal(name))
                report.dropped["municipality"] += int(other.sum())
                keep &= ~other
        report.dropped = +report.dropped
        return keep.to_numpy()

    def rows_by_code(self, known: Any, report: ImportReport) -> Any:
        """Find the code of each row; with `known`, the code of ours, and keep only the rows that join."""
        if "code" not in self.meanings:
            headers = ", ".join(map(str, self.frame.columns)) or "-"
            raise KansError([Problem("city_no_code_column", file=self.file, value=headers)])
        codes = self.cells("code").map(_text)
        missing = [_row_number(row, known) for row in codes.index[codes.isna()]]
        if missing and (known is None or len(missing) == len(codes)):
            raise KansError([Problem("city_code_missing", file=self.file, row=row) for row in missing])
        codes = codes.dropna()
        self.frame = self.frame.loc[codes.index]
        if known is not None:
            ours = pd.Series(matched_codes(codes, list(known)), codes.index, dtype=object)
            report.n_rows[self.file] = len(codes)
            report.unjoined[self.file] = codes[ours.isna()].tolist()
            report.missing[self.file] = known.difference(pd.Index(ours.dropna()), sort=False).tolist()
            if ours.isna().all():
                source = self.meanings["code"].source
                raise KansError([Problem("city_no_join", file=self.file, column=source, value=codes.iloc[0])])
            codes = ours.dropna()
            self.frame = self.frame.loc[codes.index]
        if twice := codes[codes.duplicated()].unique().tolist():
            raise KansError(
                [Problem("city_code_twice", file=self.file, row=c, column="code", value=c) for c in twice]
            )
        self.codes = codes

    def values(self, column: str, report: ImportReport, problems: list[Problem]) -> Any:
        """The column per code in our unit, NaN where unknown; problems and the report are added to."""
        entry, cells = self.meanings[column], self.cells(column).set_axis(self.codes.to_numpy())
        unknown = cells.map(is_unknown)
        if column in TEXT_COLUMNS:
            values = cells.map(_text)
            values = choices(column, values) if column in CHOICE_COLUMNS else values
            factor = 1.0
        else:
            reading = unit_reading(entry, cells, self.file, entry.source in self.percent_columns)
            factor, values = reading.factor, reading.values
            for code in reading.read.wrong:
                if _bounded_cell(cells[code]):
                    continue
                cell = cells[code]
                problems.append(Problem("city_not_a_number", self.file, code, entry.source, cell))
            if entry.source in self.percent_columns and columns.unit(column) != "-":
                place = {"file": self.file, "column": entry.source, "value": column_label(column)}
                problems.append(Problem("city_percent", **place, must=columns.unit(column)))
            report.notes += [reading.note] if reading.note else []
            if reading.read.thousands:
                report.thousands.append((self.file, entry.source, reading.read.thousands))
            unknown |= values.isna()
            if reading.problem:
                problems.append(reading.problem)
            else:
                problems += collapsed(list(self._out_of_range(column, values, factor, cells)))
        for code in cells.index[unknown & cells.notna()]:
            report.unknown_cells.append(UnknownCell(self.file, code, entry.source, column, str(cells[code])))
        counted = RecognisedColumn(
            self.file, entry.source, column, factor, int(values.notna().sum()), int(unknown.sum())
        )
        report.recognised.append(counted)
        return values

    def _out_of_range(self, column: str, values: Any, factor: float, cells: Any) -> Any:
        low, high = columns.bounds(column)
        unit = {"count": "", "-": "", "year": ""}.get(columns.unit(column), " " + columns.unit(column))
        unit = unit if factor == 1 else f" (× {factor:.10g})"
        ends = {"low": float(low / factor), "high": float(high / factor)}
        must = Phrase("must.range", {**ends, "unit": unit})
        for code in values.index[(values < low) | (values > high)]:
            place = {"file": self.file, "row": code, "column": self.meanings[column].source}
            yield Problem("city_number", **place, value=cells[code], must=must)


def _bounded_cell(cell: object) -> bool:
    """Whether a cell only says that the number is small, such as <10: unknown, and no mistake."""
    return isinstance(cell, str) and re.fullmatch(r"\s*[<≤>≥]\s*=?\s*\d+([.,]\d+)?\s*%?\s*", cell) is not None


def _text(cell: object) -> Any:
    """A cell as a text, whole numbers without their .0; None where unknown."""
    if is_unknown(cell):
        return None
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _row_number(index: Any, known: Any) -> Any:
    return index + 1 if known is None else index


def _polygons(geometry: Any, base: Any, report: ImportReport) -> Any:
    """The areas as valid polygons in RD New; raises where there is no polygon or no coordinate system."""
    file = base.file
    if geometry.empty:
        raise KansError([Problem("city_empty", file=file)])
    if geometry.crs is None:
        raise KansError([Problem("city_no_crs", file=file)])
    codes = base.cells("code").map(_text) if "code" in base.meanings else pd.Series(None, geometry.index)
    said = [code or number for number, code in enumerate(codes, start=1)]
    problems = []
    for row, shape in zip(said, geometry, strict=True):
        if shape is None or shape.is_empty:
            problems.append(Problem("city_row_no_geometry", file=file, row=row))
        elif shape.geom_type not in ("Polygon", "MultiPolygon"):
            problems.append(Problem("city_not_polygon", file=file, row=row, value=shape.geom_type))
    if problems:
        raise KansError(problems)
    if geometry.crs != CRS:
        report.crs = geometry.crs.to_string()
        geometry = geometry.to_crs(CRS)
    shapes = shapely.force_2d(geometry.to_numpy())
    for place in np.flatnonzero(~shapely.is_valid(shapes)):
        if not np.isfinite(shapely.get_coordinates(shapes[place])).all():
            continue  # not projected: outside the system's domain, which from_areas says
        parts = shapely.get_parts(shapely.make_valid(shapes[place], method="structure", keep_collapsed=False))
        shapes[place] = shapely.union_all([part for part in parts if part.geom_type.endswith("Polygon")])
        if shapes[place].is_empty:
            problems.append(Problem("city_not_repairable", file=file, row=said[place]))
        report.repaired.append(str(said[place]))
    if problems:
        raise KansError(problems)
    return gpd.GeoSeries(shapes, crs=CRS)


def _merged(sources: Any, codes: Any, report: ImportReport) -> Any:
    """Every column the sources know, per code: the first that knows a cell wins; the last is the areas."""
    problems, merged, base = [], {}, sources[-1]
    for source in sources:
        for column in source.meanings:
            if column in ("code", "municipality", "land_or_water"):
                continue
            if column in ("name", "wijk") and source is not base and column in base.meanings:
                source.unused.append(source.meanings[column])
                continue
            values = source.values(column, report, problems).reindex(codes)
            merged[column] = (
                merged[column].where(merged[column].notna(), values) if column in merged else values
            )
    if problems:
        raise KansError(problems)
    return pd.DataFrame(merged, index=codes)


def _elderly(known: Any, age: str, report: ImportReport) -> list[Problem]:
    """Percentages under a name of counts become shares, which is said; what fits neither is refused."""
    column = f"residents_{age}"
    counts, residents = known[column].astype(float), known["residents"].astype(float)
    held = counted_or_percent(counts, residents)
    entry = next((entry for entry in report.recognised if entry.column == column), None)
    if held == "count" or entry is None:
        return []
    place = {"file": entry.file, "column": entry.source, "value": f"{counts.max():g}"}
    by_count = any(word in normal(entry.source) for word in ("aantal", "number", "personen"))
    if held == "impossible" or (by_count and held != "share"):
        return [Problem("city_elderly", **place)]
    share = counts / 100 if held == "percent" else counts
    known[f"share_{age}"] = known[f"share_{age}"].astype(float).fillna(share)
    known[column] = np.nan
    report.notes.append(Phrase(f"report.elderly_{held}", place))
    return []


def _translated(known: Any, report: ImportReport) -> Any:
    """Columns that say a thing in another way (land, counts of elderly, a stated area) turned into ours."""
    area_m2 = known.geometry.area
    for column in [*columns.INPUT_ONLY, "residents", "share_65plus", "share_75plus", *columns.SURFACES]:
        if column not in known:
            known[column] = np.nan
    stated = known["area_m2"].astype(float)
    report.area_differs = known.index[(stated / area_m2 - 1).abs() > AREA_TOLERANCE].tolist()
    water_m2 = (area_m2 - known["land_m2"].astype(float)).clip(lower=0)
    known["water_m2"] = known["water_m2"].fillna(water_m2).clip(upper=area_m2)
    problems = []
    for age in ("65plus", "75plus"):
        problems += _elderly(known, age, report)
        counted = known[f"residents_{age}"] / known["residents"].where(known["residents"] > 0)
        known[f"share_{age}"] = known[f"share_{age}"].fillna(counted.clip(upper=1))
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
