"""What knowing more is worth, by hand and by law; and what every good package holds."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from kans_model.tables.reading import table
from kans_model.uncertainty.value_of_information import (
    information,
    irreplaceability,
    irreplaceable,
    partial_information,
    perfect_information,
)
from tests.fixtures.close_choice import with_heat_plan
from tests.fixtures.packages import demo

WHOLE = st.integers(-1000, 1000).map(float)
N_DRAWS = 24
DRAWN = arrays(float, (3, N_DRAWS), elements=WHOLE)
KNOWN = arrays(float, (N_DRAWS, 2), elements=st.floats(0, 1))


def test_two_packages_in_two_states_by_hand():
    # sunny pays 10 or 4, rainy 0 or 6: 5 on average whichever is chosen, (10 + 6) / 2 when one knows
    assert perfect_information([[10, 0], [4, 6]]) == 3
    assert partial_information([[10, 0], [4, 6]], [0, 1], per_bin=1) == 3


def test_knowing_half_of_what_matters_by_hand():
    # package 1 pays a + b, package 2 nothing; a is ±2, b is ±1, each as likely
    a, b = np.repeat([-2.0, 2.0], 2), np.tile([-1.0, 1.0], 2)
    values = np.array([a + b, np.zeros(4)])
    assert perfect_information(values) == 1.0  # (1 + 3) / 4
    assert partial_information(values, a, per_bin=2) == 1.0  # b never turns the choice
    assert partial_information(values, b, per_bin=2) == 0.5  # (−1 → 0, 1) / 2
    assert partial_information(values, np.stack([a, b], axis=1), per_bin=1) == 1.0


def test_nothing_is_gained_where_one_package_always_leads():
    values = np.array([np.arange(8.0) + 10, np.arange(8.0)])
    assert perfect_information(values) == 0
    assert partial_information(values, np.arange(8.0), per_bin=1) == 0


def test_the_value_of_one_input_approaches_its_integral():
    # choosing between u − 0.5 + noise and 0 with u even on (0, 1): ∫ max(0, u − ½) du = 1/8
    rng = np.random.default_rng(1)
    u, noise = rng.random(2**15), rng.normal(0, 1, 2**15)
    values = np.array([u - 0.5 + noise, np.zeros(2**15)])
    assert partial_information(values, u) == pytest.approx(0.125, abs=0.02)
    assert partial_information(values, np.stack([u, rng.random(2**15)], axis=1)) == pytest.approx(
        0.125, abs=0.02
    )


@given(DRAWN, KNOWN, st.integers(1, N_DRAWS))
def test_knowing_a_part_is_worth_no_more_than_knowing_all_and_never_less_than_nothing(values, at, per_bin):
    everything = perfect_information(values)
    for known in (at, at[:, 0]):
        assert -1e-9 <= partial_information(values, known, per_bin) <= everything + 1e-9


@given(DRAWN, arrays(float, N_DRAWS, elements=WHOLE))
def test_what_every_package_gains_alike_is_worth_no_knowing(values, extra):
    assert perfect_information(values + extra) == pytest.approx(perfect_information(values))


def test_what_is_unknown_has_an_unknown_worth():
    values = np.array([[1.0, np.nan], [0.0, 2.0]])
    assert np.isnan(perfect_information(values))
    assert np.isnan(partial_information(values, [0, 1], per_bin=1))


def test_knowing_what_decides_a_heat_plan_is_worth_most():
    study = with_heat_plan()
    found = information(study, ["niets_doen", "hitteplan"], n=1024, lang="en")
    everything = found.attrs["everything"]
    assert everything > 0
    assert (found["value"] <= everything).all()
    assert found["value"].is_monotonic_decreasing
    assert set(found.index[:2]) == {"prices", "life_value"}
    # a heat plan stores nothing: what is left is the noise of 1,024 draws on a close choice
    assert found["value"]["storing"] < 0.1 * everything
    assert found["name"]["prices"].startswith("Prices")


def test_nobody_pays_to_know_when_doing_nothing_always_leads():
    found = information(demo(), ["niets_doen", "alles"], n=256)
    assert found.attrs["everything"] == 0
    assert (found[["value", "share"]] == 0).all(axis=None)


def test_irreplaceability_is_the_share_of_good_packages():
    packages = np.array([[[1.0, 0.0], [0.0, 0.2]], [[2.0, 0.0], [3.0, 0.0]], [[1.0, 0.0], [0.0, 5.0]]])
    good = packages[[0, 2]]
    assert irreplaceability(good).tolist() == [[1, 0], [0, 1]]
    assert irreplaceability(good, least=0.5).tolist() == [[1, 0], [0, 0.5]]


def test_irreplaceability_of_packages_has_their_measures_and_areas():
    study = demo()
    found = irreplaceable(study, ["eigen", "alles"])
    assert list(found.index) == list(table("measures").index)
    assert list(found.columns) == list(study.city.areas.index)
    wadi = study.evaluate("eigen")["quantity"].sel(measure="wadi").values > 0
    assert (found.loc["wadi"][wadi] >= 0.5).all()
    assert found.to_numpy().max() == 1
