"""The cheapest levers that reach a limit: every selection of those on offer, in order of what they cost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from kans_model.policy.effect import SetEffect, private_of
from kans_model.policy.levers import Lever
from kans_model.policy.paths import Paths
from kans_model.words.problems import KansError, Problem

MOST_LEVERS = 12
"""On offer: 4,096 selections, all worked out."""
SMALL_SHARE = 1e-9


@dataclass(frozen=True)
class Cheapest:
    """What was found.

    Attributes
    ----------
    levers : tuple of Lever, or None
        None where no selection reaches the limit.
    paid_eur : float
        By the municipality until the year. [EUR]
    value : float
        What was to be reached, at the selection; at all levers where none reaches it.
    selections, evaluated : int
        How many there are, and how many had to be evaluated to know.
    """

    levers: tuple[Lever, ...] | None
    paid_eur: float
    value: float
    selections: int
    evaluated: int


def selections(levers: Sequence[Lever]) -> np.ndarray:
    """Every selection that the law allows, (selection, lever) bool; the first has none."""
    n = len(levers)
    every = (np.arange(2**n)[:, None] >> np.arange(n)) & 1
    allowed = np.ones(len(every), dtype=bool)
    for lever, beside in combinations(range(n), 2):
        one, other = levers[lever], levers[beside]
        if other.kind in one.excludes or one.kind in other.excludes:
            allowed &= (every[:, lever] == 0) | (every[:, beside] == 0)
    return every[allowed].astype(bool)


def cheapest(
    effect: SetEffect,
    offered: Sequence[Lever],
    year: int,
    value_of: Callable[[SetEffect], float],
    limit: float,
) -> Cheapest:
    """The selection that costs the municipality least and brings a value to a limit or below.

    Full enumeration: paths of all selections are worked out together, and selections evaluated in order of
    cost. One that brings no measure further than one that failed fails too, and is not evaluated.

    Parameters
    ----------
    effect : SetEffect
        The package, city and middle parameters; its own levers are left aside.
    offered : sequence of Lever
        At most `MOST_LEVERS`.
    year : int
    value_of : function of SetEffect
        What must come to the limit or below, such as damage left in the year; falls as uptake rises.
    limit : float

    Raises
    ------
    KansError
        When more levers are on offer.
    """
    if len(offered) > MOST_LEVERS:
        raise KansError(Problem("levers_too_many", value=len(offered), high=MOST_LEVERS))
    chosen = selections(offered)
    whole = _with_levers(effect, offered)
    paths = Paths(whole.cells, effect.policy, tuple(offered), effect.parameters, on=chosen)
    step = effect.policy.years.index(year)
    wanted = [whole.ground.measures.index(name) for name in private_of(effect.package)]
    held = np.isin(whole.cells.measure, wanted)
    share = np.broadcast_to(paths.share, (len(chosen), *paths.share.shape[1:]))[:, held, step]
    paid = np.broadcast_to(paths.paid_eur[:, : step + 1].sum(axis=1), len(chosen))
    failed: list[np.ndarray] = []
    value = np.nan
    for place in np.lexsort((chosen.sum(axis=1), paid.round(2))):
        if any((share[place] <= worse + SMALL_SHARE).all() for worse in failed):
            continue
        levers = tuple(lever for lever, on in zip(offered, chosen[place], strict=True) if on)
        value = float(value_of(_with_levers(effect, levers)))
        if value <= limit:
            return Cheapest(levers, float(paid[place]), value, len(chosen), len(failed) + 1)
        failed.append(share[place])
    return Cheapest(None, np.nan, value, len(chosen), len(failed))


def _with_levers(effect: SetEffect, levers: Sequence[Lever]) -> SetEffect:
    return replace(effect, lever_set=replace(effect.lever_set, levers=tuple(levers)))
