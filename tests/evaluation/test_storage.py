"""What measures keep of a shower in the demo city, against the equation of one unit."""

import numpy as np
import pytest

from kans_model.evaluation.baseline import Baseline
from kans_model.evaluation.storage import NODES
from kans_model.outlook.assumptions import Assumptions
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import SOILS
from tests.fixtures.packages import MEASURES, demo


def test_a_wadi_holds_by_soil_what_it_could_not_empty_in_time():
    """Worked by hand for 60 mm in an hour.

    A square metre of wadi holds 0.35 m³ of the rain of 10 m²: 35 mm over its inflow. On clay (2 mm/h) a
    tenth of that, 0.2 mm/h, soaks away over the inflow: 35 / 0.2 = 175 h to empty. In the table the wet
    third has free

        30 mm: 0.3241 after 120 h, 0.1324 after 240 h     40 mm: 0.4409, 0.2346

    175 h lies ln(175/120) / ln(2) = 0.54432 of the way, and 35 mm ln(35/30) / ln(40/30) = 0.53583:
    0.3241 - 0.54432·0.1917 = 0.21975, and 0.4409 - 0.54432·0.2063 = 0.32861; between them 0.27808. Stored:
    0.27808·0.35 + 2 mm in the hour over 1 m² = 0.09933 m³. On sand 2 mm/h soaks away: 17.5 h; between 12 and
    24 h lies 0.54432 again: 0.7575 - 0.54432·0.1038 = 0.70100, 0.8559 - 0.54432·0.0868 = 0.80865; 0.75868;
    0.75868·0.35 + 0.020 = 0.28554 m³.
    """
    kept = demo().baseline.water.storage.of_unit_m3(np.array([60.0]))[:, :, MEASURES.index("wadi"), 0]
    wet = kept[NODES.index("wet")]
    assert wet[SOILS.index("clay")] == pytest.approx(0.09933, abs=1e-5)
    assert wet[SOILS.index("sand")] == pytest.approx(0.28554, abs=1e-5)
    assert (np.diff(kept, axis=0) >= 0).all()


def test_a_roof_is_wet_when_it_rains_long():
    """25 mm of sedum that only evaporates, 0.06 mm/h: 25 / 0.06 = 416.7 h to dry, on every soil alike.

    ln(416.67/240) / ln(2) = 0.79588 and ln(25/20) / ln(30/20) = 0.55034: the wet third has free
    0.0773 - 0.79588·0.0678 = 0.02334 at 20 mm and 0.1836 - 0.79588·0.1205 = 0.08770 at 30 mm: 0.05876, the
    dry third 0.9580 - 0.79588·0.1594 = 0.83114 and 0.9890 - 0.79588·0.0758 = 0.92867: 0.88482.
    """
    kept = demo().baseline.water.storage.of_unit_m3(np.array([60.0]))
    roof = kept[:, :, MEASURES.index("green_roof_extensive"), 0]
    np.testing.assert_allclose(roof[NODES.index("wet")], 0.05876 * 0.025, atol=1e-6)
    np.testing.assert_allclose(roof[NODES.index("dry")], 0.88482 * 0.025, atol=1e-6)


def test_planting_on_green_keeps_only_what_the_ground_did_not():
    """A park holds 30 mm and its sand took 5 + 20 mm already: of 70 mm in an hour 45 run off, and at most
    30 - 5 = 25 of them are kept; of 27 mm only 2 run off. 5 mm of drought planting adds nothing."""
    kept = demo().baseline.water.storage.of_unit_m3(np.array([70.0, 27.0]))[:, SOILS.index("sand")]
    park = kept[NODES.index("dry"), MEASURES.index("park")]
    assert park[0] == pytest.approx(0.025, abs=1e-4)
    assert park[1] == pytest.approx(0.002)
    assert not kept[:, MEASURES.index("drought_planting")].any()


def test_a_measure_that_protects_stores_nothing():
    storage = demo().baseline.water.storage
    assert not storage.event_m3[:, :, ~storage.stores].any()


def test_without_measures_nothing_is_kept():
    base = demo().baseline
    assert not base.water.stored_mm(np.zeros_like(base.room.potential)).any()


def test_in_the_middle_a_drawn_unit_holds_what_a_unit_holds():
    base = demo().baseline
    storage, one = base.water.storage, np.ones((1, base.water.storage.stores.sum()))
    drawn = storage.held_m3_per_unit_drawn(storage.stores, one, one, one)[:, 0]
    held = storage.held_m3(np.ones_like(base.room.potential))[storage.stores]
    np.testing.assert_allclose(held, drawn[base.soil].T, atol=1e-12)


def test_a_drawn_unit_holds_what_one_with_these_coefficients_holds():
    base = demo().baseline
    storage = base.water.storage
    ratio = np.full((1, storage.stores.sum()), 1.0)
    for volume, emptying in ((0.8, 1.0), (1.0, 0.45), (1.15, 1.8)):
        drawn = storage.held_m3_per_unit_drawn(storage.stores, volume * ratio, emptying * ratio, ratio)[:, 0]
        own = {}
        for measure in np.array(MEASURES)[storage.stores]:
            row = table("measures").loc[measure]
            for column, factor in (("storage_m3_per_unit", volume), ("emptying_factor", emptying)):
                own[f"{measure}:{column}"] = {"value": factor * float(row[column]), "reason": ""}
        exact = Baseline(base.city, base.scenario, Assumptions(own=own)).water.storage
        held = exact.event_m3.mean(axis=0)[:, storage.stores, exact.rain.typical + len(exact.rain.events[1])]
        np.testing.assert_allclose(drawn, held, rtol=0.05, atol=1e-4)  # looked up between steps
