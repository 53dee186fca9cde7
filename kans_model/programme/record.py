"""What a city planned to spend in years that are over, and what it spent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from kans_model.tables.vocabulary import YEARS
from kans_model.words.problems import Problem


@dataclass(frozen=True)
class RecordYear:
    """One year of the accounts.

    Attributes
    ----------
    year : int
    planned_eur : float
        What was to be invested that year, what was carried over included. [EUR]
    realised_eur : float
        What was invested of it. [EUR]
    """

    year: int
    planned_eur: float
    realised_eur: float

    @property
    def unspent(self) -> float:
        """Part of the year's money that was not spent; a year that spent more left nothing. [-]

        Examples
        --------
        >>> RecordYear(2024, 10e6, 6e6).unspent
        0.4
        """
        return max(0.0, 1 - self.realised_eur / self.planned_eur)

    def problems(self) -> Iterator[Problem]:
        """What cannot be."""
        if not YEARS[0] <= self.year <= YEARS[1]:
            yield Problem("record_year_wrong", value=self.year, low=YEARS[0], high=YEARS[1])
        if not self.planned_eur > 0:
            yield Problem("record_planned_wrong", row=str(self.year), value=self.planned_eur)
        if not self.realised_eur >= 0:
            yield Problem("record_realised_wrong", row=str(self.year), value=self.realised_eur)

    def to_dict(self) -> dict[str, Any]:
        """As plain values."""
        return asdict(self)
