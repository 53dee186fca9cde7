"""Uitvoeringsagenda: what happens where and when, by whom, paid by whom, along with which works."""

from __future__ import annotations

from typing import Any

import panel as pn
from panel.viewable import Viewable, Viewer

from dashboards.parts.frame.decision import Decision
from dashboards.parts.frame.section import Section, grid
from dashboards.parts.frame.session import Session
from dashboards.parts.frame.shell import SERVED, Shell
from dashboards.parts.live.phone_tabs import PhoneTabs
from dashboards.parts.live.post import together
from dashboards.parts.look.css import STYLES
from dashboards.sections.uitvoeringsagenda.agenda import Agenda
from dashboards.sections.uitvoeringsagenda.ahead import Ahead
from dashboards.sections.uitvoeringsagenda.chances import Chances
from dashboards.sections.uitvoeringsagenda.gantt import Gantt
from dashboards.sections.uitvoeringsagenda.head import Head
from dashboards.sections.uitvoeringsagenda.money import Money
from dashboards.sections.uitvoeringsagenda.readiness import Readiness
from dashboards.sections.uitvoeringsagenda.take_along import TakeAlong
from dashboards.sections.uitvoeringsagenda.works import WorksCalendar
from dashboards.sections.uitvoeringsagenda.year_map import YearMap
from kans_model.study.names import portfolio_name

STACK: dict[str, Any] = {"sizing_mode": "stretch_width", "stylesheets": [STYLES]}


class UitvoeringsagendaPage(Viewer):
    """Projects in years, what they cost whom, and what they pass by."""

    def __init__(self, session: Session):
        super().__init__()
        self.session, self.agenda = session, Agenda(session)
        agenda = self.agenda
        self.head = Head(agenda)
        self.decision = Decision(agenda.text("go"), self._go)
        self.gantt, self.money, self.chances = Gantt(agenda), Money(agenda), Chances(agenda)
        self.map, self.readiness, self.files = YearMap(agenda), Readiness(agenda), TakeAlong(agenda)
        self.ahead, self.works = Ahead(agenda), WorksCalendar(agenda)
        self.sections: tuple[Section, ...] = (
            self.gantt,
            self.money,
            self.chances,
            self.map,
            self.readiness,
            self.works,
            self.files,
        )
        top = pn.Column(
            self.head, self.head.figures.view, self.decision, css_classes=["stack", "top"], **STACK
        )

        def column(span: int, *sections: Section) -> pn.Column:
            parts = [section.column for section in sections]
            return pn.Column(*parts, css_classes=["stack", f"span-{span}"], **STACK)

        plan, money = column(12, self.gantt), column(7, self.money, self.files)
        chances, places = column(7, self.chances), column(5, self.map)
        ready = column(5, self.readiness, self.works)
        parts = {"plan": [plan], "money": [money], "missed": [chances, ready], "map": [places]}
        parts["ahead"] = [self.ahead.column]
        names = {name: agenda.text(f"tab_{name}") for name in parts}
        self.tabs = PhoneTabs(parts, names, agenda.text("tabs"))
        self.layout = pn.Column(
            top,
            self.tabs,
            grid(plan),
            grid(money, places),
            grid(chances, ready),
            grid(self.ahead.column),
            css_classes=["page", "uitvoeringsagenda"],
            **STACK,
        )
        self.update()
        session.param.watch(self.update, ["study", "package"])

    def update(self, *_events: object) -> None:
        """Write every part: one move of a bar is one plan."""
        with together():
            self.head.update()
            self.decision.show(self._next_text())
            for section in self.sections:
                section.update()
            self.ahead.update()

    def _next(self) -> str:
        now = self.agenda.now
        if not self.agenda.programme.projects:
            return "next_make"
        if not (now.plan.start >= 0).any():
            return "next_schedule"
        if now.breaches:
            return "next_breach"
        return "next_missed" if now.missed else "next_done"

    def _next_text(self) -> str:
        package = portfolio_name(self.session.portfolio, self.session.lang) or self.agenda.text("plan_title")
        return self.agenda.text(self._next(), package=package)

    def _go(self, _data: dict[str, Any]) -> None:
        """Bring the reader to the control of the next step."""
        step = self._next()
        if step == "next_done":
            self.session.lead_to("financiering", "")
            return
        tab, view, key = {
            "next_make": ("plan", self.gantt.view, "make"),
            "next_schedule": ("plan", self.gantt.work.live, "start"),
            "next_breach": ("plan", self.gantt.work.live, "start"),
            "next_missed": ("missed", self.chances.view, self._first_chance()),
        }[step]
        self.tabs.open(tab)
        view.enter(key)

    def aim(self, part: str) -> None:
        """Open the sheet of a project, `project/id`."""
        kind, _, key = part.partition("/")
        if kind == "project":
            self.tabs.open("plan")
            self.gantt.unfold(key)

    def _first_chance(self) -> str:
        missed = self.agenda.now.missed
        return f"join-{missed[0].work.id}" if missed else ""

    def __panel__(self) -> Viewable:
        return self.layout


def page(session: Session) -> Viewable:
    """The page of a session, to stand in the shell."""
    return UitvoeringsagendaPage(session)


if __name__.startswith(SERVED):
    pn.extension(reconnect=False)
    Shell(Session.opened(), {"uitvoeringsagenda": page}, "uitvoeringsagenda").servable()
