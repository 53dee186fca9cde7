"""A programme in its city: what every project is worth and costs, and what the years it has come to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from kans_model.evaluation.baseline import Baseline
from kans_model.finance.ledger import Ledger
from kans_model.finance.phasing import Phasing
from kans_model.programme.breaches import Breach, breaches
from kans_model.programme.limits import Limits, Reduction, limits
from kans_model.programme.payers import bills_eur, measure_payers
from kans_model.programme.programme import Programme
from kans_model.programme.start_values import StartValues
from kans_model.programme.works import Work, opened


def start_values(base: Baseline, programme: Programme, works: Sequence[Work]) -> StartValues:
    """What the projects of a programme are worth and cost, beside these works."""
    years = np.array(programme.years)
    return StartValues(
        base=base,
        projects=programme.projects,
        years=years,
        opened=opened(works, base.room, years),
        reach_eur=programme.reach_eur,
        only_worthwhile=programme.only_worthwhile,
    )


def starts(programme: Programme) -> np.ndarray:
    """Place of the start year of each project, shape (project,); −1 where it has none in these years."""
    first, n = programme.first_year, len(programme.years)
    place = [-1 if own.start is None else own.start - first for own in programme.projects]
    of_all = np.array(place, dtype=int)
    return np.where((of_all >= 0) & (of_all < n), of_all, -1)


@dataclass(frozen=True, eq=False)
class Plan:
    """A programme in its city.

    Attributes
    ----------
    programme : Programme
    values : StartValues
        Of its projects.
    quantity : array, shape (measure, area)
        Of the whole package, planned or not. [unit of the measure]
    """

    programme: Programme
    values: StartValues
    quantity: np.ndarray

    @cached_property
    def start(self) -> np.ndarray:
        return starts(self.programme)

    @cached_property
    def built(self) -> np.ndarray:
        """Part of each project built in each year of the programme, shape (project, year). [-]"""
        rows = np.arange(len(self.start))
        chosen = self.values.building[rows, np.maximum(self.start, 0)]
        return np.where((self.start >= 0)[:, None], chosen, 0.0)

    @cached_property
    def spend_eur(self) -> np.ndarray:
        """Investment of each project in each year of the programme, shape (project, year). [EUR]"""
        return self.built * (self.values.capex_eur[:, None] - self.values.saving_eur)

    @cached_property
    def phasing(self) -> Phasing:
        """What financing goes by: the years of each measure, over the whole period."""
        values, base = self.values, self.values.base
        lines, built = values.lines, self.built[values.lines.project]
        n_measures, n_years = len(base.room.measures), len(values.years)
        quantity, spared = np.zeros((2, n_measures, n_years))
        np.add.at(quantity, lines.measure, lines.quantity[:, None] * built)
        np.add.at(spared, lines.measure, values.line_saving_eur * built)
        total = self.quantity.sum(axis=1)
        price = base.costs.works_price_eur * total
        part = np.divide(quantity, total[:, None], out=np.zeros_like(quantity), where=total[:, None] > 0)
        saved = np.divide(spared, price[:, None], out=np.zeros_like(spared), where=price[:, None] > 0)
        return Phasing(self._over_period(part), self._over_period(saved))

    def _over_period(self, by_year: np.ndarray) -> np.ndarray:
        """Years of the programme as years of the study's period; what lies outside it is left out."""
        scenario = self.values.base.scenario
        period = scenario.base_year + np.arange(scenario.period_years)
        whole = np.zeros((len(by_year), len(period)))
        _, mine, theirs = np.intersect1d(self.values.years, period, return_indices=True)
        whole[:, theirs] = by_year[:, mine]
        return whole

    def standing(self, year: int) -> np.ndarray:
        """What is ready before a year begins, shape (measure, area). [unit of the measure]"""
        ready = self.built[:, self.values.years < year].sum(axis=1)
        return self.values.lines.quantities(self.values.base.room, ready)

    def area_eur(self, year: int) -> np.ndarray:
        """Investment of a year per area, shape (area,); none outside the programme. [EUR]"""
        values, lines = self.values, self.values.lines
        place = year - self.programme.first_year
        total = np.zeros(values.base.n_areas)
        if 0 <= place < len(values.years):
            paid = values.line_capex_eur - values.line_saving_eur[:, place]
            np.add.at(total, lines.area, paid * self.built[lines.project, place])
        return total

    # --- limits ---------------------------------------------------------------------------------

    def limits(self, ledger: Ledger, reductions: tuple[Reduction, ...] = ()) -> Limits:
        """What its years must keep to, with who pays by a split."""
        bills = bills_eur(self.values, measure_payers(ledger))
        return limits(self.programme, self.values, bills, tuple(ledger.actors.ids), reductions)

    def breaches(self, limits: Limits, start: np.ndarray | None = None) -> list[Breach]:
        """What its years break, or others in their place."""
        return breaches(limits, self.start if start is None else start, self.values.years)


BUDGET_YEARS = 4
"""Years of a municipal budget: the year itself and three ahead."""


def budget_period(programme: Programme) -> tuple[int, int]:
    """First and last year of the first budget of a programme.

    Examples
    --------
    >>> budget_period(Programme())
    (2027, 2030)
    """
    return programme.first_year, min(programme.first_year + BUDGET_YEARS - 1, programme.last_year)
