"""Who bears the damage first."""

from __future__ import annotations

from collections.abc import Sequence

from panel.viewable import Viewable, Viewer

from dashboards.parts.charts.package_rows import Amounts
from dashboards.parts.frame.section import Section
from dashboards.parts.look import theme
from kans_model.evaluation.damage_sums import BEARERS
from kans_model.uncertainty.stress_test import StressTest
from kans_model.words.texts import t


class Bearers(Viewer):
    """Damage of the theme by who bears it first, with its band."""

    def __init__(self, lang: str, notes: Sequence[str], rough: bool):
        super().__init__()
        self.lang = lang
        self.chart = Amounts(
            self._t("bearers_table"),
            lang,
            unit=t("unit.meur_per_year", lang),
            first=self._t("bearer"),
            notes=notes,
            rough=rough,
        )
        self.chart.lay_out([self._t(f"bearer.{bearer}") for bearer in BEARERS], [theme.ACCENT] * len(BEARERS))
        self.section = Section(self.chart, deck=self._t("bearers_deck"))

    def _t(self, key: str, **values: object) -> str:
        return t(f"stresstest.{key}", self.lang, **values)

    def show(self, test: StressTest) -> None:
        """Move the bars and say on whom most falls."""
        self.chart.show(**test.borne_meur()._asdict())
        first = test.first_bearer()
        title = self._t("bearers_title", who=self._t(f"bearer.{first}").lower()) if first else ""
        self.section.show(title=title or self._t("bearers"))

    def __panel__(self) -> Viewable:
        return self.section.column
