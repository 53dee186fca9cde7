"""What counts in the reach of a package: things on the ground, not what people agree on."""

from types import SimpleNamespace

import numpy as np
import pytest

from kans_model.evaluation.synergy_reach import BEHAVIOUR, SynergyReach
from kans_model.measures.portfolio import Portfolio
from kans_model.tables.reading import table
from tests.fixtures.packages import demo

ROWS = table("measures").index
PARK, PLAN = ROWS.get_loc("pocket_park"), ROWS.get_loc("heat_plan")
COHESION = table("opgaven").index.get_loc("sociale_cohesie")


def _reach():
    """One buurt with room for 100 m² of pocket park, and a heat plan for 5,000 dwellings."""
    potential = np.zeros((len(ROWS), 1))
    potential[PARK], potential[PLAN] = 100.0, 5000.0
    room = SimpleNamespace(
        measures=list(ROWS),
        potential=potential,
        stock_per_unit=np.ones(len(ROWS)),
        pools=(np.full(len(ROWS), -1), np.zeros((0, 1))),
    )
    scalar = {
        "bank_m_per_m2_water": 0.2,
        "garden_m2_per_dwelling": 40.0,
        "ground_floor_m2_per_dwelling": 50.0,
    }
    return SynergyReach(SimpleNamespace(scalar=scalar, room=room))


def _package(**units):
    quantity = np.zeros((len(ROWS), 1))
    for measure, amount in units.items():
        quantity[ROWS.get_loc(measure)] = amount
    return quantity


def test_a_quarter_of_the_parks_is_a_quarter_of_the_reach_with_or_without_a_heat_plan():
    # 25 of the 100 m² that fit, whatever the score: 25 %. At 50 m² per dwelling the plan would weigh
    # 5,000 · 50 = 250,000 m² against 25, and the parks would be a hundredth of a percent.
    parks = _reach().reached(_package(pocket_park=25))
    both = _reach().reached(_package(pocket_park=25, heat_plan=5000))
    assert parks["reach_pct"][1][COHESION] == pytest.approx(25)
    for name in ("reach_pct", "mean_score"):
        np.testing.assert_allclose(both[name][1], parks[name][1])


def test_a_package_of_behaviour_alone_reaches_nothing_and_has_no_mean():
    result = demo().evaluate(
        Portfolio(id="gedrag").with_uptake("heat_plan", 1.0).with_uptake("awareness", 1.0)
    )
    assert (result["reach_pct"] == 0).all()
    assert np.isnan(result["mean_score"]).all()


def test_every_measure_of_behaviour_and_no_other_leaves_the_scale_of_square_metres():
    reach = demo().baseline.synergy_reach
    off = ROWS[reach.surface_per_unit_m2 == 0]
    assert list(off) == list(ROWS[table("measures")["category"] == BEHAVIOUR])
    assert set(off) == {"awareness", "heat_plan"}


def test_what_works_against_a_goal_is_listed_without_any_surface():
    # scores of minus one for the plan: no surface, and still a conflict where it stands
    reach = _reach()
    reach.scores = np.full((len(table("opgaven")), len(ROWS)), -1.0)
    conflict = reach.reached(_package(heat_plan=1))["conflict"][1]
    assert (conflict[PLAN] == -1).all()
    assert (conflict[PARK] == 0).all()
