"""Switch points: at which value of one number another package takes the lead."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd
import scipy
from numpy.typing import ArrayLike

from kans_model.comparison.headline import middle
from kans_model.comparison.ranking import order
from kans_model.computing.progress import Cancelled, Progress, paced
from kans_model.study.study import Study
from kans_model.uncertainty.inputs import Input, input_of, inputs, is_drawn, is_settable
from kans_model.uncertainty.moves import drawn_headlines, exact_headlines, headlines_along

N_POSITIONS, N_EXACT_POSITIONS = 17, 9
"""First pass over a range, on both sides of the middle together."""
TURN_TOLERANCE = 1e-4
"""How near a switch point is found, as a share of half the range. [-]"""


# --- switch points -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class SwitchPoint:
    """Where the leading package changes, nearest to the value in force.

    Attributes
    ----------
    key : str
        Of the input.
    value, low, mid, high : float
        In the unit of the input; −1, 0 and 1 stand for low, mid and high where several move together.
    before, after : str
        The package that leads at the value in force, and the one that leads beyond the switch point.
    exact : bool
        Found with the whole model; otherwise from tables, within half a percent of damage.
    """

    key: str
    value: float
    low: float
    mid: float
    high: float
    before: str
    after: str
    exact: bool


def lead(values: ArrayLike, leader: int) -> np.ndarray:
    """How far one package is ahead of the best of the others, shape (...). [unit of values]

    Parameters
    ----------
    values : array_like, shape (package, ...)
    leader : int

    Examples
    --------
    >>> lead([[5.0, 1.0], [3.0, 2.0], [4.0, 0.0]], 0).tolist()
    [1.0, -1.0]
    """
    values = np.asarray(values, dtype=float)
    return values[leader] - np.delete(values, leader, axis=0).max(axis=0)


def turns(positions: ArrayLike, ahead: ArrayLike) -> list[tuple[float, float]]:
    """Steps from the middle outward in which the lead is lost: (kept, lost) positions, nearest first.

    Parameters
    ----------
    positions : array_like, shape (position,)
        Rising, −1 to 1.
    ahead : array_like, shape (position,)
        Lead at each of them; what happens at the middle itself is known.

    Examples
    --------
    >>> turns([-1.0, -0.5, 0.0, 0.5, 1.0], [-2.0, -1.0, 3.0, 1.0, -1.0])
    [(0.0, -0.5), (0.5, 1.0)]
    """
    positions, ahead = np.asarray(positions, dtype=float), np.asarray(ahead, dtype=float)
    found = []
    for side in (-1, 1):
        there = np.flatnonzero(positions * side > 0)
        there = there[np.argsort(np.abs(positions[there]))]
        lost = there[ahead[there] < 0]
        if len(lost):
            step = int(np.flatnonzero(there == lost[0])[0])
            found.append((float(positions[there[step - 1]]) if step else 0.0, float(positions[lost[0]])))
    return sorted(found, key=lambda step: abs(step[1]))


def crossing(
    values: Callable[[float], np.ndarray], leader: int, kept: float, lost: float
) -> tuple[float, int]:
    """Where the lead is lost between two positions, and to which package.

    Parameters
    ----------
    values : callable
        position → (package,).
    leader : int
    kept, lost : float
        Positions at which the leader leads, and no longer leads.

    Examples
    --------
    0 against x − 2 and 4x − 6: the second rival comes first, at 1.5

    >>> at, rival = crossing(lambda x: np.array([0.0, x - 2, 4 * x - 6]), 0, 0.0, 3.0)
    >>> round(at, 3), rival
    (1.5, 2)
    """
    rival, tried = order(values(lost))[0], set()
    while True:
        tried.add(rival)

        def ahead(position: float, rival: int = rival) -> float:
            return values(position)[leader] - values(position)[rival]

        lost = float(scipy.optimize.brentq(ahead, kept, lost, xtol=TURN_TOLERANCE))
        there = values(lost).copy()
        there[rival] = -np.inf
        first = order(there)[0]
        if there[first] <= there[leader] or first in tried:  # of twins, each is ahead of the other's root
            return lost, rival
        rival = first  # another was ahead before


def switch_point(study: Study, ids: Sequence[str], key: str, name: str = "npv_eur") -> SwitchPoint | None:
    """The value of one input, nearest to the value in force, at which the leading package changes.

    Looked for along the range under draws, then found with the whole model.

    Parameters
    ----------
    study : Study
    ids : sequence of str
        Two packages or more, by id.
    key : str
        As `Input.key`.
    name : str
        One of `headline.HEADLINES`.

    Returns
    -------
    SwitchPoint or None
        None when the lead holds from low to high.
    """
    factor = input_of(study, key)
    positions = np.linspace(-1, 1, N_POSITIONS if is_drawn(study, factor) else N_EXACT_POSITIONS)
    headlines = headlines_along(study, ids, factor, positions, name)
    return _refined(study, list(ids), factor, positions, headlines, name)


def _refined(
    study: Study, ids: Sequence[str], factor: Input, positions: np.ndarray, found: np.ndarray, name: str
) -> SwitchPoint | None:
    leader = order([middle(study, package, name) for package in ids])[0]
    exact = is_settable(factor)

    @cache
    def values(position: float) -> np.ndarray:
        if exact:
            return exact_headlines(study, ids, factor, position, name)
        return drawn_headlines(study, ids, [(factor, position)], name)[:, 0]

    best, rival = None, leader
    for kept, lost in turns(positions, lead(found, leader)):
        kept = kept if lead(values(kept), leader) >= 0 else 0.0
        lost = lost if lead(values(lost), leader) < 0 else float(np.sign(lost))
        if lead(values(kept), leader) < 0 or lead(values(lost), leader) >= 0:
            continue  # the whole model does not turn here
        at, winner = crossing(values, leader, kept, lost)
        if best is None or abs(at) < abs(best):
            best, rival = at, winner
    if best is None:
        return None
    return SwitchPoint(
        factor.key,
        float(factor.value(best)),
        factor.low,
        factor.mid,
        factor.high,
        ids[leader],
        ids[rival],
        exact,
    )


def switch_points(
    study: Study,
    ids: Sequence[str],
    name: str = "npv_eur",
    grouped: bool = False,
    lang: str = "nl",
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> pd.DataFrame:
    """Every drawn input within whose range the leading package changes, the nearest to mid first.

    Parameters
    ----------
    study : Study
    ids : sequence of str
        Two packages or more, by id.
    name : str
        One of `headline.HEADLINES`.
    grouped : bool
        What moves together as one input; otherwise every coefficient of the measures in the packages.
    lang : str
    progress, cancelled : callable, optional
        As in `computing.progress.paced`.

    Returns
    -------
    pandas.DataFrame
        Index input; ``name``, ``position`` (share of the way from mid to low, negative, or to high) and
        the attributes of `SwitchPoint`. Inputs that do not turn the choice have no row.
    """
    ids, asked = list(ids), inputs(study, ids, grouped)
    positions = np.linspace(-1, 1, N_POSITIONS)
    moves = [(factor, position) for factor in asked for position in positions]
    found = drawn_headlines(study, ids, moves, name, None, cancelled)
    found = found.reshape(len(ids), len(asked), -1)
    leader = order([middle(study, package, name) for package in ids])[0]
    turning = [i for i in range(len(asked)) if turns(positions, lead(found[:, i], leader))]
    rows = []
    for done, i in enumerate(turning):
        paced(done / len(turning), progress, cancelled)
        point = _refined(study, ids, asked[i], positions, found[:, i], name)
        if point is not None:
            rows.append(
                {"name": asked[i].name(lang), "position": asked[i].position(point.value), **vars(point)}
            )
    paced(1.0, progress, cancelled)
    columns = ["key", "name", "position", "value", "low", "mid", "high", "before", "after", "exact"]
    frame = pd.DataFrame(rows, columns=columns).set_index("key").rename_axis("input")
    return frame.iloc[np.argsort(frame["position"].abs().to_numpy(dtype=float), kind="stable")]
