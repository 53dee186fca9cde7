"""The front of cost, avoided damage and synergy, and what lies near the best: laws on the demo city."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kans_model.optimum.alternatives import DIFFERENT, alternatives, difference
from kans_model.optimum.front import front
from kans_model.optimum.least_regret import robust
from kans_model.optimum.optimum import optimum
from kans_model.optimum.question import Question
from kans_model.optimum.reasons import next_euro, per_measure, reasons
from kans_model.words.problems import KansError
from tests.fixtures.packages import demo

QUESTION = Question(budget_eur=2e7)
MONEY = st.lists(st.floats(0.01, 1e6), min_size=3, max_size=3)


@pytest.fixture(scope="module")
def best():
    return optimum(demo(), QUESTION)


@pytest.fixture(scope="module")
def points():
    return front(demo(), QUESTION, 12)


# --- the front -------------------------------------------------------------------------------


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


# --- alternatives ----------------------------------------------------------------------------


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


# --- reasons ---------------------------------------------------------------------------------


def test_what_is_left_out_brings_less_per_euro_than_the_last_euro_elsewhere(best):
    told = reasons(best)
    price = next_euro(best)
    out = told[told["reason"] == "price"]
    assert len(out) > 100
    assert (out["per_eur"] <= out["needed_per_eur"] * (1 + 1e-6)).all()
    assert (out["needed_per_eur"] >= price * (1 - 1e-9)).all()
    # what is built partly brings just what it must (tangents and boxes leave a little)
    part = told[(told["reason"] == "part") & told["measure"].isin(["pond", "green_bank", "wadi"])]
    assert part["per_eur"].to_numpy() == pytest.approx(part["needed_per_eur"].to_numpy(), rel=0.35)


def test_the_next_euro_is_what_a_slightly_larger_budget_brings(best):
    more = optimum(demo(), Question(budget_eur=QUESTION.budget_eur * 1.05))
    slope = (more.value - best.value) / (0.05 * QUESTION.budget_eur)
    assert next_euro(best) == pytest.approx(slope, rel=0.25)


def test_every_measure_gets_a_reason_and_its_number_of_buurten(best):
    told = per_measure(reasons(best))
    place = demo().baseline.room.place
    assert len(told) == len(place)
    for name, row in told.iterrows():
        assert row["n_built"] == (best.quantity[place[name]] > 0).sum()
    assert told.loc["cool_paving", "reason"] == "not_calculated"
    assert told.loc["foundation_repair", "reason"] == "banned"


# --- robust ----------------------------------------------------------------------------------


def test_no_climate_s_own_best_has_a_smaller_largest_regret():
    found = robust(demo(), QUESTION, ("Hd", "nu"))
    for of_one in found.of_best.values():
        assert found.most_eur <= max(of_one.values()) + 1
    assert min(found.regret_eur.values()) >= 0
    assert found.bound_eur <= found.most_eur + 1
    for climate in ("Hd", "nu"):
        assert found.of_best[climate][climate] == pytest.approx(0, abs=1)
        assert found.value_eur[climate] + found.regret_eur[climate] == pytest.approx(found.best_eur[climate])
    assert np.isfinite(found.capex_eur)
