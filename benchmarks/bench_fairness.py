"""What slow searches of some readers take from the slider of another, in one process."""

import threading
import time
from collections.abc import Iterator

from benchmarks.measurement import Measurement
from dashboards.maatregelen import MaatregelenPage
from dashboards.parts.frame.session import Session
from dashboards.parts.live.work_queue import AT_A_TIME, WorkQueue
from kans_model.city.city import City
from kans_model.optimum.front import front
from kans_model.optimum.optimum import optimum
from kans_model.optimum.question import Question
from kans_model.study.study import Study

BUDGET_EUR = 5e7
POINTS = 30
DRAGS = 30
PLACES = (20, 35, 50, 30, 45)


def _searched(study: Study, stopped: threading.Event) -> None:
    """Search as readers do, one after the other, until all is measured."""
    while not stopped.is_set():
        optimum(study, Question(budget_eur=BUDGET_EUR, whole=True))
        front(study, Question(budget_eur=BUDGET_EUR), POINTS)


def _drags_ms(page: MaatregelenPage) -> list[float]:
    """Touch a slider, then let it rest elsewhere: what the server takes for both, sorted. [ms]"""
    times = []
    sliders = list(page.uptake.rows.items())
    for drag in range(DRAGS):
        measure, slider = sliders[drag % len(sliders)]
        began = time.perf_counter()
        page.touch(measure)
        slider.value = PLACES[drag % len(PLACES)] + drag // len(PLACES)  # never where it has been
        page.rest()
        times.append(1000 * (time.perf_counter() - began))
        time.sleep(0.05)
    return sorted(times)


def measurements() -> Iterator[Measurement]:
    """Yield how long a drag takes alone, and how much longer beside as many searches as may run."""
    study = Study.default(City.demo())
    page, stopped, queue = MaatregelenPage(Session(study=study)), threading.Event(), WorkQueue()
    _drags_ms(page)
    last = int(0.95 * DRAGS)
    alone = _drags_ms(MaatregelenPage(Session(study=study)))
    others = Study.default(City.demo())
    searches = [
        queue.submit(lambda: _searched(others, stopped), lambda: False, lambda: None)[0]
        for _ in range(AT_A_TIME)
    ]
    beside = _drags_ms(page)
    stopped.set()
    for search in searches:
        search.result()
    yield Measurement("a slider touched and let go, on the server, p95", alone[last], "ms")
    yield Measurement(
        f"the same beside {AT_A_TIME} searches, p95: later by", beside[last] - alone[last], "ms", 200
    )
