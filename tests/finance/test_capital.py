"""Loans and capital charges against cases worked by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kans_model.finance.capital import LOAN_KINDS, capital_charges, loan_service


def test_an_annuity_by_hand():
    # 100 000 at 3 % in 3 years: 100 000 * 0.03 / (1 - 1.03^-3) = 35 353.04 a year.
    # Year 1: interest 3 000.00, repaid 32 353.04; year 2: 0.03 * 67 646.96 = 2 029.41; year 3: 1 029.70.
    interest, repaid = loan_service([100_000, 0, 0, 0, 0], 0.03, 3)
    assert interest == pytest.approx([0, 3000.00, 2029.41, 1029.70, 0], abs=0.01)
    assert repaid == pytest.approx([0, 32353.04, 33323.63, 34323.33, 0], abs=0.01)


def test_a_linear_loan_by_hand():
    # 90 000 at 4 % in 3 years: 30 000 a year, interest 3 600, 2 400, 1 200.
    interest, repaid = loan_service([90_000, 0, 0, 0], 0.04, 3, "linear")
    assert interest == pytest.approx([0, 3600, 2400, 1200])
    assert repaid == pytest.approx([0, 30_000, 30_000, 30_000])


@given(st.floats(0, 0.2), st.integers(1, 40), st.sampled_from(LOAN_KINDS), st.floats(1, 1e9))
def test_payments_discounted_at_the_loans_own_rate_are_the_principal(rate, years, kind, principal):
    drawn = np.zeros(45)
    drawn[2] = principal
    interest, repaid = loan_service(drawn, rate, years, kind)
    value = (interest + repaid) @ (1 + rate) ** -(np.arange(45.0) - 2)
    assert value == pytest.approx(principal, rel=1e-5)
    assert repaid.sum() == pytest.approx(principal, rel=1e-7)


def test_capital_charges_by_hand():
    # 1 000 built in year 0 and 500 in year 1, four years, 2 %: depreciation 250, thrice 375, then 125.
    # Book value on 1 January: 0, 1 000, 750 + 500, 500 + 375, 250 + 250, 0 + 125.
    depreciation, interest, book = capital_charges([1000, 500, 0, 0, 0, 0], 4, 0.02)
    assert depreciation == pytest.approx([0, 250, 375, 375, 375, 125])
    assert book == pytest.approx([0, 1000, 1250, 875, 500, 125])
    assert interest == pytest.approx([0, 20, 25, 17.5, 10, 2.5])


def test_what_is_not_capitalised_costs_all_at_once():
    depreciation, interest, book = capital_charges([100, 50], 0, 0.02)
    assert depreciation.tolist() == [100, 50]
    assert interest.tolist() == book.tolist() == [0, 0]


@given(st.lists(st.floats(0, 1e8), min_size=5, max_size=5), st.integers(1, 60), st.floats(0, 0.1))
def test_all_that_is_invested_is_written_off_once(invested, years, rate):
    flow = np.concatenate([invested, np.zeros(60)])
    depreciation, _, _ = capital_charges(flow, years, rate)
    assert depreciation.sum() == pytest.approx(sum(invested), rel=1e-9, abs=1e-6)
