"""What an order of projects risks at most, and which projects fall in some future: by hand."""

import numpy as np
import pytest

from kans_model.programme.futures import Robustness

WORTH = np.array([[10.0, 4.0], [8.0, 7.0], [3.0, 6.0]])
BUILT = np.array(
    [[[True, True], [True, False]], [[True, True], [False, True]], [[True, False], [True, False]]]
)
FOUND = Robustness(("a", "b", "c"), WORTH, BUILT, np.zeros(2))


def test_the_most_robust_order_has_the_smallest_greatest_regret():
    # best per future 10 and 7; regrets 0 and 3, 2 and 0, 7 and 1
    assert FOUND.most_regret_eur.tolist() == [3.0, 2.0, 7.0]
    assert FOUND.most_robust == 1


def test_projects_that_it_does_not_build_in_some_future_fall():
    assert FOUND.falls == [0]
    assert FOUND.survives.tolist() == [False, True]


@pytest.mark.parametrize("place", range(3))
def test_the_best_order_of_a_future_regrets_nothing_there(place):
    assert (FOUND.regret_eur >= 0).all()
    assert FOUND.regret_eur[place].max() == FOUND.most_regret_eur[place]
