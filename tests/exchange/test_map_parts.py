"""Maps of which a part is missing or one too many: named, with what to do."""

import sqlite3
import tempfile
import zipfile

import pytest

from kans_model.exchange.city_import import import_city
from kans_model.words.problems import KansError
from tests.fixtures.cities import CODES, squares


@pytest.fixture
def shape(tmp_path):
    (tmp_path / "shape").mkdir()
    path = tmp_path / "shape" / "kaart.shp"
    squares().to_file(path)
    return path


def problem(path):
    with pytest.raises(KansError) as error:
        import_city(path, [], "Mijnstad")
    assert tempfile.gettempdir() not in error.value.text()
    return error.value.problems[0]


def zipped(path, shape, *names):
    """A zip with the Shapefile under each of these names."""
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            for part in shape.parent.glob("kaart.*"):
                archive.write(part, f"{name}{part.suffix}")
    return path


@pytest.mark.parametrize("part", [".dbf", ".shx"])
def test_a_shapefile_without_a_part_names_it(shape, part):
    shape.with_suffix(part).unlink()
    assert (problem(shape).key, problem(shape).value) == ("city_shapefile_parts", part)


def test_a_shapefile_without_its_system_is_read_by_its_numbers_and_said(shape):
    shape.with_suffix(".prj").unlink()
    city, report = import_city(shape, [], "Mijnstad")
    assert city.areas.total_bounds.tolist() == squares().total_bounds.tolist()
    assert "noemt geen coördinatenstelsel" in report.text()


def test_a_part_of_a_shapefile_is_no_map(shape):
    assert ".shp-bestand" in problem(shape.with_suffix(".dbf")).text()


def test_of_a_zip_the_shapefile_of_buurten_is_read_and_said(tmp_path, shape):
    path = zipped(tmp_path / "cbs.zip", shape, "buurten_2024", "wijken_2024", "__MACOSX/._buurten_2024")
    city, report = import_city(path, [], "Mijnstad")
    assert list(city.areas.index) == CODES
    assert "laag ‘buurten_2024’ gelezen" in report.text()


def test_of_several_alike_none_is_guessed(tmp_path, shape):
    refused = problem(zipped(tmp_path / "twee.zip", shape, "a/kaart", "b/kaart"))
    assert (refused.key, refused.value) == ("city_zip_shapefiles", "a/kaart.shp, b/kaart.shp")


def test_a_zip_without_a_shapefile_says_what_it_is(tmp_path):
    with zipfile.ZipFile(tmp_path / "k.zip", "w") as archive:
        archive.writestr("kaart.gpkg", b"SQLite format 3\0")
    assert "pak het uit" in problem(tmp_path / "k.zip").text()
    zipfile.ZipFile(tmp_path / "leeg.zip", "w").close()
    assert problem(tmp_path / "leeg.zip").key == "map_kind"


def test_a_geopackage_without_layers_says_so(tmp_path):
    squares().to_file(tmp_path / "k.gpkg", layer="buurten")
    with sqlite3.connect(tmp_path / "k.gpkg") as database:
        database.execute("DELETE FROM gpkg_contents")
    assert problem(tmp_path / "k.gpkg").key == "city_no_layers"
