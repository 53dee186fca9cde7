"""What every answer tells the browser: run nothing of others, stand in no frame of others, guess no types."""

from __future__ import annotations

import os
from typing import Any

from tornado.web import RequestHandler

FRAMES_VARIABLE = "KANS_FRAME_ANCESTORS"
"""Sites that may show the app in a frame, separated by spaces; none but its own without it."""
TILES = "https://service.pdok.nl"
"""Where the optional background of maps comes from."""


def policy(frames: str = "") -> str:
    """The Content-Security-Policy, as strict as Bokeh allows: it writes scripts and styles into the page.

    Examples
    --------
    >>> "frame-ancestors 'self' https://intranet.stad.nl" in policy("https://intranet.stad.nl")
    True
    """
    return "; ".join(
        [
            "default-src 'self'",
            "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",
            "style-src 'self' 'unsafe-inline'",
            f"img-src 'self' data: blob: {TILES}",
            f"connect-src 'self' ws: wss: data: blob: {TILES}",
            "font-src 'self' data:",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            f"frame-ancestors {' '.join(filter(None, [chr(39) + 'self' + chr(39), frames]))}",
        ]
    )


def security_headers() -> dict[str, str]:
    """Name → value."""
    frames = os.environ.get(FRAMES_VARIABLE, "")
    headers = {
        "Content-Security-Policy": policy(frames),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Permissions-Policy": "geolocation=(), camera=(), microphone=()",
        "Cross-Origin-Opener-Policy": "same-origin",
    }
    return headers if frames else {**headers, "X-Frame-Options": "SAMEORIGIN"}


def send() -> None:
    """Put them on every answer of this process, and leave out what software answers."""
    requests: Any = RequestHandler
    clear, headers = requests.clear, security_headers()

    def clear_and_set(handler: Any) -> None:
        clear(handler)
        handler.clear_header("Server")
        for name, value in headers.items():
            handler.set_header(name, value)

    requests.clear = clear_and_set
