"""Decimal points in a Dutch message that nobody typed."""

import re

_POINT = re.compile(r"(?<![\d.\w])\d+\.\d+(?:e[-+]?\d+)?(?![\d.])")
_THOUSANDS = re.compile(r"\d{1,3}\.\d{3}")


def decimal_points(said, typed):
    """Numbers with a decimal point in `said`; 12.500 parts thousands, and what stands in `typed` was typed.

    >>> decimal_points("de som is 0.25 of 1.250, niet 0.5 en 0,75", "koop;0.5")
    ['0.25']
    """
    return [
        number for number in _POINT.findall(said) if not _THOUSANDS.fullmatch(number) and number not in typed
    ]
