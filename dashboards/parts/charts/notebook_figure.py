"""A chart of a page as a figure of a notebook, where no server hands out the files of the look."""

from __future__ import annotations

from panel.viewable import Viewable

from dashboards.parts.charts.row_chart import RowChart
from dashboards.parts.charts.time_chart import TimeChart
from dashboards.parts.look.css import carried_styles


def notebook_figure(chart: RowChart | TimeChart, width_px: int = 700) -> Viewable:
    """The chart with its look inside it.

    Parameters
    ----------
    chart : as its page draws it; it cannot be shown on a page afterwards.
    width_px : [px]
    """
    chart.view.stylesheets = [carried_styles()]
    chart.view.sizing_mode, chart.view.width = None, width_px
    return chart.view
