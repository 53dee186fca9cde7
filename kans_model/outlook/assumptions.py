"""Every number a planner may dispute: the defaults of the tables, and what a city put in their place."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import param

from kans_model.tables.reading import table
from kans_model.words.problems import KansError, Problem

MEASURE_COLUMNS = (
    "capex_eur",
    "lifetime_years",
    "storage_m3_per_unit",
    "emptying_factor",
    "extra_drain_mm_h",
    "pluvial_protected_share",
    "heat_protected_share",
    "drought_protected_share",
    "flood_protected_share",
    "participation_share",
    "well_placed_share",
    "potential_share",
    "joint_works_discount",
    "effect_ramp_years",
)
"""Columns of `measures` with a range, which a planner may move."""


FORM_COLUMNS = tuple(column for column in MEASURE_COLUMNS if column != "potential_share")
"""Those of them that a form offers."""
FORM_GROUPS = ("pluvial", "heat", "drought", "flood", "money", "benefits", "effect")
"""Groups of `assumptions` that a form offers, in the order they stand."""
REASON_LENGTH = 200


def form_keys(measures: Iterable[str]) -> dict[str, list[str]]:
    """The keys a form offers: those of these measures, then group by group; what has no range is left out.

    Parameters
    ----------
    measures : ids, in the order of the package.
    """
    rows, scalars = table("measures"), table("assumptions")
    of_measures = [
        f"{measure}:{column}"
        for measure in measures
        for column in FORM_COLUMNS
        if rows[f"{column}_high"][measure] > rows[f"{column}_low"][measure] and rows[column][measure] > 0
    ]
    has_range = scalars["high"] > scalars["low"]
    by_group = {group: list(scalars.index[has_range & (scalars["group"] == group)]) for group in FORM_GROUPS}
    return {group: keys for group, keys in {"measures": of_measures, **by_group}.items() if keys}


def is_scaled(key: str) -> bool:
    """Whether a number was set so that the country comes out at a total: it was not observed."""
    rows = table("assumptions")
    return key in rows.index and rows["scaled_to"][key] != ""


@dataclass(frozen=True)
class Coefficients:
    """The numbers one evaluation uses: `scalar[key]` a float, `measure[column]` an array over measures."""

    scalar: dict[str, float]
    measure: dict[str, np.ndarray]


class Assumptions(param.Parameterized):
    """Own values in place of the tables' defaults, each with its reason.

    Keys are ids of `assumptions`, or ``measure:column`` such as ``wadi:capex_eur`` (in the unit and
    price year of the table).
    """

    own = param.Dict(default={}, doc="Own values: key → {value, reason}.")

    def default(self, key: str) -> tuple[float, ...]:
        """The table's value, low and high of a key. Low and high are NaN where it has no range.

        Raises
        ------
        KansError
            When there is no such assumption.
        """
        measure, _, column = key.partition(":")
        if column in MEASURE_COLUMNS and measure in table("measures").index:
            rows, row, names = table("measures"), measure, (column, f"{column}_low", f"{column}_high")
        elif key in table("assumptions").index:
            rows, row, names = table("assumptions"), key, ("value", "low", "high")
        else:
            raise KansError([Problem("assumption_unknown", value=key)])
        return tuple(float(rows.at[row, name]) for name in names)

    def value(self, key: str) -> float:
        """The value in force: own, else the table's."""
        return self.own[key]["value"] if key in self.own else self.default(key)[0]

    def with_value(self, key: str, value: float, reason: str = "") -> Self:
        """The same assumptions with one own value.

        Raises
        ------
        KansError
            When the value lies outside the range of the table; a number without a range cannot be moved.
        """
        _, low, high = self.default(key)
        if not low <= value <= high:
            raise KansError([Problem("assumption_out_of_range", row=key, value=value, low=low, high=high)])
        return type(self)(own={**self.own, key: {"value": float(value), "reason": str(reason)}})

    def reset(self, *keys: str) -> Self:
        """The same assumptions without these own values, or without any when none is named."""
        kept = {key: own for key, own in self.own.items() if keys and key not in keys}
        return type(self)(own=kept)

    def clipped(self, key: str, value: float) -> float:
        """The value, or the end of its range that it lies beyond."""
        _, low, high = self.default(key)
        return min(max(value, low), high)

    def reason(self, key: str) -> str:
        """Why the own value of a key stands there; '' without one."""
        return self.own[key]["reason"] if key in self.own else ""

    def coefficients(self) -> Coefficients:
        """The numbers in force, for one evaluation."""
        measures = table("measures")
        scalar = table("assumptions")["value"].to_dict()
        columns = measures.select_dtypes("number").columns
        arrays = {column: measures[column].to_numpy(dtype=float).copy() for column in columns}
        for key, own in self.own.items():
            measure, _, column = key.partition(":")
            if column:
                arrays[column][measures.index.get_loc(measure)] = own["value"]
            else:
                scalar[key] = own["value"]
        return Coefficients(scalar, {name: np.nan_to_num(array) for name, array in arrays.items()})

    def to_dict(self) -> dict[str, Any]:
        return {"own": {key: dict(self.own[key]) for key in sorted(self.own)}}

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Self:
        """The assumptions that `to_dict` wrote, checked."""
        assumptions = cls()
        for key, own in values["own"].items():
            assumptions = assumptions.with_value(key, own["value"], own["reason"])
        return assumptions
