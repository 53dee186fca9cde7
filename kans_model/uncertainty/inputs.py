"""Every uncertain number that can be moved or drawn, with its span."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from kans_model.study.study import Study
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import CITY_WIDE
from kans_model.uncertainty.draws import dimensions, low_mid_high
from kans_model.words.problems import KansError, Problem
from kans_model.words.texts import t


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
    def is_single(self) -> bool:
        """Whether values are in the unit of one coefficient."""
        return len(self.members) == 1

    def value(self, position: ArrayLike) -> np.ndarray:
        """Value at a position: −1 low, 0 mid, 1 high, straight between. [unit of the coefficient]"""
        position = np.asarray(position, dtype=float)
        up, down = np.maximum(position, 0), np.maximum(-position, 0)
        return self.mid + up * (self.high - self.mid) + down * (self.low - self.mid)

    def position(self, value: float) -> float:
        """Position of a value, −1 to 1. [-]"""
        end = self.high if value >= self.mid else self.low
        return 0.0 if end == self.mid else float((value - self.mid) / abs(end - self.mid))

    def share(self, value: float) -> float:
        """How far a value lies from low to high. [-]

        Examples
        --------
        >>> Input("price", ("price",), 10.0, 12.0, 20.0).share(15.0)
        0.5
        """
        return (value - self.low) / (self.high - self.low)

    def name(self, lang: str = "nl") -> str:
        """What a reader calls it."""
        for dimension in dimensions():
            if dimension.key == self.key:
                return dimension.name(lang)
        measure, _, column = self.key.partition(":")
        if column:
            return f"{table('measures')[f'name_{lang}'][measure]}: {t(f'column.{column}', lang)}"
        return table("assumptions")[f"name_{lang}"][self.key]


def inputs(study: Study, ids: Sequence[str], grouped: bool = True) -> list[Input]:
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
    used = np.any([study.evaluate(package)["quantity"].values.any(axis=1) for package in ids], axis=0)
    held, own = set(table("measures").index[used]), study.assumptions.own
    free = {
        dimension.key: [member for member in dimension.members if member not in own]
        for dimension in dimensions()
    }
    if grouped:
        return [input_of(study, key) for key, members in free.items() if members]
    return [
        input_of(study, key if member in CITY_WIDE else member)
        for key, members in free.items()
        for member in members
        if ":" not in member or member.partition(":")[0] in held
    ]


def input_of(study: Study, key: str) -> Input:
    """One input by key: a group of the draws, or a single coefficient, also one with an own value.

    Raises
    ------
    KansError
        When there is none with a range.
    """
    group = next((dimension for dimension in dimensions() if dimension.key == key), None)
    members = () if group is None else tuple(m for m in group.members if m not in study.assumptions.own)
    if len(members) > 1:
        return Input(key, members, -1.0, 0.0, 1.0)
    member = members[0] if members else key
    low, mid, high = span(study, member)
    if not low < high:
        raise KansError(Problem("input_without_range", value=key))
    return Input(key, (member,), low, mid, high)


def span(study: Study, member: str) -> tuple[float, float, float]:
    """Low, the value in force and high of one coefficient. [unit of it]"""
    if member in CITY_WIDE:
        return low_mid_high(member)
    _, low, high = study.assumptions.default(member)
    return low, float(study.assumptions.value(member)), high


def is_drawn(study: Study, factor: Input) -> bool:
    """Whether the draws hold an input, so that it need not be worked out anew."""
    drawn = {member for dimension in dimensions() for member in dimension.members}
    return all(member in drawn and member not in study.assumptions.own for member in factor.members)


def is_settable(factor: Input) -> bool:
    return not set(factor.members) & set(CITY_WIDE)
