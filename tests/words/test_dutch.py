"""Dutch texts are Dutch, and English ones English: the slips that were found once, as kinds."""

import re

import pytest

from kans_model.reports.sources import source_title
from kans_model.tables.reading import table
from kans_model.words.texts import texts

SLIPS = {
    "English month": r"\b(January|February|March|June|July|August|October|December|May \d{4})\b",
    "English words of a source": r"\b(prices of|summary of|accessed|R package|Python package)\b",
    "unit in English": r"\bmm/h\b",
    "decimal point": r"(?<![\w.])(?<!BY )\d+\.\d{1,2}(?![\d.])",
    "name of software": r"\b(NumPy|SciPy|pandas|xarray|SALib|tatooheene|GeoPandas|Bokeh)\b",
    "second spelling": r"(?i)\b\w*aannamen\b",
    "number of the headlines called kengetal": r"(?i)\b(bij de|de) kengetallen (zeggen|wat)",
    "plural after any number": r"(?<!van )\{n\} buurten\b",
}
QUOTED = {"problem.city_parts_of_a_count"}
"""Texts that quote what may stand in a file, beside the task fields of the budget."""

DUTCH = {
    key: text
    for key, text in texts()["nl"].items()
    if key not in QUOTED and not key.startswith(("budget.field_", "assumption_unit."))
} | {f"source {source}": source_title(source, "nl") for source in table("sources").index}


@pytest.mark.parametrize("slip", SLIPS)
def test_no_dutch_text_has_the_slip(slip):
    assert {key: text for key, text in DUTCH.items() if re.search(SLIPS[slip], text)} == {}


def test_an_english_text_says_neighbourhood():
    said = {key: re.sub(r"\{[^}]*\}", "", text) for key, text in texts()["en"].items()}
    found = {key for key, text in said.items() if re.search(r"(?i)\bbuurt(en)?\b", text)}
    # a file is named after its Dutch column or layer, and there the word is right
    assert {key for key in found if not key.startswith(("problem.", "explain.", "column"))} == set()


def test_a_title_of_the_source_itself_keeps_its_capitals():
    assert source_title("rvo_impulse_scheme", "nl") == "Impulsregeling klimaatadaptatie (RVO, maart 2024)"
    assert source_title("rvo_impulse_scheme", "en") == "Impulsregeling klimaatadaptatie (RVO, March 2024)"
