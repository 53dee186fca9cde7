"""What lies ahead of a plan: one view at a time, worked out only for who looks."""

from __future__ import annotations

from typing import Any, Protocol

import panel as pn
from panel.viewable import Viewable, Viewer

from dashboards.parts.live.live import LiveHtml
from dashboards.parts.look.css import STYLES
from dashboards.sections.uitvoeringsagenda.agenda import Agenda
from dashboards.sections.uitvoeringsagenda.pathways import PathwayView
from dashboards.sections.uitvoeringsagenda.progress import ProgressView
from dashboards.sections.uitvoeringsagenda.risk import Risk
from dashboards.sections.uitvoeringsagenda.robust import Robust
from dashboards.sections.uitvoeringsagenda.slipping import Slipping
from dashboards.sections.uitvoeringsagenda.wish import Wish


class View(Protocol):
    """One of the views."""

    column: pn.Column

    def update(self) -> None:
        """Work it out for the plan as it stands."""


class Ahead(Viewer):
    """A row of buttons; each opens one view and closes the others."""

    def __init__(self, agenda: Agenda):
        super().__init__()
        self.risk, self.slipping = Risk(agenda), Slipping(agenda)
        self.paths, self.wish, self.robust = PathwayView(agenda), Wish(agenda), Robust(agenda)
        self.progress = ProgressView(agenda)
        self.views: dict[str, View] = {
            "risk": self.risk,
            "slip": self.slipping,
            "paths": self.paths,
            "wish": self.wish,
            "robust": self.robust,
            "progress": self.progress,
        }
        self.shown = ""
        words = {name: (agenda.text(f"{name}_title"), agenda.text(f"{name}_about")) for name in self.views}
        self.buttons = LiveHtml.of(__file__, "ahead.html", title=agenda.text("ahead_title"), words=words)
        self.buttons.on("ahead", lambda data: self.choose(str(data.get("name"))))
        style: dict[str, Any] = {"sizing_mode": "stretch_width", "stylesheets": [STYLES]}
        self.column = pn.Column(self.buttons, css_classes=["stack", "span-12"], **style)

    def choose(self, name: str) -> None:
        """Open a view, or close it when it is open; what is none changes nothing."""
        if name not in self.views:
            return
        self.shown = "" if name == self.shown else name
        self.column[1:] = [self.views[name].column] if self.shown else []
        self.buttons.show(**{own: "1" if own == self.shown else "" for own in self.views})
        self.update()

    def update(self) -> None:
        """Work out anew what is open."""
        if self.shown:
            self.views[self.shown].update()

    def __panel__(self) -> Viewable:
        return self.column
