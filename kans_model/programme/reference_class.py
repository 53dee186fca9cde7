"""How programmes of before went: what part of a year stayed unspent, what projects cost above plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kans_model.programme.record import RecordYear
from kans_model.tables.reading import table


@dataclass(frozen=True, eq=False)
class ReferenceClass:
    """What a forecast draws from.

    Attributes
    ----------
    unspent : array, shape (counted year,)
        Part of a year's money that stayed unspent; each year is as likely as another. [-]
    overrun : tuple of float
        Lowest, most likely and highest cost above plan, as part of the plan. [-]
    is_own : bool
        Whether the years are the city's own, and no prior.
    """

    unspent: np.ndarray
    overrun: tuple[float, float, float]
    is_own: bool = False

    @property
    def usual_unspent(self) -> float:
        """The middle year. [-]"""
        return float(np.median(self.unspent))


def reference_class(record: Sequence[RecordYear] = ()) -> ReferenceClass:
    """The city's own years where it brings any, else the cited ones as a prior.

    Examples
    --------
    >>> reference_class().unspent.tolist()
    [0.31, 0.36, 0.47, 0.43, 0.3, 0.69]
    >>> reference_class([RecordYear(2024, 10e6, 6e6)]).unspent.tolist()
    [0.4]
    """
    rows = table("reference_class")
    low, mid, high = rows.loc["overrun", ["low", "value", "high"]].astype(float)
    prior = rows.loc[rows["kind"] == "unspent", "value"].to_numpy(dtype=float)
    own = np.array([year.unspent for year in record])
    return ReferenceClass(own if len(own) else prior, (float(low), float(mid), float(high)), bool(len(own)))
