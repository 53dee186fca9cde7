"""A policy: kept with its study, carried to another import, refused when it cannot be."""

import dataclasses
import json

import pytest

from kans_model.policy.levers import Lever, LeverSet, private_measures
from kans_model.policy.policy import Policy
from kans_model.study.fitting import carried_over
from kans_model.study.study import Study
from kans_model.tables.reading import table
from tests.fixtures.packages import demo

A, B = demo().city.areas.index[:2]
BARRELS = Lever(
    "s", "subsidy", 2028, 2035, measures=("rain_barrel",), subsidy_share=0.5, ceiling_eur=100.0, areas=(A, B)
)
NORM = Lever("n", "norm_new_build", 2029, norm_mm=60.0, from_m2=50.0)
SET = LeverSet("a", "Ton en norm", (BARRELS, NORM))
POLICY = Policy(sets=(SET,), chosen="a", new_dwellings_per_year=400.0)


def keys(policy):
    return [problem.key for problem in policy.problems(demo().city.areas.index)]


def with_lever(**values):
    lever = dataclasses.replace(BARRELS, **values)
    return dataclasses.replace(POLICY, sets=(SET.with_lever(lever),))


def test_it_comes_back_with_its_study():
    study = demo().replaced(policy=POLICY)
    again = Study.from_dict(json.loads(json.dumps(study.to_dict())), study.city)
    assert again.policy == POLICY
    assert again.hash == study.hash != demo().hash


def test_a_study_without_one_is_written_as_before():
    assert "policy" not in demo().to_dict()


def test_on_another_import_a_lever_keeps_the_areas_that_are_there():
    values = demo().replaced(policy=POLICY).to_dict()
    levers = values["policy"]["sets"][0]["levers"]
    levers[0]["areas"] = [A, "BU00000000"]
    carried = carried_over(values, demo().city)
    assert carried.study.policy.set("a").levers[0].areas == (A,)
    assert carried.gone == ["BU00000000"]


def test_the_first_set_counts_until_it_is_taken_away():
    policy = Policy().with_set(SET).with_set(LeverSet("b", "Niets"))
    assert policy.chosen == "a"
    assert policy.without_set("a").chosen == "b"


def test_every_kind_moves_only_measures_on_private_ground():
    for kind in table("levers").index:
        assert set(Lever("x", kind, 2030).moves) <= set(private_measures())


def test_what_the_law_does_not_allow_together_is_said_of_both_or_named_once():
    kinds = set(table("levers").index)
    for kind in kinds:
        assert set(Lever("x", kind, 2030).excludes) <= kinds


def test_nothing_is_wrong_with_what_can_be():
    assert keys(POLICY) == []


@pytest.mark.parametrize(
    ("policy", "key"),
    [
        (with_lever(kind="wens"), "lever_unknown"),
        (with_lever(subsidy_share=1.2), "lever_subsidy_share"),
        (with_lever(subsidy_eur_per_unit=10.0), "lever_subsidy_twice"),
        (with_lever(kind="norm_renovation", norm_mm=0.0), "lever_norm"),
        (with_lever(kind="norm_renovation", norm_mm=500.0), "lever_norm"),
        (with_lever(measures=("street_tree",)), "lever_public_ground"),
        (with_lever(measures=("facade_garden",)), "lever_public_ground"),
        (with_lever(kind="obligation", measures=("green_facade",)), "lever_measure"),
        (with_lever(owners=("gemeente",)), "lever_owner"),
        (with_lever(areas=("BU0",)), "lever_area_unknown"),
        (with_lever(start=2051), "lever_starts_late"),
        (with_lever(end=2027), "lever_ends_early"),
        (with_lever(budget_eur_per_year=-1.0), "lever_amount"),
        (with_lever(own_share_min=1.5), "lever_share"),
        (with_lever(kind="agreement_developer", measures=()), "levers_exclude"),
        (dataclasses.replace(POLICY, chosen="c"), "lever_set_unknown"),
        (dataclasses.replace(POLICY, sets=(SET, SET)), "lever_set_twice"),
        (dataclasses.replace(POLICY, sets=(LeverSet("a", "A", (NORM, NORM)),)), "lever_twice"),
        (dataclasses.replace(POLICY, first_year=2051), "policy_years_wrong"),
        (dataclasses.replace(POLICY, new_dwellings_per_year=-1.0), "policy_new_dwellings"),
        (dataclasses.replace(POLICY, renovation_rate=1.1), "policy_renovation_rate"),
    ],
)
def test_what_cannot_be_is_refused_by_name(policy, key):
    assert key in keys(policy)
