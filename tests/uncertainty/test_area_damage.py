"""Damage per buurt under the draws: what sets buurten apart, and adds up to the city's own band."""

import numpy as np
import pytest

from kans_model.city.city import City
from kans_model.evaluation.hotspots import chance_among_worst
from kans_model.study.study import Study
from kans_model.uncertainty.bands import drawn
from kans_model.uncertainty.damage_draws import area_damage_eur
from kans_model.uncertainty.damage_ratios import area_estimate_ratio
from tests.fixtures.cities import areas
from tests.fixtures.packages import demo


@pytest.mark.parametrize("hazard", ["heat", "drought"])
def test_buurten_add_up_to_the_city_where_no_estimate_sets_them_apart(hazard):
    study = demo()
    per_area = area_damage_eur(drawn(study), study.baseline, [hazard], "2050").sum(axis=1)
    city = study.evaluate("niets_doen", drawn(study))["ead_before_eur"].sel(hazard=hazard, horizon="2050")
    np.testing.assert_allclose(np.median(per_area), np.median(city), rtol=0.02)


def test_an_estimate_is_off_for_each_buurt_by_itself():
    bare = City.from_areas(areas(residents=[900.0] * 6, households=[420.0] * 6), "Kaal")
    study = Study.default(bare)
    ratio = area_estimate_ratio(drawn(study), study.baseline, "pluvial_dwellings")
    assert (ratio.std(axis=0) > 0).all()
    together = np.corrcoef(ratio.T)[~np.eye(6, dtype=bool)]
    assert abs(together).max() < 0.15  # about 1/√1024 = 0.03 of chance each, 15 pairs
    np.testing.assert_allclose(np.sort(ratio[:, 0]), np.sort(ratio[:, 5]), rtol=0.2)
    assert (area_estimate_ratio(drawn(study), study.baseline, "drought_foundations") == 1).all()


def test_equal_buurten_of_an_estimated_type_share_the_first_place_by_chance():
    """Six squares alike, each off by itself: each is first in about one draw of six."""
    bare = City.from_areas(areas(residents=[900.0] * 6, households=[420.0] * 6), "Kaal")
    study = Study.default(bare)
    eur = area_damage_eur(drawn(study), study.baseline, ["pluvial"], "2050")
    assert chance_among_worst(eur, 1) == pytest.approx([1 / 6] * 6, abs=0.06)
