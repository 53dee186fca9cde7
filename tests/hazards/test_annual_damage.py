"""The one kernel: expected annual damage and shares protected."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from kans_model.hazards.annual_damage import (
    expected_annual_damage_eur,
    gauss_events,
    trapezoid_weights_per_year,
)
from kans_model.hazards.joint_protection import protected_share

SHARES = st.floats(0, 1)


@pytest.mark.parametrize(
    ("damage_eur", "frequency", "protected", "expected"),
    [
        ([0, 100, 300], [1 / 2, 1 / 10, 1 / 100], 0.0, 41.0),  # 0.4·50 + 0.09·200 + 0.01·300
        ([1e5, 1e6, 2e6], [0.1, 0.01, 0.001], 0.0, 65_000),  # reference case 2
        ([1e5, 1e6, 2e6], [0.1, 0.01, 0.001], 0.2, 52_000),
        ([0, 0], [0.5, 0.01], 0.0, 0.0),
    ],
)
def test_expected_annual_damage_by_hand(damage_eur, frequency, protected, expected):
    weights = trapezoid_weights_per_year(frequency)
    assert expected_annual_damage_eur(damage_eur, weights, protected) == pytest.approx(expected)


def test_frequencies_that_do_not_fall_are_refused():
    with pytest.raises(ValueError, match="must fall"):
        trapezoid_weights_per_year([0.1, 0.1])


@given(st.floats(0, 1e9), st.floats(0.2, 5), st.floats(50, 5000))
def test_a_constant_damage_counts_its_frequency(damage_eur, shortest, rarest):
    years, gauss = gauss_events(shortest, rarest, 24)
    assert expected_annual_damage_eur(np.full(25, damage_eur), gauss) == pytest.approx(damage_eur / shortest)
    trapezoid = trapezoid_weights_per_year(1 / years)
    assert expected_annual_damage_eur(np.full(25, damage_eur), trapezoid) == pytest.approx(
        damage_eur / years[0]
    )


@given(arrays.arrays(float, 25, elements=st.floats(0, 1e8)), st.floats(1, 4))
def test_more_damage_in_every_event_is_more_damage_a_year(damage_eur, times):
    _, weights = gauss_events(1, 1000, 24)
    more = expected_annual_damage_eur(damage_eur * times, weights)
    assert more >= expected_annual_damage_eur(damage_eur, weights)


@given(arrays.arrays(float, 5, elements=SHARES), arrays.arrays(float, 5, elements=SHARES))
def test_a_protected_share_lies_between_the_best_measure_and_one(treated, effect):
    share = float(protected_share(treated, effect))
    # a measure on share u with effect p protects u · p on its own
    alone = max(u * p for u, p in zip(treated, effect, strict=True))
    assert alone - 1e-9 <= share <= min(1, float(treated @ effect)) + 1e-9


@pytest.mark.parametrize(
    ("treated", "effect", "expected"),
    [
        ([0.5, 1.0], [0.8, 0.1], 0.46),  # half are left 0.2 and half 1, all 0.9 of that: 0.6 · 0.9 = 0.54
        ([0.25], [1.0], 0.25),  # a quarter of the foundations repaired avoids a quarter
        ([1.0, 0.5], [1.0, 0.4], 1.0),  # nothing is left to protect
        ([0.2, 0.5], [0.5, 0.4], 0.28),  # 0.9 · 0.8 = 0.72
        ([2.0], [0.3], 0.3),  # more than all is all
    ],
)
def test_protection_by_hand(treated, effect, expected):
    assert float(protected_share(treated, effect)) == pytest.approx(expected, abs=1e-12)
