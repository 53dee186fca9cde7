"""How far the package serves the city's other opgaven."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from panel.viewable import Viewable, Viewer

from dashboards.parts.charts.package_rows import SynergyDots
from dashboards.parts.frame.section import Section
from kans_model.comparison.ranking import order
from kans_model.measures.synergy import best_served
from kans_model.reports.contrast_in_words import opgave_title
from kans_model.tables.reading import table
from kans_model.uncertainty.package_result import PackageResult
from kans_model.uncertainty.package_travel import PackageTravel
from kans_model.words.texts import t


class Opgaven(Viewer):
    """Reach per opgave, left of zero where the package works against it."""

    def __init__(self, lang: str, notes: Sequence[str]):
        super().__init__()
        self.lang, self.names = lang, table("opgaven")[f"name_{lang}"]
        self.places = list(range(len(self.names)))
        self.chart = SynergyDots(self._t("synergy_table"), dict(self.names), lang, notes, key="opgaven")
        self.section = Section(self.chart, deck=self._t("synergy_deck"))

    def _t(self, key: str, **values: object) -> str:
        return t(f"maatregelen.{key}", self.lang, **values)

    def lay_out(self, package: PackageResult) -> None:
        """Those that gain most first; while a slider moves they stay where they are."""
        self.places = list(order(package.result["reach_pct"].values))
        self.chart.name_rows([str(self.names.iloc[place]) for place in self.places])

    def show(self, package: PackageResult) -> None:
        """Move the marks and name the opgaven that are hurt, or the one that gains most."""
        reach = package.result["reach_pct"].values
        self.chart.show(reach=reach[self.places], mean=package.result["mean_score"].values[self.places])
        self.section.show(title=self._title(reach))

    def _title(self, reach_pct: np.ndarray) -> str:
        if (np.round(reach_pct) < 0).any():
            return opgave_title(list(self.names), [reach_pct], self.lang)
        place = best_served(reach_pct)
        if place is None:
            return self._t("synergy_question")
        return self._t("synergy_title", opgave=self.names.iloc[place])

    def travelled(self, travel: PackageTravel) -> dict[str, np.ndarray]:
        """Columns of a slider's travel."""
        return self.chart.travelled(travel.travel.reach_pct[:, self.places])

    def __panel__(self) -> Viewable:
        return self.section.column
