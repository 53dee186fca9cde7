"""Tables of figures: CSV and Excel as municipalities export them, and the numbers in their cells."""

import csv
import io
import re
import zipfile
from collections.abc import Hashable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pandas as pd
from charset_normalizer import from_bytes
from defusedxml import DefusedXmlException

from kans_model.words.problems import KansError, Problem

_SIGNS = {"", ".", "..", "...", "-", "–", "—", "*", "?", "#", "x"}
_WORDS = {
    "#n/a",
    "#n/b",
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

MAX_UNZIPPED_BYTES = 1_000_000_000
DELIMITERS = ";\t,|"

Row = tuple[int, list[Any]]
"""A row of cells with its number in the file."""


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


def numbers(cells: pd.Series) -> Numbers:
    """Cells as numbers, whether the decimal sign is a comma or a point.

    A lone separator with exactly three digits after it (1.250) may be either: it is the decimal sign when
    another cell of the column proves so, else it parts thousands.

    Parameters
    ----------
    cells : Series of str, numbers or None

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
    decimals = {sign for text in texts.values() if (sign := _proven_decimal(text))}
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
    except (TypeError, ValueError):
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


def decoded(content: bytes) -> str:
    """Bytes as text: UTF-8, else UTF-16 by its mark or Windows' western code page.

    Other code pages are not tried: with a few accents in a column of names one export in ten is taken for DOS
    or Macintosh that is not.
    """
    try:
        return content.decode("utf-8-sig")  # exact: a guess takes some UTF-8 for a code page
    except UnicodeDecodeError:
        guess = from_bytes(content, cp_isolation=["utf_16", "cp1252"]).best()
    return content.decode("cp1252", errors="replace") if guess is None else str(guess)


def delimiter_of(header: str) -> str:
    """What parts the columns of a CSV file, by its first line.

    Examples
    --------
    >>> delimiter_of('code;naam, kort;inwoners'), delimiter_of('"Inwoners, totaal, 2023";"code"')
    (';', ';')
    """
    try:
        guess = csv.Sniffer().sniff(header, delimiters=DELIMITERS).delimiter
    except csv.Error:  # a single column
        guess = ""
    # without quotes the sniffer takes the first comma it sees; then the sign that stands there most often
    return guess if guess and '"' in header else max(DELIMITERS, key=header.count)


def read_figures(path: str | Path) -> pd.DataFrame:
    """A table of figures with its cells as they stand: texts from CSV, texts and numbers from Excel.

    Parameters
    ----------
    path : str or Path
        CSV (delimiter ; , tab or |) or Excel (.xlsx; the first sheet that holds a table).

    Returns
    -------
    DataFrame
        The index is the row number in the file, the header being row 1.

    Raises
    ------
    KansError
        Missing, broken, no CSV or Excel, rows of unequal length, two columns of one name, no rows.
    """
    path = Path(path)
    if not path.is_file():
        raise KansError([Problem("city_file_missing", file=path.name)])
    content = path.read_bytes()
    rows = _excel_rows(path) if content.startswith(b"PK\x03\x04") else _csv_rows(content, path.name)
    rows = [(number, row) for number, row in rows if any(not _blank(cell) for cell in row)]
    if len(rows) < 2:
        raise KansError([Problem("figures_empty", file=path.name)])
    header = ["" if _blank(cell) else str(cell).strip() for cell in rows[0][1]]
    while header and not header[-1]:
        header.pop()
    problems = [
        Problem("figures_column_twice", file=path.name, column=name)
        for name in dict.fromkeys(header)
        if name and header.count(name) > 1
    ]
    for number, row in rows[1:]:
        if len(row) < len(header) or any(not _blank(cell) for cell in row[len(header) :]):
            problem = Problem(
                "figures_row_length", file=path.name, row=number, value=len(row), must=len(header)
            )
            problems.append(problem)
    if problems:
        raise KansError(problems)
    body = [row[: len(header)] for _, row in rows[1:]]
    frame = pd.DataFrame(body, index=[number for number, _ in rows[1:]], columns=header, dtype=object)
    return frame.loc[:, [name != "" for name in header]]


def _blank(cell: object) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _csv_rows(content: bytes, name: str) -> list[Row]:
    if b"\0" in content[:4096] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        looks_like = "Excel 97–2003 (.xls)" if content.startswith(b"\xd0\xcf\x11\xe0") else "?"
        raise KansError([Problem("figures_format", file=name, value=looks_like)])
    if content.lstrip()[:1] in (b"<", b"%", b"{"):
        looks_like = {b"<": "HTML/XML", b"%": "PDF", b"{": "JSON"}[content.lstrip()[:1]]
        raise KansError([Problem("figures_format", file=name, value=looks_like)])
    text = decoded(content)
    header = next((line for line in text.splitlines() if line.strip()), "")
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(header))
        return list(enumerate(rows, start=1))
    except csv.Error as error:
        raise KansError([Problem("city_file_broken", file=name, value=str(error))]) from error


def _excel_rows(path: Path) -> list[Row]:
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MAX_UNZIPPED_BYTES:
                raise KansError([Problem("city_file_too_large", file=path.name)])
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except KansError:
        raise
    except Exception as error:  # openpyxl and zipfile raise many kinds for damaged files
        raise _unreadable(path.name, error) from error
    try:
        for sheet in book.worksheets:
            rows = [list(row) for row in sheet.iter_rows(values_only=True)]
            if sum(any(not _blank(cell) for cell in row) for row in rows) > 1:
                width = max(map(len, rows))
                return [
                    (number, row + [None] * (width - len(row))) for number, row in enumerate(rows, start=1)
                ]
    except Exception as error:
        raise _unreadable(path.name, error) from error
    finally:
        book.close()
    return []


def _unreadable(name: str, error: Exception) -> KansError:
    """Why a workbook cannot be read; openpyxl wraps what its XML reader refuses."""
    if any(isinstance(cause, DefusedXmlException) for cause in (error, error.__cause__)):
        return KansError([Problem("xml_entities", file=name)])
    return KansError([Problem("city_file_broken", file=name, value=str(error).partition(" from ")[0])])
