"""Splits worked out: the least for the municipality within limits, and the nearest to who benefits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from scipy.optimize import linprog

from kans_model.finance.actors import GEMEENTE
from kans_model.finance.ledger import Ledger
from kans_model.finance.shares import whole_shares
from kans_model.finance.split import cell
from kans_model.tables.vocabulary import CATEGORIES
from kans_model.words.problems import KansError, Problem

INFEASIBLE = 2
"""Status of the solver when no split keeps the limits."""
GOALS = ("least_gemeente", "nearest_benefit")


def searched(
    ledger: Ledger, goal: str, most_share: Mapping[str, float] | None = None, most_net: bool = True
) -> tuple[dict[str, dict[str, int]], list[str]]:
    """A split per measure group by linear programming.

    Parameters
    ----------
    ledger : Ledger
        Of the package, under any split: its cost lines and benefits count, its shares do not.
    goal : {"least_gemeente", "nearest_benefit"}
        The least present value for the municipality; or the smallest sum of distances to the share of each
        party in the benefits.
    most_share : dict, optional
        Party → most it may bear, as share of the whole cost. [-]
    most_net : bool
        Nobody but the municipality bears more than he enjoys. The split's yearly ceilings hold in any case,
        before grants and VAT.

    Returns
    -------
    own : dict
        For `FinancingSplit.own`, per measure group.
    binding : list of str
        Parties whose limit holds the result back.

    Raises
    ------
    KansError
        Where no split keeps the limits, with the limits that are in each other's way.
    """
    actors = ledger.actors
    payers = actors.in_role("pays")
    places = [actors.place(actor) for actor in payers]
    groups = ledger.inputs.groups[ledger.inputs.lines.used]
    per_measure = (ledger.inputs.lines.eur @ ledger.inputs.lines.discount).sum(axis=(0, 2))
    cost = np.bincount(groups, per_measure, minlength=len(CATEGORIES))
    held = np.flatnonzero(cost > 0)
    total = cost.sum()
    if not total:
        raise KansError(Problem("search_nothing"))
    benefit = ledger.benefit_eur[places]
    n_groups, n = len(held), len(payers)
    # x: share of each held group's cost per payer; then the distance of each payer to its aim
    size = n_groups * n + n
    weight = np.zeros((n, size))
    for payer in range(n):
        weight[payer, payer : n_groups * n : n] = cost[held] / total
    limits, names = _limits(payers, benefit / total, most_share or {}, most_net)
    upper, at_most = [weight[i] for i, _ in limits], [limit for _, limit in limits]
    for row, ceiling, actor in _ceilings(ledger, payers, held, groups, size):
        upper.append(row)
        at_most.append(ceiling)
        names.append(actor)
    n_limits = len(upper)
    objective = np.zeros(size)
    if goal == "least_gemeente":
        for purse in GEMEENTE:
            objective += weight[payers.index(purse)]
    else:
        objective[n_groups * n :] = 1.0
        aim = benefit / benefit.sum() if benefit.sum() > 0 else np.full(n, 1 / n)
        distance = np.eye(size)[n_groups * n :]
        for sign in (1, -1):
            upper += list(sign * weight - distance)
            at_most += list(sign * aim)
    whole = np.zeros((n_groups, size))
    for group in range(n_groups):
        whole[group, group * n : (group + 1) * n] = 1.0
    answer = linprog(
        objective,
        A_ub=np.array(upper) if upper else None,
        b_ub=at_most or None,
        A_eq=whole,
        b_eq=np.ones(n_groups),
        bounds=[(0, 1)] * (n_groups * n) + [(0, None)] * n,
        method="highs",
    )
    if answer.status not in (0, INFEASIBLE):
        raise KansError(Problem("split_unsolved"))
    if answer.status == INFEASIBLE:
        raise KansError(Problem("search_infeasible", value=", ".join(dict.fromkeys(names))))
    slack = answer.slack[:n_limits]
    binding = [name for name, left in zip(names, slack, strict=True) if left < 1e-9]
    binding = list(dict.fromkeys(binding))
    shares = answer.x[: n_groups * n].reshape(n_groups, n)
    own = {
        cell(CATEGORIES[group]): {
            actor: int(part) for actor, part in zip(payers, whole_shares(row), strict=True) if part
        }
        for group, row in zip(held, shares, strict=True)
    }
    return own, binding


def _ceilings(
    ledger: Ledger, payers: list[str], held: np.ndarray, groups: np.ndarray, size: int
) -> Iterator[tuple[np.ndarray, float, str]]:
    """What a party bears in a year stays below its ceiling: coefficients, limit (as share of it), party."""
    lines = ledger.inputs.lines
    cash = lines.eur[[0, 1, 3]].sum(axis=(0, 2))  # measure, year
    per_group = np.zeros((len(CATEGORIES), cash.shape[1]))
    np.add.at(per_group, groups, cash)
    for actor, left in ledger.split.free_ceilings_eur.items():
        if actor not in payers:
            continue
        place, n = payers.index(actor), len(payers)
        for year in np.unique(per_group[held], axis=1).T:
            if year.sum() > left:
                row = np.zeros(size)
                row[place : len(held) * n : n] = year / max(left, 1.0)
                yield row, 1.0 if left >= 1 else 0.0, actor


def _limits(
    payers: Sequence[str], benefit_share: np.ndarray, most_share: Mapping[str, float], most_net: bool
) -> tuple[list[tuple[int, float]], list[str]]:
    """Pairs of (payer, most it bears as share of the whole), and whose limit each is."""
    limits, names = [], []
    for place, actor in enumerate(payers):
        most = [most_share[actor]] if actor in most_share else []
        if most_net and actor not in GEMEENTE:
            most.append(max(0.0, float(benefit_share[place])))
        if most:
            limits.append((place, min(most)))
            names.append(actor)
    return limits, names
