"""The values at which another package takes the lead, as sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
from markupsafe import Markup
from panel.viewable import Viewable, Viewer

from dashboards.parts.frame.section import Conclusion
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.table_behind import Behind, links
from dashboards.parts.packages.contest import Contest
from kans_model.reports.input_in_words import span_text, turn_text, value_text
from kans_model.uncertainty.inputs import Input
from kans_model.words.amounts import number
from kans_model.words.markup import html
from kans_model.words.texts import t

MOST_ROWS = 12
ITEM = """<li><p>{sentence}</p><div class="reach" aria-hidden="true"><i style="left:{now}%"></i>
<b style="left:{turn}%"></b></div><p class="small">{about}</p></li>"""


class TurnList(Viewer):
    """One line per input that turns the choice, the nearest to today's value first."""

    def __init__(self, lang: str, notes: Sequence[str] = ()):
        super().__init__()
        self.lang = lang
        self.contest: Contest | None = None
        self.points, self.inputs = pd.DataFrame(), {}
        self.view = LiveHtml(
            html('<ul class="turns" data-slot="list"></ul>{}', links(t("certain.turns", lang), lang))
        )
        self.behind = Behind(self.view, t("certain.turns", lang), self.frame, lang, notes)
        self.section = Conclusion(
            self.view, title=t("certain.turns_title", lang), deck=t("certain.turns_deck", lang)
        )

    def show(self, contest: Contest, points: pd.DataFrame, inputs: Mapping[str, Input], leader: str) -> None:
        """Rows of `tornado.switch_points`; the package that leads now."""
        self.contest, self.points, self.inputs = contest, points, dict(inputs)
        shown = points.head(MOST_ROWS)
        self.view.show(list=Markup("").join(self._item(key, row) for key, row in shown.iterrows()))
        names = {"leader": contest.name(leader)}
        if points.empty:
            self.section.tell(contest.text("turns_none", **names))
        else:
            key = "turns_one" if len(points) == 1 else "turns_some"
            first = turn_text(
                self.inputs[points.index[0]],
                points["value"].iloc[0],
                contest.name(points["after"].iloc[0]),
                self.lang,
            )
            self.section.tell(contest.text(key, n=number(len(points), self.lang), **names), first)
        more = len(points) - len(shown)
        deck = contest.text("turns_deck")
        self.section.show(deck=f"{deck}. {contest.text('turns_more', n=more)}" if more else deck)
        self.behind.refresh()

    def _sentence(self, key: str, row: pd.Series) -> str:
        assert self.contest is not None
        return turn_text(self.inputs[key], row["value"], self.contest.name(row["after"]), self.lang)

    def _item(self, key: str, row: pd.Series) -> Markup:
        assert self.contest is not None
        one = self.inputs[key]

        def place(value: float) -> float:
            return round(100 * (value - one.low) / (one.high - one.low), 1)

        about = span_text(one, self.lang)
        if one.is_single:
            about = self.contest.text("now_and_span", value=value_text(one, one.mid, self.lang), span=about)
        return html(
            ITEM, sentence=self._sentence(key, row), now=place(one.mid), turn=place(row["value"]), about=about
        )

    def frame(self) -> pd.DataFrame:
        """Every switch point with its value, today's value and the range."""
        if self.contest is None:
            return pd.DataFrame()
        contest = self.contest
        texts: dict[str, list[str]] = {
            contest.text("input"): [], contest.text("turn_at"): [], contest.text("now"): [],
            contest.text("range"): [], contest.text("leads_then"): [],
        }  # fmt: skip
        for key, row in self.points.iterrows():
            one = self.inputs[key]
            cells = (
                row["name"],
                value_text(one, row["value"], self.lang),
                value_text(one, one.mid, self.lang) if one.is_single else contest.text("now"),
                span_text(one, self.lang),
                contest.name(row["after"]),
            )
            for column, cell in zip(texts.values(), cells, strict=True):
                column.append(cell)
        return pd.DataFrame(texts)

    def __panel__(self) -> Viewable:
        return self.section.column
