"""An area as GML 3.2 in the Dutch grid."""

from __future__ import annotations

import tempfile
from pathlib import Path

import geopandas as gpd
import pyogrio
import shapely

from kans_model.city.checks import CRS

LAYER = "gebied"
VERSION = {"FORMAT": "GML3.2", "XSISCHEMA": "OFF"}
"""What GDAL writes: no schema beside it, so that the area is one file."""


def area_gml(areas: gpd.GeoDataFrame, **about: str) -> bytes:
    """Areas as one, in one feature with a `MultiSurface`.

    Parameters
    ----------
    areas : GeoDataFrame
        Polygons; where they overlap the ground counts once.
    about : str
        What stands beside the border, by column.
    """
    border = shapely.union_all(areas.geometry.to_numpy())
    surfaces = [part for part in shapely.get_parts(border) if part.geom_type == "Polygon"]
    whole = gpd.GeoDataFrame(
        {name: [text] for name, text in about.items()},
        geometry=[shapely.MultiPolygon(surfaces)],
        crs=areas.crs,
    ).to_crs(CRS)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "gebied.gml"
        pyogrio.write_dataframe(whole, path, layer=LAYER, driver="GML", **VERSION)
        return path.read_bytes()
