"""How much the server takes on."""

import resource

import pytest

from dashboards.server import load


@pytest.mark.parametrize(("given", "most"), [("", 200), ("12", 12), ("0", 200), ("-3", 200), ("many", 200)])
def test_the_bound_on_pages_is_a_number_above_zero_or_the_usual_one(monkeypatch, given, most):
    monkeypatch.setenv(load.MOST_VARIABLE, given)
    assert load.most_sessions() == most


@pytest.mark.parametrize(
    ("may", "at_most", "asked", "connections"),
    [
        (256, 256, None, 128),
        (1024, 1_048_576, 4096, 3968),
        (1024, 2048, 2048, 1920),
        (65_536, 65_536, None, 65_408),
        (1024, resource.RLIM_INFINITY, 4096, 3968),
        (resource.RLIM_INFINITY, resource.RLIM_INFINITY, None, 3968),
    ],
)
def test_connections_stay_below_the_files_of_the_process(monkeypatch, may, at_most, asked, connections):
    asks = []
    monkeypatch.setattr(resource, "getrlimit", lambda _kind: (may, at_most))
    monkeypatch.setattr(resource, "setrlimit", lambda _kind, pair: asks.append(pair[0]))
    assert load.most_connections() == connections
    assert asks == ([] if asked is None else [asked])
