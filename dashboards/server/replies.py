"""What the server says of its own errors: that there was one, not where in which file."""

from __future__ import annotations

import logging
from typing import Any

from bokeh.application.handlers.code_runner import CodeRunner
from bokeh.protocol.exceptions import ProtocolError
from bokeh.protocol.messages.error import error
from panel.io.server import WSHandler


def shorten() -> None:
    """Keep tracebacks in the log of the server: they name files and folders of the machine."""
    create = error.create.__func__

    def without_traceback(cls: type[error], request_id: Any, text: str, **metadata: Any) -> Any:
        logging.getLogger(__name__).error("reply: %s", text)
        message = create(cls, request_id, "The server could not handle this.", **metadata)
        message.content["traceback"] = None
        return message

    error.create = classmethod(without_traceback)
    WSHandler.open = _opened_or_refused(WSHandler.open)
    # a page that could not be drawn is the log's: its traceback would stand on the page of every next reader
    CodeRunner.error = property(lambda runner: runner._permanent_error)
    CodeRunner.error_detail = property(lambda _runner: None)


def _opened_or_refused(open_connection: Any) -> Any:
    """A token that was made elsewhere or is too old is one line in the log, no traceback each."""

    def opened(handler: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            return open_connection(handler, *args, **kwargs)
        except (ProtocolError, ValueError, KeyError) as refused:
            logging.getLogger(__name__).error("connection refused: %.80s", refused)
            handler.close()
            return None

    return opened
