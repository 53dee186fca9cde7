"""The sheet of a workbook that holds the figures, its cells as they stand."""

import re
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl
from defusedxml import DefusedXmlException
from openpyxl.cell.rich_text import CellRichText, TextBlock

from kans_model.exchange.cell_numbers import Percent
from kans_model.exchange.header_units import year_in, year_rank
from kans_model.exchange.number_text import SUPERSCRIPTS
from kans_model.exchange.table_size import MAX_CELLS, bounded, is_blank
from kans_model.words.problems import KansError, Problem

MAX_UNZIPPED_BYTES = 150_000_000
"""The country, 14,500 buurten of 200 columns, is some 100 MB."""
MAX_OTHER_BYTES, CHUNK_BYTES, MAX_ROW_CELLS = 20_000_000, 1_000_000, 16_384

MAX_RICH_CELLS = 500_000
"""Read whole, with the marks in their cells; of a larger workbook only texts that cells share have them."""

_RAISED = str.maketrans("0123456789()", f"{SUPERSCRIPTS}⁽⁾", " ")
_TABLE_PART = re.compile(r"xl/(worksheets/[^/]*|sharedStrings)\.xml", re.IGNORECASE)
_CELL = re.compile(rb"<(?:\w+:)?(?:c|si)[\s/>]")
_OPEN_FORMULA = re.compile(
    rb'<(?:\w+:)?c(?![^>]*t="str")[^>]*>\s*<(?:\w+:)?f(?:/>|\s[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*'
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
"""A formula with no outcome; an outcome that is an empty text says so in its type."""


@dataclass
class Sheet:
    """A sheet: rows with their numbers, and the columns (by place) whose numbers are shown as percentages."""

    name: str
    visible: bool
    rows: list[tuple[int, list[Any]]]
    n_sheets: int = 1
    n_formulas: int = 0
    percent_places: set[int] = field(default_factory=set)


def sheets_of(path: Path) -> Iterator[Sheet]:
    """The sheets, each read when it is asked for: those in sight first, of sheets named by year the newest.

    A number shown as a percentage is given as the reader sees it: 0.26 shown as 26 % is 26.

    Raises
    ------
    KansError
        Damaged, or larger than what is read.
    """
    try:
        parts = _parts(path)
        raised = parts.n_superscripts > 0
        whole = raised and parts.n_cells <= MAX_RICH_CELLS
        with (
            path.open("rb") as file,  # given a path, it goes by the name
            closing(
                openpyxl.load_workbook(file, read_only=not whole, data_only=True, rich_text=raised)
            ) as book,
        ):
            for sheet in _in_order(book.worksheets):
                yield _sheet(sheet, path.name, parts.n_formulas)
    except KansError:
        raise
    except Exception as error:  # openpyxl and zipfile raise many kinds for damaged files
        raise _unreadable(path.name, error) from error


def _in_order(sheets: Iterable[Any]) -> list[Any]:
    """Those in sight first; sheets that bear a year change places among themselves, the newest first."""
    visible = sorted(sheets, key=lambda sheet: sheet.sheet_state != "visible")
    dated = [sheet for sheet in visible if year_in(sheet.title)]
    newest = iter(sorted(dated, key=lambda sheet: (sheet.sheet_state != "visible",
                                                   year_rank(year_in(sheet.title) or 0))))  # fmt: skip
    return [next(newest) if sheet in dated else sheet for sheet in visible]


@dataclass
class Parts:
    """What the parts of a workbook hold: cells, formulas without an outcome, and raised signs."""

    n_cells: int = 0
    n_formulas: int = 0
    n_superscripts: int = 0


def _parts(path: Path) -> Parts:
    """Count what the workbook holds; refuses what takes minutes or gigabytes to read.

    The parts are unpacked in chunks and only counted: the library keeps a row whole, however long.
    """
    too_large = KansError(Problem("city_file_too_large", file=path.name))
    found = Parts()
    with zipfile.ZipFile(path) as archive:
        entries = archive.infolist()
        if sum(entry.file_size for entry in entries) > MAX_UNZIPPED_BYTES:
            raise too_large
        for entry in entries:
            if not _TABLE_PART.match(entry.filename):
                if entry.file_size > MAX_OTHER_BYTES and entry.filename.endswith((".xml", ".rels")):
                    raise too_large
                continue
            n_cells = 0
            with archive.open(entry) as part:
                while chunk := part.read(CHUNK_BYTES):
                    cells = len(_CELL.findall(chunk))
                    n_cells += cells
                    found.n_formulas += len(_OPEN_FORMULA.findall(chunk))
                    found.n_superscripts += chunk.count(b'"superscript"')
                    one_row = cells > MAX_ROW_CELLS and b"row" not in chunk and b"si>" not in chunk
                    if n_cells > MAX_CELLS or one_row:
                        raise too_large
            found.n_cells += n_cells
    return found


def _sheet(sheet: Any, file: str, n_formulas: int) -> Sheet:
    if hasattr(sheet, "reset_dimensions"):
        sheet.reset_dimensions()  # what the file says of its own size may be too small
    percent: set[int] = set()
    rows = list(bounded((_values(cells, percent) for cells in sheet.iter_rows(min_row=1, min_col=1)), file))
    width = max((len(values) for _, values in rows), default=0)
    rows = [(number, values + [None] * (width - len(values))) for number, values in rows]
    return Sheet(
        sheet.title, sheet.sheet_state == "visible", rows, len(sheet.parent.worksheets), n_formulas, percent
    )


def _values(cells: Any, percent: set[int]) -> list[Any]:
    """What stands in the cells of a row; the places of percentages are added to `percent`."""
    values = [_raised(cell.value) if isinstance(cell.value, CellRichText) else cell.value for cell in cells]
    while values and is_blank(values[-1]):  # sheets are formatted far beyond their table
        values.pop()
    for place, (cell, value) in enumerate(zip(cells, values, strict=False)):
        if isinstance(value, int | float) and not isinstance(value, bool) and "%" in _format(cell):
            values[place] = Percent(f"{value * 100:.12g}")
            percent.add(place)
    return values


def _raised(text: CellRichText) -> str:
    """A text with its raised signs as such, so that 1250 with a raised 1 is not 12501."""
    said = []
    for part in text:
        raised = isinstance(part, TextBlock) and part.font.vertAlign == "superscript"
        said.append(str(part).translate(_RAISED) if raised else str(part))
    return "".join(said)


def _format(cell: Any) -> str:
    """The format of a cell without what it shows as mere text, such as a percent sign in quotes."""
    shown = cell.number_format or "" if cell.has_style else ""
    return re.sub(r'"[^"]*"|\\.', "", shown)


def _unreadable(name: str, error: Exception) -> KansError:
    """Why a workbook cannot be read; openpyxl wraps what its XML reader refuses."""
    if any(isinstance(cause, DefusedXmlException) for cause in (error, error.__cause__)):
        return KansError(Problem("xml_entities", file=name))
    return KansError(Problem("file_incomplete", file=name))
