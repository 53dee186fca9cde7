"""The linear program: another aim for a while, prices of limits, and tangents that are dropped."""

import numpy as np
import pytest

from kans_model.optimum import constraints
from tests.fixtures.two_buurten import EVERYTHING, TREE_SOUTH, program, room, rows


def filled():
    """Two thousand euro per tree, one and a half per wadi, and money for half of it all."""
    lp = program()
    constraints.shared_surfaces(lp, room())
    constraints.both_prices(lp)
    constraints.budget(lp, 32_000.0, EVERYTHING, discrete=False)
    lp.aim(np.array([20.0, 60.0, 30.0, 7.5]))
    return lp


def test_the_money_goes_where_it_brings_most_and_has_the_price_of_the_next():
    lp = filled()
    answer = lp.run()
    # two per euro for a tree, 1.5 for a wadi, 1.875 for the part of it along with works: 2,000 of its 4,000
    assert answer[[1, 0]] @ [30.0, 10.0] + answer[3] * 4 == pytest.approx(32.0)
    assert lp.prices()["budget"] == pytest.approx(2000.0)
    assert lp.quantity(answer)[:, 1].tolist() == pytest.approx([30.0 * answer[TREE_SOUTH], 0.0])


def test_for_now_leaves_aim_limits_and_ends_as_they_were():
    lp = filled()
    before, worth = rows(lp), lp.objective @ lp.run()
    with lp.for_now():
        lp.move("budget", high=0.001)
        with lp.for_now():
            lp.release("budget")
            lp.aim(-np.ones(4))
            lp.hold(np.full(4, 0.25), np.full(4, 0.5))
            assert lp.run() == pytest.approx(np.full(4, 0.25))
        assert lp.limits["budget"].high == 0.001
        assert not lp.released
        assert lp.objective @ lp.run() < worth
    assert rows(lp) == before
    assert lp.held.tolist() == [[0.0] * 4, [1.0] * 4]
    assert lp.objective @ lp.run() == pytest.approx(worth)


def test_for_now_puts_back_after_an_error_too():
    lp = filled()

    def interrupted():
        with lp.for_now():
            lp.release("budget")
            raise ValueError("meanwhile")

    with pytest.raises(ValueError, match="meanwhile"):
        interrupted()
    assert not lp.released
    assert rows(lp)[-1][2] == 0.032


def test_a_released_limit_stays_released_where_it_was():
    lp = filled()
    lp.release("budget")
    with lp.for_now():
        lp.restore("budget")
        lp.move("budget", high=0.001)
    assert lp.released == {"budget"}
    assert lp.run()[TREE_SOUTH] == 1.0
    lp.restore("budget")
    assert lp.limits["budget"].high == 0.032


def test_a_limit_that_cannot_be_met_has_no_answer():
    lp = filled()
    constraints.pinned_uptake(lp, room(), "tree", 1.0)
    assert lp.run() is None


def test_columns_that_come_later_add_nothing_to_the_aim():
    lp = filled()
    lp.extra([0.0], [5.0])
    lp.aim(np.array([20.0, 60.0, 30.0, 7.5]))
    assert lp.objective.tolist() == [20.0, 60.0, 30.0, 7.5, 0.0]
    assert lp.area.tolist() == [0, 1, 0, 0, -1]
