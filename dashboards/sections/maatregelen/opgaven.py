"""How far the package serves the city's other opgaven."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from panel.viewable import Viewable, Viewer

from dashboards.parts.charts.package_rows import SynergyDots
from dashboards.parts.frame.section import Section
from kans_model.measures.synergy import best_served
from kans_model.tables.reading import table
from kans_model.uncertainty.package_result import PackageResult
from kans_model.uncertainty.package_travel import PackageTravel
from kans_model.words.texts import t


class Opgaven(Viewer):
    """Reach per opgave, left of zero where the package works against it."""

    def __init__(self, lang: str, notes: Sequence[str]):
        super().__init__()
        self.lang, self.names = lang, table("opgaven")[f"name_{lang}"]
        self.chart = SynergyDots(self._t("synergy_table"), dict(self.names), lang, notes, key="opgaven")
        self.section = Section(self.chart, deck=self._t("synergy_deck"))

    def _t(self, key: str, **values: object) -> str:
        return t(f"maatregelen.{key}", self.lang, **values)

    def show(self, package: PackageResult) -> None:
        """Move the marks and name the opgave that gains most."""
        reach = package.result["reach_pct"].values
        self.chart.show(reach=reach, mean=package.result["mean_score"].values)
        place = best_served(reach)
        self.section.show(
            title=self._t("synergy_question")
            if place is None
            else self._t("synergy_title", opgave=self.names.iloc[place])
        )

    def travelled(self, travel: PackageTravel) -> dict[str, np.ndarray]:
        """Columns of a slider's travel."""
        return self.chart.travelled(travel.travel.reach_pct)

    def __panel__(self) -> Viewable:
        return self.section.column
