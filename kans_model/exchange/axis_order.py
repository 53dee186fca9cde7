"""The two coordinates of a map as a program may have written them: swapped, or with their sign turned."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import geopandas as gpd
import numpy as np
import shapely


@dataclass(frozen=True)
class AxisOrder:
    """How coordinates stand in a file.

    Attributes
    ----------
    swapped : bool
        The second coordinate stands first.
    x_sign, y_sign : int
        -1 where the x (east) or the y (north) stands with its sign turned, as in a mirror.
    """

    swapped: bool = False
    x_sign: int = 1
    y_sign: int = 1

    def put_right(self, points: np.ndarray) -> np.ndarray:
        """Coordinates as x and y, shape (point, 2).

        Examples
        --------
        >>> AxisOrder(swapped=True, y_sign=-1).put_right(np.array([[-4.0, 1.0]])).tolist()
        [[1.0, 4.0]]
        """
        return (points[:, ::-1] if self.swapped else points) * (self.x_sign, self.y_sign)

    def applied(self, shapes: gpd.GeoSeries) -> gpd.GeoSeries:
        """The shapes with x and y as they must be, in the same coordinate system."""
        return gpd.GeoSeries(shapely.transform(shapes.to_numpy(), self.put_right), crs=shapes.crs)

    def turned_axes(self) -> str:
        """The axes of which the sign is turned: "x", "y", "xy" or ""."""
        return ("x" if self.x_sign < 0 else "") + ("y" if self.y_sign < 0 else "")


AS_WRITTEN = AxisOrder()


def axis_orders() -> Iterator[AxisOrder]:
    """Every way to write two coordinates, from the usual to the unusual: signs as they are, then turned."""
    for y_sign, x_sign, swapped in product((1, -1), (1, -1), (False, True)):
        yield AxisOrder(swapped, x_sign, y_sign)
