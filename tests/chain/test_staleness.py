"""What rests on older figures: marked when something upstream moves, gone when it is worked out again."""

import json
from dataclasses import replace
from math import isnan

import pytest

from kans_model.chain.lever_records import brings, levers_noted
from kans_model.chain.records import noted, worth_eur
from kans_model.chain.renewal import renewed
from kans_model.chain.staleness import MOVED, Stale, stale
from kans_model.evaluation.indicators import reading
from kans_model.policy.levers import Lever, LeverSet
from kans_model.policy.policy import Policy
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


LEVERS = LeverSet(
    "a", "Set 1", (Lever("r", "subsidy", 2027, measures=("green_roof_extensive",), subsidy_share=0.2),)
)


def with_levers():
    """The chain with a set of levers, chosen on the figures of now."""
    study = chained().replaced(policy=Policy().with_set(LEVERS))
    return levers_noted(study, study.portfolio(PACKAGE.id))


def test_another_climate_marks_the_levers_with_what_they_avoided_then_and_now():
    before = with_levers()
    assert not [own for own in stale(before) if own.choice == "levers"]
    after = in_other_climate(before)
    (own,) = (own for own in stale(after) if own.figure == "avoids_eur")
    old, new = (brings(study, study.portfolio(PACKAGE.id))["avoids_eur"] for study in (before, after))
    assert (own.choice, own.key, own.page) == ("levers", "a", "beleid")
    assert (own.old, own.new) == (old, pytest.approx(new))
    assert abs(own.change) > MOVED


def test_a_package_that_asks_more_of_owners_marks_the_levers():
    study = with_levers()
    package = study.portfolio(PACKAGE.id)
    asks = study.with_portfolio(package.with_uptake("green_roof_extensive", 0.9))
    marked = {own.figure for own in stale(asks) if own.choice == "levers"}
    assert marked == {"brings_share"}


def test_levers_are_held_against_the_figures_of_now_by_the_one_button():
    study = in_other_climate(with_levers())
    fresh = renewed(study, SPLIT)
    assert not [own for own in stale(fresh) if own.choice == "levers"]
    assert fresh.policy.sets == study.policy.sets
    assert fresh.policy.chosen_on.outlook == fresh.outlook_key


def test_what_levers_were_chosen_on_is_kept_and_decides_no_number():
    study = with_levers()
    again = Study.from_dict(json.loads(json.dumps(study.to_dict())), study.city)
    assert again.policy.chosen_on.outlook == study.policy.chosen_on.outlook
    assert again.policy.chosen_on.figures == pytest.approx(study.policy.chosen_on.figures)
    assert study.hash == study.replaced(policy=Policy().with_set(LEVERS)).hash


def test_levers_without_their_package_are_unknown():
    study = with_levers()
    gone = study.replaced(portfolios=[replace_id(study.portfolio(PACKAGE.id))])
    found = [own for own in stale(gone) if own.choice == "levers"]
    assert found
    assert all(isnan(own.new) for own in found)
    assert "onbekend" in stale_text(gone, found[0])


def replace_id(package):
    """The package under another id."""
    values = {name: value for name, value in package.param.values().items() if name != "name"}
    return type(package)(**{**values, "id": "other"})
