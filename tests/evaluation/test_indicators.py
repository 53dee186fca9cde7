"""Indicators: one row and one function each, known apart from unknown, per buurt and together."""

import dataclasses

import numpy as np
import pytest

from kans_model.dialogue.criteria import usable_norms
from kans_model.evaluation.indicators import Reading, reading, readings
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import MOMENTS
from tests.fixtures.packages import demo


def of(indicator, *values):
    """An indicator at one moment in three buurten of 1, 3 and 4 hectare."""
    n_moments = len(MOMENTS[table("indicators")["moment"][indicator]])
    value = np.repeat(np.array(values, dtype=float)[:, None], n_moments, axis=1)
    return Reading(indicator, value, np.array([10_000.0, 30_000.0, 40_000.0]))


ALL = np.ones(3, dtype=bool)


def test_damage_adds_up():
    assert of("damage_heat", 10, 20, 5).together("2050", ALL) == (35.0, True)


def test_a_mean_weighs_by_surface():
    # (1·40 + 3·20 + 4·10) / 8
    assert of("pet", 40, 20, 10).together("", ALL) == (17.5, True)


def test_of_depths_the_highest_counts():
    assert of("flood_depth", 0.2, 1.5, 0.8).together("100", ALL) == (1.5, True)


def test_what_is_unknown_is_said_and_not_counted():
    read = of("damage_heat", 10, np.nan, 5)
    assert read.together("2050", ALL) == (15.0, False)
    value, known = read.together("2050", np.array([False, True, False]))
    assert np.isnan(value)
    assert not known


def test_every_row_is_read_before_and_after():
    study = demo()
    result = study.evaluate("alles")
    for when in ("before", "after"):
        read = {one.indicator: one for one in readings(study.baseline, result, when)}
        assert list(read) == list(table("indicators").index)
        for one in read.values():
            assert one.value.shape == (len(study.city.areas), len(one.moments))
            assert np.isfinite(one.value).all() or one.indicator == "cool_distance"  # no map of it


def test_they_are_what_the_result_says():
    study = demo()
    result = study.evaluate("meekoppelen")
    heat = reading(study.baseline, result, "damage_heat")
    assert np.array_equal(heat.at("2050"), result["ead_after_eur"].sel(hazard="heat", horizon="2050"))
    green = reading(study.baseline, result, "green", "before")
    assert np.array_equal(green.at(""), 100 * result["green_before"])
    hectares = study.city.areas["area_m2"].to_numpy() / 10_000
    per_ha = reading(study.baseline, result, "damage_heat_per_ha")
    assert per_ha.at("now") * hectares == pytest.approx(heat.at("now"))
    city, _ = per_ha.together("now", np.ones(len(hectares), dtype=bool))
    assert city == pytest.approx(heat.at("now").sum() / hectares.sum())


def test_the_distance_to_a_cool_place_is_that_of_the_citys_map():
    study = demo()
    brought = dataclasses.replace(study.city, areas=study.city.areas.assign(cool_distance_m=250.0))
    mapped = study.replaced(city=brought)
    read = reading(mapped.baseline, mapped.evaluate("alles"), "cool_distance")
    assert read.together("", np.ones(60, dtype=bool)) == (pytest.approx(250.0), True)
    assert set(usable_norms("cool_distance")["value"]) == {300.0}


def test_half_the_damage_to_foundations_is_half_of_them_to_repair():
    study = demo()
    result = study.evaluate("niets_doen").copy(deep=True)
    result["damage_after_eur"].loc[{"component": "drought_foundations"}] *= 0.5
    before = reading(study.baseline, result, "foundations", "before").value
    assert reading(study.baseline, result, "foundations").value == pytest.approx(before / 2)


def test_nothing_recharges_without_measures():
    study = demo()
    result = study.evaluate("alles")
    assert not reading(study.baseline, result, "recharge", "before").value.any()
    assert reading(study.baseline, result, "recharge").value.max() > 0
