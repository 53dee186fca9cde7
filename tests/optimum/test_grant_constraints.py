"""Each row of what grants give, worked by hand."""

import numpy as np
import pytest

from kans_model.optimum.grant_constraints import fund_per_year, grant_of_cost, grants_together
from kans_model.solver.rows import INFINITE
from tests.fixtures.two_buurten import TREE_NORTH, TREE_SOUTH, WADI_NORTH, program, rows

CELL = ("half", 0, 0)
TREES = np.array([TREE_NORTH, TREE_SOUTH])


def with_grants(n):
    """The program with columns for grants, up to 1 million each, and the first of them."""
    lp = program()
    return lp, lp.extra(np.zeros(n), np.ones(n))


def test_a_grant_is_no_more_than_its_rule_gives_for_what_is_built():
    """Half of 0.01 and 0.03 million euro of trees: g − 0.005 x − 0.015 y ≤ 0."""
    lp, grant = with_grants(1)
    grant_of_cost(lp, CELL, grant, TREES, np.array([0.005, 0.015]))
    entries, low, high = rows(lp)[0]
    assert entries == pytest.approx({grant: 1.0, TREE_NORTH: -0.005, TREE_SOUTH: -0.015})
    assert (low, high) == (-INFINITE, 0.0)


def test_grants_on_one_cell_together_leave_the_owner_his_part():
    """Two grants on trees that may not pass 80 % of the cost: g + h ≤ 0.008 x + 0.024 y."""
    lp, first = with_grants(2)
    grants_together(lp, CELL, [first + 1, first], TREES, np.array([0.008, 0.024]))
    entries, _, high = rows(lp)[0]
    expected = {first: 1.0, first + 1: 1.0, TREE_NORTH: -0.008, TREE_SOUTH: -0.024}
    assert (entries, high) == (pytest.approx(expected), 0.0)
    assert WADI_NORTH not in entries


def test_a_fund_gives_no_more_than_its_years_hold():
    """100,000 euro a year over 3 years, over two cells: g + h ≤ 0.3 million."""
    lp, first = with_grants(2)
    fund_per_year(lp, "half", first, 2, 3 * 100_000.0)
    entries, low, high = rows(lp)[0]
    assert entries == pytest.approx({first: 1.0, first + 1: 1.0})
    assert (low, high) == (-INFINITE, pytest.approx(0.3))
