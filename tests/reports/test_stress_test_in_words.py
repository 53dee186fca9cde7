"""The sentence of the stresstest: its number is the model's, and it names nobody that is not sure."""

import numpy as np
import pytest

from kans_model.city.city import City
from kans_model.evaluation.hotspots import sure_leaders
from kans_model.reports.stress_test_in_words import conclusion
from kans_model.study.study import Study
from kans_model.uncertainty.stress_test import StressTest
from tests.fixtures.cities import areas


@pytest.fixture(scope="module")
def test():
    return StressTest(Study.default(City.demo()))


def text(test, lang="nl"):
    return conclusion(test, lang).replace("\u00a0", " ")


def test_the_sentence_says_what_weather_costs_and_what_costs_most(test, monkeypatch):
    """12.04 million, 7.71 to 22.8 in the draws; heat most in all of them, one buurt in none for sure."""
    ends = [np.asarray(eur) for eur in (7.71e6, 12.04e6, 22.8e6)]
    monkeypatch.setattr(test, "total_eur", lambda: ends)
    monkeypatch.setattr(test, "sure_leaders", lambda: [2])
    name = test.areas["name"].iloc[2]
    assert text(test) == (
        "Zonder extra maatregelen kost extreem weer Voorbeeldstad in 2050 "
        "€ 12,0 mln (€ 7,7–23 mln) per jaar; "
        f"hitte het meest, en {name} wordt per hectare het zwaarst getroffen."
    )
    assert text(test, "en") == (
        "Without extra measures, extreme weather costs Voorbeeldstad €12.0m (€7.7–23m) a year in 2050; "
        f"heat the most, and {name} is hit hardest per hectare."
    )


def test_of_estimates_the_band_stands_first_and_equals_have_no_winner():
    """Six squares alike: all are hit equally hard."""
    alike = City.from_areas(areas(residents=[900.0] * 6, households=[420.0] * 6), "Gelijk")
    said = text(StressTest(Study.default(alike)))
    assert said.endswith("6 buurten worden per hectare even zwaar getroffen.")
    assert not any(name in said for name in alike.areas["name"])
    assert "mln (" not in said


def test_what_is_unknown_has_no_number():
    empty = StressTest(Study.default(City.from_areas(areas(), "Leeg")), theme="flood")
    assert text(empty) == "Wat overstroming Leeg kost is onbekend."


def test_leaders_are_named_only_when_the_draws_agree_on_them():
    """Twenty draws: the first two lead in all, in either order; with two draws of a third they do not."""
    damage = [5.0, 4.0, 1.0]
    either = [[5.0, 4.0, 1.0]] * 10 + [[4.0, 5.0, 1.0]] * 10
    assert sure_leaders(damage, either) == [0, 1]
    assert sure_leaders(damage, [*either[:18], [5.0, 1.0, 4.0], [5.0, 1.0, 4.0]]) == []
    assert sure_leaders(damage, [[5.0, 4.0, 1.0]] * 20) == [0]
    assert sure_leaders([2.0] * 5, [[2.0] * 5] * 20) == []
