"""Jobs of a city: each once, and together what can be."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kans_model.evaluation.jobs import jobs_by_workplace
from tests.fixtures.packages import demo

NAN = np.nan


def test_what_is_given_is_kept_and_only_the_rest_is_laid_out():
    """10,000 jobs, 9,000 given: business park and offices share the 1,000 left, 1,600 to 6,980."""
    jobs = jobs_by_workplace([9_000, NAN, NAN], [0, 50, 0], [0, 0, 4e4], 10_000, 32, 0.302)
    assert jobs.tolist() == pytest.approx([9_000, 1_000 * 1_600 / 8_580, 1_000 * 6_980 / 8_580])


def test_parks_and_offices_never_have_more_jobs_than_the_city():
    """1,000 ha of business park would have 32,000 jobs in a city of 10,000."""
    jobs = jobs_by_workplace([NAN, NAN], [1_000, 0], [0, 1e4], 10_000, 32, 0.302)
    assert jobs.sum() == pytest.approx(10_000)


def test_where_no_park_is_known_its_jobs_are_not_laid_elsewhere():
    assert jobs_by_workplace([NAN], [0], [1e4], 10_000, 32, 0.302).tolist() == pytest.approx([6_980])


@given(
    parks=st.lists(st.floats(0, 500), min_size=2, max_size=2),
    floor=st.lists(st.floats(0, 1e6), min_size=2, max_size=2),
    given_jobs=st.floats(0, 5e4) | st.just(NAN),
    total=st.floats(0, 1e5),
)
def test_jobs_are_never_negative_and_never_more_than_can_be(parks, floor, given_jobs, total):
    jobs = jobs_by_workplace([given_jobs, NAN], parks, floor, total, 32, 0.302)
    assert (jobs >= 0).all()
    assert jobs.sum() <= max(total, np.nan_to_num(given_jobs)) * (1 + 1e-9)


def test_a_city_has_about_as_many_jobs_as_the_register_counts_nationally():
    study = demo()
    per_resident = study.baseline.heat.jobs.sum() / study.city.areas["residents"].sum()
    assert 0.35 <= per_resident <= 0.53
