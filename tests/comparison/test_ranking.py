"""The order of packages: what moves it, and what must not."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kans_model.comparison.ranking import normalised, turning_share, weighted_score

AMOUNTS = st.floats(-1e6, 1e6).map(lambda x: round(x, 3))
CRITERIA = 3


@st.composite
def weighed(draw):
    """Values (package, criterion) of three or more packages, two anchors per criterion, weights."""
    rows = st.lists(AMOUNTS, min_size=CRITERIA, max_size=CRITERIA)
    values = draw(st.lists(rows, min_size=3, max_size=6))
    anchors = draw(st.lists(st.tuples(AMOUNTS, AMOUNTS), min_size=CRITERIA, max_size=CRITERIA))
    weights = draw(st.lists(st.integers(0, 100), min_size=CRITERIA, max_size=CRITERIA))
    ups = draw(st.lists(st.booleans(), min_size=CRITERIA, max_size=CRITERIA))
    return np.array(values), anchors, weights, ups


def totals(values, anchors, weights, ups):
    columns = [normalised(values[:, n], ups[n], anchors[n]) for n in range(CRITERIA)]
    return weighted_score(np.stack(columns, axis=1), weights)


@given(weighed())
def test_a_third_package_never_changes_the_order_of_two_others(case):
    values, *rest = case
    np.testing.assert_array_equal(totals(values[:2], *rest), totals(values, *rest)[:2])


def test_without_anchors_a_third_package_turns_two_others():
    values = np.array([[1.0, 0.0], [0.0, 0.6], [0.0, 10.0]])
    alone = weighted_score(np.stack([normalised(column) for column in values[:2].T], axis=1), [1, 1.1])
    beside = weighted_score(np.stack([normalised(column) for column in values.T], axis=1), [1, 1.1])
    assert alone[0] < alone[1]
    assert beside[0] > beside[1]


@given(st.lists(AMOUNTS, min_size=1), AMOUNTS, AMOUNTS)
def test_the_anchors_score_nought_and_one(others, one, two):
    scores = normalised([*others, one, two], anchors=(one, two))
    assert sorted(scores[-2:]) == ([0.5, 0.5] if one == two else [0, 1])


@pytest.mark.parametrize("unknown", [float("nan"), float("inf")])
def test_an_unknown_anchor_tells_packages_not_apart(unknown):
    assert normalised([1, 2], anchors=(0, unknown)).tolist() == [0.5, 0.5]


def test_a_turn_lies_on_the_side_of_the_weight_it_names():
    share, package = turning_share([[1.0, 0.0], [0.4, 1.0]], [3, 1], 1)
    assert (round(share, 3), package) == (0.375, 1)
    assert share > 0.25
