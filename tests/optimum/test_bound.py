"""The most any package can be worth: by hand where limits are priced, never below the best there is."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kans_model.computing.progress import CancelledError, Waiting
from kans_model.optimum import constraints
from kans_model.optimum.bound import Leaf, bound_by_areas
from tests.fixtures.avoided_damage import avoided, program
from tests.fixtures.two_buurten import EVERYTHING, room, rows

BUDGET_EUR = 32_000.0


def linear():
    """Two thousand euro per tree, 150 per m² of wadi, and 32,000 euro: what is avoided is not asked."""
    lp = program()
    constraints.shared_surfaces(lp, room())
    constraints.both_prices(lp)
    constraints.budget(lp, BUDGET_EUR, EVERYTHING, discrete=False)
    lp.aim(np.array([20.0, 60.0, 30.0, 7.5]))
    return lp


def curved():
    """Avoided damage of trees and wadi together, for at most 32,000 euro."""
    lp = program()
    constraints.shared_surfaces(lp, room())
    constraints.both_prices(lp)
    constraints.budget(lp, BUDGET_EUR, EVERYTHING, discrete=False)
    return lp


def bound(lp, price, enough=-np.inf, rounds=6):
    """With a price of each thousand euro of the budget."""
    return bound_by_areas(lp, {"budget": 1000 * price}, enough, Waiting(), rounds)[0]


def best_of_a_grid():
    """The most that 21 · 21 packages of trees avoid, with as much wadi as the rest of the money builds."""
    worth = []
    for north, south in product(np.linspace(0, 10, 21), np.linspace(0, 30, 21)):
        left_eur = BUDGET_EUR - 1000 * (north + south)
        if left_eur >= 0:  # the part along with works, 50 m² of 80 euro, first
            wadi_m2 = min(left_eur / 80, 50) + max(left_eur - 4000, 0) / 100
            wadi_m2 = min(wadi_m2, 200, 300 - 20 * north)
            worth.append(avoided(np.array([[north, south], [wadi_m2, 0.0]])).sum())
    return max(worth)


def test_where_no_piece_counts_it_is_the_best_at_the_price_of_the_next_euro():
    """All money on trees: 32 of them, at two thousand each, and two per euro is what the next would bring."""
    lp = linear()
    answer = lp.run()
    best = float(lp.objective @ answer)
    assert best == pytest.approx(64.0)
    assert bound(lp, lp.prices()["budget"] / 1000) == pytest.approx(best)


@pytest.mark.parametrize(
    ("price", "most"),
    [
        (0.0, 40.0 + 60.0),  # all of the wadi on 200 m², five trees on the rest; all trees in the south
        (3.0, 3.0 * 32.0),  # nothing is worth it: what the money itself is priced at
    ],
)
def test_at_another_price_areas_are_worth_what_they_are_worth_apart(price, most):
    assert bound(linear(), price) == pytest.approx(most)


BEST = best_of_a_grid()


@given(st.floats(0, 10))
def test_no_price_gives_a_bound_below_the_best(price):
    assert bound(linear(), price) >= 64.0 - 1e-6


@given(st.floats(0, 0.1), st.integers(0, 8))
def test_with_products_it_is_never_below_the_best_of_a_grid(price, rounds):
    assert bound(curved(), price, rounds=rounds) >= BEST - 1e-7


def test_every_split_brings_it_down_until_it_all_but_touches_the_best():
    """Tangents are few at first: the price is that of an answer that keeps to the truth."""
    lp = curved()
    for _ in range(30):
        answer = lp.run()
        if not lp.cut(lp.quantity(answer), answer):
            break
    price = lp.prices()["budget"] / 1000
    bounds = [bound(lp, price, rounds=rounds) for rounds in (0, 2, 6, 12)]
    assert (np.diff(bounds) <= 1e-9).all()
    assert BEST - 1e-7 <= bounds[-1] < bounds[0]
    assert bounds[-1] <= 1.001 * BEST


@given(st.floats(0, 0.1), st.floats(0, 0.1))
def test_boxes_of_another_price_hold_everything_at_this_one(first, second):
    """Going on from boxes that were split is never below the best, nor above what they gave undivided."""
    lp = curved()
    before = bound_by_areas(lp, {"budget": 1000 * first}, -np.inf, Waiting(), 4)
    again = bound_by_areas(lp, {"budget": 1000 * second}, -np.inf, Waiting(), 0, before.leaves)
    assert BEST - 1e-7 <= again.value <= bound(lp, second, rounds=0) + 1e-7


def test_it_stops_as_soon_as_the_bound_is_low_enough():
    assert bound(curved(), 0.0, enough=np.inf) == bound(curved(), 0.0, rounds=0)


def test_the_program_stands_as_before():
    lp = linear()
    before, aim = rows(lp), lp.objective.copy()
    bound(lp, 1.0)
    assert rows(lp) == before
    assert lp.objective.tolist() == aim.tolist()
    assert not lp.released


def test_the_boxes_hold_what_was_the_most():
    """One box per block: a product, low and high of its two parts, per buurt; low never above high."""
    _, boxes, _ = bound_by_areas(curved(), {"budget": 0.0}, -np.inf, Waiting(), 6)
    (box,) = boxes
    assert box.shape == (1, 4, 2)
    assert (box[:, 0] <= box[:, 1]).all()
    assert (box[:, 2] <= box[:, 3]).all()


def test_columns_of_no_area_are_worth_most_at_an_end():
    lp = linear()
    lp.extra([-1.0, 0.0], [2.0, 5.0])
    lp.aim(np.append(lp.objective[:-2], [-4.0, 3.0]))
    assert bound(lp, 2.0) == pytest.approx(64.0 + 4.0 + 15.0)


def test_what_the_solver_did_not_prove_bounds_nothing():
    lp = curved()
    lp.solver.setOptionValue("time_limit", 0.0)
    assert bound(lp, 0.0) == np.inf


def test_it_stops_with_whoever_waits_for_it():
    with pytest.raises(CancelledError):
        bound_by_areas(curved(), {"budget": 0.0}, -np.inf, Waiting(cancelled=lambda: True), 6)


def test_half_a_box_holds_no_more_than_the_whole():
    def leaf(value):
        return Leaf(np.array(value), [np.zeros((1, 4, 2))], np.zeros((1, 2)), [np.zeros((1, 2, 2))])

    mine = np.array([True, False])
    taken = Leaf.nowhere(leaf([5.0, 5.0]))
    taken.take(leaf([7.0, 7.0]), mine, parent=np.array([6.0, 6.0]))
    assert taken.value.tolist() == [6.0, -np.inf]
