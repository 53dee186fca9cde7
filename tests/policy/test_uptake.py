"""Uptake by hand and by law: a Bass path, payback, and what a change of ceiling does to a share."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kans_model.policy.uptake import (
    bass_share,
    ceiling_share,
    equivalent_years,
    next_share,
    payback_years,
    subsidy_eur,
)

PART = st.floats(0, 0.99)
CEILING = st.floats(0.01, 1)
P, Q = st.floats(0.003, 0.1), st.floats(0.05, 0.5)


def step(share, ceiling, p, q, years=1.0):
    return float(next_share(*(np.array(value) for value in (share, ceiling, p, q)), years))


def test_a_bass_path_at_three_years():
    """p 0.02, q 0.4: e^-1.26 = 0.283654; (1 - 0.283654) / (1 + 20 * 0.283654) = 0.716346 / 6.673081."""
    assert float(bass_share(3, 0.02, 0.4)) == pytest.approx(0.716346 / 6.673081, abs=1e-6)
    share = 0.0
    for _ in range(3):
        share = step(share, 0.5, 0.02, 0.4)
    assert share == pytest.approx(0.5 * 0.716346 / 6.673081, abs=1e-6)


def test_half_the_price_with_a_ceiling_on_two_owners():
    """Of 2,000 and 4,000 euro: 1,000, and 1,500 for the ceiling instead of 2,000."""
    assert subsidy_eur([2000, 4000], 0.5, 1500).tolist() == [1000, 1500]


def test_what_is_paid_back_in_twenty_five_years_draws_one_in_twenty():
    years = payback_years(1000, 0, 40)
    assert float(years) == 25
    assert float(ceiling_share(years, 0.12)) == pytest.approx(np.exp(-3))


@given(PART, P, Q)
def test_equivalent_time_is_the_inverse_of_the_path(part, p, q):
    assert float(bass_share(equivalent_years(part, p, q), p, q)) == pytest.approx(part, abs=1e-9)


@given(PART, CEILING, P, Q)
def test_a_year_on_is_the_path_a_year_after_the_equivalent_time(part, ceiling, p, q):
    share = part * ceiling
    at = equivalent_years(part, p, q)
    assert step(share, ceiling, p, q) == pytest.approx(ceiling * float(bass_share(at + 1, p, q)), abs=1e-9)


@given(st.floats(0, 1), CEILING, CEILING, P, Q)
def test_a_share_never_falls_and_a_higher_ceiling_never_brings_less(share, one, other, p, q):
    low, high = sorted((one, other))
    below, above = step(share, low, p, q), step(share, high, p, q)
    assert share <= below <= above + 1e-12
    assert above <= max(share, high) + 1e-12


@given(PART, CEILING, CEILING, P, Q)
def test_a_share_does_not_jump_when_the_ceiling_changes(part, old, new, p, q):
    """In a hundredth of a year nobody comes faster than p and q of all owners allow."""
    share = part * old
    assert step(share, new, p, q, 0.01) - share <= 0.01 * (p + q) * new + 1e-9
