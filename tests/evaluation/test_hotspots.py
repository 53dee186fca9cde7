"""The hardest hit buurten, by hand."""

import pytest

from kans_model.evaluation.hotspots import share_of_worst, worst_first

NAN = float("nan")


def test_the_worst_come_first_equals_in_their_order_and_unknown_not_at_all():
    assert worst_first([2, NAN, 5, 5]).tolist() == [2, 3, 0]
    assert worst_first([2, NAN, 5, 5], 1).tolist() == [2]
    assert worst_first([NAN]).tolist() == []


def test_the_share_of_the_worst_by_hand():
    """The two worst per hectare hold 30 and 10 of 100 euro."""
    assert share_of_worst([60, 30, 10, NAN], [1, 15, 6, NAN], 2) == pytest.approx(0.4)
    assert share_of_worst([0, NAN], [0, NAN]) == 0
