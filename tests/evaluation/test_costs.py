"""What measures cost and bring over the years, against the plain equations."""

import numpy as np
import pytest

from kans_model.evaluation import economics
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
