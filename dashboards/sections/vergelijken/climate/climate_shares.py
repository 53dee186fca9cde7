"""How often a package reaches a threshold, and how often it is the best, climate by climate."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from panel.viewable import Viewable, Viewer

from dashboards.parts.frame.section import Conclusion
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.table_behind import Behind, links
from dashboards.parts.packages.contest import Contest
from dashboards.parts.packages.matrix import Cell, matrix, shaded, table_place
from dashboards.sections.vergelijken.climate.regret import climate_names
from kans_model.comparison.headline import BREAK_EVEN
from kans_model.comparison.ranking import NEARLY, twins
from kans_model.comparison.regret import (
    best_everywhere,
    best_share,
    best_share_together,
    met_share,
    satisficing,
    surest_worst,
)
from kans_model.words.amounts import chance, number
from kans_model.words.entry import field_number, in_field
from kans_model.words.markup import macros
from kans_model.words.texts import t

MOST_SAID = 99.0
"""Of what holds in draws never more is said: they are not all there is. [%]"""

_ASK = macros(__file__, "climate_shares.html")


class Shares(Viewer):
    """A share of draws per package and climate."""

    def __init__(self, title: str, head: str, lang: str, notes: Sequence[str] = (), *above: Viewable):
        super().__init__()
        self.lang, self.title = lang, title
        self.contest: Contest | None = None
        self.share, self.climates, self.counted = np.zeros((0, 0)), [], np.zeros(0)
        self.view = LiveHtml(table_place(links(title, lang, is_chart=False)))
        self.behind = Behind(self.view, title, self.frame, lang, notes)
        self.section = Conclusion(*above, self.view, title=head)

    def put(
        self, contest: Contest, share: np.ndarray, climates: Sequence[str], counted: np.ndarray | None = None
    ) -> None:
        """Write the table; `counted` is the share of climates in which the middle suffices."""
        self.contest, self.share, self.climates = contest, share, list(climates)
        self.counted = np.zeros(0) if counted is None else counted
        rows = [[self._cell(reached) for reached in values] for values in share]
        if len(self.counted):
            for place, cells in enumerate(rows):
                cells.append(Cell(self._count(place), kind="total", strong=True))
        heads = climate_names(climates, self.lang) + (
            [contest.text("enough_in")] if len(self.counted) else []
        )
        table = matrix(contest, self.title, contest.text("package"), heads, rows, "matrix even climates")
        self.view.show(table_of=table)
        self.behind.refresh()

    def _cell(self, share: float) -> Cell:
        if not np.isfinite(share):
            return Cell(t("unknown", self.lang), kind="unknown")
        return shaded(chance(share, self.lang), share)

    def _count(self, place: int) -> str:
        n, share = len(self.climates), self.counted[place]
        if not np.isfinite(share):
            return t("unknown", self.lang)
        return t("certain.n_of", self.lang, n=number(round(share * n), self.lang), all=number(n, self.lang))

    def frame(self) -> pd.DataFrame:
        """The shares, in percent."""
        if self.contest is None:
            return pd.DataFrame()
        contest = self.contest
        frame = pd.DataFrame(
            {contest.text("package"): [contest.name(package) for package in contest.ids]}
            | {
                f"{name}, %": 100 * self.share[:, place]
                for place, name in enumerate(climate_names(self.climates, self.lang))
            }
        )
        if len(self.counted):
            frame[contest.text("enough_in")] = [self._count(place) for place in range(len(frame))]
        return frame

    def __panel__(self) -> Viewable:
        return self.section.column


class Enough(Shares):
    """Share of draws that reach what the reader asks at least."""

    def __init__(self, lang: str, notes: Sequence[str] = ()):
        self.ask = LiveHtml()
        super().__init__(t("certain.enough", lang), t("certain.enough_title", lang), lang, notes, self.ask)
        self.ask.on("threshold", self._threshold)
        self.threshold, self.values, self.per_draw = 0.0, pd.DataFrame(), np.zeros((0, 0, 0))

    def show(self, contest: Contest, values: pd.DataFrame, per_draw: np.ndarray) -> None:
        """Mid values (package by climate) and the same per draw."""
        if self.contest is not None and self.contest.headline != contest.headline:
            self.threshold = BREAK_EVEN[contest.headline]
        self.values, self.per_draw = values, per_draw
        self.contest = contest
        self.ask.html = _ASK.threshold(contest.text("threshold", unit=contest.unit))
        self._show()

    def _show(self) -> None:
        assert self.contest is not None
        contest, least = self.contest, self.threshold * self.contest.scale
        share = met_share(self.per_draw, least)
        self.put(contest, share, self.values.columns, satisficing(self.values.to_numpy(), least))
        self.ask.show(threshold=in_field(self.threshold, self.lang))
        self.section.show(deck=contest.text("enough_deck"))
        best, place = surest_worst(share)
        worst = float(share[best, place])
        words = {
            "name": contest.name(contest.ids[best]),
            "least": contest.lost(least),
            "n": number(100 * worst, self.lang, 0),
            "climate": t(f"certain.climate.{self.values.columns[place]}", self.lang),
        }
        reached = "none" if worst == 0 else "all" if worst >= NEARLY else "told"
        self.section.tell(contest.text(f"enough_{reached}", **words))

    def _threshold(self, data: dict[str, Any]) -> None:
        value = field_number(data.get("value"), self.lang) or 0.0
        if self.contest is not None:
            self.threshold = value
            self._show()


class Best(Shares):
    """Share of draws in which each package is the best."""

    def __init__(self, lang: str, notes: Sequence[str] = ()):
        super().__init__(t("certain.best", lang), t("certain.best_title", lang), lang, notes)

    def show(self, contest: Contest, values: pd.DataFrame, per_draw: np.ndarray) -> None:
        """The headline per draw, shape (package, climate, draw)."""
        same, together = twins(per_draw), best_share_together(per_draw)
        self.put(contest, best_share(per_draw), values.columns)
        self.section.show(deck=contest.text("best_deck"))

        def named(place: int) -> str:
            names = [contest.name(contest.ids[other]) for other in np.flatnonzero(same[place])]
            return contest.text("and", first=", ".join(names[:-1]), last=names[-1]) if names[1:] else names[0]

        everywhere = best_everywhere(together)
        if everywhere is not None:
            words = {
                "name": named(everywhere),
                "n": number(min(100 * together[everywhere].min(), MOST_SAID), self.lang, 0),
            }
            alone = same[everywhere].sum() == 1
            self.section.tell(contest.text("best_same" if alone else "best_equal", **words))
        else:
            names = climate_names(values.columns, self.lang)
            lines = [
                contest.text(
                    "best_in",
                    climate=name,
                    name=named(place),
                    n=number(100 * together[place, column], self.lang, 0),
                )
                for column, (place, name) in enumerate(zip(together.argmax(axis=0), names, strict=True))
            ]
            self.section.tell(contest.text("best_differs"), *lines)
