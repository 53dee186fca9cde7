"""Streets that open while nothing is added: how many, what that costs, and how to plan it along."""

import dataclasses

import numpy as np
import pytest

from kans_model.evaluation.economics import discount_factor
from kans_model.programme.opportunities import (
    Opportunity,
    joined_with_works,
    lost_together_eur,
    missed_opportunities,
)
from kans_model.programme.package_projects import package_projects
from kans_model.programme.programme import Programme
from kans_model.programme.works import Work, city_works
from tests.fixtures.packages import demo

STUDY = demo()
PACKAGE = STUDY.portfolios[0]
PROJECTS = package_projects(STUDY.baseline, STUDY.evaluate(PACKAGE)["quantity"].values, STUDY.city.areas)
WORKS = city_works(STUDY.city.areas)


def study(starts, works=()):
    projects = tuple(
        dataclasses.replace(project, start=start, duration_years=1)
        for project, start in zip(PROJECTS, starts, strict=True)
    )
    return STUDY.replaced(programme=Programme(package=PACKAGE.id, projects=projects, works=tuple(works)))


def test_without_works_nothing_is_missed():
    assert missed_opportunities(study([2027] * len(PROJECTS)).plan(), ()) == []


def test_what_is_missed_is_what_joining_would_save_in_present_value():
    street = WORKS[0]
    work = dataclasses.replace(street, start=2031, end=2031)
    before = study([2027] * len(PROJECTS), [work])
    (missed,) = missed_opportunities(before.plan(), before.works)
    joined = study([2031] * len(PROJECTS), [work]).plan()
    saving = float((joined.values.saving_eur * joined.built).sum())
    assert missed.saving_eur == pytest.approx(saving)
    rate = STUDY.baseline.costs.discount_rate
    assert missed.lost_eur == pytest.approx(saving * float(discount_factor(rate, 5)))  # end of 2031
    assert missed.join_before == 2029  # two years of preparation
    assert missed_opportunities(joined, before.works) == []


def test_planned_along_the_opportunity_is_gone_and_the_package_is_still_whole():
    before = study([2027] * len(PROJECTS), [dataclasses.replace(WORKS[0], start=2031, end=2031)])
    plan = before.plan()
    after = before.replaced(programme=joined_with_works(plan, before.works[0]))
    assert missed_opportunities(after.plan(), after.works) == []
    assert after.plan().values.quantity == pytest.approx(plan.values.quantity)
    assert after.plan().spend_eur.sum() < plan.spend_eur.sum()
    moved = [project for project in after.programme.projects if project.pinned]
    assert {project.start for project in moved} == {2031}


def test_works_before_or_after_the_programme_are_no_opportunity():
    early = [Work("x", "Oud", "street", WORKS[0].shares, 2020, 2020)]
    before = study([2027] * len(PROJECTS), early)
    assert missed_opportunities(before.plan(), before.works) == []


def test_the_dearest_stands_first():
    before = study([2041] * len(PROJECTS))
    lost = [missed.lost_eur for missed in missed_opportunities(before.plan(), before.works)]
    assert len(lost) > 1
    assert lost == sorted(lost, reverse=True)
    assert np.all(np.array(lost) > 0)


def test_opportunities_together_cost_their_sum():
    missed = [Opportunity(WORKS[0], (), eur, 0.0, 2029) for eur in (2.5, 4.0)]
    assert lost_together_eur(missed) == 6.5
    assert lost_together_eur(()) == 0.0
