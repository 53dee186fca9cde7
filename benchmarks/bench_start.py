"""How long a user waits for the app after typing the command."""

from collections.abc import Iterator

from benchmarks.measurement import Measurement
from scripts.serving import serving


def measurements() -> Iterator[Measurement]:
    """Yield the time from `kans serve` to the first page of the demo city."""
    with serving(city="demo") as server:
        yield Measurement("kans serve, first page of the demo city", server.seconds_to_answer, "s", target=5)
