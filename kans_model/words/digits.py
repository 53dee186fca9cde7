"""The digits of a number: how many are said, rounded and grouped as its language does; its sign, its size."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TypeGuard

from babel.numbers import format_decimal

from kans_model.words.texts import t

MINUS = "\u2212"
NBSP = "\u00a0"
MILLION, BILLION = 1_000_000, 1_000_000_000


def is_known(x: float | None) -> TypeGuard[float]:
    return x is not None and math.isfinite(x)


def decimals_of(x: float, significant: int) -> int:
    """Decimals that leave so many significant digits; negative for tens and hundreds."""
    return 0 if x == 0 else significant - 1 - math.floor(math.log10(abs(x)))


@lru_cache(maxsize=8192)  # most numbers on a page stay the same when one slider moves
def figures_of(x: float, lang: str, digits: int | None) -> str:
    """The digits of |x|: as many decimals as asked, else three significant ones without trailing zeros."""
    if digits is None:
        rounded = round(abs(float(x)), decimals_of(x, 3))  # NumPy rounds its own floats otherwise
        return format_decimal(rounded, "#,##0.##########", locale=lang, decimal_quantization=True)
    rounded = round(abs(float(x)), digits)
    return format_decimal(rounded, "#,##0" + ("." + "0" * digits if digits > 0 else ""), locale=lang)


def euro_figures(eur: float, lang: str) -> str:
    rounded = round(abs(float(eur)), min(decimals_of(eur, 3), 2))
    cents = rounded < 100 and rounded != round(rounded)
    return figures_of(rounded, lang, 2 if cents else 0)


def is_negative(x: float, digits: int | None) -> bool:
    return x < 0 and (digits is None or round(x, digits) != 0)


def signed_euro(eur: float, figures: str, lang: str) -> str:
    space = NBSP if lang == "nl" else ""
    return (MINUS if round(eur, 2) < 0 else "") + "€" + space + figures


def counting_size(eur: float) -> int:
    """What a short amount counts in; just below a million rounds up to it."""
    return BILLION if eur >= 999_500_000 else MILLION if eur >= 999_500 else 1


def short_decimals(scaled: float) -> int:
    return 1 if round(abs(scaled), 1) < 100 else 0


def size_word(size: int, lang: str) -> str:
    if size == 1:
        return ""
    word = t("number.million" if size == MILLION else "number.billion", lang)
    return NBSP + word if lang == "nl" else word
