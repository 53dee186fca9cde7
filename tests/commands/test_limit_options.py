"""Limits as they are typed on the command line."""

import json

import pytest
from typer.testing import CliRunner

from kans_model.cli import app
from kans_model.commands.limit_options import thresholds_and_limits
from kans_model.dialogue.ambition import Threshold
from kans_model.words.problems import KansError


def test_a_theme_alone_or_in_one_buurt_is_a_threshold_of_damage():
    found, limits = thresholds_and_limits({"heat": 5e4, "pluvial@BU01": 1e4}, "2050", hard=False)
    assert found == (Threshold("heat", 5e4, None, False), Threshold("pluvial", 1e4, "BU01", False))
    assert limits == ()


@pytest.mark.parametrize(
    ("typed", "indicator", "moment", "place"),
    [
        ("deaths", "deaths", "2100", ((), "", False)),
        ("deaths:now", "deaths", "now", ((), "", False)),
        ("heat@BU01+BU02", "damage_heat", "2100", (("BU01", "BU02"), "", False)),
        ("heat:2050", "damage_heat", "2050", ((), "", False)),
        ("buildings_entered", "buildings_entered", "100", ((), "", False)),
        ("green@each", "green", "", ((), "", True)),
        ("pet@wijk:Wijk Noord", "pet", "", ((), "Wijk Noord", False)),
    ],
)
def test_an_indicator_with_its_moment_and_its_place_is_a_limit(typed, indicator, moment, place):
    thresholds, (limit,) = thresholds_and_limits({typed: 3.0}, "2100", hard=True)
    assert thresholds == ()
    assert (limit.indicator, limit.moment, limit.place) == (indicator, moment, place)
    assert limit.acceptance == "unacceptable"


def test_what_is_no_indicator_is_named():
    with pytest.raises(KansError, match="lawaai"):
        thresholds_and_limits({"lawaai": 3.0}, "2050", hard=True)


def test_an_answer_says_whether_its_limits_are_met():
    line = ["optimise", "--budget", "30e6", "--threshold", "deaths=4.6", "--json"]
    result = CliRunner().invoke(app, line)
    assert result.exit_code == 0, result.output
    (limit,) = json.loads(result.stdout)["limits"]
    assert (limit["indicator"], limit["verdict"], limit["held"]) == ("deaths", "met", True)
    assert limit["value"] <= 4.6
