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
from dashboards.sections.vergelijken.climate.regret import climate_names, climate_table
from kans_model.comparison.regret import best_share, met_share, satisficing
from kans_model.words.amounts import number, percent
from kans_model.words.markup import html
from kans_model.words.texts import t

DARKEST, NEARLY = 45, 0.995
FRAME = '<div data-slot="table_of"></div>{links}'
ASK = """<div class="fields"><div class="field"><label for="threshold">{label}</label>
<input id="threshold" type="number" step="any" data-do="threshold" data-from="threshold"></div></div>"""


class Shares(Viewer):
    """A share of draws per package and climate."""

    def __init__(self, title: str, head: str, lang: str, notes: Sequence[str] = (), *above: Viewable):
        super().__init__()
        self.lang, self.title = lang, title
        self.contest: Contest | None = None
        self.share, self.climates, self.counted = np.zeros((0, 0)), [], np.zeros(0)
        self.view = LiveHtml(html(FRAME, links=links(title, lang)))
        self.behind = Behind(self.view, title, self.frame, lang, notes)
        self.section = Conclusion(*above, self.view, title=head)

    def put(
        self, contest: Contest, share: np.ndarray, climates: Sequence[str], counted: np.ndarray | None = None
    ) -> None:
        """Write the table; `counted` is the share of climates in which the middle suffices."""
        self.contest, self.share, self.climates = contest, share, list(climates)
        self.counted = np.zeros(0) if counted is None else counted
        rows = []
        for place, values in enumerate(share):
            cells = [
                html(
                    '<td class="num" style="--shade:{}">{}</td>',
                    round(DARKEST * one),
                    percent(one, self.lang),
                )
                if np.isfinite(one)
                else html('<td class="num unknown">{}</td>', t("unknown", self.lang))
                for one in values
            ]
            if len(self.counted):
                cells.append(html('<td class="num total"><b>{}</b></td>', self._count(place)))
            rows.append(cells)
        heads = climate_names(climates, self.lang) + (
            [contest.text("enough_in")] if len(self.counted) else []
        )
        self.view.show(table_of=climate_table(contest, self.title, heads, rows))
        self.behind.refresh()

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
            {contest.text("package"): [contest.name(one) for one in contest.ids]}
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
            self.threshold = 1.0 if contest.headline == "bcr" else 0.0
        self.values, self.per_draw = values, per_draw
        self.contest = contest
        self.ask.html = str(html(ASK, label=contest.text("threshold", unit=contest.unit)))
        self._show()

    def _show(self) -> None:
        assert self.contest is not None
        contest, least = self.contest, self.threshold * self.contest.scale
        share = met_share(self.per_draw, least)
        self.put(contest, share, self.values.columns, satisficing(self.values.to_numpy(), least))
        self.ask.show(threshold=f"{self.threshold:g}")
        self.section.show(deck=contest.text("enough_deck"))
        worst = share.min(axis=1)
        best = int(np.nanargmax(worst))
        place = int(np.argmin(share[best]))
        words = {
            "name": contest.name(contest.ids[best]),
            "least": contest.lost(least),
            "n": number(100 * worst[best], self.lang, 0),
            "climate": t(f"certain.climate.{self.values.columns[place]}", self.lang),
        }
        told = "none" if worst[best] == 0 else "all" if worst[best] >= NEARLY else "told"
        self.section.tell(contest.text(f"enough_{told}", **words))

    def _threshold(self, data: dict[str, Any]) -> None:
        try:
            value = float(str(data.get("value") or 0).replace(",", "."))
        except (TypeError, ValueError):
            return
        if np.isfinite(value) and self.contest is not None:
            self.threshold = value
            self._show()


class Best(Shares):
    """Share of draws in which each package is the best."""

    def __init__(self, lang: str, notes: Sequence[str] = ()):
        super().__init__(t("certain.best", lang), t("certain.best_title", lang), lang, notes)

    def show(self, contest: Contest, values: pd.DataFrame, per_draw: np.ndarray) -> None:
        """The headline per draw, shape (package, climate, draw)."""
        share = best_share(per_draw)
        twins = np.array([[np.array_equal(one, other) for other in per_draw] for one in per_draw])
        together = twins @ share  # packages that never differ share the place
        self.put(contest, share, values.columns)
        self.section.show(deck=contest.text("best_deck"))
        first = together.argmax(axis=0)

        def named(place: int) -> str:
            names = [contest.name(one) for one, same in zip(contest.ids, twins[place], strict=True) if same]
            return contest.text("and", first=", ".join(names[:-1]), last=names[-1]) if names[1:] else names[0]

        if len(set(first)) == 1 and together[first[0]].min() > 0.5:
            words = {
                "name": named(first[0]),
                "n": number(min(100 * together[first[0]].min(), 99.0), self.lang, 0),
            }
            alone = twins[first[0]].sum() == 1
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
                for column, (place, name) in enumerate(zip(first, names, strict=True))
            ]
            self.section.tell(contest.text("best_differs"), *lines)
