"""Numbers as look.md prints them; ~ stands for a no-break space, so that it can be seen."""

import numpy as np
import pytest

from kans_model.words.amounts import (
    change,
    money,
    money_and_range,
    money_change,
    money_range,
    money_short,
    number,
    percent,
    range_text,
)


def shown(text):
    return text.replace("\u00a0", "~")


@pytest.mark.parametrize(
    ("text", "nl", "en"),
    [
        # money
        (lambda lang: money_short(48.2e6, lang), "€~48,2~mln", "€48.2m"),
        (lambda lang: money(12_300, lang), "€~12.300", "€12,300"),
        (lambda lang: money(8.2, lang), "€~8,20", "€8.20"),
        (lambda lang: money_short(4.12e6, lang), "€~4,1~mln", "€4.1m"),
        (lambda lang: money_short(412.6e6, lang), "€~413~mln", "€413m"),
        (lambda lang: money_short(2.512e9, lang), "€~2,5~mld", "€2.5bn"),
        (lambda lang: money_short(999_600, lang), "€~1,0~mln", "€1.0m"),
        (lambda lang: money_short(123_456, lang), "€~123.000", "€123,000"),
        (lambda lang: money(12, lang), "€~12", "€12"),
        (lambda lang: money(0, lang), "€~0", "€0"),
        (lambda lang: money(-0.001, lang), "€~0", "€0"),
        (lambda lang: money(-350, lang), "−€~350", "−€350"),
        # range
        (lambda lang: money_range(41.3e6, 57.9e6, lang), "41–58~mln", "41–58m"),
        (lambda lang: money_range(-18e6, 64e6, lang), "−18 tot +64~mln", "−18 to +64m"),
        (lambda lang: money_range(-1.4e6, 2.2e6, lang), "−1,4 tot +2,2~mln", "−1.4 to +2.2m"),
        (lambda lang: money_range(8_120, 12_345, lang), "8.100–12.000", "8,100–12,000"),
        (lambda lang: range_text(41.3, 57.9, lang), "41,3–57,9", "41.3–57.9"),
        (lambda lang: range_text(0, 5, lang, 0), "0–5", "0–5"),
        (lambda lang: money_range(0.1e9, 1.1e9, lang, True), "+0,10 tot +1,1~mld", "+0.10 to +1.1bn"),
        (lambda lang: money_range(-682e6, -442e6, lang), "−680 tot −440~mln", "−680 to −440m"),
        (lambda lang: money_and_range(321e6, 0.1e9, 1.1e9, lang)[1], "100–1.100~mln", "100–1,100m"),
        (lambda lang: money_and_range(1.4e9, 0.1e9, 3e9, lang)[0], "€~1,4~mld", "€1.4bn"),
        # change
        (lambda lang: money_change(2.2e6, lang), "+€~2,2~mln", "+€2.2m"),
        (lambda lang: money_change(-1.4e6, lang), "−€~1,4~mln", "−€1.4m"),
        (lambda lang: money_change(0, lang), "€~0", "€0"),
        (lambda lang: change(12.4, lang), "+12", "+12"),
        (lambda lang: change(-1.25, lang, 1), "−1,2", "−1.2"),
        (lambda lang: change(-0.2, lang), "0", "0"),
        # share, quantity
        (lambda lang: percent(0.62, lang), "62~%", "62%"),
        (lambda lang: percent(-0.041, lang, 1), "−4,1~%", "−4.1%"),
        (lambda lang: number(61_012, lang), "61.000", "61,000"),
        (lambda lang: number(1.4, lang), "1,4", "1.4"),
        (lambda lang: number(1234.5, lang, 1), "1.234,5", "1,234.5"),
    ],
)
def test_numbers_read_as_in_the_look(text, nl, en):
    assert (shown(text("nl")), shown(text("en"))) == (nl, en)


@pytest.mark.parametrize("form", [number, percent, money, money_short, money_change, change])
@pytest.mark.parametrize("nothing", [None, float("nan"), np.float64("nan"), float("inf")])
def test_what_is_not_known_is_said_to_be_unknown(form, nothing):
    assert form(nothing, "nl") == "onbekend"
    assert form(nothing, "en") == "unknown"


@pytest.mark.parametrize("form", [range_text, money_range])
def test_a_range_with_one_unknown_end_is_unknown(form):
    assert form(1.0, None, "nl") == form(float("nan"), 2.0, "nl") == "onbekend"


def test_a_minus_is_never_a_hyphen():
    texts = [number(-5), percent(-0.5), money(-5), money_short(-5e6), change(-5), range_text(-5, -1)]
    assert all("-" not in text and "−" in text for text in texts)
