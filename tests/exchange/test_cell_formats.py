"""A unit that only the format of a workbook's cells shows is read as if it stood in the cell."""

import openpyxl
import pytest

from kans_model.exchange import workbook_sheet
from kans_model.exchange.cell_formats import unit_shown
from kans_model.exchange.city_import import import_city
from kans_model.exchange.workbook_parts import workbook_parts
from kans_model.words.problems import KansError
from tests.fixtures.cities import squares

CODES = ["BU99990001", "BU99990002", "BU99990003"]


@pytest.fixture
def imported(tmp_path):
    squares(CODES).to_file(tmp_path / "kaart.gpkg")

    def read(header, cells, shown):
        made = openpyxl.Workbook()
        made.active.append(["buurtcode", "aantal_inwoners", header])
        for row, (code, cell) in enumerate(zip(CODES, cells, strict=True), start=2):
            made.active.append([code, 900 + row, cell])
            made.active.cell(row, 3).number_format = shown
        made.save(tmp_path / "cijfers.xlsx")
        return import_city(tmp_path / "kaart.gpkg", [tmp_path / "cijfers.xlsx"], "Proefstad")

    return read


@pytest.mark.parametrize(
    ("header", "cells", "shown", "column", "right"),
    [
        ("grondwaterdiepte", [90, 145, 210], '0" cm"', "groundwater_depth_m", [0.9, 1.45, 2.1]),
        ("grondwaterdiepte", [9, 14.5, 21], r"0.0\ \d\m", "groundwater_depth_m", [0.9, 1.45, 2.1]),
        ("grondwaterdiepte", [0.9, 1.45, 2.1], 'General" m"', "groundwater_depth_m", [0.9, 1.45, 2.1]),
        (
            "grondwaterdiepte",
            [1.205, 1.455, 2.105],
            '0.000" m"',
            "groundwater_depth_m",
            [1.205, 1.455, 2.105],
        ),
        ("openbaar_groen_m2", [1.2, 0.8, 2], '0.0" ha"', "public_green_m2", [12_000, 8_000, 20_000]),
        ("aantal_woningen", [410, 380, 520], '#,##0" woningen"', "dwellings", [410, 380, 520]),
        ("aantal_woningen", [410, 380, 520], '0" adressen"', "dwellings", [410, 380, 520]),
        ("woz_eur", [312_000, 275_000, 402_000], '"€ "#,##0', "woz_eur", [312_000, 275_000, 402_000]),
        ("woz_eur", [312_000, 275_000, 402_000], '#,##0," k"', "woz_eur", [312_000, 275_000, 402_000]),
    ],
)
def test_a_number_is_read_in_the_unit_that_is_shown(imported, header, cells, shown, column, right):
    city, _ = imported(header, cells, shown)
    assert city.areas[column].tolist() == pytest.approx(right)


@pytest.mark.parametrize(
    ("header", "cells", "shown"),
    [
        ("grondwaterdiepte", [0.97, 1.4, 2.1], '0.00" m+NAP"'),
        ("rioolafvoer_mm_h", [1.2, 1.4, 2.1], '0.0" m3/u"'),
        ("openbaar_groen_m2", [12_000, 8_000, 20_000], '0" bomen"'),
        ("aantal_woningen", [41, 38, 52], '0" per ha"'),
        ("aantal_woningen", [41, 38, 52], '0" ha"'),
    ],
)
def test_a_number_shown_in_another_unit_is_refused_as_it_is_seen(imported, header, cells, shown):
    with pytest.raises(KansError) as error:
        imported(header, cells, shown)
    assert shown.split('"')[1].strip() in error.value.text("nl")


def test_a_large_workbook_with_units_in_its_formats_is_read_by_the_library_that_knows_them(
    imported, tmp_path, monkeypatch
):
    monkeypatch.setattr(workbook_sheet, "FEW_CELLS", 0)
    city, _ = imported("grondwaterdiepte", [90, 145, 210], '0" cm"')
    assert not workbook_parts(tmp_path / "cijfers.xlsx").plain
    assert city.areas["groundwater_depth_m"].tolist() == [0.9, 1.45, 2.1]


@pytest.mark.parametrize(
    "shown",
    [
        "General",
        "#,##0.00",
        "0.00E+00",
        "# ?/?",
        "[h]:mm",
        "dd-mm-yyyy",
        '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ',
        '_-"€" * #,##0.00_-',
        "[$€-413] #,##0.00",
        '"BU"00000000',
        '0;"min "0',
    ],
)
def test_a_format_without_words_behind_the_number_shows_no_unit(shown):
    assert unit_shown(shown) == ""
