"""Quantities as a planner reads them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kans_model.measures.quantities import Amount, fitting_text
from kans_model.words.amounts import quantity_text


@pytest.mark.parametrize(
    ("quantity", "unit", "lang", "said"),
    [
        (1.0, "tree", "nl", "1 boom"),
        (1.6, "tree", "nl", "2 bomen"),
        (0.3, "dwelling", "nl", "< 1 woning"),
        (0.0, "dwelling", "nl", "0 woningen"),
        (12_345.0, "m2", "nl", "12.300 m²"),
        (12_345.0, "m2", "en", "12,300 m²"),
    ],
)
def test_what_comes_whole_is_said_whole(quantity, unit, lang, said):
    assert quantity_text(quantity, unit, lang) == said


@given(st.floats(1e-3, 1e7))
def test_what_fits_is_never_said_to_be_more_than_it_is(quantity):
    said = fitting_text(quantity, "m2", "en").removesuffix(" m²").replace(",", "")
    assert float(said) <= quantity * (1 + 1e-12)


def test_an_amount_says_its_measure():
    assert Amount("street_tree", {"n": 12.9}).text("en") == "12 trees street tree"
