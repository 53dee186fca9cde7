"""Packages at chosen points of everything that is drawn: what sensitivity and scenario discovery ask for."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from kans_model.comparison.headline import check_headline
from kans_model.computing.progress import Cancelled, Progress, paced
from kans_model.study.study import Study
from kans_model.uncertainty.city_totals import TOTALS
from kans_model.uncertainty.draw_counts import BLOCK_DRAWS
from kans_model.uncertainty.draws import Draws, dimensions, draws_at, sobol_blocks
from kans_model.uncertainty.ensemble import city_totals


def points(study: Study, n: int, seed: int | None = None) -> np.ndarray:
    """The first n points of the study's draws, shape (point, dimension). [-]

    A power of two keeps them balanced.
    """
    blocks = sobol_blocks(study.seed if seed is None else seed)
    return np.concatenate([next(blocks) for _ in range(-(-n // BLOCK_DRAWS))])[:n]


def headlines_of(
    study: Study,
    ids: Sequence[str],
    blocks: Iterable[Draws],
    total: int,
    name: str = "npv_eur",
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> np.ndarray:
    """The headline of each package under block after block of draws, shape (package, draw).

    Parameters
    ----------
    study : Study
    ids : sequence of str
    blocks : iterable of Draws
    total : int
        Draws in all blocks together.
    """
    check_headline(name)
    tables, place = city_totals(study, ids), TOTALS.index(name)
    parts, done = [np.empty((0, len(ids)))], 0
    for drawn in blocks:
        paced(done / total, progress, cancelled)
        parts.append(tables.headlines(drawn)[..., place])
        done += len(drawn)
    paced(1.0, progress, cancelled)
    return np.concatenate(parts).T


def headlines_at(
    study: Study,
    ids: Sequence[str],
    at: np.ndarray,
    name: str = "npv_eur",
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> np.ndarray:
    """The headline of each package at points of the unit cube, shape (package, point).

    Parameters
    ----------
    study : Study
    ids : sequence of str
        Packages, by id.
    at : array, shape (point, dimension)
        A quantile of each of `draws.dimensions()`, in their order. [-]
    name : str
        One of `headline.HEADLINES`.
    progress, cancelled : callable, optional
        As in `computing.progress.paced`.
    """
    at = np.asarray(at, dtype=float)
    assert at.shape[1] == len(dimensions()), "a column per dimension"

    def blocks() -> Iterator[Draws]:
        for start in range(0, len(at), BLOCK_DRAWS):
            part = np.ascontiguousarray(at[start : start + BLOCK_DRAWS])
            yield draws_at(study, part, hashlib.sha256(part.tobytes()).hexdigest())

    return headlines_of(study, ids, blocks(), len(at), name, progress, cancelled)
