"""Moving one input with all else at its middle: how far results swing, and where the choice turns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from kans_model.comparison.ranking import order
from kans_model.computing.progress import Cancelled, Progress
from kans_model.study.study import Study
from kans_model.uncertainty.inputs import Input, input_of, inputs
from kans_model.uncertainty.moves import drawn_headlines, headlines_along
from kans_model.uncertainty.switch_points import N_POSITIONS
from kans_model.words.problems import KansError, Problem

N_STEPS = 40
"""Steps between the ends of a range."""

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

    def swings(self, package: str) -> pd.DataFrame:
        """The inputs that move one package, the widest swing first.

        ``name, low, mid, high, swing`` [unit of the headline], and the package that leads at each end as
        ``lead_low, lead_mid, lead_high``.
        """
        ends = ("low", "mid", "high")
        if self.values.empty:
            return pd.DataFrame(columns=["name", *ends, "swing", *(f"lead_{end}" for end in ends)])
        rows = self.values.xs(package, level="package").assign(
            name=self.leaders["name"], **{f"lead_{end}": self.leaders[end] for end in ends}
        )
        return rows[rows["swing"] > 0].sort_values("swing", ascending=False, kind="stable")


def tornado(
    study: Study,
    ids: Sequence[str],
    name: str = "npv_eur",
    grouped: bool = True,
    lang: str = "nl",
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Tornado:
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
        As in `computing.progress.paced`.

    Returns
    -------
    Tornado
    """
    ids, asked = list(ids), inputs(study, ids, grouped)
    moves = [(factor, position) for factor in asked for position in (-1.0, 0.0, 1.0)]
    found = drawn_headlines(study, ids, moves, name, progress, cancelled)
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


def moved(
    study: Study, ids: Sequence[str], key: str, values: ArrayLike | None = None, name: str = "npv_eur"
) -> pd.DataFrame:
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
    ids, factor = list(ids), input_of(study, key)
    at = factor.value(np.linspace(-1, 1, N_POSITIONS)) if values is None else np.asarray(values, dtype=float)
    for outside in at[(at < min(factor.low, factor.mid)) | (at > max(factor.high, factor.mid))]:
        raise KansError(
            Problem(
                "assumption_out_of_range", row=key, value=float(outside), low=factor.low, high=factor.high
            )
        )
    found = headlines_along(study, ids, factor, [factor.position(value) for value in at], name)
    frame = pd.DataFrame(found.T, index=pd.Index(at, name="value"), columns=ids)
    frame["leader"] = [ids[order(row)[0]] for row in found.T]
    return frame


def moved_along(study: Study, ids: Sequence[str], moving: Input, name: str = "npv_eur") -> pd.DataFrame:
    """The same in even steps from low to high, and at the middle."""
    steps = np.unique([*np.linspace(moving.low, moving.high, N_STEPS + 1), moving.mid])
    return moved(study, ids, moving.key, steps, name)


def leader_turns(frame: pd.DataFrame) -> list[tuple[float, str, str]]:
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
