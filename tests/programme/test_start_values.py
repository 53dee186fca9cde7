"""What projects are worth and cost by the year in which they start."""

import dataclasses

import numpy as np
import pytest

from kans_model.finance.split_terms import PRESETS
from kans_model.programme.package_projects import package_projects
from kans_model.programme.payers import bills_eur, measure_payers
from kans_model.programme.start_values import StartValues
from kans_model.programme.works import city_works, opened
from kans_model.tables.reading import table
from tests.fixtures.packages import demo

STUDY = demo()
BASE = STUDY.baseline
PACKAGE = STUDY.portfolios[0]
RESULT = STUDY.evaluate(PACKAGE)
PROJECTS = package_projects(BASE, RESULT["quantity"].values, STUDY.city.areas)
YEARS = np.arange(2027, 2042)
WORKS = city_works(STUDY.city.areas)


def values(works=(), **rest):
    return StartValues(BASE, PROJECTS, YEARS, opened(works, BASE.room, YEARS), **rest)


def test_projects_build_what_the_package_builds_for_what_it_costs_and_avoid_what_it_avoids():
    made = values()
    assert made.quantity == pytest.approx(RESULT["quantity"].values)
    assert made.capex_eur.sum() == pytest.approx(float(RESULT["capex_eur"].sum()))
    assert made.avoided_eur.sum(axis=0) == pytest.approx(RESULT["avoided_total_eur"].values)


def test_every_project_has_one_owner_and_one_wijk_or_is_what_was_too_small_elsewhere():
    owners = table("measures")["owner"]
    least = BASE.scalar["project_least_eur"]
    for project, eur in zip(PROJECTS, values().capex_eur, strict=True):
        codes = {code for amounts in project.quantities.values() for code in amounts}
        assert {owners[measure] for measure in project.quantities} == {project.owner}
        if not project.id.endswith("elsewhere"):
            assert STUDY.city.areas["wijk"][list(codes)].nunique() == 1
            assert eur >= least


def test_built_evenly_over_the_build_years_it_is_worth_what_the_evaluation_says():
    # the package is built evenly in 2027-2036; projects of one year in each of these years are the same
    short = [dataclasses.replace(project, duration_years=1) for project in PROJECTS]
    made = StartValues(BASE, short, YEARS, opened((), BASE.room, YEARS))
    built = BASE.costs.build_years - YEARS[0]
    assert made.benefit_eur[:, built].mean(axis=1).sum() == pytest.approx(
        float(RESULT["present_value_avoided_eur"])
    )


def test_to_wait_a_year_is_worth_less():
    made = values()
    ready = made.building.any(axis=-1)
    later = np.diff(made.benefit_eur, axis=1)[ready[:, 1:]]
    assert (later <= 1e-6).all()


def test_joined_with_works_a_project_never_costs_more_than_alone():
    made = values(WORKS)
    assert WORKS
    assert (made.saving_eur >= 0).all()
    assert made.saving_eur.sum() > 0
    assert (made.saving_eur <= made.capex_eur[:, None] + 1e-6).all()


def test_what_works_save_is_what_the_evaluation_of_planned_works_saves():
    # every measure sent along with works saves in the years of these works what `works_saving_eur` says
    package = PACKAGE
    for measure, choice in PACKAGE.choices.items():
        package = package.with_uptake(measure, choice["uptake"], "works")
    result = STUDY.evaluate(package)
    projects = package_projects(BASE, result["quantity"].values, STUDY.city.areas)
    years = np.arange(2020, 2060)
    made = StartValues(BASE, projects, years, opened(WORKS, BASE.room, years))
    assert made.saving_eur.sum() == pytest.approx(float(result["works_saving_eur"]))


def test_half_of_a_street_opened_saves_the_discount_on_what_fits_in_that_half():
    made = values(WORKS)
    line = int(np.argmax(made.line_saving_eur.sum(axis=1)))
    year = int(np.argmax(made.line_saving_eur[line]))
    measure, area = made.lines.measure[line], made.lines.area[line]
    share = STUDY.city.areas["works_share"].iloc[area]
    within = min(made.lines.quantity[line], BASE.room.potential[measure, area] * share)
    price = BASE.costs.works_price_eur[measure] * BASE.measure["joint_works_discount"][measure]
    assert made.line_saving_eur[line, year] == pytest.approx(within * price)


def test_reach_of_projects_adds_up_to_that_of_the_package():
    assert values().reach_pct.sum() == pytest.approx(float(RESULT["reach_pct"].sum()))


def test_payers_of_projects_bear_what_the_ledger_says_before_grants():
    ledger = STUDY.ledger(PACKAGE, next(iter(PRESETS)))
    made = values()
    bills = bills_eur(made, measure_payers(ledger))
    investment = ledger.burden_eur[:, 0].sum(axis=-1) + ledger.vat_by_kind[:, 0].sum(axis=(1, 2))
    saved = float(RESULT["works_saving_eur"])
    assert saved == 0
    assert bills[:, 0].sum(axis=0) == pytest.approx(investment)
