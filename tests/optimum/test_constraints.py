"""Each constraint of a package, as a row worked by hand."""

from types import SimpleNamespace

import numpy as np
import pytest

from kans_model.dialogue.ambition import Threshold
from kans_model.optimum import constraints
from kans_model.solver.rows import INFINITE
from kans_model.words.problems import KansError
from tests.fixtures.two_buurten import (
    EVERYTHING,
    TREE_NORTH,
    TREE_SOUTH,
    WADI_NORTH,
    WADI_NORTH_CHEAPER,
    program,
    room,
    rows,
)


def row(columns, low=-INFINITE, high=INFINITE):
    return pytest.approx(columns), pytest.approx(low), pytest.approx(high)


def test_measures_share_the_green_of_a_buurt_where_together_they_ask_for_more():
    lp = program()
    constraints.shared_surfaces(lp, room())
    # north: 10 trees of 20 m² and 200 + 50 m² of wadi in 300 m²; south: 30 trees take 600 of 1,000 m²
    columns = {TREE_NORTH: 200 / 300, WADI_NORTH: 200 / 300, WADI_NORTH_CHEAPER: 50 / 300}
    assert rows(lp) == [row(columns, high=1.0)]
    assert lp.surfaces == {(0, 0): 0}


def test_both_prices_of_a_measure_are_together_what_fits():
    lp = program()
    constraints.both_prices(lp)
    assert rows(lp) == [row({WADI_NORTH: 1.0, WADI_NORTH_CHEAPER: 50 / 200}, high=1.0)]


def test_a_pin_asks_for_a_share_of_what_fits_in_the_city():
    lp = program()
    constraints.pinned_uptake(lp, room(), "tree", 0.25)
    assert rows(lp) == [row({TREE_NORTH: 10 / 40, TREE_SOUTH: 30 / 40}, low=0.25)]
    constraints.pinned_uptake(lp, room(), "tree", 0.0)
    assert list(lp.limits) == [("pin", "tree")]


def test_a_pin_on_what_fits_nowhere_is_refused():
    nowhere = room()
    nowhere.potential[:] = 0.0
    with pytest.raises(KansError, match="tree"):
        constraints.pinned_uptake(program(), nowhere, "tree", 0.25)


@pytest.mark.parametrize(("discrete", "high"), [(False, 0.025), (True, 0.024998)])
def test_a_budget_is_the_sum_of_what_is_built_in_millions(discrete, high):
    lp = program()
    constraints.budget(lp, 25_000.0, EVERYTHING, discrete)
    million = {TREE_NORTH: 0.01, TREE_SOUTH: 0.03, WADI_NORTH: 0.02, WADI_NORTH_CHEAPER: 0.004}
    assert rows(lp) == [row(million, high=high)]
    assert list(lp.limits) == ["budget"]


def test_a_yearly_budget_counts_a_year_of_even_building():
    lp = program()
    constraints.yearly_budget(lp, 5_000.0, EVERYTHING, build_years=10)
    million = {TREE_NORTH: 0.001, TREE_SOUTH: 0.003, WADI_NORTH: 0.002, WADI_NORTH_CHEAPER: 0.0004}
    assert rows(lp) == [row(million, high=0.005)]


def test_a_least_reach_adds_up_what_units_reach():
    lp = program()
    constraints.least_reach(lp, np.array([0.5, 0.01]), 3.0)
    reach = {TREE_NORTH: 5.0, TREE_SOUTH: 15.0, WADI_NORTH: 2.0, WADI_NORTH_CHEAPER: 0.5}
    assert rows(lp) == [row(reach, low=3.0)]


class Rain:
    """A block in whose columns 4 and 5 stands the damage avoided in the north and the south."""

    scale = 1000.0
    benefit = SimpleNamespace(
        before_eur=np.array([[40_000.0, 60_000.0]]),
        before_of_eur=lambda hazard, areas: float(np.array([40_000.0, 60_000.0]) @ areas),
    )

    def expression(self, per_area=None, hazard=None):
        return np.array([4, 5]), np.asarray(per_area, dtype=float)


def avoiding():
    lp = program()
    assert lp.extra([0.0, 0.0], [100.0, 100.0]) == 4
    return lp


def test_a_threshold_in_a_buurt_avoids_at_least_the_rest():
    lp, limit = avoiding(), Threshold("pluvial", 15_000.0, "south")
    assert constraints.least_avoided(lp, Rain(), limit, np.array([0.0, 1.0])) is None
    assert rows(lp) == [row({5: 1.0}, low=45.0)]  # 60,000 − 15,000 euro, in thousands
    assert list(lp.limits) == [("threshold", "pluvial", "south")]


def test_a_target_counts_what_it_is_missed_by():
    lp, limit = avoiding(), Threshold("pluvial", 15_000.0, hard=False)
    above = constraints.least_avoided(lp, Rain(), limit, np.ones(2))
    assert above == 6
    assert rows(lp) == [row({4: 1.0, 5: 1.0, 6: 1.0}, low=85.0)]
    assert lp.extra_ends[1, -1] == 100.0


def test_vulnerable_buurten_are_owed_their_share():
    lp = avoiding()
    constraints.equity(lp, Rain(), 0.5, np.array([True, False]))
    [(columns, low, _)] = rows(lp)
    assert columns[4] == 1.0
    assert columns.get(5, 0.0) == 0.0
    assert low == 20.0


def test_what_needs_another_reaches_no_larger_share_in_a_buurt():
    lp = program()
    constraints.dependency(lp, room(), room().potential, "tree", "wadi")
    assert rows(lp) == [
        row({TREE_NORTH: 1.0, WADI_NORTH: -1.0, WADI_NORTH_CHEAPER: -0.25}, high=0.0),
        row({TREE_SOUTH: 1.0}, high=0.0),  # no wadi fits in the south
    ]
