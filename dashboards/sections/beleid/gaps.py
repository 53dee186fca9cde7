"""What the package counts on beside what the levers bring, a row per measure on private ground."""

from __future__ import annotations

import numpy as np
import pandas as pd
from markupsafe import Markup

from dashboards.parts.charts.row_chart import RowChart, mark, two_lines, unknown_slot
from dashboards.parts.frame.section import Section
from dashboards.parts.live.fields import hatched, notice, small
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.look import theme
from dashboards.sections.beleid.levers import Levers
from kans_model.policy.effect import Gap
from kans_model.reports.policy import gap_percent
from kans_model.reports.policy_in_words import gap_sentence, participation_line, share_band
from kans_model.tables.reading import cells
from kans_model.words.texts import t

STOPS = [0.0, 25.0, 50.0, 75.0, 100.0]


class GapRows(RowChart):
    """Two marks per row: the wish as a square, what comes as a dot with its band."""

    names_above = True

    def __init__(self, levers: Levers):
        self.levers = levers
        self.gaps: list[Gap] = []
        super().__init__(
            levers.text("gaps_chart"),
            levers.lang,
            row_px=44,
            name_px=190,
            value_px=124,
            head=levers.text("gaps_head"),
            notes=levers.notes,
        )

    def show(self, gaps: list[Gap]) -> None:
        """Draw the rows."""
        self.gaps = gaps
        names = cells("measures", f"name_{self.lang}")
        marks = [
            mark(f"wish:{row}", theme.EDGE, shift=-7, shape="square")
            + mark(f"brings:{row}", theme.ACCENT, shift=7)
            + unknown_slot(row)
            for row in range(len(gaps))
        ]
        self.rows([names[gap.measure] for gap in gaps], marks)
        self.scale(100.0, at=STOPS)
        shares, nothing = gap_percent(gaps), np.full(len(gaps), np.nan)
        brings = self.place("brings", shares["low"], shares["mid"], shares["high"])
        self.view.place(self.place("wish", nothing, shares["wished"], nothing) | brings)
        hatch = hatched(t("unknown", self.lang))
        self.view.show(
            **{f"unknown{row}": "" if np.isfinite(gap.mid) else hatch for row, gap in enumerate(gaps)}
        )
        self.tell(self._value(gap) for gap in gaps)

    def _value(self, gap: Gap) -> Markup:
        wished = self.levers.text("wished", share=share_band(gap.wished, gap.wished, self.lang))
        return two_lines(share_band(gap.low, gap.high, self.lang), wished)

    def frame(self) -> pd.DataFrame:
        """The table behind the chart. [%]"""
        names = cells("measures", f"name_{self.lang}")
        rows = {self.levers.text(f"column_{name}"): values for name, values in gap_percent(self.gaps).items()}
        return pd.DataFrame(
            {t("table.measure", self.lang): [names[gap.measure] for gap in self.gaps], **rows}
        )

    def summary(self) -> str:
        """The chart in words."""
        return "; ".join(gap_sentence(gap, self.lang) for gap in self.gaps) or t("chart.nothing", self.lang)


class Gaps(Section):
    """The rows, and from what experience the feasible share comes."""

    def __init__(self, levers: Levers):
        self.levers, self.chart, self.note = levers, GapRows(levers), LiveHtml.of(__file__, "gaps_note.html")
        super().__init__(self.chart, self.note, title=levers.text("gaps_title"))

    def update(self) -> None:
        levers = self.levers
        self.show(deck=levers.text("gaps_deck", year=levers.year, set=levers.chosen.title))
        gaps = levers.effect.gaps(levers.year)
        self.chart.show(gaps)
        lines = [participation_line(gap, levers.lang) for gap in gaps]
        self.note.show(note=small(lines) if gaps else notice(levers.text("gaps_none")))
