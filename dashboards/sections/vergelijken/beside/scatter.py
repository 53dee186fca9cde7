"""Cost against benefit of every package, with the bands of both."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from bokeh.models import BasicTicker, ColumnDataSource, Range1d, Slope
from panel.viewable import Viewable, Viewer

from dashboards.parts.charts.canvas import bare, pane, tick_format
from dashboards.parts.charts.row_chart import nice_end
from dashboards.parts.frame.section import Section
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.table_behind import Behind, links
from dashboards.parts.look import theme
from dashboards.parts.packages.marks import NOTHING, Looks
from dashboards.sections.vergelijken.beside.candidates import Candidates
from kans_model.uncertainty.answer_bands import answer_bands
from kans_model.words.amounts import number
from kans_model.words.markup import template
from kans_model.words.texts import t

PARTS = ("low", "mid", "high")
MARGIN, ROOM_FOR_NAMES = 0.05, 1.25
"""Of the axes below zero, so that the mark of a package that does nothing is seen whole, and of the cost axis
for the names at the right. [-]"""
NAME_PX, BELOW_PX, ABOVE_PX = 10, 16, -6
"""How far a name stands beside its mark, and below or above it, in turn."""
OPEN_PX, FILLED_PX = 18, 12

_MACROS: Any = template(__file__, "scatter.html").module


class Scatter(Viewer):
    """Built once per choice of packages; `show()` moves the marks."""

    def __init__(self, packages: Looks, lang: str, notes: Sequence[str]):
        super().__init__()
        self.lang = lang
        looks = [theme.PACKAGES[look] for _, look in packages.values()]
        self.points = ColumnDataSource(
            {
                "name": [name for name, _ in packages.values()],
                "colour": [colour for colour, _, _ in looks],
                "text": [text_colour for _, text_colour, _ in looks],
                "marker": [marker for _, _, marker in looks],
                "below": [BELOW_PX if place % 2 else ABOVE_PX for place in range(len(looks))],
                "beside": [NAME_PX] * len(looks),
                "align": ["left"] * len(looks),
                "size": [OPEN_PX if key == NOTHING else FILLED_PX for key in packages],
                "fill": [0.0 if key == NOTHING else 1.0 for key in packages],
                **{f"{what}_{part}": np.zeros(len(looks)) for what in ("cost", "benefit") for part in PARTS},
            }
        )
        self._draw()
        title = t("vergelijken.scatter_table", lang)
        self.key = LiveHtml(_MACROS.key(links(title, lang)))
        self.behind = Behind(self.key, title, self.frame, lang, notes)
        self.section = Section(
            pane(self.plot),
            self.key,
            title=t("vergelijken.scatter", lang),
            deck=t("vergelijken.scatter_deck", lang),
        )

    def _draw(self) -> None:
        source = self.points
        self.plot = bare(height=320, x_range=Range1d(0, 1), y_range=Range1d(0, 1))
        self.plot.xaxis.axis_label, self.plot.yaxis.axis_label = self._axis("cost"), self._axis("benefit")
        for axis in (*self.plot.xaxis, *self.plot.yaxis):
            axis.formatter, axis.ticker = tick_format(self.lang), BasicTicker(desired_num_ticks=4)
        self.plot.add_layout(Slope(gradient=1, y_intercept=0, line_color=theme.EDGE, line_dash="dashed"))
        segments = (
            ("cost_low", "benefit_mid", "cost_high", "benefit_mid"),
            ("cost_mid", "benefit_low", "cost_mid", "benefit_high"),
        )
        for x0, y0, x1, y1 in segments:
            self.plot.segment(x0, y0, x1, y1, source=source, color="colour", line_width=2, line_alpha=0.6)
        self.plot.scatter(
            "cost_mid", "benefit_mid", source=source, marker="marker", color="colour", size="size",
            fill_alpha="fill", line_width=2,
        )  # fmt: skip
        self.plot.text(
            "cost_mid", "benefit_mid", "name", source=source, text_color="text", x_offset="beside",
            text_align="align",
            y_offset="below", text_font_size="13px", text_font={"value": theme.NUMBER_FONT},
        )  # fmt: skip

    def _axis(self, what: str) -> str:
        return t(f"vergelijken.axis_{what}", self.lang)

    def show(self, candidates: Candidates) -> None:
        """Put every package at its cost and benefit."""
        results, ranges = candidates.results, candidates.ranges
        bands = [answer_bands(results[key], ranges[key]) for key in candidates.looks]
        columns: dict[str, list[Any]] = {}
        for what in ("cost", "benefit"):
            middles, lows, highs = zip(*(band[what] for band in bands), strict=True)
            ends = zip(PARTS, (lows, middles, highs), strict=True)
            columns |= {f"{what}_{part}": list(values) for part, values in ends}
        end = nice_end(max(columns["cost_high"]) * ROOM_FOR_NAMES)
        left = [cost > end / 2 for cost in columns["cost_mid"]]  # a name at the right would be cut off
        columns |= {"beside": [-NAME_PX if turned else NAME_PX for turned in left]}
        self.points.data.update(columns | {"align": ["right" if turned else "left" for turned in left]})
        top = nice_end(max(columns["benefit_high"]))
        self.plot.x_range.update(start=-MARGIN * end, end=end)
        self.plot.y_range.update(start=-MARGIN * top, end=top)
        points = zip(candidates.names, columns["cost_mid"], columns["benefit_mid"], strict=True)
        sentence = "; ".join(
            t(
                "vergelijken.point",
                self.lang,
                name=name,
                cost=number(cost, self.lang),
                benefit=number(benefit, self.lang),
            )
            for name, cost, benefit in points
        )
        self.key.show(spoken=sentence)
        self.behind.refresh()

    def frame(self) -> pd.DataFrame:
        """Cost and benefit of every package with their ranges."""
        data = self.points.data
        parts = [(what, part) for what in ("cost", "benefit") for part in ("mid", "low", "high")]
        return pd.DataFrame(
            {t("vergelijken.package", self.lang): data["name"]}
            | {
                f"{self._axis(what)}, {t(f'table.{part}', self.lang)}": data[f"{what}_{part}"]
                for what, part in parts
            }
        )

    def __panel__(self) -> Viewable:
        return self.section.column
