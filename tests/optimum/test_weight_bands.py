"""Bands of weights and overstated ones: how often a package stays the consensus, and who could push it."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from kans_model.dialogue.dialogue import Dialogue
from kans_model.dialogue.partners import Partner
from kans_model.optimum.agreement import agreement
from kans_model.optimum.overstatement import overstated, overstatements
from kans_model.optimum.weight_bands import _winners, weight_bands
from tests.fixtures.small import corner

PARTNERS = (
    Partner("w", "Waterschap", weights={"pluvial": 2, "money": 1}),
    Partner("h", "GGD", weights={"heat": 3, "gezondheid_leefbaarheid": 1}),
    Partner("n", "Natuur", weights={"biodiversiteit": 1}),
)
BUDGET_EUR = 1e6


@cache
def found():
    return agreement(corner(2).replaced(dialogue=Dialogue(partners=PARTNERS)), BUDGET_EUR)


def test_shares_of_the_draws_add_up_and_ranges_hold_the_middle():
    bands = weight_bands(found())
    assert sum(bands.least.values()) == pytest.approx(1)
    assert sum(bands.mean.values()) == pytest.approx(1)
    assert {"maximin", "mean", "equal_shares"} <= set(bands.least)
    low, high = bands.least_range["maximin"]
    assert low <= found().agreed.maximin.value <= high + 0.01
    assert bands.chosen == ()


def test_without_a_band_the_packages_of_the_middle_win(monkeypatch):
    monkeypatch.setattr("kans_model.optimum.weight_bands.default", lambda _key: 1.0)
    bands = weight_bands(found())
    assert bands.least["maximin"] == 1.0
    assert bands.mean["mean"] == 1.0


def test_who_has_the_same_least_is_told_apart_by_the_next():
    # three partners, one draw, three packages: least 1, 2, 2; then 9, 3, 4
    levels = np.array([[[1, 2, 2]], [[9, 3, 4]], [[9, 9, 5]]], dtype=float)
    assert _winners(levels).tolist() == [2]


def test_overstating_is_judged_by_what_is_truly_wanted():
    rows = {row.partner.id: row for row in overstatements(found())}
    assert rows["n"].subject == ""  # one subject: nothing to overstate
    assert rows["w"].subject in PARTNERS[0].weights
    agreed = found().agreed
    for place, partner in enumerate(PARTNERS):
        # nobody gains more than lies between what he has and his own best
        assert rows[partner.id].gain <= 1 - agreed.maximin.satisfaction[place] + 0.01
        # what is solved for a lie is no better for the truly least satisfied
        assert rows[partner.id].loss_of_least >= -0.01


def test_an_overstated_weight_by_hand():
    claim = overstated(replace(PARTNERS[0], answers=()), "pluvial")
    assert dict(claim.weights) == {"pluvial": 6.0, "money": 1}
