"""Rows of a sheet in which only what is meant as one is a formula; whatever people typed stays a text."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from openpyxl.styles import Font
from openpyxl.utils import get_column_letter as letter
from openpyxl.worksheet.worksheet import Worksheet

from kans_model.words.terminal import printable

EURO = "#,##0.00"
FIRST_YEAR_COLUMN = 4
"""Sheets per year hold what, whose and a figure first."""


class Formula(str):
    """A text that is to run."""

    __slots__ = ()


Cell = str | float | int | None


class Rows:
    """A sheet written from top to bottom.

    Parameters
    ----------
    head : the first row.
    """

    def __init__(self, sheet: Worksheet, head: Sequence[Cell] = ()):
        self.sheet, self.last = sheet, 0
        self.title = f"'{sheet.title}'"  # as a formula of another sheet names it
        if head:
            self.add(*head)
            for heading in sheet[1]:
                heading.font = Font(bold=True)

    def add(self, *cells: Cell, code: str = EURO, codes: Mapping[int, str] | None = None) -> int:
        """One more row; returns its number.

        Parameters
        ----------
        code : how numbers are shown.
        codes : first column of each part of the row that shows them otherwise.
        """
        self.last += 1
        for column, value in enumerate(cells, start=1):
            code = (codes or {}).get(column, code)
            if value is None or (isinstance(value, float) and not math.isfinite(value)):
                continue  # a cell cannot hold what nobody knows
            is_text = isinstance(value, str) and not isinstance(value, Formula)
            written = self.sheet.cell(self.last, column)
            written.value = printable(str(value)) if is_text else value
            if is_text:
                written.data_type = "s"
            elif self.last > 1 and (isinstance(value, Formula | float)):
                written.number_format = code
        return self.last

    def at(self, row: int, column: int = 2) -> str:
        """The place of a cell, for a formula anywhere in the book."""
        return f"{self.title}!${letter(column)}${row}"


def year_column(year_place: int) -> str:
    """The letter of the column of a year."""
    return letter(FIRST_YEAR_COLUMN + year_place)
