"""Tipping years, decision dates and waiting, by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kans_model.programme.tipping import LAST_YEAR, TippingBand, decision_year, tipping_year, waited

YEARS = np.arange(2027, LAST_YEAR + 1)


def test_the_tipping_year_of_a_linear_path_by_hand():
    # 100 in 2027, 2 more every year, at most 120: 120 in 2037 is still kept, 2038 is not
    path = 100 + 2.0 * (YEARS - 2027)
    assert tipping_year(path <= 120, YEARS) == 2038
    # a step down of 50 in 2040 keeps it again: 74 + 2 (y − 2040) ≤ 120 until 2062
    later = np.where(YEARS >= 2040, path - 50, path)
    assert tipping_year(later <= 120, YEARS) == 2063


def test_a_limit_that_is_kept_in_the_last_year_has_no_tipping_year():
    assert np.isinf(tipping_year(np.ones(len(YEARS), dtype=bool), YEARS))
    assert tipping_year(np.zeros(len(YEARS), dtype=bool), YEARS) == 2027


@given(
    st.lists(st.booleans(), min_size=1, max_size=74),
)
def test_after_the_last_year_is_never_a_number(met):
    years = np.arange(LAST_YEAR - len(met) + 1, LAST_YEAR + 1)
    found = float(tipping_year(np.array(met), years))
    assert np.isinf(found) == met[-1]
    assert np.isinf(found) or years[0] <= found <= LAST_YEAR
    assert np.isinf(decision_year(found, 2, 5)) == met[-1]


def test_a_band_is_made_of_years_that_were_drawn():
    # ten draws, six of which never tip: the middle is after 2100, and no mean of that with a year
    drawn = np.array([2040, 2050, 2060, 2070] + [np.inf] * 6)
    assert TippingBand.of(drawn) == TippingBand(2040, np.inf, np.inf)
    assert np.isnan(TippingBand.of(np.array([2040, np.nan])).early)


def test_the_decision_date_is_the_early_year_less_preparation_and_building():
    assert decision_year(2045, 2, 5) == 2038
    assert decision_year(2045, 1.5, 5) == 2038  # begun in 2038
    assert np.isnan(decision_year(float("nan"), 2, 5))


def test_waiting_a_council_term_moves_every_state_four_years():
    standing = np.array([0, 1, 2, 3, 3, 3, 3, 3])
    assert waited(standing).tolist() == [0, 0, 0, 0, 0, 1, 2, 3]
    assert waited(standing, 0).tolist() == standing.tolist()


@pytest.mark.parametrize("wait", [1, 4, 100])
def test_waiting_never_brings_a_state_forward(wait):
    standing = np.array([0, 0, 1, 1, 2])
    assert (waited(standing, wait) <= standing).all()
