"""The planner's rule of thumb: most benefit per euro first, each in the first year that holds it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kans_model.programme.limits import Limits


def by_benefit_per_euro(worth_eur: np.ndarray, cost_eur: np.ndarray, limits: Limits) -> np.ndarray:
    """Start years by the rule of thumb, shape (project,); −1 for what no year holds.

    Parameters
    ----------
    worth_eur : array, shape (project, start year)
        What a schedule maximises. [EUR]
    cost_eur : array, shape (project,)
        Investment where no street opens. [EUR]
    limits : Limits
        Limits of risk are no part of the rule.
    """
    best = np.where(limits.can_start, worth_eur, -np.inf).max(axis=1, initial=-np.inf)
    per_euro = np.divide(best, cost_eur, out=np.zeros_like(best), where=cost_eur > 0)
    return in_order([int(project) for project in np.argsort(-per_euro, kind="stable")], limits)


def in_order(order: Sequence[int], limits: Limits) -> np.ndarray:
    """Start years when projects take their turn, each in the first year that holds it, shape (project,).

    One that must wait for another takes its turn after that one; −1 for what no year holds.
    """
    room, waiting = _Room(limits), list(order)
    before = {project: {int(first) for p, first in limits.after if p == project} for project in waiting}
    while waiting:
        ready = [project for project in waiting if not before[project] & set(waiting)]
        if not ready:
            break
        room.place(ready[0])
        waiting.remove(ready[0])
    return room.start


class _Room:
    """What budgets and owners have left while projects are placed."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.start = np.full(len(limits.can_start), -1)
        self.budget = limits.budget_eur.copy()
        n_years = self.budget.shape[1]
        self.money = np.repeat(limits.capacity_eur[:, None], n_years, axis=1)
        self.hands = np.repeat(limits.capacity_projects[:, None], n_years, axis=1)

    def place(self, project: int) -> None:
        """Put a project in the first year that holds it, if any does."""
        limits, owner = self.limits, self.limits.owner[project]
        others = {int(b) if a == project else int(a) for a, b in limits.excludes if project in (a, b)}
        if any(self.start[other] >= 0 for other in others):
            return
        for year in np.flatnonzero(limits.can_start[project]):
            if not self._in_order(project, int(year)):
                continue
            spend = limits.spend_eur[project, year]
            bills = (limits.building[project, year][:, None] * limits.bill_eur[project]).T
            busy = limits.building[project, year] > 0
            holds = (bills <= self.budget + 0.005).all() and (spend <= self.money[owner] + 0.005).all()
            if holds and (busy <= self.hands[owner]).all():
                self.budget = self.budget - bills
                self.money[owner] -= spend
                self.hands[owner] -= busy
                self.start[project] = year
                return

    def _in_order(self, project: int, year: int) -> bool:
        firsts = [int(first) for own, first in self.limits.after if own == project]
        ready = (self.start[first] + self.limits.duration[first] for first in firsts)
        return all(self.start[first] >= 0 and done <= year for first, done in zip(firsts, ready, strict=True))
