"""Numbers in fields: read in the language of the study, never ten or a thousand times off in silence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kans_model.words.entry import (
    FEWEST_EUR,
    euros,
    field_above_zero,
    field_millions,
    field_number,
    field_share,
    in_field,
)
from kans_model.words.problems import KansError


@pytest.mark.parametrize(
    ("typed", "lang", "number"),
    [
        ("2,5", "nl", 2.5),
        ("2,5", "en", 2.5),  # a browser in English would make this 25
        ("2.5", "nl", 2.5),
        ("1.234", "nl", 1234),  # parts thousands in Dutch
        ("1.234", "en", 1.234),
        ("1,234", "en", 1234),
        ("1.234.567,8", "nl", 1_234_567.8),
        (" € 1 200 ", "nl", 1200),
        ("\N{MINUS SIGN}3", "nl", -3),
        ("", "nl", None),
        (None, "en", None),
    ],
)
def test_a_number_is_read_as_its_language_writes_it(typed, lang, number):
    assert field_number(typed, lang) == number


@pytest.mark.parametrize("typed", ["veel", "nan", "inf", "1e3", "2,5,1", "1.23.4", "1_000", "12%"])
def test_what_is_no_number_is_refused_with_what_was_typed(typed):
    with pytest.raises(KansError, match=f"{typed} is geen getal"):
        field_number(typed, "nl")


def test_a_share_may_end_in_percent_and_a_tariff_must_be_above_zero():
    assert field_share("12,5 %", "nl") == 0.125
    with pytest.raises(KansError, match="boven 0"):
        field_above_zero("0", "nl")


@given(st.floats(-1e9, 1e9).map(lambda number: float(f"{number:.9g}")), st.sampled_from(["nl", "en"]))
def test_what_a_field_shows_is_read_back_as_the_same_number(number, lang):
    assert field_number(in_field(number, lang), lang) == pytest.approx(number, rel=1e-11)


THIRTY_MILLION = (
    "30",
    "30,0",
    "30 mln",
    "€ 30.000.000",
    "30.000.000",
    "30000000",
    "30 000 000",
    "30e6",
    "3e7",
)


@pytest.mark.parametrize("typed", [*THIRTY_MILLION, "0,03 mld", "300 ton", "30 miljoen euro", "30.000 k"])
def test_a_budget_is_read_as_the_same_amount_however_it_is_typed(typed):
    assert euros(typed, "nl", FEWEST_EUR) == pytest.approx(30e6)
    assert field_millions(typed, "nl") == pytest.approx(30e6)


@pytest.mark.parametrize("typed", ["30", "30m", "€30,000,000", "30e6", "30.0", "0.03bn", "30 million"])
def test_and_in_english(typed):
    assert euros(typed, "en", FEWEST_EUR) == pytest.approx(30e6)


@pytest.mark.parametrize("typed", ["veel", "nan", "inf", "1e999", "30 kilo", "1.2.3", "3 0e", "--3", "0x10"])
def test_what_is_no_amount_is_refused_with_what_was_typed(typed):
    with pytest.raises(KansError, match=typed):
        euros(typed, "nl", FEWEST_EUR)


def test_a_limit_may_be_nothing_and_a_budget_may_not():
    assert field_millions("0", "nl") == 0
    with pytest.raises(KansError, match="meer dan 0"):
        euros("0", "nl", FEWEST_EUR)
