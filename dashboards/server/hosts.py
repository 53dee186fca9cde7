"""Under which names the server answers, and from which pages it takes a connection."""

from __future__ import annotations

import ipaddress
import os
import socket
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from panel.io.server import WSHandler
from tornado.web import Application, RequestHandler

ORIGINS_VARIABLE = "KANS_ORIGINS"
"""Names under which readers reach the server, separated by commas: of a proxy in front of it."""


@cache
def names() -> frozenset[str]:
    """Names that are this server's: this machine's own and those it was started with, without ports."""
    given = os.environ.get(ORIGINS_VARIABLE, "").split(",")
    own = {"localhost", socket.gethostname(), socket.getfqdn()}
    return frozenset(host_of(name).lower() for name in {*own, *given} if name.strip())


def host_of(address: str) -> str:
    """The host in a Host header or an origin, without scheme and port; '' for what is none.

    Examples
    --------
    >>> host_of("kans.stad.nl:443"), host_of("https://kans.stad.nl"), host_of("[::1]:5006")
    ('kans.stad.nl', 'kans.stad.nl', '::1')
    """
    text = address.strip()
    try:
        return urlsplit(text if "//" in text else f"//{text}").hostname or ""
    except ValueError:
        return ""


def is_ours(address: str) -> bool:
    """Whether a Host header names this server: by one of its names, or by a bare number.

    A page of somebody else can make its own name point here, but not a number.

    Examples
    --------
    >>> is_ours("localhost:5006"), is_ours("192.168.1.4:5006"), is_ours("evil.example:5006")
    (True, True, False)
    """
    host = host_of(address)
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return host.lower() in names()
    return True


class Elsewhere(RequestHandler):
    """The answer to a request for another server."""

    def prepare(self) -> None:
        """Say which setting makes a name known."""
        self.set_status(421)
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish(
            f"This server does not answer to that name. Add it with --origin or {ORIGINS_VARIABLE}.\n"
        )


def check() -> None:
    """Answer only to this server's names, and take connections only from its own pages.

    Sessions are made by the server: an address that brings its own would make two readers share one.
    """
    applications: Any = Application
    find = applications.find_handler

    def find_handler(application: Any, request: Any, **rest: Any) -> Any:
        if not is_ours(request.host):
            return application.get_handler_delegate(request, Elsewhere)
        request.arguments.pop("bokeh-session-id", None)
        request.query_arguments.pop("bokeh-session-id", None)
        request.headers.pop("Bokeh-Session-Id", None)
        return find(application, request, **rest)

    def check_origin(handler: Any, origin: str) -> bool:
        host = host_of(origin).lower()
        return bool(host) and (host == host_of(handler.request.host).lower() or host in names())

    applications.find_handler = find_handler
    WSHandler.check_origin = check_origin
