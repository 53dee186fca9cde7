"""Studies: saved and opened again, hashed by what decides the numbers."""

import json

import pytest

from kans_model.city.city import City
from kans_model.measures.portfolio import Portfolio
from kans_model.outlook.assumptions import Assumptions
from kans_model.outlook.scenario import Scenario
from kans_model.study.references import REFERENCES
from kans_model.study.study import SCHEMA, Study
from kans_model.tables.reading import table
from kans_model.words.problems import KansError
from tests.fixtures.cities import areas
from tests.fixtures.packages import demo


def reopened(study):
    return Study.from_dict(json.loads(json.dumps(study.to_dict())), study.city)


def test_a_study_opened_again_is_the_same():
    study = demo().with_portfolio(Portfolio(id="b", title="B").with_uptake("wadi", 0.123456789012345))
    study = study.replaced(assumptions=study.assumptions.with_value("wadi:capex_eur", 80, "offerte 2026"))
    again = reopened(study)
    assert again.to_dict() == study.to_dict()
    assert again.hash == study.hash
    assert again.evaluate("b")["npv_eur"] == study.evaluate("b")["npv_eur"]


def test_equal_choices_give_equal_hashes_whatever_they_are_called():
    study = demo()
    mine = study.portfolio("eigen")
    renamed = Portfolio(**{**mine.param.values(), "title": "Anders", "description": "voor de raad"})
    assert study.with_portfolio(renamed).hash == study.hash == Study.default(City.demo()).hash


def test_the_order_of_choices_does_not_move_the_hash():
    mine = demo().portfolio("eigen")
    turned = Portfolio(**{**mine.param.values(), "choices": dict(reversed(mine.choices.items()))})
    assert demo().with_portfolio(turned).hash == demo().hash


@pytest.mark.parametrize(
    "change",
    [
        lambda s: s.replaced(scenario=Scenario(climate="Ln")),
        lambda s: s.replaced(scenario=Scenario(period_years=100)),
        lambda s: s.replaced(assumptions=s.assumptions.with_value("wadi:capex_eur", 80)),
        lambda s: s.with_portfolio(s.portfolio("eigen").with_uptake("wadi", 0.41)),
        lambda s: s.replaced(city=s.city.with_values(s.city.areas.index[0], residents=1234)),
    ],
)
def test_whatever_decides_a_number_moves_the_hash(change):
    assert change(demo()).hash != demo().hash


def test_an_unknown_schema_is_refused():
    values = demo().to_dict() | {"schema": SCHEMA + 1}
    with pytest.raises(KansError) as error:
        Study.from_dict(values, City.demo())
    assert f"schemaversie {SCHEMA + 1}" in str(error.value)


def test_the_study_of_another_city_is_refused():
    other = City.from_areas(areas(residents=[900.0] * 6), "Elders")
    with pytest.raises(KansError) as error:
        Study.from_dict(demo().to_dict(), other)
    assert "Voorbeeldstad" in str(error.value)
    assert "Elders" in str(error.value)


def test_a_study_file_that_lacks_a_part_is_refused():
    for part in ("scenario", "assumptions", "portfolios", "city"):
        values = {key: value for key, value in demo().to_dict().items() if key != part}
        with pytest.raises(KansError):
            Study.from_dict(values, City.demo())


def test_the_reference_packages_are_there_for_a_city_of_polygons_only():
    study = Study.default(City.from_areas(areas(), "Leeg"))
    for name in REFERENCES:
        result = study.evaluate(name)
        assert result["quantity"].shape == (len(table("measures")), 6)
    assert float(study.evaluate("niets_doen")["capex_eur"].sum()) == 0


def test_everything_that_fits_fills_each_shared_surface_and_joint_works_stay_in_works():
    study, room = demo(), demo().baseline.room
    joint = study.evaluate("meekoppelen")["quantity"].values
    assert not joint[:, room.works_share == 0].any()
    assert set(study.references()["meekoppelen"].choices) <= set(table("measures").index[room.in_works])
    everything = study.evaluate("alles")
    assert float(everything["capex_eur"].sum()) > float(study.evaluate("meekoppelen")["capex_eur"].sum()) > 0
    assert "foundation_repair" not in study.references()["alles"].choices


def test_an_unknown_package_is_named():
    with pytest.raises(KansError) as error:
        demo().portfolio("mooi")
    assert "'mooi'" in str(error.value)
    assert "meekoppelen" in str(error.value)


# --- assumptions --------------------------------------------------------------------------------


def test_an_own_value_outside_the_range_is_refused_with_the_range():
    with pytest.raises(KansError) as error:
        Assumptions().with_value("wadi:capex_eur", 1e6)
    row = table("measures").loc["wadi"]
    problem = error.value.problems[0]
    assert (problem.details["low"], problem.details["high"]) == (row["capex_eur_low"], row["capex_eur_high"])


def test_an_unknown_assumption_is_refused():
    with pytest.raises(KansError):
        Assumptions().with_value("moonlight", 1)


def test_own_values_are_reset_one_by_one_or_all_at_once():
    own = Assumptions().with_value("wadi:capex_eur", 80, "offerte").with_value("life_years_lost", 2)
    assert own.own["wadi:capex_eur"] == {"value": 80.0, "reason": "offerte"}
    assert list(own.reset("wadi:capex_eur").own) == ["life_years_lost"]
    assert own.reset().own == {}


def test_an_own_price_moves_the_cost_in_proportion():
    study = demo()
    price = float(table("measures")["capex_eur"]["wadi"])
    dear = study.replaced(assumptions=study.assumptions.with_value("wadi:capex_eur", 1.2 * price))
    one, two = (s.evaluate("eigen")["capex_eur"].sel(measure="wadi") for s in (study, dear))
    assert float(two) == pytest.approx(1.2 * float(one))


def test_a_study_file_without_a_package_is_refused():
    values = demo().to_dict() | {"portfolios": []}
    with pytest.raises(KansError) as error:
        Study.from_dict(values, City.demo())
    assert str(error.value) == "portfolios is […], moet ingevuld zijn"
