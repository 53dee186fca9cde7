"""Packages at chosen points of everything that is drawn: what sensitivity and scenario discovery ask for."""

import hashlib
from copy import copy

import numpy as np

from kans_model.draws import BLOCK_DRAWS, dimensions, draws_at, sobol_blocks
from kans_model.headline import headline


class Cancelled(Exception):
    """The user asked to stop slow work."""


def paced(done, total, progress=None, cancelled=None):
    """Tell how far slow work is, and stop when asked.

    Parameters
    ----------
    done, total : int
    progress : callable, optional
        Told the share done, 0 to 1.
    cancelled : callable, optional
        Asked whether to stop.

    Raises
    ------
    Cancelled
    """
    if cancelled is not None and cancelled():
        raise Cancelled
    if progress is not None:
        progress(done / total)


def points(study, n, seed=None):
    """The first n points of the study's draws, shape (point, dimension). [-]

    A power of two keeps them balanced.
    """
    blocks = sobol_blocks(study.seed if seed is None else seed)
    return np.concatenate([next(blocks) for _ in range(-(-n // BLOCK_DRAWS))])[:n]


def headlines_of(study, ids, blocks, total, name="npv_eur", progress=None, cancelled=None):
    """The headline of each package under block after block of draws, shape (package, draw).

    Parameters
    ----------
    study : Study
    ids : sequence of str
    blocks : iterable of Draws
    total : int
        Draws in all blocks together.
    """
    base = copy(study.baseline)  # what it keeps of draws is left to the screen
    base.__dict__.pop("_drawn_before", None)
    packages = [(study.portfolio(one), study.evaluate(one)) for one in ids]
    parts, done = [np.empty((len(ids), 0))], 0
    for drawn in blocks:
        paced(done, total, progress, cancelled)
        parts.append(
            np.array([headline(drawn.evaluate(base, package, mid), name) for package, mid in packages])
        )
        done += len(drawn)
    paced(total, total, progress, cancelled)
    return np.concatenate(parts, axis=1)


def headlines_at(study, ids, at, name="npv_eur", progress=None, cancelled=None):
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
        As in `paced`.
    """
    at = np.asarray(at, dtype=float)
    assert at.shape[1] == len(dimensions()), "a column per dimension"

    def blocks():
        for start in range(0, len(at), BLOCK_DRAWS):
            part = np.ascontiguousarray(at[start : start + BLOCK_DRAWS])
            yield draws_at(study, part, hashlib.sha256(part.tobytes()).hexdigest())

    return headlines_of(study, ids, blocks(), len(at), name, progress, cancelled)
