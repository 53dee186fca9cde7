"""Works that may move are placed along with the projects: against every way to place both."""

import dataclasses
from itertools import product

import numpy as np
import pytest

from kans_model.finance.split_terms import PRESETS
from kans_model.programme import movable_works
from kans_model.programme.movable_works import is_movable, placed
from kans_model.programme.programme import Programme
from kans_model.programme.proposal import proposal_with_works
from kans_model.programme.works import Work
from tests.fixtures.programmes import PACKAGE, PROJECTS, STUDY

FEW = tuple(
    dataclasses.replace(own.at(None), duration_years=1, after=(), excludes=()) for own in PROJECTS[:3]
)
LAST = 2029
OF_FIRST, OF_SECOND = ({code for own in one.quantities.values() for code in own} for one in FEW[:2])


def work(name, areas, start=2027, earliest=None, latest=None, **rest):
    return Work(name, name, "sewer", dict.fromkeys(areas, 1.0), start, start, earliest, latest, **rest)


MOVABLE = (
    work("a", OF_FIRST | OF_SECOND, 2027, 2027, LAST),
    work("b", OF_SECOND, 2028, 2028, LAST),
    work("c", OF_FIRST, 2029),
)


def study(works, budget_eur=None):
    programme = Programme(package=PACKAGE.id, last_year=LAST, projects=FEW, works=tuple(works))
    if budget_eur is not None:
        programme = programme.with_yearly_budget("gemeente_rioolheffing", budget_eur)
    return STUDY.replaced(programme=programme)


def asked(own):
    """The plan of a study and how its limits follow from a plan."""
    ledger = own.ledger(PACKAGE.id, PRESETS[0], planned=False)
    return own.plan(), lambda plan: own.plan_limits(plan, ledger)


def best_of_all(works, budget_eur):
    """The best worth over every year of every work and every project."""
    best = -np.inf
    for starts in product(*(own.starts for own in works)):
        beside = study([own.moved(year) for own, year in zip(works, starts, strict=True)], budget_eur)
        plan, limits_of = asked(beside)
        limits, worth = limits_of(plan), plan.values.worth_eur
        for chosen in product(range(-1, len(plan.values.years)), repeat=len(FEW)):
            if not plan.breaches(limits, np.array(chosen)):
                best = max(best, sum(worth[row, year] for row, year in enumerate(chosen) if year >= 0))
    return best


def tight():
    """A yearly budget of one and a half of the dearest bill."""
    plan, limits_of = asked(study(()))
    limits = limits_of(plan)
    return 1.5 * limits.bill_eur[:, 0, limits.payers.index("gemeente_rioolheffing")].max()


@pytest.mark.parametrize("tried_all", [12, 0])
@pytest.mark.parametrize("is_tight", [False, True])
def test_no_way_to_place_works_and_projects_is_better(monkeypatch, tried_all, is_tight):
    monkeypatch.setattr(movable_works, "TRIED_ALL", tried_all)
    budget = tight() if is_tight else None
    plan, limits_of = asked(study(MOVABLE, budget))
    found = placed(plan, MOVABLE, limits_of, gap=0)
    best = best_of_all(MOVABLE, budget)
    assert found.plan.breaches(found.limits, found.schedule.start) == []
    assert found.schedule.worth_eur <= best + 0.01
    assert found.schedule.most_eur >= best - 0.01
    if tried_all:
        assert found.schedule.worth_eur == pytest.approx(best, abs=0.01)
    else:
        assert found.schedule.worth_eur >= best / (1 + found.schedule.gap) - 0.01


def test_works_move_within_their_window_to_where_projects_gain_most():
    """A project that must wait until the last year draws the works to that year."""
    late = dataclasses.replace(FEW[0], earliest=LAST)
    own = study((work("a", OF_FIRST, 2027, 2027, LAST),))
    own = own.replaced(programme=own.programme.with_project(late))
    plan, limits_of = asked(own)
    found = proposal_with_works(plan, own.works, limits_of)
    assert found.work_starts == {"a": LAST}
    taken = found.taken_by(own.programme)
    assert [(one.start, one.end) for one in taken.works] == [(LAST, LAST)]
    saved = own.replaced(programme=taken).plan()
    assert saved.spend_eur.sum() < plan.values.capex_eur.sum()


def test_works_without_a_window_or_under_way_stay():
    assert not is_movable(work("a", OF_FIRST))
    assert not is_movable(work("a", OF_FIRST, 2027, 2027, LAST, status="running"))
    own = study((work("a", OF_FIRST, 2028),))
    plan, limits_of = asked(own)
    assert proposal_with_works(plan, own.works, limits_of).work_starts == {}
