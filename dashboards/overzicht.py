"""Waar staan we?: the five steps with their state, what changed, the next step; the first page one sees."""

from __future__ import annotations

from typing import Any

import panel as pn
from panel.viewable import Viewable, Viewer

from dashboards.parts.frame.decision import Decision
from dashboards.parts.frame.session import Session
from dashboards.parts.frame.shell import SERVED, Shell
from dashboards.parts.live.post import together
from dashboards.parts.look.css import STYLES
from dashboards.sections.overzicht.accounts import Accounts
from dashboards.sections.overzicht.changes import Changes
from dashboards.sections.overzicht.steps import Steps
from kans_model.chain.journey import STEPS, Standing, standing
from kans_model.reports.standing_in_words import next_text
from kans_model.words.texts import t

HERE = "overzicht"


class OverzichtPage(Viewer):
    """One screen; what is slow is worked out only while it is looked at."""

    def __init__(self, session: Session):
        super().__init__()
        self.session = session
        self.standing: Standing | None = None
        self.steps, self.changes = Steps(session), Changes(session)
        self.accounts = Accounts(session)
        self.decision = Decision(t("overzicht.go", session.lang), self._go)
        style: dict[str, Any] = {"sizing_mode": "stretch_width", "stylesheets": [STYLES]}
        self.layout = pn.Column(
            self.steps,
            self.decision,
            self.changes.column,
            self.accounts,
            css_classes=["page", "close", HERE],
            **style,
        )
        self.update()
        session.param.watch(self.update, ["study", "package", "page"])

    def update(self, *_events: object) -> None:
        """Write where the study stands, unless another page is looked at."""
        session = self.session
        if session.page not in ("", HERE):
            return
        found = self.standing
        if found is None or found.study is not session.study or found.package is not session.portfolio:
            found = self.standing = standing(session.study, session.portfolio)
        with together():
            self.steps.update(found)
            self.decision.show(next_text(found, session.lang) or t("chain.next_none", session.lang))
            self.changes.update(found)
            self.accounts.update(found)

    def _go(self, _data: dict[str, Any]) -> None:
        """To where the next step is taken."""
        step = self.standing.next if self.standing is not None else None
        page = STEPS[0] if step is None else step.lacks[0].page if step.lacks else step.page
        self.session.lead_to(page, "")

    def __panel__(self) -> Viewable:
        return self.layout


def page(session: Session) -> Viewable:
    """The page of a session, to stand in the shell."""
    return OverzichtPage(session)


if __name__.startswith(SERVED):
    pn.extension(reconnect=False)
    Shell(Session.opened(), {HERE: page}, HERE).servable()
