"""Results kept for the next who asks the same."""

import threading
from collections import OrderedDict


class Kept:
    """Results by key, the longest unused dropped first; shared by all sessions of a process."""

    def __init__(self, size):
        self._size, self._values, self._lock = size, OrderedDict(), threading.Lock()

    def get(self, key, compute):
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key]
        value = compute()
        with self._lock:
            self._values[key] = value
            while len(self._values) > self._size:
                self._values.popitem(last=False)
        return value
