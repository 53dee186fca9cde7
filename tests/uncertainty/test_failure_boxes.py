"""Scenario discovery: a box that is hidden is found again."""

import builtins

import numpy as np
import pandas as pd
import pytest

from kans_model.uncertainty import failure_boxes
from kans_model.uncertainty.sampling import headlines_at, points
from kans_model.words.problems import KansError
from tests.fixtures.close_choice import with_heat_plan


@pytest.fixture(scope="module")
def study():
    return with_heat_plan()


@pytest.fixture(scope="module")
def at():
    return pd.DataFrame(np.random.default_rng(4).random((1024, 4)), columns=["price", "life", "sewer", "sun"])


def test_a_hidden_box_is_found(at):
    fails = (at["price"] > 0.7) & (at["life"] < 0.4)
    first = failure_boxes.boxes(at, fails)[0]
    assert list(first.limits.index) == ["price", "life"]
    assert first.limits["low"].tolist() == pytest.approx([0.7, 0.0], abs=0.03)
    assert first.limits["high"].tolist() == pytest.approx([1.0, 0.4], abs=0.03)
    assert first.density >= failure_boxes.DENSITY
    assert first.coverage > 0.95
    here = failure_boxes.inside(at, first.limits)
    assert first.mass == here.mean()
    assert first.density == fails[here].mean()
    assert first.coverage == fails[here].sum() / fails.sum()


def test_two_hidden_boxes_are_found_one_after_the_other(at):
    fails = (at["price"] > 0.75) | (at["sun"] < 0.2)
    found = failure_boxes.boxes(at, fails)
    assert {box.limits.index[0] for box in found[:2]} == {"price", "sun"}


def test_failures_without_a_pattern_are_not_explained(at):
    fails = np.random.default_rng(5).random(len(at)) < 0.3
    assert all(box.density < failure_boxes.DENSITY for box in failure_boxes.boxes(at, fails))


def test_nothing_is_looked_for_where_all_or_none_fail(at):
    assert failure_boxes.boxes(at, np.zeros(len(at), dtype=bool)) == []
    assert failure_boxes.boxes(at, np.ones(len(at), dtype=bool)) == []


def test_a_heat_plan_fails_where_prices_are_high_and_a_life_counts_little(study):
    found = failure_boxes.discovery(study, "hitteplan", lang="en", n=4096)
    values = headlines_at(study, ["hitteplan"], points(study, 4096))[0]
    assert found.failing == (values < 0).mean()
    limits = found.boxes[0].limits
    assert limits["low"]["prices"] > 0.05
    assert np.isnan(limits["value_low"]["prices"])  # many prices together have no unit
    assert limits["name"]["prices"] == "Prices of measures and repair"
    years = limits.loc["life_years_lost"]
    assert years["low"] == 0
    assert years["value_low"] == pytest.approx(0.05, abs=0.01)
    assert 1 < years["value_high"] < 5


def test_behind_another_package_is_failing_too(study):
    behind = failure_boxes.discovery(study, "hitteplan", against=["niets_doen"], n=256)
    below = failure_boxes.discovery(study, "hitteplan", threshold=0.0, n=256)
    assert behind.failing == below.failing > 0


def test_a_missing_package_is_named_with_how_to_install_it(at, monkeypatch):
    real = builtins.__import__

    def without(name, *rest, **options):
        if name.startswith("ema_workbench"):
            raise ImportError(name)
        return real(name, *rest, **options)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(KansError) as error:
        failure_boxes.boxes(at, at["price"] > 0.5)
    assert 'pip install "kans-model[discovery]"' in error.value.text("en")
