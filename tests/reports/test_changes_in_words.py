"""Changed assumptions in words: units of the reader's language, nothing said that was not changed."""

import pytest

from kans_model.city.city import City
from kans_model.outlook.scenario import Scenario
from kans_model.reports.changes_in_words import amount, assumption_unit, changes
from kans_model.study.study import Study
from kans_model.tables.reading import table
from kans_model.words.texts import LANGUAGES


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_unit_of_an_assumption_is_said_in_words(lang):
    for unit in set(table("assumptions")["unit"]):
        said = assumption_unit(unit, lang)
        assert not any(code in said for code in ("degC", "1/", "yr", "EUR", "m2", "m3"))


def test_an_amount_puts_the_euro_sign_first():
    assert amount(271, "€ per m²", "nl", to=380) == "€\u00a0271–380 per m²"
    assert amount(271, "€ per m²", "en") == "€271 per m²"
    assert (
        amount(0.048, assumption_unit("1/(day degC 100k)", "nl"), "nl") == "0,048 per °C per 100.000 per dag"
    )


def test_a_study_as_it_starts_has_no_changes():
    assert changes(Study.default(City.demo()), "nl") == []


def test_switches_and_own_values_are_told_with_what_they_replace():
    study = Study.default(City.demo())
    study = study.replaced(
        scenario=Scenario(heat_value="vsl", period_years=100, duration_min=120, co_benefits=[]),
        assumptions=study.assumptions.with_value("wadi:capex_eur", 80, "bestek"),
    )
    told = {one.name: one for one in changes(study, "nl")}
    assert told["Zichtperiode"][1:3] == ("100 jaar", "50 jaar")
    assert told["Waarde van sterfte door hitte"].value == "waarde van een statistisch leven"
    assert told["Duur van de bui"].value == "120 min"
    assert told["Meegetelde nevenbaten"].value == "geen"
    price = next(one for name, one in told.items() if name.startswith("Wadi"))
    assert (price.value, price.reason) == ("€\u00a080 per m²", "bestek")
