"""Cells of a table in a file, as a spreadsheet may open them."""

from typing import Any

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n")
LOOKS_BLANK = "\N{NO-BREAK SPACE}\N{ZERO WIDTH NO-BREAK SPACE} "
"""What stands before a formula without keeping a spreadsheet from running it."""


def no_formula(value: Any) -> Any:
    """A text that a spreadsheet would run gets an apostrophe in front; anything else stays as it is.

    Examples
    --------
    >>> no_formula("=1+1"), no_formula(" @SUM(A1)"), no_formula("Wadi's"), no_formula(-3)
    ("'=1+1", "' @SUM(A1)", "Wadi's", -3)
    """
    runs = isinstance(value, str) and value.lstrip(LOOKS_BLANK)[:1] in FORMULA_SIGNS and value.strip() != ""
    return f"'{value}" if runs else value
