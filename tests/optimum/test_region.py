"""A region by groups: the same answer as all areas at once, within the budget and below its bound."""

import pytest

from kans_model.computing.progress import CancelledError
from kans_model.optimum import region
from kans_model.optimum.optimum import optimum
from kans_model.optimum.question import Question
from kans_model.optimum.region import regional
from kans_model.words.problems import KansError
from tests.fixtures.packages import demo

QUESTION = Question(budget_eur=5e7)


def test_groups_of_areas_come_within_a_percent_of_all_at_once(monkeypatch):
    monkeypatch.setattr(region, "GROUP", 20)
    monkeypatch.setattr(region, "SAMPLE", 30)
    whole, grouped = optimum(demo(), QUESTION), regional(demo(), QUESTION)
    assert grouped.capex_eur <= QUESTION.budget_eur * (1 + 1e-9)
    assert grouped.avoided_eur_per_year == pytest.approx(whole.value, rel=0.01)
    assert grouped.bound_eur_per_year >= whole.value * (1 - 1e-6)
    assert 0 <= grouped.gap < 0.01
    room = demo().baseline.room
    assert (room.claimed(grouped.quantity) <= room.pools[1] * (1 + 1e-6)).all()


@pytest.mark.parametrize("question", [Question(goal="npv"), Question(budget_eur=1e7, pins={"wadi": 0.1})])
def test_other_goals_and_limits_are_refused(question):
    with pytest.raises(KansError, match="rekenwijze"):
        regional(demo(), question)


def test_it_stops_when_asked():
    with pytest.raises(CancelledError):
        regional(demo(), QUESTION, cancelled=lambda: True)
