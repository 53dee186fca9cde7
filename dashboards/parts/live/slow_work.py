"""Work that takes seconds: off the event loop, with its progress on screen and a button that stops it."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import CancelledError as NeverBegunError
from concurrent.futures import Future
from functools import partial
from typing import Any

import panel as pn
from panel.viewable import Viewable, Viewer

from dashboards.parts.live.fields import notice
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.post import together
from dashboards.parts.live.presence import is_away
from dashboards.parts.live.work_queue import WorkQueue
from kans_model.computing.progress import CancelledError
from kans_model.words.amounts import percent
from kans_model.words.markup import filled
from kans_model.words.problems import KansError
from kans_model.words.texts import t

SHOWN_EVERY_S = 0.15

queue = WorkQueue()


class SlowWork(Viewer):
    """A button that starts the work, its progress, and a button that stops it.

    Parameters
    ----------
    label : what the start button says.
    work : called in a thread with progress(share) and cancelled(); it touches nothing on screen.
    done : called on the event loop with what the work returned.
    prepare : called before starting, on the event loop; returns what is passed on to the work first, or None
        when there is nothing to do (it has then said why).
    refused : called when it cannot be done; returns what the reader may do next.
    """

    def __init__(
        self,
        label: str,
        lang: str,
        work: Callable[..., Any],
        done: Callable[[Any], None],
        prepare: Callable[[], Any] = lambda: (),
        refused: Callable[[KansError], str] = lambda _error: "",
    ):
        super().__init__()
        self.label, self.lang = label, lang
        self._work, self._done, self._prepare, self._refused = work, done, prepare, refused
        self._stopped = threading.Event()
        self._future: Future | None = None
        self.running = False
        self.live = LiveHtml.of(__file__, "slow_work.html", start=label, stop=t("slow.stop", lang))
        self.live.on("start", lambda _data: self.start())
        self.live.on("stop", lambda _data: self.stop())
        self.live.show(running="")

    def start(self) -> None:
        """Begin; a second start while it runs does nothing."""
        if self.running:
            return
        self.live.show(problem="", status="")
        try:
            prepared = self._prepare()
        except KansError as error:
            self.refuse(error)
            return
        if prepared is None:
            return
        self.running, self._stopped = True, threading.Event()
        self._show(0.0)
        self.live.show(running="1")
        document, stopped = pn.state.curdoc, self._stopped
        # a notebook or a test has no loop to block
        if document is None or document.session_context is None:
            future: Future = Future()
            try:
                future.set_result(self._work(*prepared, lambda _share: None, stopped.is_set))
            except Exception as error:
                future.set_exception(error)
            self._finish(future)
            return
        last = [0.0]

        def progress(share: float) -> None:
            now = time.monotonic()
            if now - last[0] > SHOWN_EVERY_S and not stopped.is_set():
                last[0] = now
                document.add_next_tick_callback(partial(self._show, share))

        def cancelled() -> bool:
            return stopped.is_set() or is_away(document)

        def started() -> None:
            document.add_next_tick_callback(partial(self._show, 0.0))

        pn.state.on_session_destroyed(lambda _context: stopped.set())
        work = partial(self._work, *prepared, progress, cancelled)
        self._future, ahead = queue.submit(work, cancelled, started)
        if ahead:
            self._show(0.0, t("slow.waiting", self.lang, n=ahead))
        self._future.add_done_callback(
            lambda future: document.add_next_tick_callback(partial(self._finish, future))
        )

    def stop(self) -> None:
        """Ask the work to stop; it does at its next step, and at once where it still waits for its turn."""
        self._stopped.set()
        waits = self._future is not None and self._future.cancel()
        if self.running and not waits:
            self.live.show(status=t("slow.stopping", self.lang))

    def refuse(self, error: KansError) -> None:
        """Say why it cannot be done."""
        lines = error.text(self.lang).split("\n")
        refusal = filled(__file__, "refusal.html", lines=lines, hint=self._refused(error))
        self.live.show(problem=refusal)

    def clear(self) -> None:
        """Take away what was said of an earlier start."""
        if not self.running:
            self.live.show(problem="", status="")

    def _show(self, share: float, waiting: str = "") -> None:
        if self.running:
            text = waiting or percent(min(max(share, 0.0), 1.0), self.lang)
            value = round(100 * share)
            bar = filled(__file__, "slow_progress.html", value=value, label=self.label, text=text)
            self.live.show(bar=bar)

    def _finish(self, future: Future) -> None:
        self.running = False
        with together():
            self.live.show(bar="", running="", status="")
            try:
                result = future.result()
            except (CancelledError, NeverBegunError):
                self.live.show(status=t("slow.stopped", self.lang))
            except KansError as error:
                self.refuse(error)
            except Exception:
                logging.getLogger(__name__).exception("slow work")
                text = t("page.failed", self.lang, reason=t("page.program_error", self.lang))
                self.live.show(problem=notice(text, problem=True))
            else:
                self._done(result)

    def __panel__(self) -> Viewable:
        return self.live


class FollowUp(SlowWork):
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
        self.live.show(status=t("certain.stale", self.lang))
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
        self.live.visible = bool(self.live.slots.get("status") or self.live.slots.get("problem"))
