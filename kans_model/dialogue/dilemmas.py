"""Which two packages to put before a partner next: those of which the answer tells most."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from kans_model.dialogue.choice_answers import ChoiceAnswer
from kans_model.dialogue.partners import subjects
from kans_model.dialogue.preferences import Preference, chances

N_HEARD = 256
"""Guesses over which the use of an answer is averaged."""


def next_pair(known: Preference, brings: np.ndarray) -> tuple[int, int] | None:
    """Places of the two packages of which the answer is expected to tell most about the weights.

    The information in an answer is how unsure it is beforehand, less how unsure it would be if the weights
    were known: their mutual information [1]_. A pair that was asked is not asked again.

    Parameters
    ----------
    known : Preference
    brings : array, shape (package, subject)
        What each package brings of every subject. [-]

    Returns
    -------
    tuple of int, or None
        None when all pairs were asked.

    References
    ----------
    .. [1] D. V. Lindley, "On a measure of the information provided by an experiment," Annals of Mathematical
       Statistics 27(4), 1956, doi:10.1214/aoms/1177728069.
    """
    first, second = np.triu_indices(len(brings), 1)
    asked = [{_key(answer.first), _key(answer.second)} for answer in known.answers]
    keys = [_key(shares_by_subject(row)) for row in brings]
    open_pairs = np.array(
        [{keys[a], keys[b]} not in asked for a, b in zip(first, second, strict=True)], dtype=bool
    )
    first, second = first[open_pairs], second[open_pairs]
    if not len(first):
        return None
    worth = known.drawn(N_HEARD) @ brings.T
    options = np.stack([worth[:, first], worth[:, second], np.zeros((len(worth), len(first)))], axis=2)
    chance = chances(options)
    tells = _unsure(chance.mean(axis=0)) - _unsure(chance).mean(axis=0)
    best = int(tells.argmax())
    return int(first[best]), int(second[best])


def shares_by_subject(row: np.ndarray) -> dict[str, float]:
    """What a package brings, shape (subject,), as an answer keeps it."""
    return {
        name: round(float(share), 4) for name, share in zip(subjects(), row, strict=True) if abs(share) > 5e-5
    }


def answer_between(brings: np.ndarray, pair: tuple[int, int], chosen: str) -> ChoiceAnswer:
    """The answer to a pair, as it is kept."""
    first, second = (shares_by_subject(brings[place]) for place in pair)
    return ChoiceAnswer(first, second, chosen)


def _key(brings: Mapping[str, float]) -> frozenset[tuple[str, float]]:
    return frozenset(brings.items())


def _unsure(chance: np.ndarray) -> np.ndarray:
    """Entropy over the options, the last axis. [nat]"""
    return np.asarray(-(chance * np.log(chance)).sum(axis=-1))
