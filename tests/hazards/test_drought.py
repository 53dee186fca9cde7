"""Droogte worked by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kans_model.hazards import drought

YEAR = np.array([2025.0, 2050.0, 2100.0])


def test_a_share_within_years_is_a_rate_on_what_is_left():
    # −ln(1 − 0.42)/30 = 0.5447/30 = 0.01816; over 30 years exp(−0.5447) = 0.58 is left
    rate = drought.repair_rate_per_year(0.42, 30)
    assert rate == pytest.approx(0.018157, rel=1e-4)
    assert 1 - np.exp(-30 * rate) == pytest.approx(0.42)


def test_all_within_thirty_years_is_nearly_all():
    assert drought.repair_rate_per_year(1.0, 30) == pytest.approx(-np.log(0.01) / 30)


def test_repairs_by_hand_when_the_climate_grows_hotter():
    # 2 % a year now, 4 % in 2050 and after: passed is 25·0.03 = 0.75, then 50·0.04 = 2 more
    repairs = drought.repairs_per_building(np.array([0.02, 0.04, 0.04]), YEAR)
    assert repairs == pytest.approx([0.02, 0.04 * np.exp(-0.75), 0.04 * np.exp(-2.75)])


def test_a_rate_that_is_given_as_falling_stays_as_it_was():
    falling = drought.repairs_per_building(np.array([0.03, 0.01, 0.02]), YEAR)
    assert falling == pytest.approx(0.03 * np.exp([0.0, -0.75, -2.25]))


@given(st.lists(st.floats(0, 0.15), min_size=3, max_size=3), st.floats(1, 3))
def test_repairs_never_pass_the_buildings_there_are_and_a_hotter_climate_needs_more_of_what_is_left(rates, k):
    rate = np.maximum.accumulate(rates)
    cool, hot = (drought.repairs_per_building(factor * rate, YEAR) for factor in (1.0, k))
    left = np.divide(cool, rate, out=np.ones(3), where=rate > 0)  # after what was repaired before
    left_hot = np.divide(hot, k * rate, out=np.ones(3), where=rate > 0)
    assert (left <= 1).all()
    assert (np.diff(left) <= 0).all()
    assert (left_hot <= left * (1 + 1e-12)).all()  # more is repaired by any year
    assert hot[0] >= cool[0]


def test_recharge_relieves_by_the_reference_case():
    # 20 vulnerable buildings in a hectare, 60,000 euro, 59 % in 30 years in a straight line: 23,600 a year.
    # 1,000 m³ more a year is 100 mm: 5 cm, 7.25 % of it or 1,711 euro: 1.7 euro per m³, as derived apart.
    relieved = drought.relieved_share(100, 5, 0.0145, 20)
    assert relieved == pytest.approx(0.0725)
    assert 20 * 60_000 * 0.59 / 30 * relieved / 1000 == pytest.approx(1.7, abs=0.02)


def test_recharge_beyond_the_largest_rise_relieves_no_more():
    assert drought.relieved_share([400, 4000], 5, 0.0145, 20) == pytest.approx([0.29, 0.29])
    assert drought.relieved_share(4000, 15, 0.2, 20) == 1.0


def test_what_drains_nothing_catches_nothing():
    caught = drought.captured_share([0.7, 0.7], [100.0, 0.0])
    assert caught == pytest.approx([1 - np.exp(-1), 0.0])  # 7 mm over the contributing area


def test_recharge_by_hand():
    assert drought.recharge_m3_per_unit(10, 0.5, 0.8) == pytest.approx(2.8)  # 7 m³ runoff, halved, 80 %
