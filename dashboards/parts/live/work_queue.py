"""Slow work of all pages of this process: so many at a time, the rest waits; what nobody waits for goes."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from bokeh.document import Document

from kans_model.computing.progress import CancelledError

AT_A_TIME = 2
STEP_BACK = 10
"""By how much slow work gives way to who moves a slider, as `nice` counts. With half of it a slider waited
for the work still; with the whole of it the work hardly ran on a machine with other things to do."""
AWAY_SECONDS = 20.0
"""A page that is gone for longer does not wait for its work any more; one that was cut off is back sooner."""


def is_away(document: Document) -> bool:
    """Whether the page of a document has been closed, or cut off, for a while."""
    session = getattr(document.session_context, "session", None)
    if session is None or session.destroyed:
        return True
    away_s = session.milliseconds_since_last_unsubscribe / 1000
    return bool(session.connection_count == 0 and away_s > AWAY_SECONDS)


def step_back() -> None:
    """Let this thread, and those it starts, give way to the others; elsewhere than on Linux it cannot."""
    if sys.platform == "linux":  # where a thread has a priority of its own
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), STEP_BACK)


class WorkQueue:
    """Work in the order it was asked, a few at a time.

    Parameters
    ----------
    at_a_time : int
    """

    def __init__(self, at_a_time: int = AT_A_TIME) -> None:
        self._at_a_time, self._lock = at_a_time, threading.Lock()
        self._pool = ThreadPoolExecutor(
            max_workers=at_a_time, thread_name_prefix="slow", initializer=step_back
        )
        self._open: set[Future] = set()

    def submit(
        self, work: Callable[[], Any], cancelled: Callable[[], bool], started: Callable[[], object]
    ) -> tuple[Future, int]:
        """Have work done when its turn comes.

        Parameters
        ----------
        work : callable
        cancelled : callable
            Asked when its turn comes; then it is not begun.
        started : callable
            Called when its turn comes.

        Returns
        -------
        future : Future
        ahead : int
            How many must end before it is begun.
        """

        def turn() -> Any:
            if cancelled():
                raise CancelledError
            started()
            return work()

        with self._lock:
            ahead = max(0, len(self._open) + 1 - self._at_a_time)
            future = self._pool.submit(turn)
            self._open.add(future)
        future.add_done_callback(self._forget)
        return future, ahead

    def _forget(self, future: Future) -> None:
        with self._lock:
            self._open.discard(future)
