"""The band of a part of the city, by hand."""

import numpy as np

from kans_model.uncertainty.area_bands import area_band_eur, spread

NAN = float("nan")


def test_the_spread_of_a_hazard_is_its_ends_over_its_middle_and_one_where_nothing_is_known():
    middle, low, high = [10, 0, 5, 8], [5, 0, NAN, 8], [20, 3, NAN, 12]
    np.testing.assert_allclose(spread(middle, low, high), [[0.5, 1, 1, 1], [2, 1, 1, 1.5]])


def test_a_buurt_is_as_uncertain_as_the_city_hazard_by_hazard():
    """0.5 · 10 + 4 and 2 · 10 + 4 in the first; in the second only 8 of heat, which is certain."""
    ends = area_band_eur([[0.5, 1, 1, 1], [2, 1, 1, 1]], [[10, NAN], [4, 8]], ["pluvial", "heat"])
    np.testing.assert_allclose(ends, [[9, 8], [24, 8]])
