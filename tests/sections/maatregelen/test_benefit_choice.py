"""A choice per group of benefits reaches the balance, and what counts a gain twice goes."""

from html import unescape

import pytest

from dashboards.maatregelen import MaatregelenPage
from dashboards.parts.frame.session import Session
from kans_model.city.city import City
from kans_model.outlook.scenario import Scenario
from kans_model.study.study import Study
from kans_model.words.amounts import money_change


@pytest.fixture(scope="module")
def page():
    page = MaatregelenPage(Session(study=Study.default(City.demo()), lang="nl"))
    for fold in page.folds.values():
        fold.open()
    return page


def test_the_bars_are_the_balance_both_ways(page):
    result = page.session.study.evaluate(page.session.portfolio)
    alone, every = page.both.chart.columns["own"][-2:]
    assert alone == pytest.approx(float(result["npv_avoided_only_eur"]) / 1e6)
    assert every == pytest.approx(float(result["npv_eur"]) / 1e6)
    assert "pro memorie" in unescape(str(page.both.view.slots["conditions"]))
    note = unescape(page.headlines.figures.view.slots["npv_note"])
    assert money_change(float(result["npv_avoided_only_eur"]), "nl") in note


def test_an_amount_that_holds_property_takes_property_and_trees_out(page):
    page.benefits._count({"name": "trees_with_property", "value": "tree_benefit_the_hague_each"})
    counted = page.session.study.scenario.co_benefits
    assert "tree_benefit_the_hague_each" in counted
    assert not {"property_single_task", "tree_benefit_each"} & set(counted)
    slots = page.benefits.view.slots
    assert "1,2 %" in unescape(str(slots["gone"]))
    assert (slots["property"], slots["trees"]) == ("none", "none")
    assert "Bomen, met woningwaarde" in page.both.chart.labels
    page.session.undo()
    assert page.session.study.scenario.co_benefits == Scenario().co_benefits


def test_where_nothing_else_counts_the_page_says_that_avoided_damage_alone_does(page):
    for group in page.benefits.groups:
        page.benefits._count({"name": group, "value": "none"})
    assert page.session.study.scenario.co_benefits == []
    assert page.benefits.view.slots["gone"] == "Alleen vermeden schade telt mee."
    assert "Alleen vermeden schade telt mee" in page.headlines.figures.view.slots["npv_note"]
    alone, every = page.both.chart.columns["own"][-2:]
    assert alone == every
