"""Damage per theme, without the package and with it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from panel.viewable import Viewable, Viewer

from dashboards.parts.charts.package_rows import HazardBars
from dashboards.parts.frame.section import Section
from kans_model.comparison.answers import HORIZON
from kans_model.evaluation.damage_sums import largest_falls
from kans_model.tables.reading import table
from kans_model.uncertainty.package_result import PackageResult
from kans_model.uncertainty.package_travel import PackageTravel
from kans_model.words.texts import t


class ThemeDamage(Viewer):
    """A bar before and a bar after, per theme."""

    def __init__(self, lang: str, notes: Sequence[str], rough: bool):
        super().__init__()
        self.lang, self._outlook = lang, ""
        hazards = table("hazards")
        self.names = hazards[f"name_{lang}"]
        apart = {hazard: self._t("apart") for hazard in hazards.index[hazards["in_totals"] == 0]}
        self.chart = HazardBars(
            self._t("hazards_table"), dict(self.names), lang, notes, apart=apart, rough=rough, key="themes"
        )
        self.section = Section(self.chart, deck=self._t("hazards_deck", year=HORIZON))

    def _t(self, key: str, **values: object) -> str:
        return t(f"maatregelen.{key}", self.lang, **values)

    def scale(self, package: PackageResult) -> None:
        """Move the axis: another outlook may, a slider never does."""
        if self._outlook != package.rivals.outlook:
            self._outlook = package.rivals.outlook
            self.chart.scale_to(float(np.nanmax(package.damage_by_hazard_meur()["before_high"], initial=0)))

    def show(self, package: PackageResult) -> None:
        """Move the bars and say which theme falls most."""
        columns = package.damage_by_hazard_meur()
        self.chart.show(**columns)
        falls = [self.names.iloc[place] for place in largest_falls(columns["avoided_mid"])]
        if len(falls) > 1:
            title = self._t("hazards_both", theme=falls[0], other=falls[1].lower())
        else:
            title = self._t("hazards_title", theme=falls[0]) if falls else self._t("hazards_question")
        self.section.show(title=title)

    def travelled(self, travel: PackageTravel) -> dict[str, np.ndarray]:
        """Columns of a slider's travel."""
        return self.chart.travelled(**travel.damage_by_hazard_meur())

    def __panel__(self) -> Viewable:
        return self.section.column
