"""Which limits cannot hold together, on a program of two buurten worked by hand."""

from types import SimpleNamespace

import numpy as np
import pytest

from kans_model.optimum import constraints
from kans_model.optimum.conflicts import irreducible
from tests.fixtures.two_buurten import EVERYTHING, TREE_NORTH, TREE_SOUTH, WADI_NORTH, program


def search(program_):
    """What a search offers the deletion filter: its program, and whether an answer is found."""
    return SimpleNamespace(program=program_, attempt=program_.run)


def lp():
    """All trees cost 40,000, all wadi 20,000 euro; the budget pays neither whole."""
    made = program()
    constraints.budget(made, 15_000.0, EVERYTHING, False)
    made.limit(("pin", "tree"), [TREE_NORTH, TREE_SOUTH], [10 / 40, 30 / 40], low=0.5)
    made.limit(("pin", "wadi"), [WADI_NORTH], [1.0], low=0.25)
    return made


def test_half_of_the_trees_do_not_fit_in_the_budget_whatever_the_wadi():
    """20 trees cost at least 10,000 (north, all) and 10,000 (south): 20,000 > 15,000. The wadi is no part."""
    assert irreducible(search(lp())) == ["budget", ("pin", "tree")]


def test_without_any_one_of_the_named_limits_there_is_an_answer():
    for name in irreducible(search(lp())):
        freed = lp()
        freed.release(name)
        assert freed.run() is not None


def test_limits_that_hold_together_are_not_named():
    enough = lp()
    enough.move("budget", high=0.03)  # 20,000 for the trees and 5,000 for a quarter of the wadi
    answer = enough.run()
    assert answer is not None
    assert 0.01 * answer[TREE_NORTH] + 0.03 * answer[TREE_SOUTH] + 0.02 * answer[WADI_NORTH] <= 0.03 + 1e-9
    assert np.all(answer >= -1e-9)


def test_the_filter_leaves_the_program_as_it_was():
    program_ = lp()
    irreducible(search(program_))
    assert program_.released == set()
    assert program_.run() is None


@pytest.mark.parametrize("least", [0.76, 1.0])
def test_one_limit_alone_can_be_impossible(least):
    """The wadi can be built once: a pin of more than all of it conflicts by itself."""
    alone = program()
    alone.limit(("pin", "wadi"), [WADI_NORTH], [0.75], low=least)
    alone.limit("other", [TREE_NORTH], [1.0], high=1.0)
    assert irreducible(search(alone)) == [("pin", "wadi")]
