"""Charts of rows: text at the left and right, marks on a canvas between, table and files below."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import panel as pn
from bokeh.models import BasicTicker, FixedTicker, Range1d
from panel.viewable import Viewable, Viewer

from dashboards.parts import theme
from dashboards.parts.canvas import bare, pane, tick_format
from dashboards.parts.live import LiveHtml, Markup, html
from dashboards.parts.tables import Behind

HEAD_PX = 28


class RowChart(Viewer):
    """Rows of names, marks and values: text at the left and right, canvas between.

    Parameters
    ----------
    names, values : HTML of each row's name; ids of the slots of its values.
    row_px : height of a row.
    """

    def __init__(
        self,
        name: str,
        names: Sequence[Markup],
        lang: str,
        *,
        row_px: int,
        x_range: Range1d,
        name_px: int,
        value_px: int,
        value_head: str = "",
        notes: Sequence[str] = (),
    ):
        super().__init__()
        self.name_text, self.lang, self.n = name, lang, len(names)
        self.x_range = x_range
        self.plot = bare(
            height=HEAD_PX + row_px * self.n,
            x_range=x_range,
            x_axis_location="above",
            y_range=Range1d(self.n - 0.5, -0.5),
        )
        self.plot.yaxis.visible = False
        self.plot.min_border_top = HEAD_PX
        self.plot.min_border_left = self.plot.min_border_right = 14
        self.plot.xaxis.formatter = tick_format(lang)
        self.plot.xaxis.ticker = BasicTicker(desired_num_ticks=4)
        self.plot.xgrid.grid_line_color = theme.RULE
        self.plot.xgrid.ticker = self.plot.xaxis[0].ticker
        self.plot.ygrid.ticker = FixedTicker(ticks=[row - 0.5 for row in range(self.n + 1)])
        self.plot.ygrid.grid_line_color = theme.RULE
        rows = Markup("").join(
            html('<li style="height:{}px"><span>{}</span></li>', row_px, text) for text in names
        )
        self.left = LiveHtml(
            html('<ul class="row-names" style="padding-top:{}px">{}</ul>', HEAD_PX, rows),
            sizing_mode=None,
            width=name_px,
            css_classes=["row-side"],
        )
        cells = Markup("").join(
            html('<li style="height:{}px" data-slot="row{}"></li>', row_px, row) for row in range(self.n)
        )
        self.right = LiveHtml(
            html(
                '<p class="row-head" style="height:{}px">{}</p><ul class="row-values">{}</ul>',
                HEAD_PX,
                value_head,
                cells,
            ),
            sizing_mode=None,
            width=value_px,
            css_classes=["row-side"],
        )
        self.spoken = LiveHtml('<p class="spoken" data-slot="text"></p>')
        self.behind = Behind(name, self.frame, lang, notes)
        self.canvas = pane(self.plot)
        self.view = pn.Column(
            pn.Row(
                self.left,
                self.canvas,
                self.right,
                css_classes=["row-chart"],
                sizing_mode="stretch_width",
                stylesheets=[theme.STYLES],
            ),
            self.spoken,
            self.behind,
            sizing_mode="stretch_width",
        )

    def frame(self) -> pd.DataFrame:
        """The table behind the chart."""
        raise NotImplementedError

    def __panel__(self) -> Viewable:
        return self.view
