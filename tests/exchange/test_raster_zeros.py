"""Where a raster has no cells a mean is 0, and half of what it is where it has half of them."""

import pytest

from kans_model.exchange.city_import import import_city
from kans_model.words.problems import KansError
from tests.fixtures.cities import squares

CODES = [f"BU999900{number:02}" for number in range(1, 9)]


@pytest.fixture
def imported(tmp_path):
    squares(CODES).to_file(tmp_path / "kaart.gpkg")

    def read(header, cells):
        lines = [f"buurtcode;aantal_inwoners;{header}"]
        lines += [
            f"{code};{900 + place * 37};{cell}"
            for place, (code, cell) in enumerate(zip(CODES, cells, strict=True))
        ]
        (tmp_path / "cijfers.csv").write_text("\n".join(lines), encoding="utf-8")
        return import_city(tmp_path / "kaart.gpkg", [tmp_path / "cijfers.csv"], "Proefstad")

    return read


def test_a_felt_temperature_that_no_area_has_is_unknown_and_said(imported):
    city, report = imported("pet", ["0", "12,4", "36,1", "38,0", "39,5", "37,2", "0", "35,9"])
    assert city.areas["pet_degc"].isna().tolist() == [True, True, False, False, False, False, True, False]
    note = next(note for note in report.notes if note.key == "report.alone")
    assert "BU99990001: 0" in note.text("nl")
    assert "BU99990002: 12,4" in note.text("nl")


def test_cool_and_hot_areas_are_read(imported):
    cells = [24.5, 28, 36.1, 38, 39.5, 47.2, 31, 35.9]
    city, report = imported("pet", [str(cell).replace(".", ",") for cell in cells])
    assert city.areas["pet_degc"].tolist() == cells
    assert "report.alone" not in [note.key for note in report.notes]


def test_where_most_are_too_low_it_is_another_figure_which_is_asked(imported):
    with pytest.raises(KansError) as error:
        imported("pet", ["2,1", "3,4", "4,1", "3,8", "2,5", "3,2", "36", "37"])
    assert [problem.key for problem in error.value.problems] == ["city_scale"]


def test_groundwater_at_the_ground_while_it_is_deep_elsewhere_is_said(imported):
    _, report = imported("grondwaterdiepte_m", ["0", "1,4", "1,1", "0,8", "1,5", "2,2", "0", "0,9"])
    note = next(note for note in report.notes if note.key == "report.zero_depth")
    assert "2 buurten (BU99990001, BU99990007)" in note.text("nl")
    assert "0,8 tot 2,2 m" in note.text("nl")


def test_shallow_groundwater_is_no_lack_of_it(imported):
    _, report = imported("grondwaterdiepte_m", ["0", "0,1", "0,2", "0,8", "0,5", "0,2", "0", "0,9"])
    assert "report.zero_depth" not in [note.key for note in report.notes]
