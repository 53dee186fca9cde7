"""How sure: packages under the same draws, block after block, on one machine or many."""

from __future__ import annotations

import pickle
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Any

import numpy as np

from kans_model.comparison.ranking import chance_better
from kans_model.computing import workers
from kans_model.computing.progress import Cancelled, CancelledError, Progress, paced
from kans_model.study.study import Study
from kans_model.uncertainty.city_totals import TOTALS, CityTotals
from kans_model.uncertainty.cost_benefit_draws import cost_per_measure
from kans_model.uncertainty.draw_counts import BLOCK_DRAWS, MOST_DRAWS, N_DRAWS
from kans_model.uncertainty.draws import (
    Dimension,
    Draws,
    dimensions,
    draws,
    draws_at,
    pert,
    sobol_blocks,
)
from kans_model.uncertainty.ranges import QUANTILES, summary
from kans_model.words.problems import KansError, Problem

__all__ = [
    "MOST_DRAWS",
    "N_DRAWS",
    "QUANTILES",
    "TOTALS",
    "CancelledError",
    "Dimension",
    "Draws",
    "Ensemble",
    "cost_per_measure",
    "dimensions",
    "draws",
    "draws_at",
    "pert",
    "run",
    "summary",
]
CHUNK_BLOCKS = 8
"""Blocks that go to a worker together: fixed, so that nothing depends on how many workers there are."""
NPV = TOTALS.index("npv_eur")


@dataclass(frozen=True, eq=False)
class Ensemble:
    """Headlines of packages under the same draws.

    Attributes
    ----------
    ids : tuple of str
        The packages.
    seed : int
    seconds : float
    values : array, shape (package, headline, draw)
        In the order of `ids` and `TOTALS`; draw i of every package is the same draw. NaN where unknown.
    """

    ids: tuple[str, ...]
    seed: int
    seconds: float
    values: np.ndarray

    def __len__(self) -> int:
        return self.values.shape[-1]

    def headline(self, portfolio_id: str, name: str) -> np.ndarray:
        """One headline of one package, shape (draw,)."""
        return self.values[self.ids.index(portfolio_id), TOTALS.index(name)]

    def statistics(self) -> np.ndarray:
        """Mean, p05, p50 and p95 of every headline, shape (statistic, package, headline)."""
        mean = self.values.mean(axis=-1, dtype=np.float64)
        return np.stack([mean, *np.quantile(self.values, QUANTILES, axis=-1)])

    def chance_better(self) -> np.ndarray:
        """Share of draws in which a package is worth more than another, shape (package, package). [-]

        Row over column by net present value, a tie for half; NaN where either is unknown.
        """
        return chance_better(self.values[:, NPV])


def run(
    study: Study,
    ids: Sequence[str],
    n: int = N_DRAWS,
    *,
    client: Any = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Ensemble:
    """Packages under the first n draws of the study's seed; the study itself stays as it is.

    The same seed gives the same numbers, whatever the number of draws asked or of workers.

    Parameters
    ----------
    study : Study
    ids : sequence of str
        Packages, own or reference.
    n : int
        From 1 to `MOST_DRAWS`.
    client : distributed.Client, optional
        Workers to use, from `cluster.opened`; without it this process.
    progress, cancelled : callable, optional
        As in `computing.progress.paced`.

    Raises
    ------
    KansError
        For a number of draws out of bounds, an unknown package, or workers of another version.
    CancelledError
        When `cancelled` said so.
    """
    if not 1 <= n <= MOST_DRAWS:
        raise KansError(Problem("draws_out_of_bounds", value=n, low=1, high=MOST_DRAWS))
    started, ids = time.perf_counter(), tuple(ids)
    for package in ids:
        study.portfolio(package)
    values = np.empty((len(ids), len(TOTALS), n), dtype=np.float32)
    done = 0
    for first, part in _parts(study, ids, n, client, cancelled or (lambda: False)):
        end = min(n, first + part.shape[-1])
        values[..., first:end] = part[..., : end - first]
        done += end - first
        paced(done / n, progress)
    return Ensemble(ids, study.seed, time.perf_counter() - started, values)


def _parts(
    study: Study, ids: Sequence[str], n: int, client: Any, cancelled: Cancelled
) -> Iterator[tuple[int, np.ndarray]]:
    """First draw and headlines of every part, in whatever order parts are ready."""
    n_blocks = -(-n // BLOCK_DRAWS)
    if client is None:
        totals = city_totals(study, ids)
        for place, points in enumerate(islice(sobol_blocks(study.seed), n_blocks)):
            paced(place / n_blocks, None, cancelled)
            yield place * BLOCK_DRAWS, _block(study, totals, place, points)
        return
    tasks = [(first, min(CHUNK_BLOCKS, n_blocks - first)) for first in range(0, n_blocks, CHUNK_BLOCKS)]
    payload = pickle.dumps((study, ids, study.hash))
    for task, part in workers.results(client, _chunk, payload, tasks, cancelled):
        if not isinstance(part, np.ndarray):
            raise CancelledError
        yield task[0] * BLOCK_DRAWS, part


def city_totals(study: Study, ids: Sequence[str]) -> CityTotals:
    """The tables of some packages of a study, for any draws."""
    packages = [(study.portfolio(package), study.evaluate(package)) for package in ids]
    return CityTotals(study.baseline, packages, draws(study, 1))


def _block(study: Study, totals: CityTotals, place: int, points: np.ndarray) -> np.ndarray:
    """Headlines under one block of draws, shape (package, headline, draw)."""
    drawn = draws_at(study, points, f"block {place} of {study.seed}")
    return totals.headlines(drawn).transpose(1, 2, 0).astype(np.float32)


@lru_cache(maxsize=2)
def _unpacked(payload: bytes) -> tuple[Study, CityTotals]:
    """The study a worker was sent and its tables, made once per process."""
    study, ids, study_hash = pickle.loads(payload)
    if study.hash != study_hash:
        raise workers.OtherVersionError
    return study, city_totals(study, ids)


def _chunk(payload: bytes, first: int, n_blocks: int) -> np.ndarray:
    """Headlines under the draws of some blocks, on a worker, shape (package, headline, draw)."""
    study, totals = _unpacked(payload)
    points = enumerate(islice(sobol_blocks(study.seed, first), n_blocks), start=first)
    return np.concatenate([_block(study, totals, place, part) for place, part in points], axis=-1)
