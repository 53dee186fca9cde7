"""One package held against another: what it does more, how sure that is, for what part of the money."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kans_model.comparison.answers import answers, chances, drawn_answers
from kans_model.study.references import REFERENCES
from kans_model.study.study import Study
from kans_model.uncertainty.answer_bands import AnswerBand, difference_bands
from kans_model.uncertainty.bands import drawn

NOTHING, MOST = REFERENCES[0], REFERENCES[-1]
"""The packages that do nothing, and all that fits."""


@dataclass(frozen=True)
class Part:
    """What a cheaper package avoids and costs of a dearer one.

    Attributes
    ----------
    of : str
        The dearer package.
    avoided_share, capex_share : float
        Of its damage avoided per year in 2050, and of its investment. [-]
    """

    package: str
    of: str
    avoided_share: float
    capex_share: float


@dataclass(frozen=True, eq=False)
class Contrast:
    """A package less another, question by question, over the same draws.

    Attributes
    ----------
    own, other : str
        Packages, by id.
    differences : question → (middle, low, high)
        As `answer_bands.difference_bands`.
    better : question → share of the draws in which the own package is better. [-]
    part : Part or None
        The cheaper beside the dearer, or the own beside all that fits; None where that costs nothing.
    """

    own: str
    other: str
    differences: Mapping[str, AnswerBand]
    better: Mapping[str, float]
    part: Part | None

    @classmethod
    def of(cls, study: Study, own: str, other: str) -> Contrast:
        """Two packages of a study."""
        draws = drawn(study)
        results = {package: study.evaluate(package) for package in (own, other)}
        ranges = {package: study.evaluate(package, draws) for package in (own, other)}
        answered = {package: answers(study.evaluate(package)) for package in (own, other, MOST)}
        return cls(
            own,
            other,
            difference_bands((results[own], ranges[own]), (results[other], ranges[other])),
            chances(drawn_answers(ranges[own]), drawn_answers(ranges[other])),
            part_of_dearer(own, other, answered),
        )

    @property
    def is_alone(self) -> bool:
        """Whether the other does nothing, so that every difference is what the own package does."""
        return self.other == NOTHING

    def direction(self, question: str) -> str:
        """Whether the own package has more of it: more, less, same, unsure (nought in its band), unknown.

        Examples
        --------
        >>> bands = {"avoided": (2.2, 1.3, 3.3), "npv": (7.0, -16.0, 31.0), "capex": (0.0, 0.0, 0.0)}
        >>> contrast = Contrast("a", "b", bands, {}, None)
        >>> [contrast.direction(question) for question in bands]
        ['more', 'unsure', 'same']
        """
        middle, low, high = self.differences[question]
        if not np.isfinite(middle):
            return "unknown"
        low, high = (end if np.isfinite(end) else middle for end in (low, high))
        if low == middle == high == 0:
            return "same"
        return "more" if low > 0 else "less" if high < 0 else "unsure"


def part_of_dearer(own: str, other: str, answered: Mapping[str, Mapping[str, float]]) -> Part | None:
    """The cheaper package as a part of the dearer; beside one that does nothing, of all that fits.

    Parameters
    ----------
    answered : package → question → answer
        Of both, and of all that fits, as `answers.answers`.

    Examples
    --------
    By hand: 1.9 of 2.5 avoided for 4 of 100 million

    >>> answered = {"a": {"capex": 4.0, "avoided": 1.9}, "alles": {"capex": 100.0, "avoided": 2.5}}
    >>> part = part_of_dearer("a", "niets_doen", answered | {"niets_doen": {"capex": 0.0, "avoided": 0.0}})
    >>> part.of, round(part.avoided_share, 2), round(part.capex_share, 2)
    ('alles', 0.76, 0.04)
    """
    pair = [own, other] if answered[other]["capex"] > 0 else [own, MOST]
    cheap, dear = sorted(pair, key=lambda package: answered[package]["capex"])
    (cost, avoided), (whole_cost, whole) = (
        (answered[package]["capex"], answered[package]["avoided"]) for package in (cheap, dear)
    )
    if cheap == dear or not (0 < cost < whole_cost and whole > 0 and np.isfinite(avoided)):
        return None
    return Part(cheap, dear, avoided / whole, cost / whole_cost)


def first_pair(packages: Sequence[str], own: Sequence[str], subject: str) -> tuple[str, str]:
    """Which package is held against which at first: own against another own, else against nothing.

    Parameters
    ----------
    packages : sequence of str
        What is shown, at least two.
    own : sequence of str
        What the reader made.
    subject : str
        What he works on.

    Examples
    --------
    >>> first_pair(["a", "b", "niets_doen"], ["a", "b"], "b")
    ('b', 'a')
    >>> first_pair(["a", "niets_doen", "alles"], ["a"], "a")
    ('a', 'niets_doen')
    """
    made = [package for package in packages if package in own]
    first = subject if subject in made else next(iter(made), packages[0])
    others = [package for package in made if package != first]
    others += [NOTHING] if NOTHING in packages and first != NOTHING else []
    return first, next(iter(others), next(package for package in packages if package != first))
