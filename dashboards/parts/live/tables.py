"""Tables as HTML, CSV and Excel."""

from __future__ import annotations

import io
import re
from typing import Any

import pandas as pd
from markupsafe import Markup

from kans_model.words.amounts import number
from kans_model.words.cells import no_formula
from kans_model.words.markup import macros
from kans_model.words.terminal import printable
from kans_model.words.texts import t

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


_TABLE = macros(__file__, "table.html")
FILE_DIGITS = 6
WIDE = 8
"""From so many columns a table may not fit the screen."""
LARGE = 1000
"""Beside an amount of this size decimals say nothing."""


def cell(value: object, lang: str) -> Markup:
    """One cell: text as it is, numbers at the right in the reader's notation, unknown as the word."""
    return Markup(_TABLE.cell(*_written(value, lang, _digits(value))))


def _digits(value: Any) -> int:
    """Decimals that a value asks for by itself; a text, what is unknown and a whole number ask for none."""
    if isinstance(value, str) or value is None or pd.isna(value) or float(value).is_integer():
        return 0
    size = abs(float(value))
    return 0 if size >= 100 else 1 if size >= 10 else 2


def column_digits(values: pd.Series) -> list[int]:
    """Decimals of each value of a column, so that they stand beneath each other: what the smallest asks for.

    Beside a large amount none, but for what would read as nothing.

    Examples
    --------
    >>> column_digits(pd.Series([0.0, 33.83, 6.4])), column_digits(pd.Series([0.25, 6.4, 61_012.0]))
    ([2, 2, 2], [2, 0, 0])
    """
    own = [_digits(value) for value in values]
    if not pd.api.types.is_numeric_dtype(values):
        return own
    if (values.abs() >= LARGE).any():
        return [digits if abs(value) < 1 else 0 for digits, value in zip(own, values, strict=True)]
    return [max(own, default=0)] * len(own)


def _written(value: Any, lang: str, digits: int) -> tuple[str, str]:
    """What a cell says, and its class."""
    if isinstance(value, str):
        return value, ""
    if value is None or pd.isna(value):
        return t("unknown", lang), "num unknown"
    return number(float(value), lang, digits), "num"


def table_html(frame: pd.DataFrame, lang: str, caption: str, apart: bool = False) -> Markup:
    """A table with its first column as row heads; column names are shown as they are, units included.

    Parameters
    ----------
    apart : bool
        On a phone each row as a list of its cells, where the columns would not fit beside each other.
    """
    numeric = [pd.api.types.is_numeric_dtype(frame[name]) for name in frame.columns]
    columns = [frame.iloc[:, place] for place in range(1, len(frame.columns))]
    written = [
        [_written(value, lang, digits) for value, digits in zip(column, column_digits(column), strict=True)]
        for column in columns
    ]
    rows = [(first, [of[row] for of in written]) for row, first in enumerate(frame.iloc[:, 0])]
    more = t("table.more_beside", lang) if len(frame.columns) > WIDE else ""
    return Markup(_TABLE.table(caption, list(zip(frame.columns, numeric, strict=True)), rows, more, apart))


def sensible(frame: pd.DataFrame) -> pd.DataFrame:
    """Numbers to six significant digits: more would promise what no model knows."""
    return frame.map(lambda value: float(f"{value:.{FILE_DIGITS}g}") if isinstance(value, float) else value)


def _shown(value: Any) -> Any:
    return printable(value) if isinstance(value, str) else value


def csv_bytes(frame: pd.DataFrame, lang: str) -> bytes:
    """CSV as the reader's spreadsheet expects it: semicolons and decimal commas in Dutch."""
    dutch = lang == "nl"
    text = (
        sensible(frame)
        .map(no_formula)
        .rename(columns=no_formula)
        .to_csv(index=False, sep=";" if dutch else ",", decimal="," if dutch else ".")
    )
    return text.encode("utf-8-sig")


def excel_bytes(frame: pd.DataFrame, title: str) -> bytes:
    """An Excel file with real numbers, one sheet; texts that look like formulas stay texts."""
    buffer = io.BytesIO()
    with pd.ExcelWriter(buffer, engine="openpyxl") as writer:
        named = re.sub(r"[\[\]:*?/\\']", " ", printable(title))[:31] or "KANS"
        plain = sensible(frame).map(_shown).rename(columns=_shown)
        plain.to_excel(writer, index=False, sheet_name=named)
        for row in writer.book.active.iter_rows():
            for item in row:
                if item.data_type == "f":
                    item.data_type = "s"
    return buffer.getvalue()
