"""What is at risk, and the share of it that a package treats."""

import numpy as np

from kans_model.tables.reading import table
from tests.fixtures.packages import MEASURES, demo


def test_half_of_what_is_at_risk_is_half_treated_and_more_than_all_is_all():
    protection, barrier = demo().baseline.protection, MEASURES.index("door_barrier")
    for times, share in ((0.5, 0.5), (3.0, 1.0)):
        quantity = np.zeros_like(protection.at_risk)
        quantity[barrier] = times * protection.at_risk[barrier]
        given = protection.treatment(quantity)
        assert given.rows.tolist() == [barrier]
        assert np.allclose(given.share[barrier][protection.at_risk[barrier] > 0], share)


def test_only_ground_floors_that_water_reaches_are_at_risk():
    base = demo().baseline
    stock = base.room.stock[base.room.stock_of]
    ground = (table("measures")["stock"] == "ground_dwelling").to_numpy()
    np.testing.assert_array_equal(base.protection.at_risk[~ground], stock[~ground])
    reached = base.water.reached_in_rarest
    np.testing.assert_allclose(base.protection.at_risk[ground], stock[ground] * reached)
    assert (reached <= 1).all()
