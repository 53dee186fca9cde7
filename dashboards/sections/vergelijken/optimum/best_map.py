"""Where the best package builds: its investment per buurt."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import panel as pn
from panel.viewable import Viewable, Viewer

from dashboards.parts.charts.area_map import AreaMap
from dashboards.parts.charts.buurten import round_breaks
from dashboards.parts.frame.section import Section
from dashboards.parts.look import theme
from dashboards.parts.look.css import STYLES
from kans_model.comparison.answers import capex_keur_per_ha
from kans_model.optimum.findings import Findings
from kans_model.reports.answer_in_words import where_title
from kans_model.words.texts import t


class BestMap(Viewer):
    """A map of the answer, drawn when there is one; its classes are those of its own amounts."""

    def __init__(self, lang: str, notes: Sequence[str]):
        super().__init__()
        self.lang, self.notes = lang, notes
        self._place = pn.Column(sizing_mode="stretch_width", stylesheets=[STYLES])
        self.section = Section(self._place, deck=t("optimumtab.where_deck", lang), span=7)

    def show(self, findings: Findings) -> None:
        """Colour the buurten by what is built there."""
        city, result = findings.study.city, findings.result
        values = capex_keur_per_ha(result, city.areas["area_m2"])
        breaks = round_breaks(values, signed=False)
        self.map = AreaMap(
            t("optimumtab.where_table", self.lang),
            city.areas,
            self.lang,
            unit=t("optimumtab.where_unit", self.lang),
            palette=theme.SEQUENTIAL["total"][: len(breaks) + 1],
            breaks=breaks,
            background=city.background,
            notes=self.notes,
        )
        self.map.show(np.asarray(values))
        self._place[:] = [self.map]
        self.section.show(title=where_title(result["capex_area_eur"].values, self.lang))

    def __panel__(self) -> Viewable:
        return self.section.column
