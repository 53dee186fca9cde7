"""A file of works as rows under our own columns: CSV, Excel, or a map with points, lines or surfaces."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from kans_model.exchange import header_row
from kans_model.exchange.cell_numbers import is_unknown
from kans_model.exchange.coordinate_system import LATITUDE, LONGITUDE, RD_X, RD_Y, in_rd
from kans_model.exchange.figures_table import LARGEST_BYTES
from kans_model.exchange.file_kind import kind_of, wrong_kind
from kans_model.exchange.files import check_input
from kans_model.exchange.import_report import ImportReport
from kans_model.exchange.small_table import filled_cells
from kans_model.exchange.synonyms import Meaning, normal
from kans_model.exchange.vector_files import layer_names, read_layer
from kans_model.exchange.works_columns import column_of, works_columns
from kans_model.exchange.works_report import WorksReport
from kans_model.words.problems import KansError, Phrase, Problem

MAPS = ("geopackage", "geojson", "shapefile")
SHOWN = 120
"""Of a row above the header. [signs]"""
MOST_WORKS = 20_000
"""As many as the file of a study holds."""


@dataclass
class WorksSource:
    """The rows of a calendar.

    Attributes
    ----------
    rows : list of str
        What each row is called: its line in the file, or its place in a layer.
    cells : list of dict
        Column of ours → cell, without those that are empty or say that they do not know.
    headers : dict
        Column of ours → what the file calls it and the factor to our unit.
    shapes : list
        In RD; None for a row without, and of a table.
    """

    rows: list[str] = field(default_factory=list)
    cells: list[dict[str, Any]] = field(default_factory=list)
    headers: dict[str, tuple[str, float]] = field(default_factory=dict)
    shapes: list[shapely.Geometry | None] = field(default_factory=list)

    def add(self, label: str, cells: dict[str, Any], shape: shapely.Geometry | None = None) -> None:
        self.rows.append(label)
        self.cells.append(cells)
        self.shapes.append(shape)


def works_source(path: Path, mapping: Sequence[Meaning], report: WorksReport) -> WorksSource:
    """The rows of a file; what is not read of it goes into the report.

    Raises
    ------
    KansError
        Missing, broken, of another kind, without a column that is known, or without a coordinate system.
    """
    check_input(path)
    kind = kind_of(path)
    if kind in MAPS:
        source = _of_map(path, mapping, report)
    elif kind in ("text", "xlsx"):
        source = _of_table(path, mapping, report)
    else:
        raise wrong_kind(path, kind)
    report.n_rows = len(source.rows)
    if report.n_rows > MOST_WORKS:
        raise KansError(Problem("works_many", path.name, value=report.n_rows, must=MOST_WORKS))
    counts = {column: sum(column in cells for cells in source.cells) for column in source.headers}
    report.recognised = [(column, header, counts[column]) for column, (header, _) in source.headers.items()]
    return source


def _of_table(path: Path, mapping: Sequence[Meaning], report: WorksReport) -> WorksSource:
    rows = filled_cells(path, LARGEST_BYTES)
    place = header_row.header_place(rows, _meaning(mapping))
    header = [header_row.title(cell) for cell in rows[place][1]]
    report.notes += [
        Phrase(
            "works.row_above", {"row": line, "value": " ".join(str(cell) for cell in cells if cell)[:SHOWN]}
        )
        for line, cells in rows[:place]
    ]
    body = rows[place + 1 :]
    long = [
        Problem("rules_row_length", path.name, line, value=len(cells), must=len(header))
        for line, cells in body
        if any(str(cell).strip() for cell in cells[len(header) :])
    ]
    if long:
        raise KansError(long)
    source = WorksSource(headers=_headers(header, mapping, path.name, report))
    for line, cells in body:
        values = dict(zip(header, cells, strict=False))
        source.add(str(line), _filled(values, source.headers))
    if not source.rows:
        raise KansError(Problem("rules_empty", file=path.name))
    return source


def _of_map(path: Path, mapping: Sequence[Meaning], report: WorksReport) -> WorksSource:
    source, layers = WorksSource(), layer_names(path)
    if not layers:
        raise KansError(Problem("works_no_shapes", file=path.name))
    for name in layers:
        layer = read_layer(path, name)
        if not isinstance(layer, gpd.GeoDataFrame) or layer.empty:
            continue
        headers = [str(column) for column in layer.columns if column != layer.geometry.name]
        ours = _headers(headers, mapping, path.name, report)
        source.headers = {**ours, **source.headers}
        said = [f"{name} {number}" if len(layers) > 1 else str(number) for number in range(1, len(layer) + 1)]
        shapes = _in_rd(layer.geometry, said, path.name, report)
        records = layer.drop(columns=layer.geometry.name).astype(object).to_dict("records")
        for label, values, shape in zip(said, records, shapes, strict=True):
            source.add(label, _filled(values, ours), shape)
    if not any(shape is not None for shape in source.shapes):
        raise KansError(Problem("works_no_shapes", file=path.name))
    return source


def _headers(
    header: Sequence[str], mapping: Sequence[Meaning], file: str, report: WorksReport
) -> dict[str, tuple[str, float]]:
    """What the columns mean; raises where two have one name or a mapped one is not there."""
    there = {normal(name) for name in header}
    problems = [
        Problem("mapping_source", file, value=entry.source)
        for entry in mapping
        if normal(entry.source) not in there
    ]
    columns = works_columns(header, mapping)
    names = [source for source, _ in columns.used.values()]
    problems += [
        Problem("figures_column_twice", file, column=name)
        for name in dict.fromkeys(names)
        if list(header).count(name) > 1
    ]
    if not {"period", "start", "end"} & set(columns.used):
        known = ", ".join(name for name in header if name)[:200] or "–"
        problems.append(Problem("works_no_year_column", file, value=known))
    if problems:
        raise KansError(problems)
    report.unused += columns.unused
    report.unrecognised += columns.unknown
    return columns.used


def _meaning(mapping: Iterable[Meaning]) -> header_row.Meaning:
    mapped = {normal(entry.source): entry.column for entry in mapping}
    return lambda name: mapped.get(normal(name)) or column_of(name)


def _filled(values: dict[str, Any], headers: dict[str, tuple[str, float]]) -> dict[str, Any]:
    """The cells of ours that say something."""
    cells = {column: values.get(source) for column, (source, _) in headers.items()}
    return {column: cell for column, cell in cells.items() if not _says_nothing(cell)}


def _says_nothing(cell: Any) -> bool:
    return is_unknown(cell) or cell is pd.NaT or cell is pd.NA


# --- where shapes lie ------------------------------------------------------------------------


def _in_rd(
    geometry: gpd.GeoSeries, said: Sequence[str], file: str, report: WorksReport
) -> list[shapely.Geometry | None]:
    """Shapes in RD, valid; None for a row without."""
    shapes = shapely.force_2d(geometry.to_numpy())
    there = np.flatnonzero(~(shapely.is_missing(shapes) | shapely.is_empty(shapes)))
    found: list[shapely.Geometry | None] = [None] * len(shapes)
    if not len(there):
        return found
    labels = [said[place] for place in there.tolist()]
    if problems := _mixed(shapes[there], labels, file):
        raise KansError(problems)
    about = ImportReport("", file)
    placed = in_rd(gpd.GeoSeries(shapes[there], crs=geometry.crs), labels, file, about)
    if about.crs_signs:
        report.notes.append(Phrase(f"report.crs_sign_{about.crs_signs}"))
    if about.crs_taken:
        report.notes.append(Phrase(f"report.crs_{about.crs_taken}"))
    if about.crs:
        report.notes.append(Phrase("report.reprojected", {"crs": about.crs}))
    invalid = np.flatnonzero(~shapely.is_valid(placed))
    report.doubts += [Phrase("works.repaired", {"row": labels[place]}) for place in invalid.tolist()]
    placed[invalid] = shapely.make_valid(placed[invalid])
    for place, shape in zip(there.tolist(), placed, strict=True):
        found[place] = shape
    return found


def _mixed(shapes: np.ndarray, said: Sequence[str], file: str) -> list[Problem]:
    """A problem per row that lies in degrees among rows in RD, or the other way round, by its numbers."""
    corners = shapely.bounds(shapes)[:, :2]
    x, y = corners.T
    rd = (x >= max(RD_X[0], 1_000)) & (x <= RD_X[1]) & (y >= RD_Y[0]) & (y <= RD_Y[1])
    low, high = min(LATITUDE[0], LONGITUDE[0]), max(LATITUDE[1], LONGITUDE[1])
    degrees = (corners >= low).all(axis=1) & (corners <= high).all(axis=1)
    if not (rd.any() and degrees.any()):
        return []
    odd = degrees if rd.sum() >= degrees.sum() else rd
    usual = "RD" if odd is degrees else "°"
    return [
        Problem("works_mixed_crs", file, said[place], value=f"{x[place]:.6g}; {y[place]:.6g}", must=usual)
        for place in np.flatnonzero(odd).tolist()
    ]
