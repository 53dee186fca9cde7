"""The years of works, as calendars write them: a year, several, or dates."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

_ISO = re.compile(
    r"(?<!\d)((?:19|20)\d\d)-(\d{1,2})-(\d{1,2})(?!\d)(?:[T ]\d\d:\d\d[\d:.]*(?:Z|[+-]\d\d:?\d\d)?)?"
)
_DAY = re.compile(r"(?<!\d)(\d{1,2})[-/. ](\d{1,2})[-/. ]((?:19|20)\d\d)(?!\d)")
_COMPACT = re.compile(r"(?<!\d)((?:19|20)\d\d)(\d\d)(\d\d)(?!\d)")
_SHORT = re.compile(r"(?<!\d)((?:19|20)\d\d)(\s*(?:[-–/]|t/?m|en)\s*['’]?)(\d\d)(?!\d)")
_QUARTER = re.compile(r"\b[qk][1-4]\b|\b[1-4]e?\s*(?:kwartaal|kw|helft)\b|\b(?:quarter|half)\s*[1-4]\b")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")


def years_in(cell: Any) -> tuple[int, int] | None:
    """The first and the last year that a cell names; None where it names none, or more than two.

    Examples
    --------
    >>> [years_in(cell) for cell in (2028.0, "2028-2029", "01-05-2028", "2028-05-01 00:00:00", "Q3 2028")]
    [(2028, 2028), (2028, 2029), (2028, 2028), (2028, 2028), (2028, 2028)]
    >>> [years_in(cell) for cell in ("2028-29", "2028-05", "1-4-2028 t/m 1-3-2030", "2030-2028")]
    [(2028, 2029), (2028, 2028), (2028, 2030), (2030, 2028)]
    >>> [years_in(cell) for cell in ("binnenkort", "31-02-2028", 46874, "2028 fase 2", True)]
    [None, None, None, None, None]
    """
    if isinstance(cell, bool):
        return None
    if hasattr(cell, "year"):
        return int(cell.year), int(cell.year)
    if isinstance(cell, int | float):
        cell = f"{cell:.10g}"
    text = _spelled(str(cell).casefold())
    found = [int(year) for year in _YEAR.findall(text)]
    rest = _YEAR.sub("", _QUARTER.sub("", text))
    if len(found) not in (1, 2) or re.search(r"\d", rest):
        return None
    return found[0], found[-1]


def _spelled(text: str) -> str:
    """Every date as its year, and 2028-29 as both years; what is no date stays as it is."""
    text = _ISO.sub(lambda found: _year_of(found, found[1], found[2], found[3]), text)
    text = _DAY.sub(lambda found: _year_of(found, found[3], found[2], found[1]), text)
    text = _COMPACT.sub(lambda found: _year_of(found, found[1], found[2], found[3]), text)
    return _SHORT.sub(_both, text)


def _year_of(found: re.Match[str], year: str, month: str, day: str) -> str:
    try:
        return str(date(int(year), int(month), int(day)).year)
    except ValueError:
        return found[0]


def _both(found: re.Match[str]) -> str:
    first, last = found[1], found[1][:2] + found[3]
    if last > first:
        return f"{first} {last}"
    return first if 1 <= int(found[3]) <= 12 else found[0]
