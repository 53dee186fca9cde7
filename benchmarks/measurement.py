"""One measured number, and how to time a function so that it repeats."""

import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Measurement:
    """A measured value beside its target; without a target it only describes the machine.

    Attributes
    ----------
    name : str
        What was measured, as a reader of the table would say it.
    value, target : float
        In `unit`. The value may not exceed the target, or fall below it when `at_least`.
    """

    name: str
    value: float
    unit: str
    target: float | None = None
    at_least: bool = False

    @property
    def ok(self) -> bool:
        """Whether the target is met; true when there is none."""
        if self.target is None:
            return True
        return bool(self.value >= self.target if self.at_least else self.value <= self.target)

    def as_row(self) -> dict:
        """Return what is written to results.json."""
        row = asdict(self) | {"value": float(self.value), "ok": self.ok}
        del row["at_least"]
        return row


def median_ms(work: Callable[[], object], repeats: int = 15, warm_up: int = 2) -> float:
    """Return the median time of one call, after calls that do not count. [ms]

    The median and not the best: a user meets the ordinary case. Garbage collection stays on for that reason.
    """
    for _ in range(warm_up):
        work()
    times_s = []
    for _ in range(repeats):
        started = time.perf_counter()
        work()
        times_s.append(time.perf_counter() - started)
    return 1000 * statistics.median(times_s)
