"""Damage added up, by hand."""

import numpy as np
import pytest
import xarray as xr

from kans_model.city.city import City
from kans_model.evaluation.damage_lines import COMPONENTS
from kans_model.evaluation.damage_sums import (
    borne_eur,
    damage_eur,
    keur_per_ha,
    known_total_eur,
    largest_falls,
)
from kans_model.study.study import Study
from kans_model.tables.vocabulary import HAZARDS

NAN = float("nan")


def result(before, after):
    """Two hazards, two buurten, one year; the second hazard is not in totals."""
    coords = {"hazard": ["pluvial", "flood"], "area": ["a", "b"], "horizon": ["2050"]}
    dims = ("hazard", "area", "horizon")
    values = {"ead_before_eur": (dims, np.array(before, float)[..., None])}
    values["ead_after_eur"] = (dims, np.array(after, float)[..., None])
    return xr.Dataset(values, coords, {"hazards_included": ["pluvial"]})


def test_damage_is_summed_over_the_hazards_asked_and_unknown_where_none_is_known():
    known = result([[40, NAN], [5, NAN]], [[40, NAN], [5, NAN]])
    np.testing.assert_array_equal(damage_eur(known, ["pluvial", "flood"], "2050"), [45, NAN])
    np.testing.assert_array_equal(damage_eur(known, ["flood"], "2050"), [5, NAN])


def test_damage_per_hectare_by_hand():
    """50,000 euro on two hectares is 25 thousand per hectare."""
    np.testing.assert_allclose(keur_per_ha([50_000, NAN], [20_000, 10_000]), [25, NAN])


def test_nothing_known_is_not_nought():
    assert known_total_eur([1, NAN, 2]) == 3
    assert np.isnan(known_total_eur([NAN, NAN]))


@pytest.mark.parametrize(
    ("hazards", "expected"),
    [
        (["pluvial"], {"gezondheid": 0, "bedrijven": 3, "inwoners": 5, "gemeente": 2}),
        (["heat"], {"gezondheid": 9 + 1, "bedrijven": 4, "inwoners": 0, "gemeente": 0}),
        (["pluvial", "drought"], {"gezondheid": 0, "bedrijven": 3, "inwoners": 5 + 6, "gemeente": 2}),
    ],
)
def test_who_bears_the_damage_first_by_hand(hazards, expected):
    assert list(COMPONENTS)[:3] == ["pluvial_dwellings", "pluvial_businesses", "pluvial_roads"]
    assert borne_eur([5, 3, 2, 9, 1, 4, 6, NAN], hazards) == expected


def test_a_weight_per_hazard_scales_what_is_borne():
    assert borne_eur([5, 0, 0, 9, 0, 0, 0, 0], ["pluvial", "heat"], [2, 0.5, 1, 1]) == {
        "gezondheid": 4.5,
        "bedrijven": 0,
        "inwoners": 10,
        "gemeente": 0,
    }


def test_the_bearers_share_the_whole_damage_of_a_city():
    done = Study.default(City.demo()).evaluate("niets_doen")
    lines = done["damage_before_eur"].sel(horizon="2050").sum("area").values
    total = np.nansum(done["ead_before_eur"].sel(horizon="2050"))
    assert sum(borne_eur(lines, HAZARDS).values()) == pytest.approx(total)


@pytest.mark.parametrize(
    ("avoided", "expected"),
    [([10, 1, 5], [0, 2]), ([10, 1, 4.9], [0]), ([NAN, 3, 0], [1]), ([0, 0, NAN], []), ([-5, -1, -2], [])],
)
def test_a_second_theme_is_named_from_half_of_the_first(avoided, expected):
    assert largest_falls(avoided) == expected
