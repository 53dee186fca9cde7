"""Tables to read and files to take along."""

import io

import openpyxl
import pandas as pd

from dashboards.parts.live.tables import csv_bytes, excel_bytes, table_html

UNKNOWN = float("nan")


def test_files_speak_the_readers_notation_and_run_nothing():
    frame = pd.DataFrame({"Buurt": ["=cmd()", "Oud"], "mln euro": [1.5, UNKNOWN]})
    assert csv_bytes(frame, "nl").decode("utf-8-sig").splitlines() == [
        "Buurt;mln euro",
        "'=cmd();1,5",
        "Oud;",
    ]
    sheet = openpyxl.load_workbook(io.BytesIO(excel_bytes(frame, "Kosten: baten"))).active
    assert sheet["A2"].data_type == "s"
    assert sheet["B2"].value == 1.5
    assert "onbekend" in table_html(frame, "nl", "Kosten")


def test_a_heading_runs_nothing_either_and_signs_that_no_sheet_holds_are_shown():
    frame = pd.DataFrame({"=1+1": ["\t=cmd()"], "@SUM(A1)\x0b": ["a\x00b"], "Wadi": ["\N{NO-BREAK SPACE}+1"]})
    text = csv_bytes(frame, "nl").decode("utf-8-sig")
    assert text.startswith("'=1+1;'@SUM(A1)")
    assert ";'\N{NO-BREAK SPACE}+1" in text
    sheet = openpyxl.load_workbook(io.BytesIO(excel_bytes(frame, "=1\x01"))).active
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {"s"}
    assert sheet["B2"].value == "a\N{REPLACEMENT CHARACTER}b"


def test_a_file_holds_six_significant_digits():
    frame = pd.DataFrame({"x": ["a"], "eur": [62545123.456789], "share": [0.1234567891234], "n": [12]})
    assert csv_bytes(frame, "en").decode("utf-8-sig").splitlines()[1] == "a,62545100.0,0.123457,12"
    book = openpyxl.load_workbook(io.BytesIO(excel_bytes(frame, "t")))
    assert [cell.value for cell in book.active[2]] == ["a", 62545100, 0.123457, 12]
