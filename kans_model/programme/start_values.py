"""What a project is worth and costs when it starts in a year: the numbers a schedule chooses by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from kans_model.evaluation import economics
from kans_model.evaluation.baseline import Baseline
from kans_model.measures.room import WORKS_STOCKS
from kans_model.programme.area_parts import avoided_by_area_eur
from kans_model.programme.project_lines import ProjectLines
from kans_model.programme.projects import Project
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import HAZARDS

HEAT = HAZARDS.index("heat")
BUILT_SHARE = 1e-6
"""Of its price, what it is worth that a project is built at all: one without counted benefit stays in."""


@dataclass(frozen=True, eq=False)
class StartValues:
    """Projects in one city by the year in which they start. Arrays are (project, start year, …).

    Attributes
    ----------
    base : Baseline
    projects : sequence of Project
    years : array of int, shape (year,)
        Of the programme.
    opened : array, shape (stock of `WORKS_STOCKS`, area, year)
        Share of each surface that works open. [-]
    reach_eur : float
        What one per cent of reach counts for in a year. [EUR/yr]
    only_worthwhile : bool
        Whether a project is left out that costs more than is counted of what it brings.
    """

    base: Baseline
    projects: Sequence[Project]
    years: np.ndarray
    opened: np.ndarray
    reach_eur: float = 0.0
    only_worthwhile: bool = False

    @cached_property
    def lines(self) -> ProjectLines:
        return ProjectLines.of(self.projects, self.base.room)

    @cached_property
    def duration(self) -> np.ndarray:
        """Shape (project,). [yr]"""
        return np.array([project.duration_years for project in self.projects], dtype=int)

    # --- cost ----------------------------------------------------------------------------------

    @cached_property
    def line_capex_eur(self) -> np.ndarray:
        """Investment of each line where no street opens, shape (line,). [EUR]"""
        return self.base.costs.unit_price_eur[self.lines.measure] * self.lines.quantity

    @cached_property
    def line_saving_eur(self) -> np.ndarray:
        """What works of a year would save on each line, if it were built then, shape (line, year). [EUR]

        As `works.saved_by_works`: the discount holds for what fits in the part that is opened.
        """
        lines, room, measure = self.lines, self.base.room, self.base.measure
        stock_names = table("measures")["stock"].to_numpy()
        row = np.array([WORKS_STOCKS.index(name) if name in WORKS_STOCKS else -1 for name in stock_names])
        row = row[lines.measure]
        share = np.where(row[:, None] >= 0, self.opened[row, lines.area], 0.0)
        within = room.potential[lines.measure, lines.area][:, None] * share
        saved = np.minimum(lines.quantity[:, None], within)
        price = self.base.costs.works_price_eur * measure["joint_works_discount"]
        return price[lines.measure][:, None] * saved

    @cached_property
    def capex_eur(self) -> np.ndarray:
        """Investment of each project where no street opens, shape (project,). [EUR]"""
        return self.lines.by_project(self.line_capex_eur)

    @cached_property
    def saving_eur(self) -> np.ndarray:
        """What works of each year save on a project built whole in it, shape (project, year). [EUR]"""
        return self.lines.by_project(self.line_saving_eur)

    @cached_property
    def building(self) -> np.ndarray:
        """Part of a project built in each year, shape (project, start year, year). [-]

        Evenly over its duration; nothing where it would not be ready in the programme.
        """
        year = np.arange(len(self.years))
        since = year[None, None, :] - year[None, :, None]
        during = (since >= 0) & (since < self.duration[:, None, None])
        ready = year[None, :] + self.duration[:, None] <= len(year)
        return during * ready[..., None] / self.duration[:, None, None]

    @cached_property
    def saved_eur(self) -> np.ndarray:
        """What joining works saves by start year, shape (project, start year). [EUR]"""
        return np.einsum("psy,py->ps", self.building, self.saving_eur)

    @cached_property
    def spend_eur(self) -> np.ndarray:
        """Investment in each year, by start year, shape (project, start year, year). [EUR]"""
        return self.building * (self.capex_eur[:, None] - self.saving_eur)[:, None, :]

    # --- worth ----------------------------------------------------------------------------------

    @cached_property
    def quantity(self) -> np.ndarray:
        """All projects together, shape (measure, area)."""
        return self.lines.quantities(self.base.room)

    @cached_property
    def line_avoided_eur(self) -> np.ndarray:
        """Avoided damage of each line as part of all projects, shape (line, hazard, horizon). [EUR/yr]"""
        parts = avoided_by_area_eur(self.base, self.quantity)
        each = parts[self.lines.measure, self.lines.area]
        return each * self.lines.part_of(self.quantity)[:, None, None]

    @cached_property
    def avoided_eur(self) -> np.ndarray:
        """Avoided damage of each project, hazards in totals, shape (project, horizon). [EUR/yr]"""
        return self.lines.by_project(self.line_avoided_eur[:, self.base.counted].sum(axis=1))

    @cached_property
    def benefit_eur(self) -> np.ndarray:
        """Present value of avoided damage by start year, shape (project, start year). [EUR]"""
        at_once, grown = self._weights
        duration = self.duration[self.lines.project] - 1
        counted = self.line_avoided_eur[:, self.base.counted].sum(axis=1)
        worth = np.einsum("lh,lsh->ls", counted, at_once[duration])
        if self.base.counted[HEAT]:
            heat = self.line_avoided_eur[:, HEAT]
            more = grown[duration, self.lines.measure] - at_once[duration]
            worth += np.einsum("lh,lsh->ls", heat, more)
        return self.lines.by_project(worth)

    @cached_property
    def _weights(self) -> tuple[np.ndarray, np.ndarray]:
        """Years each horizon counts for: (duration, start, horizon), and (duration, measure, …)."""
        costs, scenario = self.base.costs, self.base.scenario
        calendar = scenario.base_year + np.arange(scenario.period_years)
        longest = int(self.duration.max(initial=1))
        age = calendar[None, :] - self.years[:, None]  # of what is built in the first year of a start
        ramp = self.base.measure["effect_ramp_years"][:, None, None]
        first = self.base.scalar["tree_start_share"]
        at_once, grown = [], []
        for years in range(1, longest + 1):
            ages = age[None] - np.arange(years)[:, None, None]
            standing = ages > 0
            part = np.where(
                ramp[..., None] > 0,
                first + (1 - first) * np.clip(ages / np.maximum(ramp[..., None], 1e-9), 0, 1),
                1.0,
            )
            at_once.append(standing.mean(axis=0))
            grown.append((part * standing).mean(axis=1))
        weigh = economics.benefit_weights
        rest = costs.horizon_years, scenario.base_year, scenario.period_years, costs.discount_rate
        return weigh(*rest, np.stack(at_once)), weigh(*rest, np.stack(grown))

    @cached_property
    def reach_pct(self) -> np.ndarray:
        """Reach in the opgaven that each project brings, summed over these, shape (project,). [%]"""
        reach, lines = self.base.synergy_reach, self.lines
        surface = reach.surface_per_unit_m2[lines.measure] * lines.quantity
        most = np.where(reach.most > 0, reach.most, np.inf)
        return lines.by_project(100 * surface * (reach.scores / most[:, None]).sum(axis=0)[lines.measure])

    @cached_property
    def reach_worth_eur(self) -> np.ndarray:
        """Present value of that reach by start year, shape (project, start year). [EUR]"""
        scenario, rate = self.base.scenario, self.base.costs.discount_rate
        ready = self.years[None, :] + self.duration[:, None] - 1
        years_of = economics.upkeep_value_factor(ready, scenario.base_year, scenario.period_years, rate)
        return self.reach_eur * self.reach_pct[:, None] * years_of

    @cached_property
    def worth_eur(self) -> np.ndarray:
        """What a schedule maximises, by start year, shape (project, start year). [EUR]

        Present value of avoided damage and of reach, and what joining works saves. A package that is
        decided is built as far as budgets allow, so its price decides nothing but where it differs between
        years; with `only_worthwhile` the whole price counts. Prices are not discounted: to build later is
        no saving.
        """
        price = self.capex_eur * (1.0 if self.only_worthwhile else -BUILT_SHARE)
        return self.benefit_eur + self.reach_worth_eur + self.saved_eur - price[:, None]
