"""Axes of the charts in rows, and the numbers beside them."""

import pytest

from dashboards.parts.charts.row_chart import nice_end, ticks, value_and_range

UNKNOWN = float("nan")


@pytest.mark.parametrize(("size", "end"), [(7.4, 8), (0.2, 0.3), (95, 100), (100, 150), (0, 1), (UNKNOWN, 1)])
def test_axes_end_on_round_numbers(size, end):
    assert nice_end(size) == pytest.approx(end)


def test_ticks_are_round_and_include_zero():
    assert ticks(0, 20) == [0, 5, 10, 15, 20]
    assert ticks(-10, 30) == [-10, 0, 10, 20, 30]


def test_a_band_thinner_than_the_last_digit_is_not_written():
    assert value_and_range(0.01, 0.009, 0.012, "nl", 1) == "<b>0,0</b>"
    assert value_and_range(0.2, 0.1, 0.3, "nl", 1) == "<b>0,2</b><small>0,10–0,30</small>"
    assert value_and_range(0.2, 0.1, 0.3, "nl", 1, rough=True) == "<b>0,10–0,30</b><small>midden 0,2</small>"
