"""Urgency: a class per buurt and hazard, by borders that stand in the dialogue once somebody moves them."""

import numpy as np
import pytest

from kans_model.comparison.urgency import BORDERS, border, urgency, with_border, without_borders
from kans_model.study.study import Study
from kans_model.tables.reading import table
from kans_model.words.problems import KansError
from tests.fixtures.packages import demo


def test_the_classes_are_those_of_the_borders():
    study = demo()
    result = study.evaluate("niets_doen")
    per_ha = result["ead_before_eur"].sel(hazard="heat", horizon="2050").values
    per_ha = per_ha / (study.city.areas["area_m2"].to_numpy() / 1e4)
    middle, high = (border(study, "heat", name)[0] for name in BORDERS)
    found = urgency(study)["heat"].to_numpy()
    np.testing.assert_array_equal(found == "unacceptable", per_ha > high)
    np.testing.assert_array_equal(found == "low", per_ha <= middle)


def test_a_border_that_is_moved_is_a_limit_of_the_dialogue_and_is_saved():
    study = demo()
    moved = with_border(with_border(study, "heat", "undesirable", 900.0), "heat", "undesirable", 800.0)
    (limit,) = moved.dialogue.criteria
    assert (limit.indicator, limit.limit, limit.each) == ("damage_heat_per_ha", 800.0, True)
    assert border(Study.from_dict(moved.to_dict(), study.city), "heat", "undesirable")[0] == 800.0
    assert (urgency(moved)["heat"] == "low").sum() < (urgency(study)["heat"] == "low").sum()
    assert without_borders(moved).dialogue == study.dialogue


def test_a_high_class_below_a_middle_one_is_refused():
    moved = with_border(demo(), "heat", "undesirable", 900.0)
    with pytest.raises(KansError):
        with_border(moved, "heat", "unacceptable", 100.0)


def test_what_is_unknown_is_never_low():
    study = demo()
    code = str(study.city.areas.index[0])
    poorer = study.replaced(city=study.city.with_values(code, vulnerable_buildings=None))
    assert urgency(poorer)["drought"][code] == "unknown"


def test_the_borders_of_the_table_rise():
    rows = table("urgency_borders")
    assert (rows["unacceptable_eur_per_ha_yr"] > rows["undesirable_eur_per_ha_yr"]).all()
