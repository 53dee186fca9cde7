"""Every benchmark can be loaded: what it measures moves without it being run in the tests."""

import importlib
from pathlib import Path

import pytest

NAMES = sorted(path.stem for path in (Path(__file__).parents[1] / "benchmarks").glob("bench_*.py"))


@pytest.mark.parametrize("name", NAMES)
def test_it_loads_and_yields_measurements(name):
    assert callable(importlib.import_module(f"benchmarks.{name}").measurements)
