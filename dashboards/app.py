"""The app: one session, one study, the pages of the journey behind one menu."""

from __future__ import annotations

import panel as pn

from dashboards import (
    beleid,
    bronnen,
    financiering,
    maatregelen,
    overzicht,
    risicodialoog,
    stresstest,
    uitvoeringsagenda,
    vergelijken,
)
from dashboards.parts.frame.session import Session
from dashboards.parts.frame.shell import HOME, SERVED, Shell
from dashboards.server.safety import secure

PAGES = {
    "overzicht": overzicht.page,
    "stresstest": stresstest.page,
    "risicodialoog": risicodialoog.page,
    "maatregelen": maatregelen.page,
    "vergelijken": vergelijken.page,
    "financiering": financiering.page,
    "uitvoeringsagenda": uitvoeringsagenda.page,
    "beleid": beleid.page,
    "bronnen": bronnen.page,
}


if __name__.startswith(SERVED):
    secure()
    pn.extension(reconnect=False)
    session = Session.opened()
    asked = session.query.pop("page", HOME)
    Shell(session, PAGES, asked if asked in PAGES else HOME).servable()
