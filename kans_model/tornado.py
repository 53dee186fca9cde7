"""Moving one input with all else at its middle: how far results swing, and where the choice turns."""

from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd
from scipy.optimize import brentq

from kans_model import evaluation
from kans_model.assumptions import Assumptions
from kans_model.baseline import Baseline
from kans_model.draws import BLOCK_DRAWS, PROTECTED, REACH, SEWER, Draws, dimensions, draws_at, low_mid_high
from kans_model.headline import headline
from kans_model.problems import KansError, Problem
from kans_model.robustness import order
from kans_model.sampling import headlines_of, paced
from kans_model.schemas import CITY_WIDE
from kans_model.tables import table
from kans_model.texts import t

N_POSITIONS, N_EXACT_POSITIONS = 17, 9
"""First pass over a range, on both sides of the middle together."""
TURN_TOLERANCE = 1e-4
"""How near a switch point is found, as a share of half the range. [-]"""


@dataclass(frozen=True)
class Input:
    """One thing a planner may move: a single coefficient, or all that moves together.

    Attributes
    ----------
    key : str
        Of `draws.Dimension`, of `assumptions`, or ``measure:column``.
    members : tuple of str
    low, mid, high : float
        In the unit of the coefficient; −1, 0 and 1 where several move together, from all at their low to
        all at their high. Mid is the value in force.
    """

    key: str
    members: tuple[str, ...]
    low: float
    mid: float
    high: float

    @property
    def is_single(self):
        """Whether values are in the unit of one coefficient."""
        return len(self.members) == 1

    def value(self, position):
        """Value at a position: −1 low, 0 mid, 1 high, straight between. [unit of the coefficient]"""
        position = np.asarray(position, dtype=float)
        up, down = np.maximum(position, 0), np.maximum(-position, 0)
        return self.mid + up * (self.high - self.mid) + down * (self.low - self.mid)

    def position(self, value):
        """Position of a value, −1 to 1. [-]"""
        end = self.high if value >= self.mid else self.low
        return 0.0 if end == self.mid else float((value - self.mid) / abs(end - self.mid))

    def name(self, lang="nl"):
        """What a reader calls it."""
        for one in dimensions():
            if one.key == self.key:
                return one.name(lang)
        measure, _, column = self.key.partition(":")
        if column:
            return f"{table('measures')[f'name_{lang}'][measure]}: {t(f'column.{column}', lang)}"
        return table("assumptions")[f"name_{lang}"][self.key]


def inputs(study, ids, grouped=True):
    """What is drawn and can be moved, own values left out.

    Parameters
    ----------
    study : Study
    ids : sequence of str
        Packages: of measures none of them holds, the single coefficients are left out.
    grouped : bool
        What moves together as one input; otherwise every coefficient apart.

    Returns
    -------
    list of Input
    """
    used = np.any([study.evaluate(one)["quantity"].values.any(axis=1) for one in ids], axis=0)
    held, own = set(table("measures").index[used]), study.assumptions.own
    free = {one.key: [member for member in one.members if member not in own] for one in dimensions()}
    if grouped:
        return [input_of(study, key) for key, members in free.items() if members]
    return [
        input_of(study, key if member in CITY_WIDE else member)
        for key, members in free.items()
        for member in members
        if ":" not in member or member.partition(":")[0] in held
    ]


def input_of(study, key):
    """One input by key: a group of the draws, or a single coefficient, also one with an own value.

    Raises
    ------
    KansError
        When there is none with a range.
    """
    group = next((one for one in dimensions() if one.key == key), None)
    members = () if group is None else tuple(m for m in group.members if m not in study.assumptions.own)
    if len(members) > 1:
        return Input(key, members, -1.0, 0.0, 1.0)
    member = members[0] if members else key
    low, mid, high = _span(study, member)
    if not low < high:
        raise KansError(Problem("input_without_range", value=key))
    return Input(key, (member,), low, mid, high)


def _span(study, member):
    """Low, the value in force and high of one coefficient. [unit of it]"""
    if member in CITY_WIDE:
        return low_mid_high(member)
    _, low, high = study.assumptions.default(member)
    return low, float(study.assumptions.value(member)), high


def moved_draws(study, moves, key) -> Draws:
    """Draws in which one input at a time leaves its middle.

    Parameters
    ----------
    study : Study
    moves : sequence of (Input, float)
        Which input, and its position from −1 (low) to 1 (high); a draw each.
    key : str
        Names the moves.
    """
    base, measures, shape = study.baseline, table("measures").index, (len(moves), len(table("measures")))
    middle = draws_at(study, np.full((1, len(dimensions())), 0.5), "middle")
    per_measure = {column: np.ones(shape) for column in middle.measure}
    per_measure |= {column: np.tile(base.measure[column], (len(moves), 1)) for column in PROTECTED}
    alone = {name: np.ones(len(moves)) for name in middle.scalar}
    alone |= {SEWER: np.zeros(len(moves)), REACH: np.ones(len(moves))}
    for row, (one, position) in enumerate(moves):
        for member in one.members:
            value = Input(member, (member,), *low_mid_high(member)).value(position)
            measure, _, column = member.partition(":")
            if column:
                per_measure[column][row, measures.get_loc(measure)] = value
            else:
                alone[member][row] = value
    return Draws(key, alone, per_measure, alone.pop(SEWER), alone.pop(REACH), middle.rungs)


def _drawn_headlines(study, ids, moves, name, progress=None, cancelled=None):
    """Headlines under moves, looked up under draws, shape (package, move)."""
    parts = range(0, len(moves), BLOCK_DRAWS)

    def blocks():
        for start in parts:
            part = moves[start : start + BLOCK_DRAWS]
            named = repr([(one.key, one.members, float(position)) for one, position in part])
            yield moved_draws(study, part, f"moved {named} {study.outlook_key}")

    return headlines_of(study, ids, blocks(), len(moves), name, progress, cancelled)


def _is_drawn(study, one):
    """Whether the draws hold an input, so that it need not be worked out anew."""
    drawn = {member for dimension in dimensions() for member in dimension.members}
    return all(member in drawn and member not in study.assumptions.own for member in one.members)


def _is_settable(one):
    return not set(one.members) & set(CITY_WIDE)


def _exact_headlines(study, ids, one, position, name):
    """Headlines with one input at a position, worked out anew, shape (package,)."""
    own = dict(study.assumptions.own)
    for member in one.members:
        single = Input(member, (member,), *_span(study, member))
        own[member] = {"value": float(single.value(position)), "reason": ""}
    base = Baseline(study.city, study.scenario, Assumptions(own=own))
    return np.array([headline(evaluation.evaluate(base, study.portfolio(x)), name) for x in ids])


# --- tornado -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Tornado:
    """Results with each input at its low and at its high.

    Attributes
    ----------
    values : pandas.DataFrame
        Index (input, package); ``low, mid, high`` and ``swing``, the distance between the furthest two.
        [unit of the headline]
    leaders : pandas.DataFrame
        Index input; ``name``, ``value_low, value_high`` (unit of the input, −1 and 1 for several together),
        the package that leads at ``low, mid, high``, and whether that ``changes``.
    """

    values: pd.DataFrame
    leaders: pd.DataFrame


def tornado(study, ids, name="npv_eur", grouped=True, lang="nl", progress=None, cancelled=None):
    """Each input at its low and at its high with all else at the middle, the widest swing first.

    Inputs that move no package are left out.

    Parameters
    ----------
    study : Study
    ids : sequence of str
        Packages, by id.
    name : str
        One of `headline.HEADLINES`.
    grouped : bool
        What moves together as one input; otherwise every coefficient of the measures in the packages.
    lang : str
    progress, cancelled : callable, optional
        As in `sampling.paced`.

    Returns
    -------
    Tornado
    """
    ids, asked = list(ids), inputs(study, ids, grouped)
    moves = [(one, position) for one in asked for position in (-1.0, 0.0, 1.0)]
    found = _drawn_headlines(study, ids, moves, name, progress, cancelled)
    found = found.reshape(len(ids), len(asked), 3).transpose(1, 0, 2)  # input, package, end
    swing = np.ptp(found, axis=2)
    first = [int(i) for i in np.argsort(-swing.max(axis=1), kind="stable") if swing[i].max() > 0]
    values = pd.DataFrame(
        np.concatenate([found[first], swing[first][..., None]], axis=2).reshape(-1, 4),
        index=pd.MultiIndex.from_product([[asked[i].key for i in first], ids], names=["input", "package"]),
        columns=["low", "mid", "high", "swing"],
    )
    leads = [[ids[order(found[i, :, end])[0]] for end in range(3)] for i in first]
    leaders = pd.DataFrame(
        [
            [asked[i].name(lang), asked[i].low, asked[i].high, *lead, len(set(lead)) > 1]
            for i, lead in zip(first, leads, strict=True)
        ],
        index=pd.Index([asked[i].key for i in first], name="input"),
        columns=["name", "value_low", "value_high", "low", "mid", "high", "changes"],
    )
    return Tornado(values, leaders)


def moved(study, ids, key, values=None, name="npv_eur"):
    """The headline of each package along the range of one input, all else at the middle.

    Parameters
    ----------
    study : Study
    ids : sequence of str
        Packages, by id.
    key : str
        As `Input.key`.
    values : array_like, optional
        Within low–high, in the unit of the input; without it 17 from low through mid to high.
    name : str
        One of `headline.HEADLINES`.

    Returns
    -------
    pandas.DataFrame
        Index value; a column per package, then ``leader``.

    Raises
    ------
    KansError
        When there is no such input, or a value lies outside its range.
    """
    ids, one = list(ids), input_of(study, key)
    at = one.value(np.linspace(-1, 1, N_POSITIONS)) if values is None else np.asarray(values, dtype=float)
    for outside in at[(at < min(one.low, one.mid)) | (at > max(one.high, one.mid))]:
        raise KansError(
            Problem("assumption_out_of_range", row=key, value=float(outside), low=one.low, high=one.high)
        )
    found = _along(study, ids, one, [one.position(value) for value in at], name)
    frame = pd.DataFrame(found.T, index=pd.Index(at, name="value"), columns=ids)
    frame["leader"] = [ids[order(row)[0]] for row in found.T]
    return frame


def leader_turns(frame):
    """Where the leader changes along the range of one input, straight between the rows of `moved`.

    Parameters
    ----------
    frame : pandas.DataFrame
        Of `moved`.

    Returns
    -------
    list of (float, str, str)
        Value, the package that leads before it and the one that leads after it.

    Examples
    --------
    >>> rows = pd.DataFrame({"a": [2.0, 2.0], "b": [0.0, 4.0], "leader": ["a", "b"]}, index=[10.0, 20.0])
    >>> leader_turns(rows)
    [(15.0, 'a', 'b')]
    """
    at, found = frame.index.to_numpy(dtype=float), []
    for row, (old, new) in enumerate(zip(frame["leader"], frame["leader"].iloc[1:], strict=False)):
        if old != new:
            ahead, behind = (frame[old].iloc[i] - frame[new].iloc[i] for i in (row, row + 1))
            share = ahead / (ahead - behind) if ahead != behind else 1.0
            found.append((float(at[row] + share * (at[row + 1] - at[row])), str(old), str(new)))
    return found


def _along(study, ids, one, positions, name):
    """Headlines at positions of one input, shape (package, position)."""
    if _is_drawn(study, one):
        return _drawn_headlines(study, ids, [(one, position) for position in positions], name)
    return np.stack([_exact_headlines(study, ids, one, position, name) for position in positions], axis=1)


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


def lead(values, leader):
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


def turns(positions, ahead):
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


def crossing(values, leader, kept, lost):
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

        def ahead(position, rival=rival):
            return values(position)[leader] - values(position)[rival]

        lost = float(brentq(ahead, kept, lost, xtol=TURN_TOLERANCE))
        there = values(lost).copy()
        there[rival] = -np.inf
        first = order(there)[0]
        if there[first] <= there[leader] or first in tried:  # of twins, each is ahead of the other's root
            return lost, rival
        rival = first  # another was ahead before


def switch_point(study, ids, key, name="npv_eur"):
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
    one = input_of(study, key)
    positions = np.linspace(-1, 1, N_POSITIONS if _is_drawn(study, one) else N_EXACT_POSITIONS)
    return _refined(study, list(ids), one, positions, _along(study, ids, one, positions, name), name)


def _refined(study, ids, one, positions, found, name):
    leader = order([headline(study.evaluate(x), name) for x in ids])[0]
    exact = _is_settable(one)

    @cache
    def values(position):
        if exact:
            return _exact_headlines(study, ids, one, position, name)
        return _drawn_headlines(study, ids, [(one, position)], name)[:, 0]

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
        one.key,
        float(one.value(best)),
        one.low,
        one.mid,
        one.high,
        ids[leader],
        ids[rival],
        exact,
    )


def switch_points(study, ids, name="npv_eur", grouped=False, lang="nl", progress=None, cancelled=None):
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
        As in `sampling.paced`.

    Returns
    -------
    pandas.DataFrame
        Index input; ``name``, ``position`` (share of the way from mid to low, negative, or to high) and
        the attributes of `SwitchPoint`. Inputs that do not turn the choice have no row.
    """
    ids, asked = list(ids), inputs(study, ids, grouped)
    positions = np.linspace(-1, 1, N_POSITIONS)
    moves = [(one, position) for one in asked for position in positions]
    found = _drawn_headlines(study, ids, moves, name, None, cancelled)
    found = found.reshape(len(ids), len(asked), -1)
    leader = order([headline(study.evaluate(x), name) for x in ids])[0]
    turning = [i for i in range(len(asked)) if turns(positions, lead(found[:, i], leader))]
    rows = []
    for done, i in enumerate(turning):
        paced(done, len(turning), progress, cancelled)
        point = _refined(study, ids, asked[i], positions, found[:, i], name)
        if point is not None:
            rows.append(
                {"name": asked[i].name(lang), "position": asked[i].position(point.value), **vars(point)}
            )
    paced(1, 1, progress, cancelled)
    columns = ["key", "name", "position", "value", "low", "mid", "high", "before", "after", "exact"]
    frame = pd.DataFrame(rows, columns=columns).set_index("key").rename_axis("input")
    return frame.iloc[np.argsort(frame["position"].abs().to_numpy(dtype=float), kind="stable")]
