"""Who sits at the table: partners, what they stand for, and what weighs how much for each."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from functools import cache
from typing import Any

import numpy as np

from kans_model.dialogue.choice_answers import ChoiceAnswer
from kans_model.dialogue.choices import is_number
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import HAZARDS
from kans_model.words.problems import Problem

MONEY, FAIRNESS = "money", "fairness"


@cache
def subjects() -> tuple[str, ...]:
    """What can weigh: damage by each hazard, each opgave, money kept, and who is helped first."""
    return (*HAZARDS, *table("opgaven").index, MONEY, FAIRNESS)


@dataclass(frozen=True)
class Partner:
    """One party in the dialogue.

    Attributes
    ----------
    id : str
        Stays when all else changes.
    name, role, interest : str
        The organisation, what it is in this city, and what it is here for.
    person : str
        Who speaks for it; leaves the study when that is made public.
    actors : tuple of str
        Parties of the financing that it is, or pays for.
    weights : dict
        Subject → weight, 0 or more; what is not named weighs nothing. Only ratios matter. [-]
    answers : tuple of ChoiceAnswer
        What it chose between packages, from which weights can be worked out.
    typed_weights : dict
        Its weights as they stood before its first choice, of which the order counts beside what it chose;
        empty before, and in older studies. [-]
    """

    id: str
    name: str
    role: str = ""
    interest: str = ""
    person: str = ""
    actors: tuple[str, ...] = ()
    weights: Mapping[str, float] = field(default_factory=dict, hash=False)
    answers: tuple[ChoiceAnswer, ...] = ()
    typed_weights: Mapping[str, float] = field(default_factory=dict, hash=False)

    @property
    def shares(self) -> np.ndarray:
        """Its weights as parts of one, in the order of `subjects()`. [-]"""
        weights = np.array([self.weights.get(subject, 0.0) for subject in subjects()], dtype=float)
        return weights / weights.sum()

    def heaviest(self, n: int) -> list[tuple[str, float]]:
        """The subjects that weigh most, with their parts of its weight; fewer where fewer weigh. [-]"""
        order = np.argsort(-self.shares, kind="stable")[:n]
        return [(subjects()[place], float(self.shares[place])) for place in order if self.shares[place] > 0]

    @property
    def stated_weights(self) -> Mapping[str, float]:
        """What it said of its weights before it chose; empty where nobody kept that."""
        return self.typed_weights if self.answers else self.weights

    def with_answer(self, answer: ChoiceAnswer) -> Partner:
        """The same with one more choice; what it weighed before the first stays known."""
        return replace(self, answers=(*self.answers, answer), typed_weights=dict(self.stated_weights))

    def without_answers(self) -> Partner:
        """The same before any choice."""
        return replace(self, answers=(), typed_weights={})

    @property
    def anonymous(self) -> Partner:
        """The same, without a person's name."""
        return replace(self, person="")

    def problems(self, actors: Collection[str]) -> Iterator[Problem]:
        """What is wrong with it, among these parties of the financing."""
        if not self.id or not self.name.strip():
            yield Problem("partner_without_name", row=self.id)
        for subject, weight in (*self.weights.items(), *self.typed_weights.items()):
            if subject not in subjects():
                known = ", ".join(subjects())
                yield Problem("partner_subject_unknown", row=self.name, value=subject, known=known)
            elif not is_number(weight) or weight < 0:
                yield Problem("partner_weight_wrong", row=self.name, column=subject, value=weight)
        if not self.weights:
            yield Problem("partner_without_weights", row=self.name)
        elif all(weight == 0 for weight in self.weights.values()):
            yield Problem("partner_weights_zero", row=self.name)
        for answer in self.answers:
            yield from answer.problems(self.name, subjects())
        for actor in sorted(set(self.actors) - set(actors)):
            yield Problem("partner_actor_unknown", row=self.name, value=actor, known=", ".join(actors))

    def to_dict(self) -> dict[str, Any]:
        """As plain values; what is usual is left out."""
        usual = {choice.name: choice.default for choice in fields(self)}
        plain = asdict(self) | {"actors": list(self.actors), "weights": dict(self.weights)}
        plain["typed_weights"] = dict(self.typed_weights)
        plain["answers"] = [answer.to_dict() for answer in self.answers]
        return {name: value for name, value in plain.items() if value and value != usual[name]}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Partner:
        """The partner that `to_dict` wrote."""
        answers = tuple(ChoiceAnswer(**answer) for answer in values.get("answers", ()))
        return cls(**{**values, "actors": tuple(values.get("actors", ())), "answers": answers})


def most_divided(shares: np.ndarray) -> np.ndarray:
    """Places of the subjects that somebody weighs, the widest apart first.

    Parameters
    ----------
    shares : array, shape (partner, subject)
        [-]

    Examples
    --------
    The second subject nobody weighs; on the third they lie half apart:

    >>> most_divided(np.array([[0.6, 0.0, 0.1, 0.3], [0.4, 0.0, 0.6, 0.0]])).tolist()
    [2, 3, 0]
    """
    order = np.argsort(-np.ptp(shares, axis=0), kind="stable")
    weighs = np.asarray((shares > 0).any(axis=0))
    return np.asarray(order[weighs[order]], dtype=int)


def concordance(shares: np.ndarray) -> float:
    """How far partners weigh alike, from 0 (they share nothing) to 1 (all weigh the same).

    The part of the weight that two partners have in common, as mean over all pairs.

    Parameters
    ----------
    shares : array, shape (partner, subject)
        Each row adds up to one. [-]

    Examples
    --------
    One wants only what the other does not; then one wants half of it:

    >>> concordance(np.array([[1.0, 0.0], [0.0, 1.0]])), concordance(np.array([[1.0, 0.0], [0.5, 0.5]]))
    (0.0, 0.5)

    References
    ----------
    Overlap of distributions, 1 − half the city-block distance (Bray and Curtis 1957).
    """
    n = len(shares)
    if n < 2:
        return 1.0
    first, second = np.triu_indices(n, 1)
    return float(1 - 0.5 * np.abs(shares[first] - shares[second]).sum(axis=1).mean())
