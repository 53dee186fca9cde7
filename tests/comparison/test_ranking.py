"""The weight at which the order of packages turns."""

from kans_model.comparison.ranking import turning_share


def test_a_turn_lies_on_the_side_of_the_weight_it_names():
    share, package = turning_share([[1.0, 0.0], [0.4, 1.0]], [3, 1], 1)
    assert (round(share, 3), package) == (0.375, 1)
    assert share > 0.25
