"""How far slow work is, and how it is stopped."""


class CancelledError(Exception):
    """The run was stopped by who asked for it."""


def paced(done, total, progress=None, cancelled=None):
    """Tell how far slow work is, and stop when asked.

    Parameters
    ----------
    done, total : int
    progress : function of (done, total), optional
    cancelled : function that returns whether to stop, optional

    Raises
    ------
    CancelledError
        When `cancelled` said so.
    """
    if cancelled is not None and cancelled():
        raise CancelledError
    if progress is not None:
        progress(done, total)
