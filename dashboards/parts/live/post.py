"""What changed on a page, in one message: of every piece only the texts and marks that changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any
from weakref import WeakKeyDictionary

import panel as pn
from bokeh.document import Document
from bokeh.document.events import MessageSentEvent

KIND = "kans_post"
"""What the browser knows the message by; see `live.js`."""

_waiting: WeakKeyDictionary[Document, dict[str, dict[str, dict[str, Any]]]] = WeakKeyDictionary()
"""Document → model → what of it changed → name → what it is now."""


@contextmanager
def together() -> Iterator[None]:
    """All that changes on the page within goes to the browser as one."""
    document = pn.state.curdoc
    with pn.io.hold():
        if document is None or document in _waiting:
            yield
            return
        _waiting[document] = {}
        try:
            yield
        finally:
            _send(document, _waiting.pop(document))


def post(document: Document, model: str, what: str, changed: Mapping[str, Any]) -> None:
    """Tell the browser what of a model changed; within `together` once all is known."""
    waiting = _waiting.get(document)
    if waiting is None:
        _send(document, {model: {what: dict(changed)}})
    else:
        waiting.setdefault(model, {}).setdefault(what, {}).update(changed)


def _send(document: Document, changes: Mapping[str, Mapping[str, Any]]) -> None:
    """Send it now, or where Bokeh does not hold the document at this moment as soon as it does."""
    if not changes:
        return
    try:
        document.callbacks.trigger_on_change(MessageSentEvent(document, KIND, dict(changes)))
    except RuntimeError:  # Panel calls back without the lock while a write of before is still under way
        if document.session_context is None:
            raise
        document.add_next_tick_callback(partial(_send, document, changes))
