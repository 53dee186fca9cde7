"""Which package leads, by how much of the draws, and which comes next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from numpy.typing import ArrayLike

from kans_model.comparison.ranking import chance_better, lead_strength, leaders
from kans_model.study.references import REFERENCES


@dataclass(frozen=True)
class Lead:
    """The package that leads with all at the middle, beside the one that comes after it.

    Attributes
    ----------
    first : str
    alike : tuple of str
        Packages that never differ from it.
    second : str or None
        The next; None where all are alike.
    share, share_behind : float
        Of draws in which the first is better, and in which the second is; a tie for half. [-]
    """

    first: str
    alike: tuple[str, ...]
    second: str | None
    share: float
    share_behind: float

    @classmethod
    def of(cls, ids: Sequence[str], values: ArrayLike, middle: ArrayLike) -> Lead:
        """From a value per package and draw, and with all at the value in force; higher is better.

        Examples
        --------
        >>> Lead.of(["a", "b"], [[1, 2, 3, 4], [2, 1, 1, 1]], [2.0, 1.0])
        Lead(first='a', alike=(), second='b', share=0.75, share_behind=0.25)
        """
        first, alike, second = leaders(values, middle)
        better = chance_better(values)
        shares = (
            (1.0, 0.0) if second is None else (float(better[first, second]), float(better[second, first]))
        )
        return cls(
            ids[first],
            tuple(ids[place] for place in alike),
            None if second is None else ids[second],
            *shares,
        )

    @property
    def is_nothing(self) -> bool:
        """Whether doing nothing leads: then no package does."""
        return self.first == REFERENCES[0]

    @property
    def strength(self) -> str:
        """As `ranking.lead_strength`."""
        return lead_strength(self.share)
