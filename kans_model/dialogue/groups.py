"""Who stands near whom: partners in groups by their weights, and how far groups agree on one thing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy

from kans_model.dialogue.partners import subjects
from kans_model.dialogue.preferences import default


@dataclass(frozen=True)
class Group:
    """Partners who weigh alike.

    Attributes
    ----------
    members : tuple of int
        Places of the partners.
    subject : str
        What divides them most from the rest: what they weigh heavier; empty where there is no rest.
    own_share, other_share : float
        What it weighs for them on average, and for the rest. [-]
    """

    members: tuple[int, ...]
    subject: str = ""
    own_share: float = 0.0
    other_share: float = 0.0


def groups(shares: np.ndarray) -> tuple[Group, ...]:
    """Partners in groups, the one with the first partner first.

    Two partners are as far apart as the part of their weights that they do not have in common. The nearest
    are joined first, by the mean distance between groups (average linkage); of the numbers of groups from two
    on, the one that sets groups apart best stands, by the mean silhouette [1]_. Partners who all have
    most of their weights in common (`group_common_share`) are one group.

    Parameters
    ----------
    shares : array, shape (partner, subject)
        Each row a whole. [-]

    Examples
    --------
    Two who want water, one who wants heat:

    >>> rows = np.zeros((3, len(subjects())))
    >>> rows[:2, subjects().index("pluvial")], rows[2, subjects().index("heat")] = 1.0, 1.0
    >>> [(group.members, group.subject) for group in groups(rows)]
    [((0, 1), 'pluvial'), ((2,), 'heat')]

    References
    ----------
    .. [1] P. J. Rousseeuw, "Silhouettes," Journal of Computational and Applied Mathematics 20, 1987,
       doi:10.1016/0377-0427(87)90125-7.
    """
    n = len(shares)
    if n < 2:
        return tuple(Group((place,)) for place in range(n))
    distance = scipy.spatial.distance.pdist(shares, "cityblock") / 2
    if distance.max() <= 1 - default("group_common_share"):
        return (Group(tuple(range(n))),)
    tree = scipy.cluster.hierarchy.linkage(distance, "average")
    splits = [scipy.cluster.hierarchy.cut_tree(tree, k).ravel() for k in range(2, max(n, 3))]
    best = max(splits, key=lambda labels: _silhouette(scipy.spatial.distance.squareform(distance), labels))
    first = dict.fromkeys(best)  # in the order in which partners sit
    return tuple(_named(shares, np.flatnonzero(best == label)) for label in first)


def _silhouette(distance: np.ndarray, labels: np.ndarray) -> float:
    """How much nearer partners are to their own group than to the next, −1 to 1; alone is 0. [-]"""
    values = []
    for place, own in enumerate(labels):
        mine = labels == own
        if mine.sum() == 1:
            values.append(0.0)
            continue
        inside = distance[place, mine].sum() / (mine.sum() - 1)
        outside = min(distance[place, labels == other].mean() for other in set(labels) - {own})
        values.append((outside - inside) / max(inside, outside, 1e-12))
    return float(np.mean(values))


def _named(shares: np.ndarray, members: np.ndarray) -> Group:
    rest = np.setdiff1d(np.arange(len(shares)), members)
    own, other = shares[members].mean(axis=0), shares[rest].mean(axis=0)
    most = int((own - other).argmax())
    return Group(tuple(map(int, members)), subjects()[most], float(own[most]), float(other[most]))


def group_agreement(agrees: np.ndarray, members: Sequence[Sequence[int]]) -> float:
    """How far groups agree on one thing, each as heavy as the next, 0 to 1. [-]

    The geometric mean over groups of the share that agrees: a group that wholly disagrees brings it to 0, and
    the same share in every group gives that share, whatever the number of groups. (A product over groups,
    as Polis uses, shrinks with every group.)

    Parameters
    ----------
    agrees : array of bool, shape (partner,)
    members : sequence of sequence of int
        Places of the partners of each group.

    Examples
    --------
    Of one group all agree, of the other one in four:

    >>> group_agreement(np.array([True, True, True, False, False, False]), [[0, 1], [2, 3, 4, 5]])
    0.5
    """
    parts = [float(np.mean(agrees[list(group)])) for group in members]
    return float(np.prod(parts) ** (1 / len(parts))) if parts else float("nan")
