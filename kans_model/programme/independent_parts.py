"""Projects that share no limit are chosen apart: each group is a smaller search with a nearer proof."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from kans_model.programme.limits import Limits, Reduction


def independent_parts(limits: Limits) -> list[tuple[np.ndarray, Limits]]:
    """Places of the projects of each group that shares no limit with another, and its limits; largest first.

    A budget or a capacity binds those together that can be over it in some year; a limit of risk all that
    avoid any of it. One that nobody avoids anything of stands with the first group.
    """
    n = len(limits.can_start)
    shared = [mask for mask in _shared(limits) if mask.sum() > 1]
    ties = sparse.csr_matrix(np.array(shared, dtype=float).reshape(-1, n))
    n_groups, group = connected_components(ties.T @ ties, directed=False)
    groups = sorted(
        (np.flatnonzero(group == label) for label in range(n_groups)), key=lambda part: -len(part)
    )
    nobodys = tuple(own for own in limits.reductions if not (own.by_project_eur > 0).any())
    return [
        (projects, _only(limits, projects, () if place else nobodys)) for place, projects in enumerate(groups)
    ]


def _shared(limits: Limits) -> list[np.ndarray]:
    """Masks (project,) of those that one limit holds together."""
    most = limits.building.max(axis=1, initial=0.0)  # project, year
    found = []
    for payer, year in np.argwhere(np.isfinite(limits.budget_eur)):
        load = most[:, year] * limits.bill_eur[:, year, payer]
        if load.sum() > limits.budget_eur[payer, year]:
            found.append(load > 0)
    for owner in np.flatnonzero(np.isfinite(limits.capacity_eur) | np.isfinite(limits.capacity_projects)):
        found.append(limits.owner == owner)
    found.extend(limit.by_project_eur > 0 for limit in limits.reductions)
    for pair in (*limits.after, *limits.excludes):
        found.append(np.isin(np.arange(len(limits.can_start)), pair))
    return found


def _only(limits: Limits, projects: np.ndarray, nobodys: tuple[Reduction, ...]) -> Limits:
    """The limits of some projects; of a limit of risk that is theirs, all of it."""
    place = np.full(len(limits.can_start), -1)
    place[projects] = np.arange(len(projects))

    def pairs(of_all: np.ndarray) -> np.ndarray:
        return place[of_all[np.isin(of_all, projects).all(axis=1)]].reshape(-1, 2)

    theirs = (own for own in limits.reductions if (own.by_project_eur[projects] > 0).any())
    mine = (*theirs, *nobodys)
    return replace(
        limits,
        can_start=limits.can_start[projects],
        spend_eur=limits.spend_eur[projects],
        bill_eur=limits.bill_eur[projects],
        owner=limits.owner[projects],
        building=limits.building[projects],
        duration=limits.duration[projects],
        after=pairs(limits.after),
        excludes=pairs(limits.excludes),
        reductions=tuple(replace(own, by_project_eur=own.by_project_eur[projects]) for own in mine),
    )
