"""What is at risk, and the share of it that a package treats."""

import numpy as np

from kans_model.evaluation.damage_lines import not_calculated
from kans_model.measures.portfolio import Portfolio, new_choice
from kans_model.tables.reading import table
from tests.fixtures.packages import MEASURES, demo


def test_half_of_what_is_at_risk_is_half_treated_and_more_than_all_is_all():
    """Of door barriers half stand where water comes in, as the table says."""
    protection, barrier = demo().baseline.protection, MEASURES.index("door_barrier")
    for times, share in ((0.5, 0.25), (3.0, 0.5)):
        quantity = np.zeros_like(protection.at_risk)
        quantity[barrier] = times * protection.at_risk[barrier]
        given = protection.treatment(quantity)
        assert given.rows.tolist() == [barrier]
        assert np.allclose(given.share[barrier][protection.at_risk[barrier] > 0], share)


def test_a_floor_in_new_build_avoids_no_damage_of_dwellings_that_stand():
    study = demo()
    result = study.evaluate(Portfolio(choices={"raised_floor": new_choice(1.0)}))
    assert result["quantity"].values.sum() > 0
    assert result["avoided_eur"].values[study.baseline.counted].max() == 0
    assert "raised_floor" in not_calculated()


def test_a_quarter_of_the_foundations_repaired_avoids_a_quarter():
    """u is a quarter and p is 1: what is left is three quarters of the damage of every buurt that has any.

    Of all owners 60 % take part: a quarter of the buildings is 0.25 / 0.6 of them.
    """
    study = demo()
    result = study.evaluate(Portfolio(choices={"foundation_repair": new_choice(0.25 / 0.6)}))
    before, after = (
        result[f"damage_{when}_eur"].sel(component="drought_foundations").values
        for when in ("before", "after")
    )
    known = before > 0
    assert known.any()
    np.testing.assert_allclose(after[known], 0.75 * before[known])


def test_only_ground_floors_that_water_reaches_are_at_risk():
    base = demo().baseline
    stock = base.room.stock[base.room.stock_of]
    ground = (table("measures")["stock"] == "ground_dwelling").to_numpy()
    np.testing.assert_array_equal(base.protection.at_risk[~ground], stock[~ground])
    reached = base.water.reached_in_rarest
    np.testing.assert_allclose(base.protection.at_risk[ground], stock[ground] * reached)
    assert (reached <= 1).all()
