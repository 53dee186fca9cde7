"""One assumption on a slider: what every package becomes, and where another takes the lead."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd
from bokeh.models import BasicTicker, FixedTicker, Range1d, Span
from panel.viewable import Viewable, Viewer

from dashboards.parts.charts.canvas import drawn, pane, show, tick_format
from dashboards.parts.charts.sweep_lines import sweep_lines
from dashboards.parts.frame.section import Conclusion
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.slow_work import FollowUp
from dashboards.parts.live.table_behind import Behind, links
from dashboards.parts.look import theme
from dashboards.parts.packages.contest import Contest
from dashboards.parts.packages.marks import NOTHING
from kans_model.comparison.ranking import near_leaders, order
from kans_model.reports.input_in_words import grouped, value_text
from kans_model.uncertainty.inputs import Input
from kans_model.uncertainty.tornado import N_STEPS, leader_turns, moved_along
from kans_model.words.markup import macros
from kans_model.words.texts import t

ROOM = 0.06
"""Of the height of the chart, above and below what is drawn. [-]"""

_ONE = macros(__file__, "one_input.html")


class OneInput(Viewer):
    """Built once; another assumption changes what is drawn, the slider only moves the cursor."""

    def __init__(self, lang: str, notes: Sequence[str] = ()):
        super().__init__()
        self.lang = lang
        self.contest: Contest | None = None
        self.inputs: dict[str, Input] = {}
        self.key, self.at = "", 0.0
        self.rows = pd.DataFrame()
        self.choice, self.slider = LiveHtml(), LiveHtml(_ONE.frame(t("certain.back", lang)))
        self.choice.on("input", self._input)
        self.slider.on("at", self._at)
        self.slider.on("back", lambda _data: self.move(self.input.mid))
        self.work = FollowUp(
            t("certain.again", lang), lang, self._reckon, self._done, self._ready, quiet=True
        )
        self.view = LiveHtml(_ONE.behind(links(t("certain.one_input", lang), lang)))
        self.behind = Behind(self.view, t("certain.one_input", lang), self.frame, lang, notes)
        self._draw()
        self.section = Conclusion(
            self.choice,
            self.slider,
            self.work.live,
            pane(self.plot),
            self.view,
            title=t("certain.one_title", lang),
            deck=t("certain.one_deck", lang),
        )

    def _draw(self) -> None:
        picture = drawn(
            sweep_lines(pd.DataFrame(), []), height=300, x_range=Range1d(-1, 1), y_range=Range1d(0, 1)
        )
        self.plot = picture.plot
        self.lines, self.points, self.turns = map(picture.source, ("lines", "marks", "turns"))
        self.cursor = next(span for span in self.plot.select(Span) if span.dimension == "height")
        self.plot.yaxis.formatter = tick_format(self.lang)
        self.plot.xaxis.formatter = tick_format(self.lang)
        self.plot.yaxis.ticker = BasicTicker(desired_num_ticks=5)
        self.plot.ygrid.grid_line_color = theme.RULE

    # --- what is chosen ------------------------------------------------------------------------

    @property
    def input(self) -> Input:
        return self.inputs[self.key]

    def show(self, contest: Contest, inputs: Sequence[Input], widest: Sequence[str]) -> None:
        """Another contest; the input stays if it still can be moved, else the one that swings most."""
        self.contest = contest
        self.inputs = {moving.key: moving for moving in inputs}
        if self.key not in self.inputs:
            self.key = next((key for key in widest if key in self.inputs), next(iter(self.inputs)))
        self.choice.html = _ONE.choices(t("certain.input_choice", self.lang), grouped(inputs, self.lang))
        self.choice.show(input=self.key)
        self.work.ask()

    def _input(self, data: dict[str, Any]) -> None:
        if data.get("value") in self.inputs:
            self.key = str(data["value"])
            self.choice.show(input=self.key)
            self.work.ask()

    def _at(self, data: dict[str, Any]) -> None:
        try:
            value = float(data.get("value", "nan"))
        except (TypeError, ValueError):
            return
        if np.isfinite(value) and not self.rows.empty:
            self.move(value)

    # --- worked out ----------------------------------------------------------------------------

    def _ready(self) -> tuple[Contest, Input] | None:
        return None if self.contest is None or self.key not in self.inputs else (self.contest, self.input)

    @staticmethod
    def _reckon(
        contest: Contest, moving: Input, _progress: Callable[[float], None], _cancelled: Callable[[], bool]
    ) -> tuple[Contest, Input, pd.DataFrame]:
        return contest, moving, moved_along(contest.study, contest.ids, moving, contest.headline)

    def _done(self, found: tuple[Contest, Input, pd.DataFrame]) -> None:
        contest, moving, self.rows = found
        if moving.key != self.key:
            return
        looks = [theme.PACKAGES[look] for _, look in contest.packages.values()]
        at, values = self.rows.index.to_numpy(float), self.rows[contest.ids].to_numpy(float) / contest.scale
        self.turning = leader_turns(self.rows)
        axis = self.plot.xaxis[0]
        if moving.is_single:
            axis.ticker, axis.major_label_overrides = BasicTicker(desired_num_ticks=5), {}
        else:
            axis.ticker = FixedTicker(ticks=[-1, 0, 1])
            ends = {
                place: contest.text(word) for place, word in ((-1, "all_low"), (0, "now"), (1, "all_high"))
            }
            axis.major_label_overrides = ends
        axis.axis_label = moving.name(self.lang)
        self.plot.yaxis[0].axis_label = contest.unit
        self.in_view = near_leaders(values.T)
        seen = values[:, self.in_view]
        low, high = float(min(seen.min(), 0)), float(max(seen.max(), 0))
        room = ROOM * ((high - low) or 1)
        self.plot.x_range.update(start=moving.low, end=moving.high)
        self.plot.y_range.update(start=low - room, end=high + room)
        self.lines.data = {
            "xs": [at.tolist()] * len(looks),
            "ys": values.T.tolist(),
            "colour": [look[0] for look in looks],
        }
        self.turns.data = {"x": [turn[0] for turn in self.turning]}
        self._looks = {
            "colour": [look[0] for look in looks],
            "marker": [look[2] for look in looks],
            "fill": [0.0 if key == NOTHING else 1.0 for key in contest.ids],
        }
        self.slider.show(
            slider=_ONE.slider(
                moving.name(self.lang),
                moving,
                (moving.high - moving.low) / N_STEPS,
                value_text(moving, moving.low, self.lang) if moving.is_single else contest.text("all_low"),
                value_text(moving, moving.high, self.lang) if moving.is_single else contest.text("all_high"),
            )
        )
        self._tell()
        self.move(moving.mid)
        self.behind.refresh()

    def move(self, value: float) -> None:
        """Put the cursor at a value: the nearest that was worked out."""
        contest, moving = self.contest, self.input
        if contest is None or self.rows.empty:
            return
        place = int(np.argmin(np.abs(self.rows.index.to_numpy(float) - value)))
        self.at = float(self.rows.index[place])
        row = self.rows[contest.ids].iloc[place].to_numpy(float)
        self.cursor.location = self.at
        show(self.points, x=[self.at] * len(row), y=(row / contest.scale).tolist(), **self._looks)
        ranked = [
            (
                contest.marked(contest.ids[place]),
                contest.amount(row[place]),
                "" if self.in_view[place] else contest.text("out_of_view"),
            )
            for place in order(row)
        ]
        is_now = self.at == moving.mid
        now = contest.text("is_now") if is_now else ""
        if moving.is_single and not is_now:
            now = contest.text("now_is", value=value_text(moving, moving.mid, self.lang))
        text = value_text(moving, self.at, self.lang)
        self.slider.show(
            at=self.at, value=text, now=now if moving.is_single else "", order=_ONE.order(ranked)
        )

    def _tell(self) -> None:
        assert self.contest is not None
        contest, moving = self.contest, self.input
        if not self.turning:
            leader = contest.name(self.rows["leader"].iloc[0])
            self.section.tell(contest.text("one_hold", name=moving.name(self.lang), leader=leader))
            spoken = self.section.text
        else:
            words = [
                contest.text(
                    "one_turn",
                    value=value_text(moving, value, self.lang),
                    before=contest.name(before),
                    after=contest.name(after),
                )
                for value, before, after in self.turning
            ]
            self.section.tell(contest.text("one_turns", name=moving.name(self.lang)), *words)
            spoken = self.section.text
        ends = " ".join(
            contest.text(
                "one_ends",
                name=contest.name(key),
                low=contest.amount(self.rows[key].iloc[0]),
                high=contest.amount(self.rows[key].iloc[-1]),
            )
            for key in contest.ids
        )
        self.view.show(spoken=f"{spoken} {ends}")

    def frame(self) -> pd.DataFrame:
        """Every package at every value, and who leads."""
        if self.contest is None or self.rows.empty:
            return pd.DataFrame()
        contest, moving = self.contest, self.input
        return pd.DataFrame(
            {moving.name(self.lang): [value_text(moving, value, self.lang) for value in self.rows.index]}
            | {
                f"{contest.name(key)}, {contest.unit}": self.rows[key].to_numpy() / contest.scale
                for key in contest.ids
            }
            | {contest.text("leader"): [contest.name(key) for key in self.rows["leader"]]}
        )

    def __panel__(self) -> Viewable:
        return self.section.column
