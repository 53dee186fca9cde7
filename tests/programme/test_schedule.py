"""Years for projects: worked by hand, against every plan there is, and held to its limits."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kans_model.programme.breaches import breaches
from kans_model.programme.limits import Limits, Reduction
from kans_model.programme.rule_of_thumb import by_benefit_per_euro
from kans_model.programme.schedule import scheduled
from kans_model.words.problems import KansError
from tests.fixtures.timetables import timetable

YEARS = np.array([2027, 2028])


def three(budget=150.0, **rest):
    """A, B and C of 100 euro each; in the second year works save 20 on C."""
    saved = np.array([[0, 0], [0, 0], [0, 20.0]])
    limits = timetable(cost=[100, 100, 100], saved=saved, budget=[[budget, budget]], **rest)
    worth = np.array([[50.0, 45], [40, 38], [30, 50]])
    return worth, limits


def test_by_hand_the_budget_holds_one_project_a_year_and_the_works_take_the_second():
    worth, limits = three()
    plan = scheduled(worth, limits, YEARS, gap=0)
    # A then C brings 100, A then B 88, B then C 90; C in the works costs 80, and B beside it would make 180
    assert plan.start.tolist() == [0, -1, 1]
    assert plan.worth_eur == pytest.approx(100)
    assert plan.most_eur == pytest.approx(100)
    assert breaches(limits, plan.start, YEARS) == []


def test_the_rule_of_thumb_takes_the_first_year_and_passes_the_works_by():
    worth, limits = three()
    # A and C bring 0.5 a euro: A in 2027, C in 2028 since 2027 is spent, B nowhere
    assert by_benefit_per_euro(worth, np.full(3, 100.0), limits).tolist() == [0, -1, 1]
    worth, limits = three(budget=250)
    # now 2027 holds A and C, and C is built before the works that would have saved 20
    assert by_benefit_per_euro(worth, np.full(3, 100.0), limits).tolist() == [0, 1, 0]
    assert scheduled(worth, limits, YEARS, gap=0).start.tolist() == [0, 0, 1]


def test_one_more_euro_brings_forward_a_piece_of_what_waits():
    worth, limits = three()
    # could years be divided, 2027 has A and half of B, 2028 C and the other half of B with 20 euro left:
    # a euro more in 2027 brings a hundredth of B a year forward, for 40 - 38; one in 2028 brings nothing
    assert scheduled(worth, limits, YEARS, gap=0).marginal[0] == pytest.approx([0.02, 0.0])


def test_a_project_waits_for_the_one_before_it():
    worth, limits = three(budget=1e9, after=[(0, 1)])
    assert scheduled(worth, limits, YEARS, gap=0).start.tolist() == [1, 0, 1]


def test_of_two_that_exclude_one_another_one_is_built():
    worth, limits = three(budget=1e9, excludes=[(0, 2)])
    assert scheduled(worth, limits, YEARS, gap=0).is_built.sum() == 2


def test_a_limit_of_risk_must_be_reached_by_its_year():
    must = Reduction("h", np.array([0.0, 7.0, 0.0]), 7.0, 2028)
    worth, limits = three(reductions=(must,))
    assert scheduled(worth, limits, YEARS, gap=0).start[1] == 0  # ready at the start of 2028
    impossible = Reduction("h", np.array([0.0, 7.0, 0.0]), 8.0, 2028)
    with pytest.raises(KansError) as error:
        scheduled(worth, three(reductions=(impossible,))[1], YEARS)
    assert error.value.problems[0].key == "schedule_impossible"


def test_a_limit_that_may_be_missed_says_what_is_lacking():
    wish = Reduction("h", np.array([0.0, 7.0, 0.0]), 8.0, 2028, hard=False)
    worth, limits = three(reductions=(wish,))
    plan = scheduled(worth, limits, YEARS, gap=0)
    assert plan.start[1] == 0
    assert plan.shortfall_eur == pytest.approx([1.0])


def test_what_a_plan_breaks_is_said_with_who_when_and_how_much():
    _, limits = three()
    found = breaches(limits, np.array([0, 0, 1]), YEARS)
    assert [(breach.kind, breach.who, breach.year, breach.over) for breach in found] == [
        ("budget", "gemeente", 2027, 50.0)
    ]


costs = st.lists(st.integers(1, 9), min_size=1, max_size=4)


@given(st.data(), costs, st.integers(1, 3))
def test_it_is_as_good_as_the_best_of_all_plans(data, cost, n_years):
    n = len(cost)
    grid = st.lists(st.integers(0, 20), min_size=n * n_years, max_size=n * n_years)
    worth = np.array(data.draw(grid), dtype=float).reshape(n, n_years)
    budget = data.draw(st.lists(st.integers(0, 15), min_size=n_years, max_size=n_years))
    pair = st.lists(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)), max_size=1)
    later = [(max(two), min(two)) for two in data.draw(pair) if two[0] != two[1]]
    apart = [two for two in data.draw(pair) if two[0] != two[1]]
    years = np.arange(2027, 2027 + n_years)
    limits: Limits = timetable(
        cost=cost,
        saved=np.zeros((n, n_years)),
        budget=[budget],
        after=later,
        excludes=apart,
        duration=data.draw(st.lists(st.integers(1, n_years), min_size=n, max_size=n)),
        hands=data.draw(st.sampled_from([1, 2, np.inf])),
    )
    plan = scheduled(worth, limits, years, gap=0)
    assert breaches(limits, plan.start, years) == []
    best = max(
        sum(worth[row, year] for row, year in enumerate(starts) if year >= 0)
        for starts in product(range(-1, n_years), repeat=n)
        if not breaches(limits, np.array(starts), years)
    )
    assert plan.worth_eur == pytest.approx(best, abs=1e-6)
    thumb = by_benefit_per_euro(worth, np.array(cost, dtype=float), limits)
    assert breaches(limits, thumb, years) == []
    assert worth[np.flatnonzero(thumb >= 0), thumb[thumb >= 0]].sum() <= best + 1e-6
