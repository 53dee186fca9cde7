"""The numbers in the cells of a table, as municipalities write them."""

import re
from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Any, Self

import numpy as np
import pandas as pd

from kans_model.exchange.number_text import number_text

_SIGNS = {"", ".", "..", "...", "-", "–", "—", "*", "?", "#", "x"}
_WORDS = {
    "#n/a",
    "#n/b",
    "#div/0!",
    "#deel/0!",
    "#value!",
    "#waarde!",
    "#ref!",
    "#verw!",
    "#name?",
    "#naam?",
    "#num!",
    "#getal!",
    "nan",
    "null",
    "none",
    "na",
    "n/a",
    "n.a.",
    "nb",
    "n.b.",
    "nnb",
    "n.n.b.",
    "ntb",
    "n.t.b.",
    "n.v.t.",
    "nvt",
    "onbekend",
    "niet bekend",
    "geen gegevens",
    "unknown",
    "no data",
    "nodata",
    "vertrouwelijk",
    "confidential",
}
_ERROR = re.compile(r"#[^\W\d_]+(/0)?[!?]|#+|err:\d+")
"""Any other error of a spreadsheet: #OVERLOOP!, Err:502, or a column too narrow: ####."""
UNKNOWN_CELLS = frozenset(_SIGNS | _WORDS | {"geheim", "^"})
"""How a cell says that it does not know, in lower case."""

CBS_SENTINEL = -99_990
"""CBS writes unknown as this number or lower (−99997, −99999999)."""


class Percent(float):
    """A number that a workbook shows as a percentage, in percents."""


class UnitNumber(float):
    """A number behind which a workbook shows a `unit` that does not stand in the cell: 1.2 shown as 1,2 m."""

    unit: str

    def __new__(cls, value: float, unit: str) -> Self:
        """The number as it stands in the cell, with what is shown behind it."""
        number = super().__new__(cls, value)
        number.unit = unit
        return number

    def __reduce__(self) -> Any:
        """Copied and sent with its unit."""
        return type(self), (float(self), self.unit)

    def __str__(self) -> str:
        return f"{float(self):.12g} {self.unit}".replace(".", ",", 1)


@dataclass(frozen=True)
class Numbers:
    """A column of cells read as numbers.

    `values` has NaN where unknown; `wrong` lists the index of cells that are neither. `thousands` are the
    cells in which a lone separator before three digits was taken for thousands, `marked` those with a
    footnote's mark behind the number; `doubted` holds two cells that leave open which sign is the decimal.
    """

    values: pd.Series
    wrong: list[Hashable]
    thousands: list[Hashable] = field(default_factory=list)
    marked: list[Hashable] = field(default_factory=list)
    doubted: tuple[str, str] | None = None


def is_unknown(cell: object) -> bool:
    """Whether a cell says that it does not know.

    Examples
    --------
    >>> [is_unknown(cell) for cell in ("n.b.", "#N/A", "Err:502", "0", None)]
    [True, True, True, False, True]
    """
    if cell is None or (isinstance(cell, float) and np.isnan(cell)):
        return True
    if not isinstance(cell, str):
        return False
    text = cell.strip().lower()
    return text in UNKNOWN_CELLS or _ERROR.fullmatch(text) is not None


def numbers(cells: pd.Series, decimal: bool = False) -> Numbers:
    """Cells as numbers, whether the decimal sign is a comma or a point.

    A lone separator with exactly three digits after it (1.250) may be either: it is the decimal sign when
    another cell of the column proves so, else it parts thousands. True and false are no numbers.

    Parameters
    ----------
    cells : Series of str, numbers or None
    decimal : bool
        A lone separator is the decimal sign, as the sense of the column says.

    Examples
    --------
    >>> numbers(pd.Series(["33,8", "2526.0", ".", "1.250,5", "x"])).values.tolist()
    [33.8, 2526.0, nan, 1250.5, nan]
    >>> numbers(pd.Series(["1.250", "900"])).values.tolist()
    [1250.0, 900.0]
    >>> numbers(pd.Series(["1.250", "0.5"])).values.tolist()
    [1.25, 0.5]
    """
    texts = {
        index: number_text(cell)
        for index, cell in cells.items()
        if isinstance(cell, str) and not is_unknown(cell)
    }
    held = {index: text for index, text in texts.items() if text}
    proven = {sign for text in held.values() if (sign := text.proven_decimal)}
    decimals = {",", "."} if decimal else proven
    lone = {index: sign for index, text in held.items() if (sign := text.lone_separator)}
    values, wrong = [], []
    for index, cell in cells.items():
        if is_unknown(cell):
            values.append(np.nan)
            continue
        if isinstance(cell, str):
            number = held[index].value(decimals) if index in held else None
        else:
            number = _plain_number(cell)
        if number is None:
            wrong.append(index)
        values.append(np.nan if number is None or number <= CBS_SENTINEL else number)
    known = dict(zip(cells.index, values, strict=True))
    return Numbers(
        pd.Series(values, cells.index, dtype=float),
        wrong,
        [index for index, sign in lone.items() if sign not in decimals and not np.isnan(known[index])],
        [index for index, text in held.items() if text.mark],
        None if decimal else _doubted(cells, lone, proven),
    )


def _doubted(cells: pd.Series, lone: dict[Hashable, str], proven: set[str]) -> tuple[str, str] | None:
    """Two cells, 1.250 and 1,250, of which one must be a decimal number while nothing tells which."""
    if len(proven) == 1 or len(set(lone.values())) < 2:
        return None
    first = {sign: str(cells[index]) for index, sign in reversed(lone.items())}
    return first["."], first[","]


def _plain_number(cell: Any) -> float | None:
    if isinstance(cell, bool | np.bool_):
        return None
    try:
        number = float(cell)
    except (TypeError, ValueError, OverflowError):
        return None
    return number if np.isfinite(number) else None


def cell_text(cell: object) -> str | None:
    """A cell as a text, whole numbers without their .0; None where unknown.

    Examples
    --------
    >>> cell_text(546.0), cell_text(" Centrum "), cell_text("n.v.t.")
    ('546', 'Centrum', None)
    """
    if is_unknown(cell):
        return None
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()
