"""Hitte worked by hand, and laws that hold for any summer."""

import numpy as np
import pytest

from kans_model.hazards import heat


def test_the_heat_island_falls_with_sky_and_vegetation():
    assert heat.uhi_max_k(0.6, 0.3, 3.0) == pytest.approx(3.3)  # (2 − 0.6 − 0.3)·3


def test_days_between_two_thresholds_are_their_geometric_mean_half_way():
    assert heat.days_above(27.5, [25, 30], [20.0, 5.0]) == pytest.approx(10.0)


def test_degree_days_by_the_integral_of_days_above():
    # 20·e^(−k(x − 25)) with k = ln 4/5, from 30 up: 5/k = 18.03, less the tail above 45 degrees
    rate = np.log(4) / 5
    by_hand = 5 / rate - 20 * np.exp(-rate * 20) / rate
    assert heat.degree_days([25, 30], [20.0, 5.0], 30.0) == pytest.approx(by_hand, rel=1e-4)


def test_a_warmer_area_counts_more_degree_days():
    cool, warm = heat.degree_days([25, 30], [20.0, 5.0], 30.0, np.array([0.0, 1.0]))
    assert warm / cool == pytest.approx(4 ** (1 / 5), rel=5e-3)


def test_deaths_by_hand():
    assert heat.deaths_per_year(10.0, 200_000, 1.5, 0.05) == pytest.approx(1.5)  # 2·0.05·1.5·10


def test_felt_temperature_of_an_area_is_the_mean_of_its_ground():
    assert heat.pet_area_degc(36.0, 40.0, 30.0, 0.5, 0.25) == pytest.approx(34.5)  # 15 + (9 + 30)/2


def test_admissions_follow_the_rate_per_tropical_day():
    # 10 tropical days, 300 000 residents, 1.079 per 100 000 and day: 10 · 3 · 1.079
    assert heat.admissions_per_year(10.0, 300_000, 1.079) == pytest.approx(32.37)


def test_an_admission_costs_its_days_and_the_way_in():
    assert heat.admission_eur(4, 700, 500) == pytest.approx(3300)  # 2 800 + 500


def test_work_is_lost_outdoors_and_where_nothing_cools():
    # outdoors 0.2·0.03 = 0.006; indoors 0.8·(1 − 0.75)·0.06·0.5 = 0.006
    assert heat.work_lost_per_degc(0.2, 0.03, 0.75, 0.06, 0.5) == pytest.approx(0.012)
    assert heat.work_lost_per_degc(0.0, 0.03, 1.0, 0.06, 0.5) == 0.0
