"""The package that an answer stands for, by hand."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from kans_model.measures.portfolio import WORKED_OUT
from kans_model.optimum.answer import Answer, package


def base():
    """10 and 30 trees fit; a wadi fits in the first buurt only."""
    room = SimpleNamespace(
        measures=pd.Index(["street_tree", "wadi", "pond"]),
        areas=pd.Index(["north", "south"]),
        potential=np.array([[10.0, 30.0], [200.0, 0.0], [5.0, 5.0]]),
    )
    return SimpleNamespace(room=room)


def test_quantities_become_an_uptake_and_a_pattern_that_give_them_back():
    """5 of 10 and 15 of 30 trees: half everywhere. 50 of 200 m² of wadi: a quarter. No pond: no choice."""
    made = package(base(), np.array([[5.0, 15.0], [50.0, 0.0], [0.0, 0.0]]), title="best")
    assert set(made.choices) == {"street_tree", "wadi"}
    tree, wadi = made.choices["street_tree"], made.choices["wadi"]
    assert tree["uptake"] == pytest.approx(0.5)
    assert tree["pattern"] == pytest.approx({"north": 1.0, "south": 1.0})
    assert wadi["uptake"] == pytest.approx(0.25)
    assert wadi["pattern"] == pytest.approx({"north": 1.0})
    assert {tree["targeting"], wadi["targeting"]} == {WORKED_OUT}


def test_an_uneven_answer_keeps_its_places():
    """10 trees in the north, none in the south: 10 of 40, four times as dense in the north as on average."""
    tree = package(base(), np.array([[10.0, 0.0], [0.0, 0.0], [0.0, 0.0]])).choices["street_tree"]
    assert (tree["uptake"], tree["pattern"]) == (pytest.approx(0.25), pytest.approx({"north": 4.0}))


def test_without_an_answer_that_keeps_every_limit_the_last_one_stands():
    last = np.array([1.0])
    answer = Answer(None, last, bound=2.0, value=1.0, prices={}, surfaces=None)
    assert answer.columns is last
