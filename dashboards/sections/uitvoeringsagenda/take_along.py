"""The programme as a file: workbook, map and calendar."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from dashboards.parts.frame.section import Section
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.tables import XLSX
from dashboards.sections.uitvoeringsagenda.agenda import Agenda
from kans_model.exchange.shapes_file import geopackage
from kans_model.reports.agenda_calendar import agenda_calendar, agenda_shapes
from kans_model.reports.agenda_workbook import agenda_workbook

NAME = "uitvoeringsagenda"
MIMES = {"xlsx": XLSX, "ics": "text/calendar", "gpkg": "application/geopackage+sqlite3"}


class TakeAlong(Section):
    """A button per kind of file; hidden while there is nothing to take along."""

    def __init__(self, agenda: Agenda):
        self.agenda = agenda
        files = [(ending, agenda.text(f"file_{ending}")) for ending in MIMES]
        self.view = LiveHtml.of(__file__, "take_along.html", text=agenda.text("file_text"), files=files)
        for ending in MIMES:
            self.view.on(ending, partial(self._hand, ending))
        super().__init__(self.view, title=agenda.text("file_title"))

    def update(self) -> None:
        self.column.visible = bool(self.agenda.programme.projects)

    def _hand(self, ending: str, _data: dict[str, Any]) -> None:
        study, now, lang = self.agenda.study, self.agenda.now, self.agenda.lang
        made: dict[str, Callable[[], bytes]] = {
            "xlsx": lambda: agenda_workbook(study, now.split.id, lang),
            "ics": lambda: agenda_calendar(study, lang),
            "gpkg": lambda: geopackage(agenda_shapes(study, now.plan), "projects"),
        }
        self.view.download(f"{NAME}.{ending}", made[ending](), MIMES[ending])
