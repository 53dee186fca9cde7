"""Vulnerable people and objects: what reaches them is the model's, what nobody knows stays unknown."""

import dataclasses

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from kans_model.comparison.vulnerable_places import objects_reached, social_vulnerability, vulnerable_people
from tests.fixtures.packages import demo


def with_objects(study, *places):
    points = [study.city.areas.geometry.iloc[place].representative_point() for place in places]
    names = [f"School {place}" for place in places]
    objects = gpd.GeoDataFrame({"kind": ["school"] * len(places), "name": names}, geometry=points, crs=28992)
    return study.replaced(city=dataclasses.replace(study.city, objects=objects))


def test_an_object_is_reached_by_what_reaches_its_buurt():
    study = with_objects(demo(), 3, 9)
    result, found = study.evaluate("niets_doen"), objects_reached(study)
    assert found["area"].tolist() == [str(study.city.areas.index[place]) for place in (3, 9)]
    assert found["pet_degc"].tolist() == pytest.approx(result["pet_before_degc"].values[[3, 9]])
    wet = result["wet_before"].values[9, 1] / study.baseline.water.buildings[9]
    assert found["wet_t100"][1] == pytest.approx(wet)
    assert (found["wet_t10"] <= found["wet_t100"]).all()
    assert (found["wet_t100"] <= 1).all()


def test_a_flood_nobody_mapped_is_unknown():
    study = with_objects(demo(), 3)
    code = str(study.city.areas.index[3])
    unmapped = study.replaced(city=study.city.with_values(code, flood_depth_m_t100=None))
    assert np.isnan(objects_reached(unmapped)["depth_m_t100"][0])


def test_a_city_without_objects_has_none():
    assert objects_reached(demo()).empty


def test_people_add_up_to_the_city():
    study = demo()
    deaths = float(study.evaluate("niets_doen")["deaths_before"].sel(horizon="2050").sum())
    assert vulnerable_people(study)["deaths"].sum() == pytest.approx(deaths)


def test_social_vulnerability_by_hand_and_unknown_where_nothing_is_known():
    three = pd.DataFrame({"share_75plus": [0.3, 0.2, np.nan], "income_eur": [20e3, 40e3, np.nan]})
    found = social_vulnerability(three)
    assert found["index"].tolist()[:2] == [0.75, 0.25]
    assert np.isnan(found["index"][2])
