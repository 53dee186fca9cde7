"""A city written, read back and checked."""

import sqlite3
from contextlib import closing

import pandas as pd
import pyogrio
import pytest

from kans_model.city.city import City
from kans_model.exchange.city_file import check_city, open_city, read_city, write_city, write_import
from kans_model.exchange.import_report import ImportReport
from kans_model.words.problems import KansError
from tests.fixtures.cities import areas, squares


@pytest.fixture
def city():
    return City.from_areas(areas(residents=2000.0), "Proefstad", soil="clay")


def test_a_city_comes_back_as_it_was_written(city, tmp_path):
    write_city(city, tmp_path / "stad.gpkg")
    back = read_city(tmp_path / "stad.gpkg")
    assert back.content_hash == city.content_hash
    assert (back.name, back.fictional, back.soil) == ("Proefstad", False, "clay")
    pd.testing.assert_frame_equal(back.filled, city.filled, check_dtype=False)
    pd.testing.assert_frame_equal(pd.DataFrame(back.areas), pd.DataFrame(city.areas))


def test_a_city_read_back_refills_as_the_first_one_did(city, tmp_path):
    write_city(city, tmp_path / "stad.gpkg")
    changed = read_city(tmp_path / "stad.gpkg").with_values("011", typology="vinex")
    assert changed.content_hash == city.with_values("011", typology="vinex").content_hash
    assert changed.areas["soil"].eq("clay").all()


def test_the_demo_city_opens_by_name_and_as_a_file(tmp_path):
    write_city(open_city("demo"), tmp_path / "demo.gpkg")
    assert open_city(tmp_path / "demo.gpkg").content_hash == City.demo().content_hash
    assert open_city(tmp_path / "demo.gpkg").fictional


def test_where_the_report_cannot_stand_no_city_is_written(city, tmp_path):
    (tmp_path / "stad.import.txt").mkdir()
    with pytest.raises(KansError, match="dat is een map"):
        write_import(city, ImportReport("Stad", "kaart.gpkg"), tmp_path / "stad.gpkg")
    assert [path.name for path in tmp_path.iterdir()] == ["stad.import.txt"]


def test_a_failed_write_leaves_the_old_city_and_no_draft(city, tmp_path, monkeypatch):
    write_city(city, tmp_path / "stad.gpkg")
    before = (tmp_path / "stad.gpkg").read_bytes()

    def full_disk(*arguments, **options):
        raise OSError("disk full")

    monkeypatch.setattr(pyogrio, "write_dataframe", full_disk)
    with pytest.raises(KansError, match="de schijf is vol"):
        write_city(City.demo(), tmp_path / "stad.gpkg")
    assert (tmp_path / "stad.gpkg").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["stad.gpkg"]


def test_a_folder_that_is_not_there_is_said_so(city, tmp_path):
    with pytest.raises(KansError) as error:
        write_city(city, tmp_path / "nergens" / "stad.gpkg")
    assert error.value.problems[0].key == "city_not_written"


def test_check_explains_a_sound_city(city, tmp_path):
    write_city(city, tmp_path / "stad.gpkg")
    report = check_city(tmp_path / "stad.gpkg")
    assert report.ok
    said = report.text("en")
    assert "stad.gpkg: sound. Proefstad, 6 areas." in said
    assert "Pluvial stress test: known in 0 of 6 areas." in said
    assert city.content_hash in said
    assert "fictieve stad" in check_city("demo").text("nl")


def test_a_value_edited_into_the_file_is_found(city, tmp_path):
    path = tmp_path / "stad.gpkg"
    write_city(city, path)
    edited = pyogrio.read_dataframe(path, layer="areas")
    edited.loc[0, "share_65plus"] = 7.0
    edited.loc[1, "soil"] = "rock"
    pyogrio.write_dataframe(edited, path, layer="areas", driver="GPKG", append=False)
    report = check_city(path)
    assert not report.ok
    assert {(p.key, p.file, p.row) for p in report.problems} == {
        ("city_number", "stad.gpkg", "011"),
        ("city_choice", "stad.gpkg", "012"),
    }
    assert "share_65plus" in report.text("nl")


def test_a_file_of_areas_is_not_yet_a_city(tmp_path):
    squares().to_file(tmp_path / "buurten.gpkg")
    report = check_city(tmp_path / "buurten.gpkg")
    assert [problem.key for problem in report.problems] == ["city_not_a_city"]
    assert "kans city import" in report.text("nl")


@pytest.mark.parametrize("name", ["nergens.gpkg", "/vsicurl/http://example.org/stad.gpkg"])
def test_a_file_that_is_not_there_is_said_so(name):
    with pytest.raises(KansError) as error:
        open_city(name)
    assert error.value.problems[0].key == "file_missing"


def test_a_city_file_of_an_earlier_schema_opens_whatever_its_hash_says(tmp_path):
    path = tmp_path / "stad.gpkg"
    write_city(City.demo(), path)
    with closing(sqlite3.connect(path)) as database:
        database.execute("UPDATE metadata SET value = '1' WHERE key = 'schema'")
        database.execute("UPDATE metadata SET value = 'x' WHERE key = 'content_hash'")
        database.commit()
    assert check_city(path).ok
    with closing(sqlite3.connect(path)) as database:
        database.execute("UPDATE metadata SET value = '2' WHERE key = 'schema'")
        database.commit()
    assert [problem.key for problem in check_city(path).problems] == ["city_hash"]
