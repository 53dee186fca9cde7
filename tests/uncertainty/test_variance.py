"""Shares of variance, against Ishigami's function and a linear case solved by hand."""

import numpy as np
import pytest

from kans_model.computing.progress import CancelledError
from kans_model.outlook.scenario import Scenario
from kans_model.uncertainty.draws import dimensions, draws_at
from kans_model.uncertainty.sampling import headlines_at, points
from kans_model.uncertainty.variance import group_names, planners_groups, sobol, sobol_indices
from kans_model.words.texts import LANGUAGES
from tests.fixtures.packages import demo


def ishigami(at):
    """sin x₁ + 7 sin² x₂ + 0.1 x₃⁴ sin x₁ on (−π, π)³."""
    x = np.pi * (2 * at - 1)
    return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def test_ishigami_has_its_published_indices():
    # Ishigami and Homma 1990: variance 13.845, of the first alone 4.346, of the second 6.125
    found = sobol_indices(ishigami, ["x1", "x2", "x3"], n=2048)
    np.testing.assert_allclose(found["first"], [0.3139, 0.4424, 0.0], atol=0.02)
    np.testing.assert_allclose(found["total"], [0.5576, 0.4424, 0.2437], atol=0.02)
    assert (np.abs(found["first"] - [0.3139, 0.4424, 0.0]) <= found["first_conf"]).all()
    assert (np.abs(found["total"] - [0.5576, 0.4424, 0.2437]) <= found["total_conf"]).all()


def test_what_interacts_within_a_group_counts_as_its_own():
    found = sobol_indices(ishigami, ["heat", "water", "heat"], n=2048)
    np.testing.assert_allclose(found.loc["heat", ["first", "total"]].astype(float), 0.5576, atol=0.02)
    np.testing.assert_allclose(found.loc["water", ["first", "total"]].astype(float), 0.4424, atol=0.02)


def test_shares_of_a_sum_are_those_of_its_squares():
    slope = np.array([1.0, 2.0, 3.0, 5.0])  # equal variances: 1, 4, 9 and 25 of 39
    found = sobol_indices(lambda at: at @ slope, ["a", "b", "c", "d"], n=2048)
    np.testing.assert_allclose(found["first"], slope**2 / 39, atol=0.01)
    np.testing.assert_allclose(found["total"], slope**2 / 39, atol=0.01)
    grouped = sobol_indices(lambda at: at @ slope, ["x", "x", "y", "x"], n=2048)
    np.testing.assert_allclose(grouped["first"], [30 / 39, 9 / 39], atol=0.01)


def test_a_function_that_never_changes_has_no_shares_and_an_unknown_one_unknown_shares():
    assert (sobol_indices(lambda at: np.ones(len(at)), ["a", "b"], n=16) == 0).all(axis=None)
    assert sobol_indices(lambda at: np.full(len(at), np.nan), ["a", "b"], n=16).isna().all(axis=None)


def test_one_group_explains_everything():
    found = sobol_indices(lambda at: at[:, 0] * at[:, 1], ["all", "all"], n=16)
    assert found.loc["all", ["first", "total"]].tolist() == [1.0, 1.0]


def test_every_dimension_stands_in_a_group_with_a_name():
    groups = planners_groups()
    assert len(groups) == len(dimensions())
    assert len(set(groups)) <= 14
    for lang in LANGUAGES:
        assert len(set(group_names(dict.fromkeys(groups), lang))) == len(set(groups))


def test_indices_of_a_package_are_those_of_its_draws():
    study, n = demo().replaced(scenario=Scenario(co_benefits=[])), 512
    found = sobol(study, "eigen", n=n, grouped=False, lang="en")
    # prices almost alone decide: what remains of the variance when only they move, by an independent sample
    keys = [one.key for one in dimensions()]
    at = np.full((n, len(keys)), 0.5)
    at[:, keys.index("prices")] = points(study, n, seed=1)[:, 0]
    alone = headlines_at(study, ["eigen"], at)[0].var()
    everything = headlines_at(study, ["eigen"], points(study, n, seed=1))[0].var()
    assert found.index[0] == "prices"
    assert found["name"].iloc[0] == "Prices of measures and repair"
    assert found["first"]["prices"] == pytest.approx(alone / everything, abs=0.12)
    assert found["total"].is_monotonic_decreasing


def test_the_difference_with_doing_nothing_is_the_package_itself():
    study = demo()
    package, decision = sobol(study, "eigen", n=64), sobol(study, "eigen", n=64, against="niets_doen")
    np.testing.assert_allclose(
        decision.loc[package.index, ["first", "total"]], package[["first", "total"]], atol=1e-6
    )
    assert (sobol(study, "niets_doen", n=16)["total"] == 0).all()


def test_samples_read_the_same_numbers_as_draws_do():
    study = demo()
    at = points(study, 8, seed=3)
    drawn = draws_at(study, at, "eight")
    for name in ("npv_eur", "bcr"):
        found = headlines_at(study, ["eigen", "alles"], at, name)
        for row, one in zip(found, ("eigen", "alles"), strict=True):
            np.testing.assert_allclose(row, study.evaluate(one, drawn)[name], rtol=1e-3)


def test_sampling_tells_how_far_it_is_and_stops_when_asked():
    told = []
    sobol(demo(), "eigen", n=256, progress=told.append)
    total = 256 * (len(set(planners_groups())) + 2)
    assert told[:2] == [0, 1024 / total]
    assert told[-1] == 1
    with pytest.raises(CancelledError):
        sobol(demo(), "eigen", n=16, cancelled=lambda: True)
