"""Shapes with their columns as a GeoPackage."""

import io

import geopandas as gpd
import pyogrio


def geopackage(shapes: gpd.GeoDataFrame, layer: str) -> bytes:
    """One layer as the content of a GeoPackage.

    Parameters
    ----------
    shapes : GeoDataFrame
    layer : str
        Its name in the file.
    """
    content = io.BytesIO()
    pyogrio.write_dataframe(shapes, content, layer=layer, driver="GPKG")
    return content.getvalue()
