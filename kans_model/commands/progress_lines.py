"""How far long work is, on standard error: a bar on a terminal, else a line now and then for a log."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import typer

from kans_model.computing.progress import Progress
from kans_model.words.amounts import percent
from kans_model.words.texts import t

LINE_SECONDS = 10.0
"""A log gets a line this often. [s]"""
STEPS = 1000


@contextmanager
def progress_shown(label: str, lang: str, is_long: bool) -> Iterator[Progress]:
    """What is called with the share of the work that is done.

    Parameters
    ----------
    label : str
        Key of what the work is called.
    is_long : bool
        Whether it takes so long that a log must show it as well as a terminal does.
    """
    if sys.stderr.isatty():
        with typer.progressbar(length=STEPS, label=t(label, lang), file=sys.stderr) as bar:
            yield lambda share: bar.update(round(share * STEPS) - bar.pos)
    elif is_long:
        lines = _Lines(t(label, lang), lang)
        lines(0.0)
        yield lines
    else:
        yield lambda _share: None


class _Lines:
    """A line for a log at the start, and then as often as one wants to read it."""

    def __init__(self, label: str, lang: str) -> None:
        self.label, self.lang, self.last = label, lang, -LINE_SECONDS

    def __call__(self, share: float) -> None:
        now = time.monotonic()
        if now - self.last >= LINE_SECONDS:
            self.last = now
            typer.echo(f"{self.label}: {percent(share, self.lang)}", err=True)
