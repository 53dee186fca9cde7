"""A package while some of its measures, and some limits, are left out for a moment; the study stays."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import xarray as xr

from kans_model.comparison.verdicts import Verdict, verdicts
from kans_model.evaluation.damage_sums import damage_eur, keur_per_ha, known_total_eur
from kans_model.measures.portfolio import Portfolio
from kans_model.study.study import Study
from kans_model.tables.vocabulary import AT_2050, HORIZONS

HORIZON = HORIZONS[AT_2050]


@dataclass(frozen=True, eq=False)
class WithoutSome:
    """A package of a study without some measures, held against the limits that still count.

    Attributes
    ----------
    study : Study
    package : Portfolio
    off : collection of str
        Measures left out, and ids of limits that do not count.
    """

    study: Study
    package: Portfolio
    off: Collection[str] = frozenset()

    @property
    def measures(self) -> tuple[str, ...]:
        """All measures of the package, left out or not."""
        return tuple(dict.fromkeys([*self.package.choices, *self.package.explicit]))

    @property
    def n_on(self) -> int:
        return sum(measure not in self.off for measure in self.measures)

    @property
    def result(self) -> xr.Dataset:
        gone = [measure for measure in self.measures if measure in self.off]
        return self.study.evaluate(self.package.without(*gone) if gone else self.package)

    def verdicts(self) -> list[Verdict]:
        """Of every limit, counted or not, at its own moment, with what is left of the package."""
        found = verdicts(self.study.baseline, self.result, self.study.criteria, self.study.city.areas)
        return [own for own in found if own.when == "after" and own.moment == own.criterion.moment]

    def n_met(self) -> tuple[int, int, int]:
        """Limits that count: met, not known, and all of them."""
        counted = [own for own in self.verdicts() if own.criterion.id not in self.off]
        met, unknown = (sum(own.verdict == kind for own in counted) for kind in ("met", "unknown"))
        return met, unknown, len(counted)

    def damage_eur(self, when: str = "after") -> np.ndarray:
        """Damage per buurt in 2050 by all hazards that count in totals, shape (area,). [EUR/yr]"""
        result = self.result
        return damage_eur(result, result.attrs["hazards_included"], HORIZON, when)

    def total_eur(self, when: str = "after") -> float:
        """The same for the city. [EUR/yr]"""
        return known_total_eur(self.damage_eur(when))

    def left_keur_per_ha(self) -> np.ndarray:
        """What is left per hectare, shape (area,). [kEUR/ha/yr]"""
        return keur_per_ha(self.damage_eur(), self.study.city.areas["area_m2"])

    def without_keur_per_ha(self) -> np.ndarray:
        """What there is without any package, shape (area,). [kEUR/ha/yr]"""
        return keur_per_ha(self.damage_eur("before"), self.study.city.areas["area_m2"])
