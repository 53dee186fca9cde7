"""What equations under draws need of the drawn assumptions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

import numpy as np


class DrawValues(Protocol):
    """What tables need to know of draws; see `draws.Draws`."""

    @property
    def key(self) -> str: ...
    @property
    def measure(self) -> Mapping[str, np.ndarray]: ...
    @property
    def sewer_mm_h(self) -> np.ndarray: ...
    @property
    def reach(self) -> np.ndarray: ...
    @property
    def rungs(self) -> DrawValues | None: ...
    def __len__(self) -> int: ...
    def ratio(self, *names: str) -> np.ndarray: ...
