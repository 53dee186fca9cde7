"""What quantities do to an area, worked by hand."""

import numpy as np
import pytest

from kans_model.measures import effects


def test_storage_is_what_a_unit_holds_over_the_area():
    held = effects.held_mm([[500.0]], [[0.37, 0.37]], [100_000.0])
    assert held.tolist() == [[pytest.approx(1.85), pytest.approx(1.85)]]


def test_only_measures_that_stand_somewhere_are_used():
    assert effects.used(np.array([[0.0, 2.0], [0.0, 0.0]])).tolist() == [True, False]


def test_what_nothing_is_at_risk_for_is_not_treated():
    assert effects.treated_share([[5.0, 30.0, 1.0]], [[10.0, 10.0, 0.0]]).tolist() == [[0.5, 1.0, 0.0]]


def test_of_what_stands_only_the_well_placed_part_counts():
    # 6 for 10 at risk, half of them elsewhere; 30 for 10 is all, of which four fifths stand right
    treated = effects.treated_share([[6.0], [30.0]], [[10.0], [10.0]], np.array([[0.5], [0.8]]))
    assert treated.ravel().tolist() == pytest.approx([0.3, 0.8])
