"""What every page with a package needs first, worked out before anybody asks for it."""

from __future__ import annotations

from functools import cache

from dashboards.parts.frame.session import served_city
from dashboards.parts.live.slow_work import queue
from kans_model.study.study import Study
from kans_model.uncertainty.rivals import Rivals


@cache
def head_start() -> None:
    """Draw the reference packages beside what readers do, once per process, when its first page is there.

    Not before it: the server answers sooner, and a process that is split in several keeps no threads.
    """
    queue.submit(lambda: Rivals(Study.default(served_city())), lambda: False, lambda: None)
