"""What green and blue bring beside avoided damage, benefit by benefit, by hand."""

from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kans_model.evaluation import co_benefit_values, co_benefits, economics
from kans_model.evaluation.evaluate import evaluate
from kans_model.outlook.scenario import CO_BENEFITS, Scenario
from kans_model.tables.reading import table
from tests.fixtures.packages import MEASURES, demo

TREE, DEPAVE, WADI = (MEASURES.index(name) for name in ("street_tree", "depave_public", "wadi"))
SEWER, BARREL = MEASURES.index("larger_sewer"), MEASURES.index("rain_barrel")


def worth(measure, quantity, area=0):
    """Present value of what a quantity of one measure in one buurt brings, by benefit. [EUR]"""
    package = np.zeros_like(demo().baseline.room.potential)
    package[measure, area] = quantity
    value = demo().baseline.co_benefits.present_value_eur(package).sum(axis=1)
    return dict(zip(CO_BENEFITS, value, strict=True))


def here(column, area=0):
    return float(demo().city.areas[column].iloc[area])


def years(measure):
    """What a yearly euro of a measure counts for, as it grows. [yr]"""
    return float(demo().baseline.costs.benefit_weights[1][measure].sum())


# --- one benefit, one function ------------------------------------------------------------------


def test_one_tree_serves_several_dwellings_and_the_next_adds_less():
    # a circle of 75 m is 1.767 ha; in 25 ha: 1 − exp(−20 · 1.767 / 25) = 0.757, 40 trees 0.941
    twenty, forty = co_benefit_values.near_share(np.array([20, 40]), 250e3, 75)
    assert (twenty, forty) == pytest.approx((0.7568, 0.9408), abs=1e-4)
    assert forty - twenty < twenty


def test_dwellings_gain_in_proportion_to_green_and_never_more_than_all_of_them_once():
    # 2 points of the 10 that count: a fifth; 15 points: all; 5 points that 30 % are near to: those 30 %
    found = co_benefit_values.uplift_share(np.array([0.02, 0.15, 0.05]), np.array([1.0, 1.0, 0.3]), 0.1)
    assert found == pytest.approx([0.2, 1.0, 0.3])
    # 800 · 350 000 · 0.012 · 0.2 = 672 000
    assert co_benefit_values.property_eur(800, 350e3, 0.012, 0.2) == pytest.approx(672_000)


def test_health_goes_by_resident_and_percentage_point():
    assert co_benefit_values.health_eur_per_year(4000, 500e3, 10e3, 3) == pytest.approx(4000 * 2 * 3)


def test_the_amount_per_resident_is_near_what_a_hectare_brings_in_104_municipalities():
    # Sweco 2022: 17 100 EUR a hectare. 50 residents a hectare within 1 km: 15 708 residents in 314 ha, and
    # 1 ha is 0.318 points: 15 708 · 0.318 · 3 = 15 000
    assert co_benefit_values.health_eur_per_year(50 * 314.16, 3.1416e6, 10e3, 3) == pytest.approx(
        15_000, rel=1e-3
    )


def test_small_benefits_by_hand():
    assert co_benefit_values.tree_eur_per_year(40, 10) == pytest.approx(400)
    assert co_benefit_values.co2_eur_per_year(40, 15, 158) == pytest.approx(94.8)  # 0.6 t · 158
    assert co_benefit_values.air_eur_per_year(10e3, 0.054) == pytest.approx(540)  # a hectare
    assert co_benefit_values.treatment_eur_per_year(1000, 0.41) == pytest.approx(410)
    assert co_benefit_values.sewer_enlargement_eur(1000, 0.5, 0.2, 9.5) == pytest.approx(950)
    assert co_benefit_values.recreation_eur_per_year(4000, 500e3, 10e3, 1, 1.5) == pytest.approx(12_000)
    assert co_benefit_values.drinking_water_eur_per_year(50, 1.6) == pytest.approx(80)


def test_green_on_public_ground_counts_whole_and_a_crown_above_paving_or_a_private_garden_half():
    brought = demo().baseline.co_benefits
    assert brought.gain_m2[TREE] == pytest.approx(1.8 + 0.5 * (36 - 1.8))
    assert brought.gain_m2[DEPAVE] == pytest.approx(1.0)
    assert brought.gain_m2[MEASURES.index("depave_private")] == pytest.approx(0.5)
    for name in ("wadi", "park", "drought_planting", "green_roof_extensive", "larger_sewer"):
        assert brought.gain_m2[MEASURES.index(name)] == 0.0, name  # green already, on a roof, or none


# --- in a city ----------------------------------------------------------------------------------


def test_a_hundred_m2_depaved_in_a_buurt_by_hand():
    found, area = worth(DEPAVE, 100.0), here("area_m2")
    residents, dwellings, woz = here("residents"), here("dwellings"), here("woz_eur")
    points = 100 * 100.0 / area
    assert found["health_per_pct_green"] == pytest.approx(residents * points * 3 * years(DEPAVE))
    share = points / 10  # of the 10 points at which the whole value holds
    once = float(economics.discount_factor(0.0225, np.arange(2, 12)).mean())  # in effect a year after
    assert found["property_single_task"] == pytest.approx(dwellings * woz * 0.012 * share * once)
    assert found["property_whole_buurt"] == pytest.approx(dwellings * woz * 0.025 * share * once)
    assert found["water_treatment_avoided"] == pytest.approx(100 * 0.41 * 1.3452 * years(DEPAVE))
    assert found["tree_benefit_each"] == found["drinking_water_saved"] == 0.0


def test_a_tree_brings_what_the_table_says_of_a_tree_and_no_treatment_besides():
    found = worth(TREE, 10.0)
    assert found["tree_benefit_each"] == pytest.approx(10 * 10 * 1.2676 * years(TREE))  # prices of 2019
    assert found["tree_co2_young"] == pytest.approx(10 * 15 * 0.130 * 1.2184 * years(TREE))
    assert found["water_treatment_avoided"] == 0.0
    assert years(TREE) < years(DEPAVE)  # it must grow first


def test_a_sewer_not_enlarged_counts_once_where_the_street_opens():
    found, works = worth(WADI, 50.0, area=1), here("works_share", area=1)
    first = float(economics.discount_factor(0.0225, np.arange(1, 11)).mean())
    price = 9.5 * 1.4613  # civil works, 2015
    assert found["sewer_enlargement_avoided"] == pytest.approx(50 * 10 * works * 0.2 * price * first)


def test_neither_treatment_nor_sewer_counts_where_a_larger_sewer_is_in_the_package():
    brought = demo().baseline.co_benefits
    package = np.zeros_like(demo().baseline.room.potential)
    package[WADI, :2] = 50.0
    row = CO_BENEFITS.index("water_treatment_avoided")
    both = brought.present_value_eur(package)[row].sum()
    package[SEWER, 0] = 1.0
    assert brought.present_value_eur(package)[row].sum() == pytest.approx(both / 2)


def test_no_more_is_disconnected_than_there_are_roofs_and_paving():
    sealed = sum(here(f"{name}_m2") for name in co_benefits.SEALED)
    most = sealed * 0.41 * 1.3452 * years(WADI)
    assert worth(WADI, sealed)["water_treatment_avoided"] == pytest.approx(
        most
    )  # a wadi takes ten times itself


def test_more_green_than_counts_brings_no_more_property():
    area = here("area_m2")
    most = worth(DEPAVE, 0.10 * area)["property_single_task"]
    assert worth(DEPAVE, 0.30 * area)["property_single_task"] == pytest.approx(most, rel=1e-3)
    assert (
        worth(DEPAVE, 0.30 * area)["health_per_pct_green"] > worth(DEPAVE, 0.1 * area)["health_per_pct_green"]
    )


@given(first=st.floats(0, 5e4), more=st.floats(0, 5e4))
def test_property_never_falls_and_never_gains_more_from_the_next_green(first, more):
    one, both = (worth(DEPAVE, q)["property_single_task"] for q in (first, first + more))
    other = worth(DEPAVE, more)["property_single_task"]
    assert one * (1 - 1e-9) <= both <= (one + other) * (1 + 1e-9) + 1e-6


# --- in the balance -----------------------------------------------------------------------------


def test_the_balance_stands_both_ways_and_differs_by_what_is_counted():
    study = demo()
    result = evaluate(study.baseline, study.portfolio("alles"))
    beside = float(result["present_value_co_benefit_eur"].sum())
    assert float(result["npv_eur"] - result["npv_avoided_only_eur"]) == pytest.approx(beside)
    counted = result["present_value_co_benefit_eur"].sum("measure").to_series()
    possible = result["possible_co_benefit_eur"].to_series()
    for name in CO_BENEFITS:
        expected = possible[name] if name in study.scenario.co_benefits else 0.0
        assert counted[name] == pytest.approx(expected), name


def test_without_co_benefits_both_balances_are_one():
    study = demo().replaced(scenario=Scenario(co_benefits=[]))
    result = evaluate(study.baseline, study.portfolio("alles"))
    assert float(result["npv_eur"]) == float(result["npv_avoided_only_eur"])


def test_every_benefit_has_its_coefficients_its_row_and_its_equation():
    assert set(co_benefits.COEFFICIENTS) == set(CO_BENEFITS)
    assert set(CO_BENEFITS) <= set(table("co_benefits").index)
    assert set(Scenario().co_benefits) == set(table("co_benefits").query("role == 'default'").index)
    assert demo().baseline.co_benefits.per_unit.shape == (len(CO_BENEFITS), len(MEASURES))


@pytest.mark.parametrize("benefit", CO_BENEFITS)
def test_the_table_and_the_coefficients_say_the_same(benefit):
    row = table("co_benefits").loc[benefit]
    key = co_benefits.COEFFICIENTS[benefit][-1 if benefit == "recreation_visit" else 0]
    amount = table("assumptions").loc[key]
    same = SimpleNamespace(**{name: (row[name], amount[name]) for name in ("value", "low", "high")})
    for of_benefit, of_coefficient in vars(same).values():
        assert of_benefit == of_coefficient
