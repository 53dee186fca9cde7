"""An agenda that predicts itself: slip by hand, a year held out, and what over-programming must be."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kans_model.finance.split_terms import PRESETS
from kans_model.programme.forecast import Forecast, levels
from kans_model.programme.progress_draws import progress_draws
from kans_model.programme.record import RecordYear
from kans_model.programme.reference_class import ReferenceClass, reference_class
from tests.fixtures.programmes import PACKAGE, PROJECTS, planned

SPLIT = next(iter(PRESETS))
SURE = ReferenceClass(np.array([0.0]), (0.0, 0.0, 0.0))


def forecast(starts, reference, **rest):
    study = planned(starts, **rest)
    plan = study.plan()
    bills = plan.limits(study.ledger(PACKAGE, SPLIT, planned=False)).bill_eur.sum(axis=2)
    return Forecast(plan, bills, reference, study.seed)


def test_slip_of_two_projects_by_hand():
    # a year is lost with chance 0.4: one year of work is 0, 1, 2 years late with 0.6, 0.24, 0.096;
    # two years of work with 0.36, 2 × 0.36 × 0.4 = 0.288, 3 × 0.36 × 0.16 = 0.1728
    reference = ReferenceClass(np.array([0.4]), (0.0, 0.0, 0.0))
    went = progress_draws(np.array([0, 2]), np.array([1, 2]), 30, reference, 40_000, 7)
    for project, expected in enumerate([(0.6, 0.24, 0.096), (0.36, 0.288, 0.1728)]):
        shares = [float(np.mean(went.slip_years[project] == late)) for late in range(3)]
        assert shares == pytest.approx(expected, abs=0.01)
    # the mean is duration × 0.4 / 0.6
    assert went.slip_years.mean(axis=1) == pytest.approx([2 / 3, 4 / 3], abs=0.02)
    assert went.building.sum(axis=2) == pytest.approx(1, abs=1e-4)
    assert (went.building[1, :, :2] == 0).all()


def test_overrun_has_the_mean_of_its_distribution():
    # PERT: (low + 4 mid + high) / 6
    reference = ReferenceClass(np.array([0.0]), (-0.1, 0.2, 0.5))
    went = progress_draws(np.array([0]), np.array([1]), 1, reference, 40_000, 3)
    assert went.cost_factor.mean() == pytest.approx(1 + (-0.1 + 0.8 + 0.5) / 6, abs=0.005)
    assert went.cost_factor.min() >= 0.9
    assert went.cost_factor.max() <= 1.5


def test_where_nothing_slips_the_forecast_is_the_plan():
    sure = forecast([2027 + place % 4 for place in range(len(PROJECTS))], SURE)
    assert sure.spend_eur == pytest.approx(np.tile(sure.planned_eur, (len(sure.spend_eur), 1)), rel=1e-5)
    assert sure.avoided_eur[0] == pytest.approx(sure.planned_avoided_eur, rel=1e-5)
    assert sure.over_programming(2027, 2030) == pytest.approx(1, rel=1e-5)
    assert np.isnan(sure.criticality).all()
    assert sure.mean_loss_eur == pytest.approx(0, abs=20)


@pytest.mark.parametrize("held_out", range(8))
def test_a_year_held_out_of_a_record_is_within_ten_per_cent_of_the_middle(held_out):
    # another city: 1,000 pieces of work due each year, of each a coin decides whether it comes about
    rng = np.random.default_rng(20)
    record = []
    for year in range(2015, 2023):
        cost = rng.uniform(0.2e6, 2e6, size=1_000)
        goes = rng.random(1_000) >= 0.36 + 0.03 * np.sin(year)
        record.append(RecordYear(year, float(cost.sum()), float(cost[goes].sum())))
    out = record.pop(held_out)
    reference = reference_class(record)
    n = 100  # that year's money in as many equal projects
    went = progress_draws(np.zeros(n, int), np.ones(n, int), 1, reference, 512, 5)
    spent = out.planned_eur * went.building[..., 0].mean(axis=0)
    assert np.median(spent) == pytest.approx(out.realised_eur, rel=0.1)


def test_over_programming_by_hand():
    # two projects of a year in one year, half of what is due goes unspent: a budget of one year needs twice
    half = ReferenceClass(np.array([0.5]), (0.0, 0.0, 0.0))
    starts = [2027] * len(PROJECTS)
    one_year = forecast(starts, half)
    spent = np.median(one_year.spend_eur[:, 0])
    assert one_year.over_programming(2027, 2027) == pytest.approx(one_year.planned_eur[0] / spent)
    assert one_year.over_programming(2027, 2027, 2 * spent) == pytest.approx(2)
    assert one_year.over_programming(2027, 2027) == pytest.approx(2, rel=0.25)


@given(st.lists(st.integers(2027, 2032), min_size=len(PROJECTS), max_size=len(PROJECTS)))
def test_slipping_never_avoids_more_and_later_starts_never_either(starts):
    prior = reference_class()
    early, late = forecast(starts, prior), forecast([year + 1 for year in starts], prior)
    assert (early.avoided_eur.sum(axis=1) <= early.planned_avoided_eur.sum() * (1 + 1e-6)).all()
    assert late.avoided_eur.sum(axis=1).mean() <= early.avoided_eur.sum(axis=1).mean() * (1 + 1e-6)


def test_the_project_that_avoids_most_must_not_slip():
    # all alike in years, so that only what they avoid sets them apart
    found = forecast([2027] * len(PROJECTS), reference_class())
    most = int(np.argmax(found.plan.values.avoided_eur[:, 1]))
    least = int(np.argmin(found.plan.values.avoided_eur[:, 1]))
    assert found.criticality[most] > found.criticality[least]
    assert found.mean_loss_eur[most] > found.mean_loss_eur[least]
    assert found.mean_loss_eur.sum() == pytest.approx(found.lost_eur.mean(), rel=1e-3)


def test_a_share_that_never_stands_has_no_year():
    never = forecast([2027] * len(PROJECTS), ReferenceClass(np.array([1.0]), (0.0, 0.0, 0.0)))
    assert np.isinf(levels(never.ready_year(0.5))).all()
    sure = forecast([2027] * len(PROJECTS), SURE)
    longest = max(project.duration_years for project in PROJECTS)
    assert levels(sure.ready_year(1.0)).tolist() == [2027 + longest] * 3


def test_a_city_with_years_of_its_own_needs_no_prior():
    assert not reference_class().is_own
    own = reference_class([RecordYear(2024, 10e6, 6e6), RecordYear(2025, 10e6, 11e6)])
    assert own.is_own
    assert own.unspent.tolist() == [0.4, 0.0]


def test_a_record_is_kept_in_the_study_and_what_cannot_be_is_refused():
    record = (RecordYear(2024, 10e6, 6e6),)
    study = planned([2027] * len(PROJECTS), record=record)
    again = type(study).from_dict(study.to_dict(), study.city)
    assert again.programme.record == record
    assert "record" not in planned([2027] * len(PROJECTS)).programme.to_dict()
    wrong = planned([2027] * len(PROJECTS), record=(RecordYear(1800, 0, -1),)).programme
    keys = {problem.key for problem in wrong.problems(study.city.areas.index, study.actors.known)}
    assert keys == {"record_year_wrong", "record_planned_wrong", "record_realised_wrong"}
