"""Rows of a linear program, gathered as arrays."""

import highspy
import numpy as np

INFINITE = highspy.kHighsInf


class Rows:
    """Rows of a linear program, gathered before they go to the solver."""

    def __init__(self):
        self.low, self.high = [], []
        self.row, self.index, self.value = [], [], []
        self.n = 0

    def __len__(self):
        return self.n

    def add(self, index, value, low=-INFINITE, high=INFINITE):
        """One row; returns its place among these."""
        self.many(np.zeros(len(index), dtype=int), index, value, np.array([low]), np.array([high]))
        return self.n - 1

    def many(self, row, index, value, low, high):
        """Rows at once: which row, which column and what, entry by entry; and the ends of each row."""
        self.row.append(self.n + np.asarray(row))
        self.index.append(np.asarray(index))
        self.value.append(np.asarray(value, dtype=float))
        self.low.append(low)
        self.high.append(high)
        self.n += len(high)

    def send(self, solver):
        """Put them in the solver; returns the place of the first."""
        first = solver.getNumRow()
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
