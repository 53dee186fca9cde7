"""What it is worth to know more before choosing: everything, or one group of assumptions."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
from panel.viewable import Viewable, Viewer

from dashboards.parts.charts.row_chart import RowChart, mark, nice_end, two_lines
from dashboards.parts.frame.section import Conclusion
from dashboards.parts.live.slow_work import SlowWork
from dashboards.parts.look import theme
from dashboards.parts.packages.contest import Contest
from kans_model.uncertainty.value_of_information import SMALL, information
from kans_model.words.amounts import percent
from kans_model.words.texts import t


class Values(RowChart):
    """A bar per group of assumptions. [unit of the headline]"""

    names_above = True

    def __init__(self, title: str, lang: str, notes: Sequence[str] = ()):
        super().__init__(title, lang, row_px=36, name_px=260, value_px=96, notes=notes)
        self.table = pd.DataFrame()
        self.contest: Contest | None = None

    def show(self, contest: Contest, table: pd.DataFrame) -> None:
        """Rows of `information`."""
        self.contest, self.table, self.head = contest, table, contest.unit
        shown = table[table["share"] >= SMALL]
        self.rows(
            shown["name"].tolist(),
            [mark(f"worth:{row}", theme.ACCENT, shape="bar") for row in range(len(shown))],
        )
        values = shown["value"].to_numpy(float) / contest.scale
        self.scale(nice_end(float(values.max(initial=0))))
        self.view.place(self.place("worth", np.zeros(len(values)), values, values))
        self.tell(
            two_lines(contest.plain(row["value"]), percent(row["share"], self.lang))
            for _, row in shown.iterrows()
        )

    def frame(self) -> pd.DataFrame:
        if self.contest is None:
            return pd.DataFrame()
        return pd.DataFrame(
            {
                t("certain.group", self.lang): self.table["name"],
                f"{t('certain.worth', self.lang)}, {self.contest.unit}": self.table["value"]
                / self.contest.scale,
                t("certain.worth_share", self.lang): 100 * self.table["share"],
            }
        )

    def summary(self) -> str:
        """The chart in words."""
        if self.contest is None:
            return ""
        rows = self.table[self.table["share"] >= SMALL]
        return "; ".join(f"{row['name']}: {self.contest.amount(row['value'])}" for _, row in rows.iterrows())


class Worth(Viewer):
    """A button, and what knowing is worth at most."""

    def __init__(self, lang: str, notes: Sequence[str] = ()):
        super().__init__()
        self.lang = lang
        self.contest: Contest | None = None
        self.work = SlowWork(t("certain.worth_start", lang), lang, self._reckon, self._done, self._ready)
        self.bars = Values(t("certain.worth", lang), lang, notes)
        self.section = Conclusion(
            self.work.live,
            self.bars.view,
            title=t("certain.worth_title", lang),
            deck=t("certain.worth_deck", lang),
        )
        self.show(None)

    def show(self, contest: Contest | None) -> None:
        """Another contest: what was found for the one before is taken away."""
        self.contest, self.bars.view.visible = contest, False
        self.section.tell(t("certain.worth_empty", self.lang))

    def _ready(self) -> tuple[Contest] | None:
        return None if self.contest is None else (self.contest,)

    def _reckon(
        self, contest: Contest, progress: Callable[[float], None], cancelled: Callable[[], bool]
    ) -> tuple[Contest, pd.DataFrame]:
        found = information(
            contest.study,
            contest.ids,
            name=contest.headline,
            lang=self.lang,
            progress=progress,
            cancelled=cancelled,
        )
        return contest, found

    def _done(self, found: tuple[Contest, pd.DataFrame]) -> None:
        contest, table = found
        if contest is not self.contest:
            return
        everything = table.attrs["everything"]
        if not everything > 0:
            self.section.tell(contest.text("worth_nothing"))
            return
        first = table.iloc[0]
        self.section.tell(
            contest.text("worth_told", amount=contest.lost(everything)),
            contest.text("worth_first", name=first["name"], share=percent(first["share"], self.lang))
            if first["share"] >= SMALL
            else contest.text("worth_together"),
        )
        self.bars.view.visible = bool((table["share"] >= SMALL).any())
        self.bars.show(contest, table)

    def __panel__(self) -> Viewable:
        return self.section.column
