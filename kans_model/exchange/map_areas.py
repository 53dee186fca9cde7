"""The areas of a map: which of its rows are areas of this city, their polygons, codes, names and towns."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from kans_model.city.checks import CRS
from kans_model.exchange.cell_numbers import cell_text
from kans_model.exchange.coordinate_system import in_rd
from kans_model.exchange.import_report import ImportReport
from kans_model.exchange.municipality import (
    codes_by_name,
    displaced,
    displaced_by_name,
    of_another_name,
    several,
)
from kans_model.exchange.polygons import overlaps, repaired
from kans_model.exchange.source_file import SourceFile
from kans_model.exchange.synonyms import Meaning, normal
from kans_model.words.problems import KansError, Problem


@dataclass(frozen=True)
class MapAreas:
    """The columns of the map, the polygon and the name of each code, and of which towns they are."""

    source: SourceFile
    geometry: gpd.GeoSeries
    names: dict[str, str | None] | None
    towns: list[str]


def map_areas(
    layer: gpd.GeoDataFrame, file: str, mapping: Sequence[Meaning], report: ImportReport
) -> MapAreas:
    """The areas of a layer that are of the city of this report, in RD; what is left out is reported.

    Raises
    ------
    KansError
        No polygon, no code, two of one code, or areas that lie elsewhere in the country than their codes say.
    """
    name = report.name
    attributes = pd.DataFrame(layer.drop(columns=layer.geometry.name)).astype(object)
    source = SourceFile(file, attributes, mapping)
    source.check_labels()
    keep = source.rows_of_city(name, report) & source.rows_of_level(report)
    keep &= _with_shape(layer.geometry, source, report)
    source = SourceFile(file, attributes[keep], mapping)
    geometry = _polygons(layer[keep].geometry, source, report)
    source.rows_by_code(None, report)
    towns = source.towns()
    report.notes += several(towns, name)
    if problems := displaced(geometry, source.codes, file):
        raise KansError(problems)
    report.notes += [*of_another_name(towns, name), *displaced_by_name(geometry, name)]
    named = "name" in source.meanings
    names = dict(zip(source.codes, source.cells("name").map(cell_text), strict=True)) if named else None
    own = [name] if normal(name) in codes_by_name() else []
    return MapAreas(
        source,
        geometry.set_axis(source.codes.to_numpy()),
        names,
        [str(town) for town in towns.dropna().unique()] or own,
    )


def _with_shape(geometry: Any, base: SourceFile, report: ImportReport) -> Any:
    """Which rows have a shape at all, mask (row,): one without is no place, such as 'unknown'."""
    shapes = shapely.force_2d(geometry.to_numpy())
    there = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    if not there.any():
        return np.ones(len(shapes), dtype=bool)  # said of each row below
    collections = shapely.get_type_id(shapes) == shapely.GeometryType.GEOMETRYCOLLECTION
    there &= ~(collections & (shapely.area(shapes) == 0))
    report.leave_out("no_geometry", base.names_of(~there))
    flat = there & (shapely.get_dimensions(shapes) == 2) & (shapely.area(shapely.convex_hull(shapes)) == 0)
    if flat.any() and not flat.all():
        report.leave_out("sliver", base.names_of(flat))
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
    shapes = in_rd(gpd.GeoSeries(shapes, crs=geometry.crs), said, file, report)
    shapes = repaired(shapes, said, file, report)
    report.overlaps = overlaps(shapes, [str(code) for code in said])
    return gpd.GeoSeries(shapes, crs=CRS)


def _polygon_part(shape: Any) -> Any:
    """Of a collection the polygons in it; other shapes as they are."""
    if shape is None or shape.geom_type != "GeometryCollection":
        return shape
    parts = [part for part in shape.geoms if part.geom_type in ("Polygon", "MultiPolygon")]
    return shapely.union_all(parts) if parts else shape
