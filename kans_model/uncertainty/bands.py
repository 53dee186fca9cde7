"""Bands on screen: how far the 5 and 95 percent lie from the middle, one tick behind while a slider moves.

What a package gives under every draw stands in `ranges` (with areas) and `city_totals` (without).
"""

from __future__ import annotations

import json
from typing import NamedTuple

import numpy as np
import xarray as xr

from kans_model.study.study import Study
from kans_model.uncertainty import ensemble
from kans_model.uncertainty.ranges import QUANTILES


class Band(NamedTuple):
    """A middle value with the ends of its band, in the unit of what gives it; NaN is unknown."""

    low: np.ndarray
    mid: np.ndarray
    high: np.ndarray


_draws: dict[str, ensemble.Draws] = {}
_DRAWS_KEPT = 8


def drawn(study: Study) -> ensemble.Draws:
    """The fixed draws of a study's assumptions, made once per process and kept for the last few."""
    key = json.dumps([study.seed, study.assumptions.to_dict()], sort_keys=True)
    if key not in _draws:
        while len(_draws) >= _DRAWS_KEPT:
            _draws.pop(next(iter(_draws)))
        _draws[key] = ensemble.draws(study)
    return _draws[key]


class Bands:
    """Distances from the middle to the low and the high end, by name.

    The middle moves first: until new draws are worked out, the band keeps its width and goes along.
    """

    def __init__(self) -> None:
        self._distance: dict[str, tuple[np.ndarray, np.ndarray]] = {}

    def __bool__(self) -> bool:
        return bool(self._distance)

    def learn(self, name: str, middle: object, low: object, high: object) -> None:
        """Keep how far the ends lie from the middle."""
        mid = np.asarray(middle, float)
        self._distance[name] = (np.asarray(low, float) - mid, np.asarray(high, float) - mid)

    def around(self, name: str, middle: object) -> Band:
        """Low, middle and high; unknown ends where nothing of this shape was learned.

        A middle at several places of a slider has these in front.
        """
        mid = np.asarray(middle, float)
        low, high = self._distance.get(name, (np.full_like(mid, np.nan),) * 2)
        if low.shape != mid.shape[mid.ndim - low.ndim :]:
            low = high = np.full_like(mid, np.nan)
        return Band(mid + low, mid, mid + high)


def p5_p95(values: xr.DataArray | np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The ends of the band of draws, along the first axis."""
    low, _, high = ensemble.summary(np.asarray(values, float))
    return low, high


def ends(values: np.ndarray) -> np.ndarray:
    """The ends of the band of draws, along the last axis: shape (2, …)."""
    return np.quantile(values, (QUANTILES[0], QUANTILES[-1]), axis=-1)
