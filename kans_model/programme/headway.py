"""How far a programme is: projects by state, money and work against the plan, and what the rest must do."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from kans_model.programme.plan import Plan
from kans_model.programme.projects import Project
from kans_model.tables.vocabulary import BUILD_STATES


@dataclass(frozen=True, eq=False)
class Progress:
    """A plan at the end of a year.

    Attributes
    ----------
    plan : Plan
    year : int
        The last that is over.
    """

    plan: Plan
    year: int

    @cached_property
    def n_by_state(self) -> dict[str, int]:
        """How many projects are how far, in the order of `BUILD_STATES`."""
        count = Counter(own.status for own in self.plan.programme.projects)
        return {state: count[state] for state in BUILD_STATES}

    @cached_property
    def _planned_eur(self) -> np.ndarray:
        """Of each project that has a year, or that is under way, shape (project,). [EUR]"""
        has_year = self.plan.start >= 0
        done = np.array([own.status == "done" for own in self.plan.programme.projects], dtype=bool)
        alone = np.where(done, self.plan.values.capex_eur, 0.0)
        return np.where(has_year, self.plan.spend_eur.sum(axis=1), alone)

    @property
    def planned_eur(self) -> float:
        """Of the whole plan. [EUR]"""
        return float(self._planned_eur.sum())

    @property
    def due_eur(self) -> float:
        """What was to be built by the end of the year. [EUR]"""
        over = self.plan.values.years <= self.year
        return float(self.plan.spend_eur[:, over].sum())

    @cached_property
    def built_share(self) -> np.ndarray:
        """Part of each project that is built, shape (project,); NaN where it runs and nobody said. [-]

        By the quantities that were realised, weighed by their price; of one that is done without them all.
        """
        price = self.plan.values.base.costs.unit_price_eur
        place = self.plan.values.base.room.place
        shares = []
        for own in self.plan.programme.projects:
            if own.realised:
                planned = {key: sum(amounts.values()) for key, amounts in own.quantities.items()}
                whole = sum(price[place[key]] * amount for key, amount in planned.items())
                real = sum(price[place[key]] * amount for key, amount in own.realised.items() if key in place)
                shares.append(min(1.0, real / whole) if whole > 0 else 1.0)
            else:
                shares.append({"done": 1.0, "running": float("nan")}.get(own.status, 0.0))
        return np.array(shares, dtype=float)

    @property
    def n_unknown(self) -> int:
        """Projects that run and of which nobody said how much is built."""
        return int(np.isnan(self.built_share).sum())

    @property
    def built_eur(self) -> float:
        """What is built, at what was planned for it; what is unknown is left out. [EUR]"""
        return float(np.nansum(self.built_share * self._planned_eur))

    @property
    def spent_eur(self) -> float:
        """What it cost, of projects whose cost is known. [EUR]"""
        return float(sum(own.realised_eur or 0.0 for own in self.plan.programme.projects))

    @property
    def cost_ratio(self) -> float:
        """Realised over planned cost of what is built, of projects whose cost is known; NaN of none. [-]"""
        planned = sum(
            share * eur
            for own, share, eur in zip(
                self.plan.programme.projects, self.built_share, self._planned_eur, strict=True
            )
            if own.realised_eur is not None and share > 0
        )
        spent = sum(
            own.realised_eur or 0.0
            for own, share in zip(self.plan.programme.projects, self.built_share, strict=True)
            if share > 0
        )
        return float(spent / planned) if planned > 0 else float("nan")

    @property
    def behind_eur(self) -> float:
        """What was due and is not built; below zero where it is ahead. [EUR]"""
        return self.due_eur - self.built_eur

    def rest_eur_per_year(self, last: int) -> tuple[float, float]:
        """What must be built a year to be as far in a last year as planned, and what is planned. [EUR/yr]

        Returns
        -------
        needed, planned : float
            NaN where no year is left.
        """
        years = self.plan.values.years
        left = (years > self.year) & (years <= last)
        n = int(left.sum())
        if not n:
            return float("nan"), float("nan")
        planned = float(self.plan.spend_eur[:, left].sum())
        return (planned + self.behind_eur) / n, planned / n


@dataclass(frozen=True)
class PriceExperience:
    """What a measure came to cost, of projects that are done.

    Attributes
    ----------
    measure : str
    ratio : float
        Realised over planned cost. [-]
    n_projects : int
        That stand behind it.
    """

    measure: str
    ratio: float
    n_projects: int


def realised_prices(plan: Plan) -> list[PriceExperience]:
    """Of every measure in projects that are done and whose cost is known, those behind most first.

    A project has one sum for all its measures: what it cost more or less counts for each of them, by what
    was planned for it. Quantities are those that were realised, else those of the plan.
    """
    base = plan.values.base
    price, place = base.costs.unit_price_eur, base.room.place
    weighed: dict[str, list[tuple[float, float]]] = {}
    for own in plan.programme.projects:
        if own.status != "done" or own.realised_eur is None:
            continue
        eur = {
            key: price[place[key]] * amount for key, amount in built_quantities(own).items() if key in place
        }
        whole = sum(eur.values())
        if whole > 0:
            for key, part in eur.items():
                weighed.setdefault(key, []).append((part, own.realised_eur / whole))
    found = [
        PriceExperience(key, sum(w * r for w, r in rows) / sum(w for w, _ in rows), len(rows))
        for key, rows in weighed.items()
        if sum(w for w, _ in rows) > 0
    ]
    return sorted(found, key=lambda own: -own.n_projects)


def built_quantities(project: Project) -> dict[str, float]:
    """What a project that is done built of each measure: as was realised, else as planned. [unit of it]"""
    planned = {key: float(sum(amounts.values())) for key, amounts in project.quantities.items()}
    return dict(project.realised) or planned
