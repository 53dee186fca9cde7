"""Avoided damage as the optimiser sees it: the model's own number, concave, with the right slope."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kans_model.optimum.benefit import Benefit
from kans_model.optimum.benefit_protection import ProtectionShare
from kans_model.optimum.concave import lower_hull
from kans_model.tables.vocabulary import HAZARDS
from kans_model.uncertainty import ensemble
from tests.fixtures.packages import MEASURES, demo, quantities, uptakes

SHARES = st.floats(0, 1)


@pytest.fixture(scope="module")
def benefit():
    return Benefit(demo().baseline, "2050")


@given(uptakes())
def test_it_is_what_the_model_says_a_package_avoids(package):
    study = demo()
    result = study.evaluate(package)
    avoided, _ = Benefit(study.baseline, "2050").avoided_eur(result["quantity"].values)
    expected = result["avoided_eur"].sel(horizon="2050").values
    counted = study.baseline.counted
    np.testing.assert_allclose(avoided.sum(axis=1)[counted], expected[counted], rtol=1e-9, atol=1e-6)


@given(uptakes())
def test_the_present_value_is_never_below_the_models_and_close_to_it(package):
    study = demo()
    result = study.evaluate(package)
    exact = float(result["present_value_benefit_eur"].sum())
    avoided, _ = Benefit(study.baseline, None).avoided_eur(result["quantity"].values)
    assert exact * (1 - 1e-9) - 1 <= avoided.sum() <= exact * 1.02 + 1


@given(uptakes(), uptakes(), SHARES)
def test_every_piece_lies_below_its_tangents(first, second, share):
    """Also of what is not concave itself: it is what makes the optimiser's bound a bound."""
    study = demo()
    base = study.baseline
    benefit = Benefit(base, "2050")
    here, there = share * quantities(first, base), quantities(second, base)
    for piece in benefit.pieces.values():
        reached, _ = piece.at(there)
        for value, slope in piece.tangents(here):
            tangent = value + (slope * (there - here)[piece.measures]).sum(axis=0)
            assert (reached <= tangent + 1e-8 * np.maximum(1, np.abs(piece.most))).all(), piece.name


def test_shares_protected_by_several_stand_below_two_ceilings_that_touch_them():
    """By hand, for barriers (p 0.8, well placed 0.5) and awareness (0.05, well placed 0.8) on one stock.

    Half the barriers a buurt can use and all of the awareness: 1 − (1 − 0.5·0.4)·(1 − 0.04) = 0.232. The sum
    of each says 0.24; all or nothing says 1 − 0.6^0.5·0.96 = 0.2564, and is right once all barriers stand.
    """
    study = demo()
    base, measures = study.baseline, np.array([MEASURES.index("door_barrier"), MEASURES.index("awareness")])
    most = np.zeros_like(base.room.potential)
    most[measures] = base.protection.at_risk[measures]
    share = ProtectionShare(base, "pluvial_protected_share", measures, most, None)
    area = int(np.flatnonzero((most[measures] > 0).all(axis=0))[0])
    half = most * np.where(np.arange(len(most)) == measures[0], 0.5, 1.0)[:, None]
    curves = share, share.sum_of_each, share.best_of_all_or_nothing
    assert [curve(half)[0][area] for curve in curves] == pytest.approx([0.232, 0.24, 1 - 0.6**0.5 * 0.96])
    assert share(most)[0][area] == pytest.approx(share.best_of_all_or_nothing(most)[0][area], abs=1e-8)
    nothing = np.zeros_like(most)
    for curve in curves[:2]:
        assert curve(nothing)[1][:, area] * most[measures, area] == pytest.approx([0.4, 0.04])


def test_the_slope_is_what_a_little_more_brings(benefit):
    base = demo().baseline
    here = quantities(demo().portfolio("eigen"), base)
    step = 1e-6 * base.room.potential * (benefit.avoided_eur(here)[1] > 0)
    more, _ = benefit.avoided_eur(here + step)
    now, slope = benefit.avoided_eur(here)
    assert (more - now).sum() == pytest.approx((slope * step).sum(), rel=0.02)


def test_what_is_not_asked_stays_zero(benefit):
    everything = quantities(demo().portfolio("alles"), demo().baseline)
    avoided, slope = benefit.avoided_eur(everything * 0.3, ("heat",))
    assert avoided[HAZARDS.index("pluvial")].sum() == 0 < avoided[HAZARDS.index("heat")].sum()
    assert slope[demo().baseline.room.place["wadi"]].max() == 0


def test_the_mean_over_draws_is_that_of_the_ensemble():
    study = demo()
    drawn = ensemble.draws(study, 256)
    expected = study.evaluate("eigen", drawn)["avoided_total_eur"].sel(horizon="2050").values.mean()
    quantity = study.evaluate("eigen")["quantity"].values
    avoided, _ = Benefit(study.baseline, "2050", drawn).avoided_eur(quantity)
    assert avoided.sum() == pytest.approx(float(expected), rel=0.01)


@given(st.lists(st.floats(0, 1), min_size=3, max_size=8))
def test_the_lower_hull_is_convex_below_and_touches_at_the_ends(heights):
    x, y = np.arange(len(heights), dtype=float), np.array(heights)
    hull_x, hull_y = lower_hull(x, y, x[-1])
    slope = np.diff(hull_y) / np.diff(hull_x)
    assert (np.diff(slope) >= -1e-9).all()
    assert (np.interp(x, hull_x, hull_y) <= y + 1e-9).all()
    assert (hull_y[0], hull_y[-1]) == (y[0], y[-1])


def test_what_is_remembered_of_one_package_is_never_told_of_another(benefit):
    """Also where the very array is filled anew: it goes by what stands in it."""
    quantity = 0.2 * benefit.fits
    before = benefit.avoided_eur(quantity)[0]
    quantity *= 3
    np.testing.assert_array_equal(
        benefit.avoided_eur(quantity)[0], Benefit(benefit.base, "2050").avoided_eur(quantity)[0]
    )
    assert before.sum() < benefit.avoided_eur(quantity)[0].sum()
