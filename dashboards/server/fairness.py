"""That no reader waits for the slow work of another."""

from __future__ import annotations

import sys

SWITCH_SECONDS = 0.0005
"""How long a thread computes before another that waits for it may go on. Python's own, ten times as long, is
waited for at each of the hundred times that a slider's answer lets go of the lock."""


def share() -> None:
    """Let what the readers do pass between the slow work, which runs in threads (`parts/live/work_queue`)."""
    sys.setswitchinterval(SWITCH_SECONDS)
