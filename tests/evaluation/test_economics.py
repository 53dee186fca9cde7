"""Money over the years, worked by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kans_model.evaluation import economics


def test_the_annuity_of_reference_case_7():
    factor = float(economics.annuity_factor(0.0225, 40))
    assert factor == pytest.approx(26.1935, abs=5e-5)
    assert 1 / factor == pytest.approx(0.0381774, abs=5e-8)
    assert -100_000 + 5_000 * factor == pytest.approx(30_967.61, abs=0.05)


def test_renewal_in_year_40_and_the_residual_of_year_50():
    # capex 100 000 at the end of year 0; renewal in year 40 leaves 30 of 40 years: 75 000 in year 50
    by_hand = 1 + 1.0225**-40 - 0.75 * 1.0225**-50
    # built in 2026: at the start of the base year
    assert float(economics.capital_value_factor(40, 2026, 2027, 50, 0.0225)) == pytest.approx(by_hand)
    assert -100_000 * by_hand + 5_000 * float(economics.annuity_factor(0.0225, 50)) == pytest.approx(
        32_761.86, abs=0.05
    )


def test_surcharges_multiply_the_building_cost_once():
    assert float(economics.surcharge_factor(0.18, 0.05, 0.10)) == pytest.approx(1.33)  # 1 + the three shares


@pytest.mark.parametrize(("benefit", "cost", "ratio"), [(300.0, 100.0, 3.0), (0.0, 50.0, 0.0)])
def test_the_ratio_of_benefit_and_cost(benefit, cost, ratio):
    assert float(economics.benefit_cost_ratio(benefit, cost)) == ratio


def test_a_package_that_costs_nothing_has_no_ratio():
    assert np.isnan(economics.benefit_cost_ratio(100.0, 0.0))


@given(st.floats(0, 0.1), st.integers(1, 100))
def test_an_annuity_is_the_sum_of_its_discounted_years(rate, years):
    total = sum((1 + rate) ** -year for year in range(1, years + 1))
    assert float(economics.annuity_factor(rate, years)) == pytest.approx(total)


@given(st.floats(5, 120), st.floats(0.001, 0.08))
def test_what_lasts_longer_never_costs_more_over_the_period(lifetime, rate):
    shorter, longer = (
        float(economics.capital_value_factor(np.floor(life), 2027, 2027, 50, rate))
        for life in (lifetime, lifetime * 1.5)
    )
    assert longer <= shorter + 1e-9
