"""Slow work that starts by itself whenever what it is asked changes, and says when it is out of date."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from dashboards.parts.slowwork import SlowWork
from kans_model.texts import t


class Following(SlowWork):
    """As `SlowWork`; its button only shows while it runs, was stopped, failed or is out of date.

    Parameters
    ----------
    quiet : work of a moment, whose progress is not shown.
    """

    def __init__(self, *asked: Any, quiet: bool = False, **more: Any):
        super().__init__(*asked, **more)
        self.quiet, self._again = quiet, False
        self.live.visible = False

    def ask(self) -> None:
        """Work it out; when it runs, once more for what is asked now."""
        if self.running:
            self._again = True
            self._stopped.set()
        else:
            self.start()

    def outdate(self) -> None:
        """Say that what stands there belongs to a study that has changed."""
        self.live.show(told=t("certain.stale", self.lang))
        self.live.visible = True

    def start(self) -> None:
        self.live.visible = not self.quiet
        super().start()
        if not self.running:
            self._hide()

    def _finish(self, future: Future) -> None:
        super()._finish(future)
        if self._again:
            self._again = False
            self.start()
        else:
            self._hide()

    def _hide(self) -> None:
        self.live.visible = bool(self.live.slots.get("told") or self.live.slots.get("problem"))


def part(progress: Callable[[float], None], start: float, end: float) -> Callable[[int, int], None]:
    """Progress of one of several steps, as the model tells it: (done, total)."""
    return lambda done, total: progress(start + (end - start) * done / max(total, 1))
