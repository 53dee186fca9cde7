"""The library of measures: searched, filtered and put in order."""

import numpy as np
import pytest

from dashboards.sections.maatregelen.library import Library
from kans_model.tables.reading import table
from kans_model.words.amounts import money
from kans_model.words.texts import t
from tests.fixtures.packages import demo


def test_the_library_is_searched_without_accents_and_filtered():
    added = []
    library = Library("nl", ["wadi"], added.append, added.append)
    library.view._handle_msg({"do": "search", "value": "WADI"})
    assert "wadi" in library.catalogue.measures()
    assert 'data-do="remove" data-measure="wadi"' in library.view.slots["rows"]
    library.view._handle_msg({"do": "search", "value": "xyz"})
    assert "Niets gevonden" in library.view.slots["count"]
    library.view._handle_msg({"do": "search", "value": ""})
    library.view._handle_msg({"do": "theme", "value": "flood"})
    assert set(library.catalogue.measures()) == {
        m for m, r in table("measures").iterrows() if "flood" in r["themes"].split(";")
    }
    library.view._handle_msg({"do": "add", "measure": "street_tree"})
    assert added == ["street_tree"]


@pytest.mark.parametrize(
    ("choice", "fits"),
    [
        ({"stock": "flat_roof"}, lambda row: row["stock"] == "flat_roof"),
        ({"kind": "cited"}, lambda row: row["evidence"] == "cited"),
        ({"cost": "high"}, lambda row: row["capex_eur"] >= 1000),
        (
            {"theme": "heat", "owner": "gemeente"},
            lambda row: "heat" in row["themes"] and row["owner"] == "gemeente",
        ),
    ],
)
def test_the_library_is_filtered_by_surface_price_evidence_theme_and_owner(choice, fits):
    library = Library("nl", [], print, print)
    library.filter(**choice)
    expected = [measure for measure, row in table("measures").iterrows() if fits(row)]
    assert set(library.catalogue.measures()) == set(expected)
    assert expected


def weighed(lang="nl"):
    library, base = Library(lang, [], print, print), demo().baseline
    library.weigh(base.first_euro.avoided_eur_per_keur, base.first_euro.acts_on, base.counted)
    return library, base


def test_the_library_starts_with_what_avoids_most_per_euro():
    library, base = weighed()
    found = library.catalogue.measures()
    worth = np.nansum(base.first_euro.avoided_eur_per_keur[base.counted], axis=0)
    worth = [worth[base.room.place[measure]] for measure in found]
    assert worth == sorted(worth, reverse=True)
    assert money(worth[0]) in library.view.slots["rows"]
    library.view._handle_msg({"do": "sort", "value": "price"})
    prices = [table("measures")["capex_eur"][measure] for measure in library.catalogue.measures()]
    assert prices == sorted(prices)


def test_under_a_theme_the_library_counts_that_theme_only():
    library, base = weighed()
    library.filter(theme="heat")
    heat = base.first_euro.avoided_eur_per_keur[1, base.room.place["street_tree"]]
    assert library.catalogue.avoided_eur("street_tree") == pytest.approx(heat)
    assert library.worth_text("wadi") == t("library.no_euro")
    assert library.catalogue.measures()[0] == "heat_plan"


@pytest.mark.parametrize("measure", ["fountain", "shade_sail", "cool_paving"])
def test_an_effect_that_is_not_counted_in_money_is_said_so(measure):
    library, _ = weighed()
    assert library.worth_text(measure) == t("library.no_euro")
