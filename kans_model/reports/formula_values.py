"""The value of every formula in a workbook, stored beside it: previews and Protected View calculate nothing.

The writer keeps formulas only. What these say is worked out here from the cells of the workbook itself, for
the six functions that its sheets use, so that a sum that stands in the file is the sum of what stands above
it. Libraries that do this for any workbook were tried on one of 10 000 formulas: `pycel` (last released in
2021) took 8 s and `formulas` 26 s, each with a graph library behind it, where a planner waits 2 s for the
whole file; a writer that takes the value with the formula would need each of them worked out a second time
beside its formula. A browser test has LibreOffice work out every formula anew and finds the same.
"""

from __future__ import annotations

import io
import operator
import re
import zipfile
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import numpy as np
from openpyxl import Workbook
from openpyxl.utils import range_boundaries

SHEET_XML = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PART = re.compile(
    r"""(?P<place>(?:'(?:[^']|'')+'!)?\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?)"""
    r"""|(?P<function>[A-Z]+\()|(?P<number>\d+\.?\d*(?:[eE][-+]?\d+)?)"""
    r"""|(?P<text>"(?:[^"]|"")*")|(?P<sign><=|>=|<>|[-+*/^=<>(),])"""
)
"""Parts of the formulas that the sheets write, the first letter after the = on."""
STRENGTH = {"=": 1, "<>": 1, "<": 1, ">": 1, "<=": 1, ">=": 1, "+": 2, "-": 2, "*": 3, "/": 3, "^": 4}
WORK: dict[str, Callable[[Any, Any], Any]] = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "^": operator.pow,
}


def stored(book: Workbook) -> bytes:
    """The workbook as a file whose formulas hold their values."""
    buffer = io.BytesIO()
    book.save(buffer)
    values = FormulaValues(book)
    ElementTree.register_namespace("", SHEET_XML)
    whole = io.BytesIO()
    with zipfile.ZipFile(buffer) as plain, zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as filled:
        names = {f"xl/worksheets/sheet{place}.xml": sheet.title for place, sheet in enumerate(book, start=1)}
        for part in plain.infolist():
            content = plain.read(part.filename)
            if part.filename in names:
                content = _filled(content, names[part.filename], values)
            filled.writestr(part, content)
    return whole.getvalue()


def _filled(content: bytes, sheet: str, values: FormulaValues) -> bytes:
    """The XML of a sheet with a value in every cell that has a formula."""
    root = ElementTree.fromstring(content)
    for written in root.iter(f"{{{SHEET_XML}}}c"):
        if written.find(f"{{{SHEET_XML}}}f") is None:
            continue
        place = written.find(f"{{{SHEET_XML}}}v")
        if place is None:
            place = ElementTree.SubElement(written, f"{{{SHEET_XML}}}v")
        value = values.cell(sheet, written.attrib["r"])
        if isinstance(value, str):
            written.set("t", "str")
        place.text = value if isinstance(value, str) else repr(float(value))
    return ElementTree.tostring(root, encoding="UTF-8", xml_declaration=True)


class FormulaValues:
    """What the cells of a workbook are worth.

    Examples
    --------
    >>> book = Workbook()
    >>> for row in ((2, 3), ("=SUM(A1:B1)", "=IF(A2>4,A2^2,0)")):
    ...     book.active.append(row)
    >>> FormulaValues(book).cell("Sheet", "B2")
    25.0
    """

    def __init__(self, book: Workbook):
        self.sheets = {sheet.title: sheet for sheet in book}
        self._cells: dict[tuple[str, int, int], Any] = {}
        self._ranges: dict[tuple[str, str], np.ndarray] = {}

    def cell(self, sheet: str, place: str) -> Any:
        """The value of a cell: a number or a text; an empty one is 0.

        Raises
        ------
        ValueError
            Its formula divides by nothing or uses what is not known here.
        """
        column, row, _, _ = range_boundaries(place)
        return self._at(sheet, row, column)

    def _at(self, sheet: str, row: int, column: int) -> Any:
        key = (sheet, row, column)
        if key not in self._cells:
            written = self.sheets[sheet].cell(row, column)
            value = written.value
            if written.data_type == "f":
                value = _Formula(self, sheet, str(value)).value()
            self._cells[key] = 0.0 if value is None else value if isinstance(value, str) else float(value)
        return self._cells[key]

    def of(self, sheet: str, reference: str) -> Any:
        """What a reference from a sheet holds: one value, or an array of a range."""
        where, _, place = reference.rpartition("!")
        where = where.strip("'").replace("''", "'") or sheet
        place = place.replace("$", "")
        if ":" not in place:
            return self.cell(where, place)
        if (where, place) not in self._ranges:
            first, top, last, bottom = range_boundaries(place)
            rows = [
                [self._at(where, row, column) for column in range(first, last + 1)]
                for row in range(top, bottom + 1)
            ]
            is_text = any(isinstance(value, str) for row in rows for value in row)
            self._ranges[where, place] = np.array(rows, dtype=object if is_text else float)
        return self._ranges[where, place]


class _Formula:
    """One formula, worked out from left to right by the strength of its operators."""

    def __init__(self, values: FormulaValues, sheet: str, text: str):
        self.values, self.sheet, self.text = values, sheet, text
        self.parts: list[tuple[str, str]] = [
            (str(found.lastgroup), found[0]) for found in PART.finditer(text, 1)
        ]
        if sum(len(part) for _, part in self.parts) != len(text) - 1:
            raise ValueError(text)  # something that is none of these
        self.parts.append(("end", ""))
        self.at = 0

    def value(self) -> Any:
        """What it is worth."""
        value = self._sum(1)
        if self.at != len(self.parts) - 1:
            raise ValueError(self.text)
        return value if isinstance(value, str) else float(value)

    def _next(self) -> tuple[str, str]:
        self.at += 1
        return self.parts[self.at - 1]

    def _sum(self, weakest: int) -> Any:
        left = self._part()
        while STRENGTH.get(sign := self.parts[self.at][1], 0) >= weakest:
            self.at += 1
            right = self._sum(STRENGTH[sign] + 1)
            left = _divided(left, right) if sign == "/" else WORK[sign](left, right)
        return left

    def _part(self) -> Any:
        kind, part = self._next()
        if kind == "place":
            return self.values.of(self.sheet, part)
        if kind == "number":
            return float(part)
        if kind == "text":
            return part[1:-1].replace('""', '"')
        if kind == "function":
            return FUNCTIONS[part[:-1]](*self._arguments())
        if part == "(":
            value = self._sum(1)
            if self._next()[1] != ")":
                raise ValueError(self.text)
            return value
        if part in ("-", "+"):
            return np.multiply(-1.0 if part == "-" else 1.0, self._part())
        raise ValueError(self.text)

    def _arguments(self) -> list[Any]:
        found = [self._sum(1)]
        while (part := self._next()[1]) == ",":
            found.append(self._sum(1))
        if part != ")":
            raise ValueError(self.text)
        return found


def _divided(left: Any, right: Any) -> Any:
    """A quotient; NaN where a spreadsheet says that nothing can be divided by zero."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.divide(left, right) if np.all(right) else np.nan


def _numbers(value: Any) -> np.ndarray:
    """Numbers of a range; a text counts for nothing, as in a spreadsheet."""
    array = np.asarray(value)
    if array.dtype.kind in "OU":
        array = np.array([0.0 if isinstance(part, str) else part for part in array.flat], dtype=float)
    return array.astype(float)


def _product_sum(*ranges: Any) -> float:
    product: Any = 1.0
    for part in ranges:
        product = product * _numbers(part).ravel()
    return float(np.sum(product))


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "SUM": lambda *parts: float(sum(_numbers(part).sum() for part in parts)),
    "SUMPRODUCT": _product_sum,
    "MIN": lambda *parts: float(min(_numbers(part).min() for part in parts)),
    "MAX": lambda *parts: float(max(_numbers(part).max() for part in parts)),
    "ROUND": lambda value, digits: round(float(value), int(digits)),
    "IF": lambda test, so, otherwise=0.0: so if bool(test) else otherwise,
}
