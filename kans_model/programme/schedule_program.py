"""The schedule as a program in whole numbers: worth of each choice and rows it keeps, whole or in part."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import highspy
import numpy as np
from scipy import sparse

from kans_model.programme import schedule_rows
from kans_model.programme.limits import Limits
from kans_model.programme.schedule_rows import EURO, Places
from kans_model.solver.highs import add_columns
from kans_model.solver.rows import Rows

SHORTFALL_YEARS = 50.0
"""Years of a euro of damage that a limit which may be missed counts for. [yr]"""
ROUNDING = 1e-6
"""What a row may be over. [thousand EUR, or projects]"""


@dataclass(frozen=True, eq=False)
class Program:
    """Columns are one per project and start year, with a shortfall behind them per limit that may be missed.

    Attributes
    ----------
    places : Places
        Of the first columns.
    worth : array, shape (column,)
        [thousand EUR]
    rows : Rows
    budget_rows : list of (row, payer, year)
    """

    places: Places
    worth: np.ndarray
    rows: Rows
    budget_rows: list[tuple[int, int, int]]

    @classmethod
    def of(cls, worth_eur: np.ndarray, limits: Limits, years: np.ndarray) -> Program:
        """The program of a schedule; `worth_eur` of shape (project, start year)."""
        places, rows = Places(limits.can_start), Rows()
        soft = sum(not limit.hard for limit in limits.reductions)
        worth = EURO * worth_eur[places.project, places.start]
        schedule_rows.one_start(rows, places)
        named = schedule_rows.budgets(rows, places, limits)
        schedule_rows.capacity(rows, places, limits)
        schedule_rows.order(rows, places, limits)
        schedule_rows.exclusion(rows, places, limits)
        schedule_rows.reductions(rows, places, limits, years)
        return cls(places, np.append(worth, np.full(soft, -SHORTFALL_YEARS)), rows, named)

    @cached_property
    def matrix(self) -> sparse.csc_matrix:
        """Shape (row, column)."""
        return self.rows.matrix(len(self.worth))

    @cached_property
    def low(self) -> np.ndarray:
        return np.concatenate(self.rows.low).astype(float)

    @cached_property
    def high(self) -> np.ndarray:
        return np.concatenate(self.rows.high).astype(float)

    @cached_property
    def is_whole(self) -> np.ndarray:
        """Which columns are a choice and no amount."""
        return np.arange(len(self.worth)) < len(self.places)

    @cached_property
    def project_bills(self) -> np.ndarray:
        """What a project costs each payer with a budget, mean of its start years, shape (project, payer).

        [thousand EUR]
        """
        n_projects = len(self.places.can_start)
        payers = max((payer for _, payer, _ in self.budget_rows), default=0) + 1
        bills = np.zeros((n_projects, payers))
        by_row = self.matrix.tocsr()
        for row, payer, _ in self.budget_rows:
            mine = by_row[row]
            chosen = mine.indices < len(self.places)
            np.add.at(bills[:, payer], self.places.project[mine.indices[chosen]], mine.data[chosen])
        return bills / np.maximum(self.places.can_start.sum(axis=1), 1)[:, None]

    def send(self, solver: highspy.Highs, whole: bool = True) -> None:
        """All of it to a solver, in whole numbers or not."""
        ends = np.zeros(len(self.worth)), np.where(self.is_whole, 1.0, np.inf)
        add_columns(solver, *ends, self.worth)
        self.rows.send(solver)
        solver.changeObjectiveSense(highspy.ObjSense.kMaximize)
        if whole:
            _choices(solver, np.flatnonzero(self.is_whole))

    def send_part(self, solver: highspy.Highs, answer: np.ndarray, projects: np.ndarray) -> np.ndarray:
        """Only the choices of some projects, the others held as in an answer; returns the columns sent.

        Rows that hold whatever is chosen are left out.

        Parameters
        ----------
        answer : array, shape (column,)
        projects : array of int
        """
        free = ~self.is_whole
        free[: len(self.places)] = np.isin(self.places.project, projects)
        held = self.matrix @ np.where(free, 0.0, answer)
        columns = np.flatnonzero(free)
        part = self.matrix[:, columns].toarray()
        low, high = self.low - held, self.high - held
        top = np.where(self.is_whole[columns], np.maximum(part, 0.0), np.where(part > 0, np.inf, 0.0)).sum(
            axis=1
        )
        bottom = np.minimum(part, 0.0).sum(axis=1)
        # what alone is over a row in which nothing makes room
        over = (part > high[:, None] + ROUNDING) & (bottom >= 0)[:, None]
        keep = ~over.any(axis=0) | (answer[columns] > 0)
        columns, part = columns[keep], part[:, keep]
        at = np.flatnonzero((top > high) | (bottom < low))
        rows = Rows()
        row, column = np.nonzero(part[at])
        rows.many(row, column, part[at][row, column], low[at], high[at])
        whole = self.is_whole[columns]
        add_columns(solver, np.zeros(len(columns)), np.where(whole, 1.0, np.inf), self.worth[columns])
        rows.send(solver)
        solver.changeObjectiveSense(highspy.ObjSense.kMaximize)
        _choices(solver, np.flatnonzero(whole))
        return columns

    def holds(self, answer: np.ndarray) -> bool:
        """Whether an answer keeps every row."""
        load = self.matrix @ answer
        return bool((load <= self.high + ROUNDING).all() and (load >= self.low - ROUNDING).all())


def _choices(solver: highspy.Highs, columns: np.ndarray) -> None:
    kinds = np.full(len(columns), highspy.HighsVarType.kInteger)
    solver.changeColsIntegrality(len(columns), columns.astype(np.int32), kinds)
