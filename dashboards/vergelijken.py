"""Vergelijken: packages side by side, what sets them apart, and what it takes to change the order."""

from __future__ import annotations

from collections.abc import Callable

import panel as pn
from panel.viewable import Viewable, Viewer

from dashboards.parts.frame.session import Session
from dashboards.parts.frame.shell import SERVED, Shell
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.post import together
from dashboards.parts.live.tabs import tab_list
from dashboards.parts.look.css import STYLES
from dashboards.parts.packages.looks import chosen_packages
from dashboards.parts.packages.slow_tab import SlowTab
from dashboards.sections.vergelijken.beside.beside import Beside
from dashboards.sections.vergelijken.certain.certain_tab import CertainTab
from dashboards.sections.vergelijken.climate.climate_tab import ClimateTab
from dashboards.sections.vergelijken.optimum.optimum_tab import OptimumTab
from kans_model.words.texts import t

TABS: dict[str, Callable[[Session], Viewer]] = {
    "beside": Beside,
    "optimum": OptimumTab,
    "certain": CertainTab,
    "climate": ClimateTab,
}
"""The parts of the page, in the order they stand."""


class VergelijkenPage(Viewer):
    """Two to six packages, the reference packages one click away."""

    def __init__(self, session: Session):
        super().__init__()
        self.session, self.lang = session, session.lang
        self.tabs = LiveHtml()
        self.tabs.on("tab", lambda data: self.open_tab(str(data.get("name"))))
        self.beside = Beside(session)
        self.opened: dict[str, Viewer] = {"beside": self.beside}
        self.shown = pn.Column(sizing_mode="stretch_width", stylesheets=[STYLES])
        self.layout = pn.Column(
            self.tabs,
            self.shown,
            css_classes=["page"],
            sizing_mode="stretch_width",
            stylesheets=[STYLES],
        )
        asked = session.query.get("tab", "")
        self.open_tab(asked if asked in TABS else "beside")
        session.param.watch(self.update, "study")

    def open_tab(self, name: str) -> None:
        """Show a part of the page; it is drawn when it is first opened."""
        if name not in TABS:
            return
        with together():
            if name == "beside" and chosen_packages(self.session) != self.beside.chosen:
                self.beside.update()
            if name not in self.opened:
                self.opened[name] = TABS[name](self.session)
            elif isinstance(again := self.opened[name], SlowTab):
                again.open()
            self.shown[:] = [self.opened[name]]
            names = {tab: t(f"tab.{tab}", self.lang) for tab in TABS}
            self.tabs.html = str(tab_list(names, name, t("vergelijken.tabs", self.lang)))
        if pn.state.location is not None:
            pn.state.location.update_query(tab=name)

    def aim(self, part: str) -> None:
        """Where a link leads: one of the tabs, or the choices without a range on that of climates."""
        self.open_tab("climate" if part == "switches" else part)
        climate = self.opened.get("climate")
        if part == "switches" and isinstance(climate, ClimateTab):
            climate.aim()

    def update(self, *_events: object) -> None:
        """Follow the study; the other tabs say themselves that they are out of date."""
        self.beside.update()

    def __panel__(self) -> Viewable:
        return self.layout


def page(session: Session) -> Viewable:
    """The page of a session, to stand in the shell."""
    return VergelijkenPage(session)


if __name__.startswith(SERVED):
    pn.extension(reconnect=False)
    Shell(Session.opened(), {"vergelijken": page}, "vergelijken").servable()
