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
from kans_model.exchange.code_matching import matching
from kans_model.exchange.column_reading import column_reading, elderly_reading
from kans_model.exchange.figures_table import FiguresTable, read_figures
from kans_model.exchange.import_report import ImportReport, RecognisedColumn, UnknownCell, never_filled
from kans_model.exchange.polygons import in_rd, overlaps, repaired
from kans_model.exchange.spreadsheets import cell_text, numbers
from kans_model.exchange.synonyms import (
    choices,
    normal,
    read_mapping,
    recognised,
    with_unit,
)
from kans_model.exchange.unit_reading import years_of
from kans_model.exchange.vector_files import read_layer
from kans_model.tables.reading import table
from kans_model.words.problems import KansError, Phrase, Problem

WORKS = ("works_year", "works_kind", "works_share")
LEVEL = re.compile(r"^(GM|WK|BU)\d")
"""CBS codes of a municipality, a district and a neighbourhood."""
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
    keep = base.rows_of_city(name, report) & base.rows_of_level(report) & _with_shape(layer.geometry, report)
    attributes, layer = attributes[keep], layer[keep]
    base = _Source(areas_path.name, attributes, renamed)
    geometry = _polygons(layer.geometry, base, report)
    base.rows_by_code(None, report)
    geometry = geometry.set_axis(base.codes.to_numpy())

    named = "name" in base.meanings
    names = dict(zip(base.codes, base.cells("name").map(cell_text), strict=True)) if named else None
    sources = [_Source(file, entry.frame, renamed, entry) for file, entry in figures]
    for source in sources:
        source.rows_by_code(pd.Index(base.codes), report, names)
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
        self,
        file: str,
        frame: pd.DataFrame,
        mapping: Any,
        figures: FiguresTable | None = None,
    ):
        self.file = file
        self.percent_columns = figures.percent_columns if figures else frozenset()
        units = figures.units if figures else {}
        self.frame = frame
        used, self.unused, self.unknown = recognised(frame.columns, mapping)
        self.meanings = {entry.column: with_unit(entry, units.get(entry.source, "")) for entry in used}
        self.codes = pd.Series(dtype=object)

    def cells(self, column: str) -> Any:
        return self.frame[self.meanings[column].source]

    def rows_of_city(self, name: str, report: ImportReport) -> Any:
        """Which rows are land in this municipality, as a bool array; the rest is counted in the report."""
        keep = pd.Series(True, self.frame.index)
        if "land_or_water" in self.meanings:
            kind = choices("land_or_water", self.cells("land_or_water").map(cell_text))
            if kind.dropna().isin(["land", "water"]).all():
                keep &= kind != "water"
                report.dropped["water"] += int((~keep).sum())
            else:  # a column called water that is no flag
                self.unknown.append(self.meanings.pop("land_or_water").source)
        if "municipality" in self.meanings:
            town = self.cells("municipality").map(cell_text).fillna("").map(normal)
            if (town == normal(name)).any():
                other = keep & (town != normal(name))
                report.dropped["municipality"] += int(other.sum())
                keep &= ~other
        report.dropped = +report.dropped
        return keep.to_numpy()

    def rows_of_level(self, report: ImportReport) -> Any:
        """Which rows are neighbourhoods where a file holds municipalities and districts as well."""
        if "code" not in self.meanings:
            return np.ones(len(self.frame), dtype=bool)
        level = self.cells("code").map(cell_text).fillna("").str.upper().str.extract(LEVEL)[0]
        if not {"BU"} < set(level.dropna()):
            return np.ones(len(self.frame), dtype=bool)
        other = level.isin(["GM", "WK"]).to_numpy()
        report.dropped["level"] += int(other.sum())
        return ~other

    def rows_by_code(self, known: Any, report: ImportReport, names: Any = None) -> Any:
        """Find the code of each row; with `known`, the code of ours, and keep only the rows that join."""
        if "code" not in self.meanings:
            headers = ", ".join(map(str, self.frame.columns)) or "-"
            raise KansError([Problem("city_no_code_column", file=self.file, value=headers)])
        codes = self.cells("code").map(cell_text)
        missing = [_row_number(row, known) for row in codes.index[codes.isna()]]
        if missing and (known is None or len(missing) == len(codes)):
            raise KansError([Problem("city_code_missing", file=self.file, row=row) for row in missing])
        codes = codes.dropna()
        self.frame = self.frame.loc[codes.index]
        if known is not None:
            found = matching(codes, list(known))
            ours = pd.Series(found.codes, codes.index, dtype=object)
            report.n_rows[self.file] = len(codes)
            report.unjoined[self.file] = codes[ours.isna()].tolist()
            report.missing[self.file] = known.difference(pd.Index(ours.dropna()), sort=False).tolist()
            if ours.isna().all():
                source = self.meanings["code"].source
                raise KansError([Problem("city_no_join", file=self.file, column=source, value=codes.iloc[0])])
            if found.rule != "same":
                self._check_belongs(ours.dropna(), report.name, names)
                report.rules[self.file] = (found.rule, found.n, found.prefix)
            codes = ours.dropna()
            self.frame = self.frame.loc[codes.index]
            codes = self._works_together(codes, report)
        if twice := codes[codes.duplicated()].unique().tolist():
            raise KansError(
                [Problem("city_code_twice", file=self.file, row=c, column="code", value=c) for c in twice]
            )
        self.codes = codes

    def _check_belongs(self, ours: Any, city: str, names: Any) -> None:
        """Refuse a table of another municipality whose codes only look like ours, by what it says itself."""
        rows = self.frame.loc[ours.index]
        if "municipality" in self.meanings and city:
            towns = rows[self.meanings["municipality"].source].map(cell_text).dropna()
            other = towns[towns.map(normal) != normal(city)]
            if len(towns) and len(other) == len(towns):
                raise KansError(
                    Problem("city_other_municipality", file=self.file, value=other.iloc[0], must=city)
                )
        if "name" in self.meanings and names is not None:
            theirs = rows[self.meanings["name"].source].map(cell_text).set_axis(ours.to_numpy()).dropna()
            pairs = [(names.get(code), name) for code, name in theirs.items() if names.get(code)]
            differ = [(mine, name) for mine, name in pairs if not _alike(mine, name)]
            if len(pairs) > 1 and len(differ) > len(pairs) / 2:
                mine, name = differ[0]
                raise KansError(Problem("city_other_names", file=self.file, value=mine, must=name))

    def _works_together(self, codes: Any, report: ImportReport) -> Any:
        """Rows of a calendar of works that lie in one buurt, as one: the first year, shares added."""
        twice = codes[codes.duplicated(keep=False)]
        if twice.empty or "works_year" not in self.meanings:
            return codes
        others = [column for column in self.meanings if column not in ("code", "name", *WORKS, "wijk")]
        if others:
            return codes
        year = years_of(self.cells("works_year"))
        order = year.sort_values(kind="stable").index
        first = codes.loc[order].drop_duplicates().index
        if "works_share" in self.meanings:
            source = self.meanings["works_share"].source
            shares = numbers(self.frame[source]).values.groupby(codes).sum(min_count=1)
            self.frame.loc[first, source] = codes.loc[first].map(shares).astype(object)
        report.works_together[self.file] = twice.unique().tolist()
        self.frame = self.frame.loc[first]
        return codes.loc[first]

    def values(self, column: str, report: ImportReport, problems: list[Problem]) -> Any:
        """The column per code in our unit, NaN where unknown; problems and the report are added to."""
        entry, cells = self.meanings[column], self.cells(column).set_axis(self.codes.to_numpy())
        reading = column_reading(entry, cells, self.file, entry.source in self.percent_columns)
        problems += reading.problems
        report.notes += reading.notes
        report.thousands += [(self.file, entry.source, cell) for cell in reading.thousands]
        for code in cells.index[reading.unknown & cells.notna()]:
            report.unknown_cells.append(UnknownCell(self.file, code, entry.source, column, str(cells[code])))
        counted = RecognisedColumn(
            self.file, entry.source, column, reading.factor, reading.n_known, int(reading.unknown.sum())
        )
        report.recognised.append(counted)
        return reading.values


def _alike(first: object, second: object) -> bool:
    """Whether two names are one place: equal, or one holds the other."""
    one, other = normal(first), normal(second)
    return bool(one and other) and (one in other or other in one)


def _row_number(index: Any, known: Any) -> Any:
    return index + 1 if known is None else index


def _with_shape(geometry: Any, report: ImportReport) -> Any:
    """Which rows have a shape at all, mask (row,): one without is no place, such as 'unknown'."""
    shapes = shapely.force_2d(geometry.to_numpy())
    there = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    if not there.any():
        return np.ones(len(shapes), dtype=bool)  # said of each row below
    collections = shapely.get_type_id(shapes) == shapely.GeometryType.GEOMETRYCOLLECTION
    there &= ~(collections & (shapely.area(shapes) == 0))
    if (~there).any():
        report.dropped["no_geometry"] += int((~there).sum())
    flat = there & (shapely.get_dimensions(shapes) == 2) & (shapely.area(shapely.convex_hull(shapes)) == 0)
    if flat.any() and not flat.all():
        report.dropped["sliver"] += int(flat.sum())
        there &= ~flat
    return there


def _polygons(geometry: Any, base: Any, report: ImportReport) -> Any:
    """The areas as valid polygons in RD New; raises where there is no polygon or no coordinate system."""
    file = base.file
    if geometry.empty:
        raise KansError([Problem("city_empty", file=file)])
    codes = base.cells("code").map(cell_text) if "code" in base.meanings else pd.Series(None, geometry.index)
    said = [code or number for number, code in enumerate(codes, start=1)]
    shapes = np.array([_polygon_part(shape) for shape in shapely.force_2d(geometry.to_numpy())], dtype=object)
    problems = []
    for row, shape in zip(said, shapes, strict=True):
        if shape is None or shape.is_empty:
            problems.append(Problem("city_row_no_geometry", file=file, row=row))
        elif shape.geom_type not in ("Polygon", "MultiPolygon"):
            problems.append(Problem("city_not_polygon", file=file, row=row, value=shape.geom_type))
    if problems:
        raise KansError(problems)
    shapes = in_rd(gpd.GeoSeries(shapes, crs=geometry.crs), file, report)
    shapes = repaired(shapes, said, file, report)
    report.overlaps = overlaps(shapes, [str(code) for code in said])
    return gpd.GeoSeries(shapes, crs=CRS)


def _polygon_part(shape: Any) -> Any:
    """Of a collection the polygons in it; other shapes as they are."""
    if shape is None or shape.geom_type != "GeometryCollection":
        return shape
    parts = [part for part in shape.geoms if part.geom_type in ("Polygon", "MultiPolygon")]
    return shapely.union_all(parts) if parts else shape


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
    entry = next((entry for entry in report.recognised if entry.column == column), None)
    if entry is None:
        return []
    reading = elderly_reading(counts, residents, entry.source, entry.file)
    if reading.note:
        known[f"share_{age}"] = known[f"share_{age}"].astype(float).fillna(reading.values)
        known[column] = np.nan
        report.notes.append(reading.note)
    return [reading.problem] if reading.problem else []


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
