"""Tangents and boxes of avoided damage: rows worked by hand, and the truth that they never cut off."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fixtures.avoided_damage import FITS, avoided, program
from tests.fixtures.two_buurten import TREE_NORTH, TREE_SOUTH, rows

SHARE = st.floats(0, 1)
SHARES = st.tuples(SHARE, SHARE, SHARE).map(lambda shares: np.array([*shares, 0.0]))
"""Of trees in north and south and of wadi in the north, at its usual price."""
NOTHING = np.zeros((2, 2))


def slack(lp, answer):
    """Of every row how far an answer stands from its nearest end; below nought where it is outside."""
    return [
        min(high - total, total - low)
        for entries, low, high in rows(lp)
        for total in [sum(value * answer[column] for column, value in entries.items())]
    ]


def test_columns_stand_behind_one_another():
    """Four variables; then both pieces, the product, and what stands above each piece, per buurt."""
    block = program().blocks[0]
    assert block.at == {"shift": 4, "protected": 6}
    assert (block.product_at, block.over_at, block.end) == ([8], {"shift": 10, "protected": 12}, 14)
    assert block.area.tolist() == [0, 1] * 5
    low, high = block.bounds()
    assert low.tolist() == [0.0] * 10
    assert high[:4].tolist() == [1.0] * 4
    assert np.isinf(high[4:]).all()


def test_the_first_tangent_is_the_slope_where_nothing_stands():
    """ln 2 / 10 per tree: ten trees are 0.693 of what trees take away; half is the most in the north."""
    lp = program(protects=False)
    shift, (north, south) = lp.blocks[0].at["shift"], rows(lp)
    assert north[0] == pytest.approx({TREE_NORTH: -10 * np.log(2) / 10 / 0.5, shift: 1.0})
    assert south[0] == pytest.approx({TREE_SOUTH: -30 * np.log(2) / 10 / 0.875, shift + 1: 1.0})
    assert north[2] == south[2] == 0.0


def test_a_tangent_elsewhere_has_the_height_and_the_slope_there():
    """At ten trees in the north half is taken: 0.5 + ½·ln 2/10·(q − 10); at no trees that is 0.153."""
    lp = program(protects=False)
    before = len(rows(lp))
    assert lp.cut(np.array([[10.0, 0.0], [0.0, 0.0]])) == 2
    entries, _, high = rows(lp)[before]
    assert entries[TREE_NORTH] == pytest.approx(-np.log(2) / 2 / 0.5)
    assert high == pytest.approx((0.5 - np.log(2) / 2) / 0.5)


@given(SHARES, SHARES)
def test_no_tangent_and_no_widest_box_cuts_off_the_truth(here, there):
    lp = program()
    lp.cut(lp.variables.quantity(here, lp.shape))
    assert min(slack(lp, lp.exactly(there))) >= -1e-9


@given(SHARES)
def test_a_tangent_touches_where_it_was_taken(here):
    lp = program(protects=False)
    before = len(rows(lp))
    lp.cut(lp.variables.quantity(here, lp.shape))
    assert slack(lp, lp.exactly(here))[before:] == pytest.approx([0.0, 0.0], abs=1e-9)


def test_a_tangent_is_added_only_where_an_answer_promises_too_much():
    lp = program()
    shares = np.array([0.5, 0.5, 0.5, 0.0])
    answer, quantity = lp.exactly(shares), lp.variables.quantity(shares, lp.shape)
    assert lp.cut(quantity, answer) == 0
    answer[lp.blocks[0].at["shift"] + 1] += 0.01
    assert lp.cut(quantity, answer) == 1


def test_the_truth_of_a_product():
    """Ten trees and 100 m²: 400 euro less, and a quarter of the 600 left: 550; thirty trees alone 700."""
    lp = program()
    quantity = np.array([[10.0, 30.0], [100.0, 0.0]])
    shift, protected, product, *over = lp.blocks[0].exact(quantity, np.arange(2))
    assert shift.tolist() == [1.0, 1.0]
    assert protected.tolist() == [0.5, 0.0]
    assert product == pytest.approx([0.55, 0.7])
    assert not np.any(over)
    assert avoided(quantity) == pytest.approx([0.55, 0.7])


def test_what_a_product_promises_above_its_own_parts():
    lp = program()
    answer = lp.exactly(np.array([1.0, 1.0, 0.5, 0.0]))
    assert lp.blocks[0].promised(answer).tolist() == [[0.0, 0.0]]
    answer[lp.blocks[0].product_at[0]] += 0.03
    assert lp.blocks[0].promised(answer) == pytest.approx(np.array([[0.03, 0.0]]))


def promise(lp, answer, area):
    """The most a product can be by its box, with its two parts as in this answer. [unit of the program]"""
    block = lp.blocks[0]
    product, parts = block.product_at[0] + area, [at + area for at in block.at.values()]
    return min(
        high - sum(entries.get(column, 0.0) * answer[column] for column in parts)
        for entries, _, high in rows(lp)
        if product in entries
    )


def test_the_widest_box_promises_most_between_its_corners():
    """Half of what trees and wadi can do in the north: 200 euro, and a quarter of the 800 left, is 400.

    Held between the corners: 200 + ¼·1,000 at the low one, and 200·½ + ¼·600 + 200 at the high one: 450.
    """
    lp = program()
    answer = lp.exactly(np.zeros(4))
    answer[[lp.blocks[0].at["shift"], lp.blocks[0].at["protected"]]] = 0.5
    assert promise(lp, answer, 0) == pytest.approx(0.45)


@given(SHARES, st.floats(0.001, 0.3))
def test_a_box_around_the_truth_keeps_it_and_promises_little_more(shares, half):
    """In a box of width w at most w²/4 of the product is promised too much, here of 400 · ½ euro."""
    lp = program()
    block = lp.blocks[0]
    lp.narrow([block.around(lp.variables.quantity(shares, lp.shape), half)])
    truth = lp.exactly(shares)
    assert min(slack(lp, truth)) >= -1e-9
    assert 0 <= promise(lp, truth, 0) - truth[block.product_at[0]] + 1e-9 <= half**2 * 0.2 + 2e-9


def test_standing_above_the_tangents_has_its_price():
    penalty = program().blocks[0].penalty()
    assert (penalty[-4:] > 0).all()
    assert not penalty[:-4].any()


def test_avoided_damage_as_columns_and_coefficients():
    """A shift alone is worth 800 euro times the most it can be; a product is its own column."""
    alone, product = program(protects=False).blocks[0], program().blocks[0]
    assert [part.tolist() for part in alone.expression()] == [[4, 5], pytest.approx([0.4, 0.7])]
    assert [part.tolist() for part in product.expression(np.array([1.0, 3.0]))] == [[8, 9], [1.0, 3.0]]
    assert [part.tolist() for part in product.expression(hazard="pluvial")] == [[8, 9], [1.0, 1.0]]


def test_places_are_parts_of_the_most():
    block = program().blocks[0]
    assert block.true_places(FITS)[0].tolist() == [[1.0, 1.0], [1.0, 0.0]]
    assert not np.any(block.true_places(NOTHING)[0])
