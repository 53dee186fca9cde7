"""The best package for what a rival costs, beside that rival, over the same draws."""

import numpy as np
import pytest

from kans_model.measures.portfolio import Portfolio
from kans_model.optimum.optimum import optimum
from kans_model.optimum.question import Question
from kans_model.optimum.same_budget import same_money
from kans_model.uncertainty.draws import Draws, draws
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
        study.evaluate(one, fixed)["npv_eur"].values for one in (beside.best.portfolio, "meekoppelen")
    )
    assert beside.npv_chance == np.mean(mine > other)


def test_a_package_beside_itself_is_never_better(best, fixed):
    beside = same_money(best, best.portfolio, fixed)
    assert beside.best is best
    assert (beside.chance, beside.npv_chance) == (0.0, 0.0)


def test_what_costs_nothing_has_no_best_for_its_money(best, fixed):
    assert same_money(best, Portfolio(id="leeg"), fixed) is None
