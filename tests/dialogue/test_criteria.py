"""What is acceptable: limits per indicator and place, in three classes, that cannot contradict."""

import dataclasses

import numpy as np
import pandas as pd
import pytest

from kans_model.dialogue.ambition import Threshold
from kans_model.dialogue.criteria import ACCEPTANCES, Criterion, contradictions, usable_norms
from kans_model.tables.reading import table

AREAS = pd.DataFrame({"name": ["Noord", "Zuid", "Oost"], "wijk": ["A", "A", "B"]}, index=["N", "S", "O"])
HEAT = Criterion("heat", "damage_heat", 4e6)


def keys(criterion, partners=()):
    return [problem.key for problem in criterion.problems(AREAS, partners)]


def test_one_that_can_be_has_no_problems():
    whole = Criterion(
        "x", "buildings_entered", 100, "unacceptable", "100", ("N", "O"), latest_year=2035, partners=("a",)
    )
    assert keys(whole, ["a"]) == []
    assert Criterion.from_dict(whole.to_dict()) == whole
    assert HEAT.to_dict() == {"id": "heat", "indicator": "damage_heat", "limit": 4e6}


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"indicator": "noise"}, "criterion_indicator_unknown"),
        ({"limit": -1.0}, "criterion_limit_wrong"),
        ({"limit": float("nan")}, "criterion_limit_wrong"),
        ({"indicator": "green", "moment": "", "limit": 101.0}, "criterion_limit_wrong"),
        ({"moment": "100"}, "criterion_moment_unknown"),
        ({"acceptance": "fine"}, "criterion_class_unknown"),
        ({"acceptance": "unacceptable"}, "criterion_without_year"),
        ({"latest_year": 1800}, "criterion_year_wrong"),
        ({"areas": ("X",)}, "area_unknown"),
        ({"wijk": "C"}, "criterion_wijk_unknown"),
        ({"partners": ("b",)}, "partner_unknown"),
        ({"norm": "none"}, "norm_unknown"),
        ({"norm": "maatlat_green_share"}, "norm_not_cited"),
        ({"norm": "zh_storage"}, "norm_new_build"),
        ({"norm": "konijnendijk_canopy"}, "norm_not_about_it"),
    ],
)
def test_what_cannot_be_is_named(changes, key):
    assert keys(dataclasses.replace(HEAT, **changes), ["a"]) == [key]


def test_only_norms_that_were_read_and_hold_for_a_standing_city_are_offered():
    assert list(usable_norms("shade").index) == ["konijnendijk_canopy", "groningen_canopy"]
    assert usable_norms("green").empty  # an expert row and a benchmark: examples, no norms
    assert set(usable_norms("shade")["evidence"]) == {"cited"}
    assert "maatlat_green_share" in table("norms").index[table("norms")["indicator"] == "green"]


def test_where_it_holds():
    assert HEAT.mask(AREAS).tolist() == [True, True, True]
    assert dataclasses.replace(HEAT, areas=("O",)).mask(AREAS).tolist() == [False, False, True]
    assert dataclasses.replace(HEAT, wijk="A").mask(AREAS).tolist() == [True, True, False]


def test_an_unknown_value_keeps_no_limit():
    assert HEAT.met_by(np.array([3e6, 4e6, 5e6, np.nan])).tolist() == [True, True, False, False]
    green = Criterion("g", "green", 30, moment="")
    assert green.met_by(np.array([29.0, 30.0, np.nan])).tolist() == [False, True, False]


def test_a_threshold_of_damage_moves_in_and_out_without_loss():
    for threshold in (Threshold("heat", 5e4, "N"), Threshold("pluvial", 7e6, None, hard=False)):
        assert Criterion.of_threshold(threshold).thresholds("2050") == (threshold,)
        assert Criterion.of_threshold(threshold).thresholds("2100") == ()


def test_what_a_question_can_hold():
    each = dataclasses.replace(HEAT, areas=("N", "S"), each=True)
    assert each.thresholds("2050") == (
        Threshold("heat", 4e6, "N", hard=False),
        Threshold("heat", 4e6, "S", hard=False),
    )
    assert dataclasses.replace(HEAT, areas=("N", "S")).thresholds("2050") == ()  # of two as one it has no row
    assert dataclasses.replace(HEAT, acceptance="acceptable").thresholds("2050") == ()
    assert Criterion("p", "pet", 40, moment="").thresholds("2050") == ()


@pytest.mark.parametrize(
    ("limits", "wrong"),
    [
        ({"unacceptable": 8, "undesirable": 5, "acceptable": 2}, []),
        ({"unacceptable": 5, "undesirable": 8}, ["criterion_contradicts"]),
        ({"undesirable": 5, "acceptable": 6}, ["criterion_contradicts"]),
    ],
)
def test_limits_of_worse_classes_lie_further_out(limits, wrong):
    criteria = [
        Criterion(name, "damage_heat", limit, name, latest_year=2040) for name, limit in limits.items()
    ]
    assert [problem.key for problem in contradictions(criteria)] == wrong
    # of what is better when higher the other way round
    higher = [Criterion(name, "green", -limit, name, moment="") for name, limit in limits.items()]
    assert [problem.key for problem in contradictions(higher)] == wrong


def test_two_of_one_class_about_one_thing_cannot_stand():
    again = dataclasses.replace(HEAT, id="other", limit=3e6)
    assert [problem.key for problem in contradictions([HEAT, again])] == ["criterion_twice"]
    assert list(contradictions([HEAT, dataclasses.replace(again, areas=("N",))])) == []
    assert list(contradictions([HEAT, dataclasses.replace(again, moment="2100")])) == []
    assert len(ACCEPTANCES) == 3
