"""What a form offers of the outlook, from the classes that hold it."""

import pytest

from kans_model.outlook.assumptions import Assumptions, form_keys
from kans_model.outlook.scenario import SWITCHES, Scenario
from kans_model.tables.reading import table


@pytest.mark.parametrize("name", SWITCHES)
def test_every_option_of_a_switch_can_be_chosen(name):
    for option in SWITCHES[name]:
        assert getattr(Scenario(**{name: Scenario.option(name, str(option))}), name) == option
    assert Scenario.option(name, "no such thing") is None


def test_what_is_no_switch_has_no_option():
    assert Scenario.option("build_years", "10") is None


def test_a_shower_of_two_hours_and_a_period_of_thirty_years_can_be_chosen():
    assert Scenario.option("duration_min", "120") == 120
    assert Scenario.option("period_years", "30") == 30


def test_a_choice_that_is_none_of_the_usual_stands_among_them():
    assert Scenario(duration_min=90).options("duration_min") == (60, 90, 120)


def test_a_form_offers_what_has_a_range():
    keys = form_keys(["wadi"])
    assert next(iter(keys)) == "measures"
    assert "wadi:capex_eur" in keys["measures"]
    assert "wadi:potential_share" not in keys["measures"]
    for group in list(keys)[1:]:
        rows = table("assumptions").loc[keys[group]]
        assert (rows["group"] == group).all()
        assert (rows["high"] > rows["low"]).all()
    assert "measures" not in form_keys([])


def test_a_value_beyond_its_range_stops_at_the_range():
    price, low, high = Assumptions().default("wadi:capex_eur")
    assert Assumptions().clipped("wadi:capex_eur", 1e9) == high
    assert Assumptions().clipped("wadi:capex_eur", -1) == low
    assert Assumptions().clipped("wadi:capex_eur", price) == price
