"""A large workbook is read by a faster library, to the same cells; percentages by the one that knows them."""

from datetime import date, datetime

import openpyxl
import pytest

from kans_model.exchange import workbook_sheet
from kans_model.exchange.figures_table import read_figures
from kans_model.exchange.workbook_parts import workbook_parts
from kans_model.exchange.workbook_sheet import sheets_of


@pytest.fixture
def book(tmp_path):
    """Two empty rows, a merged title, texts, numbers, dates, an error, a formula, hidden and dated sheets."""
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = "Cijfers"
    sheet["A3"] = "Kerncijfers per buurt"
    sheet.merge_cells("A3:C3")
    for row in (
        ["buurtcode", "buurtnaam", "aantal_inwoners", "woz", "gemeten", "in gebruik"],
        ["0101", "Noord", 1250, 312.5, datetime(2024, 5, 1), True],
        ["0102", "=1+1", 900.0, None, date(2023, 2, 3), False],
        ["0103", "Zuid", "n.b.", 280, None, None],
    ):
        sheet.append(row)
    sheet["H9"] = "ver weg"
    hidden = made.create_sheet("Oud")
    hidden.sheet_state = "hidden"
    hidden.append(["buurtcode", "aantal_inwoners"])
    made.create_sheet("2019").append(["a", 1])
    made.create_sheet("2023").append(["a", 2])
    path = tmp_path / "cijfers.xlsx"
    made.save(path)
    return path


def test_both_libraries_read_the_same_cells(book, monkeypatch):
    assert workbook_parts(book).plain
    slow = list(sheets_of(book))
    monkeypatch.setattr(workbook_sheet, "FEW_CELLS", 0)
    fast = list(sheets_of(book))
    assert fast == slow
    assert [sheet.name for sheet in fast] == ["Cijfers", "2023", "2019", "Oud"]
    assert [number for number, _ in fast[0].rows] == [3, 4, 5, 6, 7, 9]
    assert fast[0].rows[2][1][:3] == ["0101", "Noord", 1250]


def test_the_table_of_a_large_workbook_is_that_of_a_small_one(book, monkeypatch):
    slow = read_figures(book)
    monkeypatch.setattr(workbook_sheet, "FEW_CELLS", 0)
    fast = read_figures(book)
    assert fast.frame.equals(slow.frame)
    assert [note.text() for note in fast.notes] == [note.text() for note in slow.notes]


@pytest.mark.parametrize("shown", ["0%", "0.0%", "0.00%", "0.0 %;-0.0 %"])
def test_percentages_are_read_as_shown_however_large_the_workbook(book, monkeypatch, shown):
    made = openpyxl.load_workbook(book)
    made["Cijfers"]["D5"].number_format = shown
    made["Cijfers"]["D5"] = 0.008
    made.save(book)
    monkeypatch.setattr(workbook_sheet, "FEW_CELLS", 0)
    assert not workbook_parts(book).plain
    assert next(sheets_of(book)).rows[2][1][3] == 0.8


def test_a_damaged_large_workbook_is_refused_in_a_sentence(book, monkeypatch):
    monkeypatch.setattr(workbook_sheet, "FEW_CELLS", -1)
    book.write_bytes(book.read_bytes()[:-300])
    with pytest.raises(workbook_sheet.KansError):
        next(sheets_of(book))
