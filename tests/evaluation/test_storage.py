"""What measures keep of a shower in the demo city, against the equation of one unit."""

import numpy as np

from kans_model.hazards.pluvial import stored_m3_per_unit
from kans_model.tables.vocabulary import SOILS
from tests.fixtures.packages import MEASURES, demo


def test_a_unit_keeps_what_the_equation_says_on_every_soil():
    base, wadi = demo().baseline, MEASURES.index("wadi")
    kept = base.water.storage.of_unit_m3(np.array([40.0]))[:, wadi, 0]
    m = {name: values[wadi] for name, values in base.measure.items()}
    for soil in range(len(SOILS)):
        infiltration = min(m["infiltration_mm_h"], base.situation.infiltration_mm_h[soil])
        by_hand = stored_m3_per_unit(
            40.0,
            1.0,
            m["storage_m3_per_unit"],
            m["storage_availability"],
            infiltration,
            m["infiltration_m2_per_unit"],
            m["contributing_m2_per_unit"],
            m["extra_drain_mm_h"],
            base.scalar["runoff_coef_paved"],
        )
        assert kept[soil] == by_hand


def test_a_measure_that_protects_stores_nothing():
    storage = demo().baseline.water.storage
    assert not storage.event_m3[:, ~storage.stores].any()


def test_without_measures_nothing_is_kept():
    base = demo().baseline
    assert not base.water.stored_mm(np.zeros_like(base.room.potential)).any()


def test_in_the_middle_a_drawn_unit_holds_what_a_unit_holds():
    base = demo().baseline
    storage, one = base.water.storage, np.ones((1, base.water.storage.stores.sum()))
    drawn = storage.held_m3_per_unit_drawn(storage.stores, one, one, one)[:, 0]
    held = storage.held_m3(np.ones_like(base.room.potential))[storage.stores]
    np.testing.assert_allclose(held, drawn[base.soil].T)
