"""A package at every place of one of its sliders; bands keep the width they have now."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kans_model.comparison.answers import EVENT_YEARS
from kans_model.computing.cache import Cache
from kans_model.evaluation.rain import SHOWN_YEARS
from kans_model.evaluation.result import known_sum
from kans_model.evaluation.travel import MOST_AREAS, Travel, evaluate_travel
from kans_model.measures.portfolio import Portfolio
from kans_model.study.hashing import digest, hashed
from kans_model.study.study import Study
from kans_model.tables.vocabulary import AT_2050
from kans_model.uncertainty.bands import Band
from kans_model.uncertainty.package_result import DRAWN, PackageResult
from kans_model.words.amounts import MILLION

SQUARE_METRES_PER_HECTARE = 1e4

_travels = Cache(64 * 2**20)
"""By what they rest on: one slider is touched again and again, and readers begin with the same package."""


def has_travel(study: Study) -> bool:
    """Whether the city is small enough to work out a slider's whole travel when it is touched."""
    return len(study.city.areas) <= MOST_AREAS


def travel_key(study: Study, portfolio: Portfolio, measure: str) -> str:
    """What a slider's travel rests on: everything but its own place."""
    package = portfolio.with_uptake(measure, 0.0)
    return digest({"outlook": study.outlook_key, "package": hashed(package.to_dict()), "measure": measure})


class PackageTravel:
    """What a package comes to at every place of a slider. Arrays are (place, …).

    The accessors bear the names of those of `PackageResult` and say the same, place by place.
    """

    def __init__(self, package: PackageResult, measure: str):
        self.package = package
        self.travel: Travel = _travels.get(
            travel_key(package.study, package.portfolio, measure),
            lambda: evaluate_travel(package.study.baseline, package.portfolio, measure),
        )

    def avoided_eur(self) -> Band:
        """Damage avoided per year in 2050. [EUR/yr]"""
        return self.package.around("avoided_total_eur", self.travel.avoided_total_eur)

    def capex_eur(self) -> Band:
        """Investment. [EUR]"""
        return self.package.around("capex_eur", self.travel.capex_eur.sum(axis=1))

    def npv_eur(self) -> Band:
        """Benefit less cost, present value. [EUR]"""
        return self.package.around("npv_eur", self.travel.npv_eur)

    def measure_capex_eur(self) -> Band:
        """Investment of each measure, shape (place, measure). [EUR]"""
        return self.package.around("measure_capex_eur", self.travel.capex_eur)

    def balance_meur(self, measures: Sequence[str]) -> dict[str, np.ndarray]:
        """Present value of ``cost_low … benefit_high`` of these measures, shape (place, measure). [MEUR]"""
        return self.package.balance_of(
            measures,
            self.travel.present_value_cost_eur,
            self.measure_capex_eur(),
            self.travel.present_value_benefit_eur,
        )

    def damage_by_hazard_meur(self) -> dict[str, np.ndarray]:
        """Yearly damage ``after_low … avoided_high`` in 2050, shape (place, hazard). [MEUR/yr]"""
        before = self.package.study.baseline.ead_before_eur[..., AT_2050]
        after = self.travel.ead_after_eur
        bands = {
            "after": self.package.around("ead_after_eur", known_sum(after, axis=-1)),
            "avoided": self.package.around("avoided_eur", known_sum(before - after, axis=-1)),
        }
        return {
            f"{what}_{part}": end / MILLION
            for what, band in bands.items()
            for part, end in zip(("low", "mid", "high"), band, strict=True)
        }

    def change_keur_per_ha(self) -> np.ndarray:
        """Change of damage per buurt in 2050, shape (place, area). [kEUR/ha/yr]"""
        base = self.package.study.baseline
        change = known_sum(
            (self.travel.ead_after_eur - base.ead_before_eur[..., AT_2050])[:, base.counted], axis=1
        )
        hectares = self.package.study.city.areas["area_m2"].to_numpy(dtype=float) / SQUARE_METRES_PER_HECTARE
        return change / 1e3 / hectares

    def answers(self) -> dict[str, Band]:
        """Questions of `comparison.answers` that move on the page, shape (place,)."""
        travel = self.travel
        middles = {
            "capex": travel.capex_eur.sum(axis=1) / MILLION,
            "avoided": travel.avoided_total_eur / MILLION,
            "npv": travel.npv_eur / MILLION,
            "bcr": travel.bcr,
            "deaths": travel.deaths_after,
            "entered": travel.entered_after[:, list(SHOWN_YEARS).index(EVENT_YEARS)],
            "reach": travel.reach_pct.mean(axis=1),
        }
        unknown = np.full(len(travel.npv_eur), np.nan)
        found = {}
        for question, middle in middles.items():
            name, unit = DRAWN.get(question, ("", 1))
            band = self.package.around(name, middle * unit) if name else (unknown, middle, unknown)
            found[question] = Band(*(end / (unit if name else 1) for end in band))
        return found
