"""The app: one session, one study, the pages of the journey behind one menu."""

from __future__ import annotations

import panel as pn

from dashboards import maatregelen
from dashboards.parts.session import Session
from dashboards.parts.shell import Shell

PAGES = {"maatregelen": maatregelen.page}

if pn.state.served:
    pn.extension(reconnect=True)
    Shell(Session.opened(), PAGES, "maatregelen").servable()
