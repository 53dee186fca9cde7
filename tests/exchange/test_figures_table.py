"""Which sheet, which row names the columns, which rows are areas; and what a file is that is no table."""

import io
import zipfile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kans_model.exchange import table_size, workbook_parts
from kans_model.exchange.city_import import import_city
from kans_model.exchange.delimited_text import decoded, delimiter_of
from kans_model.exchange.figures_table import read_figures
from kans_model.words.problems import KansError, Phrase
from tests.fixtures.cities import squares

CODES = ["BU99990001", "BU99990002", "BU99990003"]
RESIDENTS = ["1200", "900", "1500"]
ROWS = "\n".join(map(";".join, zip(CODES, RESIDENTS, strict=True)))
PLAIN = f"buurtcode;aantal_inwoners\n{ROWS}\n"


def written(path, content):
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def workbook(path, sheets, hidden=()):
    """A workbook of these sheets: name → rows."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        sheet.sheet_state = "hidden" if name in hidden else "visible"
    book.save(path)
    return path


def residents(table):
    return [str(cell) for cell in table.frame[next(c for c in table.frame if "inwoners" in c)]]


def reasons(table):
    """Why rows were left out: (reason, row)."""
    return [(note.key.removeprefix("report."), note.values.get("row")) for note in table.notes]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"Kerncijfers 2024\n{PLAIN}", [("row_title", 1)]),
        (f"Kerncijfers, buurten; wijken\nBron: gemeente\n\n{PLAIN}", [("row_title", 1), ("row_title", 2)]),
        (PLAIN.replace("\n", "\n;aantal\n", 1), [("row_unit", 2)]),
        (PLAIN.replace("\n", "\ncode;getal\n", 1), [("row_unit", 2)]),
        (f"{PLAIN}Totaal;3600\n", [("row_total", 5)]),
        (f"{PLAIN}Gemeente totaal;3600\n", [("row_total", 5)]),
        (f"{PLAIN}Gemiddeld;1200\n", [("row_total", 5)]),
        (f"{PLAIN}Bron: CBS\n", [("row_source", 5)]),
        (f"{PLAIN}\nToelichting: voorlopige cijfers;\n© gemeente\n", [("row_source", 6), ("row_source", 7)]),
        (f"{PLAIN};12\n", [("row_no_code", 5)]),
    ],
)
def test_rows_that_are_no_area_are_left_out_by_name(tmp_path, text, expected):
    table = read_figures(written(tmp_path / "f.csv", text))
    assert residents(table) == RESIDENTS
    assert reasons(table) == expected
    assert all(note.text(lang) for note in table.notes for lang in ("nl", "en"))


def test_what_a_row_of_units_says_is_kept(tmp_path):
    text = PLAIN.replace("\n", ";woz\n", 1).replace("\n", "\n;aantal;x 1 000 euro\n", 1)
    assert read_figures(written(tmp_path / "f.csv", text)).units == {
        "aantal_inwoners": "aantal",
        "woz": "x 1 000 euro",
    }


def test_two_rows_of_names_are_one_header(tmp_path):
    groups = workbook(
        tmp_path / "groepen.xlsx",
        {
            "a": [
                ["buurtcode", "bevolking", None, "wonen"],
                [None, "aantal_inwoners", "aantal_huishoudens", "woningvoorraad"],
                [CODES[0], 1200, 600, 610],
            ]
        },
    )
    years = workbook(
        tmp_path / "jaren.xlsx",
        {
            "a": [
                [None, "Inwoners", None, "Woningen"],
                ["Buurtcode", 2022, 2023, 2023],
                [CODES[0], 1100, 1200, 610],
            ]
        },
    )
    assert list(read_figures(groups).frame) == [
        "buurtcode",
        "aantal_inwoners",
        "aantal_huishoudens",
        "woningvoorraad",
    ]
    table = read_figures(years)
    assert list(table.frame) == ["Buurtcode", "Inwoners 2022", "Inwoners 2023", "Woningen 2023"]
    assert table.notes == []


@pytest.mark.parametrize(
    "content",
    [
        f"sep=;\r\n{PLAIN}".encode(),
        b"\xef\xbb\xbfsep=;\r\n" + PLAIN.encode(),
        f'"sep=,"\n{PLAIN.replace(";", ",")}'.encode(),
        PLAIN.replace(";", "\t").encode("utf-16"),
        PLAIN.replace(";", "\t").encode("utf-16-le"),
        PLAIN.encode("utf-16-be"),
        f"sep=;\r\n{PLAIN}".encode("utf-16"),
        PLAIN.replace("\n", ";één\n").encode("cp1252"),
        PLAIN.replace("\n", "\r").encode(),
        PLAIN.replace("aantal_inwoners", '"aantal\ninwoners"').encode(),
        PLAIN.replace("aantal_inwoners", 'aantal_inwoners;"woz (gem., x 1000)";noot, a, b, c, d, e').encode(),
        PLAIN.replace("\n", ";1,5;2,5\n").replace(";1,5;2,5", ";a;b", 1).encode(),
    ],
)
def test_every_dialect_of_csv_gives_the_same_residents(tmp_path, content):
    assert residents(read_figures(written(tmp_path / "f.csv", content))) == RESIDENTS


@given(
    names=st.lists(st.text("abcé ,.()", min_size=1, max_size=8), min_size=1, max_size=4),
    delimiter=st.sampled_from(";\t|"),
    page=st.sampled_from(["utf-8-sig", "utf-16", "utf-16-le", "cp1252"]),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_the_delimiter_is_found_whatever_the_names_hold(names, delimiter, page, end):
    lines = [delimiter.join(["code", *names]), *(delimiter.join([code, *"1" * len(names)]) for code in CODES)]
    text = decoded(end.join(lines).encode(page))
    assert text == end.join(lines)
    assert delimiter_of(text) == delimiter


def test_the_sheet_in_sight_with_codes_is_read_and_named(tmp_path):
    table = [["buurtcode", "aantal_inwoners"], *zip(CODES, map(int, RESIDENTS), strict=True)]
    old = [["buurtcode", "aantal_inwoners"], *((code, 1) for code in CODES)]
    words = [["Toelichting", "bij de cijfers"], ["Peildatum", "1 januari"]]
    book = workbook(tmp_path / "f.xlsx", {"oud": old, "uitleg": words, "2024": table}, hidden=["oud"])
    read = read_figures(book)
    assert residents(read) == RESIDENTS
    assert read.notes == [Phrase("report.sheet", {"file": "f.xlsx", "sheet": "2024"})]
    only = workbook(tmp_path / "h.xlsx", {"leeg": [], "oud": old}, hidden=["oud"])
    assert read_figures(only).notes[0].key == "report.sheet_hidden"


def rewritten(path, part, old, new):
    """The workbook with a text in one of its parts replaced."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert old in parts[part]
    parts[part] = parts[part].replace(old, new)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


@pytest.mark.parametrize("size", [b"A1", b"A1:B3", b"A1:A4", b"B2:B3"])
def test_a_sheet_larger_than_it_says_is_read_whole(tmp_path, size):
    rows = [["buurtcode", "aantal_inwoners"], *zip(CODES, map(int, RESIDENTS), strict=True)]
    book = workbook(tmp_path / "f.xlsx", {"a": rows})
    rewritten(book, "xl/worksheets/sheet1.xml", b'<dimension ref="A1:B4"', b'<dimension ref="' + size + b'"')
    assert residents(read_figures(book)) == RESIDENTS


def test_cells_shown_as_percentages_are_shares(tmp_path):
    book = openpyxl.Workbook()
    for row in [["buurtcode", "koopwoningen", "percentage_65_plus"], *((c, 0.62, 0.265) for c in CODES)]:
        book.active.append(row)
    for row in book.active["B2:C4"]:
        for cell in row:
            cell.number_format = "0.0%"
    book.save(tmp_path / "f.xlsx")
    table = read_figures(tmp_path / "f.xlsx")
    assert table.percent_columns == {"koopwoningen", "percentage_65_plus"}
    assert table.frame["koopwoningen"].tolist() == [62, 62, 62]
    squares(CODES).to_file(tmp_path / "kaart.gpkg")
    city, _ = import_city(tmp_path / "kaart.gpkg", [tmp_path / "f.xlsx"], "Proefstad")
    assert city.areas["owner_occupied_share"].tolist() == pytest.approx([0.62] * 3)


def test_a_short_last_line_is_unknown_and_said(tmp_path):
    table = read_figures(written(tmp_path / "f.csv", "buurtcode;inwoners;woz\nBU1;1;300\nBU2;2"))
    assert table.frame["woz"].tolist() == ["300", None]
    assert [note.key for note in table.notes] == ["report.row_short"]


@pytest.mark.parametrize(
    ("text", "key", "row"),
    [
        ("Titel\nbuurt;x\n" + "".join(f"BU{n};{n};{n}\n" for n in range(400)), "figures_rows_length", 3),
        ("buurtcode,inwoners\n" + "".join(f"BU{n},1,5\n" for n in range(400)), "figures_rows_length", 2),
        ("buurtcode;naam;inwoners\nBU1;Oud\nNoord;12\nBU2;Zuid;7\n", "figures_row_length", 2),
        ("buurtcode;inwoners\n" + ";1\n" * 400, "figures_no_codes", None),
        ('buurtcode;inwoners\nBU1;"' + "x" * 200_000, "figures_quote", None),
    ],
)
def test_a_wrong_header_or_break_gives_one_message(tmp_path, text, key, row):
    with pytest.raises(KansError) as error:
        read_figures(written(tmp_path / "f.csv", text))
    assert [(problem.key, problem.row) for problem in error.value.problems] == [(key, row)]
    assert error.value.text("nl") != error.value.text("en")


def test_the_same_column_twice_is_one_and_a_second_note_is_harmless(tmp_path):
    text = "buurtcode;noot;inwoners;noot;buurtcode\nBU1;a;3;b;BU1\n"
    assert read_figures(written(tmp_path / "f.csv", text)).frame.to_dict("records") == [
        {"buurtcode": "BU1", "noot": "a", "inwoners": "3"}
    ]


def packed(**files):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, text in files.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), text)
    return content.getvalue()


def encrypted():
    """A zip whose entry says that it needs a password."""
    content = bytearray(packed(xl__workbook_dot_xml="x"))
    for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(sign) + offset] |= 1
    return bytes(content)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "xls"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "locked"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "word"),
        (b"\x09\x08\x10\x00\x00\x06", "xls"),
        (b"<html><table><tr><td>buurtcode</td></tr></table></html>", "html"),
        (b"\xef\xbb\xbf\r\n<!DOCTYPE html>\n<p>", "html"),
        ("<table border=1>".encode("utf-16"), "html"),
        (b"MIME-Version: 1.0\nX-Document-Type: Workbook", "html"),
        (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="x">', "xml_sheet"),
        (b'<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2">', "kml"),
        (b'<?xml version="1.0"?><a xmlns:gml="http://www.opengis.net/gml">', "gml"),
        (b'<?xml version="1.0"?><lijst/>', "xml"),
        (b'[{"buurtcode":"BU1","aantal_inwoners":3}]', "json"),
        (b'{"type":"Topology","objects":{},"arcs":[]}', "topojson"),
        (b'{"displayFieldName":"","geometryType":"esriGeometryPolygon","features":[]}', "esri_json"),
        (b'{"legalAccepted":true,"areas":[],"settings":{"projectArea":{}}}', "kbs"),
        (b'{"type": "FeatureCollection", "features": []}', "geojson"),
        (b"SQLite format 3\0" + b"\1" * 99, "geopackage"),
        (b"%PDF-1.7", "pdf"),
        (b"ID;PWXL;N;E\r\n", "sylk"),
        (b"\x1f\x8b\x08", "archive"),
        (b"\x89PNG\r\n", "picture"),
        (b"buurtcode;inwoners\nBU1;3\0\n", "other"),
        (packed(mimetype="application/vnd.oasis.opendocument.spreadsheet", content_dot_xml="<x/>"), "ods"),
        (packed(xl__workbook_dot_bin="x"), "xlsb"),
        (packed(word__document_dot_xml="x"), "word"),
        (packed(Index__Document_dot_iwa="x"), "numbers"),
        (packed(cijfers_dot_csv="a;b"), "archive"),
        (packed(buurten_dot_shp="x"), "shapefile"),
        (encrypted(), "locked"),
    ],
)
def test_a_file_that_is_no_table_is_named_with_what_to_do(tmp_path, content, kind):
    with pytest.raises(KansError) as error:
        read_figures(written(tmp_path / "cijfers.csv", content))
    (problem,) = error.value.problems
    assert problem.value == Phrase(f"file_kind.{kind}")
    assert problem.details["must"] == Phrase(f"file_advice.{kind}")
    assert error.value.text("nl") != error.value.text("en")


def test_a_workbook_called_csv_is_read_by_what_it_is(tmp_path):
    rows = [["buurtcode", "aantal_inwoners"], *zip(CODES, map(int, RESIDENTS), strict=True)]
    book = workbook(tmp_path / "f.xlsx", {"a": rows})
    assert residents(read_figures(book.rename(tmp_path / "f.csv"))) == RESIDENTS


@pytest.mark.parametrize(
    "text",
    [
        ";".join(["buurtcode", *(f"k{n}" for n in range(20_000))]) + "\nBU1;1\n",
        "buurtcode;inwoners\n" + "BU1;1\n" * (table_size.MAX_ROWS + 2),
    ],
)
def test_a_table_larger_than_the_country_is_refused(tmp_path, text):
    with pytest.raises(KansError) as error:
        read_figures(written(tmp_path / "f.csv", text))
    assert [problem.key for problem in error.value.problems] == ["figures_too_large"]


def test_a_sheet_that_unpacks_to_gigabytes_is_refused_before_it_is_unpacked(tmp_path, monkeypatch):
    book = workbook(tmp_path / "f.xlsx", {"a": [["buurtcode", "inwoners"], *([code, 1] for code in CODES)]})
    with zipfile.ZipFile(book) as archive:
        size = sum(entry.file_size for entry in archive.infolist())
    monkeypatch.setattr(workbook_parts, "MAX_UNZIPPED_BYTES", size - 1)
    with pytest.raises(KansError) as error:
        read_figures(book)
    assert [problem.key for problem in error.value.problems] == ["city_file_too_large"]


def test_a_row_number_beyond_any_sheet_ends_in_a_sentence(tmp_path):
    rows = [["buurtcode", "aantal_inwoners"], *zip(CODES, map(int, RESIDENTS), strict=True)]
    book = workbook(tmp_path / "f.xlsx", {"a": rows})
    rewritten(book, "xl/worksheets/sheet1.xml", b'<row r="4"', b'<row r="99999999999"')
    with pytest.raises(KansError) as error:
        read_figures(book)
    assert error.value.problems[0].key in ("figures_too_large", "file_incomplete")


def test_a_row_of_millions_of_cells_is_refused_before_it_is_read(tmp_path):
    book = workbook(tmp_path / "f.xlsx", {"a": [["buurtcode", "inwoners"], [CODES[0], 1]]})
    row = b'<row r="3">' + b'<c r="A3"><v>1</v></c>' * 200_000 + b"</row></sheetData>"
    rewritten(book, "xl/worksheets/sheet1.xml", b"</sheetData>", row)
    with pytest.raises(KansError) as error:
        read_figures(book)
    assert [problem.key for problem in error.value.problems] == ["city_file_too_large"]


def test_formulas_without_an_outcome_are_unknown_and_said(tmp_path):
    rows = [["buurtcode", "inwoners"], [CODES[0], 12], [CODES[1], "=B2*2"]]
    table = read_figures(workbook(tmp_path / "f.xlsx", {"a": rows}))
    assert table.frame["inwoners"].tolist() == [12, None]
    assert table.notes == [Phrase("report.formulas", {"file": "f.xlsx", "n": 1})]


def test_a_header_of_units_takes_its_names_from_the_row_above(tmp_path):
    text = (
        "Kerncijfers\nOnderwerp;Aantal inwoners;WOZ\nbuurtcode;aantal;x 1 000 euro\nBU1;12;350\nBU2;3;280\n"
    )
    table = read_figures(written(tmp_path / "f.csv", text))
    assert list(table.frame) == ["buurtcode", "Aantal inwoners", "WOZ"]
    assert table.units["WOZ"] == "x 1 000 euro"
    assert reasons(table) == [("row_title", 1)]


def test_of_sheets_named_by_year_the_newest_is_read_and_named(tmp_path):
    head = ["buurtcode", "inwoners"]
    path = workbook(
        tmp_path / "f.xlsx",
        {"Uitleg": [["x"]], "2021": [head, [CODES[0], 1]], "Stand 2024": [head, [CODES[0], 2]]},
    )
    read = read_figures(path)
    assert read.frame["inwoners"].tolist() == [2]
    assert read.notes == [Phrase("report.sheet", {"file": "f.xlsx", "sheet": "Stand 2024"})]
    assert "2024" in read.about
