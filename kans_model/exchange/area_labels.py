"""Codes and names of areas as they may stand in a file: text or whole numbers that a screen can show."""

import unicodedata
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from kans_model.exchange.cell_numbers import is_unknown
from kans_model.words.problems import Phrase, Problem

LONGEST_CODE, LONGEST_NAME = 60, 200
"""CBS codes have ten characters; the longest name of a neighbourhood some seventy."""
SHOWN = 40
UNSHOWN = ("Cc", "Cs")
"""Categories of Unicode that no screen shows: control signs, and half of a letter."""


def on_one_line(cell: object) -> object:
    """A name with its line ends and tabs as spaces; other cells as they are.

    Examples
    --------
    >>> on_one_line("Oud\\nWest "), on_one_line(12)
    ('Oud West', 12)
    """
    return " ".join(cell.split()) if isinstance(cell, str) else cell


def label_problems(cells: pd.Series, file: str, source: str, longest: int) -> list[Problem]:
    """One problem per cell that cannot be a code or name; rows are numbered from 1, in the order of the file.

    Examples
    --------
    >>> cells = pd.Series(["BU01", 12, ["a"], 11.5, "a\\x1b[2J", "x" * 100])
    >>> [(problem.row, problem.key) for problem in label_problems(cells, "k.geojson", "code", 60)]
    [(3, 'city_label_kind'), (4, 'city_label_kind'), (5, 'city_label_sign'), (6, 'city_label_long')]
    """
    return [
        problem
        for row, cell in enumerate(cells, start=1)
        for problem in _wrong(cell, file, row, source, longest)
    ]


def _wrong(cell: object, file: str, row: int, source: str, longest: int) -> Iterator[Problem]:
    place: dict[str, Any] = {"file": file, "row": row, "column": source}
    if is_unknown(cell):
        return
    shown = _shown(cell)
    if kind := _other_kind(cell):
        yield Problem("city_label_kind", **place, value=shown, must=Phrase(f"label_kind.{kind}"))
    elif len(text := str(cell)) > longest:
        yield Problem("city_label_long", **place, value=shown, n=len(text), must=longest)
    elif any(unicodedata.category(sign) in UNSHOWN for sign in text.strip()):
        yield Problem("city_label_sign", **place, value=shown)


def _other_kind(cell: object) -> str:
    """What a cell is that is no text or whole number; '' for those."""
    if isinstance(cell, bool | np.bool_):
        return "truth"
    if isinstance(cell, float | np.floating):
        return "" if float(cell).is_integer() else "decimals"
    if isinstance(cell, list | tuple | np.ndarray):
        return "list"
    if isinstance(cell, dict):
        return "object"
    if isinstance(cell, bytes):
        return "bytes"
    return ""


def _shown(cell: object) -> str:
    """The beginning of a cell on one line."""
    text = str(cell)[: SHOWN + 1]
    kept = "".join(
        "\N{REPLACEMENT CHARACTER}" if unicodedata.category(sign) in UNSHOWN else sign for sign in text
    )
    return kept[:SHOWN]
