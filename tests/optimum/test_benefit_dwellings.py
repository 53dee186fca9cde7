"""The higher value of dwellings in the optimum, by hand and against the model."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kans_model.evaluation.co_benefit_values import near_share
from kans_model.optimum.benefit import DWELLINGS, KINDS, Benefit
from kans_model.optimum.benefit_dwellings import ValueOfDwellings, counted_property
from kans_model.optimum.formulation import formulate
from kans_model.optimum.objective import goal_of
from kans_model.optimum.question import Question
from kans_model.outlook.scenario import Scenario
from tests.fixtures.packages import MEASURES, demo

DEPAVE, TREE = MEASURES.index("depave_public"), MEASURES.index("street_tree")


def curve():
    return ValueOfDwellings(demo().baseline, np.array([TREE, DEPAVE]))


def built(**m2):
    """Quantities in the first buurt, by measure."""
    package = np.zeros_like(demo().baseline.room.potential)
    for measure, quantity in m2.items():
        package[MEASURES.index(measure), 0] = quantity
    return package


def test_a_tenth_of_what_counts_is_a_tenth_of_the_value_and_three_times_all_is_all():
    base = demo().baseline
    area, rise = base.area["area_m2"][0], base.costs.rise_at_once
    value, slope = curve()(built(depave_public=0.01 * area))
    assert value[0] == pytest.approx(0.1 * rise)  # 1 of the 10 points
    assert slope[1, 0] == pytest.approx(rise / (0.10 * area))
    value, slope = curve()(built(depave_public=0.30 * area))
    near = float(near_share(0.30 * area / 200, area, 75))
    assert value[0] == pytest.approx(near * rise)
    assert slope[1, 0] < 1e-3 * rise / (0.10 * area)


@given(first=st.floats(0, 4e4), second=st.floats(0, 4e4), trees=st.floats(0, 2000))
def test_it_lies_below_its_tangents(first, second, trees):
    one, two = built(depave_public=first), built(depave_public=second, street_tree=trees)
    value, slope = curve()(one)
    there, _ = curve()(two)
    tangent = value + (slope * (two - one)[[TREE, DEPAVE]]).sum(axis=0)
    assert (there <= tangent + 1e-9).all()


def test_it_is_what_the_model_gives_a_package():
    study = demo()
    quantity = study.evaluate("alles")["quantity"].values
    brought = Benefit(study.baseline, None, with_dwellings=True).avoided_eur(quantity)[0]
    model = study.baseline.co_benefits.counted_eur(quantity)[0].sum()
    assert brought[KINDS.index(DWELLINGS)].sum() == pytest.approx(model, rel=1e-9)


def test_a_package_is_worth_its_balance_for_society_by_the_model():
    study = demo()
    asked = formulate(study, Question(goal="npv"))
    quantity = study.evaluate("eigen")["quantity"].values
    worth = goal_of(asked).worth(quantity) * asked.scale
    avoided = asked.benefit.avoided_eur(quantity)[0][:4].sum()
    brought = study.baseline.co_benefits.counted_eur(quantity).sum()
    cost = asked.variables.cost_eur @ asked.variables.shares(quantity)
    assert worth == pytest.approx(avoided + brought - cost)


def test_nothing_is_added_where_the_study_counts_no_property():
    study = demo().replaced(scenario=Scenario(co_benefits=["drinking_water_saved"]))
    assert counted_property(study.baseline) == ()
    assert DWELLINGS not in Benefit(study.baseline, None, with_dwellings=True).pieces
