"""What a sheet says of its own size is not believed: all its rows and columns are read."""

import re
import zipfile

import openpyxl
import pytest

from kans_model.exchange.figures_table import read_figures
from kans_model.exchange.workbook_sheet import FEW_CELLS

DIMENSION = re.compile(rb'<dimension ref="[^"]*"\s*/>')


def workbook(folder, n_rows, n_columns, said):
    """A sheet of so many rows and columns, with another size written in it, or none."""
    made = openpyxl.Workbook()
    made.active.append(["buurtcode", "aantal_inwoners", *(f"kolom {n}" for n in range(n_columns - 2))])
    for row in range(n_rows):
        made.active.append([f"BU{row:08d}", 100 + row, *range(n_columns - 2)])
    made.save(folder / "heel.xlsx")
    path = folder / "cijfers.xlsx"
    with zipfile.ZipFile(folder / "heel.xlsx") as whole, zipfile.ZipFile(path, "w") as other:
        for entry in whole.infolist():
            content = whole.read(entry)
            if entry.filename == "xl/worksheets/sheet1.xml":
                size = f'<dimension ref="{said}"/>'.encode() if said else b""
                content, n_changed = DIMENSION.subn(size, content)
                assert n_changed == 1
            other.writestr(entry, content)
    return path


@pytest.mark.parametrize("said", ["A1:C31", "A1:B61", "A1", "A1:XFD1048576", "C5:D6", ""])
def test_every_row_and_column_is_read_whatever_the_size_says(tmp_path, said):
    frame = read_figures(workbook(tmp_path, 60, 4, said), []).frame
    assert frame.shape == (60, 4)
    assert frame["aantal_inwoners"].astype(float).sum() == sum(range(100, 160))


def test_so_is_a_workbook_that_the_faster_library_reads(tmp_path):
    n_rows = FEW_CELLS // 10
    frame = read_figures(workbook(tmp_path, n_rows, 12, "A1:B31"), []).frame
    assert frame.shape == (n_rows, 12)
    assert float(frame["aantal_inwoners"].iloc[-1]) == 99 + n_rows
