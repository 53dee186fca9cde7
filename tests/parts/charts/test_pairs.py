"""Costs beside benefits: invented numbers in, text and places out."""

import numpy as np

from dashboards.parts.charts.pairs import CostBenefit


def bands(what, mids):
    mids = np.asarray(mids, float)
    return {f"{what}_low": mids * 0.5, f"{what}_mid": mids, f"{what}_high": mids * 2}


def test_an_axis_stands_still_while_values_move():
    chart = CostBenefit("Kosten en baten", "nl")
    chart.lay_out(["Wadi", "Groen dak"])
    chart.scale_to(10)
    axis = chart.view.slots["axis"]
    chart.show(**bands("cost", [5, 3]), **bands("benefit", [6, 1]))
    assert chart.view.slots["axis"] == axis
    assert "+1,0" in chart.view.slots["row0"]
    assert "−2,0" in chart.view.slots["row1"]
