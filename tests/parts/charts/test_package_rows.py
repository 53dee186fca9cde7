"""Rows per hazard and per task: invented numbers in, marks and text out."""

import numpy as np

from dashboards.parts.charts.package_rows import HazardBars, SynergyDots

THEMES = {"pluvial": "Wateroverlast", "heat": "Hitte", "drought": "Droogte", "flood": "Overstroming"}
UNKNOWN = float("nan")


def bands(what, mids):
    mids = np.asarray(mids, float)
    return {f"{what}_low": mids * 0.5, f"{what}_mid": mids, f"{what}_high": mids * 2}


def test_hazard_bars_place_marks_and_never_draw_unknown_as_zero():
    chart = HazardBars("Schade per thema", THEMES, "nl")
    chart.scale(20)
    before, after = [10, 8, 2, UNKNOWN], [6, 8, 1, UNKNOWN]
    avoided = np.subtract(before, after)
    chart.show(**bands("before", before), **bands("after", after), **bands("avoided", avoided))
    assert chart.view.marks["after:0"] == [15, 30, 60]
    assert chart.view.marks["after:3"] is None
    assert "onbekend" in chart.view.slots["unknown3"]
    assert "4,00" in chart.view.slots["row0"] or "4,0" in chart.view.slots["row0"]
    assert "Overstroming: onbekend" in chart.view.slots["spoken"]


def test_synergy_runs_from_zero_to_its_side():
    chart = SynergyDots("Synergie", {"a": "Biodiversiteit", "b": "Mobiliteit"}, "nl")
    chart.show(reach=[55, -22], mean=[1.1, -0.4])
    assert chart.view.marks["better:0"] == [50, 75, 75]
    assert chart.view.marks["better:1"] is None
    assert chart.view.marks["worse:1"] == [40, 40, 50]
    assert "Mobiliteit −22 %" in chart.view.slots["spoken"]


def test_the_table_behind_a_chart_opens_and_follows():
    chart = SynergyDots("Synergie", {"a": "Biodiversiteit"}, "nl")
    chart.show(reach=[55], mean=[1.1])
    assert not chart.view.slots.get("table")
    chart.view._handle_msg({"do": "table"})
    assert "Biodiversiteit" in chart.view.slots["table"]
    chart.show(reach=[21], mean=[1.1])
    assert "21" in chart.view.slots["table"]
