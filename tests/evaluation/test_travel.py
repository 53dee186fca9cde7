"""A slider's whole travel is what an evaluation says at each of its places."""

from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kans_model.city.city import City
from kans_model.evaluation.evaluate import evaluate
from kans_model.evaluation.travel import Travel, evaluate_travel
from kans_model.measures.portfolio import Portfolio, new_choice
from kans_model.study.study import Study

MEASURES = ("wadi", "street_tree", "depave_public", "green_roof_extensive", "larger_sewer", "heat_plan")
SHARES = st.floats(0.0, 1.0).map(lambda share: round(share, 3))
CHOICES = st.dictionaries(
    st.sampled_from(MEASURES),
    st.builds(new_choice, SHARES, st.sampled_from(["everywhere", "worst_first", "works"])),
    min_size=1,
    max_size=4,
)


@cache
def baseline():
    return Study.default(City.demo()).baseline


def single(portfolio, measure, place):
    """What one evaluation says, in the shape of one place of a travel."""
    result = evaluate(baseline(), portfolio.with_uptake(measure, place / 100))
    at = result.sel(horizon="2050")
    return Travel(
        quantity=result["quantity"].values.sum(axis=1),
        capex_eur=result["capex_eur"].values,
        present_value_cost_eur=result["present_value_cost_eur"].values,
        present_value_benefit_eur=result["present_value_benefit_eur"].values,
        avoided_total_eur=at["avoided_total_eur"].values,
        npv_eur=result["npv_eur"].values,
        bcr=result["bcr"].values,
        ead_after_eur=at["ead_after_eur"].values,
        deaths_after=at["deaths_after"].values.sum(),
        entered_after=result["entered_after"].values.sum(axis=0),
        reach_pct=result["reach_pct"].values,
    )


def assert_same(portfolio, measure, places):
    travel = evaluate_travel(baseline(), portfolio, measure)
    for place in places:
        for name, expected in single(portfolio, measure, place)._asdict().items():
            np.testing.assert_allclose(
                getattr(travel, name)[place], expected, rtol=1e-9, atol=1e-6, err_msg=name
            )


@settings(max_examples=15)
@given(choices=CHOICES, best_first=st.booleans(), place=st.integers(0, 100))
def test_each_place_is_what_one_evaluation_says(choices, best_first, place):
    measure = next(iter(choices))
    assert_same(Portfolio(choices=choices, best_first=best_first), measure, {0, place})


def test_quantities_by_hand_stay_while_a_slider_moves():
    package = Portfolio(choices={"wadi": new_choice(0.3)}).with_quantity(
        "wadi", baseline().city.areas.index[2], 5.0
    )
    assert_same(package, "wadi", (0, 60))


def test_nothing_of_the_only_measure_has_no_ratio():
    travel = evaluate_travel(baseline(), Portfolio(choices={"wadi": new_choice(0.5)}), "wadi")
    assert travel.capex_eur[0].sum() == pytest.approx(0)
    assert np.isnan(travel.bcr[0])
