"""Wateroverlast worked by hand, and laws that hold for any shower."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kans_model.hazards import pluvial
from kans_model.hazards.reach_curve import ReachCurve

DEPTHS_MM = st.floats(0, 250)


@pytest.mark.parametrize(
    ("rain", "expected"),
    [
        (40.0, 36.0),  # 0.6·38 + 0.4·(40 − 5 − 2)
        (1.0, 0.0),  # less than stays behind everywhere
    ],
)
def test_runoff_by_hand(rain, expected):
    assert pluvial.runoff_mm(rain, 0.6, 0.4, 1, 2) == pytest.approx(expected)


def test_a_unit_keeps_never_more_than_reaches_it():
    # 10 m² at 0.95 of 10 mm bring 0.095 m³ to a volume of 5 m³
    assert pluvial.stored_m3_per_unit(10, 1, 5, 1, 0, 0, 10) == pytest.approx(0.095)


@given(DEPTHS_MM, DEPTHS_MM, DEPTHS_MM)
def test_more_storage_never_leaves_more_water(runoff, stored, extra):
    assert pluvial.net_water_mm(runoff, 20, stored + extra) <= pluvial.net_water_mm(runoff, 20, stored)


def test_water_reaches_at_most_all_buildings():
    assert pluvial.share_reached(1e6, [0, 10, 20], [0, 0.002, 0.01]) == 1.0


def test_damage_is_direct_damage_at_a_depth_and_days_of_recovery():
    assert pluvial.damage_eur_per_m2(100, 0.5, 10, 3) == 80.0  # 50 + 30


@given(st.floats(-50, 500))
def test_the_curve_read_by_arithmetic_is_the_curve(excess):
    knots = [0, 5, 10, 40, 120], [0, 0.0005, 0.002, 0.04, 0.29]
    read = ReachCurve(*knots).share_reached(np.array([excess]))
    assert read[0] == pytest.approx(float(pluvial.share_reached(excess, *knots)), rel=1e-12, abs=1e-15)
    uneven = [0, 5.03, 10, 40, 120]  # no grid of tenths holds these
    assert ReachCurve(uneven, knots[1]).share_reached(np.array([excess])) == pluvial.share_reached(
        excess, uneven, knots[1]
    )
