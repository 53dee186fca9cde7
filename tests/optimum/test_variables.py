"""What can be built, at two prices: quantities, shares, investment and least sizes by hand."""

import numpy as np
import pytest

from tests.fixtures.two_buurten import (
    TREE_NORTH,
    TREE_SOUTH,
    WADI_NORTH,
    WADI_NORTH_CHEAPER,
    variables,
)


def test_shares_are_parts_of_all_that_fits():
    quantity = variables().quantity(np.array([0.5, 1.0, 0.25, 1.0]), (2, 2))
    assert quantity.tolist() == [[5.0, 30.0], [50.0 + 50.0, 0.0]]


def test_the_cheaper_price_is_used_first():
    shares = variables().shares(np.array([[0.0, 3.0], [120.0, 0.0]]))
    # 50 m² along with works, the other 70 of 200 m² at the full price
    assert shares[[TREE_NORTH, TREE_SOUTH, WADI_NORTH, WADI_NORTH_CHEAPER]] == pytest.approx(
        [0.0, 0.1, 0.35, 1.0]
    )


def test_investment_counts_both_prices():
    # 3 trees of 1,000 euro, 50 m² of 80 and 70 m² of 100 euro
    assert variables().spent_eur(np.array([[0.0, 3.0], [120.0, 0.0]])) == pytest.approx(14_000.0)


def test_a_least_size_counts_what_both_prices_come_to():
    share, possible = variables().least_shares(18_000.0)
    # the largest wadi: 4,000 for the cheaper 50 m², 15,000 for the other 150
    assert possible.tolist() == [False, True, True, True]
    assert share == pytest.approx([1.0, 0.6, 0.7, 1.0])


def test_without_a_least_size_everything_is_possible():
    share, possible = variables().least_shares(0.0)
    assert share.tolist() == [0.0] * 4
    assert possible.all()


def test_pairs_are_the_two_prices_of_a_project():
    joint, single = variables().pairs()
    assert (joint.tolist(), single.tolist()) == ([WADI_NORTH_CHEAPER], [WADI_NORTH])
