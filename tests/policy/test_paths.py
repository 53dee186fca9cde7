"""What levers bring year by year: by law for any lever, and by hand where a rule decides."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kans_model.policy.levers import Lever
from kans_model.policy.owner_cells import Cells
from kans_model.policy.parameters import middle
from kans_model.policy.paths import Paths
from kans_model.policy.policy import Policy
from kans_model.policy.private_ground import PrivateGround
from tests.fixtures.packages import demo

BARREL = "rain_barrel"
SUBSIDY = Lever("s", "subsidy", 2029, 2036, measures=(BARREL,), subsidy_share=0.5)
FIXED = Policy(new_dwellings_per_year=200.0)


@cache
def ground():
    return PrivateGround.of(demo().baseline)


def paths(*levers, policy=FIXED, measures=(BARREL,)):
    return Paths(Cells.of(ground(), levers, measures), policy, levers, middle())


def share(*levers, policy=FIXED, measure=BARREL):
    return paths(*levers, policy=policy, measures=(measure,)).of_measure(measure)[0]


shares = st.floats(0, 1)
budgets = st.one_of(st.none(), st.floats(0, 1e6))


@settings(max_examples=40)
@given(shares, shares, st.integers(2027, 2045), st.integers(0, 10), budgets)
def test_shares_rise_in_time_and_with_the_subsidy_of_who_has_money_enough(one, other, start, lasts, budget):
    low, high = (
        share(replace(SUBSIDY, start=start, end=start + lasts, subsidy_share=part))
        for part in sorted((one, other))
    )
    assert (np.diff(low) >= 0).all()
    assert (high >= low - 1e-12).all()
    capped = share(replace(SUBSIDY, start=start, end=start + lasts, budget_eur_per_year=budget))
    assert (np.diff(capped) >= 0).all()
    assert (capped >= share() - 1e-12).all()


@settings(max_examples=40)
@given(shares, st.floats(1, 1e6), st.integers(2027, 2040))
def test_the_budget_of_a_year_caps_what_it_pays_and_brings(part, budget, start):
    lever = replace(SUBSIDY, start=start, subsidy_share=part, budget_eur_per_year=budget)
    assert (paths(lever).subsidy_eur <= budget * (1 + 1e-9)).all()
    free = share(replace(lever, budget_eur_per_year=None))
    assert (share(lever) <= free + 1e-12).all()


def test_a_subsidy_that_stops_bends_the_path_and_takes_nothing_down():
    """Before it starts it changes nothing, and after its end the share stays above that without it."""
    years, given_, without = np.array(FIXED.years), share(SUBSIDY), share()
    np.testing.assert_allclose(given_[years < 2029], without[years < 2029])
    steps = np.diff(given_)
    assert steps[years[1:] == 2037] < steps[years[1:] == 2036]
    assert given_[-1] >= given_[years == 2036]


@pytest.mark.parametrize("kind", ["subsidy", "campaign", "adviser"])
def test_a_lever_without_budget_moves_nothing(kind):
    lever = Lever("x", kind, 2027, measures=(BARREL,), subsidy_share=0.9 if kind == "subsidy" else None)
    np.testing.assert_allclose(share(replace(lever, budget_eur_per_year=0.0)), share())
    assert share(replace(lever, budget_eur_per_year=1e9))[-1] > share()[-1]


def test_a_norm_on_new_build_moves_nothing_where_nothing_is_built():
    norm = Lever("n", "norm_new_build", 2027, measures=(BARREL,), norm_mm=60)
    none = replace(FIXED, new_dwellings_per_year=0.0)
    np.testing.assert_allclose(share(norm, policy=none), share())


def test_a_norm_on_new_build_is_unknown_where_nobody_knows_what_is_built():
    norm = Lever("n", "norm_new_build", 2030, measures=(BARREL,), norm_mm=60)
    unknown = share(norm, policy=Policy())
    assert np.isfinite(unknown[:3]).all()
    assert np.isnan(unknown[3:]).all()


def test_a_duty_of_ten_years_reaches_its_compliance_in_the_tenth():
    """In force from 2030 with 60 % who comply: 6 % a year, 60 % in 2039 and after."""
    duty = share(Lever("d", "obligation", 2030, measures=(BARREL,), compliance=0.6))
    by_year = dict(zip(FIXED.years, duty, strict=True))
    assert by_year[2034] == pytest.approx(0.30)
    assert by_year[2039] == by_year[2050] == pytest.approx(0.60)


def test_a_norm_asks_the_part_of_a_measure_that_it_needs():
    """A garden roof that holds 60 mm counts for a third under a norm of 20 mm, and whole under one of 60."""
    roof = "green_roof_intensive"
    low, high = (
        paths(Lever("r", "norm_renovation", 2027, measures=(roof,), norm_mm=mm), measures=(roof,))._by_rule
        for mm in (20.0, 60.0)
    )
    np.testing.assert_allclose(3 * low, high)


def test_rule_and_choice_do_not_add_up_the_larger_counts():
    duty = Lever("d", "obligation", 2030, measures=(BARREL,), compliance=0.3)
    both = share(SUBSIDY, duty)
    cells = paths(SUBSIDY, duty)
    expected = np.maximum(cells._by_choice[0], cells._by_rule)
    np.testing.assert_allclose(cells.share, expected)
    assert (both >= np.maximum(share(SUBSIDY), share(duty)) - 1e-12).all()
    assert both[-1] < share(SUBSIDY)[-1] + share(duty)[-1]


def test_two_subsidies_stack_no_further_than_the_price():
    whole = replace(SUBSIDY, subsidy_share=1.0)
    np.testing.assert_allclose(share(whole, replace(SUBSIDY, id="t")), share(whole))


def test_campaign_adviser_and_example_together_are_no_faster_than_the_cap():
    kinds = ("campaign", "adviser", "example")
    levers = [Lever(kind, kind, 2027, measures=(BARREL,)) for kind in kinds]
    speed = paths(*levers)._speed(2030)
    residents = paths(*levers).cells.owner == 0
    np.testing.assert_allclose(speed[0, residents], 4.0)  # 2 * 2.5 * 1.2 = 6 is more than the cap


def test_who_is_not_addressed_joins_a_tenth_as_fast_by_himself():
    """By hand: in the first year p counts alone; a subsidy that starts later changes nothing before."""
    own = paths()
    first = own._by_choice[0][0, :, 0]
    p, q = 0.015 * 0.1, 0.3
    left = np.exp(-(p + q))
    part = (1 - left) / (1 + q / p * left)
    np.testing.assert_allclose(first, own._drive(2027).ceiling[0] * part)
    told = paths(Lever("c", "campaign", 2027, measures=(BARREL,)))
    residents = told.cells.owner == 0
    assert (told.share[0, residents, 5] > 5 * own.share[0, residents, 5]).all()


def test_money_for_few_does_not_make_all_others_join():
    """A euro of subsidy a year moves next to nothing, though a scheme addresses who gets it."""
    np.testing.assert_allclose(share(replace(SUBSIDY, budget_eur_per_year=1.0)), share(), rtol=1e-2)


def test_a_lever_for_some_areas_moves_those_only():
    code = demo().city.areas.index[0]
    moved = paths(replace(SUBSIDY, areas=(code,), subsidy_share=1.0))
    here = moved.cells.reached(moved.levers[0]) > 0
    assert (moved.share[0, here, -1] > moved.share[0, ~here, -1].max()).all()
    assert moved.cells.units.sum() == pytest.approx(paths().cells.units.sum())


def test_a_discount_on_the_levy_is_paid_every_year_for_what_stands():
    levy = Lever("k", "levy_discount", 2027, measures=("rain_garden",), discount_eur=2.0)
    both = paths(levy, measures=("rain_garden",))
    standing = (both.share[0] * both.cells.units[:, None]).sum(axis=0)
    np.testing.assert_allclose(both.paid_eur[0], 2 * standing)
    assert standing[-1] > (paths(measures=("rain_garden",)).share[0, :, -1] * both.cells.units).sum()
