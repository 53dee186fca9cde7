"""The front of cost, avoided damage and synergy: laws on the demo city."""

import pytest

from kans_model.optimum.front import front
from kans_model.optimum.optimum import optimum
from kans_model.optimum.question import Question
from kans_model.words.problems import KansError
from tests.fixtures.packages import demo

QUESTION = Question(budget_eur=2e7)


@pytest.fixture(scope="module")
def best():
    return optimum(demo(), QUESTION)


@pytest.fixture(scope="module")
def points():
    return front(demo(), QUESTION, 12)


def test_more_money_never_avoids_less(points):
    avoided = [point.avoided_eur_per_year for point in points]
    assert len(points) == 12
    assert avoided == sorted(avoided)
    assert [point.budget_eur for point in points] == sorted(point.budget_eur for point in points)


def test_no_point_spends_more_than_its_budget_or_is_worth_more_than_its_bound(points):
    for point in points:
        assert point.capex_eur <= point.budget_eur * (1 + 1e-9)
        assert point.avoided_eur_per_year <= point.bound * (1 + 1e-6)


def test_a_point_is_the_model_s_own_number(points):
    for point in points[::4]:
        result = demo().evaluate(point.portfolio)
        expected = float(result["avoided_total_eur"].sel(horizon="2050"))
        assert point.avoided_eur_per_year == pytest.approx(expected, rel=1e-6)
        assert point.capex_eur == pytest.approx(float(result["capex_eur"].sum()), rel=1e-6)


def test_the_budget_asked_for_is_on_the_front_and_near_the_optimum(points, best):
    [mine] = [point for point in points if point.budget_eur == QUESTION.budget_eur]
    assert mine.avoided_eur_per_year == pytest.approx(best.value, rel=0.01)


def test_asking_for_synergy_gives_it_and_costs_damage():
    points = front(demo(), QUESTION, 4, (0.0, 0.85))
    plain, green = ([point for point in points if point.level == level] for level in (0.0, 0.85))
    assert len(points) == 8
    for one, other in zip(plain[:-1], green[:-1], strict=True):
        assert other.reach_pct > one.reach_pct
        assert other.avoided_eur_per_year <= one.avoided_eur_per_year * (1 + 5e-3)


@pytest.mark.parametrize("n", [0, 1, 501])
def test_a_front_of_too_few_or_too_many_points_is_refused(n):
    with pytest.raises(KansError, match="aantal punten"):
        front(demo(), QUESTION, n)
