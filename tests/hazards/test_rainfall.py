"""The rainfall formula against the published table and against itself."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kans_model.hazards.rainfall import change_factor, depth_mm, return_period_years
from kans_model.tables.reading import table

DURATIONS_MIN = st.integers(10, 720)


def published():
    rows = table("rainfall_statistics").reset_index()
    now = rows[rows["horizon"] == "now"]
    return now[["duration_min", "return_period_yr", "depth_mm"]].to_numpy(dtype=float)


def test_the_table_holds_the_88_cells_of_today():
    assert len(published()) == 88


def test_every_published_cell_of_today_is_met_within_0_15_mm():
    duration, years, depth = published().T
    formula = np.array([float(depth_mm(d, t)) for d, t in zip(duration, years, strict=True)])
    assert np.abs(formula - depth).max() <= 0.15


@pytest.mark.parametrize(
    ("years", "now_mm", "in_2050_mm"),
    [(10, 30.968, 33.182), (100, 57.680, 61.804)],  # by hand from the formula, factor 1 + 0.234·1.1/3.6
)
def test_depth_in_an_hour_by_hand(years, now_mm, in_2050_mm):
    assert float(depth_mm(60, years)) == pytest.approx(now_mm, abs=5e-4)
    assert float(depth_mm(60, years, 1.5)) == pytest.approx(in_2050_mm, abs=5e-4)


def test_the_factor_of_2050_by_hand():
    assert float(change_factor(60, 1.5)) == pytest.approx(1.0715)


@pytest.mark.parametrize(
    ("duration_min", "warming", "years"), [(60, 0.4, 200), (60, 1.5, 156), (120, 0.4, 108), (120, 1.5, 85)]
)
def test_how_rare_70_mm_is(duration_min, warming, years):
    assert float(return_period_years(70, duration_min, warming)) == pytest.approx(years, abs=1.5)


def test_between_120_and_130_years_the_two_hour_curve_is_all_but_flat():
    low, high = depth_mm(120, np.array([120.0, 130.0]))
    assert abs(high - low) < 0.3


@given(DURATIONS_MIN, st.floats(0.5, 900), st.floats(1.05, 3))
def test_rarer_rain_is_deeper(duration_min, years, times):
    # the change of formula at 120 years leaves one all but flat piece
    assert depth_mm(duration_min, years * times) >= depth_mm(duration_min, years) - 0.6


@given(DURATIONS_MIN, st.floats(1, 900), st.floats(0.4, 4), st.floats(0, 2))
def test_a_warmer_climate_never_rains_less(duration_min, years, warming, more):
    assert depth_mm(duration_min, years, warming + more) >= depth_mm(duration_min, years, warming)
