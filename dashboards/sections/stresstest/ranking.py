"""The ranking: the hardest hit buurten as rows (drawn by `charts/amount_rows`), and the table of all."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
from panel.viewable import Viewable, Viewer

from dashboards.parts.charts.amount_rows import Amounts
from dashboards.parts.frame.section import Section
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.table_behind import Behind, links
from dashboards.parts.look import theme
from kans_model.evaluation.hotspots import N_WORST
from kans_model.reports.stress_test_in_words import per
from kans_model.reports.theme_in_words import horizon_name, theme_name
from kans_model.tables.vocabulary import HAZARDS
from kans_model.uncertainty.stress_test import TOTAL, StressTest
from kans_model.words.amounts import chance, number, percent
from kans_model.words.markup import filled
from kans_model.words.texts import t


class Ranking(Viewer):
    """The hardest hit buurten as the damage is told, each a button that chooses it.

    Parameters
    ----------
    on_choose : called with the code of a buurt.
    """

    def __init__(self, lang: str, notes: Sequence[str], rough: bool, on_choose: Callable[[str], None]):
        super().__init__()
        self.lang = lang
        self.chart = Amounts(
            self._t("ranking_table"), lang, unit="", first=t("table.area", lang), notes=notes, rough=rough
        )
        self.chart.view.on("choose", lambda data: on_choose(str(data.get("code", ""))))
        self._laid_out: tuple[object, ...] = ()
        table_of_all = self._t("areas_table")
        self.whole = LiveHtml.of(
            __file__,
            "ranking.html",
            all_areas=self._t("all_areas"),
            links=links(table_of_all, lang, is_chart=False),
        )
        self.behind = Behind(self.whole, table_of_all, self.frame, lang, notes)
        self.section = Section(self.chart, self.whole)

    def _t(self, key: str, **values: object) -> str:
        return t(f"stresstest.{key}", self.lang, **values)

    def show(self, test: StressTest, estimated: pd.Series) -> None:
        """Put the worst on top; `estimated` says of which buurten the type is, one bool per buurt."""
        self._test, self._estimated = test, estimated
        places = test.worst()
        names = test.areas["name"].astype(str).iloc[places].tolist()
        self._lay_out(test, places, names)
        self.chart.show(**test.worst_rate()._asdict())
        share, n = percent(test.share_of_worst(), self.lang), test.n_hardest_hit()
        deck = self._t(
            "ranking_deck",
            theme=theme_name(test.theme, self.lang),
            year=horizon_name(test.horizon, self.lang),
            unit=self._t(f"unit_{test.per}"),
            n=N_WORST,
        )
        more = self._t("ranking_more", n=n - len(names)) if n > len(names) else ""
        words = {"n": n, "share": share, "per": per(test, self.lang), "shown": len(names)}
        key = "ranking_one" if n == 1 else "ranking_some" if n > len(names) else "ranking_title"
        self.section.show(
            title=self._t(key, **words) if names else self._t("ranking"),
            deck=f"{deck} {more}" if more else deck,
        )
        self.behind.refresh()

    def enter(self, code: str) -> None:
        """Bring the keyboard back to a buurt of the list, or to the first where it has none of this code."""
        codes = [str(known) for known in self._test.areas.index[self._test.worst()]]
        if codes:
            self.chart.view.enter(code if code in codes else codes[0])

    def ranks(self) -> list[str]:
        """What stands before each name and on the map: its rank, with a sign where equals share it."""
        first, last = self._test.rank_spans()[:, self._test.worst()]
        return [f"{here}=" if there > here else f"{here}" for here, there in zip(first, last, strict=True)]

    def _lay_out(self, test: StressTest, places: np.ndarray, names: list[str]) -> None:
        """Rows anew only where other buurten, another theme, rank or unit asks for it."""
        colour = theme.SECOND if test.theme == TOTAL else theme.HAZARDS[test.theme]
        unit = self._t(f"unit_{test.per}")
        remarks = self._remarks(test, places)
        asked = (names, colour, remarks, unit)
        if self._laid_out == asked:
            return
        self.chart.unit = self.chart.head = unit
        codes = test.areas.index[places].astype(str)
        buttons = [
            filled(__file__, "ranking_name.html", code=code, name=name, rank=rank, remark=remark)
            for code, name, rank, remark in zip(codes, names, self.ranks(), remarks, strict=True)
        ]
        self.chart.lay_out(names, [colour] * len(names), buttons)
        self._laid_out = asked

    def _remarks(self, test: StressTest, places: np.ndarray) -> list[str]:
        """Of each ranked buurt how surely it is one of them, and per resident how many live there."""
        sure = test.chance_among_worst()[places]
        remarks = [self._t("rank_sure", n=N_WORST, share=chance(float(share), self.lang)) for share in sure]
        if test.per != "resident":
            return remarks
        people = test.areas["residents"].iloc[places]
        return [
            f"{remark} · {self._t('rank_residents', n=number(n, self.lang, 0))}"
            for remark, n in zip(remarks, people, strict=True)
        ]

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
        columns[self._t(f"unit_{test.per}")] = test.damage_rate()
        damage = test.result["ead_before_eur"].sel(horizon=test.horizon)
        for hazard in HAZARDS:
            head = f"{theme_name(hazard, lang)}, {self._t('eur_per_year')}"
            columns[head] = damage.sel(hazard=hazard).values
        return pd.DataFrame(columns)

    def __panel__(self) -> Viewable:
        return self.section.column
