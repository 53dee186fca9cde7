"""What measures cost and bring over the years, against the plain equations."""

import numpy as np
import pytest

from kans_model.evaluation import economics
from kans_model.evaluation.prices import price_factor
from kans_model.tables.reading import table
from tests.fixtures.packages import MEASURES, demo


def test_a_package_costs_its_price_less_what_works_save_and_its_upkeep():
    costs, wadi = demo().baseline.costs, MEASURES.index("wadi")
    quantity = np.zeros_like(demo().baseline.room.potential)
    saved = quantity.copy()
    quantity[wadi, 0], saved[wadi, 0] = 100.0, 10.0
    parts = {name: value for name, (_, value) in costs.spending(quantity, saved).items()}
    assert parts["capex_eur"][wadi] == pytest.approx(90 * costs.unit_price_eur[wadi])
    assert parts["works_saving_eur"] == pytest.approx(10 * costs.unit_price_eur[wadi])
    upkeep = 100 * costs.building_price_eur[wadi] * costs.measure["opex_share_per_year"][wadi]
    assert parts["opex_eur_per_year"].sum() == pytest.approx(upkeep)


def test_a_euro_of_benefit_at_every_horizon_counts_the_years_it_is_in_effect():
    costs, scenario = demo().baseline.costs, demo().scenario
    at_once, _ = costs.benefit_weights
    by_hand = economics.upkeep_value_factor(
        costs.build_years, scenario.base_year, scenario.period_years, costs.discount_rate
    )
    assert at_once.sum() == pytest.approx(float(by_hand.mean()))  # from the year after building, as upkeep


def test_a_pond_costs_its_land_and_the_soil_carried_off_once():
    # 40 EUR of 2020 · 1.28, with surcharges · 1.33 = 68.10; land 150; soil 1.5 m³ · 15 · 1.33 = 29.93
    costs, pond = demo().baseline.costs, MEASURES.index("pond")
    assert costs.works_price_eur[pond] == pytest.approx(40 * 1.28 * 1.33)
    assert costs.unit_price_eur[pond] == pytest.approx(68.096 + 150 + 29.925)
    # a pond of 40 years is renewed once in 50; land and digging are not paid again
    quantity = np.zeros_like(demo().baseline.room.potential)
    quantity[pond, 0] = 1.0
    parts = {name: value for name, (_, value) in costs.spending(quantity, 0 * quantity).items()}
    lasting = costs.capital_factor(costs.measure["lifetime_years"])[pond] - costs.first_build_factor
    assert parts["present_value_renewal_eur"][pond] == pytest.approx(40 * 1.28 * 1.33 * lasting)


def test_works_in_the_street_save_nothing_on_land():
    costs, pond = demo().baseline.costs, MEASURES.index("pond")
    quantity = np.zeros_like(demo().baseline.room.potential)
    saved = quantity.copy()
    quantity[pond, 0], saved[pond, 0] = 10.0, 2.0
    parts = {name: value for name, (_, value) in costs.spending(quantity, saved).items()}
    assert parts["capex_eur"][pond] == pytest.approx(8 * 68.096 + 10 * (150 + 29.925))
    assert parts["capex_area_eur"].sum() == pytest.approx(parts["capex_eur"].sum())


def test_a_water_square_costs_about_what_was_realised_per_m3_it_holds():
    # Clausplein 2 900 EUR/m³ (2020) is 3 712 now, Benthemplein 2 350 (2013) is 3 373: the mid between them
    row = table("measures").loc["water_square"]
    per_m3 = row["capex_eur"] * price_factor("civil", 2020) / row["storage_m3_per_unit"]
    assert 3_373 < per_m3 < 3_712
