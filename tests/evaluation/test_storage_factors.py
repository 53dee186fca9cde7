"""How much rarer water becomes behind storage, against the factors counted in the record of rain itself."""

import numpy as np
import pytest

from kans_model.evaluation.storage_factors import DEPTHS_MM, storage_factor, storage_factors
from kans_model.tables.reading import table

MEAN_MAKKINK_MM_H = 0.0745
# Counted in the hourly rain of 30 KNMI stations, 2011-2024 (CC BY 4.0), behind 5, 10, 15 and 20 mm: how much
# rarer it becomes that as much runs over as falls once in two years. Rate and what soaks away [mm/h].
COUNTED = {
    "wadi of a tenth on clay, 0.05 m/day": (0.208, 0.208, False, (1.564, 2.08, 3.059, 4.426)),
    "wadi of a tenth on clay, 0.01 m/day": (0.042, 0.042, False, (1.238, 1.405, 1.465, 1.507)),
    "wadi of a tenth on loam, 0.2 m/day": (0.833, 0.833, False, (2.101, 3.014, 5.622, 9.043)),
    "wadi of a tenth on sand, 1 m/day": (4.167, 4.167, False, (3.586, 6.5, 10.947, 17.333)),
    "throttle of 1 l/s/ha": (0.36, 0.36, False, (1.705, 2.311, 3.586, 5.474)),
    "sedum, 0.6 of Makkink": (0.6 * MEAN_MAKKINK_MM_H, 0.0, True, (1.368, 1.677, 1.841, 2.122)),
    "roof garden, 1.0 of Makkink": (MEAN_MAKKINK_MM_H, 0.0, True, (1.434, 1.809, 2.286, 2.889)),
}


@pytest.mark.parametrize("facility", COUNTED)
def test_factors_agree_with_the_record(facility):
    rate, soaks, evaporates, counted = COUNTED[facility]
    factors = [storage_factor(depth, rate, soaks, evaporates) for depth in DEPTHS_MM]
    np.testing.assert_allclose(factors, counted, rtol=0.2)


def test_crates_in_clay_are_nearly_always_full():
    """0.66 m of crates with 95 % hollow space empty through 1.5 times their base at 0.05 m/day = 2.083 mm/h:
    per mm over the inflow area 1.5·2.083/627 mm/h. Counted in the record: 1.169, 1.496, 1.981, 2.667."""
    rate = [depth * 1.5 * 2.083 / 627 for depth in DEPTHS_MM]
    factors = [storage_factor(depth, q, q, False) for depth, q in zip(DEPTHS_MM, rate, strict=True)]
    np.testing.assert_allclose(factors, (1.169, 1.496, 1.981, 2.667), rtol=0.1)


def test_the_whole_table_agrees_with_what_was_counted():
    """Where at least ten overflows were counted: nine in ten within a fifth, none beyond two fifths."""
    rows = table("free_storage").reset_index()
    steady = rows["pattern"] == "steady"
    mine = rows["depth_mm"].between(5, 20) & (rows["overflows"] >= 10) & (steady | (rows["emptying_h"] >= 48))
    off = [
        storage_factor(
            row.depth_mm,
            row.depth_mm / row.emptying_h,
            row.depth_mm / row.emptying_h if row.pattern == "steady" else 0.0,
            row.pattern == "evaporation",
        )
        / row.record_factor
        for row in rows[mine].itertuples()
    ]
    away = np.abs(np.log(off))
    assert np.quantile(away, 0.9) < np.log(1.2)
    assert away.max() < np.log(1.4)


def test_roofs_do_far_less_than_wadis_and_clay_far_less_than_sand():
    factors = storage_factors()
    assert (factors.loc[("wadi", "sand")] > 1.3 * factors.loc[("wadi", "clay")]).all()
    assert (factors.loc[("wadi", "sand")] > 1.3 * factors.loc[("green_roof_extensive", "sand")]).all()
    assert (factors.loc[("infiltration_crates", "clay")] < factors.loc[("infiltration_crates", "sand")]).all()
    np.testing.assert_allclose(*(factors.loc[("green_roof_extensive", soil)] for soil in ("sand", "clay")))
    assert (np.diff(factors.drop("rain_barrel"), axis=1) > 0).all()  # barrels are nearly always full
