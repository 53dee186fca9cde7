"""What lies near the best: nearly as good, clearly different."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kans_model.optimum.alternatives import DIFFERENT, alternatives, difference
from kans_model.optimum.optimum import optimum
from kans_model.optimum.question import Question
from kans_model.words.problems import KansError
from tests.fixtures.packages import demo

QUESTION = Question(budget_eur=2e7)
MONEY = st.lists(st.floats(0.01, 1e6), min_size=3, max_size=3)


@pytest.fixture(scope="module")
def best():
    return optimum(demo(), QUESTION)


def test_alternatives_are_nearly_as_good_and_clearly_different(best):
    slack = 0.05
    found = alternatives(best, slack)
    assert 2 <= len(found) <= 5
    for one in found:
        avoided = float(demo().evaluate(one.portfolio)["avoided_total_eur"].sel(horizon="2050"))
        assert avoided >= best.value * (1 - slack) * (1 - 1e-3)
        assert one.capex_eur <= QUESTION.budget_eur * (1 + 1e-9)
        assert one.difference >= DIFFERENT
    assert len({one.direction for one in found}) == len(found)


@pytest.mark.parametrize("slack", [0.0, 1.0, -0.1])
def test_a_slack_that_cannot_be_is_refused(best, slack):
    with pytest.raises(KansError, match="speling"):
        alternatives(best, slack)


@given(MONEY, MONEY)
def test_the_difference_of_packages_is_a_distance(first, second):
    assert difference(first, first) == pytest.approx(0, abs=1e-9)
    assert 0 <= difference(first, second) <= 1
    assert difference(first, second) == pytest.approx(difference(second, first))
