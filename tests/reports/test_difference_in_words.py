"""What differs between two versions, in words: every choice with what it was and is, nothing that stayed."""

import pytest

from kans_model.dialogue.ambition import Ambition, Threshold
from kans_model.finance.city_balance import CityBalance
from kans_model.finance.split import FinancingSplit
from kans_model.measures.portfolio import Portfolio
from kans_model.outlook.scenario import Scenario
from kans_model.reports.difference_in_words import difference_text, differences
from kans_model.tables.reading import table
from kans_model.words.texts import LANGUAGES
from tests.fixtures.packages import demo


def said(before, now, lang="nl"):
    return {(d.part, d.name): (d.before, d.now) for d in differences(before, now, lang)}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_study_differs_from_itself_in_nothing(lang):
    assert differences(demo(), demo(), lang) == []
    assert difference_text(demo(), demo(), lang).startswith(("Geen", "No "))


def test_an_uptake_says_share_place_and_quantity_then_and_now():
    package = demo().portfolio("eigen").with_uptake("wadi", 0.8, "everywhere").without("heat_plan")
    told = said(demo(), demo().with_portfolio(package))
    before, now = told["Eigen pakket", "Wadi"]
    assert before.startswith("40\u00a0%, slechtste buurten eerst: ")
    assert now.startswith("80\u00a0%, overal: ")
    quantities = [float(side.split(": ")[1].split()[0].replace(".", "")) for side in (before, now)]
    assert quantities[1] == pytest.approx(2 * quantities[0], rel=0.02)
    assert told["Eigen pakket", table("measures")["name_nl"]["heat_plan"]][1] == "niet"
    assert ("Eigen pakket", "Investering") in told
    assert ("Eigen pakket", "Straatboom") not in told


def test_what_somebody_put_in_a_buurt_is_told_by_its_name():
    study = demo()
    code, name = study.city.areas.index[3], study.city.areas["name"].iloc[3]
    package = study.portfolio("eigen").named(title="Plan B", description="voor de raad").with_budget(3e7)
    changed = study.with_portfolio(package).replaced(city=study.city.with_values(code, soil="peat"))
    told = said(study, changed)
    assert told["Plan B", "Naam"] == ("Voorbeeldpakket", "Plan B")
    assert told["Plan B", "Budget"] == ("niet", "€\u00a030,0\u00a0mln")
    assert told[name, "bodem"][1] == "Veen"


def test_outlook_and_assumptions_are_told_with_their_values():
    study = demo()
    changed = study.replaced(
        scenario=Scenario(period_years=100),
        assumptions=study.assumptions.with_value("wadi:capex_eur", 80, "bestek"),
        seed=7,
    )
    told = said(study, changed)
    assert told["Aannames", "Zichtperiode"] == ("50 jaar", "100 jaar")
    assert any(
        part == "Aannames" and "Wadi" in name and now.startswith("€\u00a080 ")
        for (part, name), (_, now) in told.items()
    )
    assert told["Studie", "Startgetal van de trekkingen"] == ("2027", "7")


def test_a_split_tells_its_preset_and_what_was_set_apart():
    split = FinancingSplit(id="x", title="Samen")
    before = demo().with_split(split)
    now = demo().with_split(
        split.changed(preset="gemeente", own={"*:*:*": {"rijk": 10_000}}, rates={"omslagrente": 0.05})
    )
    told = said(before, now)
    part = "Kostenverdeling Samen"
    assert (
        told[part, "Wie draagt"] == ("Eigenaar betaalt", "Gemeente betaalt") or (part, "Wie draagt") in told
    )
    assert any("5\u00a0%" in now for (_, _), (_, now) in told.items())
    assert said(demo(), before)["Kostenverdeling", "Samen"] == ("niet", "wel")
    assert said(before, demo())["Kostenverdeling", "Samen"] == ("wel", "niet")


def test_packages_that_come_and_go_and_limits_and_balance_are_told():
    study = demo()
    changed = study.with_portfolio(Portfolio(id="b", title="Groene buurten")).replaced(
        ambition=Ambition(thresholds=(Threshold("heat", 2e6),), equity_share=0.2),
        balance=CityBalance(equity_eur=5e7),
    )
    told = said(study, changed)
    assert told["Pakket", "Groene buurten"] == ("niet", "wel")
    assert told["Ambitie", "Grens voor hitte, de hele stad"] == (
        "niet",
        "hoogstens €\u00a02,0\u00a0mln per jaar",
    )
    assert told["Ambitie", "Kwetsbare buurten: ten minste vermijden"] == ("0\u00a0%", "20\u00a0%")
    assert told["Balans van de gemeente", "Eigen vermogen"] == ("onbekend", "€\u00a050,0\u00a0mln")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_raw_word_of_a_file_is_told(lang):
    study = demo()
    package = study.portfolio("eigen").with_uptake("wadi", 0.9, "everywhere")
    changed = study.with_portfolio(package).replaced(
        scenario=Scenario(climate="Hd"),
        ambition=Ambition(weights={"avoided": 2.0, "synergy": 1.0, "co_benefit": 1.0}),
    )
    text = difference_text(study, changed, lang)
    assert "_" not in text
    assert "→" in text
