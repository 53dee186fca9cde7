"""What rests on older figures: marked when something upstream moves, gone when it is worked out again."""

import json
from dataclasses import replace
from math import isnan

import pytest

from kans_model.chain.records import noted, worth_eur
from kans_model.chain.renewal import renewed
from kans_model.chain.staleness import MOVED, Stale, stale
from kans_model.evaluation.indicators import reading
from kans_model.reports.chain_in_words import stale_text
from kans_model.study.study import Study
from tests.fixtures.chained import chained, in_other_climate
from tests.fixtures.programmes import PACKAGE, PROJECTS

SPLIT = chained().split("baten")


def more(study):
    """The study in which the package builds half as much again of its first measure."""
    package = study.portfolio(PACKAGE.id)
    measure = next(iter(package.choices))
    share = package.choices[measure]["uptake"]
    return measure, study.with_portfolio(package.with_uptake(measure, min(1.0, 1.5 * share)))


def test_nothing_is_stale_where_nothing_moved():
    assert stale(chained()) == ()
    assert stale(renewed(chained(), SPLIT)) == ()


def test_a_package_that_builds_more_marks_its_projects_with_old_and_new():
    measure, study = more(chained())
    found = {own.figure: own for own in stale(study) if own.choice == "projects"}
    old = sum(sum(own.quantities.get(measure, {}).values()) for own in PROJECTS)
    new = float(study.evaluate(PACKAGE.id)["quantity"].sel(measure=measure).sum())
    assert found[measure].old == pytest.approx(old)
    assert found[measure].new == pytest.approx(new)
    assert found[measure].change == pytest.approx(new / old - 1)


def test_another_climate_marks_the_decision_and_the_years():
    study = in_other_climate(chained())
    by_choice = {own.choice: own for own in stale(study)}
    decision, years = by_choice["decision"], by_choice["years"]
    quote = study.dialogue.decisions[0].quotes[0]
    result = study.evaluate(PACKAGE.id)
    now = reading(study.baseline, result, "damage_pluvial").at("2050").sum()
    assert (decision.old, decision.new) == (quote.value, pytest.approx(now))
    assert years.old == worth_eur(chained().plan())
    assert years.new == worth_eur(study.plan())
    assert abs(years.change) > MOVED
    for own in (decision, years):
        assert "nu" in stale_text(study, own)
        assert "now" in stale_text(study, own, "en")


def test_the_climate_taken_back_takes_the_marks_away():
    there = in_other_climate(chained())
    assert stale(there)
    assert stale(in_other_climate(there, chained().scenario.climate)) == ()


def test_recomputing_clears_projects_and_years_and_leaves_decisions_to_people():
    _, changed = more(in_other_climate(chained()))
    study = renewed(changed, SPLIT)
    assert {own.choice for own in stale(changed)} == {"decision", "projects", "years"}
    assert {own.choice for own in stale(study)} == {"decision"}
    quantity = sum(sum(sum(m.values()) for m in own.quantities.values()) for own in study.programme.projects)
    assert quantity == pytest.approx(float(study.evaluate(PACKAGE.id)["quantity"].sum()))


def test_what_is_pinned_keeps_its_year_and_what_is_built_stays_whole():
    first, second = PROJECTS[0], PROJECTS[1]
    programme = chained().programme
    programme = programme.with_project(programme.project(first.id).at(2040, pinned=True))
    built = replace(programme.project(second.id), status="done")
    study = chained().replaced(programme=programme.with_project(built))
    _, changed = more(study)
    again = renewed(changed, SPLIT).programme
    assert again.project(first.id).start == 2040
    assert again.project(second.id) == built


def test_a_year_moved_by_hand_is_a_choice_on_the_figures_of_now():
    there = in_other_climate(chained())
    moved = there.programme.with_project(there.programme.projects[0].at(2035))
    study = noted(there, there.replaced(programme=moved))
    assert "years" in {own.choice for own in stale(there)}
    assert "years" not in {own.choice for own in stale(study)}


def test_a_programme_of_before_says_nothing_and_is_never_marked():
    values = chained().to_dict()
    del values["programme"]["made_on"], values["programme"]["planned_on"]
    old = Study.from_dict(values, chained().city)
    assert [own for own in stale(in_other_climate(old)) if own.choice != "decision"] == []
    assert "made_on" not in old.to_dict()["programme"]


def test_what_a_choice_rests_on_is_kept_and_decides_no_number():
    study = chained()
    values = json.loads(json.dumps(study.to_dict()))
    again = Study.from_dict(values, study.city)
    assert again.programme.made_on.package == study.programme.made_on.package
    assert dict(again.programme.made_on.quantities) == pytest.approx(study.programme.made_on.quantities)
    assert stale(again) == ()
    del values["programme"]["planned_on"]
    assert Study.from_dict(values, study.city).hash == study.hash


def test_no_change_is_told_of_what_came_from_nothing():
    assert isnan(Stale("projects", "", "wadi", 0.0, 5.0, "m2", "").change)
