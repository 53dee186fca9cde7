"""Slow work of all pages of this process: so many at a time, the rest waits; what nobody waits for goes."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from kans_model.computing.progress import CancelledError

AT_A_TIME = 2
STEP_BACK = 10
"""By how much slow work gives way to who moves a slider, as `nice` counts. With half of it a slider waited
for the work still; with the whole of it the work hardly ran on a machine with other things to do."""


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
