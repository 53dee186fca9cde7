"""The city: filling by stated rules, what is estimated, and its content hash."""

import dataclasses

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from kans_model.city.city import City
from kans_model.city.columns import SURFACES
from kans_model.tables.reading import table
from kans_model.words.problems import KansError
from scripts.make_demo_city import demo_city
from tests.fixtures.cities import areas

FIGURES = {
    "residents": [2526.0, 3011, 1874, 412, 655, np.nan],
    "woz_eur": [372e3, 288e3, 301e3, np.nan, 689e3, np.nan],
}
HOUSEHOLDS = [1460.0, 1715, 760, np.nan, 260, np.nan]


@pytest.fixture
def city():
    return City.from_areas(areas(households=HOUSEHOLDS, **FIGURES), "Proefstad")


def rule(city, code, column):
    cells = city.filled[(city.filled["code"] == code) & (city.filled["column"] == column)]
    return cells["rule"].item()


def test_a_buurt_without_residents_or_dwellings_has_an_unknown_use_and_residents(city):
    assert city.areas.loc["231", "typology"] == "unknown_use"
    assert rule(city, "231", "typology") == "use_unknown"
    assert city.areas.loc["231", ["residents", "households", "dwellings"]].isna().all()
    assert city.unknown_use_share == city.areas.loc["231", "area_m2"] / city.areas["area_m2"].sum()


def test_dwellings_are_the_households_where_missing(city):
    assert city.areas.loc["011", "dwellings"] == 1460
    assert rule(city, "011", "dwellings") == "dwellings_from_households"


def test_unknown_residents_are_households_times_household_size():
    given_type = areas(["1"], households=[100.0], typology=["vinex"])
    city = City.from_areas(given_type, "x")
    assert city.areas.loc["1", "residents"] == round(100 * table("typologies").loc["vinex", "household_size"])


def test_unknown_residents_of_a_known_typology_come_from_its_density():
    city = City.from_areas(areas(["1"], typology=["vinex"]), "x")
    assert city.areas.loc["1", "residents"] == 25 * table("typologies").loc["vinex", "residents_per_ha"]


def test_unknown_woz_is_the_median_of_the_same_typology_in_this_city():
    known = areas(["1", "2", "3"], typology=["vinex"] * 3, woz_eur=[400e3, 500e3, np.nan])
    city = City.from_areas(known, "x")
    assert city.areas.loc["3", "woz_eur"] == 450e3
    assert rule(city, "3", "woz_eur") == "woz_city_median"


def test_unknown_woz_without_a_like_buurt_comes_from_the_typology():
    city = City.from_areas(areas(["1"], typology=["vinex"]), "x")
    assert city.areas.loc["1", "woz_eur"] == 1000 * table("typologies").loc["vinex", "woz_keur"]


def test_a_price_level_does_not_change_the_typology(city):
    cheaper = areas(households=HOUSEHOLDS, **FIGURES)
    cheaper["woz_eur"] *= 0.7
    assert (City.from_areas(cheaper, "x").areas["typology"] == city.areas["typology"]).all()


RESIDENTIAL = table("typologies").query("residents_per_ha > 0").index


@pytest.mark.parametrize("typology", RESIDENTIAL)
def test_every_typology_is_nearest_to_itself(typology):
    types = table("typologies").loc[RESIDENTIAL]
    known = areas(types.index, residents=types["residents_per_ha"] * 25, woz_eur=types["woz_keur"] * 1000)
    weights = types["national_population_weight"] / types["residents_per_ha"]
    side_m = 500 * np.sqrt(
        weights / weights.mean()
    )  # as many residents as nationally, so the means are equal
    known.geometry = [shapely.box(150_000, 450_000, 150_000 + side, 450_000 + side) for side in side_m]
    known["residents"] = types["residents_per_ha"] * known.area / 10_000
    assert City.from_areas(known, "x").areas.loc[typology, "typology"] == typology


def test_soil_is_the_stated_one_else_the_most_common_one():
    assert City.from_areas(areas(), "x", soil="peat").areas["soil"].eq("peat").all()
    assert City.from_areas(areas(), "x").areas["soil"].eq("sand").all()


def test_what_is_never_filled_stays_unknown(city):
    never = ["vulnerable_buildings", "flood_depth_m_t10", "flood_depth_m_t1000", "pet_degc", "income_eur"]
    assert city.areas[never].isna().all(axis=None)
    assert not [name for name in city.areas if name.startswith("buildings_")]


def test_known_surfaces_are_kept_and_the_rest_divided_as_in_the_typology():
    city = City.from_areas(areas(["1"], typology=["vinex"], water_m2=[50_000.0]), "x")
    row, share = city.areas.loc["1"], table("typologies").loc["vinex"]
    assert row["water_m2"] == 50_000
    per_share = row["public_paved_m2"] / share["public_paved_share"]
    assert row["flat_roof_m2"] == pytest.approx(per_share * share["flat_roof_share"])
    assert row[list(SURFACES)].sum() == pytest.approx(250_000)


def test_the_share_of_the_oldest_follows_the_share_of_the_old():
    city = City.from_areas(areas(["1"], typology=["vinex"], share_65plus=[0.22]), "x")
    assert city.areas.loc["1", "share_75plus"] == pytest.approx(0.1)  # by hand: 0.22 × 0.04 / 0.088


def test_the_storage_given_is_set_against_the_discharge():
    city = City.from_areas(areas(["1"], typology=["vinex"], sewer_storage_mm=[7.0]), "x")
    assert city.areas.loc["1", "sewer_discharge_mm_h"] == pytest.approx(12.8)  # by hand: 2 + 17.8 − 7


def test_estimated_says_what_was_filled(city):
    assert not city.estimated("residents").any()  # given, or unknown where the use is: never nought
    assert city.estimated("typology").all()
    assert city.estimated("soil").all()


def test_filling_a_known_city_again_changes_nothing(city):
    again = City.from_areas(city.known, "Proefstad")
    assert again.content_hash == city.content_hash


def test_a_changed_typology_is_no_longer_estimated_and_carries_its_surfaces_along(city):
    changed = city.with_values("122", typology="vinex")
    share = table("typologies").loc["vinex", "private_garden_share"]
    assert changed.areas.loc["122", "private_garden_m2"] == pytest.approx(share * 250_000)
    assert not changed.estimated("typology")["122"]
    assert changed.estimated("typology")["011"]
    assert city.areas.loc["122", "typology"] != "vinex", "the city itself stays as it was"


def test_a_changed_soil_carries_the_groundwater_along(city):
    changed = city.with_values("011", soil="peat")
    assert (
        changed.areas.loc["011", "groundwater_depth_m"] == table("soils").loc["peat", "groundwater_depth_m"]
    )


def test_a_value_of_none_is_unknown_again(city):
    changed = city.with_values("011", residents=None)
    assert rule(changed, "011", "residents") == "residents_from_households"


@pytest.mark.parametrize(
    ("code", "values", "key"),
    [
        ("999", {"soil": "peat"}, "city_unknown_code"),
        ("011", {"colour": "red"}, "city_unknown_column"),
        ("011", {"soil": "rock"}, "city_choice"),
        ("011", {"share_65plus": 1.4}, "city_number"),
    ],
)
def test_a_value_that_cannot_be_is_refused(city, code, values, key):
    with pytest.raises(KansError) as error:
        city.with_values(code, **values)
    assert [problem.key for problem in error.value.problems] == [key]


def test_all_problems_are_told_at_once():
    wrong = areas(["1", "2"], residents=[-5.0, 10.0], soil=["rock", None], typology=[None, "castle"])
    with pytest.raises(KansError) as error:
        City.from_areas(wrong, "x", file="buurten.gpkg")
    lines = error.value.text("en").split("\n")
    assert len(lines) == 3
    assert "buurten.gpkg: area 1: soil is rock, must be one of: sand, clay, peat" in lines
    assert any("residents is -5, must be a number from 0" in line for line in lines)


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (lambda g: g.set_crs(None, allow_override=True), "city_no_crs"),
        (lambda g: g.to_crs(4326), "city_wrong_crs"),
        (lambda g: g.set_geometry(g.translate(500_000, 0)), "city_outside_netherlands"),
        (lambda g: g.set_geometry(g.centroid), "city_not_polygon"),
        (lambda g: g.set_geometry(gpd.GeoSeries(None, g.index, crs=g.crs)), "city_row_no_geometry"),
        (lambda g: pd.DataFrame(g.drop(columns="geometry")), "city_no_geometry"),
        (lambda g: g.iloc[:0], "city_empty"),
        (lambda g: g.set_axis(["1", "1", *g.index[2:]]), "city_code_twice"),
        (lambda g: g.assign(water_m2=300_000.0), "city_surfaces"),
    ],
)
def test_areas_that_cannot_be_are_refused(change, key):
    with pytest.raises(KansError) as error:
        City.from_areas(change(areas()), "x")
    assert {problem.key for problem in error.value.problems} == {key}


def test_the_hash_does_not_see_the_order_of_rows_and_columns(city):
    turned = city.areas.iloc[::-1][city.areas.columns[::-1]]
    assert City("other name", turned, city.filled.iloc[::-1]).content_hash == city.content_hash


def test_the_hash_does_not_see_tenths_of_a_millimetre_or_where_a_ring_starts(city):
    shape = city.areas.geometry.iloc[0]
    ring = np.roll(np.array(shape.exterior.coords)[:-1], 2, axis=0) + 1e-5
    moved = city.areas.copy()
    moved.loc["011", "geometry"] = shapely.Polygon(ring)
    assert City("x", moved, city.filled).content_hash == city.content_hash


@given(column=st.sampled_from(["residents", "woz_eur", "tree_canopy_share"]), factor=st.floats(1.001, 2))
def test_the_hash_sees_every_number(column, factor):
    city = City.demo()
    changed = city.areas.copy()
    changed.loc[changed.index[0], column] *= factor
    assert City("x", changed, city.filled).content_hash != city.content_hash


_MAYBE = st.one_of(st.none(), st.floats(0, 20_000))


@given(
    residents=st.lists(_MAYBE, min_size=3, max_size=3),
    households=st.lists(_MAYBE, min_size=3, max_size=3),
    woz_eur=st.lists(st.one_of(st.none(), st.floats(50e3, 3e6)), min_size=3, max_size=3),
    water_m2=st.lists(st.one_of(st.none(), st.floats(0, 250_000)), min_size=3, max_size=3),
)
def test_whatever_is_known_the_surfaces_fill_the_area_and_no_known_cell_moves(**figures):
    known = areas(["1", "2", "3"], **{name: np.array(cells, float) for name, cells in figures.items()})
    city = City.from_areas(known, "x")
    assert np.allclose(city.areas[list(SURFACES)].sum(axis=1), city.areas["area_m2"])
    needed = city.areas.drop(
        columns=[
            *("geometry", "income_eur", "pet_degc", "cool_distance_m", "works_year", "vulnerable_buildings"),
            *("owner_occupied_share", "corporation_share"),
            *("jobs", "establishments", "nonresidential_woz_eur"),
        ]
    )
    there = needed.drop(columns=needed.filter(like="flood_depth").columns).notna()
    people = ["residents", "dwellings", "households"]
    assert there.drop(columns=people).all(axis=None)
    assert there.loc[city.areas["typology"] != "unknown_use", people].all(axis=None)
    for name in figures:
        given_cells = known[name].notna()
        assert (city.areas.loc[given_cells, name] == known.loc[given_cells, name]).all()
        assert not city.estimated(name)[given_cells].any()


def test_the_demo_city_is_the_one_its_script_makes():
    assert demo_city().content_hash == City.demo().content_hash


def test_a_column_of_later_counts_only_where_it_is_known():
    city = City.demo()
    without = city.areas.drop(columns="cool_distance_m")
    older = dataclasses.replace(city, areas=without).content_hash
    assert city.areas["cool_distance_m"].isna().all()
    assert older == city.content_hash
    known = dataclasses.replace(city, areas=city.areas.assign(cool_distance_m=250.0))
    assert known.content_hash != older


def test_the_demo_city_is_fictional_and_holds_what_a_page_may_show():
    city = City.demo()
    known = city.areas
    assert city.fictional
    assert len(known) == 60
    assert 110_000 <= known["residents"].sum() <= 130_000
    built_up = table("typologies").query("built_up == 1").index
    assert set(known["typology"]) == set(built_up)
    assert set(known["soil"]) == {"sand", "clay", "peat"}
    entered = {name for name in known if name.startswith("buildings_entered_")}
    assert entered == {"buildings_entered_70mm_60min", "buildings_entered_140mm_120min"}
    assert known["works_year"].dropna().between(2027, 2036).all()
    assert known["works_year"].notna().mean() == pytest.approx(0.4)
    assert known["vulnerable_buildings"].notna().all()
    assert known["vulnerable_buildings"].sum() > 0
    assert known["flood_depth_m_t1000"].max() > 0
    assert len(city.filled), "some cells are left unknown, so that filling shows"


def test_more_rain_reaches_more_buildings_of_the_demo_city():
    known = City.demo().areas.dropna(subset=["buildings_wet_70mm_60min"])
    assert (known["buildings_entered_140mm_120min"] >= known["buildings_entered_70mm_60min"]).all()
    assert (known["buildings_wet_70mm_60min"] >= known["buildings_entered_70mm_60min"]).all()


@pytest.mark.parametrize(
    ("west", "south"),
    [(232_000, 619_200), (241_000, 640_000), (-5_000, 385_000), (195_000, 305_500), (290_000, 580_000)],
    ids=["Het Hogeland", "in the sea off Rottum", "off Schouwen", "Vaals", "Dollard"],
)
def test_any_municipality_is_accepted_to_its_border(west, south):
    """Borders of the coast run kilometres into the sea."""
    known = areas(["1"], residents=[1_000.0], west=west, south=south)
    assert len(City.from_areas(known, "x").areas) == 1
