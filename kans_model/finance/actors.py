"""Who pays and who benefits: the parties of a city, as it names them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from kans_model.tables.reading import cells, table
from kans_model.words.problems import KansError, Problem
from kans_model.words.texts import LANGUAGES

GEMEENTE = ("gemeente_algemeen", "gemeente_rioolheffing")
"""The two purses of the municipality."""
CAPITALISING = (*GEMEENTE, "waterschap")
"""Who spreads what it builds over the years as capital charges, in the order they are told."""
NAME_LENGTH = 60
MONEY_OF = {
    "gemeente_algemeen": "general",
    "gemeente_rioolheffing": "sewer",
    "waterschap": "water",
    **dict.fromkeys(("provincie", "rijk", "eu"), "grant"),
}
"""Where a party's money comes from; whoever is not named pays from what he owns."""


@dataclass(frozen=True)
class Actors:
    """The parties of `actors.csv`, renamed, joined or added to by a city.

    Attributes
    ----------
    names : dict
        Party → name the city gives it.
    joined : dict
        Party that does not stand apart here → party it is counted with.
    added : dict
        New party → {name, like}: it takes its roles from the party it is like.
    """

    names: dict[str, str] = field(default_factory=dict)
    joined: dict[str, str] = field(default_factory=dict)
    added: dict[str, dict[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        of_table = list(table("actors").index)
        known = {*of_table, *self.added}
        named = [*self.names, *self.joined, *self.joined.values()]
        unknown = [actor for actor in named if actor not in known]
        unknown += [new["like"] for new in self.added.values() if new["like"] not in of_table]
        problems = [Problem("actor_unknown", value=actor, known=", ".join(of_table)) for actor in unknown]
        problems += [Problem("actor_taken", value=new) for new in self.added if new in of_table]
        problems += [
            Problem("actor_joined_away", value=into) for into in self.joined.values() if into in self.joined
        ]
        problems += [Problem("actor_needed", value=actor) for actor in self.joined if actor in GEMEENTE]
        if not problems:
            problems = self._same_names()
        if problems:
            raise KansError(problems)

    def _same_names(self) -> list[Problem]:
        """Parties that stand apart under one name in one of the languages, capitals and spaces aside."""
        problems = {}
        for lang in LANGUAGES:
            first: dict[str, str] = {}
            for actor in self.ids:
                name = " ".join(self.name(actor, lang).split())
                other = first.setdefault(name.casefold(), actor)
                if other != actor:
                    problems[other, actor] = Problem("actor_same_name", value=name)
        return list(problems.values())

    @cached_property
    def ids(self) -> list[str]:
        """The parties that stand apart, in order."""
        return [actor for actor in [*table("actors").index, *self.added] if actor not in self.joined]

    @property
    def known(self) -> list[str]:
        """Every party that may be named: those that stand apart and those that count with another."""
        return [*self.ids, *self.joined]

    @cached_property
    def each(self) -> Actors:
        """Every party by itself, none joined."""
        if not self.joined:
            return self
        return Actors(added={actor: {**new, "name": actor} for actor, new in self.added.items()})

    @cached_property
    def together(self) -> np.ndarray:
        """Which party of `each` counts with which party here, shape (party by itself, party). [0 or 1]"""
        return np.eye(len(self.ids), dtype=int)[[self.place(actor) for actor in self.each.ids]]

    def place(self, actor: str) -> int:
        """Where a party stands; one that is joined stands where the other does.

        Raises
        ------
        KansError
            For an unknown party.
        """
        actor = self.joined.get(actor, actor)
        if actor not in self.ids:
            raise KansError(Problem("actor_unknown", value=actor, known=", ".join(self.ids)))
        return self.ids.index(actor)

    def name(self, actor: str, lang: str = "nl") -> str:
        """What people call a party."""
        if actor in self.names:
            return self.names[actor]
        if actor in self.added:
            return self.added[actor]["name"]
        return cells("actors", f"name_{lang}")[actor]

    def like(self, actor: str) -> str:
        """The party of the table whose roles a party has: itself, or the one it is like."""
        return self.added[actor]["like"] if actor in self.added else actor

    def role(self, column: str) -> np.ndarray:
        """A role of every party (pays, benefits, vat_recovery, capitalises, borrows, equal_part), bool."""
        return np.array(list(cells("actors", column).values()))[self._alike] > 0

    @cached_property
    def _alike(self) -> np.ndarray:
        """Where the table has the roles of every party, shape (party,)."""
        return table("actors").index.get_indexer([self.like(actor) for actor in self.ids])

    def has_role(self, actor: str, column: str) -> bool:
        """Whether a party has a role, also one that does not stand apart here."""
        return bool(cells("actors", column)[self.like(actor)] > 0)

    def in_role(self, column: str) -> list[str]:
        """The parties that have a role, in order."""
        return [actor for actor, has_it in zip(self.ids, self.role(column), strict=True) if has_it]

    @property
    def capitalising(self) -> list[str]:
        """Municipality and water board, as far as they stand apart."""
        return [actor for actor in CAPITALISING if actor in self.ids]

    def money_of(self, actor: str) -> str:
        """Where a party's money comes from: general, sewer, water, grant or own.

        Examples
        --------
        >>> Actors().money_of("waterschap"), Actors().money_of("particulier")
        ('water', 'own')
        """
        return MONEY_OF.get(self.like(actor), "own")

    def has_tariff(self, actor: str) -> bool:
        """Whether a party pays from a levy, of which the tariff can be levelled (BBV 44.2)."""
        return self.money_of(actor) in ("sewer", "water")

    def is_gemeente(self, actor: str) -> bool:
        """Whether a party is one of the purses of the municipality, or like one."""
        return self.like(actor) in GEMEENTE

    def gathered(self, values: ArrayLike) -> np.ndarray:
        """Values per party of the table (..., actor) put together per party of the city."""
        of_table = np.asarray(values)
        gathered = np.zeros((*of_table.shape[:-1], len(self.ids)), dtype=of_table.dtype)
        for column, actor in enumerate(table("actors").index):  # a dozen
            gathered[..., self.place(actor)] += of_table[..., column]
        return gathered

    def renamed(self, actor: str, name: str) -> Actors:
        """The parties with one called otherwise; an empty name gives the old one back."""
        kept = {other: text for other, text in self.names.items() if other != actor}
        text = str(name).strip()[:NAME_LENGTH]
        return Actors({**kept, actor: text} if text else kept, self.joined, self.added)

    def without(self, actor: str, into: str) -> Actors:
        """The parties with one counted together with another."""
        return Actors(self.names, {**self.joined, actor: into}, self.added)

    def apart(self, actor: str) -> Actors:
        """The parties with one standing apart again."""
        joined = {other: into for other, into in self.joined.items() if other != actor}
        return Actors(self.names, joined, self.added)

    def with_new(self, actor: str, name: str, like: str) -> Actors:
        """The parties with one more, in the roles of another."""
        return Actors(self.names, self.joined, {**self.added, actor: {"name": name, "like": like}})

    def to_dict(self) -> dict[str, dict]:
        return {"names": dict(self.names), "joined": dict(self.joined), "added": dict(self.added)}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Actors:
        """The parties that `to_dict` wrote; a name that two had in an older file tells them apart again."""
        try:
            return cls(**values)
        except KansError as error:
            if any(problem.key != "actor_same_name" for problem in error.problems):
                raise
            twice = {problem.value.casefold() for problem in error.problems}
        of_table = table("actors")["name_nl"]

        def apart(actor: str, name: str) -> str:
            same = " ".join(name.split()).casefold() in twice
            return f"{name} ({of_table.get(actor, actor)})" if same else name

        names = {actor: apart(actor, name) for actor, name in values.get("names", {}).items()}
        added = {
            actor: {**new, "name": apart(actor, new["name"])}
            for actor, new in values.get("added", {}).items()
        }
        return cls(**{**values, "names": names, "added": added})
