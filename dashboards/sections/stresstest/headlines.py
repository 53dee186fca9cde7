"""The headlines: damage, deaths by heat, and residents with water indoors."""

from __future__ import annotations

import math

from panel.viewable import Viewable, Viewer

from dashboards.parts.charts.headline_figures import Figures
from kans_model.reports.evidence import (
    damage_judged,
    deaths_evidence,
    grounds,
    weakest_of_groups,
)
from kans_model.reports.stress_test_in_words import what
from kans_model.reports.theme_in_words import horizon_name
from kans_model.uncertainty.stress_test import TOTAL, StressTest
from kans_model.words.amounts import NBSP, band_text, money_band, money_short, number
from kans_model.words.texts import t

NAMES = ("damage", "deaths", "wet")


class Headlines(Viewer):
    """Three figures of the city as it is."""

    def __init__(self, lang: str, rough: bool):
        super().__init__()
        self.lang, self.rough = lang, rough
        self.figures = Figures({name: self._t(name) for name in NAMES}, lang)

    def _t(self, key: str, **values: object) -> str:
        return t(f"stresstest.{key}", self.lang, **values)

    def show(self, test: StressTest) -> None:
        """Write the three figures."""
        self._show_damage(test)
        low, deaths, high = (float(end) for end in test.deaths_per_year())
        self.figures.show(
            "deaths",
            number=number(deaths, self.lang, 1),
            range_text=band_text(low, high, self.lang),
            kind=deaths_evidence(),
            note=self._t("deaths_note"),
            rough=self.rough,
        )
        self.figures.show(
            "wet",
            number=number(test.people_reached_per_year(), self.lang, 0),
            **grounds(
                weakest_of_groups("pluvial"), damage_judged(test.lines(), ("pluvial",)), self.lang
            )._asdict(),
            note=self._t("wet_note", n=number(test.buildings_entered(), self.lang)),
            rough=self.rough,
        )

    def _show_damage(self, test: StressTest) -> None:
        low, total, high = (float(end) for end in test.total_eur())
        text, span = money_short(total, self.lang), money_band(low, high, self.lang)
        words = {"theme": what(test, self.lang), "year": horizon_name(test.horizon, self.lang)}
        per_resident = self._t("damage_note", amount=number(test.eur_per_resident(), self.lang, 0))
        self.figures.show(
            "damage",
            number=text,
            range_text=span.removeprefix("€").removeprefix(NBSP) if math.isfinite(low) else "",
            **grounds(
                weakest_of_groups(*test.hazards), damage_judged(test.lines(), test.hazards), self.lang
            )._asdict(),
            note=per_resident,
            rough=self.rough,
            label=self._t("damage_all" if test.theme == TOTAL else "damage_of", **words),
        )

    def __panel__(self) -> Viewable:
        return self.figures.view
