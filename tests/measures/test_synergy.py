"""Synergy worked by hand."""

import numpy as np
import pytest

from kans_model.measures import synergy


def test_a_shared_surface_goes_to_the_best_score():
    # 6 m² of the measure scoring 2, the 4 m² left to the one scoring 1
    assert synergy.most_reach([[1, 2]], [[10.0], [6.0]], [0, 0], [[10.0]]).tolist() == [16.0]


def test_what_shares_no_surface_adds_up():
    assert synergy.most_reach([[1, 2]], [[10.0], [6.0]], [-1, -1], np.zeros((0, 1))).tolist() == [22.0]


def test_reach_is_the_part_of_the_most_that_fits():
    assert synergy.reach_pct([[2, -1]], [5.0, 2.0], [16.0]) == pytest.approx([50.0])


def test_an_empty_package_has_no_mean_score():
    assert np.isnan(synergy.mean_score([[2, -1]], [0.0, 0.0])).all()
