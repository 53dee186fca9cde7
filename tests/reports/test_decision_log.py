"""The log in words: what stands there, what has moved since, and a page that prints by itself."""

import re
from dataclasses import replace
from datetime import date

import pytest

from kans_model.dialogue.decisions import Decision, Quote
from kans_model.dialogue.dialogue import Dialogue
from kans_model.dialogue.partners import Partner
from kans_model.reports.decision_log import COLUMNS, log_entries, log_page, log_table
from tests.fixtures.small import corner

DEATHS = float(corner(2).evaluate("niets_doen")["deaths_after"].sel(horizon="2050").sum())
FIRST = Decision(
    "one",
    "2026-11-02",
    "Hitte <eerst>",
    "omdat het kan",
    ("g", "gone"),
    "a" * 64,
    (Quote("deaths", "2050", DEATHS), Quote("deaths", "2050", DEATHS / 2)),
)
SECOND = Decision("two", "2026-11-09", "Toch water eerst", corrects="one", study="b" * 64)


@pytest.fixture
def study():
    partners = (Partner("g", "Gemeente", weights={"heat": 1.0}),)
    return corner(2).replaced(dialogue=Dialogue(partners=partners, decisions=(FIRST, SECOND)))


def test_entries_name_each_other_and_what_moved(study):
    first, second = log_entries(study)
    assert (first.number, first.corrects, first.corrected_by) == (1, 0, 2)
    assert (second.number, second.corrects, second.corrected_by) == (2, 1, 0)
    assert first.who == "Gemeente, een partner die niet meer aan tafel zit"
    assert len(first.quotes) == 2
    (moved,) = first.moved  # only the figure that reads otherwise, with both values
    assert re.search(r"toen .*, nu ", moved)
    assert second.moved == ()


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_table_has_a_row_per_decision(study, lang):
    head, *rows = log_table(study, lang)
    assert len(head) == len(COLUMNS)
    assert [row[0] for row in rows] == [1, 2]
    assert rows[1][COLUMNS.index("corrects")] == 1
    assert rows[0][COLUMNS.index("hash")] == "a" * 64


def test_the_page_stands_by_itself_and_hides_nothing(study):
    page = log_page(study, printed=date(2026, 11, 29))
    assert "29 november 2026" in page
    assert "Hitte &lt;eerst&gt;" in page
    assert "verbeterd door besluit 2" in page
    assert "verouderd" in page
    assert re.search(r"""(src|href)=["']|url\(""", page) is None  # it asks no other file


def test_an_empty_log_says_so():
    assert "nog niets besloten" in log_page(corner(2))


def test_what_was_decided_on_a_package_that_is_gone_keeps_its_figure(study):
    gone = replace(FIRST, quotes=(Quote("deaths", "2050", DEATHS, package="weg"),), corrects="")
    (entry,) = log_entries(study.replaced(dialogue=Dialogue(decisions=(gone,))))
    assert "het pakket van toen is er niet meer" in entry.moved[0]
