"""Small tables that people fill in, such as partners and limits: CSV or Excel, in and out."""

import csv
import io
from collections.abc import Collection, Sequence
from itertools import count
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font

from kans_model.exchange.cell_numbers import numbers
from kans_model.exchange.file_kind import kind_of
from kans_model.exchange.grant_rules import LARGEST_BYTES, WRITTEN, filled_rows
from kans_model.exchange.table_size import is_blank
from kans_model.exchange.workbook_sheet import sheets_of
from kans_model.words.cells import no_formula
from kans_model.words.problems import KansError, Problem

WIDEST = 60
"""Of a column in a workbook. [characters]"""


def filled_cells(path: Path, most_bytes: int = LARGEST_BYTES) -> list[tuple[int, list[Any]]]:
    """The rows of a CSV file or of the first sheet of a workbook that hold something, with their numbers.

    Cells are texts, and numbers where a workbook has them; the first row is the head.

    Raises
    ------
    KansError
        When it is neither, or has no row under the head.
    """
    if kind_of(path) != "xlsx":
        return [(line, list(row)) for line, row in filled_rows(path, most_bytes)]
    sheet = next(iter(sheets_of(path)), None)
    rows = [] if sheet is None else sheet.rows
    filled = [
        (line, [_cell(value) for value in row]) for line, row in rows if any(not is_blank(v) for v in row)
    ]
    if len(filled) < 2:
        raise KansError(Problem("rules_empty", file=path.name))
    width = max(len(row) for _, row in filled)
    used = [place for place in range(width) if any(row[place] != "" for _, row in filled)]
    return [(line, [row[place] for place in used]) for line, row in filled]


def _cell(value: Any) -> Any:
    """A cell of a workbook: a number as it is, all else as text, nothing for an empty one."""
    if is_blank(value):
        return ""
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return value if number else str(value).strip()


def cell_value(cell: Any) -> float | None:
    """A number as people write it, or as a workbook has it; None where it is none."""
    if isinstance(cell, int | float):
        return float(cell)
    text = str(cell).strip()
    if not WRITTEN.fullmatch(text):
        return None
    import pandas as pd

    value = float(numbers(pd.Series({"cell": text}, dtype=object), decimal=True).values["cell"])
    return value if value == value else None


def free_id(name: str, others: Collection[str], otherwise: str) -> str:
    """An id that reads and that no other has: letters and digits of the name, and a number where need be.

    Examples
    --------
    >>> free_id("GGD Zuid", {"ggd-zuid"}, "partner"), free_id("!", (), "partner")
    ('ggd-zuid-2', 'partner')
    """
    plain = "".join(letter if letter.isalnum() else "-" for letter in name.lower()).strip("-")[:60]
    plain = plain or otherwise
    numbered = (f"{plain}-{n}" for n in count(2))
    return plain if plain not in others else next(other for other in numbered if other not in others)


def as_csv(rows: Sequence[Sequence[Any]], lang: str = "nl") -> bytes:
    """Rows for a spreadsheet, the first of them the head; numbers with the decimal sign of the language."""
    lines = io.StringIO()
    writer = csv.writer(lines, delimiter=";" if lang == "nl" else ",", lineterminator="\r\n")
    for row in rows:
        writer.writerow([_written(cell, lang) for cell in row])
    return lines.getvalue().encode("utf-8-sig")


def as_workbook(rows: Sequence[Sequence[Any]], title: str) -> bytes:
    """The same as a workbook of one sheet; numbers stay numbers."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title[:31]
    for row in rows:
        sheet.append([no_formula(cell) if isinstance(cell, str) else cell for cell in row])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for column in sheet.columns:
        longest = max(len(str(cell.value or "")) for cell in column)
        sheet.column_dimensions[column[0].column_letter].width = min(WIDEST, longest + 2)
    sheet.freeze_panes = "A2"
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _written(cell: Any, lang: str) -> str:
    if cell is None:
        return ""
    if isinstance(cell, int | float):
        text = f"{cell:.10g}"
        return text.replace(".", ",") if lang == "nl" else text
    return str(no_formula(str(cell)))
