"""Scores: money on one scale, and no package that nobody would build decides what the others score."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kans_model.comparison.ranking import weighted_score
from kans_model.comparison.weighing import CRITERIA, Effects, closeness, criterion_scores
from tests.fixtures.packages import demo

AMOUNTS = st.integers(-1000, 1000).map(float)
NOTHING = Effects(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
SMALL = Effects(3.0, 4.0, 3.0, -1.0, deaths=0.3, entered=3.0, reach_pct=6.0)
LARGE = Effects(4.0, 100.0, 4.0, -96.0, deaths=0.4, entered=4.0, reach_pct=8.0)


def test_scores_by_hand():
    """At stake is 100 (the largest cost): 3/100, −4/100, −1/100; deaths 0.3/0.4 and entered 3/4: 0.75."""
    scores = criterion_scores([NOTHING, SMALL, LARGE], [True] * 3)
    assert scores[0].tolist() == [0.0] * 5
    assert scores[1] == pytest.approx([0.03, -0.04, -0.01, 0.75, 0.75])
    assert scores[2] == pytest.approx([0.04, -1.0, -0.96, 1.0, 1.0])


@pytest.mark.parametrize("weights", [[1, 1, 1, 1, 1], [1, 0, 0, 0, 0], [0, 1, 0, 0, 0], [1, 1, 0, 1, 1]])
def test_25_times_the_cost_for_a_third_more_is_never_nearly_equal(weights):
    assert closeness(criterion_scores([SMALL, LARGE], [True, True]), weights) == "apart"


def test_by_equal_weights_the_cheap_one_comes_first():
    """(0.03 − 0.04 − 0.01 + 0.75 + 0.75) / 5 = 0.296 against (0.04 − 1 − 0.96 + 1 + 1) / 5 = 0.016."""
    scores = criterion_scores([SMALL, LARGE], [True, True])
    assert weighted_score(scores, [1] * 5) == pytest.approx([0.296, 0.016])


def test_what_sets_no_scale_moves_no_other_score():
    alone = criterion_scores([NOTHING, SMALL], [True, True])
    beside = criterion_scores([NOTHING, SMALL, LARGE], [True, True, False])
    np.testing.assert_array_equal(alone, beside[:2])
    assert beside[2, CRITERIA.index("cost")] == -25  # 100 over the 4 at stake


@given(st.lists(st.tuples(*[AMOUNTS] * 7), min_size=2, max_size=5), st.integers(1, 100))
def test_the_unit_of_money_changes_no_score(rows, factor):
    packages = [Effects(*row) for row in rows]
    dearer = [Effects(*(factor * np.array(row[:4])), *row[4:]) for row in rows]
    scale = [True] * len(rows)
    np.testing.assert_allclose(criterion_scores(packages, scale), criterion_scores(dearer, scale), atol=1e-12)


def test_the_same_package_twice_is_alike_and_a_trade_is_even():
    """0.5 + 0.5 and 0.9 + 0.1 add up alike and differ by 0.4 + 0.4 of 1."""
    assert closeness([[0.2, 0.3]] * 2, [1, 1]) == "alike"
    assert closeness([[0.5, 0.5], [0.9, 0.1]], [1, 1]) == "even"
    assert closeness([[0.0, 0.0], [0.0, 0.0]], [1, 1]) == "alike"


def test_effects_are_those_of_the_result():
    result = demo().evaluate("eigen")
    mine = Effects.of(result)
    assert mine.npv_eur == pytest.approx(mine.benefit_eur - mine.cost_eur)
    lost = result["deaths_before"].sel(horizon="2050") - result["deaths_after"].sel(horizon="2050")
    assert mine.deaths == pytest.approx(float(lost.sum()))
    assert Effects.of(demo().evaluate("niets_doen")) == NOTHING
