"""How far slow work is, and how it is stopped: the same two callables wherever work takes seconds."""

from collections.abc import Callable

Progress = Callable[[float], object]
"""Called with the share of the work that is done, 0 to 1. [-]"""
Cancelled = Callable[[], bool]
"""Whether whoever asked for the work wants it to stop."""


class CancelledError(Exception):
    """The run was stopped by who asked for it."""


def paced(share: float, progress: Progress | None = None, cancelled: Cancelled | None = None) -> None:
    """Tell how far slow work is, and stop when asked.

    Parameters
    ----------
    share : float
        Of the work that is done, 0 to 1. [-]
    progress, cancelled : callable, optional

    Raises
    ------
    CancelledError
        When `cancelled` said so.
    """
    if cancelled is not None and cancelled():
        raise CancelledError
    if progress is not None:
        progress(share)


def part(progress: Progress, start: float, end: float) -> Progress:
    """The progress of one of several steps, which runs from `start` to `end` of the whole.

    Examples
    --------
    >>> step = part(lambda share: print(round(share, 3)), 0.6, 0.8)
    >>> step(0.5)
    0.7
    """
    return lambda share: progress(start + (end - start) * share)


class Waiting:
    """Who waits for slow work, as one thing: told how far it is, and able to stop it."""

    def __init__(self, progress: Progress | None = None, cancelled: Cancelled | None = None) -> None:
        self._progress, self._cancelled = progress, cancelled
        self.share = 0.0

    def tell(self, share: float | None = None) -> None:
        """Tell which share is done; as much as before, without one.

        Raises
        ------
        CancelledError
            When it was stopped.
        """
        self.share = self.share if share is None else share
        paced(self.share, self._progress, self._cancelled)
