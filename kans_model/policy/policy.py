"""The policy of a study: sets of levers to choose from, and what the city itself knows of its building."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from kans_model.policy.lever_basis import NO_BASIS, LeverBasis
from kans_model.policy.levers import LeverSet
from kans_model.tables.vocabulary import YEARS
from kans_model.words.problems import KansError, Problem

MOST_NEW_DWELLINGS = 100_000
"""Of a city in a year: more is a typing error. [1/yr]"""
LOOKED_AT = (2035, 2050)
"""Years of which is told what levers bring, as far as the policy reaches."""


@dataclass(frozen=True)
class Policy:
    """Sets of levers. Change it with the `with_…` methods: they return a new one.

    Attributes
    ----------
    sets : tuple of LeverSet
    chosen : str
        Id of the set that counts; empty for none.
    first_year, last_year : int
        Between which is looked at.
    new_dwellings_per_year : float or None
        Of the city; None for unknown. [1/yr]
    renovation_rate : float or None
        Of buildings, thoroughly; the row of `uptake_parameters` without. [1/yr]
    chosen_on : LeverBasis
        Figures of the chosen set when it was chosen.
    """

    sets: tuple[LeverSet, ...] = ()
    chosen: str = ""
    first_year: int = 2027
    last_year: int = 2050
    new_dwellings_per_year: float | None = None
    renovation_rate: float | None = None
    chosen_on: LeverBasis = NO_BASIS

    @property
    def started(self) -> bool:
        """Whether there is anything in it."""
        return self != Policy()

    @property
    def years(self) -> range:
        """That are looked at."""
        return range(self.first_year, self.last_year + 1)

    @property
    def told_years(self) -> list[int]:
        """That are told of: those of `LOOKED_AT` within the policy, else its last."""
        return [year for year in LOOKED_AT if year in self.years] or [self.last_year]

    @property
    def chosen_set(self) -> LeverSet | None:
        """The set that counts, if one does."""
        return next((own for own in self.sets if own.id == self.chosen), None)

    def set(self, set_id: str) -> LeverSet:
        """A set by its id.

        Raises
        ------
        KansError
            When there is none.
        """
        for own in self.sets:
            if own.id == set_id:
                return own
        raise KansError(
            Problem("lever_set_unknown", value=set_id, known=", ".join(s.id for s in self.sets) or "–")
        )

    def with_set(self, lever_set: LeverSet) -> Policy:
        """The policy with a set added, or put in the place of the one with the same id; the first counts."""
        ids = [own.id for own in self.sets]
        if lever_set.id in ids:
            sets = tuple(lever_set if own.id == lever_set.id else own for own in self.sets)
        else:
            sets = (*self.sets, lever_set)
        return replace(self, sets=sets, chosen=self.chosen or lever_set.id)

    def without_set(self, set_id: str) -> Policy:
        """The policy without a set; when it counted the first of the others does."""
        sets = tuple(own for own in self.sets if own.id != set_id)
        chosen = self.chosen if self.chosen != set_id else (sets[0].id if sets else "")
        return replace(self, sets=sets, chosen=chosen)

    # --- what cannot be -------------------------------------------------------------------------

    def problems(self, areas: Collection[str]) -> Iterator[Problem]:
        """What cannot be, in a city of these areas."""
        if not YEARS[0] <= self.first_year <= self.last_year <= YEARS[1]:
            yield Problem("policy_years_wrong", value=f"{self.first_year}–{self.last_year}")
            return
        for own in self.sets:
            yield from own.problems(areas, self.last_year)
        twice = Counter(own.id for own in self.sets)
        yield from (Problem("lever_set_twice", value=name) for name, n in twice.items() if n > 1)
        if self.chosen and self.chosen not in twice:
            yield Problem("lever_set_unknown", value=self.chosen, known=", ".join(twice) or "–")
        new, rate = self.new_dwellings_per_year, self.renovation_rate
        if new is not None and not 0 <= new <= MOST_NEW_DWELLINGS:
            yield Problem("policy_new_dwellings", value=new, high=MOST_NEW_DWELLINGS)
        if rate is not None and not 0 <= rate <= 1:
            yield Problem("policy_renovation_rate", value=rate)

    def check(self, areas: Collection[str]) -> None:
        """Refuse a policy that cannot be.

        Raises
        ------
        KansError
            Everything that is wrong with it, at once.
        """
        problems = list(self.problems(areas))
        if problems:
            raise KansError(problems)

    # --- saving ---------------------------------------------------------------------------------

    def to_dict(self) -> dict[str, Any]:
        """As plain values that a study file can hold."""
        return {
            "sets": [own.to_dict() for own in self.sets],
            "chosen": self.chosen,
            "first_year": self.first_year,
            "last_year": self.last_year,
            "new_dwellings_per_year": self.new_dwellings_per_year,
            "renovation_rate": self.renovation_rate,
        } | ({"chosen_on": self.chosen_on.to_dict()} if self.chosen_on.is_noted else {})

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Policy:
        """The policy that `to_dict` wrote; what is not there is as usual."""
        sets = tuple(map(LeverSet.from_dict, values.get("sets", ())))
        basis = LeverBasis.from_dict(values.get("chosen_on", {}))
        return cls(**{**values, "sets": sets, "chosen_on": basis})
