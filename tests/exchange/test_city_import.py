"""Importing a city from areas and figures as municipalities hand them over."""

import json
import sqlite3
import zipfile
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pyogrio
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from kans_model.city.columns import FLOOD_DEPTHS
from kans_model.exchange import vector_files
from kans_model.exchange.cell_numbers import numbers
from kans_model.exchange.city_file import read_city, write_import
from kans_model.exchange.city_import import import_city
from kans_model.exchange.code_matching import matching
from kans_model.words.problems import KansError, Phrase
from tests.fixtures.cities import CODES, squares

FIGURES = Path(__file__).parents[1] / "fixtures" / "kerncijfers.csv"


@pytest.fixture
def areas_path(tmp_path):
    path = tmp_path / "buurten.gpkg"
    names = [f"Buurt {code}" for code in CODES]
    squares(buurtnaam=names, wijknaam="Wijk", stadsdeelcode="1").to_file(path, layer="buurten")
    return path


def refusal(areas_path, figures=(), name="Proefstad", **options):
    """The problems of an import that must fail, as (key, file, row, column, value)."""
    with pytest.raises(KansError) as error:
        import_city(areas_path, figures, name, **options)
    assert error.value.text("nl")
    assert error.value.text("en")
    return [(p.key, p.file, p.row, p.column, p.value) for p in error.value.problems]


def written(path, text, encoding="utf-8"):
    path.write_text(text, encoding=encoding)
    return path


def by_column(report):
    return {entry.column: entry for entry in report.recognised}


def test_a_municipal_export_is_recognised_without_a_mapping(areas_path):
    city, report = import_city(areas_path, [FIGURES], "Proefstad")
    assert list(city.areas.index) == CODES
    assert city.areas["residents"].tolist()[:5] == [2526, 3011, 1874, 412, 655]
    assert np.isnan(city.areas["residents"].iloc[5])
    assert city.areas["woz_eur"].tolist()[:3] == [372e3, 288e3, 301e3]
    assert city.areas["income_eur"].tolist()[:2] == [33_800, 31_200]
    assert city.areas["name"].tolist()[0] == "Buurt 011", "names come from the areas"
    unknown = {column: entry.n_unknown for column, entry in by_column(report).items()}
    assert unknown == {"residents": 1, "households": 2, "woz_eur": 2, "income_eur": 2, "name": 0, "wijk": 0}
    assert by_column(report)["woz_eur"].unit_factor == 1000
    assert "NumberShops" in report.unrecognised["kerncijfers.csv"]
    assert city.estimated("typology").all()
    assert city.estimated("soil").all()


def test_the_report_says_per_cell_what_was_filled_and_how(areas_path):
    _, report = import_city(areas_path, [FIGURES], "Proefstad")
    said = report.text("en", cells=True)
    assert "6 areas read from buurten.gpkg" in said
    assert (
        "mean house value (WOZ) ← kerncijfers.csv: AvgHouseValue × 1,000, 4 values known, 2 unknown" in said
    )
    assert "kerncijfers.csv: area 122: AvgHouseValue is '.', unknown; estimated at" in said
    assert "vulnerable foundations" in said
    assert "6 buurten ingelezen" in report.text("nl")


def test_the_report_stands_beside_the_city(areas_path, tmp_path):
    city, report = import_city(areas_path, [FIGURES], "Proefstad")
    write_import(city, report, tmp_path / "proefstad.gpkg", "en")
    assert read_city(tmp_path / "proefstad.gpkg").content_hash == city.content_hash
    assert "estimated at" in (tmp_path / "proefstad.import.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("header", "cells", "column", "expected"),
    [
        ("aantal_inwoners", ["4480", "-99997", "-99999999"], "residents", [4480, np.nan, np.nan]),
        ("aantalInwoners", ["4480", "", "x"], "residents", [4480, np.nan, np.nan]),
        ("gemiddelde_woningwaarde", ["287", ".", "-"], "woz_eur", [287e3, np.nan, np.nan]),
        ("gemiddelde_woningwaarde", ["287000", "312500", "."], "woz_eur", [287e3, 312.5e3, np.nan]),
        ("GemiddeldeWOZWaardeVanWoningen_39", ["287", "301", "."], "woz_eur", [287e3, 301e3, np.nan]),
        ("percentagePersonen65JaarEnOuder", ["17", "8,5", "."], "share_65plus", [0.17, 0.085, np.nan]),
        ("oppervlakte_water_in_ha", ["1,5", "0", "."], "water_m2", [15_000, 0, np.nan]),
        ("oppervlakte_land_in_ha", ["24", "25", "."], "water_m2", [10_000, 0, np.nan]),
        ("Number of Residents", ["1.250", "3.000", "900"], "residents", [1250, 3000, 900]),
        ("panden_water_in_70mm_60min", ["4", "0", "."], "buildings_entered_70mm_60min", [4, 0, np.nan]),
        ("buildings_wet_140mm_120min", ["4", "0", "."], "buildings_wet_140mm_120min", [4, 0, np.nan]),
    ],
)
def test_columns_are_recognised_with_their_unit(tmp_path, header, cells, column, expected):
    areas_path = tmp_path / "buurten.gpkg"
    squares(["1", "2", "3"], **{header: cells}).to_file(areas_path, layer="buurten")
    city, _ = import_city(areas_path, name="x")
    assert city.known[column].tolist() == pytest.approx(expected, nan_ok=True)


@pytest.mark.parametrize(
    ("header", "cells", "column", "expected"),
    [
        ("bodem", ["Klei", "VEEN", "zand"], "soil", ["clay", "peat", "sand"]),
        (
            "WijktypeDe",
            ["Tuindorp", "VINEX", "villawijk"],
            "typology",
            ["garden_town", "vinex", "residential_housing"],
        ),
        ("soort werk", ["Riool", "weg", "groen"], "works_kind", ["sewer", "street", "green"]),
    ],
)
def test_choices_are_recognised_in_dutch(tmp_path, header, cells, column, expected):
    areas_path = tmp_path / "buurten.gpkg"
    squares(["1", "2", "3"], **{header: cells}).to_file(areas_path, layer="buurten")
    city, _ = import_city(areas_path, name="x")
    assert city.areas[column].tolist() == expected
    assert not city.estimated(column).any()


def test_counts_of_the_old_become_shares(tmp_path):
    path = tmp_path / "buurten.gpkg"
    squares(["1"], aantal_inwoners=[400], k_65JaarOfOuder_12=[100]).to_file(path)
    assert import_city(path, name="x")[0].areas["share_65plus"].tolist() == [0.25]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["33,8", "24,0"], [33.8, 24.0]),
        (["2526.0", "11.5"], [2526.0, 11.5]),
        (["1.250,5", "1.000"], [1250.5, 1000.0]),
        (["1,250.5", "1,000"], [1250.5, 1000.0]),
        (["1.234.567", "12"], [1_234_567.0, 12.0]),
        (["1.250", "0.5"], [1.25, 0.5]),
        (["1.250", "900"], [1250.0, 900.0]),
        (["€ 1 250", "12 %"], [1250.0, 12.0]),
        (["-3,5", "+2"], [-3.5, 2.0]),
        ([".", "-"], [np.nan, np.nan]),
        (["-99997", "-99999999"], [np.nan, np.nan]),
        ([12, 3.5], [12.0, 3.5]),
    ],
)
def test_numbers_are_read_as_a_dutch_or_an_english_hand_wrote_them(cells, expected):
    read = numbers(pd.Series(cells, dtype=object))
    assert read.values.tolist() == pytest.approx(expected, nan_ok=True)
    assert not read.wrong


@pytest.mark.parametrize(
    "cell", ["1.23.456", "1,2,3", "twaalf", "12a", "1..5", "--3", "inf", "1e999", "1.250,"]
)
def test_what_is_no_number_is_said_to_be_none(cell):
    read = numbers(pd.Series([cell, "5"], dtype=object))
    assert read.wrong == [0]


@given(
    st.lists(st.integers(0, 10**9), min_size=1), st.sampled_from([".", ","]), st.sampled_from([".", ",", ""])
)
def test_a_number_survives_being_written_with_separators(values, decimal, thousands):
    if thousands == decimal:
        thousands = ""
    mark = {",": thousands, ".": decimal}
    cells = ["".join(mark.get(sign, sign) for sign in f"{value:,.2f}") for value in values]
    assert numbers(pd.Series(cells, dtype=object)).values.tolist() == values


@pytest.mark.parametrize(
    ("codes", "known", "expected"),
    [
        (["011", "012"], ["011", "012"], ["011", "012"]),
        (["11", "121"], ["011", "121"], ["011", "121"]),
        (["011", "999"], ["011", "012"], ["011", None]),
        (["011", "012"], ["BU07721011", "BU07721012"], ["BU07721011", "BU07721012"]),
        (["BU07721011", "BU03630011", "BU07721012"], ["011", "012"], ["011", None, "012"]),
        (["bu07721011 "], ["BU07721011"], ["BU07721011"]),
        (["11"], ["011", "0011"], [None]),
        (["01"], ["BU000101", "BU000201"], [None]),
        (["1", "2"], ["0101", "0102", "1001"], [None, None]),
    ],
)
def test_codes_match_only_where_there_is_one_answer(codes, known, expected):
    assert matching(codes, known).codes == expected


def test_codes_that_do_not_join_are_told(areas_path, tmp_path):
    figures = written(tmp_path / "f.csv", "buurtcode;inwoners\n011;10\n777;20\n")
    city, report = import_city(areas_path, [figures], "Proefstad")
    assert report.unjoined["f.csv"] == ["777"]
    assert report.missing["f.csv"] == CODES[1:]
    assert "777" in report.text("nl")
    assert len(city.areas) == len(CODES)


def test_the_first_table_goes_first_and_an_older_one_fills_the_gaps(areas_path, tmp_path):
    new = written(tmp_path / "new.csv", "buurtcode,inwoners\n011,10\n012,\n")
    old = written(tmp_path / "old.csv", "buurtcode,inwoners\n011,99\n012,20\n")
    city, _ = import_city(areas_path, [new, old], "Proefstad")
    assert city.areas["residents"].tolist()[:2] == [10, 20]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_delimiter_and_encoding_are_found(areas_path, tmp_path, encoding, delimiter):
    text = "buurtcode;wijktype;inwoners\n011;Vinex;10\n012;Tuindorp;20\n".replace(";", delimiter)
    figures = written(tmp_path / "cijfers_één.csv", text, encoding)
    city, _ = import_city(areas_path, [figures], "Proefstad")
    assert city.areas["residents"].tolist()[:2] == [10, 20]


def test_excel_numbers_join_on_codes_that_lost_their_zeros(areas_path, tmp_path):
    book = openpyxl.Workbook()
    for row in [["Buurtcode", "Aantal inwoners", "WOZ"], [11, 2500, 287.5], [12, None, "x"], [121, 100, 300]]:
        book.active.append(row)
    book.save(tmp_path / "cijfers.xlsx")
    city, report = import_city(areas_path, [tmp_path / "cijfers.xlsx"], "Proefstad")
    assert city.areas.loc[["011", "121"], "residents"].tolist() == [2500, 100]
    assert city.areas.loc["011", "woz_eur"] == 287_500
    assert report.unjoined["cijfers.xlsx"] == []


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("m.csv", "column,source column,factor\nresidents,Mensen,\nwoz_eur,Prijs,1000\n"),
        ("m.csv", "Column;Source_Column;Factor\nresidents;mensen;1\nwoz_eur;prijs;1000,0\n"),
        (
            "m.json",
            json.dumps(
                [
                    {"column": "residents", "source column": "Mensen"},
                    {"column": "woz_eur", "source_column": "Prijs", "factor": 1000},
                ]
            ),
        ),
    ],
)
def test_a_mapping_file_names_the_rest(areas_path, tmp_path, file, text):
    figures = written(tmp_path / "f.csv", "buurtcode;Mensen;Prijs\n011;10;300\n")
    city, report = import_city(areas_path, [figures], "x", mapping=written(tmp_path / file, text))
    assert city.areas.loc["011", ["residents", "woz_eur"]].tolist() == [10, 300_000]
    assert report.unrecognised["f.csv"] == []


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("column,source column,factor\nheadcount,Mensen,1\n", "mapping_column"),
        ("column,source column,factor\nresidents,Mensen,-2\n", "mapping_factor"),
        ("column,source column,factor\nresidents,Elders,1\n", "mapping_source"),
        ("dit is geen koppelbestand\n", "mapping_format"),
    ],
)
def test_a_wrong_mapping_is_refused(areas_path, tmp_path, text, key):
    figures = written(tmp_path / "f.csv", "buurtcode;Mensen\n011;10\n")
    assert refusal(areas_path, [figures], mapping=written(tmp_path / "m.csv", text))[0][:2] == (key, "m.csv")


def test_geojson_in_degrees_is_reprojected(tmp_path):
    squares().to_crs(4326).to_file(tmp_path / "buurten.geojson", driver="GeoJSON")
    city, report = import_city(tmp_path / "buurten.geojson", [FIGURES], "Proefstad")
    assert report.crs is not None
    assert city.areas.area.to_numpy() == pytest.approx(250_000, rel=1e-4)


def test_a_shapefile_may_come_as_it_is_or_zipped(tmp_path):
    folder = tmp_path / "shape"
    folder.mkdir()
    squares().to_file(folder / "buurten.shp")
    with zipfile.ZipFile(tmp_path / "buurten.zip", "w") as archive:
        for part in folder.iterdir():
            archive.write(part, f"map/{part.name}")
    plain, _ = import_city(folder / "buurten.shp", [FIGURES], "x")
    zipped, _ = import_city(tmp_path / "buurten.zip", [FIGURES], "x")
    assert plain.content_hash == zipped.content_hash


def test_of_a_cbs_file_the_layer_of_buurten_is_taken(tmp_path):
    path = tmp_path / "cbs.gpkg"
    squares(["GM9999"], size_m=3000).rename(columns={"buurtcode": "gemeentecode"}).to_file(
        path, layer="gemeenten"
    )
    squares(aantal_inwoners=[100] * 6).to_file(path, layer="cbs_buurten_2024")
    assert list(import_city(path, name="x")[0].areas.index) == CODES


def test_of_several_layers_with_other_names_none_is_guessed(tmp_path):
    squares().to_file(tmp_path / "b.gpkg", layer="een")
    squares().to_file(tmp_path / "b.gpkg", layer="twee")
    assert refusal(tmp_path / "b.gpkg") == [("city_which_layer", "b.gpkg", None, None, "een, twee")]


def test_water_and_other_municipalities_are_left_out_and_counted(tmp_path):
    names = ["Proefstad", "Proefstad", "Elders"]
    squares(["1", "2", "3"], water=["NEE", "JA", "NEE"], gemeentenaam=names).to_file(tmp_path / "b.gpkg")
    city, report = import_city(tmp_path / "b.gpkg", name="proefstad")
    assert list(city.areas.index) == ["1"]
    assert dict(report.dropped) == {"water": 1, "municipality": 1}


def test_an_invalid_polygon_is_repaired_and_told(tmp_path):
    areas = squares(["1", "2"])
    areas.loc[1, "geometry"] = shapely.Polygon(
        [(151_000, 450_000), (151_400, 450_400), (151_400, 450_000), (151_000, 450_400)]
    )
    areas.to_file(tmp_path / "b.gpkg")
    city, report = import_city(tmp_path / "b.gpkg", name="x")
    assert report.repaired == ["2"]
    assert city.areas.is_valid.all()
    assert "2" in report.text("nl")


def test_surfaces_that_nearly_fill_the_area_are_scaled_to_it(tmp_path):
    kinds = [
        "flat_roof",
        "pitched_roof",
        "public_paved",
        "private_paved",
        "public_green",
        "private_garden",
        "water",
    ]
    squares(["1"], **{f"{kind}_m2": [35_000.0] for kind in kinds}).to_file(tmp_path / "b.gpkg")
    city, report = import_city(tmp_path / "b.gpkg", name="x")
    assert city.areas["water_m2"].tolist() == pytest.approx([250_000 / 7])
    assert report.scaled == ["1"]


def test_a_column_that_is_already_in_euros_is_not_multiplied(tmp_path):
    squares(["1", "2"], WOZ=[287_000, 310_000]).to_file(tmp_path / "b.gpkg")
    city, report = import_city(tmp_path / "b.gpkg", name="x")
    assert city.areas["woz_eur"].tolist() == [287_000, 310_000]
    assert report.notes == [Phrase("report.plain", {"file": "b.gpkg", "source": "WOZ"})]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("buurtcode;inwoners\n011;veel\n012;12\n", ("city_not_a_number", "f.csv", "011", "inwoners", "veel")),
        ("buurtcode;inwoners\n011;-7\n", ("city_number", "f.csv", "011", "inwoners", "-7")),
        ("buurtcode;inwoners\n011;1\n011;2\n", ("city_code_twice", "f.csv", "011", "code", "011")),
        ("buurtcode;inwoners\n011;1;3\n", ("figures_row_length", "f.csv", 2, None, 3)),
        ("buurtcode;inwoners;inwoners\n011;1;3\n", ("figures_column_twice", "f.csv", None, "inwoners", None)),
        ("buurtcode;inwoners\n", ("figures_empty", "f.csv", None, None, None)),
        ("sleutel;inwoners\n011;1\n", ("city_no_code_column", "f.csv", None, None, "sleutel, inwoners")),
        ("buurtcode;inwoners\n777;1\n", ("city_no_join", "f.csv", None, "buurtcode", "777")),
        ("%PDF-1.7\nstream", ("figures_format", "f.csv", None, None, Phrase("file_kind.pdf"))),
        ("<html><table></table>", ("figures_format", "f.csv", None, None, Phrase("file_kind.html"))),
    ],
)
def test_wrong_figures_are_refused_with_their_place(areas_path, tmp_path, text, expected):
    assert refusal(areas_path, [written(tmp_path / "f.csv", text)]) == [expected]


def test_a_broken_excel_file_is_refused(areas_path, tmp_path):
    broken = tmp_path / "f.xlsx"
    broken.write_bytes(b"PK\x03\x04 and then nothing")
    assert refusal(areas_path, [broken])[0][:2] == ("file_incomplete", "f.xlsx")


@pytest.mark.parametrize(
    ("areas", "key"),
    [
        (squares(["1", "1"]), "city_code_twice"),
        (squares([]), "city_empty"),
        (squares(["1"], west=9_000_000).set_crs(None, allow_override=True), "city_no_crs"),
        (squares(["1"]).set_crs(3857, allow_override=True), "city_two_systems"),
        (squares(["1"], west=900_000), "city_outside_netherlands"),
        (squares(["1"]).set_geometry(squares(["1"]).centroid), "city_not_polygon"),
        (squares(["1"]).rename(columns={"buurtcode": "sleutel"}), "city_no_code_column"),
        (squares(["1", None]), "city_code_missing"),
        (squares(["1"], bodem=["graniet"]), "city_choice"),
    ],
)
@pytest.mark.filterwarnings("ignore:'crs' was not provided")
def test_wrong_areas_are_refused(tmp_path, areas, key):
    path = tmp_path / "b.gpkg"
    areas.to_file(path, layer="buurten")
    assert {problem[:2] for problem in refusal(path)} == {(key, "b.gpkg")}


def test_a_table_without_geometry_is_refused(tmp_path):
    pyogrio.write_dataframe(pd.DataFrame({"buurtcode": ["1"]}), tmp_path / "b.gpkg", driver="GPKG")
    assert refusal(tmp_path / "b.gpkg")[0][0] == "city_no_geometry"


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"%PDF-1.7\n1 0 obj", "map_kind"),
        (b"", "file_empty"),
        (b"PK\x03\x04broken", "city_file_broken"),
        (b"SQLite format 3\0" + b"\1" * 200, "city_file_broken"),
        (b'{"type": "Fea', "city_file_broken"),
        (
            b'{"type": "FeatureCollection", "features": [{"geometry": {"type": "Circle"}}]}',
            "city_file_broken",
        ),
        (b'{"type": "FeatureCollection", "features": [7]}', "city_feature"),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_refused(tmp_path, content, key):
    path = tmp_path / "b.gpkg"
    path.write_bytes(content)
    assert refusal(path)[0][:2] == (key, "b.gpkg")


VRT = (
    "<OGRVRTDataSource><OGRVRTLayer name='buurten'>"
    "<SrcDataSource>{}</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>"
)


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("evil.gpkg", b"", b""),
        ("evil.gpkg", b"SQLite format 3\0", b""),
        ("evil.geojson", b'{"type": "FeatureCollection", "about": "', b'", "features": []}'),
        ("evil.shp", b"\x00\x00\x27\x0a", b""),
        ("evil.zip", b"PK\x03\x04", b""),
    ],
)
def test_no_file_makes_us_read_another_one(tmp_path, name, before, after):
    squares().to_file(tmp_path / "secret.gpkg", layer="buurten")
    path = tmp_path / name
    path.write_bytes(before + VRT.format(tmp_path / "secret.gpkg").encode() + after)
    refused = ("map_kind", "city_file_format", "city_file_broken", "city_empty", "city_shapefile_parts")
    assert refusal(path, [FIGURES])[0][0] in refused


def test_gdal_by_itself_would_have_read_it(tmp_path):
    squares().to_file(tmp_path / "secret.gpkg", layer="buurten")
    written(tmp_path / "evil.gpkg", VRT.format(tmp_path / "secret.gpkg"))
    assert len(pyogrio.read_dataframe(tmp_path / "evil.gpkg")) == len(CODES), (
        "else the test above proves nothing"
    )


def test_only_the_driver_of_the_format_is_asked(tmp_path, monkeypatch):
    squares().to_file(tmp_path / "b.gpkg", layer="buurten")
    opened = []
    read = vector_files.pyogrio.read_dataframe
    monkeypatch.setattr(
        vector_files.pyogrio,
        "read_dataframe",
        lambda path, **options: opened.append(str(path)) or read(path, **options),
    )
    vector_files.read_layer(tmp_path / "b.gpkg")
    assert [path.startswith("GPKG:") for path in opened] == [True]


def test_a_virtual_table_in_a_geopackage_is_refused(tmp_path):
    squares().to_file(tmp_path / "b.gpkg", layer="buurten")
    with sqlite3.connect(tmp_path / "b.gpkg") as database:
        database.execute("CREATE VIRTUAL TABLE outside USING fts3(words)")
    database.close()
    assert refusal(tmp_path / "b.gpkg")[0][0] == "city_file_virtual_table"


def test_a_real_city_is_imported_whole(example_city):
    city, report = import_city(example_city / "buurten.gpkg", [example_city / "kerncijfers.csv"], "Eindhoven")
    assert len(city.areas) == 116
    assert report.unjoined == {"kerncijfers.csv": []}
    unknown = {column: entry.n_unknown for column, entry in by_column(report).items()}
    assert unknown == {
        "residents": 5,
        "households": 10,
        "woz_eur": 23,
        "income_eur": 22,
        "name": 0,
        "wijk": 0,
    }
    assert by_column(report)["woz_eur"].unit_factor == 1000
    assert city.areas.loc["546", "residents"] == 128
    assert city.areas.loc["532", "woz_eur"] == 255_000
    assert city.estimated("typology").all()
    assert city.estimated("soil").all()
    assert city.areas[["vulnerable_buildings", *FLOOD_DEPTHS]].isna().all(axis=None)
    assert city.areas["residents"].sum() == pytest.approx(243_700, abs=100)
    assert city.areas["typology"].nunique() >= 6


@pytest.mark.parametrize("entity", ['"ha"', 'SYSTEM "file:///etc/hostname"'])
def test_a_workbook_with_xml_entities_is_refused_whatever_expat_would_allow(entity, areas_path, tmp_path):
    content = (
        f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a {entity}>]><worksheet><sheetData><row>'
        '<c t="inlineStr"><is><t>&a;</t></is></c></row></sheetData></worksheet>'
    )
    openpyxl.Workbook().save(tmp_path / "heel.xlsx")
    path = tmp_path / "cijfers.xlsx"
    with zipfile.ZipFile(tmp_path / "heel.xlsx") as whole, zipfile.ZipFile(path, "w") as book:
        for name in whole.namelist():
            book.writestr(name, content if name == "xl/worksheets/sheet1.xml" else whole.read(name))
    with pytest.raises(KansError) as error:
        import_city(areas_path, [path], "Proefstad")
    assert error.value.problems[0].key == "xml_entities"
