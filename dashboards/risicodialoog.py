"""Risicodialoog: what is acceptable, who says so, what everyone can live with, and what was decided."""

from __future__ import annotations

from typing import Any

import panel as pn
from panel.viewable import Viewable, Viewer

from dashboards.parts.frame.decision import Decision
from dashboards.parts.frame.section import Section, grid
from dashboards.parts.frame.session import Session
from dashboards.parts.frame.shell import SERVED, Shell
from dashboards.parts.live.fold import Fold
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

        limits, places = column(7, self.criteria), column(5, self.map)
        people, agreed = column(5, self.partners), column(7, self.agreement)
        self.folds = [
            Fold(table.text("choosing_fold"), "", self.choosing.column),
            Fold(table.text("near_fold"), "", self.nearness.column),
        ]
        choosing, near = (
            pn.Column(fold, css_classes=["stack", f"span-{span}"], **stack)
            for fold, span in zip(self.folds, (5, 7), strict=True)
        )
        log = column(12, self.log)
        parts = {
            "limits": [limits, places],
            "partners": [people, choosing, near],
            "agree": [agreed],
            "log": [log],
        }
        names = {name: table.text(f"tab_{name}") for name in parts}
        self.tabs = PhoneTabs(parts, names, table.text("tabs"))
        self.layout = pn.Column(
            top,
            self.tabs,
            grid(limits, places),
            grid(people, agreed),
            grid(choosing, near),
            grid(log),
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
            for fold, section in zip(self.folds, (self.choosing, self.nearness), strict=True):
                fold.layout.visible = section.column.visible
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
            "next": ("log", self.log.form, "add"),
        }[self._next()]
        self.tabs.open(tab)
        if self._next() == "next":
            self.log.unfold()
        view.focus(key)

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
