"""The values at which another package takes the lead, as sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
from panel.viewable import Viewable, Viewer

from dashboards.parts.frame.section import Conclusion
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.table_behind import Behind, links
from dashboards.parts.packages.contest import Contest
from kans_model.reports.input_in_words import span_text, turn_text, value_text
from kans_model.uncertainty.inputs import Input
from kans_model.words.amounts import number
from kans_model.words.markup import macros
from kans_model.words.texts import t

MOST_ROWS = 12

_TURNS = macros(__file__, "turn_list.html")


class TurnList(Viewer):
    """One line per input that turns the choice, the nearest to today's value first."""

    def __init__(self, lang: str, notes: Sequence[str] = ()):
        super().__init__()
        self.lang = lang
        self.contest: Contest | None = None
        self.points, self.inputs = pd.DataFrame(), {}
        self.view = LiveHtml(_TURNS.frame(links(t("certain.turns", lang), lang, is_chart=False)))
        self.behind = Behind(self.view, t("certain.turns", lang), self.frame, lang, notes)
        self.section = Conclusion(
            self.view, title=t("certain.turns_title", lang), deck=t("certain.turns_deck", lang)
        )

    def show(self, contest: Contest, points: pd.DataFrame, inputs: Mapping[str, Input], leader: str) -> None:
        """Rows of `switch_points.switch_points`; the package that leads now."""
        self.contest, self.points, self.inputs = contest, points, dict(inputs)
        shown = points.head(MOST_ROWS)
        self.view.show(list=_TURNS.items([self._item(key, row) for key, row in shown.iterrows()]))
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

    def _item(self, key: str, row: pd.Series) -> tuple[str, float, float, str]:
        """The sentence, where today's value and the turn stand in the range [%], and the range in words."""
        assert self.contest is not None
        turning = self.inputs[key]
        about = span_text(turning, self.lang)
        if turning.is_single:
            now = value_text(turning, turning.mid, self.lang)
            about = self.contest.text("now_and_span", value=now, span=about)
        places = (round(100 * turning.share(value), 1) for value in (turning.mid, row["value"]))
        return self._sentence(key, row), *places, about

    def frame(self) -> pd.DataFrame:
        """Every switch point with its value, today's value and the range."""
        if self.contest is None:
            return pd.DataFrame()
        contest = self.contest
        texts: dict[str, list[str]] = {
            contest.text("input"): [],
            contest.text("turn_at"): [],
            contest.text("now"): [],
            contest.text("range"): [],
            contest.text("leads_then"): [],
        }
        for key, row in self.points.iterrows():
            turning = self.inputs[key]
            cells = (
                row["name"],
                value_text(turning, row["value"], self.lang),
                value_text(turning, turning.mid, self.lang) if turning.is_single else contest.text("now"),
                span_text(turning, self.lang),
                contest.name(row["after"]),
            )
            for column, cell in zip(texts.values(), cells, strict=True):
                column.append(cell)
        return pd.DataFrame(texts)

    def __panel__(self) -> Viewable:
        return self.section.column
