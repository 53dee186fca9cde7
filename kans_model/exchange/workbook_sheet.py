"""The sheet of a workbook that holds the figures, its cells as they stand."""

import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl
from defusedxml import DefusedXmlException

from kans_model.exchange.table_size import bounded, is_blank
from kans_model.words.problems import KansError, Problem

MAX_UNZIPPED_BYTES = 150_000_000
"""The country, 14,500 buurten of 200 columns, is some 100 MB."""


@dataclass
class Sheet:
    """A sheet: rows with their numbers, and the columns (by place) whose numbers are shown as percentages."""

    name: str
    visible: bool
    rows: list[tuple[int, list[Any]]]
    n_sheets: int = 1
    percent_places: set[int] = field(default_factory=set)


def sheets_of(path: Path) -> Iterator[Sheet]:
    """The sheets, those in sight first, each read when it is asked for.

    A number shown as a percentage is given as the reader sees it: 0.26 shown as 26 % is 26.

    Raises
    ------
    KansError
        Damaged, or larger than what is read.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MAX_UNZIPPED_BYTES:
                raise KansError(Problem("city_file_too_large", file=path.name))
        with (
            path.open("rb") as file,  # given a path, it goes by the name
            closing(openpyxl.load_workbook(file, read_only=True, data_only=True)) as book,
        ):
            for sheet in sorted(book.worksheets, key=lambda sheet: sheet.sheet_state != "visible"):
                yield _sheet(sheet, path.name)
    except KansError:
        raise
    except Exception as error:  # openpyxl and zipfile raise many kinds for damaged files
        raise _unreadable(path.name, error) from error


def _sheet(sheet: Any, file: str) -> Sheet:
    sheet.reset_dimensions()  # what the file says of its own size may be too small
    percent: set[int] = set()
    rows = list(bounded((_values(cells, percent) for cells in sheet.iter_rows(min_row=1, min_col=1)), file))
    width = max((len(values) for _, values in rows), default=0)
    rows = [(number, values + [None] * (width - len(values))) for number, values in rows]
    return Sheet(sheet.title, sheet.sheet_state == "visible", rows, len(sheet.parent.worksheets), percent)


def _values(cells: Any, percent: set[int]) -> list[Any]:
    """What stands in the cells of a row; the places of percentages are added to `percent`."""
    values = [cell.value for cell in cells]
    while values and is_blank(values[-1]):  # sheets are formatted far beyond their table
        values.pop()
    for place, (cell, value) in enumerate(zip(cells, values, strict=False)):
        if isinstance(value, int | float) and not isinstance(value, bool) and "%" in _format(cell):
            values[place] = float(f"{value * 100:.12g}")
            percent.add(place)
    return values


def _format(cell: Any) -> str:
    return cell.number_format or "" if cell.has_style else ""


def _unreadable(name: str, error: Exception) -> KansError:
    """Why a workbook cannot be read; openpyxl wraps what its XML reader refuses."""
    if any(isinstance(cause, DefusedXmlException) for cause in (error, error.__cause__)):
        return KansError(Problem("xml_entities", file=name))
    return KansError(Problem("file_incomplete", file=name))
