"""What this machine can do, to read the other numbers by."""

import os
from collections.abc import Iterator

import numpy as np

from benchmarks.measurement import Measurement, median_ms

BUFFER_BYTES = 256 * 2**20  # far beyond any cache


def measurements() -> Iterator[Measurement]:
    """Yield cores and how fast memory is copied (bytes read plus bytes written)."""
    yield Measurement("cores", os.cpu_count() or 1, "")
    yield Measurement("memory copy bandwidth", copy_bandwidth_gb_s(), "GB/s")


def copy_bandwidth_gb_s() -> float:
    """Return how fast memory is copied, bytes read plus bytes written. [GB/s]"""
    source = np.ones(BUFFER_BYTES, dtype=np.uint8)
    target = np.zeros_like(source)
    copy_ms = median_ms(lambda: np.copyto(target, source), repeats=7)
    return 2 * BUFFER_BYTES / copy_ms / 1e6
