"""Criteria and damage through the years under draws: the ends are what is known, later is never better."""

import numpy as np
import pytest

from kans_model.comparison.verdicts import verdicts
from kans_model.dialogue.criteria import Criterion
from kans_model.programme.risk_path import RiskPath
from kans_model.uncertainty.bands import drawn
from kans_model.uncertainty.criterion_paths import criterion_paths
from kans_model.uncertainty.indicator_draws import indicator_draws
from kans_model.uncertainty.risk_path_bands import RiskPathBands, risk_path_bands
from tests.fixtures.programmes import PACKAGE, PROJECTS, planned

STUDY = planned([2027] * len(PROJECTS))
LIMITS = (
    Criterion("heat", "damage_heat", 1e7),
    Criterion("entered", "buildings_entered", 40, moment="100"),
    Criterion("pet", "pet", 41, moment="", each=True),
    Criterion("each", "damage_pluvial", 2e5, each=True),
    Criterion("depth", "flood_depth", 0.5, moment="100"),
)


@pytest.fixture(scope="module")
def paths():
    found = criterion_paths(STUDY, PACKAGE, STUDY.plan(), LIMITS, STUDY.scenario.climate)
    return {path.criterion.id: path for path in found}


@pytest.mark.parametrize("limit", ["heat", "each"])
def test_in_a_year_of_a_horizon_with_all_built_it_is_what_the_draws_of_the_package_say(paths, limit):
    path, of_package = paths[limit], indicator_draws(STUDY, PACKAGE)
    at = int(np.flatnonzero(path.years == 2050)[0])
    for when, value in (("after", path.value), ("before", path.without)):
        known = of_package.value(path.criterion.indicator, "2050", when)
        expected = known.max(axis=1) if path.criterion.each else known.sum(axis=1)
        assert value[:, at] == pytest.approx(expected, rel=1e-4)


def test_before_anything_stands_it_is_as_without_and_a_shower_has_no_years_of_its_own(paths):
    for path in paths.values():
        if np.isfinite(path.value).all():
            assert path.value[:, 0] == pytest.approx(path.without[:, 0], rel=1e-6)
    entered = paths["entered"]
    assert np.ptp(entered.without, axis=1) == pytest.approx(0, abs=1e-6)
    assert entered.value[:, -1].mean() < entered.without[:, -1].mean()


def test_at_the_middle_the_verdict_in_2050_is_that_of_the_dialogue(paths):
    read = verdicts(STUDY.baseline, STUDY.evaluate(PACKAGE), LIMITS, STUDY.city.areas)
    for verdict in read:
        if verdict.when == "after" and verdict.moment == "2050" and verdict.criterion.id == "heat":
            path = paths["heat"]
            at = int(np.flatnonzero(path.years == 2050)[0])
            assert np.median(path.value[:, at]) == pytest.approx(verdict.value, rel=0.1)


def test_what_is_unknown_has_no_tipping_year(paths):
    unknown = [path for path in paths.values() if np.isnan(path.value).any()]
    assert all(np.isnan(path.tipping.middle) for path in unknown)
    assert all(np.isnan(path.years_lost) for path in unknown)


def test_building_puts_a_tipping_year_off_and_waiting_costs_years(paths):
    for path in paths.values():
        if np.isfinite(path.value).all():
            assert path.tipping.middle >= path.tipping_without.middle
            assert path.years_lost >= 0


def test_damage_lies_around_the_path_of_the_middle_and_never_above_none_nor_above_late():
    found, middle = risk_path_bands(STUDY, PACKAGE, STUDY.plan()), RiskPath(STUDY.plan(), 2050)
    n = len(middle.years)
    assert found.years[:n].tolist() == middle.years.tolist()
    assert np.median(found.planned_eur, axis=0)[:n] == pytest.approx(middle.planned_eur, rel=0.1)
    assert (found.planned_eur <= found.without_eur * (1 + 1e-6)).all()
    assert (found.planned_eur <= found.late_eur * (1 + 1e-6)).all()
    assert len(found.planned_eur) == len(drawn(STUDY))
    assert (found.regret_eur >= 0).all()
    assert found.regret_eur.mean() > 0


def test_the_regret_of_waiting_by_hand():
    # 10 a year more for two years, of which one counts 0.9 and one 0.8
    path = RiskPathBands(
        np.array([2027, 2028]),
        np.full((1, 2), 50.0),
        np.array([[30.0, 30.0]]),
        np.array([[40.0, 40.0]]),
        np.array([0.9, 0.8]),
    )
    assert path.regret_eur == pytest.approx([17.0])
