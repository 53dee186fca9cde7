"""The price year, and prices brought to it."""

from functools import cache

from kans_model.tables.reading import table

PRICE_YEAR = 2025


@cache
def price_factor(index: str, year: int) -> float:
    """From the prices of a year to those of the study. [-]"""
    factors = table("price_index")["factor"]
    return float(factors[(index, int(year))])
