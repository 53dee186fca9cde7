"""Each constraint in whole numbers, as rows worked by hand."""

from types import SimpleNamespace

import highspy
import numpy as np
import pytest

from kans_model.optimum import whole_constraints
from tests.fixtures.two_buurten import (
    TREE,
    TREE_NORTH,
    TREE_SOUTH,
    WADI_NORTH,
    WADI_NORTH_CHEAPER,
    program,
    room,
    rows,
)

KIND = highspy.HighsVarType


def test_whole_projects_are_whole_numbers():
    lp = program()
    whole_constraints.whole_projects(lp)
    assert list(lp.solver.getLp().integrality_) == [KIND.kInteger] * 4
    assert lp.integral


def test_a_least_size_is_a_share_of_the_dearer_price_after_the_cheaper():
    lp = program()
    whole_constraints.least_project(lp, 7_000.0)
    # 10 trees of 10,000 euro: 0.7 of them; of the wadi 4,000 cheaper, then 3,000 of 20,000: 0.15
    assert lp.held[0] == pytest.approx([0.7, 7 / 30, 0.15, 1.0])
    assert lp.held[1] == pytest.approx(1.0)
    assert set(lp.solver.getLp().integrality_) == {KIND.kSemiContinuous}
    assert [(columns, high) for columns, _, high in rows(lp)] == [
        ({WADI_NORTH: 1.0, WADI_NORTH_CHEAPER: -1.0}, 0.0),
        (pytest.approx({WADI_NORTH_CHEAPER: 1.0, WADI_NORTH: -1 / 0.15}), 0.0),
    ]


def test_what_can_never_be_large_enough_is_out():
    lp = program()
    whole_constraints.least_project(lp, 25_000.0)
    assert lp.held[1].tolist() == [0.0, 1.0, 0.0, 0.0]


def test_what_excludes_each_other_stands_on_one_side_of_a_choice():
    lp = program()
    whole_constraints.exclusion(lp, room(), "tree", "wadi")
    assert [(columns, high) for columns, _, high in rows(lp)] == [  # both fit in the north only
        ({TREE_NORTH: 1.0, 4: -1.0}, 0.0),
        ({WADI_NORTH: 1.0, 4: 1.0}, 1.0),
        ({WADI_NORTH_CHEAPER: 1.0, 4: 1.0}, 1.0),
    ]
    assert lp.solver.getLp().integrality_[4] == KIND.kInteger


def test_protection_in_steps_leaves_what_the_steps_before_left():
    lp = program()
    first = lp.extra(np.zeros(4), np.full(4, 100.0))  # what the shift avoids as share, and the product
    block = SimpleNamespace(
        products=[SimpleNamespace(shift="stored", protect="protected")],
        product_sizes=lambda term: (np.array([50.0, 0.0]), np.array([80.0, 10.0])),
        benefit=SimpleNamespace(pieces={"protected": SimpleNamespace(measures=np.array([TREE]))}),
        at={"stored": first},
        product_at=[first + 2],
    )
    whole_constraints.protection_in_steps(lp, block, lambda piece, measure: np.array([0.25, 0.0]))
    remains, north = first + 4, rows(lp)[:3]
    # a quarter of what is left of 80 after 50 per share of the shift; all of it where there is no tree
    assert [(columns, high) for columns, _, high in north] == [
        (pytest.approx({first: 0.75 * -50, remains: -1.0}), -0.75 * 80),
        (pytest.approx({first: -50.0, remains: -1.0, TREE_NORTH: -0.25 * 80}), -80.0),
        (pytest.approx({first + 2: 1.0, remains: 1.0}), 80.0),
    ]
    assert TREE_SOUTH not in rows(lp)[3][0]  # it protects nothing in the south
