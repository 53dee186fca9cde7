"""What sinks into the ground spares foundations: in results, first euro, draws and the optimiser alike."""

import numpy as np
import pytest

from kans_model.evaluation import evaluate as evaluation
from kans_model.optimum.benefit import Benefit
from kans_model.tables.vocabulary import HAZARDS
from kans_model.uncertainty.damage_ratios import unprotected
from kans_model.uncertainty.draws import draws
from tests.fixtures.packages import Given, demo

DROUGHT = HAZARDS.index("drought")
LINE = "drought_foundations"


def _area():
    """The buurt of the demo city with most vulnerable buildings, and near groundwater."""
    base = demo().baseline
    return int(np.nanargmax(base.area["vulnerable_buildings"] * base.ground.groundwater_near))


def _evaluate(quantity):
    return evaluation.evaluate(demo().baseline, Given(quantity))


def _package(measure, amount):
    base = demo().baseline
    quantity = np.zeros_like(base.room.potential)
    quantity[base.room.place[measure], _area()] = amount
    return quantity


def test_a_wadi_by_hand_spares_foundations():
    # 100 m² of wadi: 1,000 m² at 700 mm, of which 1 − exp(−35/7) = 0.99326 is caught
    base, a = demo().baseline, _area()
    mm = 1000 * 700 * 0.99326 * base.ground.recharge_share[a] / base.area["area_m2"][a]
    share = mm / 100 * 5 * 0.0145
    result = _evaluate(_package("wadi", 100.0))
    avoided = (result["ead_before_eur"] - result["ead_after_eur"]).sel(hazard="drought").values[a]
    before = result["ead_before_eur"].sel(hazard="drought").values[a]
    assert float(result["recharge_mm"][a]) == pytest.approx(mm, rel=1e-4)
    assert avoided == pytest.approx(share * before, rel=1e-4)
    by_measure = result["avoided_by_measure_eur"].sel(measure="wadi", hazard="drought")
    assert by_measure.values == pytest.approx(avoided)


@pytest.mark.parametrize("measure", ["depave_public", "depave_private", "wadi", "it_drain"])
def test_what_lets_rain_sink_in_earns_it_and_its_first_unit_is_the_slope(measure):
    base, a = demo().baseline, _area()
    result = _evaluate(_package(measure, 0.01))
    avoided = float(result["avoided_eur"].sel(hazard="drought", horizon="2050"))
    place = base.room.place[measure]
    assert avoided > 0
    assert base.ground.first_unit_eur[place, a] * 0.01 == pytest.approx(avoided, rel=1e-4)
    assert base.first_euro.acts_on[DROUGHT, place]


def test_nothing_is_earned_without_vulnerable_buildings_or_under_deep_groundwater():
    base = demo().baseline
    ground = base.ground
    none = np.nan_to_num(base.area["vulnerable_buildings"]) == 0
    assert (ground.first_unit_eur[:, none | ~ground.groundwater_near] == 0).all()
    by_hand = np.where(ground.groundwater_near, 0.0725, 0.0)
    np.testing.assert_allclose(ground.relieved_share(np.full(base.n_areas, 100.0)), by_hand)


def test_draws_at_the_middle_leave_what_the_result_leaves():
    study, quantity = demo(), _package("wadi", 100.0)
    base, drawn, a = study.baseline, draws(study, 64), _area()
    left = unprotected(drawn, base, quantity)[LINE][:, a]
    rise, relief = (drawn.ratio(name) for name in ("foundation_cm_per_100mm", "foundation_relief_per_cm"))
    result = _evaluate(quantity)
    at_mid = 1 - float(result["ead_after_eur"].values[DROUGHT, a, 1] / base.ead_before_eur[DROUGHT, a, 1])
    joins = drawn.measure["participation_share"][:, base.room.place["wadi"]]
    assert 1 - left == pytest.approx(at_mid * rise * relief * joins, rel=1e-6)
    assert np.ptp(left) > 0


def test_drawn_repairs_never_pass_the_buildings_there_are():
    study = demo()
    ground, drawn = study.baseline.ground, draws(study, 256)
    moved = np.stack([drawn.ratio(name) for name in ground.foundation_keys])
    repairs = ground.repairs(np.minimum(1, ground.foundation_share[:, None] * moved))
    years = np.array([25.0, 50.0])[:, None]
    assert ((repairs[1:] + repairs[:-1]) / 2 * years).sum(axis=0).max() < 1.2  # trapezia, above the curve
    assert (repairs >= 0).all()


@pytest.mark.parametrize("with_draws", [False, True])
def test_the_optimiser_sees_the_same_with_a_slope_that_is_right(with_draws):
    study, quantity = demo(), _package("wadi", 100.0)
    base = study.baseline
    benefit = Benefit(base, "2050", draws(study, 32) if with_draws else None)
    piece, a, row = benefit.pieces["recharge"], _area(), base.room.place["wadi"]
    value, slope = piece.tangent(quantity)
    step = quantity.copy()
    step[row, a] += 1.0
    rise = piece.tangent(step)[0][a] - value[a]
    assert slope[list(piece.measures).index(row), a] == pytest.approx(rise, rel=1e-6)
    if not with_draws:
        avoided = benefit.avoided_eur(quantity)[0][DROUGHT].sum()
        result = _evaluate(quantity)["avoided_eur"].sel(hazard="drought", horizon="2050")
        assert avoided == pytest.approx(float(result))
