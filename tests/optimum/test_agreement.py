"""What stands of an agreement when the study moves on, and how what it holds is told apart."""

from dataclasses import replace

import pytest

from kans_model.dialogue.criteria import Criterion
from kans_model.dialogue.dialogue import Dialogue
from kans_model.dialogue.partners import Partner
from kans_model.optimum.agreement import RULES, agreement, known_thresholds
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


def test_a_limit_on_a_theme_without_data_stops_no_search():
    study = corner()
    for code in study.city.areas.index:
        study = study.replaced(city=study.city.with_values(code, vulnerable_buildings=None))
    asked = (
        Criterion("d", "damage_drought", 1.0, "unacceptable"),
        Criterion("h", "damage_heat", 1e9, "unacceptable"),
    )
    dry = study.replaced(dialogue=Dialogue(criteria=asked, partners=PARTNERS))
    assert "drought" not in dry.baseline.hazards_included
    assert [limit.hazard for limit in known_thresholds(dry, "2050")] == ["heat"]
    assert agreement(dry, 1e6).capex_eur["maximin"] <= 1e6 * (1 + 1e-6)


def test_losers_come_by_how_little_they_lacked(found):
    lacked = [loser.lacked_share for loser in found.losers]
    assert lacked == sorted(loser.lacked_share for loser in found.shares.losers)
