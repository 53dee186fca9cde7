"""Where a map lies: the coordinate system it names held against its numbers, and against the country."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import geopandas as gpd
import numpy as np
import shapely

from kans_model.city.checks import CRS
from kans_model.exchange.axis_order import AS_WRITTEN, AxisOrder, axis_orders
from kans_model.exchange.import_report import ImportReport
from kans_model.tables.reading import table
from kans_model.words.problems import KansError, Listing, Phrase, Problem

DEGREES = "EPSG:4326"
RD_X, RD_Y = (-10_000, 310_000), (290_000, 640_000)
"""Where numbers are coordinates in RD, roughly. [m]"""
LATITUDE, LONGITUDE = (50.0, 56.0), (2.0, 8.0)
"""Of the Netherlands, roughly. [°]"""
NEAR_M = 25_000
"""How far over the border a few areas of a map may lie; further off they are misplaced. [m]"""
MOST_SAID = 3
"""Areas outside the country that are named; the rest is counted."""
DISPLACED_M = 5_000
"""Other drawings of RD differ less from ours; another system lies further off. [m]"""


def in_rd(shapes: gpd.GeoSeries, said: Sequence[object], file: str, report: ImportReport) -> np.ndarray:
    """Shapes in RD New: by the system the file names, else by where the numbers lie.

    Parameters
    ----------
    shapes : GeoSeries
    said : sequence
        What each shape is called in a problem: its code or row.

    Raises
    ------
    KansError
        No system is named and the numbers lie nowhere that is known; the one named is contradicted by the
        numbers; or most areas lie outside the Netherlands.
    """
    system = shapes.crs
    foreign = system is not None and system.is_projected and system != CRS
    taken, order = ("", AS_WRITTEN) if foreign else _by_numbers(shapes)
    if order != AS_WRITTEN:
        shapes = order.applied(shapes)
    if taken == "taken":
        shapes = shapes.set_crs(CRS, allow_override=True)
    elif taken == "degrees" and (system is None or system.is_projected):
        shapes = shapes.set_crs(DEGREES, allow_override=True)
    elif system is None:
        raise KansError(Problem("city_no_crs", file=file))
    swapped = {"taken": "swapped_rd", "degrees": "swapped"}.get(taken, "")
    report.crs_taken = swapped if order.swapped else "" if _is_plain(taken, system) else taken
    report.crs_signs = order.turned_axes()
    if shapes.crs == CRS:
        projected = shapes
    else:
        report.crs = shapes.crs.to_string() if not report.crs_taken else None
        projected = shapes.to_crs(CRS)
    if shapes.crs.is_projected:
        _refuse_two_systems(shapes, projected, file)
    astray = _outside(shapes, projected, border(), said, file)
    far = _outside(shapes, projected, border().buffer(NEAR_M), said, file)
    if far or 2 * len(astray) > len(shapes):
        raise KansError([*_shortened(far or astray, file), *_other_order(shapes, file)])
    if astray:  # a few just over the border may be drawn so
        first = {"row": str(astray[0].row), "value": astray[0].value, "must": str(astray[0].details["must"])}
        report.notes.append(Phrase("report.abroad", {"n": len(astray), **first}))
    return projected.to_numpy()


def _other_order(shapes: gpd.GeoSeries, file: str) -> list[Problem]:
    """What to say where a map lies in the country once its axes are swapped or their sign is turned."""
    for order in axis_orders():
        if order != AS_WRITTEN and _inside(order.applied(shapes).to_crs(CRS), border()).all():
            how = [Phrase("axis.swapped")] if order.swapped else []
            how += [Phrase(f"axis.sign_{axis}") for axis in order.turned_axes()]
            return [Problem("city_axis_order", file=file, value=Listing(how))]
    return []


def _shortened(problems: list[Problem], file: str) -> list[Problem]:
    """The first few problems, and in one more how many areas share the fault."""
    more = len(problems) - MOST_SAID
    if more <= 0:
        return problems
    return [*problems[:MOST_SAID], Problem("city_outside_more", file=file, value=more)]


def _is_plain(taken: str, system: object) -> bool:
    """Whether the numbers only confirm what the file says."""
    return (taken == "taken" and system == CRS) or (
        taken == "degrees" and getattr(system, "is_geographic", False)
    )


def _by_numbers(shapes: gpd.GeoSeries) -> tuple[str, AxisOrder]:
    """Of which system the numbers can be, "taken" for RD, "degrees" or "", and how they stand in the file."""
    points = shapely.get_coordinates(shapes.to_numpy())
    for order in axis_orders():
        x, y = order.put_right(points).T
        if _within(x, RD_X) and _within(y, RD_Y):
            return "taken", order
        if _within(x, LONGITUDE) and _within(y, LATITUDE):
            return "degrees", order
    return "", AS_WRITTEN


def _within(values: np.ndarray, limits: tuple[float, float]) -> bool:
    return bool(len(values) and (values >= limits[0]).all() and (values <= limits[1]).all())


@cache
def border() -> shapely.Polygon:
    """The Netherlands with a few kilometres around it, in RD New."""
    corners = table("border")[["longitude_deg", "latitude_deg"]].astype(float).to_numpy()
    area = gpd.GeoSeries([shapely.Polygon(corners)], crs=DEGREES).to_crs(CRS)[0]
    shapely.prepare(area)
    return area


def _inside(shapes: gpd.GeoSeries, country: shapely.Polygon) -> np.ndarray:
    """Whether the middle of each shape lies within the country."""
    outlines = shapes.to_numpy()
    there = np.isfinite(shapely.bounds(outlines)).all(axis=1)
    there[there] = shapely.contains_xy(country, shapely.get_coordinates(shapely.centroid(outlines[there])))
    return there


def _refuse_two_systems(shapes: gpd.GeoSeries, projected: gpd.GeoSeries, file: str) -> None:
    """Refuse a map that names another system while its numbers, as they stand, are RD in the Netherlands."""
    here, there = (shapely.get_coordinates(some.to_numpy()) for some in (shapes, projected))
    is_rd = bool(np.abs(here - there).max() < DISPLACED_M)
    if not is_rd and _inside(shapes, border()).all():
        x, y = here[0]
        place = {"value": shapes.crs.to_string(), "x": round(x), "y": round(y)}
        raise KansError(Problem("city_two_systems", file=file, **place))


def _outside(
    shapes: gpd.GeoSeries,
    projected: gpd.GeoSeries,
    country: shapely.Polygon,
    said: Sequence[object],
    file: str,
) -> list[Problem]:
    """A problem per area whose middle lies outside the country, with its coordinates as they stand."""
    problems = []
    for place in np.flatnonzero(~_inside(projected, country)).tolist():
        x, y = shapely.get_coordinates(shapely.centroid(shapes.iloc[place]))[0]
        decimals = 3 if shapes.crs.is_geographic else 0
        far = max(abs(x), abs(y)) >= 1e9
        value = Listing([float(f"{end:.3g}") if far else round(float(end), decimals) for end in (x, y)], "; ")
        system = "RD" if shapes.crs == CRS else shapes.crs.to_string()
        problems.append(
            Problem("city_outside_netherlands", file=file, row=said[place], value=value, must=system)
        )
    return problems
