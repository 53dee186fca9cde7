"""The background of a map: read by kind, kept in the city file, and refused with layer and value."""

import geopandas as gpd
import pytest
import shapely

from kans_model.city.city import City
from kans_model.exchange.background_file import read_background
from kans_model.exchange.city_file import read_city, write_city
from kans_model.exchange.city_import import import_city
from kans_model.words.problems import KansError
from tests.fixtures.cities import areas, squares

RIVER = shapely.LineString([(149_000, 450_250), (154_000, 450_250)])
LAKE = shapely.box(150_100, 450_100, 150_300, 450_300)
RING = shapely.LineString([(150_200, 449_000), (150_200, 452_000)])


def layer(shapes, **columns):
    return gpd.GeoDataFrame(columns, geometry=shapes, crs=28992)


def written(folder, **layers):
    path = folder / "achter.gpkg"
    for name, frame in layers.items():
        frame.to_file(path, layer=name)
    return path


def test_layers_and_values_say_what_a_shape_is_and_only_what_lies_near_is_kept(tmp_path):
    """Six squares of 500 m are 3 km wide: 90 m around them is kept of a river of 5 km."""
    path = written(
        tmp_path,
        waterdeel=layer([RIVER, LAKE], type=["rivier", "onbekend"]),
        lijnen=layer([RING, RIVER], soort=["Ringweg", "spoorlijn"]),
        wijken=layer([LAKE], naam=["Oost"]),
    )
    found = read_background(path, areas())
    assert sorted(found["kind"]) == ["district", "rail", "road", "water", "water"]
    assert found.set_index("kind").loc["district", "name"] == "Oost"
    assert found[found["kind"] == "rail"].geometry.length.item() == pytest.approx(3_000 + 2 * 90)
    assert found[found["kind"] == "road"].geometry.length.item() == pytest.approx(500 + 2 * 90)


def test_everything_that_is_wrong_is_said_at_once_with_layer_and_value(tmp_path):
    path = written(
        tmp_path,
        bomen=layer([shapely.Point(150_100, 450_100)]),
        lijnen=layer([RING, LAKE], soort=["fietspad", "snelweg"]),
        wijken=layer([LAKE]),
    )
    with pytest.raises(KansError) as error:
        read_background(path, areas())
    said = error.value.text("nl").splitlines()
    assert len(said) == 4
    assert "laag 'bomen': de naam zegt niet wat het is" in said[0]
    assert "laag 'lijnen': soort 'fietspad' is onbekend" in said[1]
    assert "laag 'lijnen': weg: 1 vormen zijn geen lijn" in said[2]
    assert "laag 'wijken': 1 wijken zonder naam" in said[3]
    assert all(line.startswith("achter.gpkg: ") for line in said)


def test_a_background_of_elsewhere_is_refused(tmp_path):
    path = written(tmp_path, water=layer([shapely.box(100_000, 400_000, 100_100, 400_100)]))
    with pytest.raises(KansError, match="niets hiervan ligt"):
        read_background(path, areas())


def test_a_background_travels_with_the_city_and_changes_no_result(tmp_path):
    """From degrees through an import, a correction and a city file; the hash is the same."""
    path = tmp_path / "achter.geojson"
    layer([RIVER, RING], kind=["water", "weg"]).to_crs(4326).to_file(path)
    squares(inwoners=[900] * 6).to_file(tmp_path / "kaart.gpkg")
    bare, _ = import_city(tmp_path / "kaart.gpkg", name="Stad")
    city, report = import_city(tmp_path / "kaart.gpkg", name="Stad", background=path)
    assert "1 keer water, 1 wegen" in report.text("nl")
    assert city.content_hash == bare.content_hash
    corrected = city.with_values(str(city.areas.index[0]), soil="peat")
    write_city(corrected, tmp_path / "stad.gpkg")
    kept = read_city(tmp_path / "stad.gpkg").background
    assert kept["kind"].tolist() == ["water", "road"]
    assert kept.geometry.iloc[0].equals_exact(city.background.geometry.iloc[0], 1e-6)
    write_city(bare, tmp_path / "kaal.gpkg")
    assert read_city(tmp_path / "kaal.gpkg").background.empty


def test_the_demo_city_has_a_river_a_ring_road_a_railway_and_named_districts():
    assert set(City.demo().background["kind"]) == {"water", "road", "rail", "centre", "district"}


def test_a_background_whose_axes_are_swapped_is_put_right_and_said(tmp_path):
    squares(aantal_inwoners=[800] * 6).to_file(tmp_path / "kaart.gpkg")
    swapped = shapely.transform(LAKE, lambda points: points[:, ::-1])
    path = written(tmp_path, waterdeel=layer([swapped]))
    city, report = import_city(tmp_path / "kaart.gpkg", [], "Mijnstad", background=path)
    assert city.background.total_bounds.tolist() == list(LAKE.bounds)
    assert "achter.gpkg, laag waterdeel: de coördinaten stonden in omgekeerde volgorde" in report.text()
