"""The years of a programme in financing: the same euro, by payer and year."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kans_model.finance.split_terms import PRESETS
from kans_model.programme.programme import Programme
from tests.fixtures.programmes import PACKAGE, PROJECTS, QUANTITY, STUDY, planned

SPLIT = next(iter(PRESETS))
years = st.lists(st.integers(2027, 2032), min_size=len(PROJECTS), max_size=len(PROJECTS))


@given(years)
def test_what_payers_spend_in_a_year_is_what_the_ledger_says_to_the_cent(starts):
    study = planned(starts)
    plan, ledger = study.plan(), study.ledger(PACKAGE, SPLIT)
    spent = plan.limits(ledger).spent_eur(plan.start)
    of_ledger = ledger.burden_eur[:, 0] + ledger.vat_by_kind[:, 0].sum(axis=1)
    n = len(plan.values.years)
    assert spent == pytest.approx(of_ledger[:, :n], abs=0.01)
    assert of_ledger[:, n:] == pytest.approx(0, abs=0.01)


def test_without_years_financing_is_as_it_was():
    even = STUDY.ledger(PACKAGE, SPLIT)
    wished = STUDY.replaced(programme=Programme(package=PACKAGE.id, projects=PROJECTS))
    assert np.array_equal(wished.ledger(PACKAGE, SPLIT).cash_nominal_eur, even.cash_nominal_eur)


def test_another_package_than_that_of_the_programme_is_built_evenly():
    study = planned([2027] * len(PROJECTS))
    copy = PACKAGE.copied("Anders")
    assert np.array_equal(study.ledger(copy, SPLIT).cash_real_eur, STUDY.ledger(copy, SPLIT).cash_real_eur)


def test_in_the_build_years_one_by_one_it_costs_what_it_costs_evenly():
    # every project once in each build year, a tenth of it: the mean over ten programmes of one year each
    even = STUDY.ledger(PACKAGE, SPLIT).inputs.lines
    short = [dataclasses.replace(project, duration_years=1) for project in PROJECTS]
    total = np.zeros_like(even.eur)
    for year in STUDY.baseline.costs.build_years:
        projects = tuple(project.at(int(year)) for project in short)
        programme = Programme(package=PACKAGE.id, projects=projects, last_year=2036)
        total += STUDY.replaced(programme=programme).ledger(PACKAGE, SPLIT).inputs.lines.eur
    saved = total[0].sum() / 10 - even.eur[0].sum()
    assert saved <= 1e-6  # works of the city open streets in some of these years
    assert total[1:] / 10 == pytest.approx(even.eur[1:], abs=0.01)


def test_upkeep_starts_the_year_after_and_renewal_a_life_later():
    study = planned([2030] * len(PROJECTS))
    lines = study.ledger(PACKAGE, SPLIT).inputs.lines
    longest = max(project.duration_years for project in PROJECTS)
    assert lines.eur[3, :, :, : 2030 - 2027 + 1].sum() == 0
    assert (lines.eur[3, :, :, 2030 - 2027 + longest :].sum(axis=(0, 1)) > 0).all()


def test_what_stands_before_a_year_is_what_was_built_until_then():
    plan = planned([2027] * len(PROJECTS)).plan()
    assert plan.standing(2027).sum() == 0
    assert plan.standing(2060) == pytest.approx(QUANTITY)
    half = plan.standing(2028).sum() / QUANTITY.sum()
    assert 0 < half < 1
