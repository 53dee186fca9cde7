"""One assumption on a slider: what every package becomes, and where another takes the lead."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd
from bokeh.models import BasicTicker, FixedTicker, Range1d, Span
from markupsafe import Markup
from panel.viewable import Viewable, Viewer

from dashboards.parts.charts.canvas import drawn, pane, show, tick_format
from dashboards.parts.charts.moved_lines import moved_lines
from dashboards.parts.frame.section import Conclusion
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.slow_work import Following
from dashboards.parts.live.table_behind import Behind, links
from dashboards.parts.look import theme
from dashboards.parts.packages.contest import Contest
from dashboards.parts.packages.looks import FEWEST
from kans_model.comparison.ranking import order
from kans_model.reports.input_in_words import grouped_options, value_text
from kans_model.uncertainty.inputs import Input
from kans_model.uncertainty.tornado import leader_turns, moved
from kans_model.words.markup import html
from kans_model.words.texts import t

STEPS, FAR = 40, 2.0
CHOICE = """<div class="fields"><div class="field"><label for="input">{label}</label>
<select id="input" data-do="input" data-from="input" class="long">{options}</select></div></div>"""
SLIDER = """<div class="turning"><label for="at">{name}</label>
<input id="at" type="range" min="{low}" max="{high}" step="{step}" data-do="at" data-from="at" data-now="1"
data-free
aria-describedby="at-text">
<p class="ends small" aria-hidden="true"><span>{at_low}</span><span>{at_high}</span></p></div>"""
FRAME = """<div data-slot="slider"></div>
<p><output id="at-text"><b data-slot="value"></b></output> <span class="small" data-slot="now"></span>
<button class="link" data-do="back" data-key="back">{back}</button></p>
<ol class="ranked plain" data-slot="order"></ol>"""
BEHIND = '<p class="spoken" data-slot="spoken"></p>{links}'


def in_view(values: np.ndarray) -> np.ndarray:
    """Which packages the axis makes room for, shape (package,).

    Those that are first or second somewhere, and all within a few times their reach: beside a package that
    lies far off one would not see the others cross.

    Examples
    --------
    >>> in_view(np.array([[0.0, 0.0], [-2.0, 6.0], [-98.0, -90.0]])).tolist()
    [True, True, False]
    >>> in_view(np.array([[0.0, 0.0], [0.0, 0.0], [-98.0, -90.0]])).tolist()
    [True, True, True]
    """
    values = np.asarray(values, dtype=float)
    places = np.argsort(np.argsort(-values, axis=0, kind="stable"), axis=0)
    near = (places < FEWEST).any(axis=1)
    reach = np.ptp(values[near])
    if reach == 0:  # twins that do not move: nothing would be seen of them alone
        return np.ones(len(values), dtype=bool)
    return near | (values.min(axis=1) >= values[near].min() - FAR * reach)


class OneInput(Viewer):
    """Built once; another assumption changes what is drawn, the slider only moves the cursor."""

    def __init__(self, lang: str, notes: Sequence[str] = ()):
        super().__init__()
        self.lang = lang
        self.contest: Contest | None = None
        self.inputs: dict[str, Input] = {}
        self.key, self.at = "", 0.0
        self.rows = pd.DataFrame()
        self.choice, self.slider = LiveHtml(), LiveHtml(html(FRAME, back=t("certain.back", lang)))
        self.choice.on("input", self._input)
        self.slider.on("at", self._at)
        self.slider.on("back", lambda _data: self.move(self.input.mid))
        self.work = Following(
            t("certain.again", lang), lang, self._reckon, self._done, self._ready, quiet=True
        )
        self.view = LiveHtml(html(BEHIND, links=links(t("certain.one_input", lang), lang)))
        self.behind = Behind(self.view, t("certain.one_input", lang), self.frame, lang, notes)
        self._draw()
        self.section = Conclusion(
            self.choice, self.slider, self.work.live, pane(self.plot), self.view,
            title=t("certain.one_title", lang), deck=t("certain.one_deck", lang),
        )  # fmt: skip

    def _draw(self) -> None:
        picture = drawn(
            moved_lines(pd.DataFrame(), []), height=300, x_range=Range1d(-1, 1), y_range=Range1d(0, 1)
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
        self.inputs = {one.key: one for one in inputs}
        if self.key not in self.inputs:
            self.key = next((one for one in widest if one in self.inputs), next(iter(self.inputs)))
        self.choice.html = str(
            html(
                CHOICE, label=t("certain.input_choice", self.lang), options=grouped_options(inputs, self.lang)
            )
        )
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
        contest: Contest, one: Input, _progress: Callable[[float], None], _cancelled: Callable[[], bool]
    ) -> tuple[Contest, Input, pd.DataFrame]:
        at = np.unique([*np.linspace(one.low, one.high, STEPS + 1), one.mid])
        return contest, one, moved(contest.study, contest.ids, one.key, at, contest.headline)

    def _done(self, found: tuple[Contest, Input, pd.DataFrame]) -> None:
        contest, one, self.rows = found
        if one.key != self.key:
            return
        looks = [theme.PACKAGES[look] for _, look in contest.packages.values()]
        at, values = self.rows.index.to_numpy(float), self.rows[contest.ids].to_numpy(float) / contest.scale
        self.found_turns = leader_turns(self.rows)
        axis = self.plot.xaxis[0]
        if one.is_single:
            axis.ticker, axis.major_label_overrides = BasicTicker(desired_num_ticks=5), {}
        else:
            axis.ticker = FixedTicker(ticks=[-1, 0, 1])
            ends = {
                place: contest.text(word) for place, word in ((-1, "all_low"), (0, "now"), (1, "all_high"))
            }
            axis.major_label_overrides = ends
        axis.axis_label = one.name(self.lang)
        self.plot.yaxis[0].axis_label = contest.unit
        self.in_view = in_view(values.T)
        seen = values[:, self.in_view]
        low, high = float(min(seen.min(), 0)), float(max(seen.max(), 0))
        room = 0.06 * ((high - low) or 1)
        self.plot.x_range.update(start=one.low, end=one.high)
        self.plot.y_range.update(start=low - room, end=high + room)
        self.lines.data = {
            "xs": [at.tolist()] * len(looks),
            "ys": values.T.tolist(),
            "colour": [look[0] for look in looks],
        }
        self.turns.data = {"x": [turn[0] for turn in self.found_turns]}
        self._looks = {
            "colour": [look[0] for look in looks],
            "marker": [look[2] for look in looks],
            "fill": [0.0 if key == "niets_doen" else 1.0 for key in contest.ids],
        }
        self.slider.show(
            slider=html(
                SLIDER,
                name=one.name(self.lang),
                low=one.low,
                high=one.high,
                step=(one.high - one.low) / STEPS,
                at_low=value_text(one, one.low, self.lang) if one.is_single else contest.text("all_low"),
                at_high=value_text(one, one.high, self.lang) if one.is_single else contest.text("all_high"),
            )
        )
        self._tell()
        self.move(one.mid)
        self.behind.refresh()

    def move(self, value: float) -> None:
        """Put the cursor at a value: the nearest that was worked out."""
        contest, one = self.contest, self.input
        if contest is None or self.rows.empty:
            return
        place = int(np.argmin(np.abs(self.rows.index.to_numpy(float) - value)))
        self.at = float(self.rows.index[place])
        row = self.rows[contest.ids].iloc[place].to_numpy(float)
        self.cursor.location = self.at
        show(self.points, x=[self.at] * len(row), y=(row / contest.scale).tolist(), **self._looks)
        items = Markup("").join(
            html(
                "<li>{} <b>{}</b> {}</li>",
                contest.marked(contest.ids[i]),
                contest.amount(row[i]),
                "" if self.in_view[i] else html('<span class="small">{}</span>', contest.text("out_of_view")),
            )
            for i in order(row)
        )
        is_now = self.at == one.mid
        now = contest.text("is_now") if is_now else ""
        if one.is_single and not is_now:
            now = contest.text("now_is", value=value_text(one, one.mid, self.lang))
        text = value_text(one, self.at, self.lang)
        self.slider.show(at=self.at, value=text, now=now if one.is_single else "", order=items)

    def _tell(self) -> None:
        assert self.contest is not None
        contest, one = self.contest, self.input
        if not self.found_turns:
            leader = contest.name(self.rows["leader"].iloc[0])
            self.section.tell(contest.text("one_hold", name=one.name(self.lang), leader=leader))
            spoken = self.section.text
        else:
            words = [
                contest.text(
                    "one_turn", value=value_text(one, value, self.lang), before=contest.name(before),
                    after=contest.name(after),
                )
                for value, before, after in self.found_turns
            ]  # fmt: skip
            self.section.tell(contest.text("one_turns", name=one.name(self.lang)), *words)
            spoken = self.section.text
        ends = " ".join(
            contest.text(
                "one_ends", name=contest.name(key), low=contest.amount(self.rows[key].iloc[0]),
                high=contest.amount(self.rows[key].iloc[-1]),
            )
            for key in contest.ids
        )  # fmt: skip
        self.view.show(spoken=f"{spoken} {ends}")

    def frame(self) -> pd.DataFrame:
        """Every package at every value, and who leads."""
        if self.contest is None or self.rows.empty:
            return pd.DataFrame()
        contest, one = self.contest, self.input
        return pd.DataFrame(
            {one.name(self.lang): [value_text(one, value, self.lang) for value in self.rows.index]}
            | {
                f"{contest.name(key)}, {contest.unit}": self.rows[key].to_numpy() / contest.scale
                for key in contest.ids
            }
            | {contest.text("leader"): [contest.name(key) for key in self.rows["leader"]]}
        )

    def __panel__(self) -> Viewable:
        return self.section.column
