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
