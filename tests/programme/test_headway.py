"""How far a programme is, by hand."""

from dataclasses import replace

import numpy as np
import pytest

from kans_model.programme.headway import Progress, realised_prices
from tests.fixtures.programmes import PROJECTS, planned


def with_states(states):
    """The programme of 2027 in which these projects, by place, are changed so."""
    study = planned([2027] * len(PROJECTS))
    projects = [replace(own, **states.get(place, {})) for place, own in enumerate(study.programme.projects)]
    return study.replaced(programme=replace(study.programme, projects=tuple(projects))).plan()


def test_before_anything_is_built_all_that_was_due_is_behind():
    found = Progress(with_states({}), 2028)
    two_years = found.plan.spend_eur[:, :2].sum()
    assert found.built_eur == 0
    assert found.due_eur == pytest.approx(two_years)
    assert found.behind_eur == pytest.approx(two_years)
    # the rest until 2030 must do the two years that are left and the two that were missed, in two years
    needed, by_plan = found.rest_eur_per_year(2030)
    assert by_plan == pytest.approx(found.plan.spend_eur[:, 2:4].sum() / 2)
    assert needed == pytest.approx(found.plan.spend_eur[:, :4].sum() / 2)
    assert np.isnan(found.cost_ratio)
    assert np.isnan(found.rest_eur_per_year(2028)[0])


def test_states_are_counted_and_a_running_project_without_quantities_is_unknown():
    found = Progress(with_states({0: {"status": "done"}, 1: {"status": "running"}}), 2027)
    assert found.n_by_state["done"] == 1
    assert found.n_by_state["running"] == 1
    assert found.n_by_state["idea"] == len(PROJECTS) - 2
    assert found.n_unknown == 1
    assert found.built_eur == pytest.approx(found.plan.spend_eur[0].sum())


def test_half_of_the_quantities_is_half_of_the_work():
    half = {key: sum(amounts.values()) / 2 for key, amounts in PROJECTS[1].quantities.items()}
    found = Progress(with_states({1: {"status": "running", "realised": half}}), 2027)
    assert found.built_share[1] == pytest.approx(0.5)
    assert found.built_eur == pytest.approx(found.plan.spend_eur[1].sum() / 2)


def test_cost_against_plan_by_hand():
    plan = with_states({})
    eur = plan.spend_eur.sum(axis=1)
    states = {
        0: {"status": "done", "realised_eur": float(1.2 * eur[0])},
        1: {"status": "done", "realised_eur": float(0.9 * eur[1])},
        2: {"status": "done"},  # cost unknown: not counted
    }
    found = Progress(with_states(states), 2030)
    assert found.cost_ratio == pytest.approx((1.2 * eur[0] + 0.9 * eur[1]) / (eur[0] + eur[1]))


def test_a_realised_price_counts_the_projects_behind_it():
    plan = with_states({})
    capex = plan.values.capex_eur
    states = {
        0: {"status": "done", "realised_eur": float(1.5 * capex[0])},
        1: {"status": "done", "realised_eur": float(1.5 * capex[1])},
        2: {"status": "running", "realised_eur": float(9 * capex[2])},  # not done: not counted
    }
    found = {own.measure: own for own in realised_prices(with_states(states))}
    assert set(found) == {*PROJECTS[0].quantities, *PROJECTS[1].quantities}
    assert all(own.ratio == pytest.approx(1.5) for own in found.values())
    for measure, own in found.items():
        assert own.n_projects == (measure in PROJECTS[0].quantities) + (measure in PROJECTS[1].quantities)
    assert realised_prices(plan) == []
