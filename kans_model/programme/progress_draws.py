"""Draws of how projects go: years in which nothing comes of what was due, and what it costs above plan."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kans_model.programme.reference_class import ReferenceClass

PERT_SHAPE = 4


@dataclass(frozen=True, eq=False)
class ProgressDraws:
    """Projects under every draw.

    Attributes
    ----------
    building : array, shape (project, draw, year)
        Part of each project built in each year. [-]
    slip_years : array, shape (project, draw)
        Years later ready than planned; of one that is not ready in these years, at least those that are left.
    cost_factor : array, shape (project, draw)
        Cost over plan. [-]
    """

    building: np.ndarray
    slip_years: np.ndarray
    cost_factor: np.ndarray


def progress_draws(
    start: np.ndarray, duration: np.ndarray, n_years: int, reference: ReferenceClass, n: int, seed: int
) -> ProgressDraws:
    """How projects go when each year a part of what is due does not come about.

    A project has a year of work due in every year from its start on. In each draw every calendar year is one
    of the counted years: with the chance that money stayed unspent in it, a project stands still, and all its
    work moves on a year. So the part of what is due that stays unspent is the counted one, whatever the
    length of projects, and projects slip together in a bad year.

    Parameters
    ----------
    start : array of int, shape (project,)
        Place of the start year; −1 for a project that is not built.
    duration : array of int, shape (project,)
        [yr]
    n_years : int
        How far it is followed.
    reference : ReferenceClass
    n, seed : int
        Draws, and which.

    Examples
    --------
    One year in two lost: half of the projects of one year are ready in time, a quarter a year later.

    >>> half = ReferenceClass(np.array([0.5]), (0.0, 0.0, 0.0))
    >>> went = progress_draws(np.array([0]), np.array([1]), 12, half, 20_000, 1)
    >>> [float(np.mean(went.slip_years == late).round(2)) for late in (0, 1)]
    [0.5, 0.25]
    """
    rng = np.random.default_rng(seed)
    unspent = rng.choice(reference.unspent, size=(n, n_years)).astype(np.float32)
    luck = rng.random((len(start), n, n_years), dtype=np.float32)
    begun = (start[:, None] >= 0) & (np.arange(n_years) >= start[:, None])
    works = begun[:, None, :] & (luck >= unspent)
    left = works.cumsum(axis=2, dtype=np.int16) <= duration[:, None, None]
    building = (works & left) / duration[:, None, None].astype(np.float32)
    still = begun[:, None, :] & ~works & (works.cumsum(axis=2, dtype=np.int16) < duration[:, None, None])
    return ProgressDraws(building, still.sum(axis=2), 1 + _overrun(reference, rng, (len(start), n)))


def _overrun(reference: ReferenceClass, rng: np.random.Generator, shape: tuple[int, int]) -> np.ndarray:
    """By a PERT distribution. [-]"""
    low, mid, high = reference.overrun
    if not high > low:
        return np.full(shape, mid)
    first = 1 + PERT_SHAPE * (mid - low) / (high - low)
    second = 1 + PERT_SHAPE * (high - mid) / (high - low)
    return low + (high - low) * rng.beta(first, second, size=shape)
