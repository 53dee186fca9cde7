"""How each column of a file will be read is shown without importing it, and is what an import does."""

import geopandas as gpd
import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from kans_model.cli import app
from kans_model.exchange.city_import import import_city
from kans_model.exchange.column_reading import column_reading
from kans_model.exchange.file_explanation import explain_file
from kans_model.exchange.synonyms import Meaning, meaning
from kans_model.words.problems import KansError
from tests.fixtures.cities import CODES, squares


@pytest.fixture
def table(tmp_path):
    """A file with these lines, of codes that join nothing."""

    def written(*lines):
        path = tmp_path / "cijfers.csv"
        path.write_text("\n".join(lines), encoding="utf-8")
        return path

    return written


def line_of(path, source, lang="nl", **options):
    """The line about a column."""
    lines = explain_file(path, **options).text(lang).splitlines()
    (line,) = [line.strip() for line in lines if line.startswith(f"  {source} → ")]
    return line


@pytest.mark.parametrize(
    ("header", "cells", "line"),
    [
        ("aantal_inwoners", ("1.200", "n.b."), "inwoners [aantal]: ‘1.200’ wordt 1200; 1 bekend, 1 onbekend"),
        (
            "percentage_koopwoningen",
            ("62", "41"),
            "aandeel koopwoningen [aandeel van 0 tot 1] × 0,01: ‘62’ wordt 0,62; 2 bekend, 0 onbekend",
        ),
        (
            "gem_woz_waarde_2023",
            ("350", "280"),
            "gemiddelde WOZ-waarde [EUR] × 1000, jaar 2023: ‘350’ wordt 350000; 2 bekend, 0 onbekend",
        ),
        (
            "waterdiepte_t100 (cm)",
            ("0", "12"),
            "waterdiepte, eens per 100 jaar [m] × 0,01: ‘12’ wordt 0,12; 2 bekend, 0 onbekend",
        ),
        ("grondsoort", ("klei", "zand"), "bodem: ‘klei’ wordt klei; 2 bekend, 0 onbekend"),
        ("banen", ("100", "200"), "banen [aantal]: ‘100’ wordt 100; 2 bekend, 0 onbekend"),
        ("aantal_inwonrs", ("1", "2"), "niet herkend, telt niet mee; lijkt op aantal_inwoners (inwoners)"),
        ("zwembaden", ("1", "2"), "niet herkend, telt niet mee"),
        ("percentage_huurwoningen", ("38", "59"), "niet herkend, telt niet mee"),
    ],
)
def test_a_column_is_shown_with_its_meaning_unit_factor_year_and_a_cell(table, header, cells, line):
    path = table(f"buurtcode;{header}", f"nergens1;{cells[0]}", f"nergens2;{cells[1]}")
    assert line_of(path, header) == f"{header} → {line}"
    assert line_of(path, header, "en") != f"{header} → {line}"


def test_what_an_import_would_ask_is_asked(table):
    path = table("buurtcode;waterdiepte_t100", "a;25", "b;12")
    text = explain_file(path).text("nl")
    assert (
        "vraag: cijfers.csv: kolom waterdiepte_t100 heeft waarden tot 25: meters, decimeters of centimeters?"
        in text
    )
    assert "wordt 25" not in text
    assert text.endswith("1 kolom met een vraag: een import weigert dit bestand tot die beantwoord is.")


def test_a_soil_that_is_not_known_is_asked(table):
    text = explain_file(table("buurtcode;grondsoort", "a;klei", "b;grind")).text("en")
    assert "area b: grondsoort is grind, must be one of: sand, clay, peat" in text


def test_elderly_are_held_against_the_residents_of_the_same_file(table):
    path = table("buurtcode;inwoners;65plus", "a;12000;21", "b;9000;18")
    assert line_of(path, "65plus").startswith("65plus → aandeel 65-plussers [aandeel van 0 tot 1]")
    assert "‘21’ wordt 0,21" in line_of(path, "65plus")


def test_of_several_years_the_newest_is_read_and_the_other_said(table):
    path = table("buurtcode;inwoners_2021;inwoners_2023", "a;100;120", "b;200;220")
    assert line_of(path, "inwoners_2021") == (
        "inwoners_2021 → inwoners: niet gebruikt, want inwoners_2023 gaat voor"
    )
    assert "jaar 2023: ‘120’ wordt 120" in line_of(path, "inwoners_2023")


def test_the_rows_and_the_sheet_that_count_are_said(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "Toelichting"
    book.active.append(["Uitleg"])
    sheet = book.create_sheet("Cijfers")
    for row in (["Kerncijfers 2024"], ["buurtcode", "inwoners"], ["a", 120], ["b", 80], ["Totaal", 200]):
        sheet.append(row)
    book.save(tmp_path / "cijfers.xlsx")
    text = explain_file(tmp_path / "cijfers.xlsx").text("nl")
    assert "cijfers.xlsx: 2 rijen, 2 kolommen." in text
    assert "blad ‘Cijfers’ gelezen" in text
    assert "rij 1 staat boven de kop" in text
    assert "rij 5 is een totaal" in text


def test_a_table_without_codes_is_explained_and_the_lack_is_said(table):
    text = explain_file(table("wijknaam;inwoners", "Noord;120", "Zuid;80")).text("nl")
    assert "inwoners → inwoners [aantal]: ‘120’ wordt 120" in text
    assert "Geen kolom met buurtcodes herkend" in text


def test_a_mapping_is_followed(table):
    path = table("buurtcode;mensen", "a;1,2", "b;0,8")
    line = line_of(path, "mensen", mapping=[Meaning("residents", "mensen", 1000.0)])
    assert line == "mensen → inwoners [aantal] × 1000: ‘1,2’ wordt 1200; 2 bekend, 0 onbekend"


def test_a_map_is_explained_by_its_columns_and_its_layer(tmp_path):
    path = tmp_path / "kaart.gpkg"
    squares(aantal_inwoners=[800] * 6, water=["NEE"] * 5 + ["JA"]).to_file(path, layer="buurten")
    squares(CODES[:1]).to_file(path, layer="wijken")
    text = explain_file(path).text("nl")
    assert "laag ‘buurten’ gelezen; de andere lagen niet" in text
    assert "1 rij weggelaten: water, geen land." in text
    assert line_of(path, "aantal_inwoners").endswith("‘800’ wordt 800; 5 bekend, 0 onbekend")


def test_a_map_of_several_municipalities_keeps_all_rows_unless_one_is_named(tmp_path):
    path = tmp_path / "kaart.geojson"
    towns = ["Noord", "Zuid", None, "Zuid", "Zuid", "Zuid"]
    gpd.GeoDataFrame(squares(gemeentenaam=towns)).to_crs("EPSG:4326").to_file(path)
    assert explain_file(path).n_rows == 6
    assert explain_file(path, name="Noord").n_rows == 1


def test_nothing_is_written_and_no_name_or_output_is_asked(table, tmp_path):
    path = table("buurtcode;inwoners", "a;120", "b;80")
    shown = CliRunner().invoke(app, ["city", "import", "--explain", str(path), "--lang", "en"])
    assert shown.exit_code == 0
    assert "inwoners → residents [count]: ‘120’ becomes 120; 2 known, 0 unknown" in shown.stdout
    assert [path.name for path in tmp_path.iterdir()] == ["cijfers.csv"]


@pytest.mark.parametrize(
    ("arguments", "missing"),
    [
        ((), "KAART"),
        (("--explain",), "KAART"),
        (("kaart.gpkg",), "--name"),
        (("kaart.gpkg", "--name", "Stad"), "--output"),
    ],
)
def test_what_an_import_lacks_is_said_in_a_sentence(arguments, missing):
    result = CliRunner().invoke(app, ["city", "import", *arguments])
    assert result.exit_code == 2
    assert result.stderr.startswith(f"{missing} ontbreekt; ")


def test_a_file_that_is_no_map_or_table_is_refused_by_what_it_is(tmp_path):
    (tmp_path / "rapport.csv").write_bytes(b"%PDF-1.7 ")
    with pytest.raises(KansError, match="een PDF"):
        explain_file(tmp_path / "rapport.csv")
    with pytest.raises(KansError, match="bestaat niet"):
        explain_file(tmp_path / "nergens.csv")


def test_what_is_explained_is_what_is_imported(table, tmp_path):
    squares().to_file(tmp_path / "kaart.gpkg")
    rows = [f"{code};{100 * place};{10 * place};{place}%" for place, code in enumerate(CODES, start=1)]
    path = table("buurtcode;inwoners;percentage_koopwoningen;aandeel_werk", *rows)
    city, _ = import_city(tmp_path / "kaart.gpkg", [path], "Proefstad")
    columns = {entry.meaning.column: entry.reading.values for entry in explain_file(path).columns}
    for column in ("residents", "owner_occupied_share", "works_share"):
        assert columns[column].tolist() == city.areas[column].tolist()


@given(
    st.lists(st.one_of(st.none(), st.text(max_size=8), st.floats(), st.integers()), min_size=1, max_size=6)
)
def test_every_cell_of_a_column_is_known_unknown_or_asked_about(cells):
    entry, _ = meaning("aantal inwoners")
    reading = column_reading(entry, pd.Series(cells, dtype=object), "c.csv")
    assert reading.n_known + int(reading.unknown.sum()) == len(cells)


def explained(*arguments):
    shown = CliRunner().invoke(app, ["city", "import", "--explain", *map(str, arguments)])
    assert shown.exit_code == 0, shown.stderr
    return shown.stdout


def test_places_joins_sums_and_wholes_are_tried_too_and_nothing_is_written(table, tmp_path):
    """Each file by itself has no question; together they are refused in the words of an import."""
    squares().to_file(tmp_path / "kaart.gpkg")
    rows = [f"{code};800;{jobs}" for code, jobs in zip(CODES, [90_000] * 6, strict=True)]
    path = table("buurtcode;inwoners;banen", *rows)
    said = explained(tmp_path / "kaart.gpkg", path)
    with pytest.raises(KansError) as error:
        import_city(tmp_path / "kaart.gpkg", [path], "Proefstad")
    assert [problem.key for problem in error.value.problems] == ["city_usual"]
    assert "Een import weigert ze:" in said
    assert error.value.text("nl") in said
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cijfers.csv", "kaart.gpkg"]


def test_a_map_that_lies_elsewhere_is_refused_when_it_is_explained(tmp_path):
    squares(west=150_000, south=1_000).to_file(tmp_path / "kaart.gpkg")
    assert "buiten Nederland" in explained(tmp_path / "kaart.gpkg")


def test_the_report_of_an_import_is_shown_where_nothing_is_refused(table, tmp_path):
    squares().to_file(tmp_path / "kaart.gpkg")
    path = table("buurtcode;inwoners", *(f"{code};{800 + n}" for n, code in enumerate(CODES[:5])))
    said = explained(tmp_path / "kaart.gpkg", path, "--name", "Proefstad")
    _, report = import_city(tmp_path / "kaart.gpkg", [path], "Proefstad")
    assert report.text("nl") in said
    assert CODES[5] in said
    assert len(list(tmp_path.iterdir())) == 2
