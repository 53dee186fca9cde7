"""How much the server takes on: so many sessions, so long a wait for a request."""

from __future__ import annotations

import os
from typing import Any

from panel.io.server import DocHandler
from tornado.httpserver import HTTPServer

from kans_model.words.texts import LANGUAGES, t

MOST_VARIABLE = "KANS_MOST_SESSIONS"
MOST_SESSIONS = 200
"""Pages that are open at once; each takes some megabytes."""
WAIT_SECONDS = 30
"""For a request to be sent whole; nobody keeps a connection busy by sending nothing."""
SOON_SECONDS = 30


def most_sessions() -> int:
    """How many pages may be open, as the administrator set it or as usual."""
    given = os.environ.get(MOST_VARIABLE, "")
    return int(given) if given.isdecimal() and int(given) > 0 else MOST_SESSIONS


def limit() -> None:
    """Refuse a page when enough are open, in words, and connections that send nothing."""
    get, initialize = DocHandler.get, HTTPServer.initialize

    async def get_if_room(handler: Any, *args: Any, **kwargs: Any) -> None:
        application = handler.application
        n = sum(len(application.get_sessions(path)) for path in application.app_paths)
        if n >= most_sessions():
            lang = handler.get_argument("lang", LANGUAGES[0])
            handler.set_status(503)
            handler.set_header("Retry-After", str(SOON_SECONDS))
            handler.set_header("Content-Type", "text/plain; charset=utf-8")
            handler.finish(t("page.busy", lang if lang in LANGUAGES else LANGUAGES[0]) + "\n")
            return
        await get(handler, *args, **kwargs)

    def initialize_patient(server: Any, *args: Any, **kwargs: Any) -> None:
        waits = {"idle_connection_timeout": WAIT_SECONDS, "body_timeout": WAIT_SECONDS}
        initialize(server, *args, **{**waits, **kwargs})

    DocHandler.get = get_if_room
    HTTPServer.initialize = initialize_patient
