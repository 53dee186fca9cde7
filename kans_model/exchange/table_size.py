"""How large a table may be: the country has 14,500 buurten, and its widest table some 200 columns."""

from collections.abc import Iterable, Iterator
from typing import Any

from kans_model.words.problems import KansError, Problem

MAX_ROWS, MAX_COLUMNS, MAX_CELLS = 50_000, 2_000, 5_000_000
MAX_SHEET_ROWS = 1_048_576
"""As many rows as a sheet has."""


def bounded(rows: Iterable[Iterable[Any]], file: str) -> Iterator[tuple[int, list[Any]]]:
    """The rows in which something stands, with their number.

    Raises
    ------
    KansError
        More rows, columns or cells than a table of areas has.
    """
    n_rows = n_cells = 0
    for number, row in enumerate(rows, start=1):
        cells = list(row)
        length = len(cells)
        while length and is_blank(cells[length - 1]):
            length -= 1
        n_rows, n_cells = n_rows + (length > 0), n_cells + length
        if n_rows > MAX_ROWS or length > MAX_COLUMNS or n_cells > MAX_CELLS or number > MAX_SHEET_ROWS:
            raise KansError(Problem("figures_too_large", file=file, value=MAX_ROWS, must=MAX_COLUMNS))
        if length:
            yield number, cells


def is_blank(cell: object) -> bool:
    """Whether nothing stands in a cell."""
    return cell is None or (isinstance(cell, str) and not cell.strip())
