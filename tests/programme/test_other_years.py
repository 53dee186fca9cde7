"""Why a project has its year, and what one makes of projects by hand."""

import pytest

from kans_model.finance.split_terms import PRESETS
from kans_model.programme.other_years import best_other, other_years
from kans_model.programme.programme import Programme
from kans_model.programme.projects import Project
from kans_model.programme.regrouping import split_by, with_joined
from kans_model.reports.project_in_words import project_lines, why_this_year
from tests.fixtures.programmes import PACKAGE, PROJECTS, planned


def in_years(starts, **rest):
    study = planned(starts, **rest)
    plan = study.plan(PACKAGE)
    return study, plan, plan.limits(study.ledger(PACKAGE, PRESETS[0], planned=False))


def test_another_year_is_worth_what_the_schedule_counts_for_it():
    _, plan, limits = in_years([2031] * len(PROJECTS))
    worth = plan.values.worth_eur[0]
    for other in other_years(plan, limits, 0):
        assert other.gain_eur == pytest.approx(worth[other.year - 2027] - worth[4])
        assert other.breach is None  # nothing was limited
    best = best_other(plan, limits, 0)
    assert best[0].gain_eur == max(own.gain_eur for own in other_years(plan, limits, 0))
    assert best[1] is None


def test_a_better_year_that_a_budget_stops_is_named_with_that_budget():
    budgets = {
        "gemeente_rioolheffing": {str(year): 0.0 if year < 2030 else 1e12 for year in range(2027, 2042)}
    }
    study, plan, limits = in_years([2031] * len(PROJECTS), budgets=budgets)
    place = next(row for row, own in enumerate(PROJECTS) if limits.bill_eur[row, 0, 1] > 0)
    free, stopped = best_other(plan, limits, place)
    assert free.year >= 2030
    assert stopped.year < 2030
    assert (stopped.breach.kind, stopped.breach.who) == ("budget", "gemeente_rioolheffing")
    said = why_this_year(plan, limits, place, study)
    assert said.startswith(f"In {stopped.year} bracht het €")
    assert "Gemeente (rioolheffing) komt in" in said


def test_a_project_that_is_pinned_says_so_and_all_lines_are_there():
    study, plan, limits = in_years([2031] * len(PROJECTS))
    lines = project_lines(plan, limits, study.works, 0, study, "en")
    assert any(line.startswith("Builds: ") for line in lines)
    assert any(line.startswith("Pays: ") for line in lines)
    pinned = study.replaced(programme=study.programme.with_project(PROJECTS[0].at(2031, True)))
    again = pinned.plan(PACKAGE)
    assert "2031" in why_this_year(again, limits, 0, pinned)
    assert "ligt vast" in why_this_year(again, limits, 0, pinned)


AB = Project("a", "A", "municipality", {"wadi": {"1": 3.0}, "tree": {"1": 2.0, "2": 1.0}}, duration_years=2)
C = Project("c", "C", "municipality", {"wadi": {"1": 1.0}}, after=("a",))
D = Project("d", "D", "municipality", {"wadi": {"2": 1.0}}, excludes=("c",))


def test_joined_projects_hold_what_both_held_and_what_waited_waits_for_them():
    joined = with_joined(Programme(projects=(AB, C, D)), "a", "c")
    assert [own.id for own in joined.projects] == ["a", "d"]
    assert joined.project("a").quantities["wadi"] == {"1": 4.0}
    assert joined.project("a").after == ()
    assert joined.project("d").excludes == ("a",)


def test_a_split_project_loses_nothing_and_what_waited_waits_for_every_part():
    groups = {("wadi", "1"): "wadi", ("tree", "1"): "boom", ("tree", "2"): "boom"}
    parts = split_by(Programme(projects=(AB, C)), "a", groups)
    assert [own.id for own in parts.projects] == ["a", "a-2", "c"]
    assert [own.name for own in parts.projects] == ["A · wadi", "A · boom", "C"]
    assert parts.project("a").quantities == {"wadi": {"1": 3.0}}
    assert parts.project("a-2").quantities == {"tree": {"1": 2.0, "2": 1.0}}
    assert parts.project("c").after == ("a", "a-2")
    one = dict.fromkeys(groups, "all")
    assert split_by(Programme(projects=(AB, C)), "a", one).projects == (AB, C)
