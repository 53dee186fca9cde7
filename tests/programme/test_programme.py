"""A programme: kept with its study, refused when it cannot be; projects joined, parted and moved."""

import dataclasses
import json

import pytest

from kans_model.programme.programme import Programme
from kans_model.programme.projects import Project
from kans_model.programme.works import Work
from kans_model.study.study import Study
from tests.fixtures.packages import demo

A, B = demo().city.areas.index[:2]
WADI = Project("w", "Wadi's", "gemeente", {"wadi": {A: 100.0, B: 50.0}}, start=2029, after=("t",))
TREES = Project("t", "Bomen", "gemeente", {"street_tree": {A: 5.0}}, earliest=2028, latest=2030)
SEWER = Work("s", "Riool", "sewer", {A: 0.5}, 2029, 2030, opens=("street",), owner="gemeente")
PLAN = Programme(
    package="p",
    projects=(WADI, TREES),
    works=(SEWER,),
    budgets={"waterschap": {"2028": 1e6}},
    capacity_projects={"gemeente": 2.0},
)


def keys(programme):
    return [problem.key for problem in programme.problems(demo().city.areas.index, ("waterschap",))]


def test_it_comes_back_with_its_study():
    study = demo().replaced(programme=PLAN)
    again = Study.from_dict(json.loads(json.dumps(study.to_dict())), study.city)
    assert again.programme == PLAN
    assert again.hash == study.hash != demo().hash


def test_a_study_without_one_is_written_as_before():
    assert "programme" not in demo().to_dict()


def test_nothing_is_wrong_with_what_can_be():
    assert keys(PLAN) == []


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"projects": (WADI,)}, "project_unknown"),
        ({"projects": (dataclasses.replace(WADI, after=("w",)), TREES)}, "project_after_itself"),
        ({"projects": (WADI, dataclasses.replace(TREES, after=("w",)))}, "projects_in_circle"),
        ({"projects": (TREES, TREES)}, "project_twice"),
        ({"projects": (dataclasses.replace(TREES, latest=2027),)}, "project_window_reversed"),
        ({"projects": (dataclasses.replace(TREES, duration_years=16),)}, "project_too_long"),
        ({"projects": (dataclasses.replace(TREES, owner="iemand"),)}, "project_owner_unknown"),
        ({"projects": (dataclasses.replace(TREES, quantities={"x": {A: 1.0}}),)}, "project_measure_unknown"),
        (
            {"projects": (dataclasses.replace(TREES, quantities={"wadi": {"BU0": 1.0}}),)},
            "project_area_unknown",
        ),
        ({"works": (dataclasses.replace(SEWER, end=2028),)}, "work_ends_before_start"),
        ({"works": (dataclasses.replace(SEWER, shares={"BU0": 0.5}),)}, "work_area_unknown"),
        ({"works": (dataclasses.replace(SEWER, shares={A: 1.5}),)}, "work_share_wrong"),
        ({"works": (dataclasses.replace(SEWER, earliest=2030, latest=2031),)}, "work_outside_window"),
        ({"works": (SEWER, SEWER)}, "work_twice"),
        ({"budgets": {"niemand": {"2028": 1.0}}}, "budget_party_unknown"),
        ({"budgets": {"waterschap": {"2028": -1.0}}}, "budget_wrong"),
        ({"capacity_eur": {"gemeente": -1.0}}, "capacity_wrong"),
        ({"first_year": 2040, "last_year": 2030}, "programme_years_wrong"),
        ({"last_year": 2099}, "programme_too_long"),
    ],
)
def test_what_cannot_be_is_refused_by_name(change, key):
    assert key in keys(dataclasses.replace(PLAN, **change))


def test_two_projects_joined_build_what_both_built_under_the_name_of_the_first():
    one = TREES.joined(dataclasses.replace(WADI, quantities={"street_tree": {A: 2.0}, "wadi": {B: 1.0}}))
    assert one.quantities == {"street_tree": {A: 7.0}, "wadi": {B: 1.0}}
    assert (one.id, one.name) == ("t", "Bomen")


def test_a_project_parted_builds_the_same_in_two():
    both = dataclasses.replace(WADI, quantities={**WADI.quantities, **TREES.quantities})
    kept, taken = both.parted(frozenset(["street_tree"]), "n", "Alleen bomen")
    assert kept.quantities == WADI.quantities
    assert (taken.id, taken.quantities) == ("n", TREES.quantities)


def test_without_a_project_nothing_waits_for_it():
    assert PLAN.without_project("t").project("w").after == ()


def test_a_party_without_a_budget_has_no_limit_and_one_with_has_none_in_other_years():
    assert PLAN.budget_eur("bedrijf", 2028) == float("inf")
    assert [PLAN.budget_eur("waterschap", year) for year in (2028, 2029)] == [1e6, 0.0]
