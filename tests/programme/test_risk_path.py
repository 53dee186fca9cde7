"""Damage through the years as a plan is built."""

import numpy as np
import pytest

from kans_model.programme.risk_path import RiskPath
from tests.fixtures.programmes import PROJECTS, STUDY, planned

RESULT = STUDY.evaluate(STUDY.portfolios[0])


def test_before_anything_stands_it_is_the_damage_without_and_when_all_stands_that_of_the_package():
    path = RiskPath(planned([2028] * len(PROJECTS)).plan())
    assert path.planned_eur[:2] == pytest.approx(path.without_eur[:2])
    assert path.planned_eur[-1] == pytest.approx(path.at_once_eur[-1])
    counted = STUDY.baseline.counted
    for name, values in (("before", path.without_eur), ("after", path.at_once_eur)):
        in_2050 = np.nansum(RESULT[f"ead_{name}_eur"].values[counted][..., 1])
        assert values[-1] == pytest.approx(in_2050)


def test_what_is_built_later_leaves_more_damage_until_then():
    soon = RiskPath(planned([2027] * len(PROJECTS)).plan()).planned_eur
    late = RiskPath(planned([2032] * len(PROJECTS)).plan()).planned_eur
    assert (soon <= late + 1e-6).all()
    assert (soon < late - 1).any()


def test_by_2035_a_plan_avoids_a_part_of_what_the_package_avoids():
    all_built = RiskPath(planned([2027] * len(PROJECTS)).plan())
    assert all_built.avoided_share(2050) == pytest.approx(1)
    nothing = RiskPath(planned([None] * len(PROJECTS)).plan())
    assert nothing.avoided_share(2035) == pytest.approx(0)
