"""The catalogue of measures, by hand."""

import numpy as np
import pytest

from kans_model.measures.catalogue import FILTERS, Catalogue, avoided_eur, plain
from kans_model.tables.reading import table


def test_words_are_found_without_case_or_accents():
    assert plain("Één WADI") == "een wadi"
    catalogue = Catalogue("nl", search="WADI")
    assert "wadi" in catalogue.measures()
    assert Catalogue("nl", search="xyz").measures() == []


def test_a_first_euro_counts_the_themes_it_acts_on_of_those_looked_at():
    """12 + 3 of the first and third theme; the second it does not act on; nothing known is not nought."""
    worth, acts, every = np.array([12.0, 5.0, 3.0]), np.array([True, False, True]), np.ones(3, bool)
    assert avoided_eur(worth, acts, every) == 15
    assert avoided_eur(worth, acts, np.array([True, True, False])) == 12
    assert np.isnan(avoided_eur(np.array([np.nan, 5.0, np.nan]), acts, every))


def test_what_there_is_not_changes_no_choice():
    catalogue = Catalogue("nl", theme="heat")
    catalogue.narrow(theme="hail", owner="gemeente")
    assert (catalogue.theme, catalogue.owner) == ("heat", "gemeente")
    assert catalogue.is_narrowed()


@pytest.mark.parametrize("name", FILTERS)
def test_every_option_of_a_filter_fits_some_measure(name):
    for option in Catalogue.options(name):
        assert Catalogue("nl", **{name: option}).measures() or option == "derived"


def test_the_order_is_by_price_or_name():
    prices = [table("measures")["capex_eur"][measure] for measure in Catalogue("nl", sort="price").measures()]
    assert prices == sorted(prices)
    names = [plain(table("measures")["name_en"][m]) for m in Catalogue("en", sort="name").measures()]
    assert names == sorted(names)


def test_what_avoids_most_comes_first_and_what_is_not_counted_has_no_euro():
    n = len(table("measures"))
    worth, acts = np.zeros((4, n)), np.zeros((4, n), bool)
    worth[0, 3], acts[0, 3] = 7.0, True
    catalogue = Catalogue("nl")
    catalogue.weigh(worth, acts, np.array([True, True, True, False]))
    best = table("measures").index[3]
    assert catalogue.measures()[0] == best
    assert catalogue.avoided_eur(best) == 7
    assert catalogue.counts_in_euro(best)
    assert not catalogue.counts_in_euro(table("measures").index[0])
