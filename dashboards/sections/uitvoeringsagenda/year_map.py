"""Where is built in a year, with a slider through time."""

from __future__ import annotations

from typing import Any

from dashboards.parts.charts.area_map import AreaMap
from dashboards.parts.frame.section import Section
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.look import theme
from dashboards.sections.uitvoeringsagenda.agenda import Agenda

SHOWN = 5
"""Works that are named; the rest is counted."""
CLASSES_KEUR = [1.0, 10.0, 100.0, 300.0, 1_000.0, 10_000.0]


class YearMap(Section):
    """Investment of one year per buurt."""

    def __init__(self, agenda: Agenda):
        self.agenda = agenda
        programme = agenda.programme
        self.year = programme.first_year
        self.slider = LiveHtml.of(
            __file__,
            "year_map.html",
            label=agenda.text("map_year"),
            first=programme.first_year,
            last=programme.last_year,
            year=self.year,
        )
        self.slider.on("year", self._choose_year)
        self.map = AreaMap(
            agenda.text("map_table"),
            agenda.study.city.areas,
            agenda.lang,
            unit=agenda.text("map_unit"),
            palette=theme.SEQUENTIAL["total"],
            breaks=CLASSES_KEUR,
            background=agenda.study.city.background,
            notes=agenda.notes,
        )
        super().__init__(self.slider, self.map, deck=agenda.text("map_deck"))

    def _choose_year(self, data: dict[str, Any]) -> None:
        if str(data.get("value", "")).isdecimal():
            self.year = int(data["value"])
            self.update()

    def update(self) -> None:
        plan = self.agenda.now.plan
        self.map.show(plan.area_eur(self.year) / 1e3)
        self.slider.show(year=str(self.year), works=self._works())
        self.show(title=self.agenda.text("map_title", year=self.year))

    def _works(self) -> str:
        """Which works open a street in the year of the map."""
        names = [work.name for work in self.agenda.now.works if work.start <= self.year <= work.end]
        if not names:
            return ""
        said = ", ".join(names[:SHOWN])
        if len(names) > SHOWN:
            said = self.agenda.text("map_works_more", works=said, n=len(names) - SHOWN)
        return self.agenda.text("map_works", year=self.year, works=said)
