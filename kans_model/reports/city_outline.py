"""A city as paths of a picture in the page itself, which asks nothing of another host."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from kans_model.city.city import City

DETAIL = 0.6
"""What is too small to draw, in units of the picture."""


@dataclass(frozen=True)
class Outline:
    """Paths in a picture of a given width, its top left at (0, 0).

    Attributes
    ----------
    height : of the picture.
    areas : path of every buurt.
    water, lines : paths of what makes it a place.
    spots : array, shape (area, 2)
        A point inside every buurt.
    """

    height: float
    areas: list[str]
    water: list[str]
    lines: list[str]
    spots: np.ndarray


def outline(city: City, width: float) -> Outline:
    """Buurten, water, roads and railway of a city, simplified together so that borders still meet."""
    left, bottom, right, top = city.areas.total_bounds
    scale = width / (right - left)

    def at(points: np.ndarray) -> np.ndarray:
        return np.round((points - (left, top)) * (scale, -scale), 1)

    def path(shape: shapely.Geometry) -> str:
        return "".join(_line(at(shapely.get_coordinates(line))) for line in _lines(shape))

    shapes = shapely.coverage_simplify(city.areas.geometry.to_numpy(), DETAIL / scale)
    behind = {kind: rows.geometry for kind, rows in city.background.groupby("kind")}
    return Outline(
        height=round(scale * (top - bottom), 1),
        areas=[path(shape) for shape in shapes],
        water=[path(shape) for shape in behind.get("water", ()) if shape.area > 0],
        lines=[path(shape) for kind in ("road", "rail") for shape in behind.get(kind, ())],
        spots=at(shapely.get_coordinates(shapely.point_on_surface(shapes))),
    )


def _lines(shape: shapely.Geometry) -> list[shapely.Geometry]:
    """The rings and lines that a shape is made of."""
    parts = [part for part in shapely.get_parts(shape) if not part.is_empty]
    flat = [[part.exterior, *part.interiors] if part.geom_type == "Polygon" else [part] for part in parts]
    return [line for lines in flat for line in lines]


def _line(points: np.ndarray) -> str:
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in points)
