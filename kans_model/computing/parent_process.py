"""Processes that serve together: told to stop when the one that started them is gone."""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1
"""Of prctl(2): the signal that the kernel sends when the parent ends."""


def end_with_parent() -> None:
    """Have every process that this one forks from now on asked to stop when this one ends.

    Who ends the first process by its id would otherwise leave the others serving, with what they have not
    saved. Elsewhere than on Linux nothing happens: there a supervisor ends them together.
    """
    if sys.platform != "linux":
        return
    first = os.getpid()
    system = ctypes.CDLL(None, use_errno=True)

    def asked() -> None:
        if os.getppid() == first:  # not what a child forks in its turn
            system.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)

    os.register_at_fork(after_in_child=asked)
