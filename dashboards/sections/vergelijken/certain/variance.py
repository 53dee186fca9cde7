"""Which uncertainty decides: first-order and total Sobol indices, in planner's groups, on a button."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd
from panel.viewable import Viewable, Viewer

from dashboards.parts.charts.row_chart import RowChart, mark, two_lines
from dashboards.parts.frame.section import Conclusion
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.slow_work import SlowWork
from dashboards.parts.look import theme
from dashboards.parts.packages.contest import Contest
from kans_model.comparison.ranking import leaders
from kans_model.uncertainty.variance import N_BASE_FINE, SMALL, alone, sobol
from kans_model.words.amounts import percent
from kans_model.words.markup import macros
from kans_model.words.texts import t

FIRST_COLOUR, TOTAL_COLOUR = theme.SECOND, theme.ACCENT

_VARIANCE = macros(__file__, "variance.html")


class Indices(RowChart):
    """Per group a disc for its total index and a square for its first-order one, each with confidence."""

    names_above = True

    def __init__(self, title: str, lang: str, notes: Sequence[str] = ()):
        super().__init__(title, lang, row_px=48, name_px=260, value_px=96, head="%", notes=notes)
        self.table = pd.DataFrame()

    def show(self, table: pd.DataFrame) -> None:
        """Rows of `variance.sobol`."""
        self.table = table
        shown = table[table["total"] >= SMALL]
        marks = [
            mark(f"total:{row}", TOTAL_COLOUR, shift=-7)
            + mark(f"first:{row}", FIRST_COLOUR, shift=7, shape="square")
            for row in range(len(shown))
        ]
        self.rows(shown["name"].tolist(), marks)
        self.scale(100, at=(0, 25, 50, 75, 100))
        places: dict[str, Any] = {}
        for index in ("first", "total"):
            mid = 100 * (alone(shown) if index == "first" else shown["total"].to_numpy(float))
            wide = 100 * shown[f"{index}_conf"].to_numpy()
            places |= self.place(index, np.clip(mid - wide, 0, 100), mid, np.clip(mid + wide, 0, 100))
        self.view.place(places)
        self.tell(
            two_lines(
                percent(row["total"], self.lang),
                t("certain.plus_minus", self.lang, n=percent(row["total_conf"], self.lang, 1)),
            )
            for _, row in shown.iterrows()
        )

    def frame(self) -> pd.DataFrame:
        heads = ("first", "first_conf", "total", "total_conf")
        return pd.DataFrame(
            {t("certain.group", self.lang): self.table.get("name", [])}
            | {
                t(f"certain.sobol_{head}", self.lang): 100 * self.table[head]
                for head in heads
                if head in self.table
            }
        )

    def summary(self) -> str:
        """The chart in words."""
        return " ".join(
            t(
                "certain.sobol_sentence",
                self.lang,
                name=row["name"],
                total=percent(row["total"], self.lang),
                first=percent(first, self.lang),
            )
            for (_, row), first in zip(self.table.iterrows(), alone(self.table), strict=True)
            if row["total"] >= SMALL
        )


class Variance(Viewer):
    """A choice of package or difference, the button, and what it found."""

    def __init__(self, lang: str, notes: Sequence[str] = ()):
        super().__init__()
        self.lang = lang
        self.contest: Contest | None = None
        self.of = ""
        self.pairs: dict[str, tuple[str, str | None]] = {}
        self.choice = LiveHtml()
        self.choice.on("of", self._of)
        self.work = SlowWork(t("certain.sobol_start", lang), lang, self._reckon, self._done, self._ready)
        self.bars = Indices(t("certain.sobol", lang), lang, notes)
        self.key = LiveHtml(
            _VARIANCE.legend(
                [
                    (TOTAL_COLOUR, t("certain.sobol_total", lang)),
                    (FIRST_COLOUR, t("certain.sobol_first", lang)),
                ]
            )
        )
        self.section = Conclusion(
            self.choice,
            self.work.live,
            self.key,
            self.bars.view,
            title=t("certain.sobol_title", lang),
            deck=t("certain.sobol_deck", lang),
        )
        self._clear()

    def _clear(self) -> None:
        self.key.visible = self.bars.view.visible = False
        self.section.tell(t("certain.sobol_empty", self.lang))

    def show(self, contest: Contest, values: np.ndarray, middle: np.ndarray) -> None:
        """Another contest, its headline per package and draw, and in the middle; earlier findings go."""
        self.contest = contest
        ids = contest.ids
        self.pairs = {package: (package, None) for package in ids}
        self.pairs |= {f"{a}|{b}": (a, b) for place, a in enumerate(ids) for b in ids[place + 1 :]}
        if self.of not in self.pairs:
            self.of = self._closest(values, middle)
        names = [(key, self._name(key)) for key in self.pairs]
        self.choice.html = _VARIANCE.choices(t("certain.sobol_of", self.lang), names)
        self.choice.show(of=self.of)
        self._clear()

    def _closest(self, values: np.ndarray, middle: np.ndarray) -> str:
        """The difference between the two that lead: what the decision hangs on."""
        assert self.contest is not None
        ids = self.contest.ids
        first, alike, second = leaders(values, middle)
        second = alike[0] if second is None else second
        return "|".join(ids[place] for place in sorted((first, second)))

    def _name(self, key: str) -> str:
        assert self.contest is not None
        one, against = self.pairs[key]
        if against is None:
            return self.contest.name(one)
        return self.contest.text("difference", one=self.contest.name(one), other=self.contest.name(against))

    def _of(self, data: dict[str, Any]) -> None:
        if data.get("value") in self.pairs:
            self.of = str(data["value"])
            self.choice.show(of=self.of)
            self._clear()

    def _ready(self) -> tuple[Contest, str, tuple[str, str | None]] | None:
        return None if self.contest is None else (self.contest, self.of, self.pairs[self.of])

    def _reckon(
        self,
        contest: Contest,
        of: str,
        pair: tuple[str, str | None],
        progress: Callable[[float], None],
        cancelled: Callable[[], bool],
    ) -> tuple[Contest, str, pd.DataFrame]:
        one, against = pair
        found = sobol(
            contest.study,
            one,
            N_BASE_FINE,
            contest.headline,
            against,
            True,
            self.lang,
            progress,
            cancelled,
        )
        return contest, of, found

    def _done(self, found: tuple[Contest, str, pd.DataFrame]) -> None:
        contest, of, table = found
        if contest is not self.contest or of != self.of:
            return  # another was chosen meanwhile
        first = table.iloc[0]
        told = contest.text(
            "sobol_told", name=first["name"], of=self._name(of), share=percent(first["total"], self.lang)
        )
        flat = not table["total"].max() > 0
        self.section.tell(contest.text("sobol_flat", of=self._name(of)) if flat else told)
        self.key.visible = self.bars.view.visible = not flat
        if not flat:
            self.bars.show(table)

    def __panel__(self) -> Viewable:
        return self.section.column
