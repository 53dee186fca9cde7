"""What stands of an agreement when the study moves on, and how what it holds is told apart."""

from dataclasses import replace

import pytest

from kans_model.dialogue.dialogue import Dialogue
from kans_model.dialogue.partners import Partner
from kans_model.optimum.agreement import RULES, agreement
from kans_model.outlook.scenario import Scenario
from tests.fixtures.small import corner

PARTNERS = (
    Partner("a", "Waterschap", weights={"pluvial": 1.0}),
    Partner("b", "Bewoners", weights={"heat": 1.0}),
)


@pytest.fixture(scope="module")
def found():
    return agreement(corner().replaced(dialogue=Dialogue(partners=PARTNERS)), 1e6)


def test_it_holds_until_partners_or_the_outlook_change(found):
    study = found.study
    assert found.holds_for(study)
    assert found.holds_for(study.with_portfolio(study.portfolio("eigen").with_uptake("wadi", 0.1)))
    assert not found.holds_for(study.replaced(dialogue=Dialogue(partners=PARTNERS[:1])))
    assert not found.holds_for(study.replaced(scenario=Scenario(climate="nu")))


def test_packages_of_the_rules_stay_within_the_budget(found):
    assert not any(found.is_above_budget(rule) for rule in RULES)
    poorer = replace(found, budget_eur=found.capex_eur["mean"] / 2)
    assert poorer.is_above_budget("mean")


def test_losers_come_by_how_little_they_lacked(found):
    lacked = [loser.lacked_share for loser in found.nearest_losers(4)]
    assert lacked == sorted(loser.lacked_share for loser in found.shares.losers)[:4]
