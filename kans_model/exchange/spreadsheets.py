"""The numbers in the cells of a table, as municipalities write them."""

import re
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

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
    "nb",
    "n.b.",
    "n.v.t.",
    "nvt",
    "onbekend",
    "unknown",
}
UNKNOWN_CELLS = frozenset(_SIGNS | _WORDS | {"geheim"})
"""How a cell says that it does not know, in lower case."""

CBS_SENTINEL = -99_990
"""CBS writes unknown as this number or lower (−99997, −99999999)."""


@dataclass(frozen=True)
class Numbers:
    """A column of cells read as numbers.

    `values` has NaN where unknown; `wrong` lists the index of cells that are neither; `thousands` is the
    first cell in which a lone separator before three digits was taken for thousands.
    """

    values: pd.Series
    wrong: list[Hashable]
    thousands: str | None = None


def is_unknown(cell: object) -> bool:
    """Whether a cell says that it does not know."""
    if cell is None or (isinstance(cell, float) and np.isnan(cell)):
        return True
    return isinstance(cell, str) and cell.strip().lower() in UNKNOWN_CELLS


def numbers(cells: pd.Series, decimal: bool = False) -> Numbers:
    """Cells as numbers, whether the decimal sign is a comma or a point.

    A lone separator with exactly three digits after it (1.250) may be either: it is the decimal sign when
    another cell of the column proves so, else it parts thousands.

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
        index: _bare(cell) for index, cell in cells.items() if not is_unknown(cell) and isinstance(cell, str)
    }
    proven = {sign for text in texts.values() if (sign := _proven_decimal(text))}
    decimals = {",", "."} if decimal else proven
    values, wrong, thousands = [], [], None
    for index, cell in cells.items():
        if is_unknown(cell):
            values.append(np.nan)
            continue
        if isinstance(cell, str):
            number, parted = _number(texts[index], decimals)
            thousands = thousands or (cell if parted else None)
        else:
            number = _plain_number(cell)
        if number is None:
            wrong.append(index)
        values.append(np.nan if number is None or number <= CBS_SENTINEL else number)
    return Numbers(pd.Series(values, cells.index, dtype=float), wrong, thousands)


def _bare(text: str) -> str:
    return re.sub(r"[\s\u00a0\u202f'’€%]", "", text)


def _plain_number(cell: Any) -> float | None:
    try:
        number = float(cell)
    except (TypeError, ValueError, OverflowError):
        return None
    return number if np.isfinite(number) else None


def _proven_decimal(text: str) -> str | None:
    """The sign that must be the decimal one in this cell, or None."""
    signs = re.findall(r"[.,]", text)
    if len(set(signs)) == 2:
        return signs[-1]
    if len(signs) != 1:
        return None
    whole, part = re.split(r"[.,]", text)
    return signs[0] if len(part) != 3 or whole.lstrip("+-") in ("", "0") else None


def _number(text: str, decimals: set[str]) -> tuple[float | None, bool]:
    """The number and whether a lone separator was taken for thousands; None for no number.

    Babel reads a number in a language that is known; here the other cells of the column tell which it is.
    """
    grouped = re.fullmatch(r"[+-]?\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*(?:[.,]\d+)?", text)
    if grouped:
        thousands = grouped[1]
        decimal = "," if thousands == "." else "."
        lone = len(re.findall(r"[.,]", text)) == 1
        if text.count(decimal) <= 1 and not (lone and (thousands in decimals or _proven_decimal(text))):
            return float(text.replace(thousands, "").replace(decimal, ".")), lone
    plain = re.fullmatch(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d+)?", text)
    number = float(text.replace(",", ".")) if plain else None
    return (number if number is None or np.isfinite(number) else None), False


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
