"""The showers an evaluation integrates over."""

import numpy as np
import pytest

from kans_model.hazards import rainfall
from tests.fixtures.packages import demo


def test_depths_are_those_of_the_statistics_under_the_warming_of_each_horizon():
    base = demo().baseline
    rain = base.water.rain
    depth = rain.depth_mm(np.array([2.0, 100.0]))
    for horizon, warming in enumerate(base.climate["global_warming_degc"]):
        assert depth[horizon] == pytest.approx(rainfall.depth_mm(60, np.array([2.0, 100.0]), warming))


def test_the_typical_event_is_the_one_nearest_to_once_in_a_hundred_years():
    years, _ = demo().baseline.water.rain.events
    apart = abs(years - 100)
    assert apart[demo().baseline.water.rain.typical] == apart.min()


def test_yearly_weights_add_up_to_an_event_a_year():
    _, weights = demo().baseline.water.rain.events
    assert weights.sum() == pytest.approx(1.0)  # the most frequent event counted comes once a year
