"""How damage rises from now to the end of the century."""

from __future__ import annotations

from collections.abc import Sequence

from panel.viewable import Viewable, Viewer

from dashboards.parts.charts.package_rows import Amounts
from dashboards.parts.frame.section import Section
from dashboards.parts.look import theme
from kans_model.reports.theme_in_words import horizon_name, theme_name
from kans_model.tables.vocabulary import HAZARDS, HORIZONS
from kans_model.uncertainty.stress_test import StressTest
from kans_model.words.texts import t


class DamagePath(Viewer):
    """Every theme in every year, with its band."""

    def __init__(self, lang: str, notes: Sequence[str], rough: bool):
        super().__init__()
        self.chart = Amounts(
            t("stresstest.path_table", lang),
            lang,
            unit=t("unit.meur_per_year", lang),
            first=t("table.theme", lang),
            notes=notes,
            rough=rough,
        )
        rows = [(hazard, horizon) for hazard in HAZARDS for horizon in HORIZONS]
        self.chart.lay_out(
            [f"{theme_name(hazard, lang)}, {horizon_name(horizon, lang)}" for hazard, horizon in rows],
            [theme.HAZARDS[hazard] for hazard, _ in rows],
        )
        self.section = Section(
            self.chart, title=t("stresstest.path", lang), deck=t("stresstest.path_deck", lang)
        )

    def show(self, test: StressTest) -> None:
        """Move the bars."""
        self.chart.show(**test.path_meur()._asdict())

    def __panel__(self) -> Viewable:
        return self.section.column
