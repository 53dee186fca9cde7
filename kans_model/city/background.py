"""What lies behind the buurten on a map and makes it a place: lines and surfaces of a few kinds."""

import geopandas as gpd

from kans_model.city.checks import CRS

KINDS = ("water", "road", "rail", "district", "centre")
"""Water and ring roads, railway, districts by their name, and where the centre is."""
COLUMNS = ("kind", "name", "geometry")


def no_background() -> gpd.GeoDataFrame:
    """The background of a city whose file brings none."""
    return gpd.GeoDataFrame({"kind": [], "name": []}, geometry=[], crs=CRS)
