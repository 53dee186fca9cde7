"""The lines of all projects as arrays: so much of a measure in an area, for a project."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kans_model.measures.room import Room
from kans_model.programme.projects import Project


@dataclass(frozen=True, eq=False)
class ProjectLines:
    """Arrays of shape (line,), but for what is said otherwise.

    Attributes
    ----------
    project, measure, area : array of int
        Places: among the projects, the measures of the library and the areas.
    quantity : array
        [unit of the measure]
    n_projects : int
    """

    project: np.ndarray
    measure: np.ndarray
    area: np.ndarray
    quantity: np.ndarray
    n_projects: int

    @classmethod
    def of(cls, projects: Sequence[Project], room: Room) -> ProjectLines:
        """The lines of projects, in their order; areas and measures that are not there are left out."""
        rows = [
            (place, room.place[measure], room.areas.get_loc(code), quantity)
            for place, project in enumerate(projects)
            for measure, amounts in project.quantities.items()
            for code, quantity in amounts.items()
            if measure in room.place and code in room.areas and quantity > 0
        ]
        columns = list(zip(*rows, strict=True)) if rows else [(), (), (), ()]
        project, measure, area = (np.array(column, dtype=int) for column in columns[:3])
        return cls(project, measure, area, np.array(columns[3], dtype=float), len(projects))

    def by_project(self, values: np.ndarray) -> np.ndarray:
        """Values per line (line, …) summed per project, shape (project, …)."""
        total = np.zeros((self.n_projects, *np.shape(values)[1:]))
        np.add.at(total, self.project, values)
        return total

    def quantities(self, room: Room, built: np.ndarray | None = None) -> np.ndarray:
        """What projects build together, shape (measure, area). [unit of the measure]

        Parameters
        ----------
        built : array, shape (project,), optional
            The part of each that stands; all of it without. [-]
        """
        total = np.zeros_like(room.potential)
        part = 1.0 if built is None else np.asarray(built, dtype=float)[self.project]
        np.add.at(total, (self.measure, self.area), self.quantity * part)
        return total

    def part_of(self, quantity: np.ndarray) -> np.ndarray:
        """Each line as part of all that stands of its measure in its area. [-]"""
        whole = quantity[self.measure, self.area]
        return np.divide(self.quantity, whole, out=np.zeros_like(self.quantity), where=whole > 0)
