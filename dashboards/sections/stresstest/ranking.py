"""The ranking: the hardest hit buurten as rows (drawn by `charts/package_rows`), and the table of all."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
from panel.viewable import Viewable, Viewer

from dashboards.parts.charts.package_rows import Amounts
from dashboards.parts.frame.section import Section
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.table_behind import Behind, links
from dashboards.parts.look import theme
from kans_model.evaluation.hotspots import N_WORST
from kans_model.reports.theme_in_words import theme_name
from kans_model.tables.vocabulary import HAZARDS
from kans_model.uncertainty.stress_test import TOTAL, StressTest
from kans_model.words.amounts import number, percent
from kans_model.words.markup import filled
from kans_model.words.texts import t


class Ranking(Viewer):
    """The buurten with most damage per hectare, each a button that chooses it.

    Parameters
    ----------
    on_choose : called with the code of a buurt.
    on_correct : called to go where an estimated type is corrected.
    """

    def __init__(
        self,
        lang: str,
        notes: Sequence[str],
        rough: bool,
        on_choose: Callable[[str], None],
        on_correct: Callable[[], None],
    ):
        super().__init__()
        self.lang = lang
        self.chart = Amounts(
            self._t("ranking_table"),
            lang,
            unit=self._t("map_unit"),
            first=t("table.area", lang),
            notes=notes,
            rough=rough,
        )
        self.chart.view.on("choose", lambda data: on_choose(str(data.get("code", ""))))
        self._laid_out: tuple[list[str], str, list[str]] = ([""], "", [""])
        table_of_all = self._t("areas_table")
        self.whole = LiveHtml.of(
            __file__, "ranking.html", all_areas=self._t("all_areas"), links=links(table_of_all, lang)
        )
        self.whole.on("correct", lambda _data: on_correct())
        self.behind = Behind(self.whole, table_of_all, self.frame, lang, notes)
        self.section = Section(self.chart, self.whole)

    def _t(self, key: str, **values: object) -> str:
        return t(f"stresstest.{key}", self.lang, **values)

    def show(self, test: StressTest, estimated: pd.Series) -> None:
        """Put the worst on top; `estimated` says of which buurten the type is, one bool per buurt."""
        self._test, self._estimated = test, estimated
        places = test.worst()
        names, guess = test.areas["name"].astype(str).iloc[places].tolist(), estimated.iloc[places].tolist()
        self._lay_out(test, places, names, self._remarks(test, places, guess))
        self.chart.show(**test.worst_keur_per_ha()._asdict())
        self._show_estimated(sum(guess), len(names))
        share, n = percent(test.share_of_worst(), self.lang), test.n_hardest_hit()
        deck = self._t("ranking_deck", unit=self._t("map_unit"), n=N_WORST)
        more = self._t("ranking_more", n=n - len(names)) if n > len(names) else ""
        self.section.show(
            title=self._t("ranking_title", n=n, share=share) if names else self._t("ranking"),
            deck=f"{deck}. {more}" if more else deck,
        )

    def _remarks(self, test: StressTest, places: np.ndarray, guess: list[bool]) -> list[str]:
        """Of each ranked buurt its rank, shared with equals, how sure it is, and if its type is a guess."""
        first, last = test.rank_spans()[:, places]
        sure = test.chance_among_worst()[places]
        remarks = []
        for here in range(len(places)):
            rank = number(first[here], self.lang, 0)
            if last[here] > first[here]:
                rank = f"{rank}–{number(last[here], self.lang, 0)}"
            words = [self._t("rank", rank=rank, share=percent(sure[here], self.lang))]
            remarks.append(" · ".join([*words, t("map.guess", self.lang)] if guess[here] else words))
        return remarks

    def _lay_out(self, test: StressTest, places: np.ndarray, names: list[str], remarks: list[str]) -> None:
        """Rows anew only where other buurten, another theme, rank or estimate asks for it."""
        colour = theme.SECOND if test.theme == TOTAL else theme.HAZARDS[test.theme]
        if self._laid_out == (names, colour, remarks):
            return
        codes = test.areas.index[places].astype(str)
        buttons = [
            filled(__file__, "ranking_name.html", code=code, name=name, remark=remark)
            for code, name, remark in zip(codes, names, remarks, strict=True)
        ]
        self.chart.lay_out(names, [colour] * len(names), buttons)
        self._laid_out = (names, colour, remarks)

    def _show_estimated(self, n: int, of: int) -> None:
        """How many of the ranked rest on an estimated type, and where one puts that right."""
        words = {"text": self._t("ranked_estimated", n=n, of=of), "correct": self._t("correct")}
        self.whole.show(estimated=filled(__file__, "ranking_estimate.html", **words) if n else "")

    def frame(self) -> pd.DataFrame:
        """Every buurt with its damage per theme in the chosen year."""
        test, lang = self._test, self.lang
        columns = {
            t("table.code", lang): test.areas.index.astype(str),
            t("table.area", lang): test.areas["name"].astype(str).to_numpy(),
        }
        if self._estimated.any():
            words = self._t("type_estimated"), self._t("type_given")
            columns[t("table.typology", lang)] = np.where(self._estimated, *words)
        first, last = test.rank_spans()
        columns[self._t("rank_first")], columns[self._t("rank_last")] = first, last
        columns[self._t("rank_chance", n=N_WORST)] = test.chance_among_worst().round(2)
        damage = test.result["ead_before_eur"].sel(horizon=test.horizon)
        for hazard in HAZARDS:
            head = f"{theme_name(hazard, lang)}, {self._t('eur_per_year')}"
            columns[head] = damage.sel(hazard=hazard).values
        return pd.DataFrame(columns)

    def __panel__(self) -> Viewable:
        return self.section.column
