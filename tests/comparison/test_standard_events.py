"""The national showers: as rare as the statistics say, and in a buurt what the model itself counts."""

import numpy as np
import pytest

from kans_model.comparison.standard_events import entered_curve, most_entered, standard_events
from kans_model.hazards.rainfall import depth_mm
from kans_model.outlook.scenario import Scenario
from kans_model.tables.reading import table
from tests.fixtures.packages import demo


def test_there_are_seven_and_each_comes_more_often_in_a_warmer_climate():
    events = standard_events(demo())
    assert len(events) == 7
    for event in events:
        if np.isfinite(event.depth_mm):
            assert event.years["now"] > event.years["2050"] > event.years["2100"]
        else:
            assert np.isnan(list(event.years.values())).all()
            assert np.isnan(event.entered).all()


def test_their_depths_are_those_of_the_statistics_they_name():
    """Rounded to ten for 60 minutes (KNMI'14, highest), to one for 48 hours (KNMI'23, Hd)."""
    rows, rain = table("stress_events"), table("rainfall_statistics")["depth_mm"]
    old = ("STOWA2019_KNMI14", "2050", "WH_WL", 60.0)
    for event, years in (("short_100", 100.0), ("short_250", 250.0)):
        assert rows["depth_mm"][event] == round(rain[(*old, years)], -1)
    new = ("STOWA2024", "2050", "H", 2880.0)
    for event, years in (("long_100", 100.0), ("long_250", 250.0), ("long_1000", 1000.0)):
        assert rows["depth_mm"][event] == round(rain[(*new, years)])


def test_a_wetter_regime_makes_a_shower_less_rare():
    usual = standard_events(demo())[0]
    wetter = standard_events(demo().replaced(scenario=Scenario(rain_regime="high")))[0]
    assert wetter.years["now"] < usual.years["now"]
    assert float(depth_mm(60, usual.years["now"])) == pytest.approx(70, rel=1e-3)


def test_the_curve_passes_through_the_showers_that_pages_show():
    study = demo()
    years, entered = entered_curve(study, 7)
    shown = study.evaluate("niets_doen")["entered_before"].isel(area=7)
    for event in (10, 100, 1000):
        at = np.interp(np.log(event), np.log(years), entered[1])
        assert at == pytest.approx(float(shown.sel(event=event)), rel=0.02, abs=0.05)
    assert (np.diff(entered, axis=1) >= -1e-9).all()
    assert (np.diff(entered, axis=0) >= -1e-9).all()


def test_the_buurt_that_is_most_entered_is_none_that_another_exceeds():
    study = demo()
    entered = study.evaluate("niets_doen")["entered_before"].sel(event=100)
    code = most_entered(study, 100)
    assert float(entered.sel(area=code)) == float(entered.max())
