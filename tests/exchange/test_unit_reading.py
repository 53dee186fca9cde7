"""Units are read from the name, the cells and the sense of a column, never from size alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kans_model.exchange.city_import import import_city
from kans_model.exchange.synonyms import meaning
from kans_model.words.problems import KansError
from tests.fixtures.cities import squares

CODES = ["BU99990001", "BU99990002", "BU99990003"]


@pytest.fixture
def figures(tmp_path):
    """Import three buurten with these lines of a table; the city and its report."""
    squares(CODES).to_file(tmp_path / "kaart.gpkg")

    def imported(header, *rows):
        lines = [f"buurtcode;{header}", *(f"{code};{row}" for code, row in zip(CODES, rows, strict=True))]
        (tmp_path / "cijfers.csv").write_text("\n".join(lines), encoding="utf-8")
        return import_city(tmp_path / "kaart.gpkg", [tmp_path / "cijfers.csv"], "Proefstad")

    return imported


def said(report):
    return [note.key for note in report.notes]


@pytest.mark.parametrize(
    ("header", "cells", "column", "expected"),
    [
        (
            "percentage_personen_65_jaar_en_ouder",
            ("26,125", "31,250", "8,125"),
            "share_65plus",
            [0.26125, 0.3125, 0.08125],
        ),
        (
            "percentage_personen_65_jaar_en_ouder",
            ("0,265", "0,31", "0,08"),
            "share_65plus",
            [0.265, 0.31, 0.08],
        ),
        ("percentage_personen_65_jaar_en_ouder", ("26%", "31 %", "8%"), "share_65plus", [0.26, 0.31, 0.08]),
        ("percentage_koopwoningen", ("62", "41", "78"), "owner_occupied_share", [0.62, 0.41, 0.78]),
        ("koopwoningen", ("0,62", "0,41", "0,78"), "owner_occupied_share", [0.62, 0.41, 0.78]),
        (
            "perc_huurwoningen_in_bezit_woningcorporaties",
            ("35", "20", "5"),
            "corporation_share",
            [0.35, 0.2, 0.05],
        ),
        ("aantal_inwoners", ("1.200", "900", "1.500"), "residents", [1200, 900, 1500]),
        ("gemiddelde_woningwaarde", ("350,125", "280,500", "410,250"), "woz_eur", [350125, 280500, 410250]),
        ("gem_woz_waarde", ("350", "280", "410"), "woz_eur", [350e3, 280e3, 410e3]),
        ("waterdiepte_t100 (cm)", ("25", "12", "8"), "flood_depth_m_t100", [0.25, 0.12, 0.08]),
        ("grondwaterdiepte_m", ("45,5", "50", "8"), "groundwater_depth_m", [45.5, 50, 8]),
        ("gemiddeld_inkomen_per_inwoner", ("31,5", "28,2", "40,1"), "income_eur", [31_500, 28_200, 40_100]),
        ("aandeel_werk", ("30%", "25 %", "0,4"), "works_share", [0.3, 0.25, 0.4]),
        ("jaar_uitvoering", ("2027", "01-05-2028", "2030-2031"), "works_year", [2027, 2028, 2030]),
    ],
)
def test_a_column_is_read_in_the_unit_it_says(figures, header, cells, column, expected):
    city, _ = figures(header, *cells)
    assert city.areas[column].tolist() == pytest.approx(expected)


@pytest.mark.parametrize(
    ("header", "cells", "key"),
    [
        ("waterdiepte_t100", ("25", "12", "8"), "city_metres_asked"),
        ("waterdiepte_t100", ("35,5", "12", "8"), "city_metres_asked"),
        ("grondwaterdiepte", ("45", "50", "80"), "city_metres_asked"),
        ("overstromingsdiepte_t1000_m", ("25", "12", "8"), "city_metres_asked"),
        ("grondwaterdiepte", ("-0,8", "-0,5", "-0,2"), "city_depth_sense"),
        ("aantal_inwoners", ("26%", "900", "1500"), "city_percent_cells"),
        ("aantal_inwoners", ("1,2", "0,9", "1,5"), "city_parts_of_a_count"),
        ("percentage_koopwoningen", ("0,62", "41", "78"), "city_two_units"),
        ("gemiddeld_inkomen_per_inwoner", ("0,9", "28,2", "31,0"), "city_number"),
        ("gemiddelde_woningwaarde", ("350", "280000", "310000"), "city_number"),
    ],
)
def test_where_two_readings_are_possible_the_column_is_asked_about(figures, header, cells, key):
    with pytest.raises(KansError) as error:
        figures(header, *cells)
    assert [problem.key for problem in error.value.problems] == [key]
    assert "cijfers.csv" in error.value.text("nl")
    assert error.value.text("en")


def test_a_share_under_a_name_of_percents_is_said(figures):
    assert said(figures("percentage_koopwoningen", "0,62", "0,41", "0,78")[1]) == ["report.fractions"]


def test_twenty_one_elderly_of_twelve_thousand_are_a_percentage(figures):
    city, report = figures("aantal_inwoners;65plus", "12000;21", "9000;18", "15000;24")
    assert city.areas["share_65plus"].tolist() == [0.21, 0.18, 0.24]
    assert "report.elderly_percent" in said(report)


def test_a_count_of_elderly_stays_a_count(figures):
    city, report = figures("aantal_inwoners;65plus", "1200;240", "900;90", "1500;30")
    assert city.areas["share_65plus"].tolist() == [0.2, 0.1, 0.02]
    assert said(report) == []


@pytest.mark.parametrize(
    ("header", "rows"),
    [
        ("aantal_inwoners;aantal 65-plussers", ("12000;21", "9000;18", "15000;24")),
        ("aantal_inwoners;65plus", ("1200;2400", "900;90", "1500;30")),
    ],
)
def test_a_count_of_elderly_that_cannot_be_is_refused(figures, header, rows):
    with pytest.raises(KansError) as error:
        figures(header, *rows)
    assert [problem.key for problem in error.value.problems] == ["city_elderly"]


@pytest.mark.parametrize("header", ["inwoners_{}", "inwoners {}", "aantal_inwoners|{}", "Inwoners ({})"])
def test_of_several_years_the_newest_is_read_and_said(figures, header):
    names = ";".join(header.format(year) for year in (2014, 2024, 2019))
    city, report = figures(names, "100;1200;500", "100;900;500", "100;1500;500")
    assert city.areas["residents"].tolist() == [1200, 900, 1500]
    assert said(report) == ["report.newest_year"]


def test_a_forecast_is_not_the_newest_year(figures):
    city, _ = figures("inwoners_2090;inwoners_2019", "100;1200", "100;900", "100;1500")
    assert city.areas["residents"].tolist() == [1200, 900, 1500]


def test_one_harmless_cell_never_refuses_a_file(figures):
    city, report = figures("aantal_inwoners;gemiddelde_woningwaarde", "1200;350", "<10;0", "-9999;280")
    assert city.areas["woz_eur"].tolist()[::2] == [350_000, 280_000]
    cells = {(cell.code, cell.value) for cell in report.unknown_cells}
    assert cells == {(CODES[1], "<10"), (CODES[1], "0"), (CODES[2], "-9999")}


def test_works_without_a_share_are_said_to_be_unknown(figures):
    _, report = figures("jaar_uitvoering;soort_werk", "2027;riolering", "2028;straat", "2030;groen")
    assert said(report) == ["report.works_share_unknown"]


@pytest.mark.parametrize(
    ("cut", "column"),
    [("aantal_inw", "residents"), ("aantal_hui", "households"), ("WONINGVOOR", "dwellings")],
)
def test_a_name_that_a_shapefile_cut_off_is_recognised(cut, column):
    assert meaning(cut)[0].column == column


@pytest.mark.parametrize("cut", ["percentage", "gemiddelde", "oppervlakt"])
def test_a_cut_name_with_many_meanings_is_not_guessed(cut):
    assert meaning(cut) is None


@given(shares=st.lists(st.integers(2, 100), min_size=3, max_size=3))
def test_whole_percents_are_percents(shares):
    assert meaning("percentage_koopwoningen")[0].unit_factor * max(shares) == pytest.approx(max(shares) / 100)
