"""Which files of components the server hands out: those of the app itself, never a module somebody names."""

from __future__ import annotations

import sys
from typing import Any

from panel.io.server import ComponentResourceHandler
from tornado.web import HTTPError

SERVED = ("panel", "panel_material_ui", "dashboards")
"""Packages whose components draw the pages."""


def is_served(module: str) -> bool:
    """Whether a module is one of the app's and is loaded already: an address never makes the server import.

    Examples
    --------
    >>> is_served("unittest.__main__"), is_served("lib2to3.__main__"), is_served("panel.nowhere")
    (False, False, False)
    """
    return module.partition(".")[0] in SERVED and module in sys.modules


def close() -> None:
    """Refuse addresses of components that are not the app's.

    Panel imports whatever module an address names; one that ends the process on import ends the server.
    """
    parse = ComponentResourceHandler.parse_url_path

    def parse_url_path(handler: Any, path: str) -> str:
        if not is_served(path.partition("/")[0]):
            raise HTTPError(404, "Module not found")
        return parse(handler, path)

    ComponentResourceHandler.parse_url_path = parse_url_path
