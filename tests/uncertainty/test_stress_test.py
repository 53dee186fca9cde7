"""The stresstest of a city: its parts add up, and its choices move it."""

import numpy as np
import pytest

from kans_model.city.city import City
from kans_model.study.study import Study
from kans_model.tables.reading import table
from kans_model.uncertainty.stress_test import StressTest
from tests.fixtures.cities import areas


@pytest.fixture(scope="module")
def study():
    return Study.default(City.demo())


def test_a_theme_and_a_year_are_those_of_the_evaluation(study):
    test = StressTest(study, theme="heat", horizon="2100")
    damage = study.evaluate("niets_doen")["ead_before_eur"].sel(hazard="heat", horizon="2100").values
    np.testing.assert_allclose(test.damage_eur(), damage)
    assert float(test.total_eur().mid) == pytest.approx(damage.sum())
    residents = study.city.areas["residents"].sum()
    assert test.eur_per_resident() == pytest.approx(damage.sum() / residents)


def test_who_bears_it_and_the_path_add_up_to_the_total(study):
    test = StressTest(study)
    total = float(test.total_eur().mid)
    assert sum(test.borne_eur().values()) == pytest.approx(total)
    counted = [["pluvial", "heat", "drought", "flood"].index(hazard) for hazard in test.hazards]
    assert test.borne_in_totals_meur().sum() * 1e6 == pytest.approx(total)
    assert test.path_meur().mid.reshape(4, 3)[counted, 1].sum() * 1e6 == pytest.approx(total)


def test_every_band_holds_its_middle(study):
    test = StressTest(study)
    for low, mid, high in (test.worst_rate(), test.total_eur()):
        assert (low <= mid).all()
        assert (mid <= high).all()


def test_of_a_city_of_shapes_nothing_is_called_damage():
    test = StressTest(Study.default(City.from_areas(areas(), "Leeg")), theme="flood")
    assert not test.is_known()
    assert len(test.worst()) == 0
    assert not any(test.borne_eur().values())


def test_the_other_value_of_a_death_stands_beside_the_damage(study):
    """Each death counts 6.3 million of 2022 in place of one life year of 70,000 of 2020."""
    test = StressTest(study, theme="heat")
    index = table("price_index")["factor"]
    more = 6.3e6 * float(index[("consumer", 2022)]) - 70_000 * float(index[("consumer", 2020)])
    by_hand = float(test.total_eur().mid) + float(test.deaths_per_year().mid) * more
    assert test.total_other_death_value_eur() == pytest.approx(by_hand)


def test_damage_is_told_per_hectare_per_resident_or_as_a_whole(study):
    """A buurt of 50,000 euro on 20,000 m² with 200 residents: 25 thousand per hectare, 250 euro each."""
    test, eur = StressTest(study), np.full(len(study.city.areas), 50_000.0)
    area_m2, residents = test.areas["area_m2"].to_numpy(), test.areas["residents"].to_numpy()
    np.testing.assert_allclose(test.rate(eur), 50 / (area_m2 / 1e4))
    test.per = "total"
    assert set(test.rate(eur)) == {50.0}
    test.per = "resident"
    np.testing.assert_allclose(test.rate(eur)[residents > 0], 50_000 / residents[residents > 0])
    assert np.isnan(test.rate(eur)[residents == 0]).all()
    assert np.isfinite(test.damage_rate()[test.worst()]).all()


def test_a_buurt_is_led_by_the_hazard_looked_at_else_by_its_costliest(study):
    code = str(study.city.areas.index[0])
    assert StressTest(study, theme="flood").leading_hazard(code) == "flood"
    damage = study.evaluate("niets_doen")["ead_before_eur"].sel(area=code, horizon="2050")
    costs = {name: float(damage.sel(hazard=name)) for name in ("pluvial", "heat", "drought")}
    known = {name: eur for name, eur in costs.items() if np.isfinite(eur)}
    assert StressTest(study).leading_hazard(code) == max(known, key=known.get)
