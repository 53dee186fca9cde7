"""Numbers as a Dutch or English newspaper prints them: few digits, a real minus, never zero for unknown.

Between a number and its euro sign or unit stands a no-break space, so that a line never ends between them;
a plus or minus stands against what it belongs to.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, TypeVar

from kans_model.words.digits import (
    BILLION,
    MILLION,
    MINUS,
    NBSP,
    counting_size,
    decimals_of,
    euro_figures,
    figures_of,
    is_known,
    is_negative,
    short_decimals,
    signed_euro,
    size_word,
)
from kans_model.words.texts import t

if TYPE_CHECKING:
    import numpy as np

    Amounts = TypeVar("Amounts", float, np.ndarray)

DASH = "\u2013"
SURE = 0.01
"""Chances are told to this; beyond it from an end they are "more" or "less" than it. [-]"""
WHOLE_UNITS = ("tree", "dwelling", "piece")
"""Units that come whole."""


def in_millions(eur: Amounts) -> Amounts:
    """An amount or an array of amounts as charts and tables count it. [mln EUR]

    Examples
    --------
    >>> in_millions(2_500_000)
    2.5
    """
    return eur / MILLION


def number(x: float | None, lang: str = "nl", digits: int | None = None) -> str:
    """A plain number with `digits` decimals; without `digits` rounded to three significant ones.

    Examples
    --------
    >>> number(61_012), number(1.4), number(-0.256, "en", 2), number(float("nan"))
    ('61.000', '1,4', '−0.26', 'onbekend')
    """
    if not is_known(x):
        return t("unknown", lang)
    figures = figures_of(x, lang, digits)
    return MINUS + figures if is_negative(x, digits) else figures


def percent(share: float | None, lang: str = "nl", digits: int = 0) -> str:
    """A share of one as a percentage.

    Examples
    --------
    >>> percent(0.62), percent(0.62, "en")
    ('62\\xa0%', '62%')
    """
    if not is_known(share):
        return t("unknown", lang)
    return number(100 * share, lang, digits) + (NBSP + "%" if lang == "nl" else "%")


def chance(share: float, lang: str = "nl", brief: bool = True) -> str:
    """A chance that was counted in draws, which never say always or never.

    Examples
    --------
    >>> [chance(share).replace(NBSP, " ") for share in (0.0, 0.4, 1.0)], chance(1.0, brief=False)
    (['< 1 %', '40 %', '> 99 %'], 'meer dan 99\xa0%')
    """
    if SURE <= share <= 1 - SURE:
        return percent(share, lang)
    side, end = ("most", 1 - SURE) if share > SURE else ("least", SURE)
    return t(f"chance.{side}_brief" if brief else f"chance.{side}", lang, share=percent(end, lang))


def money(eur: float | None, lang: str = "nl", unit: str | None = None) -> str:
    """An amount in euro: three significant digits, cents only below a hundred euro.

    Parameters
    ----------
    unit : str, optional
        What the amount is per, ready to read ("per m²").

    Examples
    --------
    >>> money(12_345), money(8.2), money(8.2, "en", "per m²"), money(-350)
    ('€\\xa012.300', '€\\xa08,20', '€8.20 per m²', '−€\\xa0350')
    """
    if not is_known(eur):
        return t("unknown", lang)
    return signed_euro(eur, euro_figures(eur, lang), lang) + (f" {unit}" if unit else "")


def money_cents(eur: float | None, lang: str = "nl") -> str:
    """An amount in euro with its cents, as a tariff is said.

    Examples
    --------
    >>> money_cents(41.306), money_cents(1250, "en"), money_cents(float("nan"))
    ('€\\xa041,31', '€1,250.00', 'onbekend')
    """
    return signed_euro(eur, number(abs(eur), lang, 2), lang) if is_known(eur) else t("unknown", lang)


def money_short(eur: float | None, lang: str = "nl") -> str:
    """An amount in euro in millions or billions from a million on, else as `money`.

    Examples
    --------
    >>> money_short(48_213_000), money_short(48_213_000, "en"), money_short(2.5e9), money_short(12_345)
    ('€\\xa048,2\\xa0mln', '€48.2m', '€\\xa02,5\\xa0mld', '€\\xa012.300')
    """
    if not is_known(eur):
        return t("unknown", lang)
    size = counting_size(abs(eur))
    if size == 1:
        return money(eur, lang)
    scaled = eur / size
    return signed_euro(scaled, figures_of(scaled, lang, short_decimals(scaled)), lang) + size_word(size, lang)


def money_range(
    low_eur: float | None,
    high_eur: float | None,
    lang: str = "nl",
    signed: bool = False,
    size: int | None = None,
) -> str:
    """A range of euro in two significant digits, the size said once, the euro sign left to what is beside it.

    Parameters
    ----------
    signed : bool
        A gain or a loss: both ends carry their sign, also the plus.
    size : int, optional
        What to count in: 1, a million or a billion; else by the widest end.

    Examples
    --------
    >>> money_range(41_300_000, 57_900_000), money_range(-18e6, 64e6, "en")
    ('41–58\xa0mln', '−18 to +64m')
    >>> money_range(2e6, 9e6, signed=True)
    '+2,0 tot +9,0\xa0mln'
    """
    if not (is_known(low_eur) and is_known(high_eur)):
        return t("unknown", lang)
    size = counting_size(max(abs(low_eur), abs(high_eur))) if size is None else size
    return band_text(low_eur / size, high_eur / size, lang, signed) + size_word(size, lang)


def money_and_range(
    mid_eur: float, low_eur: float, high_eur: float, lang: str = "nl", signed: bool = False
) -> tuple[str, str]:
    """An amount and its range, both counted in the same size, so that an eye can lay one on the other.

    The amount in three significant digits, the range, which is less sure, in two.

    Examples
    --------
    >>> money_and_range(321e6, 0.1e9, 1.14e9)
    ('€\xa0321\xa0mln', '100–1.100\xa0mln')
    >>> money_and_range(-0.4e6, -43e6, 75e6, signed=True)
    ('−€\xa00,40\xa0mln', '−43 tot +75\xa0mln')
    """
    if not (is_known(mid_eur) and is_known(low_eur) and is_known(high_eur)):
        return (money_change if signed else money_short)(mid_eur, lang), t("unknown", lang)
    size = counting_size(max(abs(eur) for eur in (mid_eur, low_eur, high_eur)))
    if size == BILLION and counting_size(abs(mid_eur)) < BILLION:
        size = MILLION
    scaled = mid_eur / size
    if size == 1 or mid_eur == 0:
        text = (money_change if signed else money_short)(mid_eur, lang)
    else:
        figures = figures_of(scaled, lang, 2 if abs(scaled) < 1 else short_decimals(scaled))
        text = signed_euro(scaled, figures, lang) + size_word(size, lang)
        if signed and scaled > 0:
            text = "+" + text
    return text, band_text(low_eur / size, high_eur / size, lang, signed) + size_word(size, lang)


def money_band(low_eur: float, high_eur: float, lang: str = "nl", signed: bool = False) -> str:
    """A band of euro that stands alone, its ends in two significant digits and of one size.

    Parameters
    ----------
    signed : bool
        A gain or a loss: both ends carry their sign, also the plus.

    Examples
    --------
    >>> money_band(7_712_000, 22_813_000).replace(NBSP, " "), money_band(7_712_000, 22_813_000, "en")
    ('€ 7,7–23 mln', '€7.7–23m')
    >>> money_band(840_000, 1_260_000).replace(NBSP, " "), money_band(8_420.0, 12_345.0, "en")
    ('€ 0,84–1,3 mln', '€8,400–12,000')
    >>> money_band(-18_400_000, 64_300_000).replace(NBSP, " ")
    '−18 tot +64 mln euro'
    """
    if not (is_known(low_eur) and is_known(high_eur)):
        return t("unknown", lang)
    size = counting_size(max(abs(low_eur), abs(high_eur)))
    ends = band_text(low_eur / size, high_eur / size, lang, signed)
    if signed or min(low_eur, high_eur) < 0:
        return t("figure.euro_after", lang, range=ends + size_word(size, lang))
    return "€" + (NBSP if lang == "nl" else "") + ends + size_word(size, lang)


def band_text(low: float, high: float, lang: str = "nl", signed: bool = False) -> str:
    """The ends of a band, each in two significant digits; with signs and a word between when one is negative.

    Parameters
    ----------
    signed : bool
        A gain or a loss: both ends carry their sign, also the plus.

    Examples
    --------
    >>> band_text(7.712, 22.813), band_text(0.0, 1240.0), band_text(float("nan"), 1.0)
    ('7,7–23', '0–1.200', 'onbekend')
    >>> band_text(-212.3, 82.2), band_text(1.62, 3.31, signed=True)
    ('−210 tot +82', '+1,6 tot +3,3')
    """
    if not (is_known(low) and is_known(high)):
        return t("unknown", lang)
    ends = [_two_digits(end, lang) for end in (low, high)]
    if not signed and min(low, high) >= 0:
        return DASH.join(ends)
    low_end, high_end = ("+" + text if end > 0 else text for end, text in zip((low, high), ends, strict=True))
    return t("range.signed", lang, low=low_end, high=high_end)


def _two_digits(x: float, lang: str) -> str:
    decimals = decimals_of(round(x, decimals_of(x, 2)), 2)  # 0.996 is 1.0
    return number(round(x, decimals), lang, max(decimals, 0))


def money_change(eur: float | None, lang: str = "nl") -> str:
    """What an amount gains or loses: sign first, also the plus.

    Examples
    --------
    >>> money_change(2_200_000), money_change(-1_400_000), money_change(-1_400_000, "en")
    ('+€\\xa02,2\\xa0mln', '−€\\xa01,4\\xa0mln', '−€1.4m')
    """
    text = money_short(eur, lang)
    if not is_known(eur) or round(eur, 2) <= 0:
        return text
    return "+" + text


def change(x: float | None, lang: str = "nl", digits: int | None = 0) -> str:
    """A plain number with its sign, also the plus; nothing before a change that rounds to zero.

    Without `digits` (None) rounded to three significant ones.

    Examples
    --------
    >>> change(12.4), change(-5), change(0.2), change(166.72, digits=None)
    ('+12', '−5', '0', '+167')
    """
    text = number(x, lang, digits)
    return "+" + text if is_known(x) and x > 0 and (digits is None or round(x, digits) != 0) else text


def range_text(
    low: float | None,
    high: float | None,
    lang: str = "nl",
    digits: int | None = None,
    signed: bool = False,
) -> str:
    """Two numbers as a range, equally precise; with signs and a word between when one is negative.

    A `signed` range, of a gain or loss, always carries its signs.

    Without `digits` the larger of the two gets three significant digits, two when one is negative.

    Examples
    --------
    >>> range_text(41.3, 57.9), range_text(-18, 64), range_text(-18, 64, "en"), range_text(2, None)
    ('41,3–57,9', '−18 tot +64', '−18 to +64', 'onbekend')
    """
    if not (is_known(low) and is_known(high)):
        return t("unknown", lang)
    crosses = signed or min(low, high) < 0
    if digits is None:
        digits = decimals_of(max(abs(low), abs(high)), 2 if crosses else 3)
    if crosses:
        return t("range.signed", lang, low=change(low, lang, digits), high=change(high, lang, digits))
    ends = (number(round(float(end), digits), lang, max(digits, 0)) for end in (low, high))
    return DASH.join(ends)


def rounded_up(x: float, significant: int = 3) -> float:
    """Rounded so that it is never less than what it stands for.

    Examples
    --------
    >>> rounded_up(12_341_000.0)
    12400000.0
    """
    if not x > 0:
        return 0.0
    decimals = decimals_of(x, significant)
    return round(math.ceil(x * 10.0**decimals * (1 - 1e-12)) / 10.0**decimals, max(decimals, 0))


def rounded_down(x: float, significant: int = 3) -> float:
    """The largest round number that is not above x, so that what is promised always fits.

    Examples
    --------
    >>> rounded_down(1738.6), rounded_down(0.6666), rounded_down(0)
    (1730.0, 0.666, 0.0)
    """
    if not x > 0:
        return 0.0
    decimals = decimals_of(x, significant)
    return round(math.floor(x * 10.0**decimals * (1 + 1e-12)) / 10.0**decimals, max(decimals, 0))


def millions_text(eur: float, lang: str = "nl") -> str:
    """An amount in millions, as small as it is: one unit for a whole column.

    Examples
    --------
    >>> [millions_text(eur).replace(NBSP, " ") for eur in (240_000, 2_400_000, 240_000_000)]
    ['€ 0,24 mln', '€ 2,4 mln', '€ 240 mln']
    """
    return t("unit.amount_meur", lang, n=number(eur / MILLION, lang, _millions_decimals(eur)))


def millions_range(low_eur: float, high_eur: float, lang: str = "nl") -> str:
    """A band in millions, without the unit, its ends in two significant digits; '' where there is none.

    Examples
    --------
    >>> millions_range(20_340_000, 136_200_000)
    '20–140'
    >>> millions_range(1_200_000, 4_800_000), millions_range(0, 0), millions_range(float("nan"), 1)
    ('1,2–4,8', '', '')
    """
    if not math.isfinite(low_eur) or low_eur == high_eur == 0:
        return ""
    return band_text(low_eur / MILLION, high_eur / MILLION, lang)


def _millions_decimals(eur: float) -> int:
    """Three or so figures, whatever its size."""
    return 0 if eur >= 100 * MILLION else 1 if eur >= MILLION else 2


def euro_range(span: str, lang: str) -> str:
    """A range of euro that stands alone: the sign before it, or the word after a plus or minus."""
    key = "figure.euro_after" if span[:1] in ("+", MINUS) else "figure.euro_range"
    return t(key, lang, range=span)


def quantity_text(quantity: float, unit: str, lang: str = "nl") -> str:
    """A quantity with its unit; dwellings, trees and pieces come whole.

    Examples
    --------
    >>> quantity_text(21.2, "dwelling"), quantity_text(1.2, "tree"), quantity_text(0.3, "piece")
    ('21 woningen', '1 boom', '< 1 stuk')
    >>> quantity_text(2123.4, "m2"), quantity_text(0, "tree", "en")
    ('2.120 m²', '0 trees')
    """
    if unit not in WHOLE_UNITS:
        return t(f"unit.many_{unit}", lang, n=number(quantity, lang))
    whole = round(float(quantity))
    if quantity > 0 and whole <= 1:
        return f"{'1' if whole else '< 1'} {t(f'unit.one_{unit}', lang)}"
    return t(f"unit.many_{unit}", lang, n=number(whole, lang))
