"""A package or split is found by what people call it; what is not is said with the names there are."""

import pytest

from kans_model.finance.split import FinancingSplit
from kans_model.measures.portfolio import Portfolio
from kans_model.study.names import package_id, package_name, portfolio_name, split_id
from kans_model.words.problems import KansError
from kans_model.words.texts import LANGUAGES
from tests.fixtures.packages import demo


def study(*titles):
    found = demo()
    for place, title in enumerate(titles):
        found = found.with_portfolio(Portfolio(id=f"{place:032x}", title=title))
    return found


def test_a_package_is_found_by_id_or_by_its_name_in_either_language():
    known = study("Groene buurten")
    assert package_id(known, "alles") == "alles"
    assert package_id(known, "alles  WAT past") == "alles"
    assert package_id(known, "Own package") == "eigen"
    assert package_id(known, "voorbeeldpakket") == "eigen"
    assert package_id(known, "groene buurten") == f"{0:032x}"


def test_the_sample_is_called_an_example_until_somebody_changes_it():
    sample = demo().portfolio("eigen")
    assert [package_name(sample, lang) for lang in LANGUAGES] == ["Voorbeeldpakket", "Example package"]
    changed = sample.with_uptake("wadi", 0.41)
    assert [portfolio_name(changed, lang) for lang in LANGUAGES] == ["Eigen pakket", "Own package"]
    assert package_name(changed.named(title="Plan B"), "en") == "Plan B"


def test_an_unknown_name_is_answered_with_the_names_there_are():
    with pytest.raises(KansError) as error:
        package_id(study("Groene buurten"), "Groene daken")
    text = error.value.text("nl")
    assert "'Groene daken'" in text
    assert "Alles wat past (alles)" in text
    assert text.endswith("Groene buurten")
    assert "Example package (eigen)" in error.value.text("en")


def test_a_name_of_two_packages_is_answered_with_their_ids():
    with pytest.raises(KansError) as error:
        package_id(study("Plan", "plan"), "Plan")
    assert error.value.problems[0].key == "portfolio_ambiguous"
    assert f"{0:032x}, {1:032x}" in error.value.text("nl")


def test_a_split_is_found_the_same_way():
    known = demo().with_split(FinancingSplit(id="x" * 32, title="Samen delen"))
    assert split_id(known, "samen delen") == "x" * 32
    assert split_id(known, "Municipality pays") == split_id(known, "gemeente") == "gemeente"
    with pytest.raises(KansError, match="Samen delen"):
        split_id(known, "niemand")
