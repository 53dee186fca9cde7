"""Another unit than is read is asked about: by what is usual in a municipality, and by what makes a whole."""

import pytest

from kans_model.exchange.city_import import import_city
from kans_model.exchange.header_units import header_unit
from kans_model.words.problems import KansError
from tests.fixtures.cities import squares

CODES = [f"BU999900{number:02}" for number in range(1, 13)]
PEOPLE = [900, 1200, 1500, 800, 1100, 700, 950, 1300, 1250, 60, 1000, 1400]
LARGE = [40_000_000, 9_000_000, 25_000_000] * 4


@pytest.fixture
def imported(tmp_path):
    """Import twelve buurten of 25 ha with these columns; the city and its report."""
    squares(CODES).to_file(tmp_path / "kaart.gpkg")

    def read(**columns):
        rows = zip(CODES, *columns.values(), strict=True)
        lines = [";".join(["buurtcode", *columns]), *(";".join(map(str, row)) for row in rows)]
        (tmp_path / "cijfers.csv").write_text("\n".join(lines), encoding="utf-8")
        return import_city(tmp_path / "kaart.gpkg", [tmp_path / "cijfers.csv"], "Proefstad")

    return read


def asked(imported, **columns):
    with pytest.raises(KansError) as error:
        imported(**columns)
    return [problem.key for problem in error.value.problems]


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("woz", [96, 110, 87] * 4),  # an index, the Netherlands = 100
        ("inkomen", [96, 110, 87] * 4),
        ("rioolberging", [70, 82, 65] * 4),  # m³/ha
        ("rioolafvoer", [60, 90, 75] * 4),  # l/s/ha
        ("aantal_inwoners", [36, 48, 60] * 4),  # per ha
        ("waterdiepte_t100", ["4,5", "3,2", "0"] * 4),  # decimetres
    ],
)
def test_a_column_of_another_size_than_is_usual_is_asked_about(imported, header, cells):
    assert asked(imported, **{header: cells}) == ["city_scale"]


@pytest.mark.parametrize("factor", [1e-3, 1e-6])
@pytest.mark.parametrize("people", [PEOPLE, ["."] * 12])
def test_value_of_non_dwellings_in_thousands_or_millions_is_asked_about(imported, factor, people):
    values = [f"{value * factor:.10g}" for value in LARGE]
    assert asked(imported, aantal_inwoners=people, **{"woz niet-woningen": values}) == ["city_usual"]


@pytest.mark.parametrize("header", ["woz niet-woningen (mln euro)", "woz niet-woningen (x 1.000.000)"])
def test_millions_in_the_header_are_read(imported, header):
    city, _ = imported(aantal_inwoners=PEOPLE, **{header: [40, 9, 25] * 4})
    assert city.areas["nonresidential_woz_eur"].tolist() == LARGE


def test_the_factor_that_would_fit_is_said(imported):
    with pytest.raises(KansError, match=r"× 0,1 = 7"):
        imported(rioolberging=[70] * 12)


@pytest.mark.parametrize(
    ("header", "column", "expected"),
    [
        ("rioolberging (m3/ha)", "sewer_storage_mm", 7.2),  # 10 m³ on a hectare is 1 mm
        ("rioolberging (l/m2)", "sewer_storage_mm", 72),
        ("rioolafvoer (l/s/ha)", "sewer_discharge_mm_h", 25.92),  # 72 l/s/ha × 3600 s / 10,000 m²
        ("rioolafvoer_mm_dag", "sewer_discharge_mm_h", 3.0),
        ("rioolafvoer (m3/uur/ha)", "sewer_discharge_mm_h", 7.2),
    ],
)
def test_units_of_sewers_are_converted(header, column, expected):
    unit = "mm" if column.endswith("_mm") else "mm/h"
    assert header_unit(header).factor_for(unit) * 72 == pytest.approx(expected)


def test_a_volume_without_its_surface_is_refused(imported):
    assert asked(imported, **{"rioolberging (m3)": [700] * 12}) == ["city_unit_row"]


@pytest.mark.parametrize("cells", [[12, 5, 0] * 4, ["3,5", "0,2", "8"] * 4])
def test_a_column_called_water_with_numbers_is_listed_as_unread(imported, cells):
    _, report = imported(aantal_inwoners=PEOPLE, water=cells)
    assert report.unrecognised["cijfers.csv"] == ["water"]
    assert "percentage_water" in report.text("nl")


@pytest.mark.parametrize(
    ("header", "cell"),
    [("percentage_water", 8), ("water (ha)", 2), ("water_m2", 20_000)],
)
def test_water_is_read_in_three_units(imported, header, cell):
    city, _ = imported(**{header: [cell] * 12})
    assert city.areas["water_m2"].tolist() == pytest.approx([20_000] * 12)


@pytest.mark.parametrize("cell", [">1,50", "< 0,5", "ca. 12", "10-20", "10 tot 20", "50+", "±12"])
def test_bounds_ranges_and_estimates_are_unknown_and_said(imported, cell):
    city, report = imported(aantal_inwoners=[cell, *PEOPLE[1:]])
    assert city.areas["residents"].isna()[CODES[0]]
    said = next(note for note in report.notes if note.key == "report.bounds")
    assert said.values["n"] == 1
    assert f"{CODES[0]}: {cell}" in said.text("nl")


@pytest.mark.parametrize(
    ("columns", "key"),
    [
        ({"koopwoningen (%)": [60] * 12, "huurwoningen (%)": [60] * 12}, "city_complement"),
        ({"aantal_inwoners": PEOPLE, "mannen": PEOPLE, "vrouwen": PEOPLE}, "city_complement"),
        ({"koopwoningen (%)": ["0,6"] * 6 + ["1,2"] * 6}, "city_two_units"),
        ({"openbaar_groen_m2": [3] * 12}, "city_usual"),  # hectares
        ({"grondwaterdiepte_m": [20, 35, 55] * 4}, "city_metres_asked"),  # centimetres
        ({"bodem": [1, 2, 3] * 4}, "column_choice"),
    ],
)
def test_parts_and_words_that_cannot_be_are_asked_about(imported, columns, key):
    assert asked(imported, **columns) == [key]


def test_one_row_whose_parts_make_no_whole_is_said(imported):
    owned = [60] * 12
    _, report = imported(**{"koopwoningen (%)": owned, "huurwoningen (%)": [40] * 11 + [70]})
    assert f"{CODES[-1]}: 130" in report.text("nl")


def test_buildings_up_to_a_hundred_are_said_to_be_counts(imported):
    _, report = imported(kwetsbare_panden=[30, 45, 12] * 4)
    assert "report.taken_as_count" in [note.key for note in report.notes]


def test_uses_in_codes_are_said_to_be_unread(imported):
    _, report = imported(aantal_inwoners=PEOPLE, bodemgebruik=[4] * 12)
    assert "report.words_unread" in [note.key for note in report.notes]


def test_nines_are_no_number(imported):
    city, report = imported(aantal_inwoners=[9999, 99999999, *PEOPLE[2:]])
    assert city.areas["residents"].isna().sum() == 2
    assert "report.codes" in [note.key for note in report.notes]


def test_an_index_above_the_table_is_no_amount(imported, tmp_path):
    imported(woz=[300] * 12)
    path = tmp_path / "cijfers.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(f"Indexcijfers, Nederland = 100;\n{text}", encoding="utf-8")
    with pytest.raises(KansError) as error:
        import_city(tmp_path / "kaart.gpkg", [path], "Proefstad")
    assert [problem.key for problem in error.value.problems] == ["city_index"]


@pytest.mark.parametrize(
    "header",
    ["WOZ (x € 1.000)", "WOZ (x €1000)", "WOZ (€ 1.000)", "WOZ (x 1.000 euro)", "WOZ (euro x 1.000)"],
)
def test_thousands_of_euros_are_read_with_the_sign_before_or_behind(header):
    unit = header_unit(header)
    assert (unit.bare, unit.factor) == ("woz", 1000.0)


def test_millions_of_euros_are_read_with_the_sign_between():
    assert header_unit("woz niet-woningen (x € 1.000.000)").factor == 1e6
