"""Bronnen: what every figure rests on, and what storage is worth per facility and soil."""

from __future__ import annotations

import panel as pn
from panel.viewable import Viewable, Viewer

from dashboards.parts.frame.remarks import file_notes
from dashboards.parts.frame.section import grid
from dashboards.parts.frame.session import Session
from dashboards.parts.frame.shell import SERVED, Shell
from dashboards.parts.look.css import STYLES
from dashboards.sections.bronnen.head import Head
from dashboards.sections.bronnen.source_list import SourceList
from dashboards.sections.bronnen.storage_factors import StorageFactors


class BronnenPage(Viewer):
    """The same for every city: it stands beside the journey, not in it."""

    def __init__(self, session: Session):
        super().__init__()
        lang, notes = session.lang, file_notes(session)
        stack = {"sizing_mode": "stretch_width", "stylesheets": [STYLES]}
        self.layout = pn.Column(
            Head(lang),
            grid(
                pn.Column(StorageFactors(lang, notes), css_classes=["stack", "span-7"], **stack),
                pn.Column(SourceList(lang, notes), css_classes=["stack", "span-5"], **stack),
            ),
            css_classes=["page"],
            **stack,
        )

    def __panel__(self) -> Viewable:
        return self.layout


def page(session: Session) -> Viewable:
    """The page of a session, to stand in the shell."""
    return BronnenPage(session)


if __name__.startswith(SERVED):
    pn.extension(reconnect=False)
    Shell(Session.opened(), {"bronnen": page}, "bronnen").servable()
