"""What thinly peopled land is used for: never a business park without a sign of business."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kans_model.city.city import City
from kans_model.study.study import Study
from tests.fixtures.cities import areas

TOWN = ["t1", "t2", "t3"]


def city(residents=0.0, size_m=1_000, name="Gebied Zes", **columns):
    """Three dense buurten of 25 ha and one of 100 ha where few people live."""
    known = areas(
        [*TOWN, "open"],
        residents=[2_000.0, 2_000.0, 2_000.0, residents],
        households=[900.0, 900.0, 900.0, round(residents / 2.2)],
        name=["Dorp", "Centrum", "Wijk", name],
        **{column: [np.nan, np.nan, np.nan, value] for column, value in columns.items()},
    )
    return City.from_areas(known, "x")


def type_and_rule(made):
    cells = made.filled[(made.filled["code"] == "open") & (made.filled["column"] == "typology")]
    return cells["value"].item(), cells["rule"].item()


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        # 25 ha: 8 jobs a hectare are 200
        ({"jobs": 200.0}, ("business_park", "use_business")),
        ({"jobs": 40.0}, ("rural", "use_open")),
        ({"jobs": 100.0}, ("unknown_use", "use_unknown")),
        ({"establishments": 30.0}, ("business_park", "use_business")),
        ({"nonresidential_woz_eur": 20e6}, ("business_park", "use_business")),
        ({"flat_roof_m2": 60_000.0, "pitched_roof_m2": 0.0}, ("business_park", "use_business")),
        ({"flat_roof_m2": 500.0, "pitched_roof_m2": 500.0}, ("rural", "use_open")),
        ({"name": "Bedrijventerrein De Beemd"}, ("business_park", "use_word")),
        ({"name": "Leenderheide"}, ("park_or_nature", "use_word")),
        ({"name": "Verspreide huizen Bos"}, ("park_or_nature", "use_word")),
        ({"name": "Regio Airport"}, ("airport_or_rail", "use_word")),
        ({"name": "Sportpark Zuid", "jobs": 400.0}, ("business_park", "use_business")),
        ({"name": "Luchthaven", "jobs": 4_000.0}, ("airport_or_rail", "use_word")),
        ({}, ("unknown_use", "use_unknown")),
        ({"residents": 20.0}, ("unknown_use", "use_unknown")),
    ],
)
def test_what_is_known_says_what_the_land_is_for(columns, expected):
    assert type_and_rule(city(**columns)) == expected


def test_a_use_that_the_source_states_stands_first():
    known = areas([*TOWN, "open"], residents=[2e3, 2e3, 2e3, 0.0], land_use=["", "", "", "Agrarisch gebied"])
    known["jobs"] = [np.nan, np.nan, np.nan, 500.0]
    assert type_and_rule(City.from_areas(known, "x")) == ("rural", "use_word")


def test_a_village_of_villas_is_no_open_land():
    """3 residents and 1.2 dwellings a hectare: thin, but dwellings stand there."""
    made = City.from_areas(
        areas([*TOWN, "villa"], residents=[2e3] * 3 + [75.0], dwellings=[900.0] * 3 + [30.0]), "x"
    )
    assert made.areas.loc["villa", "typology"] == "residential_housing"


def test_no_euro_is_claimed_and_no_measure_placed_where_the_use_is_unknown():
    study = Study.default(city())
    result = study.evaluate("alles")
    before = result["ead_before_eur"].sel(area="open")
    assert np.isnan(before.sel(hazard=["pluvial", "heat"])).all()
    assert float(result["quantity"].sel(area="open").sum()) == 0.0
    assert float(result["avoided_total_eur"].sel(horizon="2050")) > 0


def test_open_land_of_a_known_use_has_next_to_no_damage_and_gets_no_measure():
    study = Study.default(city(name="Buitengebied"))
    result = study.evaluate("alles")
    before = result["ead_before_eur"].sel(hazard=["pluvial", "heat"], horizon="now").sum("hazard")
    assert 0 <= float(before.sel(area="open")) < 0.02 * float(before.sum())
    assert float(result["quantity"].sel(area="open").sum()) == 0.0


def test_the_city_says_how_much_land_has_an_unknown_use():
    assert city().unknown_use.to_dict() == {"open": 25.0}
    assert city(name="Buitengebied").unknown_use.empty


@given(
    residents=st.floats(0, 50),
    jobs=st.none() | st.floats(0, 1_000),
    roofs=st.none() | st.floats(0, 200_000),
)
def test_nothing_becomes_a_business_park_without_a_sign(residents, jobs, roofs):
    """Of 25 ha with at most 2 residents a hectare."""
    made = city(
        residents=round(residents),
        jobs=np.nan if jobs is None else jobs,
        flat_roof_m2=np.nan if roofs is None else roofs,
        pitched_roof_m2=np.nan if roofs is None else 0.0,
    )
    is_business = made.areas.loc["open", "typology"] == "business_park"
    signs = (jobs or 0.0) >= 200 or (roofs or 0.0) >= 20_000
    assert is_business == signs
