"""Packages under outlooks without a probability: worked by hand, and laws of regret."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from kans_model.comparison.headline import HEADLINES, headline
from kans_model.comparison.ranking import order
from kans_model.comparison.regret import best_share, max_regret, met_share, regret, satisficing
from kans_model.comparison.robustness import robustness
from kans_model.comparison.switches import switch_table, with_switch
from kans_model.computing.progress import CancelledError
from kans_model.outlook.scenario import CLIMATES, SWITCHES, Scenario
from kans_model.uncertainty.draws import draws
from kans_model.words.problems import KansError
from tests.fixtures.packages import demo

IDS = ["niets_doen", "eigen", "alles"]
VALUES = arrays(
    float, array_shapes(min_dims=2, max_dims=2, max_side=5), elements=st.integers(-1000, 1000).map(float)
)
# package × scenario: the first wins the wet one by 4, the third the dry one by 9
BY_HAND = np.array([[10.0, 1.0], [6.0, 5.0], [-2.0, 10.0]])


def test_regret_by_hand():
    assert regret(BY_HAND).tolist() == [[0, 9], [4, 5], [12, 0]]
    assert max_regret(BY_HAND).tolist() == [9, 5, 12]  # the one that is never best regrets least


def test_satisficing_by_hand():
    assert satisficing(BY_HAND, 5).tolist() == [0.5, 1.0, 0.5]
    assert satisficing(BY_HAND, [8, 8]).tolist() == [0.5, 0.0, 0.5]


def test_what_is_unknown_is_nobodys_best_and_has_no_regret():
    values = [[np.nan, 3.0], [1.0, 2.0]]
    np.testing.assert_array_equal(regret(values), [[np.nan, 0], [0, 1]])
    np.testing.assert_array_equal(max_regret(values), [np.nan, 1])
    np.testing.assert_array_equal(satisficing(values, 1), [np.nan, 1])


@given(VALUES)
def test_regret_is_never_negative_and_somebody_has_none(values):
    lost = regret(values)
    assert (lost >= 0).all()
    assert (lost.min(axis=0) == 0).all()
    np.testing.assert_array_equal(lost == 0, values == values.max(axis=0))


@given(VALUES, st.integers(-500, 500))
def test_what_a_scenario_brings_to_every_package_alike_leaves_regret(values, extra):
    richer = values + extra * np.arange(values.shape[1])
    np.testing.assert_array_equal(regret(richer), regret(values))


@given(VALUES)
def test_chances_to_be_best_add_up_to_one_in_every_scenario(values):
    per_draw = np.stack([values, values[::-1], values * 0], axis=-1)
    np.testing.assert_allclose(best_share(per_draw).sum(axis=0), 1)


def test_chances_by_hand():
    values = np.array([[[1.0, 4.0, 4.0, 0.0]], [[2.0, 4.0, 1.0, 5.0]]])  # second, both, first, second
    assert best_share(values).tolist() == [[0.375], [0.625]]
    assert met_share(values, 2).tolist() == [[0.5], [0.75]]


def test_the_order_of_equals_is_that_of_their_names():
    assert order([1.0, np.nan, 3.0, 3.0]) == (2, 3, 0, 1)


def only_avoided_damage():
    """The fictional city where nothing else counts: doing nothing then leads."""
    return demo().replaced(scenario=Scenario(co_benefits=[]))


def test_every_climate_is_evaluated_by_itself():
    study = only_avoided_damage()
    found = robustness(study, IDS, draws(study, n=64))
    assert (found.ids, found.unknown) == (tuple(IDS), ())
    assert list(found.values.columns) == list(CLIMATES)
    for climate in CLIMATES:
        there = Scenario(climate=climate, co_benefits=[])
        exact = study.replaced(scenario=there).evaluate("eigen")["npv_eur"]
        assert found.values[climate]["eigen"] == float(exact)
    assert max_regret(found.values.to_numpy())[IDS.index("niets_doen")] == 0
    least = float(found.values.loc["eigen"].median())
    met = (found.values.loc["eigen"] >= least).mean()
    assert satisficing(found.values.to_numpy(), least)[IDS.index("eigen")] == met
    assert 0 < met < 1


def test_draws_are_counted_apart_in_every_climate():
    study, drawn = demo(), draws(demo(), n=64)
    found = robustness(study, IDS, drawn)
    met, best, own = met_share(found.per_draw, -1e8), best_share(found.per_draw), IDS.index("eigen")
    for climate in ("Hd", "nu"):
        values = [with_switch(study, climate=climate).evaluate(one, drawn)["npv_eur"].values for one in IDS]
        place = CLIMATES.index(climate)
        assert met[own, place] == (values[1] >= -1e8).mean()
        first = np.argmax(values, axis=0)
        assert best[:, place].tolist() == [(first == i).mean() for i in range(3)]
    assert met[own, CLIMATES.index("nu")] <= met[own, CLIMATES.index("Hd")]


def test_a_package_that_is_unknown_in_a_climate_is_named_and_left_out():
    found = robustness(demo(), ["niets_doen", "eigen", "alles"], draws(demo(), n=8), "bcr")
    assert found.unknown == ("niets_doen",)  # it costs nothing, so it has no ratio
    assert found.ids == ("eigen", "alles")
    assert found.per_draw.shape == (2, len(CLIMATES), 8)
    alone = robustness(demo(), ["niets_doen", "eigen"], draws(demo(), n=8), "bcr")
    assert alone.ids == ("eigen",)
    assert alone.switches.empty


def test_one_switch_is_moved_at_a_time():
    study = only_avoided_damage()
    rows = switch_table(study, IDS)
    assert list(dict.fromkeys(rows.index.get_level_values("switch"))) == list(SWITCHES)
    for (switch, option), row in rows.iterrows():
        exact = with_switch(study, **{switch: option}).evaluate("eigen")["npv_eur"]
        assert row["eigen"] == pytest.approx(float(exact)), (switch, option)
        assert row["in_force"] == (getattr(study.scenario, switch) == option)
    assert rows.groupby(level="switch")["in_force"].sum().eq(1).all()
    for row in rows.itertuples():
        assert row.leader == max(IDS, key=lambda package: getattr(row, package))


def test_an_unusual_option_in_force_stands_among_the_others():
    rows = switch_table(with_switch(demo(), period_years=40), IDS)
    assert rows.loc["period_years"].index.tolist() == [30, 40, 50, 100]
    assert rows.loc["period_years"]["in_force"].tolist() == [False, True, False, False]


def test_a_table_that_is_stopped_says_so():
    told = []
    with pytest.raises(CancelledError):
        switch_table(demo(), IDS, progress=told.append, cancelled=lambda: len(told) > 2)
    n_options = len(switch_table(demo(), IDS))
    assert told == [0, 1 / n_options, 2 / n_options]


@pytest.mark.parametrize("name", HEADLINES)
def test_a_headline_is_the_same_in_the_middle_of_the_draws(name):
    study, drawn = demo(), draws(demo(), n=256)
    mid, bands = headline(study.evaluate("eigen"), name), headline(study.evaluate("eigen", drawn), name)
    assert bands.shape == (256,)
    assert bands.min() < mid < bands.max()


def test_an_unknown_headline_is_refused_in_the_readers_language():
    with pytest.raises(KansError) as error:
        headline(demo().evaluate("eigen"), "geluk")
    assert error.value.text("en").startswith("geluk is no result to order packages by; choose from npv_eur")
