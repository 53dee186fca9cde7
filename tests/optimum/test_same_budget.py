"""The best package for what a rival costs, beside that rival, over the same draws."""

import numpy as np
import pytest

from kans_model.city.city import City
from kans_model.measures.portfolio import Portfolio
from kans_model.optimum.optimum import optimum
from kans_model.optimum.question import Question
from kans_model.optimum.same_budget import first_budget_eur, invested_eur, same_money, usual_rival
from kans_model.study.study import Study
from kans_model.uncertainty.draws import Draws, draws
from tests.fixtures.cities import areas
from tests.fixtures.packages import demo


@pytest.fixture(scope="module")
def best():
    return optimum(demo(), Question(budget_eur=20e6))


@pytest.fixture(scope="module")
def fixed() -> Draws:
    return draws(demo(), 200)


def test_the_question_is_asked_again_with_the_rivals_money(best, fixed):
    study = demo()
    beside = same_money(best, study.portfolio("meekoppelen"), fixed)
    capex = float(study.evaluate("meekoppelen")["capex_eur"].sum())
    assert best.capex_eur == pytest.approx(20e6)
    assert beside.best.capex_eur == pytest.approx(capex, rel=2e-3)
    mine, other = (
        study.evaluate(package, fixed)["npv_eur"].values for package in (beside.best.portfolio, "meekoppelen")
    )
    assert beside.npv_chance == np.mean(mine > other)


def test_a_package_beside_itself_is_never_better(best, fixed):
    beside = same_money(best, best.portfolio, fixed)
    assert beside.best is best
    assert (beside.chance, beside.npv_chance) == (0.0, 0.0)


def test_what_costs_nothing_has_no_best_for_its_money(best, fixed):
    assert same_money(best, Portfolio(id="leeg"), fixed) is None


def test_a_budget_limits_all_parties_or_the_public_ones():
    result = demo().evaluate("alles")
    everyone, public = invested_eur(result), invested_eur(result, "public")
    assert everyone == float(result["capex_eur"].sum())
    assert 0 < public < everyone


def test_without_planned_works_the_own_package_is_the_rival():
    study = demo()
    own = study.portfolio("alles")
    assert usual_rival(study, own).id == "meekoppelen"
    assert first_budget_eur(study, own) == invested_eur(study.evaluate("meekoppelen"))
    assert first_budget_eur(study, own.with_budget(1e6)) == 1e6
    idle = Study.default(City.from_areas(areas(), "Leeg"))
    assert usual_rival(idle, idle.portfolio("alles")).id == "alles"
    assert first_budget_eur(idle, idle.portfolio("alles")) is None  # nothing fits a city of shapes
