"""The sheet of a workbook that holds the figures, its cells as they stand."""

import re
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl
from defusedxml import DefusedXmlException
from openpyxl.cell.rich_text import CellRichText, TextBlock

from kans_model.exchange.cell_formats import unit_shown
from kans_model.exchange.cell_numbers import Percent, UnitNumber
from kans_model.exchange.header_units import year_in, year_rank
from kans_model.exchange.number_text import SUPERSCRIPTS
from kans_model.exchange.plain_workbook import plain_sheets
from kans_model.exchange.table_size import bounded, is_blank
from kans_model.exchange.workbook_parts import workbook_parts
from kans_model.words.problems import KansError, Problem

FEW_CELLS = 20_000
"""So many are read in a second by the slower library, which knows the text of an error too. [cells]"""

MAX_RICH_CELLS = 500_000
"""Read whole, with the marks in their cells; of a larger workbook only texts that cells share have them."""

_RAISED = str.maketrans("0123456789()", f"{SUPERSCRIPTS}⁽⁾", " ")


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
        parts = workbook_parts(path)
        if parts.plain and parts.n_cells > FEW_CELLS:
            for name, visible, rows, n_sheets in plain_sheets(path, _in_order):
                yield Sheet(name, visible, rows, n_sheets, parts.n_formulas)
            return
        raised = parts.n_superscripts > 0
        whole = raised and parts.n_cells <= MAX_RICH_CELLS
        with (
            path.open("rb") as file,  # given a path, it goes by the name
            closing(
                openpyxl.load_workbook(file, read_only=not whole, data_only=True, rich_text=raised)
            ) as book,
        ):
            named = [(sheet.title, sheet.sheet_state == "visible") for sheet in book.worksheets]
            for name, _ in _in_order(named):
                yield _sheet(book[name], path.name, parts.n_formulas)
    except KansError:
        raise
    except Exception as error:  # openpyxl and zipfile raise many kinds for damaged files
        raise _unreadable(path.name, error) from error


def _in_order(sheets: Iterable[tuple[str, bool]]) -> list[tuple[str, bool]]:
    """Names of sheets, those in sight first; sheets that bear a year change places, the newest first."""
    visible = sorted(sheets, key=lambda sheet: not sheet[1])
    dated = [sheet for sheet in visible if year_in(sheet[0])]
    newest = iter(sorted(dated, key=lambda sheet: (not sheet[1], year_rank(year_in(sheet[0]) or 0))))
    return [next(newest) if sheet in dated else sheet for sheet in visible]


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
        if not isinstance(value, int | float) or isinstance(value, bool) or not cell.has_style:
            continue
        if "%" in _format(cell):
            values[place] = Percent(f"{value * 100:.12g}")
            percent.add(place)
        elif unit := unit_shown(cell.number_format or ""):
            values[place] = UnitNumber(value, unit)
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
