"""How well each indicator is known: of how many buurten given, estimated, or not at all."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from panel.viewable import Viewable, Viewer

from dashboards.parts.frame.section import Section
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.table_behind import Behind, links
from kans_model.comparison.indicator_quality import QUALITIES, qualities, quality_counts
from kans_model.reports.dialogue_in_words import indicator_name
from kans_model.study.study import Study
from kans_model.words.amounts import number, percent
from kans_model.words.markup import filled
from kans_model.words.texts import t


class Quality(Viewer):
    """A bar per indicator in three parts, with counts and shares; the file says it of every buurt."""

    def __init__(self, lang: str, notes: Sequence[str]):
        super().__init__()
        self.lang, self._study = lang, None
        title = self._t("quality_table")
        self.view = LiveHtml.of(__file__, "quality.html", links=links(title, lang, is_chart=False))
        self.behind = Behind(self.view, title, self.frame, lang, notes)
        self.section = Section(self.view, title=self._t("quality"), deck=self._t("quality_deck"))

    _study: Study | None

    def _t(self, key: str, **values: object) -> str:
        return t(f"stresstest.{key}", self.lang, **values)

    def show(self, study: Study) -> None:
        """Count the buurten of each quality."""
        self._study = study
        counts, n = quality_counts(study), len(study.city.areas)
        rows = [
            (
                indicator_name(str(indicator), self.lang),
                [
                    (quality, round(100 * int(row[quality]) / n, 1), self._cell(int(row[quality]), n))
                    for quality in QUALITIES
                ],
            )
            for indicator, row in counts.iterrows()
        ]
        self.view.show(
            rows=filled(
                __file__,
                "quality_rows.html",
                rows=rows,
                title=self._t("quality"),
                first=self._t("quality_indicator"),
                heads=[self._t(f"quality_{quality}") for quality in QUALITIES],
            )
        )
        self.behind.refresh()

    def _cell(self, count: int, n: int) -> str:
        return self._t("quality_cell", n=number(count, self.lang, 0), share=percent(count / n, self.lang))

    def frame(self) -> pd.DataFrame:
        """Every indicator in every buurt, and the counts and shares."""
        study = self._study
        if study is None:
            return pd.DataFrame()
        counts, every, n = quality_counts(study), qualities(study), len(study.city.areas)
        columns: dict[str, object] = {
            self._t("quality_indicator"): [indicator_name(str(name), self.lang) for name in counts.index]
        }
        for quality in QUALITIES:
            columns[self._t(f"quality_{quality}")] = counts[quality].to_numpy()
            columns[self._t("quality_share", name=self._t(f"quality_{quality}").lower())] = (
                100 * counts[quality].to_numpy() / n
            )
        names = study.city.areas["name"].astype(str)
        words = {quality: self._t(f"quality_{quality}").lower() for quality in QUALITIES}
        for code in every.columns:
            columns[f"{names[code]} ({code})"] = every[code].map(words).to_numpy()
        return pd.DataFrame(columns)

    def __panel__(self) -> Viewable:
        return self.section.column
