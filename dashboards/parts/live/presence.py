"""Whether anybody still looks at a page."""

from __future__ import annotations

from bokeh.document import Document

AWAY_SECONDS = 2.0
"""A page that is gone for longer does not wait for its work: one that was cut off comes back as another page,
which opens the study again."""


def is_away(document: Document, seconds: float = AWAY_SECONDS) -> bool:
    """Whether the page of a document has been closed, or cut off, for longer than some seconds.

    Parameters
    ----------
    document : Document
    seconds : float
        With 0 also one that was closed just now.
    """
    session = getattr(document.session_context, "session", None)
    if session is None or session.destroyed:
        return True
    away_s = session.milliseconds_since_last_unsubscribe / 1000
    return bool(session.connection_count == 0 and (seconds == 0 or away_s > seconds))
