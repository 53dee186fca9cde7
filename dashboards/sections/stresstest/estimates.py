"""What was estimated because no source gave it, and what helps most to bring."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from markupsafe import Markup
from panel.viewable import Viewable, Viewer

from dashboards.parts.frame.section import Section
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.table_behind import Behind, links
from kans_model.city.city import City
from kans_model.city.gaps import emptiest_columns, gaps_by_rule
from kans_model.exchange.import_report import column_label
from kans_model.reports import plausibility_in_words
from kans_model.reports.evidence import evidence
from kans_model.study.study import Study
from kans_model.words.amounts import number
from kans_model.words.markup import filled
from kans_model.words.texts import t

N_LISTED = 6


class Estimates(Viewer):
    """How many values were filled in, and the table of which by what rule."""

    def __init__(self, lang: str, notes: Sequence[str], city: City):
        super().__init__()
        self.lang, self.city = lang, city
        title = self._t("filled_table")
        self.view = LiveHtml.of(__file__, "estimates.html", links=links(title, lang, is_chart=False))
        self.behind = Behind(self.view, title, self.frame, lang, notes)
        self.section = Section(self.view, title=self._t("filled"), deck=self._t("filled_deck"))

    def _t(self, key: str, **values: object) -> str:
        return t(f"stresstest.{key}", self.lang, **values)

    def show(self, study: Study) -> None:
        """Count what was filled in, and say what lies outside the usual."""
        self.city = city = study.city
        n = number(len(city.filled), self.lang, 0)
        sentences = [self._t("filled_count", n=n, areas=len(city.areas))]
        if emptiest := emptiest_columns(city.filled):
            names = ", ".join(column_label(name, self.lang) for name in emptiest)
            sentences.append(self._t("filled_bring", columns=names))
        sentences += plausibility_in_words.sentences(study, self.lang)
        self.view.show(
            sure=filled(__file__, "estimates_sentences.html", sentences=sentences),
            columns=filled(__file__, "estimates_columns.html", rows=self._largest()),
        )
        self.behind.refresh()

    def _largest(self) -> list[tuple[str, str, Markup]]:
        """The figures that were filled in most often: name, in how many buurten, evidence."""
        gaps = gaps_by_rule(self.city.filled).sort_values("n", ascending=False, kind="stable").head(N_LISTED)
        return [
            (
                column_label(gap.column, self.lang),
                self._t("in_areas", n=gap.n),
                evidence(gap.evidence, self.lang),
            )
            for gap in gaps.itertuples()
        ]

    def frame(self) -> pd.DataFrame:
        """What was filled in, by column and rule."""
        gaps, lang = gaps_by_rule(self.city.filled), self.lang
        return pd.DataFrame(
            {
                self._t("column"): [column_label(name, lang) for name in gaps["column"]],
                self._t("rule"): [t(f"fill.{rule}", lang) for rule in gaps["rule"]],
                self._t("cells"): gaps["n"].to_numpy(),
                self._t("of"): np.full(len(gaps), len(self.city.areas)),
                self._t("evidence"): [t(f"evidence.{kind}", lang) for kind in gaps["evidence"]],
            }
        )

    def __panel__(self) -> Viewable:
        return self.section.column
