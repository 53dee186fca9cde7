"""How much the server takes on: so many sessions, so many connections, so long a wait for a request."""

from __future__ import annotations

import importlib
import os
from typing import Any

from bokeh.util.token import get_session_id
from panel.io.server import AutoloadJsHandler, DocHandler, WSHandler
from tornado.httpserver import HTTPServer
from tornado.web import HTTPError

from kans_model.words.texts import LANGUAGES, t

resource: Any
try:
    resource = importlib.import_module("resource")
except ImportError:  # Windows bounds no files per process
    resource = None

MOST_VARIABLE = "KANS_MOST_SESSIONS"
MOST_SESSIONS = 200
"""Pages that are open at once; each takes some megabytes."""
WAIT_SECONDS = 30
"""For a request to be sent whole; nobody keeps a connection busy by sending nothing."""
SOON_SECONDS = 30
WANTED_FILES, FILES_OF_ITS_OWN = 4096, 128
"""Files and connections a process may have open; what the app itself opens comes off."""
TRY_AGAIN_LATER = 1013
"""Code with which a websocket is closed by a server that has too much to do (IANA registry)."""


def most_sessions() -> int:
    """How many pages may be open, as the administrator set it or as usual."""
    given = os.environ.get(MOST_VARIABLE, "")
    return int(given) if given.isdecimal() and int(given) > 0 else MOST_SESSIONS


def most_connections() -> int:
    """How many connections fit in the files this process may open, after it asked for as many as it wants.

    Beyond them the operating system refuses, at each turn of the loop, and the log fills the disk.
    """
    if resource is None:
        return WANTED_FILES - FILES_OF_ITS_OWN
    may, at_most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = WANTED_FILES if at_most == resource.RLIM_INFINITY else min(WANTED_FILES, at_most)
    if may != resource.RLIM_INFINITY and may < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, at_most))
        may = wanted
    files = WANTED_FILES if may == resource.RLIM_INFINITY else may
    return max(files - FILES_OF_ITS_OWN, files // 2)


def is_full(handler: Any) -> bool:
    """Whether as many pages are open as may be, over all addresses of the app."""
    application = handler.application
    n = sum(len(application.get_sessions(path)) for path in application.app_paths)
    return n >= most_sessions()


def limit() -> None:
    """Refuse a page when enough are open, in words, and connections beyond those that fit or send nothing."""
    _limit_sessions()
    _limit_connections()


def _limit_sessions() -> None:
    get, connect = DocHandler.get, WSHandler._async_open

    async def get_if_room(handler: Any, *args: Any, **kwargs: Any) -> None:
        if not is_full(handler):
            await get(handler, *args, **kwargs)
            return
        lang = handler.get_argument("lang", LANGUAGES[0])
        handler.set_status(503)
        handler.set_header("Retry-After", str(SOON_SECONDS))
        handler.set_header("Content-Type", "text/plain; charset=utf-8")
        handler.finish(t("page.busy", lang if lang in LANGUAGES else LANGUAGES[0]) + "\n")

    async def connect_if_room(handler: Any, token: str) -> None:
        """A token of yesterday makes a page anew: that too only when there is room."""
        is_open = get_session_id(token) in handler.application_context._sessions
        if is_open or not is_full(handler):
            await connect(handler, token)
        else:
            handler.close(TRY_AGAIN_LATER, "busy")

    async def get_nothing(_handler: Any, *_args: Any, **_kwargs: Any) -> None:
        raise HTTPError(404)  # the app is not built into pages of others, and each call would make a session

    DocHandler.get = get_if_room
    WSHandler._async_open = connect_if_room
    AutoloadJsHandler.get = get_nothing


def _limit_connections() -> None:
    servers: Any = HTTPServer
    initialize, take = servers.initialize, servers.handle_stream
    most = most_connections()

    def initialize_patient(server: Any, *args: Any, **kwargs: Any) -> None:
        waits = {"idle_connection_timeout": WAIT_SECONDS, "body_timeout": WAIT_SECONDS}
        initialize(server, *args, **{**waits, **kwargs})

    def take_if_room(server: Any, stream: Any, address: Any) -> None:
        if len(server._connections) < most:
            take(server, stream, address)
        else:
            stream.close()

    servers.initialize = initialize_patient
    servers.handle_stream = take_if_room
