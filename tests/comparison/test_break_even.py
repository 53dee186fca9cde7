"""What would have to be true for a package to bring what it costs, by hand and by the model."""

import numpy as np
import pytest

from kans_model.comparison.break_even import (
    AVOIDED,
    BESIDE,
    COST,
    benefit_kinds_eur,
    conditions,
    factor_to_break_even,
    side_by_side_eur,
)
from kans_model.evaluation.evaluate import evaluate
from kans_model.outlook.scenario import Scenario
from tests.fixtures.packages import demo


def asked(study, package="eigen"):
    """Result of a package and its conditions by name."""
    result = evaluate(study.baseline, study.portfolio(package))
    return result, {one.what: one for one in conditions(study.baseline, result)}


def test_a_factor_by_hand():
    # 25 avoided, 80 besides, 115 spent: damage must be 35 / 25 = 1.4 times, what comes besides 90 / 80
    assert factor_to_break_even(25, 80 - 115) == pytest.approx(1.4)
    assert factor_to_break_even(80, 25 - 115) == pytest.approx(1.125)
    assert np.isnan(factor_to_break_even(0, -5))


def test_both_balances_side_by_side_by_hand():
    rows = side_by_side_eur({"heat": 20.0, "pluvial": 5.0, "health_per_pct_green": 30.0}, 40.0)
    assert rows["health_per_pct_green"] == (0.0, 30.0)
    assert rows["cost"] == (-40.0, -40.0)
    assert rows["balance"] == (-15.0, 15.0)  # 25 − 40, and 55 − 40


def test_kinds_of_benefit_add_up_to_the_benefits_of_the_result():
    study = demo()
    result, _ = asked(study)
    kinds = benefit_kinds_eur(study.baseline, result)
    assert sum(kinds.values()) == pytest.approx(float(result["present_value_benefit_total_eur"]))
    assert set(study.scenario.co_benefits) < set(kinds)


def test_what_is_asked_for_makes_the_balance_nought():
    study = demo()
    result, found = asked(study)
    avoided, cost = float(result["present_value_avoided_eur"]), float(result["present_value_cost_total_eur"])
    beside = float(result["present_value_co_benefit_eur"].sum())
    assert found[AVOIDED].factor * avoided + beside == pytest.approx(cost)
    assert found[COST].factor * cost == pytest.approx(avoided + beside)
    years = study.baseline.costs.benefit_weights[0].sum()
    residents = study.city.areas["residents"].sum()
    assert found[BESIDE].needed * residents * years == pytest.approx(cost - avoided)
    assert found[BESIDE].factor * beside + avoided == pytest.approx(cost)


def test_a_share_of_house_prices_as_large_as_is_needed_is_enough():
    study = demo()
    _, found = asked(study)
    needed = found["property_single_task"].needed
    assert needed == pytest.approx(0.012 * found["property_single_task"].factor)
    moved = study.replaced(assumptions=study.assumptions.with_value("property_uplift_share", needed))
    quantity = study.evaluate("eigen")["quantity"].values
    brought = moved.baseline.co_benefits.counted_eur(quantity).sum()
    result = study.evaluate("eigen")
    balance = float(result["present_value_avoided_eur"] - result["present_value_cost_total_eur"]) + brought
    assert balance == pytest.approx(0.0, abs=1.0)


def test_with_avoided_damage_alone_it_is_told_how_much_must_come_beside_it():
    study = demo().replaced(scenario=Scenario(co_benefits=[]))
    result, found = asked(study)
    assert set(found) == {AVOIDED, COST, BESIDE}
    assert found[BESIDE].now == 0.0
    assert np.isnan(found[BESIDE].factor)
    assert found[BESIDE].needed > 0
    assert float(result["npv_eur"]) == float(result["npv_avoided_only_eur"])


def test_nothing_is_asked_of_an_empty_package():
    assert asked(demo(), "niets_doen")[1] == {}
