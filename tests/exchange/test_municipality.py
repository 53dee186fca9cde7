"""Of which municipality a map and its tables are: said, asked or refused, never mixed in silence."""

import pytest

from kans_model.exchange.city_import import import_city
from kans_model.words.problems import KansError
from tests.fixtures.cities import squares

EINDHOVEN = {"west": 160_000, "south": 383_000}
CODES = ["BU07720001", "BU07720002", "BU07530001"]
"""Two of Eindhoven, one of Best."""


def imported(folder, frame, table="", city="Regio"):
    frame.to_file(folder / "kaart.gpkg", layer="buurten")
    (folder / "cijfers.csv").write_text(table, encoding="utf-8")
    return import_city(folder / "kaart.gpkg", [folder / "cijfers.csv"] if table else [], city)


def problem(folder, frame, *arguments, **options):
    with pytest.raises(KansError) as error:
        imported(folder, frame, *arguments, **options)
    return error.value.problems[0]


def test_a_map_in_the_wrong_place_for_its_codes_is_refused(tmp_path):
    """Squares at RD 121,000, 487,000 lie in Amsterdam, a hundred kilometres from Eindhoven."""
    frame = squares(CODES[:2], west=121_000, south=487_000)
    refused = problem(tmp_path, frame)
    assert (refused.key, refused.value) == ("city_elsewhere", "GM0772")
    assert "Amsterdam" in refused.text()
    assert refused.details["n"] == pytest.approx(109, abs=3)


def test_belgian_coordinates_under_the_name_of_rd_are_found_by_the_codes(tmp_path):
    """Amsterdam in Belgian Lambert has numbers that are South Limburg in RD."""
    there = squares(["BU03630001"], west=121_000, south=487_000).to_crs(31370)
    refused = problem(tmp_path, there.set_crs(28992, allow_override=True))
    assert (refused.key, refused.details["must"]) == ("city_elsewhere", "Amsterdam")


def test_a_name_that_lies_elsewhere_is_said(tmp_path):
    _, report = imported(tmp_path, squares(["1", "2"], west=121_000, south=487_000), city="Eindhoven")
    assert "km van de gemeente Eindhoven, bij Amsterdam" in report.text()


def test_two_municipalities_in_one_map_are_said_by_name(tmp_path):
    city, report = imported(tmp_path, squares(CODES, **EINDHOVEN))
    assert len(city.areas) == 3
    assert "2 gemeenten: Eindhoven (2), Best (1)" in report.text()


def test_the_one_that_is_named_is_kept_by_its_codes(tmp_path):
    city, report = imported(tmp_path, squares(CODES, **EINDHOVEN), city="Eindhoven")
    assert list(city.areas.index) == CODES[:2]
    assert report.dropped == {"municipality": 1}
    assert "gemeenten" not in report.text()


def test_a_map_of_another_municipality_than_its_name_is_said(tmp_path):
    _, report = imported(tmp_path, squares(CODES[:2], **EINDHOVEN), city="Best")
    assert "van Eindhoven, niet van Best" in report.text()


SHORT = "gemeente;buurtcode;aantal_inwoners\n{};01;100\n{};02;200\n"


@pytest.mark.parametrize(("city", "column"), [("Eindhoven", {}), ("Regio", {"gemeentenaam": "Eindhoven"})])
def test_equal_short_codes_of_another_municipality_are_refused(tmp_path, city, column):
    frame = squares(["01", "02"], **EINDHOVEN, **column)
    refused = problem(tmp_path, frame, SHORT.format("Best", "Best"), city=city)
    assert (refused.key, refused.value, refused.details["must"]) == (
        "city_other_municipality",
        "Best",
        "Eindhoven",
    )


def test_of_a_table_of_several_municipalities_only_ours_is_read(tmp_path):
    frame = squares(["01", "02"], **EINDHOVEN, gemeentenaam="Eindhoven")
    table = SHORT.format("Eindhoven", "EINDHOVEN") + "Best;01;9000\n"
    city, report = imported(tmp_path, frame, table)
    assert city.areas["residents"].tolist() == [100, 200]
    assert "1 rij van een andere gemeente weggelaten" in report.text()


def test_a_municipality_has_more_than_one_name(tmp_path):
    frame = squares(["01", "02"], west=81_000, south=454_000, gemeentenaam="'s-Gravenhage")
    city, _ = imported(tmp_path, frame, SHORT.format("Den Haag", "Den Haag"))
    assert city.areas["residents"].tolist() == [100, 200]
