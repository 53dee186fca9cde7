"""Cover of the whole sewer levy, by hand: today's costs and yield with what a package adds."""

import numpy as np
import pytest

from kans_model.finance.levies import LevyCosts, Reserves, Works, credit_eur
from kans_model.finance.levy_cover import whole_cover
from kans_model.finance.split import FinancingSplit
from kans_model.words.problems import KansError
from tests.fixtures.packages import demo

PRICE = np.array([1.0, 1.25])
TODAY = {"whole_costs_eur": 80.0, "whole_yield_eur": 72.0}


def credit():
    """100 euro over four years at 2 %, 8 of upkeep, 1 of VAT, 10 % overhead, 4 % let off, 10 released."""
    none = np.zeros((1, 2))
    works = Works(
        ["road"],
        np.array([[100.0, 0.0]]),
        none,
        none,
        np.array([4]),
        none,
        np.array([0.0, 8.0]),
        np.array([0.0, 1.0]),
        np.zeros(2),
    )
    costs = LevyCosts(overhead_share=0.1, remission_share=0.04)
    return credit_eur(works, Reserves(capital_eur=40.0), 0.02, PRICE, costs)


def test_costs_yield_and_cover_of_the_whole_levy_by_hand():
    whole = whole_cover(TODAY, credit(), PRICE)
    # year 1: nothing is added: 80 and 72
    assert whole.costs_eur[0] == pytest.approx(80)
    assert whole.yield_eur[0] == pytest.approx(72)
    assert whole.share[0] == pytest.approx(0.9)
    # year 2: 25 depreciation, 2 interest, 8 upkeep, 3.50 overhead and 1 VAT make 39.50; of 25, 40 % is
    # released; 29.50 / 0.96 is levied, of which 4 % is let off; today's 80 and 72 are 100 and 90
    levied = 29.5 / 0.96
    assert whole.costs_eur[1] == pytest.approx(100 + 39.5 + 0.04 * levied)
    assert whole.yield_eur[1] == pytest.approx(90 + levied)
    assert whole.share[1] == pytest.approx((90 + levied) / (139.5 + 0.04 * levied))
    assert not whole.over.any()


def test_over_a_hundred_is_told_for_the_years_in_which_it_is_so():
    same = whole_cover({"whole_costs_eur": 80.0, "whole_yield_eur": 80.0}, credit(), PRICE)
    assert same.over.tolist() == [False, False]
    # 84 of 80; in year 2 105 + 30.73 of 139.5 + 1.23: what the reserve pays brings it below the limit
    over = whole_cover({"whole_costs_eur": 80.0, "whole_yield_eur": 84.0}, credit(), PRICE)
    assert over.share[0] == pytest.approx(1.05)
    assert over.over.tolist() == [True, False]


@pytest.mark.parametrize("known", [{}, {"whole_costs_eur": 80.0}, {"whole_yield_eur": 72.0}])
def test_unknown_is_no_zero(known):
    assert whole_cover(known, credit(), PRICE) is None
    assert demo().ledger("eigen", FinancingSplit(title="x", levy_today=known)).whole_levy is None


@pytest.mark.parametrize(
    "today",
    [
        {"whole_costs_eur": 0},
        {"whole_yield_eur": -1},
        {"whole_costs_eur": 1.1e9},
        {"whole_yield_eur": float("nan")},
        {"koffie": 5},
    ],
)
def test_a_levy_of_today_that_cannot_be_is_refused_with_one_problem(today):
    with pytest.raises(KansError) as refused:
        FinancingSplit(title="x").changed(levy_today=today)
    assert len(refused.value.problems) == 1
