"""Beleid: which rule or subsidy brings owners along, how fast, at whose cost."""

from __future__ import annotations

from typing import Any

import panel as pn
from panel.viewable import Viewable, Viewer

from dashboards.parts.frame.decision import Decision
from dashboards.parts.frame.section import Section, grid
from dashboards.parts.frame.session import Session
from dashboards.parts.frame.shell import SERVED, Shell
from dashboards.parts.live.phone_tabs import PhoneTabs
from dashboards.parts.look.css import STYLES
from dashboards.parts.packages.lever_payers import LeverPayers
from dashboards.sections.beleid.beside import Beside
from dashboards.sections.beleid.cheapest import Cheapest
from dashboards.sections.beleid.gaps import Gaps
from dashboards.sections.beleid.head import Head
from dashboards.sections.beleid.hindcast import Hindcast
from dashboards.sections.beleid.lever_list import LeverList
from dashboards.sections.beleid.levers import Levers
from dashboards.sections.beleid.rule_text import RuleText

STACK: dict[str, Any] = {"sizing_mode": "stretch_width", "stylesheets": [STYLES]}


class BeleidPage(Viewer):
    """Levers on private ground, what they bring beside what the package counts on, and sets of them."""

    def __init__(self, session: Session):
        super().__init__()
        self.session, self.levers = session, Levers(session)
        levers = self.levers
        self.head, self.list = Head(levers), LeverList(levers)
        self.gaps, self.beside, self.hindcast = Gaps(levers), Beside(levers), Hindcast(levers)
        self.text, self.payers, self.cheapest = RuleText(session), LeverPayers(session), Cheapest(levers)
        self.sections = (
            self.list,
            self.gaps,
            self.beside,
            self.hindcast,
            self.payers,
            self.cheapest,
            self.text,
        )
        self.decision = Decision(levers.text("go_lever"), self._decide)
        top = pn.Column(
            self.head, self.head.figures.view, self.decision, css_classes=["stack", "top"], **STACK
        )

        def column(span: int, *sections: Section) -> pn.Column:
            parts = [section.column for section in sections]
            return pn.Column(*parts, css_classes=["stack", f"span-{span}"], **STACK)

        lay_on = column(5, self.list)
        bring, payers, cheapest = (
            column(12, self.gaps, self.hindcast),
            column(12, self.payers),
            column(12, self.cheapest),
        )
        beside_form = pn.Column(bring, payers, cheapest, css_classes=["stack", "span-7"], **STACK)
        sets, text = column(12, self.beside), column(12, self.text)
        parts = {"levers": [lay_on], "gaps": [bring], "sets": [cheapest, sets]}
        parts |= {"payers": [payers], "text": [text]}
        names = {name: levers.text(f"tab_{name}") for name in parts}
        self.tabs = PhoneTabs(parts, names, levers.text("tabs"))
        self.layout = pn.Column(
            top,
            self.tabs,
            grid(lay_on, beside_form),
            grid(sets),
            grid(text),
            css_classes=["page", "beleid"],
            **STACK,
        )
        self.update()
        session.param.watch(self.update, ["study", "package"])
        session.param.watch(lambda _event: self.payers.update(), "query")  # another split was chosen

    def update(self, *_events: object) -> None:
        """Write every part."""
        with pn.io.hold():
            self.head.update()
            key = "text" if self.levers.chosen.levers else "lever"
            self.decision.show(self.levers.text(f"decide_{key}"), go=self.levers.text(f"go_{key}"))
            for section in self.sections:
                section.update()

    def _decide(self, _data: dict[str, Any]) -> None:
        """To the first lever, or from levers to the text of a rule."""
        if self.levers.chosen.levers:
            self.tabs.open("text")
            self.text.view.focus("rule_lever")
        else:
            self.tabs.open("levers")
            self.list.form.focus("lever-kind")

    def aim(self, part: str) -> None:
        """Go to who pays, `payers`, to a lever, `lever/id`, or to its text, `text/id/instrument`."""
        if part == "payers":
            self.tabs.open("payers")
            self.payers.view.focus("payers-go")
            return
        kind, _, key = part.partition("/")
        if kind == "lever":
            self.tabs.open("levers")
            self.list.list.focus(f"lever-{key}")
        elif kind == "text":
            self.tabs.open("text")
            self.text.show_lever(key.rpartition("/")[0])
            self.text.text.focus("rule-title")

    def __panel__(self) -> Viewable:
        return self.layout


def page(session: Session) -> Viewable:
    """The page of a session, to stand in the shell."""
    return BeleidPage(session)


if __name__.startswith(SERVED):
    pn.extension(reconnect=False)
    Shell(Session.opened(), {"beleid": page}, "beleid").servable()
