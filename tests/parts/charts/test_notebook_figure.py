"""A chart of a page in a notebook: the same marks, and its look goes along instead of being fetched."""

from dashboards.parts.charts.notebook_figure import notebook_figure
from dashboards.parts.charts.time_chart import TimeChart
from dashboards.parts.look.theme import TOKENS


def test_a_figure_has_the_marks_of_the_page_and_fetches_nothing():
    chart = TimeChart("Heffing", "nl", unit="euro per jaar")
    chart.path([2026, 2027], [1, 2], [2, 3], [3, 4], "#AA3377")
    on_page = dict(chart.view.slots)
    figure = notebook_figure(chart, 640)
    assert (figure.slots, figure.width) == (on_page, 640)
    (look,) = figure.stylesheets
    assert f"--ink:{TOKENS['ink']};" in look
    assert ":host{" in look
    assert ".spoken" in look
    assert "parts.css" not in look
