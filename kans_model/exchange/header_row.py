"""The row that names the columns, among titles, groups, years and units above and below it."""

import re
from collections.abc import Callable
from typing import Any

from kans_model.exchange.table_size import is_blank

SEARCHED_ROWS = 40
YEAR = re.compile(r"(19|20)\d\d([*]|\.0)?|['’‘`]\d\d")

_CODE = re.compile(r"(gm|wk|bu)\d[\d\s]*", re.IGNORECASE)
NUMBER = re.compile(r"[-+<>~€\s]*\d[\d.,'\s]*%?")
_UNIT = re.compile(
    r"[(\[]?\s*("
    r"aantal(len)?|number|count|code|naam|name|tekst|text|getal|perc(entage|ent)?|%|‰|promille|euro|eur|€|"
    r"(x|\*|in|per)\s*[\d. ]+.*|(x|in|per)\s+(euro|eur|duizend|miljoen|procent|ha|hectare|m|cm|mm|km).*|"
    r"1[. ]?000\s*(euro|eur|€)?|(euro|€|eur)\s*[x*].*|duizend( euro)?|k€|m[²2³3]|ha|hectare|km[²2]?|mm|cm|m|"
    r"[cd]?m\s*[-+]?\s*(mv|nap)|jaar|year|°?\s*c|graden( celsius)?|"
    r"(per|aantal per|inwoners per|adressen per)\s.*|-|"
    r"[-–./\w²]{1,6}\s*/\s*[\w²]+"
    r")\s*[)\]]?",
    re.IGNORECASE,
)

Meaning = Callable[[str], str | None]
"""Which column of ours a header means, or None."""


def title(cell: object) -> str:
    """A header cell in one line.

    Examples
    --------
    >>> title("aantal\\ninwoners "), title(2024.0), title(None)
    ('aantal inwoners', '2024', '')
    """
    if is_blank(cell):
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return " ".join(str(cell).replace("_x000D_", " ").split())


def header_place(rows: list[tuple[int, list[Any]]], column_of: Meaning) -> int:
    """Which of these rows names the columns.

    The first that names codes and something more; else the one that names most columns we know; else the
    first as wide as most rows.
    """
    searched = [[title(cell) for cell in cells] for _, cells in rows[:SEARCHED_ROWS]]
    worded = [place for place, cells in enumerate(searched) if _is_worded(cells, column_of)]
    known = {place: [column_of(cell) for cell in searched[place] if cell] for place in worded}
    for place in worded:
        if "code" in known[place] and len(known[place]) > 1:
            return place
    for wide in (2, 1):
        rank = {place: (_n_known(known[place]), len(known[place])) for place in worded}
        best = max(worded, key=lambda place: rank[place], default=None)
        if best is not None and rank[best][0] >= wide:
            return best
    lengths = [sum(map(bool, cells)) for cells in searched]
    usual = max(set(lengths), key=lengths.count)
    return next(place for place, length in enumerate(lengths) if length >= usual)


def is_unit_row(cells: list[Any]) -> bool:
    """Whether a row says units: words such as aantal, %, x 1 000 euro."""
    texts = [title(cell) for cell in cells if not is_blank(cell)]
    return bool(texts) and all(_UNIT.fullmatch(text) for text in texts)


def is_unit_header(header: list[str], column_of: Meaning) -> bool:
    """Whether a header names the codes and of all else only the unit, as exports of StatLine do."""
    others = [name for name in header if name and column_of(name) != "code"]
    return bool(others) and all(_UNIT.fullmatch(name) for name in others)


def _is_worded(cells: list[str], column_of: Meaning) -> bool:
    """Whether a row could name columns: no codes of areas; no numbers but years unless it names codes."""
    said = [cell for cell in cells if cell]
    if not said or any(_CODE.fullmatch(cell) for cell in said):
        return False
    figures = [cell for cell in said if NUMBER.fullmatch(cell) and not YEAR.fullmatch(cell)]
    return not figures or any(column_of(cell) == "code" for cell in said)


def _n_known(columns: list[str | None]) -> int:
    return sum(column is not None for column in columns)
