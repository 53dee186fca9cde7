"""One quantity reads one way on every page that shows it."""

from dataclasses import replace

import numpy as np
import pytest

from kans_model.city.city import City
from kans_model.study.study import Study
from tests.fixtures.cities import areas
from tests.fixtures.readings import Reading, Walk, contradictions, ends

SHARED = ("avoided", "capex", "npv", "bcr", "damage", "deaths", "entered", "chance", "turning")


def made_up():
    """A city of six equal buurten of which little is known: bands stand before middles."""
    return City.from_areas(
        areas(residents=np.full(6, 1000.0), households=np.full(6, 480.0), size_m=300), "Stad"
    )


@pytest.fixture(scope="module", params=[City.demo, made_up], ids=["demo", "made_up"])
def walk(request):
    return Walk(Study.default(request.param()))


def test_no_quantity_reads_two_ways(walk):
    pairs = contradictions(walk.found)
    assert not pairs, "\n".join(
        f"{one.quantity}: {one.place} says {one.text}, {other.place} {other.text}" for one, other in pairs
    )


def test_every_shared_quantity_is_read_in_more_than_one_place(walk):
    places = {name: {reading.place for reading in walk.found if reading.quantity == name} for name in SHARED}
    assert {name: len(found) for name, found in places.items() if len(found) < 2} == {}


@pytest.mark.parametrize("quantity", ["avoided", "npv, high", "entered", "turning"])
def test_one_place_that_says_otherwise_is_seen(walk, quantity):
    """The last reading of a quantity, moved by a fifth: whoever would write that contradicts the others."""
    same = [reading for reading in walk.found if reading.quantity == quantity]
    width = max(same[-1].high - same[-1].low, abs(same[-1].high) / 5, 1)
    moved = replace(same[-1], low=same[-1].high + 3 * width, high=same[-1].high + 4 * width)
    pairs = contradictions([*(reading for reading in walk.found if reading is not same[-1]), moved])
    assert pairs
    assert all(moved in pair for pair in pairs)


@pytest.mark.parametrize(
    ("one", "other", "at_odds"),
    [
        ("€ 83,4 mln", "€ 84,6 mln", True),
        ("12.100", "12.074", False),  # three digits of the same number
        ("12.200", "12.074", True),
        ("> 99 %", "100 %", True),  # what is counted in draws never says always
        ("> 99 %", "> 99 %", False),
        ("> 99 %", "98 %", True),
        ("3", "4", True),
        ("0,53", "0,5", False),
        ("€ 430.000", "0,43 mln", False),
        ("−63", "63", True),
    ],
)
def test_what_two_texts_may_both_stand_for(one, other, at_odds):
    found = [Reading.of("x", place, text) for place, text in (("here", one), ("there", other))]
    assert bool(contradictions(found)) == at_odds


def test_a_written_number_stands_for_what_rounds_to_it():
    assert ends("€ 75,4 mln") == pytest.approx((75.35e6, 75.45e6))
    assert ends("€75.4m", "en") == pytest.approx((75.35e6, 75.45e6))
    assert ends("+0,43", unit=1e6) == pytest.approx((425e3, 435e3))
    assert ends("< 1 %")[0] == float("-inf")
