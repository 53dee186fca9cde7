"""What a council is told of a split: everything that differs, and nothing where nothing does."""

import pytest

from kans_model.finance.actors import Actors
from kans_model.finance.grant_scheme import own_rule
from kans_model.finance.split import FinancingSplit
from kans_model.finance.split_terms import PRESETS
from kans_model.reports.council import council_page
from kans_model.reports.split_in_words import NAMED_ELSEWHERE, WRITTEN, split_changes
from kans_model.tables.reading import table
from kans_model.uncertainty.bands import drawn
from kans_model.uncertainty.ledger_ranges import ranges
from kans_model.words.texts import has_text
from tests.fixtures.packages import demo


def changed():
    return FinancingSplit(
        id="raad",
        title="raad",
        rates={"omslagrente": 0.15, "inflation": 0.05, "omslagrente:waterschap": 0.03},
        levy_units=1000,
        levy_shares={"wadi": {"rioolheffing_share": 0.0, "reason": "verordening"}},
        depreciation_years={"green": 60},
        loans={"bedrijf": {"kind": "linear", "rate": 0.04, "years": 12}},
        reserves={"gemeente_rioolheffing": 5e6},
        ceilings={"gemeente_algemeen": {"ceiling_eur": 3e6, "committed_eur": 1e6}},
        instruments=["own-1"],
        rules={"own-1": own_rule("Rijk betaalt", "rijk", {"share": 0.9})},
        own={"*:*:*": {"rijk": 10_000}},
    )


def test_a_preset_differs_in_nothing():
    for preset in PRESETS:
        assert split_changes(FinancingSplit.of(preset), Actors(), 10.0, "nl") == []


def test_every_rate_term_share_unit_loan_reserve_ceiling_and_rule_is_told():
    told = {one.name: one for one in split_changes(changed(), Actors(), 4000.0, "nl")}
    for name, value, default in (
        ("Omslagrente gemeente en waterschap", "15 %", "2 %"),
        ("Omslagrente gemeente en waterschap: Waterschap", "3 %", "2 %"),
        ("Prijsstijging per jaar", "5 %", "2 %"),
        ("Huishoudens die rioolheffing betalen", "1.000", "4.000"),
        ("Afschrijvingstermijn " + table("asset_classes")["name_nl"]["green"], "60 jaar", "20 jaar"),
        ("Lening Bedrijf", "lineair, 4 %, 12 jaar, voor 100 % van de investering", "geen"),
        ("Bestemmingsreserve kapitaallasten Gemeente (rioolheffing)", "€ 5,0 mln", "geen"),
        ("Jaarplafond Gemeente (algemene middelen)", "€ 3,0 mln, waarvan al toegezegd € 1,0 mln", "geen"),
        (
            "Subsidieregel Rijk betaalt",
            "Rijk, 90 % van de investering, over de kosten met de btw die de ontvanger niet terugkrijgt",
            "geen",
        ),
        ("Subsidieregel Impulsregeling klimaatadaptatie (gesloten)", "niet meegenomen", "meegenomen"),
        ("Wie draagt: alle kosten", "Rijk 100 %", "Eigenaar betaalt"),
    ):
        said = [part.replace("\N{NO-BREAK SPACE}", " ") for part in told[name][1:3]]
        assert said == [value, default]
    assert told["Subsidieregel Rijk betaalt"].reason.startswith("eigen regel")
    wadi = next(one for name, one in told.items() if name.startswith("Deel uit de rioolheffing"))
    assert wadi.reason == "verordening"


@pytest.mark.parametrize("name", FinancingSplit().to_dict())
def test_every_choice_of_a_split_has_words(name):
    assert name in (*NAMED_ELSEWHERE, *WRITTEN) or has_text(f"split_choice.{name}")


def test_the_council_reads_them_all():
    study = demo().with_split(changed())
    ledger = study.ledger("eigen", "raad")
    bands = ranges(drawn(study), study, study.portfolio("eigen"), ledger)
    text = council_page(study, "eigen", "raad", ledger, bands, "nl")
    assert "Alle aannames staan op de standaardwaarden" not in text
    for change in split_changes(changed(), study.actors, ledger.inputs.households, "nl"):
        assert change.name.split("(")[0] in text
    assert "erbij" in text
