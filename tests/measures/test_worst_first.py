"""Worst first: the highest need is filled first, and no order of rows decides among equals."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kans_model.measures.worst_first import filled_worst_first, ties

NAN = float("nan")
NEEDS = st.lists(st.integers(0, 4).map(float), min_size=1, max_size=8)


def test_equal_needs_get_the_same_part_of_what_fits():
    """42 equal areas of 10 each, and 84 to lay out: 84 / 420 = 0.2 of each, that is 2 each."""
    assert filled_worst_first([10.0] * 42, [3.0] * 42, 84.0) == pytest.approx([2.0] * 42)


def test_a_difference_of_arithmetic_decides_nothing():
    """Needs that differ in the twelfth digit are one: 6 over 4 + 8 is half of each."""
    assert filled_worst_first([4.0, 8.0], [7.0, 7.0 + 1e-11], 6.0) == pytest.approx([2.0, 4.0])


def test_a_higher_need_comes_first():
    """5 of 4 + 6: the worse area is full with 4, the other gets 1."""
    assert filled_worst_first([6.0, 4.0], [1.0, 2.0], 5.0).tolist() == [1.0, 4.0]


def test_an_area_of_unknown_need_gets_nothing():
    """All of what fits is asked for, 3 + 5; the area that nobody knows stays empty."""
    assert filled_worst_first([3.0, 5.0], [NAN, 0.0], 8.0).tolist() == [0.0, 5.0]


@given(NEEDS, st.floats(0, 1), st.randoms())
def test_another_order_of_the_areas_changes_nothing(needs, uptake, random):
    fits = np.arange(1.0, len(needs) + 1)
    order = list(range(len(needs)))
    random.shuffle(order)
    total = uptake * fits.sum()
    whole = filled_worst_first(fits, needs, total)
    shuffled = filled_worst_first(fits[order], np.array(needs)[order], total)
    np.testing.assert_allclose(shuffled, whole[order], atol=1e-9)
    assert whole.sum() == pytest.approx(total)


def test_places_are_shared_by_equals():
    assert ties([NAN, 5.0, 5.0, 2.0, NAN]).tolist() == [2, 0, 0, 1, 2]
    assert ties([0.0, 0.0]).tolist() == [0, 0]
