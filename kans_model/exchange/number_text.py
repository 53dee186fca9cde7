"""The number that a cell of text holds: its digits, its separators, and a footnote's mark behind it."""

import re
from dataclasses import dataclass

SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_MARK = re.compile(
    rf"(?<=[\d%.,])\s*(?:[*†‡§]+|[{SUPERSCRIPTS}⁽⁾]+|\[[^\W_]{{1,2}}\]|\([^\W_]{{1,2}}\)|\s\d\))+\s*$"
)
"""A mark that can be no part of a number: 1250*, 1250¹, 1250 [2], 1250 (1), 1250 1)."""
_NO_CENTS = re.compile(r"(?<=\d)[.,](?:[-–—]{1,2}|=)$")
"""430.000,- and 430.000,-- are whole euros."""
_BODY = re.compile(
    r"(?P<sign>[-+−–]?)\s*(?P<euro>€?)\s*(?P<digits>[\d.,eE+\-\s'’]*\d[.,]?)\s*(?P<unit>[%€]?)"
)
_SPACED = re.compile(r"\d{1,3}(?:[\s'’]\d{3})+(?:[.,]\d+)?")
_GROUPED = re.compile(r"\d{1,3}([.,])\d{3}(?:\1\d{3})*(?:(?!\1)[.,]\d+)?")
_PLAIN = re.compile(r"(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d+)?")
_GAPS = re.compile(r"[\s'’]")


@dataclass(frozen=True)
class NumberText:
    """What a cell of text says as a number: `digits` without spaces, signed; `mark` is a footnote's."""

    digits: str
    mark: str = ""
    euro: bool = False

    @property
    def proven_decimal(self) -> str | None:
        """The sign that must be the decimal one in this cell, or None."""
        signs = re.findall(r"[.,]", self.digits)
        if len(set(signs)) == 2:
            return signs[-1]
        if len(signs) != 1:
            return None
        whole, part = re.split(r"[.,]", self.digits)
        return signs[0] if len(part) != 3 or whole.lstrip("+-") in ("", "0") else None

    @property
    def lone_separator(self) -> str | None:
        """The sign in 1.250 or 1,250, which may part thousands or decimals; None where there is no doubt."""
        grouped = _GROUPED.fullmatch(self.digits.lstrip("+-"))
        if grouped is None or self.proven_decimal or len(re.findall(r"[.,]", self.digits)) != 1:
            return None
        return grouped[1]

    def value(self, decimals: set[str]) -> float | None:
        """The number, with a lone separator as the decimal sign where it is one of `decimals`.

        Examples
        --------
        >>> number_text("1.250").value(set()), number_text("1.250").value({"."})
        (1250.0, 1.25)
        """
        unsigned = self.digits.lstrip("+-")
        if len(self.digits) - len(unsigned) > 1:
            return None
        sign = -1.0 if self.digits.startswith("-") else 1.0
        grouped = _GROUPED.fullmatch(unsigned)
        lone = self.lone_separator
        if grouped and self.proven_decimal != grouped[1] and not (lone and lone in decimals):
            thousands = grouped[1]
            return sign * float(unsigned.replace(thousands, "").replace(",", "."))
        if not _PLAIN.fullmatch(unsigned):
            return None
        number = float(unsigned.replace(",", "."))
        return sign * number if number < float("inf") else None


def number_text(cell: str) -> NumberText | None:
    """A cell of text as a number; None where it is none, such as 1250 1 with a mark like a digit.

    Spaces and apostrophes part groups of three digits only.

    Examples
    --------
    >>> number_text("1 250*"), number_text("€ 1'250,50")
    (NumberText(digits='1250', mark='*', euro=False), NumberText(digits='1250,50', mark='', euro=True))
    >>> number_text("€ 430.000,-").value(set())
    430000.0
    >>> number_text("1250 1"), number_text("12 50")
    (None, None)
    """
    text = _NO_CENTS.sub("", cell.strip())
    mark = _MARK.search(text)
    body = _BODY.fullmatch(text[: mark.start()].rstrip() if mark else text)
    if body is None:
        return None
    digits = body["digits"].strip()
    if _GAPS.search(digits) and not _SPACED.fullmatch(digits):
        return None
    digits = _GAPS.sub("", digits)
    sign = "-" if body["sign"] in ("-", "−", "–") else body["sign"]
    return NumberText(sign + digits, mark.group().strip() if mark else "", "€" in body["euro"] + body["unit"])
