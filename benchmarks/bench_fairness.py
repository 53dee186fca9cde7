"""What slow searches of some readers take from the slider of another, in one process."""

import sys
import threading
from collections.abc import Callable, Iterator
from time import perf_counter, sleep

from benchmarks.bench_policy import lever_set
from benchmarks.bench_schedule import YEARS, made
from benchmarks.measurement import Measurement
from dashboards.maatregelen import MaatregelenPage
from dashboards.parts.frame.session import Session
from dashboards.parts.live.work_queue import AT_A_TIME, WorkQueue
from dashboards.server import fairness
from kans_model.city.city import City
from kans_model.dialogue.partners import Partner, subjects
from kans_model.optimum.consensus import consensus
from kans_model.optimum.front import front
from kans_model.optimum.least_regret import robust
from kans_model.optimum.optimum import optimum
from kans_model.optimum.question import Question
from kans_model.policy.comparison import compare
from kans_model.policy.parameters import drawn
from kans_model.policy.policy import Policy
from kans_model.programme.schedule import scheduled
from kans_model.study.study import Study

BUDGET_EUR = 5e7
POINTS = 30
DRAGS = 30
PLACES = (20, 35, 50, 30, 45)
N_PARTNERS, N_SETS, YEAR = 6, 6, 2050
PARTNERS = [
    Partner(
        str(n), f"Partner {n}", weights={name: 1.0 + (n + place) % 3 for place, name in enumerate(subjects())}
    )
    for n in range(N_PARTNERS)
]


def _best(study: Study) -> None:
    optimum(study, Question(budget_eur=BUDGET_EUR, whole=True))
    front(study, Question(budget_eur=BUDGET_EUR), POINTS)


def _agreed(study: Study) -> None:
    consensus(study, PARTNERS, Question(budget_eur=BUDGET_EUR))


def _robust(study: Study) -> None:
    robust(study, Question(budget_eur=BUDGET_EUR))


def _planned(_study: Study) -> None:
    worth, limits, _ = made(60)
    scheduled(worth, limits, YEARS, seconds=5.0)


def _levers(study: Study) -> None:
    sets = [lever_set(n + 1) for n in range(N_SETS)]
    found = compare(study.baseline, Policy(), study.portfolio("eigen"), drawn(study.seed), sets, YEAR)
    found.paid_eur.sum()
    found.chance_best.sum()


SEARCHES: dict[str, Callable[[Study], None]] = {
    "best package and front": _best,
    "what everyone can live with": _agreed,
    "package for every climate": _robust,
    "years for projects": _planned,
    "sets of levers": _levers,
}


def _drags_ms(page: MaatregelenPage) -> list[float]:
    """Touch a slider, then let it rest elsewhere: what the server takes for both, sorted. [ms]"""
    times = []
    sliders = list(page.uptake.rows.items())
    for drag in range(DRAGS):
        measure, slider = sliders[drag % len(sliders)]
        began = perf_counter()
        page.touch(measure)
        place = PLACES[drag % len(PLACES)] + drag // len(PLACES)
        slider.value = place if slider.value != place else place + 1
        page.rest()
        times.append(1000 * (perf_counter() - began))
        sleep(0.05)
    return sorted(times)


def _beside_ms(search: Callable[[Study], None]) -> list[float]:
    """The same while as many of a search run as may, each again and again."""
    stopped, queue, others = threading.Event(), WorkQueue(), Study.default(City.demo())

    def searched() -> None:
        while not stopped.is_set():
            search(others)

    running = [queue.submit(searched, lambda: False, lambda: None)[0] for _ in range(AT_A_TIME)]
    times = _drags_ms(MaatregelenPage(Session(study=Study.default(City.demo()))))
    stopped.set()
    for future in running:
        future.result()
    return times


def measurements() -> Iterator[Measurement]:
    """Yield how long a drag takes alone, and how much longer beside as many searches as may run."""
    interval_s = sys.getswitchinterval()
    fairness.share()  # as the server does
    _drags_ms(MaatregelenPage(Session(study=Study.default(City.demo()))))
    last = int(0.95 * DRAGS)
    alone = _drags_ms(MaatregelenPage(Session(study=Study.default(City.demo()))))[last]
    yield Measurement("a slider touched and let go, on the server, p95", alone, "ms")
    for name, search in SEARCHES.items():
        later = _beside_ms(search)[last] - alone
        yield Measurement(f"the same beside {AT_A_TIME} × {name}, p95: later by", later, "ms", 200)
    sys.setswitchinterval(interval_s)
