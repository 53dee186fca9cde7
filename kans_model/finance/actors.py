"""Who pays and who benefits: the parties of a city, as it names them."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from kans_model.tables.reading import table
from kans_model.words.problems import KansError, Problem

GEMEENTE = ("gemeente_algemeen", "gemeente_rioolheffing")
NAME_LENGTH = 60


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

    names: dict = field(default_factory=dict)
    joined: dict = field(default_factory=dict)
    added: dict = field(default_factory=dict)

    def __post_init__(self):
        known = {*table("actors").index, *self.added}
        problems = [
            Problem("actor_unknown", value=one, known=", ".join(table("actors").index))
            for one in [*self.names, *self.joined, *self.joined.values()]
            if one not in known
        ]
        problems += [
            Problem("actor_unknown", value=new["like"], known=", ".join(table("actors").index))
            for new in self.added.values()
            if new["like"] not in table("actors").index
        ]
        problems += [Problem("actor_taken", value=new) for new in self.added if new in table("actors").index]
        problems += [
            Problem("actor_joined_away", value=to) for to in self.joined.values() if to in self.joined
        ]
        problems += [Problem("actor_needed", value=one) for one in self.joined if one in GEMEENTE]
        if problems:
            raise KansError(problems)

    @cached_property
    def ids(self):
        """The parties that stand apart, in order."""
        return [one for one in [*table("actors").index, *self.added] if one not in self.joined]

    def place(self, actor):
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

    def name(self, actor, lang="nl"):
        """What people call a party."""
        if actor in self.names:
            return self.names[actor]
        if actor in self.added:
            return self.added[actor]["name"]
        return table("actors")[f"name_{lang}"][actor]

    def role(self, column):
        """A role of every party (pays, benefits, vat_recovery, capitalises, borrows, equal_part), bool."""
        rows = table("actors")[column]
        like = [self.added[one]["like"] if one in self.added else one for one in self.ids]
        return rows[like].to_numpy() > 0

    def gathered(self, values):
        """Values per party of the table (..., actor) put together per party of the city."""
        gathered = np.zeros((*np.shape(values)[:-1], len(self.ids)), dtype=np.asarray(values).dtype)
        for column, actor in enumerate(table("actors").index):  # a dozen
            gathered[..., self.place(actor)] += np.asarray(values)[..., column]
        return gathered

    def renamed(self, actor, name):
        """The parties with one called otherwise; an empty name gives the old one back."""
        kept = {one: text for one, text in self.names.items() if one != actor}
        text = str(name).strip()[:NAME_LENGTH]
        return Actors({**kept, actor: text} if text else kept, self.joined, self.added)

    def without(self, actor, into):
        """The parties with one counted together with another."""
        return Actors(self.names, {**self.joined, actor: into}, self.added)

    def apart(self, actor):
        """The parties with one standing apart again."""
        joined = {one: into for one, into in self.joined.items() if one != actor}
        return Actors(self.names, joined, self.added)

    def with_new(self, actor, name, like):
        """The parties with one more, in the roles of another."""
        return Actors(self.names, self.joined, {**self.added, actor: {"name": name, "like": like}})

    def to_dict(self):
        return {"names": dict(self.names), "joined": dict(self.joined), "added": dict(self.added)}

    @classmethod
    def from_dict(cls, values):
        return cls(**values)
