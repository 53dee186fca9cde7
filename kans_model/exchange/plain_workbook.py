"""A workbook without percentages and raised signs, read by a library that knows values only, and fast."""

from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from kans_model.exchange.table_size import bounded


def plain_sheets(path: Path, order: Any) -> Iterator[tuple[str, bool, list[tuple[int, list[Any]]], int]]:
    """Name, whether it is in sight, rows with their numbers, and how many sheets there are.

    Parameters
    ----------
    order : callable
        Puts (name, visible) pairs in the order in which they are read.
    """
    with closing(CalamineWorkbook.from_path(str(path))) as book:
        sheets = [
            (sheet.name, sheet.visible == SheetVisibleEnum.Visible)
            for sheet in book.sheets_metadata
            if sheet.typ == SheetTypeEnum.WorkSheet
        ]
        for name, visible in order(sheets):
            rows = (map(_value, row) for row in book.get_sheet_by_name(name).iter_rows())
            yield name, visible, _whole(bounded(rows, path.name)), len(sheets)


def _whole(rows: Iterable[tuple[int, list[Any]]]) -> list[tuple[int, list[Any]]]:
    """The rows, all as long as the longest."""
    held = list(rows)
    width = max((len(values) for _, values in held), default=0)
    return [(number, values + [None] * (width - len(values))) for number, values in held]


def _value(cell: Any) -> Any:
    """A cell as the other library gives it: nothing for an empty one or an error, whole numbers as such."""
    if cell == "":
        return None
    if isinstance(cell, date) and not isinstance(cell, datetime):
        return datetime(cell.year, cell.month, cell.day)
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell
