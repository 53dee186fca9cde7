"""One input at a time: against the whole model, and switch points solved by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kans_model.comparison.switches import with_switch
from kans_model.outlook.scenario import Scenario
from kans_model.uncertainty.draws import dimensions
from kans_model.uncertainty.inputs import Input, input_of, inputs
from kans_model.uncertainty.switch_points import crossing, lead, switch_point, switch_points, turns
from kans_model.uncertainty.tornado import moved, tornado
from kans_model.words.problems import KansError
from tests.fixtures.close_choice import with_heat_plan
from tests.fixtures.packages import demo

HEAT, NOTHING = "hitteplan", "niets_doen"


@pytest.fixture(scope="module")
def study():
    """The fictional city with a heat plan, which is nearly worth its price."""
    return with_heat_plan()


def npv(study, package, **own):
    """With own values, by the whole model."""
    assumptions = study.assumptions
    for key, value in own.items():
        assumptions = assumptions.with_value(key.replace("__", ":"), value)
    return float(study.replaced(assumptions=assumptions).evaluate(package)["npv_eur"])


def straight_root(low, high, at_low, at_high):
    """Where a straight line through two points is zero."""
    return low - at_low * (high - low) / (at_high - at_low)


def test_the_price_at_which_the_choice_turns_follows_from_two_evaluations(study):
    # cost rises with the price in a straight line, and doing nothing is worth 0
    by_hand = straight_root(2, 15, *(npv(study, HEAT, heat_plan__capex_eur=price) for price in (2, 15)))
    point = switch_point(study, [NOTHING, HEAT], "heat_plan:capex_eur")
    assert 2 < by_hand < 6  # below the 6 euros of the table
    assert point.value == pytest.approx(by_hand, rel=1e-3)
    assert (point.before, point.after, point.exact) == (NOTHING, HEAT, True)
    assert (point.low, point.mid, point.high) == (2, 6, 15)


@pytest.mark.parametrize("shape", [np.exp, np.sinh, np.square, lambda x: x**3])
def test_two_rivals_that_are_equal_turn_the_choice_once(shape):
    at, rival = crossing(lambda x: np.array([0.3, float(shape(x)) - 1, float(shape(x)) - 1]), 0, 0.0, 3.0)
    assert shape(at) - 1 == pytest.approx(0.3, abs=1e-2)
    assert rival in (1, 2)


def test_the_effect_at_which_the_choice_turns_follows_from_two_evaluations(study):
    by_hand = straight_root(0.05, 5, *(npv(study, HEAT, life_years_lost=years) for years in (0.05, 5)))
    point = switch_point(study, [NOTHING, HEAT], "life_years_lost")
    assert point.value == pytest.approx(by_hand, rel=2e-3)
    assert (
        npv(study, HEAT, life_years_lost=point.value * 1.01)
        > 0
        > npv(study, HEAT, life_years_lost=point.value * 0.99)
    )


def test_a_choice_that_never_turns_has_no_switch_point(study):
    assert switch_point(study, [NOTHING, HEAT], "drinking_water_eur_m3") is None
    assert switch_points(study, [NOTHING, "alles"]).empty


def test_what_is_not_drawn_is_looked_for_with_the_whole_model():
    study = with_switch(demo(), heat_value="vsl")
    key = "street_tree:effect_ramp_years"
    assert switch_point(study, [NOTHING, "eigen"], key) is None
    found = moved(study, [NOTHING, "eigen"], "runoff_coef_paved", [0.85, 1.0])
    assert found["eigen"].tolist() == [npv(study, "eigen", runoff_coef_paved=value) for value in (0.85, 1.0)]


def test_all_switch_points_hold_when_put_into_the_model(study):
    found = switch_points(study, [NOTHING, HEAT])
    assert {"life_years_lost", "heat_plan:capex_eur"} <= set(found.index)
    assert found["position"].abs().is_monotonic_increasing
    for key, row in found.iterrows():
        at = npv(study, HEAT, **{key.replace(":", "__"): row["value"]})
        end = npv(study, HEAT, **{key.replace(":", "__"): row["high" if row["position"] > 0 else "low"]})
        assert end > 0
        assert abs(at) < 2e-3 * abs(end - npv(study, HEAT))


def test_of_several_packages_the_one_that_takes_the_lead_is_named(study):
    point = switch_point(study, ["alles", NOTHING, HEAT], "life_years_lost")
    assert (point.before, point.after) == (NOTHING, HEAT)


def test_packages_that_are_alike_do_not_take_the_lead_from_each_other(study):
    twin = study.with_portfolio(study.portfolio(NOTHING).copied("Ook niets"))
    ids = [NOTHING, twin.portfolios[-1].id, HEAT]
    found, alone = switch_points(twin, ids), switch_points(twin, [NOTHING, HEAT])
    assert set(found["after"]) == {HEAT}
    np.testing.assert_allclose(found["value"], alone["value"], rtol=1e-3)


@pytest.mark.parametrize(
    "key",
    [
        *("wadi:capex_eur", "voly_eur", "heat_plan:heat_protected_share", "wadi:lifetime_years", "ref_dtr"),
        *("health_eur_per_resident_pct", "partly_seen_green_share", "green_gain_full_share"),
        *("property_uplift_share", "treatment_eur_per_m2", "drinking_water_eur_m3"),
    ],
)
def test_moving_an_input_comes_to_what_the_whole_model_says(key):
    """Of a package that stays where it is: worst first, the whole model would move its trees and wadis."""
    package = demo().portfolio("eigen")
    for measure in ("street_tree", "wadi"):
        package = package.with_target(measure, "everywhere")
    study = demo().with_portfolio(package)
    found = moved(study, ["eigen"], key)
    near = 2e-3 * float(study.evaluate("eigen")["present_value_cost_total_eur"])
    for value in (found.index[0], found.index[5], found.index[-1]):
        exact = npv(study, "eigen", **{key.replace(":", "__"): value})
        assert found["eigen"][value] == pytest.approx(exact, abs=near)


def test_moving_an_own_value_starts_from_it():
    study = demo()
    own = study.replaced(assumptions=study.assumptions.with_value("wadi:capex_eur", 80.0, "offerte"))
    one = input_of(own, "wadi:capex_eur")
    assert (one.low, one.mid, one.high) == (45, 80, 90)
    found = moved(own, ["eigen"], "wadi:capex_eur", [45.0, 90.0])
    assert found["eigen"].tolist() == pytest.approx(
        [npv(study, "eigen", **{"wadi__capex_eur": price}) for price in (45, 90)]
    )
    assert "wadi:capex_eur" not in [entry.key for entry in inputs(own, ["eigen"], grouped=False)]


def test_an_own_value_holds_while_another_input_moves():
    study = demo().replaced(scenario=Scenario(co_benefits=[]))  # worst first, so the package moves along
    own = study.replaced(assumptions=study.assumptions.with_value("voly_eur", 95_000, "eigen beleid"))
    found = moved(own, ["eigen"], "life_years_lost", [0.5, 4.0])
    exact = [npv(own, "eigen", life_years_lost=years) for years in (0.5, 4.0)]
    assert found["eigen"].tolist() == pytest.approx(exact, rel=2e-3)
    assert exact[1] > npv(study, "eigen", life_years_lost=4.0)


def test_a_value_outside_the_range_is_refused():
    with pytest.raises(KansError, match="wadi:capex_eur"):
        moved(demo(), ["eigen"], "wadi:capex_eur", [500.0])
    with pytest.raises(KansError, match="vsl_eur"):
        moved(demo(), ["eigen"], "vsl_eur")


def test_the_middle_of_a_tornado_is_the_result_itself(study):
    found = tornado(study, [NOTHING, HEAT, "eigen"])
    middle = found.values["mid"].unstack("package")
    assert (middle[NOTHING] == 0).all()
    for one in (HEAT, "eigen"):
        np.testing.assert_allclose(middle[one], float(study.evaluate(one)["npv_eur"]), rtol=2e-3)


def test_a_tornado_has_the_widest_swing_first_and_says_where_the_lead_changes(study):
    found = tornado(study, [NOTHING, HEAT], lang="en")
    swing = found.values["swing"].groupby(level="input", sort=False).max()
    assert swing.is_monotonic_decreasing
    assert (swing > 0).all()
    years = found.leaders.loc["life_years_lost"]
    assert years["name"] == "Life years lost per heat death"
    assert (years["low"], years["mid"], years["high"], years["changes"]) == (NOTHING, NOTHING, HEAT, True)
    assert (years["value_low"], years["value_high"]) == (0.05, 5)
    assert "drinking_water_eur_m3" not in found.leaders.index  # a heat plan saves no water


def test_prices_at_their_low_are_every_price_at_its_low():
    study = demo()
    found = tornado(study, ["eigen"]).values.loc[("prices", "eigen")]
    members = next(dimension.members for dimension in dimensions() if dimension.key == "prices")
    for end in ("low", "high"):
        own = {m.replace(":", "__"): study.assumptions.default(m)[1 if end == "low" else 2] for m in members}
        assert found[end] == pytest.approx(npv(study, "eigen", **own), rel=2e-3)


def test_single_inputs_are_those_of_the_measures_in_the_packages():
    keys = [entry.key for entry in inputs(demo(), ["eigen"], grouped=False)]
    assert "wadi:capex_eur" in keys
    assert "voly_eur" in keys
    assert "water_square:capex_eur" not in keys
    assert len(keys) == len(set(keys))


def test_every_input_has_a_name_in_both_languages():
    study = demo()
    for grouped in (True, False):
        for one in inputs(study, ["alles"], grouped):
            assert one.name("nl")
            assert one.name("en")


@given(st.floats(-1, 1), st.floats(1, 9), st.floats(1, 9))
def test_a_position_and_its_value_say_the_same(position, below, above):
    one = Input("x", ("x",), 10 - below, 10.0, 10 + above)
    assert one.position(one.value(position)) == pytest.approx(position, abs=1e-9)
    assert one.low - 1e-9 <= one.value(position) <= one.high + 1e-9


def test_of_two_crossings_the_first_counts():
    # at 3 the steep one is furthest ahead, but it overtakes at 2 and the flat one at 1
    found = crossing(lambda x: np.array([0.0, 10 * (x - 2), x - 1]), 0, 0.0, 3.0)
    assert found == (pytest.approx(1.0, abs=1e-3), 2)


def test_turns_are_the_first_losses_on_either_side():
    positions = np.linspace(-1, 1, 5)
    assert turns(positions, [1, 1, 1, 1, 1]) == []
    assert turns(positions, [1, -1, 1, -1, 1]) == [(0.0, -0.5), (0.0, 0.5)]
    assert lead([[1.0], [4.0], [2.0]], 1).tolist() == [2.0]
