"""How each quantity that moves with a slider is written: declared once, for server and browser alike.

A page draws a number with its quantity's name; the server writes it with `written`, and while a slider moves
the browser writes it again from numbers alone (`dashboards/assets/amounts.js`). A test holds both to the same
text.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from kans_model.words import amounts
from kans_model.words.texts import t


class Quantity(NamedTuple):
    """How a quantity is written.

    Attributes
    ----------
    form : str
        Key of `FORMS`.
    digits : int or None
        Decimals; None for three significant figures.
    signed : bool
        A gain or a loss: also the plus is written.
    narrow : float or None
        A column whose largest size stays below this takes one decimal more.
    unit : str
        Of a quantity of a measure.
    """

    form: str
    digits: int | None = None
    signed: bool = False
    narrow: float | None = None
    unit: str = ""


Numbers = Sequence[float]
"""Middle, low and high, or the middle alone. In the unit of the quantity."""


def _number(numbers: Numbers, quantity: Quantity, lang: str, digits: int | None) -> str:
    """A plain number; nought without decimals."""
    mid = numbers[0]
    if quantity.signed:
        return amounts.change(mid, lang, digits or 0)
    return amounts.number(mid, lang, 0 if mid == 0 and digits is not None else digits)


def _band(numbers: Numbers, _quantity: Quantity, lang: str, digits: int | None) -> str:
    """A band, in two significant digits; nothing where there is none or where it is thinner than a digit."""
    mid, low, high = numbers
    if not (math.isfinite(low) and math.isfinite(high)) or low == mid == high == 0:
        return ""
    texts = {amounts.number(end, lang, digits) for end in numbers}
    return "" if len(texts) == 1 else amounts.band_text(low, high, lang)


def _ratio(numbers: Numbers, quantity: Quantity, lang: str, digits: int | None) -> str:
    """A plain number; a dash where there is none, as of nothing spent."""
    return _number(numbers, quantity, lang, digits) if math.isfinite(numbers[0]) else amounts.DASH


def _percent(numbers: Numbers, _quantity: Quantity, lang: str, digits: int | None) -> str:
    return amounts.percent(numbers[0], lang, digits or 0)


def _euro(numbers: Numbers, quantity: Quantity, lang: str, _digits: int | None) -> str:
    """An amount, in the size of its range where it has one."""
    mid, low, high = numbers
    return amounts.money_and_range(mid, low, high, lang, quantity.signed)[0]


def _euro_band(numbers: Numbers, quantity: Quantity, lang: str, _digits: int | None) -> str:
    """The range beside it; nothing where there is none."""
    mid, low, high = numbers
    if low == mid == high == 0 or not (math.isfinite(low) and math.isfinite(high)):
        return ""
    return amounts.money_and_range(mid, low, high, lang, quantity.signed)[1]


def _millions(numbers: Numbers, _quantity: Quantity, lang: str, _digits: int | None) -> str:
    return amounts.millions_text(numbers[0], lang)


def _millions_band(numbers: Numbers, _quantity: Quantity, lang: str, _digits: int | None) -> str:
    return amounts.millions_range(numbers[1], numbers[2], lang)


def _amount(numbers: Numbers, quantity: Quantity, lang: str, _digits: int | None) -> str:
    return amounts.quantity_text(numbers[0], quantity.unit, lang)


UNITS = ("tree", "m2", "m", "m3", "piece", "dwelling")
"""Units of measures."""


def _euro_alone(numbers: Numbers, quantity: Quantity, lang: str, digits: int | None) -> str:
    """A range that stands in the place of its amount; the amount where it has none."""
    band = _euro_band(numbers, quantity, lang, digits)
    return amounts.euro_range(band, lang) if band else _euro(numbers, quantity, lang, digits)


def _millions_alone(numbers: Numbers, quantity: Quantity, lang: str, digits: int | None) -> str:
    band = _millions_band(numbers, quantity, lang, digits)
    return t("unit.amount_meur", lang, n=band) if band else _millions(numbers, quantity, lang, digits)


def _alone(numbers: Numbers, quantity: Quantity, lang: str, digits: int | None) -> str:
    return _band(numbers, quantity, lang, digits) or _number(numbers, quantity, lang, digits)


FORMS = {
    "band_alone": _alone,
    "euro_band_alone": _euro_alone,
    "millions_band_alone": _millions_alone,
    "amount": _amount,
    "number": _number,
    "band": _band,
    "percent": _percent,
    "ratio": _ratio,
    "euro": _euro,
    "euro_band": _euro_band,
    "millions": _millions,
    "millions_band": _millions_band,
}
"""The ways a quantity is written; each has its twin of the same name in the browser."""

QUANTITIES = {
    "avoided_eur_per_year": Quantity("euro"),
    "avoided_eur_per_year_band": Quantity("euro_band"),
    "capex_eur": Quantity("euro"),
    "capex_eur_band": Quantity("euro_band"),
    "npv_eur": Quantity("euro", signed=True),
    "npv_eur_band": Quantity("euro_band", signed=True),
    "uptake_share": Quantity("percent", 0),
    "measure_capex_eur": Quantity("millions"),
    "measure_capex_eur_band": Quantity("millions_band"),
    "avoided_meur_per_year": Quantity("number", 1, narrow=10),
    "avoided_meur_per_year_band": Quantity("band", 1, narrow=10),
    "left_meur": Quantity("number", 1, signed=True, narrow=1),
    "reach_pct": Quantity("number", 0, signed=True),
    "capex_meur": Quantity("number", 1),
    "capex_meur_band": Quantity("band", 1),
    "avoided_meur": Quantity("number", 2),
    "avoided_meur_band": Quantity("band", 2),
    "npv_meur": Quantity("number", 0),
    "npv_meur_band": Quantity("band", 0),
    "bcr": Quantity("ratio", 2),
    "bcr_band": Quantity("band", 2),
    "deaths": Quantity("number", 1),
    "deaths_band": Quantity("band", 1),
    "entered": Quantity("number", 0),
    "mean_reach_pct": Quantity("number", 0),
    **{f"amount_{unit}": Quantity("amount", unit=unit) for unit in UNITS},
}
"""What can move with a slider → how it is written. Money in euro unless the name says millions."""
QUANTITIES |= {
    f"{name}_alone": band._replace(form=f"{band.form}_alone")
    for name, band in QUANTITIES.items()
    if name.endswith("_band")
}

WORDS = (
    *("unknown", "number.million", "number.billion", "range.signed"),
    *("unit.amount_meur", "figure.euro_range", "figure.euro_after"),
    *(f"unit.{count}_{unit}" for count in ("one", "many") for unit in UNITS),
)
"""Texts that numbers are written with."""


def written(name: str, numbers: Numbers, lang: str = "nl", largest: float = math.inf) -> str:
    """The numbers of a quantity as text.

    Parameters
    ----------
    name : key of `QUANTITIES`.
    numbers : middle, low and high; the middle alone where the form asks for no more.
    largest : the largest size in the column it stands in.

    Examples
    --------
    >>> investment = (4_120_000.0, 2.1e6, 6.9e6)
    >>> written("capex_eur", investment), written("capex_eur_band", investment)
    ('€\\xa04,1\\xa0mln', '2,1–6,9\\xa0mln')
    >>> written("avoided_meur_per_year", [1.234], largest=8.0), written("avoided_meur_per_year", [1.234])
    ('1,23', '1,2')
    """
    quantity = QUANTITIES[name]
    digits = quantity.digits
    if digits is not None and quantity.narrow is not None and largest < quantity.narrow:
        digits += 1
    return FORMS[quantity.form](numbers, quantity, lang, digits)


def declaration() -> dict[str, object]:
    """What the browser needs to write the same: quantities, and words per language. Plain values."""
    return {
        "quantities": {
            name: {**quantity._asdict(), "whole": quantity.unit in amounts.WHOLE_UNITS}
            for name, quantity in QUANTITIES.items()
        },
        "words": {lang: {word: t(word, lang, **_holes(word)) for word in WORDS} for lang in ("nl", "en")},
    }


def _holes(word: str) -> dict[str, str]:
    """Placeholders that stay: the browser fills them."""
    return {name: "{" + name + "}" for name in ("n", "low", "high", "range") if word != "unknown"}
