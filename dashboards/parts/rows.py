"""Charts of rows: text at the left and right, marks on a canvas between, table and files below."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd
import panel as pn
from bokeh.models import BasicTicker, FixedTicker, Range1d
from panel.viewable import Viewable, Viewer

from dashboards.parts import theme
from dashboards.parts.canvas import bare, nice_end, pane, tick_format
from dashboards.parts.live import LiveHtml, Markup, html
from dashboards.parts.tables import Behind
from kans_model.numbers import number, range_text

HEAD_PX = 28


class RowChart(Viewer):
    """Rows of names, marks and values; a subclass draws the marks and writes `frame()` and `summary()`.

    Parameters
    ----------
    title : what the chart shows; the caption of its table and the name of its files.
    row_px, name_px, value_px : height of a row, width of the names and of the values.
    value_head : what stands above the values.
    notes : lines that go along in every file, such as 'fictieve stad'.
    """

    def __init__(
        self,
        title: str,
        lang: str,
        *,
        row_px: int,
        name_px: int,
        value_px: int,
        value_head: str = "",
        notes: Sequence[str] = (),
    ):
        super().__init__()
        self.lang, self.row_px, self.value_head = lang, row_px, value_head
        self.labels: list[str] = []
        self.x_range, self.y_range = Range1d(0, 1), Range1d(0.5, -0.5)
        self.plot = bare(height=HEAD_PX, x_range=self.x_range, x_axis_location="above", y_range=self.y_range)
        self.plot.yaxis.visible = False
        self.plot.min_border_top = HEAD_PX
        self.plot.min_border_left = self.plot.min_border_right = 14
        self.plot.xaxis.formatter = tick_format(lang)
        self.plot.xaxis.ticker = self.plot.xgrid.ticker = BasicTicker(desired_num_ticks=4)
        self.plot.xgrid.grid_line_color = theme.RULE
        self.plot.ygrid.grid_line_color = theme.RULE if row_px > 40 else None
        self.left = LiveHtml(sizing_mode=None, width=name_px)
        self.right = LiveHtml(sizing_mode=None, width=value_px)
        self.spoken = LiveHtml('<p class="spoken" data-slot="text"></p>')
        self.behind = Behind(title, self.frame, lang, notes)
        row = pn.Row(self.left, pane(self.plot), self.right, css_classes=["row-chart"])
        row.param.update(stylesheets=[theme.STYLES], sizing_mode="stretch_width")
        self.view = pn.Column(row, self.spoken, self.behind, sizing_mode="stretch_width")

    def rows(self, labels: Sequence[str], names: Sequence[Markup] | None = None) -> None:
        """Lay out one row per label; `names` is how they are written if not plain."""
        self.labels = list(labels)
        n = len(self.labels)
        self.plot.height = HEAD_PX + self.row_px * max(n, 1)
        self.y_range.update(start=max(n, 1) - 0.5, end=-0.5)
        self.plot.ygrid.ticker = FixedTicker(ticks=[row - 0.5 for row in range(n + 1)])
        ruled = " ruled" if self.row_px > 40 else ""
        style = Markup(f' style="height:{self.row_px}px"')
        items = (html("<li{}><span>{}</span></li>", style, name) for name in names or self.labels)
        self.left.html = html(
            '<ul class="row-names{}" style="padding-top:{}px">{}</ul>', ruled, HEAD_PX, Markup("").join(items)
        )
        cells = (html('<li{} data-slot="row{}"></li>', style, row) for row in range(n))
        self.right.html = html(
            '<p class="row-head" style="height:{}px">{}</p><ul class="row-values{}">{}</ul>',
            HEAD_PX,
            self.value_head,
            ruled,
            Markup("").join(cells),
        )

    def scale(self, end: float) -> None:
        """Fix the axis; do it on a click or when a slider is let go, never while it moves."""
        self.x_range.update(start=0, end=nice_end(end))

    def tell(self, values: Iterable[Markup]) -> None:
        """Write the values at the right, the sentence and, if it is open, the table."""
        self.right.show(**{f"row{row}": value for row, value in enumerate(values)})
        self.spoken.show(text=self.summary())
        self.behind.refresh()

    def frame(self) -> pd.DataFrame:
        """The table behind the chart."""
        raise NotImplementedError

    def summary(self) -> str:
        """The chart in words."""
        raise NotImplementedError

    def __panel__(self) -> Viewable:
        return self.view


def value_and_range(mid: float, low: float, high: float, lang: str, digits: int) -> Markup:
    """A value with its band quietly under it."""
    return html(
        "<span><b>{}</b><small>{}</small></span>",
        number(mid, lang, digits),
        range_text(low, high, lang, digits),
    )
