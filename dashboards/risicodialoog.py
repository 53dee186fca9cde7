"""Risicodialoog: what is acceptable, who says so, what everyone can live with, and what was decided."""

from __future__ import annotations

from typing import Any

import panel as pn
from panel.viewable import Viewable, Viewer

from dashboards.parts.frame.decision import Decision
from dashboards.parts.frame.section import Section, grid
from dashboards.parts.frame.session import Session
from dashboards.parts.frame.shell import SERVED, Shell
from dashboards.parts.live.fields import small
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.phone_tabs import PhoneTabs
from dashboards.parts.live.post import together
from dashboards.parts.look.css import STYLES
from dashboards.sections.risicodialoog.agreement import Agreements
from dashboards.sections.risicodialoog.big_screen import BigScreen
from dashboards.sections.risicodialoog.choosing import Choosing
from dashboards.sections.risicodialoog.criteria import Criteria
from dashboards.sections.risicodialoog.decisions import Decisions
from dashboards.sections.risicodialoog.head import Head
from dashboards.sections.risicodialoog.limit_map import LimitMap
from dashboards.sections.risicodialoog.nearness import Nearness
from dashboards.sections.risicodialoog.partners import Partners
from dashboards.sections.risicodialoog.table import Table


class RisicodialoogPage(Viewer):
    """Limits, partners, agreement and log of one study."""

    def __init__(self, session: Session):
        super().__init__()
        self.session, self.table = session, Table(session)
        table = self.table
        self.head = Head(table)
        self.decision = Decision(table.text("go"), self._go)
        self.criteria, self.map, self.partners = Criteria(table), LimitMap(table), Partners(table)
        self.agreement = Agreements(table, self.update)
        self.choosing = Choosing(table, lambda: self.agreement.budget_eur)
        self.nearness = Nearness(table)
        self.log = Decisions(table, self.agreement.sought)
        self.room = BigScreen(table, self._leave_room)
        self.head.view.on("room", lambda _data: self._enter_room())
        stack: dict[str, Any] = {"sizing_mode": "stretch_width", "stylesheets": [STYLES]}
        top = pn.Column(
            self.head, self.head.figures.view, self.decision, css_classes=["stack", "top"], **stack
        )

        def column(span: int, section: Section) -> pn.Column:
            return pn.Column(section.column, css_classes=["stack", f"span-{span}"], **stack)

        self.nobody = LiveHtml(small([table.text("partners_empty")]))
        parts = {
            "limits": [grid(column(8, self.criteria), column(4, self.map))],
            "partners": [grid(column(8, self.partners))],
            "choices": [grid(self.nobody, column(6, self.choosing), column(6, self.nearness))],
            "agree": [grid(column(12, self.agreement), column(12, self.log))],
        }
        names = {name: table.text(f"tab_{name}") for name in parts}
        self.tabs = PhoneTabs(
            parts,
            names,
            table.text("tabs"),
            chosen=session.query.get("tab", ""),
            on_open=lambda name: session.remember(tab="" if name == next(iter(parts)) else name),
            everywhere=True,
        )
        self.layout = pn.Column(
            top,
            self.tabs,
            *(part for columns in parts.values() for part in columns),
            css_classes=["page", "risicodialoog"],
            **stack,
        )
        self.whole = pn.Column(self.layout, self.room.column, **stack)
        self.update()
        if session.query.get("screen") == "room":
            self._enter_room()
        session.param.watch(self.update, ["study", "package"])

    def update(self, *_events: object) -> None:
        """Write every part anew: a dialogue moves in steps, not under a slider."""
        with together():
            self.head.show(self.agreement.agreed)
            self.decision.show(self.table.text(self._next()))
            for section in (
                self.criteria,
                self.map,
                self.partners,
                self.agreement,
                self.choosing,
                self.nearness,
                self.log,
            ):
                section.update()
            self.nobody.visible = not self.table.dialogue.partners
            self.room.update()

    def _next(self) -> str:
        dialogue = self.table.dialogue
        if not self.table.study.criteria:
            return "next_limits"
        if not dialogue.partners:
            return "next_partners"
        return "next" if self.agreement.agreed else "next_search"

    def _go(self, _data: dict[str, Any]) -> None:
        """Bring the reader to the control of the next step."""
        tab, view, key = {
            "next_limits": ("limits", self.criteria.form, "add"),
            "next_partners": ("partners", self.partners.view, "add"),
            "next_search": ("agree", self.agreement.work.live, "start"),
            "next": ("agree", self.log.form, "add"),
        }[self._next()]
        self.tabs.open(tab)
        if self._next() == "next":
            self.log.unfold()
        view.focus(key)

    def aim(self, part: str) -> None:
        """Open what a link leads to: a tab, a limit (`threshold/id`), or by `indicator:moment` its form."""
        kind, _, key = part.partition("/")
        if kind == "threshold":
            self.tabs.open("limits")
            self.criteria.rows.focus(f"limit-{key}")
            return
        indicator, _, moment = part.partition(":")
        if not moment:
            self.tabs.open(part)
            return
        self.tabs.open("limits")
        self.criteria.begin(indicator, self.session.area, moment)

    # --- in the room -------------------------------------------------------------------------

    def _enter_room(self) -> None:
        """Fill the screen with what a room decides on; the page waits beneath as it was."""
        with together():
            self.room.open()
            self.layout.css_classes = ["page", "risicodialoog", "away"]
            self.session.fill_screen("room")

    def _leave_room(self) -> None:
        with together():
            self.layout.css_classes = ["page", "risicodialoog"]
            self.session.fill_screen("")
        self.head.view.enter("room")

    def __panel__(self) -> Viewable:
        return self.whole


def page(session: Session) -> Viewable:
    """The page of a session, to stand in the shell."""
    return RisicodialoogPage(session)


if __name__.startswith(SERVED):
    pn.extension(reconnect=False)
    Shell(Session.opened(), {"risicodialoog": page}, "risicodialoog").servable()
