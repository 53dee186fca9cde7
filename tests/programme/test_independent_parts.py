"""Projects that share no limit are chosen apart, and nothing is lost by it."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kans_model.programme.breaches import breaches
from kans_model.programme.independent_parts import independent_parts
from kans_model.programme.limits import Reduction
from kans_model.programme.schedule import scheduled
from tests.fixtures.timetables import timetable

YEARS = np.arange(2027, 2030)


def groups(limits):
    return [projects.tolist() for projects, _ in independent_parts(limits)]


def four(budget=(10, 10), **rest):
    """Four projects of 8 euro, paid by two payers in turn."""
    return timetable([8, 8, 8, 8], np.zeros((4, 3)), [[own] * 3 for own in budget], **rest)


def test_a_budget_holds_those_together_that_it_cannot_pay_at_once():
    assert groups(four()) == [[0, 2], [1, 3]]
    assert groups(four(budget=(10, 100))) == [[0, 2], [1], [3]]
    assert groups(four(budget=(10, 10), after=[(1, 0)])) == [[0, 1, 2, 3]]
    assert groups(four(budget=(10, 10), hands=2)) == [[0, 1, 2, 3]]


def test_a_limit_of_risk_holds_those_together_that_avoid_some_of_it():
    limit = Reduction("h", np.array([1.0, 1.0, 0.0, 0.0]), 2.0, 2029)
    parts = independent_parts(four(budget=(100, 100), reductions=(limit,)))
    assert [projects.tolist() for projects, _ in parts] == [[0, 1], [2], [3]]
    assert parts[0][1].reductions[0].least_eur == 2.0
    assert parts[1][1].reductions == ()


@given(
    st.lists(st.integers(1, 20), min_size=12, max_size=12),
    st.lists(st.integers(0, 20), min_size=2, max_size=2),
)
def test_choosing_apart_is_worth_as_much_as_choosing_together(worth, budget):
    """Hands enough for all tie them together without keeping anything from being built."""
    values = np.array(worth, dtype=float).reshape(4, 3)
    apart, together = four(budget=budget), four(budget=budget, hands=4)
    assert len(independent_parts(together)) == 1
    found = scheduled(values, apart, YEARS, gap=0)
    assert breaches(apart, found.start, YEARS) == []
    assert abs(found.worth_eur - scheduled(values, together, YEARS, gap=0).worth_eur) < 1e-6
