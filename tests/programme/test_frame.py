"""What fits beside what is wished, and which order bears what may come."""

import numpy as np
import pytest

from kans_model.finance.split_terms import PRESETS
from kans_model.programme.frame import frame
from kans_model.programme.futures import FUTURES, held_to, robustness
from tests.fixtures.programmes import PACKAGE, PROJECTS, planned
from tests.fixtures.timetables import timetable

EVERY_YEAR = [str(year) for year in range(2027, 2042)]


def in_budget(eur, starts=None):
    study = planned(
        starts or [2027] * len(PROJECTS), budgets={"gemeente_rioolheffing": dict.fromkeys(EVERY_YEAR, eur)}
    )
    plan, ledger = study.plan(PACKAGE), study.ledger(PACKAGE, PRESETS[0], planned=False)
    return study, plan, ledger, plan.limits(ledger)


def test_what_fits_already_is_its_own_frame():
    _, plan, _, limits = in_budget(1e12)
    fits = frame(plan, limits)
    assert fits.differences == ()
    assert (fits.gap, fits.lost_eur) == (0.0, 0.0)
    assert fits.starts == {own.id: 2027 for own in PROJECTS}


def test_a_frame_keeps_its_budget_and_builds_nothing_sooner_than_wished():
    study, plan, _, limits = in_budget(5e6)
    assert plan.breaches(limits)
    fits = frame(plan, limits)
    within = study.replaced(programme=study.programme.with_starts(fits.starts)).plan(PACKAGE)
    assert within.breaches(limits) == []
    assert all(start is None or start >= 2027 for start in fits.starts.values())
    changed = {own.project for own in fits.differences}
    assert changed == {key for key, start in fits.starts.items() if start != 2027}
    assert fits.lost_eur >= 0
    spent = sum(own.spend_eur for own in fits.differences)
    assert spent == pytest.approx(within.spend_eur.sum() - plan.spend_eur.sum())
    avoided = sum(own.damage_eur for own in fits.differences)
    benefit = plan.values.benefit_eur
    rows = np.flatnonzero(within.start >= 0)
    assert avoided == pytest.approx(benefit[rows, within.start[rows]].sum() - benefit[:, 0].sum())


def test_a_pin_is_a_wish_but_what_is_being_built_stays():
    study, _, ledger, _ = in_budget(5e6)
    running = PROJECTS[1].at(2027, True)
    programme = study.programme.with_project(PROJECTS[0].at(2027, True)).with_project(running)
    plan = study.replaced(programme=programme).plan(PACKAGE)
    assert frame(plan, plan.limits(ledger)).differences


def test_an_order_goes_to_the_first_year_that_holds_it_and_falls_where_none_does():
    limits = timetable(cost=[10, 10, 10], saved=np.zeros((3, 2)), budget=[[10, 10]])
    assert held_to(np.array([0, 0, 1]), limits).tolist() == [0, 1, -1]
    assert held_to(np.array([1, 0, -1]), limits).tolist() == [1, 0, -1]


def test_regret_is_what_the_best_order_of_a_future_has_more():
    study, plan, ledger, _ = in_budget(5e6)
    found = robustness(plan, study.works, ledger)
    assert found.orders == (*FUTURES, "rule_of_thumb", "by_hand")
    assert (found.regret_eur >= 0).all()
    assert (found.regret_eur.min(axis=0) == 0).all()
    greatest = found.regret_eur.max(axis=1)
    assert greatest[found.most_robust] == greatest.min()
    assert found.survives.sum() == found.built[found.most_robust].all(axis=0).sum()
    less = FUTURES.index("less_budget")
    assert found.worth_eur[:, less].max() <= found.worth_eur[:, 0].max() + 1  # a fifth less never brings more


def test_without_budgets_everything_survives_less_budget():
    study = planned([2027] * len(PROJECTS))
    plan, ledger = study.plan(PACKAGE), study.ledger(PACKAGE, PRESETS[0], planned=False)
    found = robustness(plan, study.works, ledger)
    assert found.survives.all()
    assert found.worth_eur[:, 0] == pytest.approx(found.worth_eur[:, FUTURES.index("less_budget")])
