"""The method of equal shares: everyone has the same part of the budget, and pays for what he wants."""

from __future__ import annotations

import heapq
from dataclasses import dataclass

import numpy as np

ROUNDING = 1e-9
"""Share of a cost by which the money of its supporters may fall short. [-]"""


@dataclass(frozen=True, eq=False)
class EqualShares:
    """Who paid for what.

    Attributes
    ----------
    cost_eur : array, shape (project,)
    utility : array, shape (partner, project)
        What a project is worth to each; 0 or less is no support. [-]
    paid_eur : array, shape (partner, project)
    order : tuple of int
        Projects in the order in which they won.
    left_eur : array, shape (partner,)
        What remained of everyone's part.
    """

    cost_eur: np.ndarray
    utility: np.ndarray
    paid_eur: np.ndarray
    order: tuple[int, ...]
    left_eur: np.ndarray

    @property
    def won(self) -> np.ndarray:
        """Mask (project,)."""
        chosen = np.zeros(len(self.cost_eur), dtype=bool)
        chosen[list(self.order)] = True
        return chosen

    def support_eur(self) -> np.ndarray:
        """Money that the supporters of each project had left at the end, shape (project,). [EUR]"""
        return self.left_eur @ (self.utility > 0)

    def lacked_eur(self) -> np.ndarray:
        """What a project that lost lacked beside that, shape (project,); 0 for one that won. [EUR]"""
        lacked = np.maximum(0.0, self.cost_eur - self.support_eur())
        return np.where(self.won, 0.0, lacked)

    def lost_to_eur(self) -> np.ndarray:
        """What supporters of a project paid to others: (project that lost, project that won). [EUR]

        Zero in rows of projects that won.
        """
        supported = ((self.utility > 0) & ~self.won).astype(float)
        return supported.T @ self.paid_eur


def equal_shares(cost_eur: np.ndarray, utility: np.ndarray, budget_eur: float) -> EqualShares:
    """What partners choose when each can spend the same part of the budget.

    The project that asks the least of its supporters per unit of what it is worth to them is built first;
    each of them pays in proportion to that, and no more than he has. It ends when the supporters of no
    project can pay for it together. What then remains is not spent.

    Parameters
    ----------
    cost_eur : array, shape (project,)
        Above 0. [EUR]
    utility : array, shape (partner, project)
        0 or less is no support.
    budget_eur : float

    Examples
    --------
    Two want the first, one the second, and each has 50:

    >>> chosen = equal_shares(np.array([90.0, 50.0]), np.array([[1, 0], [1, 0], [0, 1.0]]), 150.0)
    >>> chosen.order, chosen.paid_eur.sum(axis=1).tolist()
    ((0, 1), [45.0, 45.0, 50.0])

    References
    ----------
    Peters, Pierczyński and Skowron 2021, "Proportional participatory budgeting with additive utilities".
    """
    cost_eur = np.asarray(cost_eur, dtype=float)
    worth = np.maximum(np.asarray(utility, dtype=float), 0.0)
    n_partners, n_projects = worth.shape
    left = np.full(n_partners, budget_eur / max(n_partners, 1))
    paid = np.zeros((n_partners, n_projects))
    order: list[int] = []
    # money only gets less, so that a price never falls: what was asked last time is asked at least
    price = [(_price(cost_eur[c], worth[:, c], left), c) for c in range(n_projects)]
    queue = [(asked, c) for asked, c in price if np.isfinite(asked)]
    heapq.heapify(queue)
    while queue:
        known, project = heapq.heappop(queue)
        asked = _price(cost_eur[project], worth[:, project], left)
        if not np.isfinite(asked):
            continue
        if asked > known * (1 + ROUNDING):
            heapq.heappush(queue, (asked, project))
            continue
        paid[:, project] = np.minimum(left, asked * worth[:, project])
        left = left - paid[:, project]
        order.append(project)
    return EqualShares(cost_eur, np.asarray(utility, dtype=float), paid, tuple(order), left)


def _price(cost_eur: float, worth: np.ndarray, left: np.ndarray) -> float:
    """What its supporters pay per unit of worth; infinite where they cannot pay together. [EUR]"""
    mine = np.flatnonzero(worth > 0)
    if left[mine].sum() < cost_eur * (1 - ROUNDING):
        return np.inf
    most = left[mine] / worth[mine]  # the price at which one has spent all
    order = np.argsort(most, kind="stable")
    has, wants = left[mine][order], worth[mine][order]
    spent = np.append(0.0, np.cumsum(has)[:-1])  # of those who have nothing more to give
    rest = np.cumsum(wants[::-1])[::-1]
    price = (cost_eur - spent) / rest
    enough = np.flatnonzero(price <= most[order] * (1 + ROUNDING))
    return float(price[enough[0]]) if len(enough) else float(most.max())
