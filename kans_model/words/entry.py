"""Numbers as people type them, and amounts in a field."""

from __future__ import annotations

import math
import re
from decimal import Decimal

from babel.numbers import get_decimal_symbol, get_group_symbol, parse_decimal

from kans_model.words.amounts import MILLION, MINUS
from kans_model.words.problems import KansError, Problem

SIZES = {"": 1.0, "k": 1e3, "duizend": 1e3, "thousand": 1e3, "ton": 1e5}
SIZES |= dict.fromkeys(("m", "mln", "miljoen", "million"), 1e6) | dict.fromkeys(
    ("mld", "miljard", "bn", "billion"), 1e9
)
TYPED = re.compile(r"(-?[\d.,]+)([a-z]*)")
OTHER_WAY = {"nl": "en", "en": "nl"}
"""The language whose decimal mark parts thousands in this one."""
THOUSAND = 1_000
FEWEST_EUR = 10_000
"""A bare budget below this is in millions: nobody plans a city on less."""
FEWEST_IN_MILLIONS = 100_000
"""The same in fields that ask for millions, where a city's balance may have more of them."""
POWER = re.compile(r"-?\d+([.,]\d+)?e\+?\d{1,3}")
"""A number as programs write it: 30e6."""


def decimal(text: str, lang: str) -> float:
    """A number with the marks of the language; one mark that cannot part thousands is a decimal mark.

    Examples
    --------
    >>> decimal("1.200,5", "nl"), decimal("12.5", "nl"), decimal("1,200.5", "en"), decimal("1.200", "nl")
    (1200.5, 12.5, 1200.5, 1200.0)
    """
    if "_" in text:
        raise ValueError(text)  # Python reads it within a number, people do not write it
    thousands = get_group_symbol(lang)
    parts = re.fullmatch(rf"-?\d{{1,3}}(\{thousands}\d{{3}})+", text)
    # Babel would leave out or refuse a mark of the other language: whoever types 12.5 in Dutch means twelve
    if thousands in text and get_decimal_symbol(lang) not in text and not parts:
        lang = OTHER_WAY[lang]
    return float(parse_decimal(text, locale=lang))


def euros(text: str, lang: str, millions_below: float = 0.0) -> float | None:
    """An amount in euro: '12,5 mln', '€ 1.200.000', '2 mld', '30e6'; nothing typed is None.

    Parameters
    ----------
    millions_below : float
        A bare number below this is in millions.

    Raises
    ------
    KansError
        For what is no amount, or not above zero.

    Examples
    --------
    >>> euros("50.000", "en"), euros("50,000", "nl")
    (50000.0, 50000.0)
    >>> euros("12,5 mln", "nl"), euros("€ 1.200.000", "nl"), euros("12.5m", "en"), euros(" ", "nl")
    (12500000.0, 1200000.0, 12500000.0, None)
    >>> euros("30", "nl", FEWEST_EUR), euros("30e6", "nl", FEWEST_EUR), euros("62,5", "nl", FEWEST_EUR)
    (30000000.0, 30000000.0, 62500000.0)
    >>> euros("€ 1.000", "nl", FEWEST_EUR), euros("€ 30", "nl", FEWEST_EUR)
    (1000.0, 30000000.0)
    """
    amount = _euros(text, lang, millions_below)
    if amount is not None and amount <= 0:
        raise KansError(Problem("amount_not_positive", value=text.strip()))
    return amount


def _euros(text: str, lang: str, millions_below: float) -> float | None:
    plain = re.sub(r"[\s€]|eur[o]?s?", "", text.lower().replace(MINUS, "-"))
    if not plain:
        return None
    try:
        if POWER.fullmatch(plain):
            number, word = float(plain.replace(",", ".")), ""
        else:
            typed = TYPED.fullmatch(plain)
            if typed is None or typed[2] not in SIZES:
                raise ValueError(plain)
            word = typed[2]
            whole = not word and re.fullmatch(r"\d{1,3}([.,]\d{3})+", typed[1])  # no euro has three decimals
            number = float(re.sub(r"[.,]", "", typed[1])) if whole else decimal(typed[1], lang)
        if not math.isfinite(number):
            raise ValueError(plain)
    except ValueError:
        raise KansError(Problem("amount_unreadable", value=text.strip())) from None
    exactly = "€" in text and abs(number) >= THOUSAND  # with its sign and its thousands it is written out
    return number * (MILLION if not word and not exactly and abs(number) < millions_below else SIZES[word])


def in_millions(amount_eur: float, lang: str) -> str:
    """An amount as the reader would type it in millions: four digits, as many as a budget has.

    Examples
    --------
    >>> in_millions(108_514_500.0, "nl"), in_millions(12_750_000.0, "en"), in_millions(1_234_560_000.0, "nl")
    ('108,5', '12.75', '1234,6')
    """
    amount = amount_eur / MILLION
    text = f"{amount:.4g}" if amount < 1000 else f"{round(amount, 1):.10g}"
    return text.replace(".", ",") if lang == "nl" else text


def share(text: str, lang: str, most_pct: float = 100.0) -> float | None:
    """A percentage as a share of one; nothing typed is None.

    Raises
    ------
    KansError
        For what is no number, or one below 0 or above `most_pct`.

    Examples
    --------
    >>> share("62,5 %", "nl"), share("", "nl")
    (0.625, None)
    """
    plain = re.sub(r"[\s%]", "", text)
    if not plain:
        return None
    try:
        number = decimal(plain, lang)
    except ValueError:
        raise KansError(Problem("share_unreadable", value=text.strip())) from None
    if not 0 <= number <= most_pct:
        raise KansError(Problem("share_out_of_range", value=text.strip(), most=int(most_pct)))
    return number / 100


def entered(text: str, lang: str = "nl") -> float | None:
    """A number as people type it, with the signs of their language; None when it is none.

    Examples
    --------
    >>> entered("62,5"), entered("62.5"), entered("1.730"), entered("1,730", "en"), entered("€ 1.730,5")
    (62.5, 62.5, 1730.0, 1730.0, 1730.5)
    >>> entered("veel"), entered("")
    (None, None)
    """
    plain = re.sub(r"[\s\u00a0€]", "", text).replace(MINUS, "-")
    point, thousands = get_decimal_symbol(lang), get_group_symbol(lang)
    if re.fullmatch(rf"-?\d{{1,3}}(\{thousands}\d{{3}})+(\{point}\d*)?", plain):
        return float(parse_decimal(plain, locale=lang))
    plain = plain.replace(",", ".")  # here one mark is a decimal mark in both languages
    return float(plain) if re.fullmatch(r"-?(\d+\.?\d*|\.\d+)", plain) else None


def field_number(value: object, lang: str) -> float | None:
    """What somebody typed in a field for a number; None for nothing.

    Raises
    ------
    KansError
        For what is no number in the language.

    Examples
    --------
    >>> field_number("1.730", "nl"), field_number("1.730", "en"), field_number("2,5", "en")
    (1730.0, 1.73, 2.5)
    >>> field_number("", "nl") is None
    True
    """
    typed = "" if value is None else str(value).strip()
    number = entered(typed, lang)
    if typed and (number is None or not math.isfinite(number)):
        raise KansError(Problem("no_number", value=typed))
    return number


def field_above_zero(value: object, lang: str) -> float | None:
    """The same for a number that must be above zero.

    Raises
    ------
    KansError
    """
    number = field_number(value, lang)
    if number is not None and number <= 0:
        raise KansError(Problem("not_positive", value=str(value).strip()))
    return number


def field_share(value: object, lang: str) -> float | None:
    """What somebody typed in a field in percent, as a share of one.

    Examples
    --------
    >>> field_share("12,5", "nl"), field_share("12.5 %", "en"), field_share("", "nl")
    (0.125, 0.125, None)
    """
    percent = field_number(str(value or "").replace("%", ""), lang)
    return None if percent is None else percent / 100


def field_millions(value: object, lang: str) -> float | None:
    """What somebody typed in a field for millions; all its zeros, or a size, may stand there too. [EUR]

    Examples
    --------
    >>> field_millions("1,5", "nl"), field_millions("1.5", "en"), field_millions("0", "nl")
    (1500000.0, 1500000.0, 0.0)
    >>> field_millions("30 mln", "nl"), field_millions("€ 30.000.000", "nl"), field_millions("2,5 ton", "nl")
    (30000000.0, 30000000.0, 250000.0)
    """
    return _euros("" if value is None else str(value), lang, FEWEST_IN_MILLIONS)


def in_field(x: float, lang: str, of: str = "number") -> str:
    """A number as one would type it: a `number`, a share in `percent`, or euros in `millions`.

    Examples
    --------
    >>> in_field(30, "nl"), in_field(0.0225, "nl", "percent"), in_field(1_234_500, "en", "millions")
    ('30', '2,25', '1.2345')
    >>> in_field(1_234_567, "nl")
    '1234567'
    """
    scaled = {"number": x, "percent": 100 * x, "millions": x / MILLION}[of]
    return f"{Decimal(f'{scaled:.12g}'):f}".replace(".", get_decimal_symbol(lang))
