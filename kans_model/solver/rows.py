"""Rows of a linear program, gathered as arrays."""

import highspy
import numpy as np
from numpy.typing import ArrayLike
from scipy import sparse

INFINITE = highspy.kHighsInf


class Rows:
    """Rows of a linear program, gathered before they go to the solver."""

    def __init__(self) -> None:
        self.low: list[np.ndarray] = []
        self.high: list[np.ndarray] = []
        self.row: list[np.ndarray] = []
        self.index: list[np.ndarray] = []
        self.value: list[np.ndarray] = []
        self.n = 0

    def __len__(self) -> int:
        return self.n

    def add(self, index: ArrayLike, value: ArrayLike, low: float = -INFINITE, high: float = INFINITE) -> int:
        """One row; returns its place among these."""
        index = np.asarray(index)
        self.many(np.zeros(len(index), dtype=int), index, value, np.array([low]), np.array([high]))
        return self.n - 1

    def many(
        self, row: ArrayLike, index: ArrayLike, value: ArrayLike, low: np.ndarray, high: np.ndarray
    ) -> None:
        """Rows at once: which row, which column and what, entry by entry; and the ends of each row."""
        self.row.append(self.n + np.asarray(row))
        self.index.append(np.asarray(index))
        self.value.append(np.asarray(value, dtype=float))
        self.low.append(low)
        self.high.append(high)
        self.n += len(high)

    def matrix(self, n_columns: int) -> sparse.csc_matrix:
        """Their coefficients, shape (row, column)."""
        if not self.n:
            return sparse.csc_matrix((0, n_columns))
        places = np.concatenate(self.row), np.concatenate(self.index)
        return sparse.csc_matrix((np.concatenate(self.value), places), (self.n, n_columns))

    def send(self, solver: highspy.Highs) -> int:
        """Put them in the solver; returns the place of the first."""
        first = int(solver.getNumRow())
        if self.n:
            row, index = np.concatenate(self.row), np.concatenate(self.index)
            order = np.argsort(row, kind="stable")
            starts = np.searchsorted(row[order], np.arange(self.n)).astype(np.int32)
            solver.addRows(
                self.n,
                np.concatenate(self.low).astype(float),
                np.concatenate(self.high).astype(float),
                len(row),
                starts,
                index[order].astype(np.int32),
                np.concatenate(self.value)[order],
            )
        return first
