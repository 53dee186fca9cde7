"""Objects and postcodes: what lies in the city is kept, and what cannot be is said in one line."""

import dataclasses

import geopandas as gpd
import pandas as pd
import pytest
from shapely import Point

from kans_model.city.city import City
from kans_model.exchange.city_file import read_city, write_city
from kans_model.exchange.places_file import read_objects, read_postcodes
from kans_model.words.problems import KansError
from tests.fixtures.cities import areas


@pytest.fixture
def city():
    return City.from_areas(areas(["0001", "0002"]), "Stad")


def points(path, city, **columns):
    middle = city.areas.geometry.iloc[0].representative_point()
    shapes = [middle, Point(middle.x + 90_000, middle.y)]
    gpd.GeoDataFrame(columns, geometry=shapes, crs="EPSG:28992").to_file(path, driver="GeoJSON")
    return path


def test_objects_in_the_city_are_kept_with_name_and_kind(tmp_path, city):
    path = points(tmp_path / "o.geojson", city, naam=["De Regenboog", "Elders"], soort=["school", "school"])
    found = read_objects(path, city.areas)
    assert found[["kind", "name"]].to_numpy().tolist() == [["school", "De Regenboog"]]


@pytest.mark.parametrize(
    ("columns", "says"),
    [
        ({"naam": ["A", "B"]}, "geen kolom met een soort"),
        ({"soort": ["school", "zorg"]}, "geen kolom met een naam"),
        ({"naam": ["A", ""], "soort": ["school", "zorg"]}, "rij 2: object zonder naam"),
    ],
)
def test_what_an_object_lacks_is_said(tmp_path, city, columns, says):
    with pytest.raises(KansError) as error:
        read_objects(points(tmp_path / "o.geojson", city, **columns), city.areas)
    assert says in error.value.text("nl")


def test_objects_of_another_city_are_refused(tmp_path, city):
    path = points(tmp_path / "o.geojson", city, naam=["A", "B"], soort=["zorg", "zorg"])
    far = gpd.read_file(path).iloc[1:]
    far.to_file(path, driver="GeoJSON")
    with pytest.raises(KansError) as error:
        read_objects(path, city.areas)
    assert "geen enkel object" in error.value.text("nl")


def test_postcodes_stand_one_by_one_or_in_a_list(tmp_path, city):
    path = tmp_path / "p.csv"
    path.write_text("buurtcode;postcodes\n0001;5611ab, 5611 AC\n0002;5612\n9999;5613\n", encoding="utf-8")
    assert read_postcodes(path, city.areas).to_numpy().tolist() == [
        ["0001", "5611 AB"],
        ["0001", "5611 AC"],
        ["0002", "5612"],
    ]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("buurtcode;naam\n0001;A\n0002;B\n", "geen kolom met postcodes"),
        ("buurtcode;postcode\n0001;561\n0002;5612\n", "'561'"),
        ("buurtcode;postcode\n7777;5611\n8888;5612\n", "geen kolom met buurtcodes"),
    ],
)
def test_what_is_no_table_of_postcodes_is_refused(tmp_path, city, text, says):
    path = tmp_path / "p.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(KansError) as error:
        read_postcodes(path, city.areas)
    assert says in error.value.text("nl").replace("is 561,", "'561'")


def test_a_city_file_keeps_them_and_they_change_no_result(tmp_path, city):
    middle = city.areas.geometry.iloc[0].representative_point()
    objects = gpd.GeoDataFrame(
        {"kind": ["zorg"], "name": ["Huize Avond"]}, geometry=[middle], crs="EPSG:28992"
    )
    posts = pd.DataFrame({"code": ["0001"], "postcode": ["5611 AB"]})
    full = dataclasses.replace(city, objects=objects, postcodes=posts)
    write_city(full, tmp_path / "stad.gpkg")
    again = read_city(tmp_path / "stad.gpkg")
    assert again.objects["name"].tolist() == ["Huize Avond"]
    assert again.postcodes.to_numpy().tolist() == [["0001", "5611 AB"]]
    assert again.content_hash == city.content_hash
    changed = again.with_values("0001", residents=1000)
    assert changed.objects["name"].tolist() == ["Huize Avond"]
    assert len(changed.postcodes) == 1
