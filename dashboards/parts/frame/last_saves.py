"""Studies that were about to be saved when the server is told to stop: saved before it ends."""

from __future__ import annotations

import atexit
from contextlib import suppress
from typing import Any, Protocol
from weakref import WeakSet

from kans_model.words.problems import KansError


class Reader(Protocol):
    """Who has a study open: what it was last saved as, and how to save it."""

    kept: Any

    def keep(self) -> None: ...


waiting: WeakSet[Reader] = WeakSet()
"""Those with a change that stands in no file yet."""


@atexit.register
def save_waiting(study_id: str = "") -> None:
    """Save what still waits, under the address its reader has; one without would never be opened.

    With `study_id` only that study: who opens it, such as by a reload, finds what was shown last.
    """
    for reader in list(waiting):
        if reader.kept is not None and study_id in ("", reader.kept.id):
            with suppress(KansError):  # there is nobody left to tell
                reader.keep()
