"""Cost against benefit of every package, with the bands of both."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
from bokeh.models import BasicTicker, Range1d
from panel.viewable import Viewable, Viewer

from dashboards.parts.charts.canvas import drawn, pane, tick_format
from dashboards.parts.charts.package_scatter import NAME_PX, PARTS, package_scatter
from dashboards.parts.charts.row_chart import nice_end
from dashboards.parts.frame.section import Section
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.table_behind import Behind, links
from dashboards.parts.packages.marks import Looks
from dashboards.sections.vergelijken.beside.candidates import Candidates
from kans_model.reports.contrast_in_words import worth_title
from kans_model.uncertainty.answer_bands import answer_bands
from kans_model.words.amounts import number
from kans_model.words.markup import macros
from kans_model.words.texts import t

MARGIN, ROOM_BELOW, ROOM_FOR_NAMES = 0.05, 0.14, 1.25
"""Of the axes left of and below zero, so that the mark and the name of a package that does nothing are seen
whole, and of the cost axis for the names at the right. [-]"""
_MACROS = macros(__file__, "scatter.html")


class Scatter(Viewer):
    """Built once per choice of packages; `show()` moves the marks."""

    def __init__(self, packages: Looks, lang: str, notes: Sequence[str]):
        super().__init__()
        self.lang = lang
        nowhere = {f"{what}_{part}": 0.0 for what in ("cost", "benefit") for part in PARTS}
        names, looks = zip(*packages.values(), strict=True)
        picture = drawn(
            package_scatter(pd.DataFrame({"name": names, "look": looks, **nowhere})),
            height=320,
            x_range=Range1d(0, 1),
            y_range=Range1d(0, 1),
        )
        self.plot, self.points = picture.plot, picture.shared()
        self.plot.xaxis.axis_label, self.plot.yaxis.axis_label = self._axis("cost"), self._axis("benefit")
        for axis in (*self.plot.xaxis, *self.plot.yaxis):
            axis.formatter, axis.ticker = tick_format(lang), BasicTicker(desired_num_ticks=4)
        title = t("vergelijken.scatter_table", lang)
        self.key = LiveHtml(_MACROS.key(links(title, lang)))
        self.behind = Behind(self.key, title, self.frame, lang, notes)
        self.section = Section(
            pane(self.plot),
            self.key,
            title=t("contrast.worth", lang),
            deck=t("vergelijken.scatter_deck", lang),
        )

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
        self.plot.y_range.update(start=-ROOM_BELOW * top, end=top)
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
        balances = {
            name: band["npv"]
            for name, band in zip(candidates.names, bands, strict=True)
            if band["cost"][0] > 0
        }
        self.section.show(title=worth_title(balances, self.lang))
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
