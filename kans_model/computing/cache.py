"""Results kept for the next who asks the same, up to so many bytes together."""

import sys
import threading
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr
from cachetools import LRUCache

MEGABYTE = 2**20


def size_bytes(value: object, others: tuple[type, ...] = ()) -> int:
    """What a value takes in memory: its arrays, tables and datasets, and those of the things it holds. [B]

    Parameters
    ----------
    others : tuple of type
        Things of these classes are held by somebody else as well, and not counted.

    Examples
    --------
    >>> size_bytes(np.zeros(1000)), size_bytes(np.zeros((1000, 10))[:, 0])
    (8000, 80000)
    """
    return _size_bytes(value, others, set())


def _size_bytes(value: object, others: tuple[type, ...], counted: set[int]) -> int:
    if isinstance(value, np.ndarray) and isinstance(value.base, np.ndarray):
        value = value.base  # a part keeps the whole
    if id(value) in counted or isinstance(value, (*others, type)):
        return 0
    counted.add(id(value))
    if isinstance(value, np.ndarray | xr.Dataset | xr.DataArray):
        return int(value.nbytes)
    if isinstance(value, pd.DataFrame):
        return int(value.memory_usage().sum())
    if isinstance(value, pd.Series | pd.Index):
        return int(value.memory_usage())
    held: Iterable[object] = ()
    if isinstance(value, Mapping):
        held = value.values()
    elif isinstance(value, list | tuple | set | frozenset):
        held = value
    elif type(value).__module__.startswith(("kans_model.", "dashboards.")):
        held = getattr(value, "__dict__", {}).values()
    parts = tuple(held)  # at once: another thread may be adding to it
    return sys.getsizeof(value, 0) + sum(_size_bytes(part, others, counted) for part in parts)


class Cache:
    """Results by key, the longest unused dropped first; shared by all sessions of a process.

    Parameters
    ----------
    most_bytes : int
        What all results may take together. One that is larger is kept alone.
    others : tuple of type
        As in `size_bytes`.
    grows : bool
        A result works out more of itself when it is used: the last one is weighed again when another comes.
    """

    def __init__(self, most_bytes: int, others: tuple[type, ...] = (), grows: bool = False):
        self._grows, self._lock = grows, threading.Lock()
        self._last: tuple[Hashable, ...] = ()
        self._values: LRUCache[Hashable, Any] = LRUCache(
            most_bytes, getsizeof=lambda value: min(size_bytes(value, others), most_bytes)
        )

    def get(self, key: Hashable, compute: Callable[[], Any]) -> Any:
        """What is kept under a key, else what is computed, which is then kept."""
        with self._lock:
            if key in self._values:
                return self._values[key]
        value = compute()
        self.keep(key, value)
        return value

    def known(self, key: Hashable) -> Any | None:
        """What is kept under a key, or None."""
        with self._lock:
            return self._values.get(key)

    def keep(self, key: Hashable, value: object) -> None:
        """Keep a value, and drop what was not used for longest until all fits."""
        with self._lock:
            for earlier in self._last:
                if earlier in self._values:
                    self._values[earlier] = self._values[earlier]
            self._last = (key,) if self._grows else ()
            self._values[key] = value
