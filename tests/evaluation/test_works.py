"""What works that open the street save, by hand: two buurten, a tree, a wadi and a roof."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from kans_model.evaluation.works import saved_by_works, saving_share, with_works
from kans_model.measures.portfolio import WORKED_OUT, Portfolio, new_choice

TREE, WADI, ROOF = 0, 1, 2


def base():
    """Room for 10 and 20 trees and 100 m² of wadi each; works open half of the first buurt."""
    room = SimpleNamespace(
        measures=pd.Index(["tree", "wadi", "roof"]),
        place={"tree": TREE, "wadi": WADI, "roof": ROOF},
        potential=np.array([[10.0, 20.0], [100.0, 100.0], [50.0, 50.0]]),
        works_share=np.array([0.5, 0.0]),
        in_works=np.array([True, True, False]),
    )
    return SimpleNamespace(room=room, measure={"joint_works_discount": np.array([0.4, 0.25, 0.9])})


def package(**targets):
    return Portfolio(choices={name: new_choice(1.0, target) for name, target in targets.items()})


def test_only_what_is_sent_to_works_and_stands_where_the_street_opens_goes_along():
    sent = package(tree="works", wadi="everywhere", roof="works")
    assert with_works(base(), sent).tolist() == [True, False, False]
    assert with_works(base(), package(wadi=WORKED_OUT)).tolist() == [False, True, False]


def test_the_discount_holds_for_what_fits_in_the_works():
    """Of 8 trees in the first buurt 10 · 0.5 = 5 fit in the works; 40 % of their price falls away: 2."""
    quantity = np.array([[8.0, 20.0], [100.0, 0.0], [50.0, 0.0]])
    saved = saved_by_works(base(), package(tree="works", wadi="everywhere"), quantity)
    assert saved.tolist() == [[2.0, 0.0], [0.0, 0.0], [0.0, 0.0]]
    # 2 of 28 trees
    assert saving_share(base(), package(tree="works"), quantity)[TREE] == pytest.approx(2 / 28)


def test_what_is_not_built_saves_nothing():
    assert saving_share(base(), package(tree="works"), np.zeros((3, 2))).tolist() == [0.0, 0.0, 0.0]
