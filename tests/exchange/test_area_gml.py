"""An area as GML: read again it is the same ground, in the Dutch grid."""

import geopandas as gpd
import pytest
import shapely
from defusedxml.ElementTree import fromstring

from kans_model.city.city import City
from kans_model.exchange.area_gml import area_gml

GML = "{http://www.opengis.net/gml/3.2}"


def again(content, tmp_path):
    path = tmp_path / "gebied.gml"
    path.write_bytes(content)
    return gpd.read_file(path)


@pytest.mark.parametrize("n", [1, 2, 7, 60])
def test_read_again_it_covers_the_same_ground_to_a_square_metre(n, tmp_path):
    areas = City.demo().areas.iloc[:n]
    back = again(area_gml(areas, lever="norm", studie="abc"), tmp_path)
    assert back.crs.to_epsg() == 28992
    assert (back["lever"][0], back["studie"][0]) == ("norm", "abc")
    assert back.area.sum() == pytest.approx(shapely.union_all(areas.geometry.to_numpy()).area, abs=1)
    assert back.geometry[0].symmetric_difference(shapely.union_all(areas.geometry.to_numpy())).area < 1


def test_it_is_one_multisurface_of_gml_3_2_with_the_grid_on_it():
    root = fromstring(area_gml(City.demo().areas.iloc[:3]))
    (surface,) = root.iter(f"{GML}MultiSurface")
    assert surface.get("srsName") == "urn:ogc:def:crs:EPSG::28992"
    assert surface.get(f"{GML}id")


def test_ground_under_two_areas_counts_once_and_a_hole_stays_open(tmp_path):
    ring = shapely.box(0, 0, 100, 100).difference(shapely.box(40, 40, 60, 60))
    shapes = [
        shapely.affinity.translate(own, 155_000, 463_000) for own in (ring, shapely.box(50, 0, 150, 100))
    ]
    back = again(area_gml(gpd.GeoDataFrame(geometry=shapes, crs=28992)), tmp_path)
    assert back.area.sum() == pytest.approx(100 * 150 - 10 * 20, abs=1)
    assert len(back) == 1


def test_areas_in_degrees_come_out_in_metres(tmp_path):
    areas = City.demo().areas.iloc[:2]
    back = again(area_gml(areas.to_crs(4326)), tmp_path)
    assert back.area.sum() == pytest.approx(areas.area.sum(), abs=1)
