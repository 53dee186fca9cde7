"""Results kept: as many bytes as agreed, the longest unused dropped first, one at a time for all threads."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd
import pytest
import xarray as xr

from kans_model.city.city import City
from kans_model.computing.cache import Cache, size_bytes


@pytest.mark.parametrize(
    ("value", "n_bytes"),
    [
        (np.zeros((10, 10)), 800),
        (xr.Dataset({"eur": ("area", np.zeros(10)), "m2": ("area", np.zeros(10))}), 160),
        (pd.DataFrame({"eur": np.zeros(10)}, index=np.arange(10)), 160),
    ],
)
def test_arrays_tables_and_datasets_weigh_their_numbers(value, n_bytes):
    assert size_bytes(value) == n_bytes


def test_what_is_held_twice_or_by_others_is_weighed_once_or_not():
    whole, demo = np.zeros(1000), City.demo()
    parts = [whole[:10], whole[10:]]
    assert 8000 <= size_bytes(parts) < 8500
    assert size_bytes([demo], others=(City,)) < 200 < size_bytes(demo)


def test_the_longest_unused_is_dropped_when_the_bytes_are_used_up():
    kept = Cache(2000)
    for name in ("a", "b"):
        kept.get(name, lambda: np.zeros(100))
    kept.get("a", lambda: pytest.fail("a is kept"))
    kept.keep("c", np.zeros(100))
    assert kept.known("b") is None
    assert kept.known("a") is not None
    assert kept.known("c") is not None


def test_what_is_larger_than_all_is_kept_alone():
    kept = Cache(2000)
    kept.keep("small", np.zeros(100))
    kept.keep("large", np.zeros(1000))
    assert kept.known("small") is None
    assert len(kept.known("large")) == 1000


def test_what_grows_is_weighed_again_when_another_comes():
    kept, growing = Cache(2000, grows=True), [np.zeros(10)]
    kept.keep("growing", growing)
    growing.append(np.zeros(200))
    kept.keep("next", np.zeros(100))
    assert kept.known("growing") is None
    assert kept.known("next") is not None


def test_threads_that_ask_together_get_the_same():
    kept = Cache(10_000)
    with ThreadPoolExecutor(8) as pool:
        sums = list(pool.map(lambda n: kept.get(n % 7, lambda: np.full(10, n % 7)).sum(), range(500)))
    assert sums == [10 * (n % 7) for n in range(500)]


class Grows:
    """A part that adds to the whole while it is weighed, as another thread would."""

    def __init__(self, whole):
        self.whole = whole

    def __sizeof__(self):
        self.whole[f"more {len(self.whole)}"] = 1
        return 0


def test_a_result_can_be_weighed_while_another_thread_works_it_out_further():
    whole = {"depth_mm": np.zeros(100)}
    whole["part"] = Grows(whole)
    assert size_bytes(whole) >= 800
    assert len(whole) > 2
