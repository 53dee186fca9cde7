"""Prices of earlier years against the published index."""

import pytest

from kans_model.evaluation.prices import PRICE_YEAR, price_factor


def test_what_cost_100_euro_in_2010_costs_146_euro_90_now():
    """CBS consumer price index, 2010 to 2025: + 46.9 %."""
    assert 100 * price_factor("consumer", 2010) == pytest.approx(146.90)


def test_a_price_of_the_price_year_stays_what_it_is():
    assert price_factor("consumer", PRICE_YEAR) == 1.0


def test_a_year_without_an_index_is_no_price():
    with pytest.raises(KeyError):
        price_factor("consumer", 1850)
