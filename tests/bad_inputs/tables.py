"""Tables of figures and mappings that are none, or hold what cannot be."""

import io
import json
import zipfile

import openpyxl

from tests.bad_inputs.case import Case, as_bytes
from tests.fixtures.cities import CODES, squares

HEAD = "buurtcode;aantal_inwoners;aantal_woningen"
ROWS = [f"{code};800;400" for code in CODES]


def _table(*changed):
    """The sound table with some rows in the place of its first."""
    return "\n".join([HEAD, *changed, *ROWS[len(changed) :]])


def _book(change=None, parts=None):
    """The sound table as a workbook; `parts` puts other content in its zip."""
    book = openpyxl.Workbook()
    for row in [HEAD, *ROWS]:
        book.active.append(row.split(";"))
    if change:
        change(book.active)
    buffer = io.BytesIO()
    book.save(buffer)
    if not parts:
        return buffer.getvalue()
    changed = io.BytesIO()
    with zipfile.ZipFile(buffer) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            new.writestr(entry, parts.get(entry, old.read(entry)))
    return changed.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {new} "{f"&{old};" * 10}">' for old, new in zip("abcdefgh", "bcdefghi", strict=True))
    + ']><worksheet><sheetData><row><c t="inlineStr"><is><t>&i;</t></is></c></row></sheetData></worksheet>'
)
OUTSIDE = (
    '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
    '<worksheet><sheetData><row><c t="inlineStr"><is><t>&a;</t></is></c></row></sheetData></worksheet>'
)
TABLES = {
    "empty": "",
    "blank lines": "\n\n\n",
    "header only": HEAD,
    "no codes": "naam;aantal_inwoners\nNoord;800",
    "codes of elsewhere": "buurtcode;aantal_inwoners\nBU99;800\nBU98;700",
    "a code twice": _table(ROWS[0], ROWS[0].replace("800", "900")),
    "a row for men and one for women": "\n".join(
        ["buurtcode;sekse;inwoners", *(f"{code};{sex};400" for code in CODES for sex in ("man", "vrouw"))]
    ),
    "as many homes as residents": "\n".join(
        [HEAD, *(f"{code};{800 + n};{800 + n}" for n, code in enumerate(CODES))]
    ),
    "a column twice": "buurtcode;aantal_inwoners;aantal_inwoners\n011;800;900",
    "a row too long": _table("011;800;400;7;8"),
    "a quote that stays open": _table('"011;800;400'),
    "html": "<html><table><tr><td>011</td></tr></table></html>",
    "json": '{"011": 800}',
    "json list": '[{"buurtcode": "011"}]',
    "pdf": b"%PDF-1.4\n" + b"\0" * 30,
    "excel 97": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "zip cut off": b"PK\x03\x04" + b"\0" * 60,
    "a zip of nothing": b"PK\x05\x06" + b"\0" * 18,
    "zeros": b"\0" * 500,
    "noise": bytes(range(1, 256)) * 4,
    "a study": '{"schema": 1}',
    "book without sheet": _book(parts={SHEET: "<x/>"}),
    "book cut off": _book()[:-200],
    "book of laughs": _book(parts={SHEET: LAUGHS}),
    "book that looks outside": _book(parts={SHEET: OUTSIDE}),
    "book of no XML": _book(parts={SHEET: "geen xml"}),
    "book without rows": _book(lambda sheet: sheet.delete_rows(1, 20)),
    "book with header only": _book(lambda sheet: sheet.delete_rows(2, 20)),
}
CELLS = (
    "veel",
    "-5",
    "1e400",
    "9" * 400,
    "NaN5",
    "1.2.3",
    "0x10",
    "½",
    "=1+1",
    "True",
    "5;",
    "12-05-2024",
    "1_000",
)
MAPPINGS = {
    "empty": "",
    "header only": "column,source column,factor",
    "no JSON": "{",
    "deep": "[" * 100_000,
    "an object": '{"column": "residents"}',
    "null": "null",
    "a list of numbers": "[1, 2]",
    "a list of nulls": "[null]",
    "unknown column": '[{"column": "maan", "source column": "aantal_inwoners"}]',
    "unknown source": '[{"column": "residents", "source column": "maan"}]',
    "factor 0": '[{"column": "residents", "source column": "aantal_inwoners", "factor": 0}]',
    "factor text": '[{"column": "residents", "source column": "aantal_inwoners", "factor": "veel"}]',
    "factor NaN": '[{"column": "residents", "source column": "aantal_inwoners", "factor": NaN}]',
    "factor list": '[{"column": "residents", "source column": "aantal_inwoners", "factor": []}]',
    "column list": '[{"column": [], "source column": "aantal_inwoners"}]',
    "source null": '[{"column": "residents", "source column": null}]',
    "half a character": '[{"column": "residents", "source column": "\\ud800"}]',
    "a number of 5,000 digits": f'[{{"column": "residents", "source column": "a", "factor": {"9" * 5000}}}]',
    "html": "<html></html>",
    "zeros": b"\0" * 80,
}


def cases():
    """Every bad table beside a sound map, and every bad mapping."""
    sound = as_bytes(squares(aantal_inwoners=[800] * 6).to_crs(4326).to_json())
    tables = TABLES | {f"cell {cell[:10]}": _table(f'011;"{cell}";400') for cell in CELLS}
    command = ("city", "import", "{folder}/kaart.geojson")
    rest = ("--name", "Stad", "-o", "{folder}/stad.gpkg")
    for name, text in tables.items():
        file = "cijfers.xlsx" if name.startswith("book") else "cijfers.csv"
        files = {file: as_bytes(text), "kaart.geojson": sound}
        yield Case(f"table: {name}", (*command, f"{{folder}}/{file}", *rest), files)
    for name, text in MAPPINGS.items():
        file = "kolommen.json" if name not in ("empty", "header only") else "kolommen.csv"
        files = {file: as_bytes(text), "kaart.geojson": sound}
        yield Case(f"mapping: {name}", (*command, "--mapping", f"{{folder}}/{file}", *rest), files)
    assert json.loads(sound)["features"]
