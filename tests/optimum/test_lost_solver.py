"""A solver without an outcome, or out of its time: the best answer with an honest gap, or a sentence."""

import json

import highspy
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kans_model.dialogue.ambition import Threshold
from kans_model.optimum import linear_program, whole_search
from kans_model.optimum.alternatives import alternatives
from kans_model.optimum.front import front
from kans_model.optimum.least_regret import robust
from kans_model.optimum.optimum import Optimum, optimum
from kans_model.optimum.question import Question
from kans_model.reports.optimum import answer_in_words, optimised
from kans_model.solver.highs import quiet_solver
from kans_model.tables.reading import table
from kans_model.words.problems import KansError
from tests.fixtures.packages import demo
from tests.fixtures.small import FEW, corner, only

BUDGET_EUR = 3e6


class LostSolver:
    """HiGHS that now and then comes to no outcome.

    Parameters
    ----------
    share : float
        Of its runs that are lost. [-]
    """

    def __init__(self, share, seed):
        self.highs, self.share = quiet_solver(), share
        self.rng = np.random.default_rng(seed)

    def __getattr__(self, name):
        return getattr(self.highs, name)

    def run(self):
        if self.rng.random() < self.share:
            self.highs.clearSolver()  # status, answer and basis are what a run without an outcome leaves
            return highspy.HighsStatus.kWarning
        return self.highs.run()


@pytest.fixture
def lose(monkeypatch):
    def losing(share, seed=1):
        monkeypatch.setattr(linear_program, "quiet_solver", lambda: LostSolver(share, seed))

    return losing


def few(**more):
    return Question(budget_eur=BUDGET_EUR, bans=only(*FEW), **more)


def said_or_found(study, question, keys, n_front=0):
    """The values and the optimum, or neither where the search says one of these."""
    try:
        return optimised(study, question, n_front)
    except KansError as error:
        if not {problem.key for problem in error.problems} & keys:
            raise
        return None, None


@pytest.fixture(scope="module")
def best():
    return optimum(corner(4), few())


KEYS = {"optimum_unsolved", "optimum_out_of_time", "optimum_infeasible"}
QUESTIONS = [
    {},
    {"whole": True},
    {"least_project_eur": 1e5},
    {"goal": "npv"},
    {"goal": "cheapest", "thresholds": (Threshold("pluvial", 1e5),)},
    {"goal": "cheapest", "thresholds": (Threshold("pluvial", 1.0),)},
]


@pytest.mark.parametrize("asked", QUESTIONS)
@settings(max_examples=4)
@given(share=st.sampled_from([0.3, 0.6, 0.8, 0.95, 1.0]), seed=st.integers(0, 1000))
def test_whatever_run_is_lost_no_answer_is_worth_more_than_its_bound(asked, share, seed):
    question = few(**asked)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(linear_program, "quiet_solver", lambda: LostSolver(share, seed))
        values, found = said_or_found(corner(4), question, KEYS, 4)
    if found is None:
        return
    assert found.gap >= 0
    assert "Infinity" not in json.dumps(values, default=float)
    assert "NaN" not in json.dumps(values, default=float)
    assert answer_in_words(values, table("measures")["name_nl"], "nl")
    if question.goal == "cheapest":
        assert found.bound <= found.value * (1 + 1e-6)
    else:
        assert found.value <= found.bound + 1e-6 * abs(found.value) + 1e-6
        assert found.capex_eur <= BUDGET_EUR * (1 + 1e-9)


def test_one_lost_run_in_five_costs_nothing_but_time(lose, best):
    lose(0.2)
    again = optimum(corner(4), few())
    assert again.value == pytest.approx(best.value, rel=2e-3)
    assert again.bound == pytest.approx(best.bound, rel=2e-3)


def test_a_solver_that_never_comes_to_an_outcome_says_so_and_accuses_no_demand(lose):
    lose(1.0)
    with pytest.raises(KansError, match="kwam tot geen uitkomst") as refusal:
        optimum(corner(4), few(thresholds=(Threshold("pluvial", 1.0),)))
    assert [problem.key for problem in refusal.value.problems] == ["optimum_unsolved"]
    with pytest.raises(KansError, match="kwam tot geen uitkomst"):
        front(corner(4), few(), 4)


def test_a_front_keeps_all_its_points_when_half_the_runs_are_lost(lose):
    lose(0.5, seed=3)
    points = front(corner(12), few(), 8)
    assert len(points) == 8
    for point in points:
        assert point.capex_eur <= point.budget_eur * (1 + 1e-9)
        assert point.avoided_eur_per_year <= point.bound * (1 + 1e-6)


def test_alternatives_and_the_package_for_every_climate_bear_lost_runs(lose, best):
    lose(0.7, seed=5)
    for other in alternatives(best):
        assert other.loss <= 0.05 + 1e-3
    found = robust(corner(4), few())
    assert found.bound_eur <= found.most_eur + 1


@pytest.mark.parametrize("seconds", [0.0, 0.001])
@pytest.mark.parametrize(
    "asked",
    [{"whole": True}, {"least_project_eur": 2e5}, {"whole": True, "exclusions": (("wadi", "green_bank"),)}],
)
def test_out_of_time_is_an_answer_with_a_bound_or_a_sentence(monkeypatch, seconds, asked):
    monkeypatch.setattr(whole_search, "SOLVER_SECONDS", seconds)
    values, found = said_or_found(demo(), Question(budget_eur=2e7, **asked), {"optimum_out_of_time"})
    if found is None:
        return
    assert found.value <= found.bound * (1 + 1e-9)
    assert found.gap < 0.1
    assert values["solver_gap"] is None or values["solver_gap"] >= 0
    assert answer_in_words(values, table("measures")["name_nl"], "nl")


def test_a_bound_of_nothing_is_no_proof(best):
    values = {name: getattr(best, name) for name in Optimum.__dataclass_fields__}
    cheapest = Question(goal="cheapest", thresholds=(Threshold("pluvial", 1e5),))
    for bound in (-np.inf, 0.0):
        assert Optimum(**{**values, "question": cheapest, "value": 1e6, "bound": bound}).gap == np.inf
    assert Optimum(**{**values, "bound": np.inf}).gap == np.inf
    assert Optimum(**{**values, "question": cheapest, "value": 0.5, "bound": 0.0}).gap == 0.0
