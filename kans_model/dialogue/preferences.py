"""Weights from choices: what a partner's answers say of how heavily each subject weighs, and how surely."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from kans_model.dialogue.choice_answers import OPTIONS, ChoiceAnswer
from kans_model.dialogue.partners import Partner, subjects
from kans_model.tables.reading import cells

N_GUESSES = 8192
BAND = (0.05, 0.95)
SEED = 2026
SAME = 0.01
"""Weights that differ by less are the same. [-]"""


@dataclass(frozen=True, eq=False)
class Preference:
    """What is known of one partner's weights.

    Attributes
    ----------
    subjects : tuple of str
        Those he weighs at all; the rest weighs nothing.
    guesses : array, shape (guess, subject)
        Possible weights, each row a whole. [-]
    chance : array, shape (guess,)
        Of each guess given the answers; a whole. [-]
    answers : tuple of ChoiceAnswer
    """

    subjects: tuple[str, ...]
    guesses: np.ndarray
    chance: np.ndarray
    answers: tuple[ChoiceAnswer, ...]

    @cached_property
    def mean(self) -> np.ndarray:
        """The middle weights, shape (subject,), a whole. [-]"""
        return np.asarray(self.chance @ self.guesses)

    @cached_property
    def band(self) -> tuple[np.ndarray, np.ndarray]:
        """Between which the weights lie in 90 of 100 guesses, each shape (subject,). [-]"""
        low, high = np.quantile(self.guesses, BAND, axis=0, weights=self.chance, method="inverted_cdf")
        return low, high

    @property
    def n_fitting(self) -> int:
        """How many answers choose what the middle weights hold for best."""
        return sum(
            int(np.argmax(_worth(self.mean[None], self.subjects, answer)[0])) == OPTIONS.index(answer.chosen)
            for answer in self.answers
        )

    def typed(self, partner: Partner) -> np.ndarray:
        """What the subjects weigh for the partner now, shape (subject,), a whole. [-]"""
        weights = np.array([partner.weights[name] for name in self.subjects], dtype=float)
        return np.asarray(weights / weights.sum())

    def drawn(self, n: int) -> np.ndarray:
        """Weights over all subjects drawn from the guesses by their chance, shape (n, subject). [-]"""
        picked = np.random.default_rng(SEED).choice(len(self.guesses), n, p=self.chance)
        weights = np.zeros((n, len(subjects())))
        weights[:, [subjects().index(name) for name in self.subjects]] = self.guesses[picked]
        return weights


def default(key: str, column: str = "value") -> float:
    """A number of `dialogue_defaults`: its value, or its low or high one."""
    return float(cells("dialogue_defaults", column)[key])


def preference(partner: Partner, silent: Sequence[str] = ()) -> Preference:
    """What a partner's answers say of his weights.

    Only subjects to which he gave any weight count. Before the first answer the order of the weights he typed
    says what weighs more, not how much more (`_guesses`); where he typed all the same, every proportion is as
    likely as any other. Each answer makes guesses more or
    less likely by Bayes' rule; how likely an answer is given weights is a logit of what the options are worth
    [1]_, mixed with a small share of slips, in which each option is as likely. The distribution is
    kept as a fixed set of guesses with their chances (importance sampling), so that the same answers always
    give the same weights, in whatever order they were given.

    Parameters
    ----------
    partner : Partner
    silent : sequence of str
        Subjects that cannot count in this city.

    References
    ----------
    .. [1] K. Train, "Discrete choice methods with simulation," 2nd ed., Cambridge 2009, chapters 3 and 12.

    Examples
    --------
    Who takes all heat rather than all water every time weighs heat the heavier:

    >>> answer = ChoiceAnswer({"heat": 1.0}, {"pluvial": 1.0}, "first")
    >>> asked = Partner("a", "A", weights={"heat": 1, "pluvial": 1}, answers=(answer,))
    >>> known = preference(asked)
    >>> known.subjects, bool(known.mean[1] > 0.7)
    (('pluvial', 'heat'), True)
    """
    weighed = [name for name in subjects() if partner.weights.get(name) and name not in silent]
    names = tuple(weighed) or tuple(name for name in subjects() if partner.weights.get(name))
    guesses = _guesses(np.array([partner.stated_weights.get(name, 0.0) for name in names]))
    likelihood = np.zeros(N_GUESSES)
    for answer in partner.answers:
        chance = chances(_worth(guesses, names, answer))
        likelihood += np.log(chance[:, OPTIONS.index(answer.chosen)])
    chance = np.exp(likelihood - likelihood.max())
    return Preference(names, guesses, chance / chance.sum(), partner.answers)


def _guesses(typed: np.ndarray) -> np.ndarray:
    """Weights that could be his, shape (guess, subject), by the order of those he typed. [-]

    A flat Dirichlet distribution of which the parts are laid in his order: the mean weights are then those of
    the rank-order centroid [1]_. He may be wrong: subjects that follow each other change places, and some
    guesses heed no order (`order_slip_share` of both). Subjects he typed alike stand in any order.

    References
    ----------
    .. [1] F. H. Barron and B. E. Barrett, "Decision quality using ranked attribute weights," Management
       Science 42(11), 1996, doi:10.1287/mnsc.42.11.1515.
    """
    random = np.random.default_rng(SEED)
    guesses = random.dirichlet(np.ones(len(typed)), N_GUESSES)
    if np.ptp(typed) == 0:
        return guesses
    slips = default("order_slip_share")
    order = np.lexsort((random.random(guesses.shape), np.broadcast_to(-typed, guesses.shape)))
    for place in range(len(typed) - 1):
        rows = np.flatnonzero(random.random(N_GUESSES) < slips)
        order[rows, place], order[rows, place + 1] = order[rows, place + 1], order[rows, place]
    ordered = np.empty_like(guesses)
    np.put_along_axis(ordered, order, -np.sort(-guesses, axis=1), axis=1)
    heeds_order = random.random((N_GUESSES, 1)) >= slips
    return np.where(heeds_order, ordered, guesses)


def with_chosen_weights(partner: Partner, known: Preference) -> Partner:
    """The partner with the middle weights of his choices; what was not asked about keeps its part."""
    asked = sum(partner.weights[name] for name in known.subjects)
    chosen = dict(zip(known.subjects, (float(share) * asked for share in known.mean), strict=True))
    return replace(partner, weights={**partner.weights, **chosen})


def weighs_as_chosen(partner: Partner, known: Preference) -> bool:
    """Whether he answered often enough, and weighs what his choices say."""
    enough = len(partner.answers) >= default("choice_questions", "low")
    return enough and bool(np.abs(known.typed(partner) - known.mean).max() < SAME)


def chances(worth: np.ndarray) -> np.ndarray:
    """How likely each option is chosen, shape (…, option), by what it is worth. [-]

    Examples
    --------
    Of three that are worth the same each is as likely; who slips one time in ten never is sure:

    >>> chances(np.array([[0.0, 0.0, 0.0], [1.0, 0.0, 0.0]])).round(3).tolist()
    [[0.333, 0.333, 0.333], [0.933, 0.033, 0.033]]
    """
    sharp = default("choice_sharpness") * worth
    odds = np.exp(sharp - sharp.max(axis=-1, keepdims=True))
    slips = default("choice_slip_share")
    return np.asarray((1 - slips) * odds / odds.sum(axis=-1, keepdims=True) + slips / len(OPTIONS))


def _worth(guesses: np.ndarray, names: Sequence[str], answer: ChoiceAnswer) -> np.ndarray:
    """Of both packages and of doing nothing, shape (guess, option). [-]"""
    brings = np.array([[side.get(name, 0.0) for name in names] for side in (answer.first, answer.second)])
    return np.column_stack([guesses @ brings.T, np.zeros(len(guesses))])
