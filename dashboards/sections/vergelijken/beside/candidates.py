"""The packages that stand beside each other, each with its result: what every section here shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import xarray as xr

from dashboards.parts.frame.session import Session
from dashboards.parts.packages.marks import Looks
from kans_model.study.study import Study
from kans_model.uncertainty.bands import drawn


@dataclass(frozen=True, eq=False)
class Candidates:
    """Packages, evaluated.

    Attributes
    ----------
    looks : id → (name, look).
    base : the one that the others are held against.
    results, ranges : of each package, with all at the middle and under every draw.
    """

    study: Study
    looks: Looks
    base: str
    results: Mapping[str, xr.Dataset]
    ranges: Mapping[str, xr.Dataset]

    @classmethod
    def of(cls, session: Session, looks: Looks, base: str) -> Candidates:
        """These packages of a session's study."""
        study = session.study
        results = {key: study.evaluate(key) for key in looks}
        ranges = {key: study.evaluate(key, drawn(study)) for key in looks}
        return cls(study, looks, base, results, ranges)

    @property
    def names(self) -> list[str]:
        """What the packages are called, in their order."""
        return [name for name, _ in self.looks.values()]
