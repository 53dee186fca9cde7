"""What one package does, with bands that go along until its draws are worked out anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import xarray as xr
from numpy.typing import ArrayLike

from kans_model.comparison.answers import HORIZON, answers, change_keur_per_ha, drawn_answers
from kans_model.evaluation.result import known_sum
from kans_model.measures.portfolio import Portfolio
from kans_model.study.study import Study
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import AT_2050
from kans_model.uncertainty.bands import Band, Bands, drawn, p5_p95
from kans_model.uncertainty.contrast import NOTHING, Contrast, part_of_dearer
from kans_model.uncertainty.rivals import Rivals
from kans_model.words.amounts import MILLION

PARTS = ("low", "mid", "high")
DRAWN = {
    "capex": ("capex_eur", MILLION),
    "capex_public": ("capex_public_eur", MILLION),
    "capex_private": ("capex_private_eur", MILLION),
    "avoided": ("avoided_total_eur", MILLION),
    "npv": ("npv_eur", MILLION),
    "npv_avoided": ("npv_avoided_only_eur", MILLION),
    "bcr": ("bcr", 1),
    "deaths": ("deaths_after", 1),
}
"""Questions that have a band: the result they come from, and how much of it is one of the answer."""

TOTALS = ("capex_eur", "capex_public_eur", "capex_private_eur", "npv_eur", "npv_avoided_only_eur", "bcr")
IN_2050 = ("avoided_total_eur", "deaths_after")
"""What has one band for the whole package: over the period, and in 2050."""
BY_MEASURE = {"measure_capex_eur": "capex_eur", "measure_benefit_eur": "present_value_benefit_eur"}
"""Bands of each measure, and the middle of each."""


def cost_band(cost: ArrayLike, capex: Band) -> Band:
    """Present value of cost, as uncertain as its investment. [unit of the cost]

    Parameters
    ----------
    cost : array_like, shape (measure,)
    capex : Band of arrays, shape (measure,)
        Certain where nothing is invested.

    Examples
    --------
    An investment of 8 to 15 about 10:

    >>> low, mid, high = cost_band([20.0], Band(*np.array([[8.0], [10.0], [15.0]])))
    >>> low.tolist(), mid.tolist(), high.tolist()
    ([16.0], [20.0], [30.0])
    """
    middle = np.asarray(cost, float)
    return Band(
        *(middle * np.divide(end, capex.mid, out=np.ones_like(middle), where=capex.mid > 0) for end in capex)
    )


def unpriced(acts_on: ArrayLike, counted: ArrayLike) -> np.ndarray:
    """Measures whose effect is counted in no euro, or in euro of a theme that is unknown, mask (measure,).

    Parameters
    ----------
    acts_on : mask, shape (hazard, measure)
    counted : mask, shape (hazard,)

    Examples
    --------
    >>> unpriced([[True, False], [False, True]], [True, False]).tolist()
    [False, True]
    """
    return ~(np.asarray(acts_on) & np.asarray(counted)[:, None]).any(axis=0)


def arrays(result: xr.Dataset) -> dict[str, np.ndarray]:
    """The arrays of a result by name: looked up without labels, which costs as much as many of the sums."""
    return {str(name): variable.values for name, variable in result.variables.items()}


def _city(damage_eur: np.ndarray) -> np.ndarray:
    """Damage of the city in 2050, shape (hazard,), from (hazard, area, horizon); NaN where none is known."""
    return known_sum(damage_eur[..., AT_2050], axis=-1)


class PackageResult:
    """A package of a study, evaluated as it moves; its bands and its chances follow when they are asked for.

    Attributes
    ----------
    result : xarray.Dataset
        Of the package, with all at the middle.
    rivals : Rivals
    chances : dict
        Reference → question → share of the draws in which the package is better. [-]
    """

    def __init__(self, study: Study, portfolio: Portfolio):
        self._bands = Bands()
        self.rivals = Rivals(study)
        self._unpriced = self._without_price(study)
        self.follow(study, portfolio)
        self.widen()

    def follow(self, study: Study, portfolio: Portfolio) -> None:
        """Evaluate the package as it now is; bands keep their width."""
        self.study, self.portfolio = study, portfolio
        self.result: xr.Dataset = study.evaluate(portfolio)
        self._at = arrays(self.result)

    def widen(self) -> bool:
        """Work out bands and chances; whether the references had to be worked out anew too."""
        ranges = self.study.evaluate(self.portfolio, drawn(self.study))
        self._learn(arrays(ranges))
        other = self.rivals.outlook != self.study.outlook_key
        if other:
            self.rivals = Rivals(self.study)
            self._unpriced = self._without_price(self.study)
        turned = self.rivals.other_heat_value.evaluate(self.portfolio)
        self._other_death_more_eur = float(turned["npv_eur"].values - self._at["npv_eur"])
        self.chances = self.rivals.chances(drawn_answers(ranges))
        return other

    @staticmethod
    def _without_price(study: Study) -> np.ndarray:
        return unpriced(study.baseline.first_euro.acts_on, study.baseline.counted)

    def _learn(self, ranges: Mapping[str, np.ndarray]) -> None:
        """Take the bands from draws: of all totals at once, as each by itself takes as long."""
        middle = self._at
        rows = [ranges[name] for name in TOTALS] + [ranges[name][..., AT_2050] for name in IN_2050]
        middles = [float(np.nansum(middle[name])) for name in TOTALS]
        middles += [
            float(middle["avoided_total_eur"][AT_2050]),
            float(np.nansum(middle["deaths_after"][:, AT_2050])),
        ]
        ends = p5_p95(np.stack(rows, axis=1))
        for name, total, low, high in zip((*TOTALS, *IN_2050), middles, *ends, strict=True):
            self._bands.learn(name, total, low, high)
        by_hazard = {
            "ead_before_eur": _city(middle["ead_before_eur"]),
            "ead_after_eur": _city(middle["ead_after_eur"]),
            "avoided_eur": middle["avoided_eur"][..., AT_2050],
        }
        ends = p5_p95(np.stack([ranges[name][..., AT_2050] for name in by_hazard], axis=1))
        for (name, hazards), low, high in zip(by_hazard.items(), *ends, strict=True):
            self._bands.learn(name, hazards, low, high)
        for name, of in BY_MEASURE.items():
            self._bands.learn(name, middle[of], ranges[name][0], ranges[name][-1])

    # --- headlines ---------------------------------------------------------------------------

    def avoided_eur(self) -> Band:
        """Damage avoided per year in 2050. [EUR/yr]"""
        return self._bands.around("avoided_total_eur", self._at["avoided_total_eur"][AT_2050])

    def capex_eur(self) -> Band:
        """Investment. [EUR]"""
        return self._bands.around("capex_eur", float(np.nansum(self._at["capex_eur"])))

    def capex_by_owner_eur(self) -> tuple[float, float]:
        """Investment of municipality and water board, and of owners on their own ground. [EUR]"""
        return float(self._at["capex_public_eur"]), float(self._at["capex_private_eur"])

    def npv_eur(self) -> Band:
        """Benefit less cost, present value. [EUR]"""
        return self._bands.around("npv_eur", self._at["npv_eur"])

    def npv_avoided_only_eur(self) -> Band:
        """The same with avoided damage as the only benefit. [EUR]"""
        return self._bands.around("npv_avoided_only_eur", self._at["npv_avoided_only_eur"])

    def npv_other_death_value_eur(self) -> float:
        """Benefit less cost under the value of a death by heat that is not in force, present value. [EUR]

        As far from the balance as when the bands were worked out.
        """
        return float(self._at["npv_eur"]) + self._other_death_more_eur

    def bcr(self) -> Band:
        """Benefit over cost. [-]"""
        return self._bands.around("bcr", self._at["bcr"])

    def damage_eur(self) -> float:
        """Damage per year in 2050 without the package, over the hazards in totals. [EUR/yr]"""
        return float(np.nansum(self._at["ead_before_eur"][self.study.baseline.counted, :, AT_2050]))

    def avoided_in_eur(self, code: str) -> float:
        """Damage per year in 2050 avoided in one buurt, over the hazards in totals. [EUR/yr]"""
        here = self.result.sel(area=code, horizon=HORIZON, hazard=self.result.attrs["hazards_included"])
        return float((here["ead_before_eur"] - here["ead_after_eur"]).sum())

    def change_keur_per_ha(self) -> np.ndarray:
        """Change of damage per buurt in 2050, shape (area,). [kEUR/ha/yr]"""
        base = self.study.baseline
        change = (self._at["ead_after_eur"] - self._at["ead_before_eur"])[base.counted, :, AT_2050]
        return change_keur_per_ha(change, self.study.city.areas["area_m2"])

    def capex_per_resident_eur(self) -> float | None:
        """Investment per resident; None in a city without. [EUR]"""
        residents = float(self.study.city.areas["residents"].sum())
        return float(self.capex_eur().mid) / residents if residents else None

    def upkeep_eur_per_year(self) -> float:
        """Yearly upkeep. [EUR/yr]"""
        return float(np.nansum(self._at["opex_eur_per_year"]))

    def chances_against(self, reference: str) -> dict[str, float]:
        """How often the package is better than a reference; nothing to say of an empty one. [-]"""
        return self.chances[reference] if self.portfolio.choices else {}

    # --- by measure, by hazard, by question --------------------------------------------------

    def places(self, measures: Sequence[str]) -> list[int]:
        """Where these measures stand in the result."""
        index = table("measures").index
        return [int(index.get_loc(measure)) for measure in measures]

    def measure_capex_eur(self) -> Band:
        """Investment of each measure, shape (measure,). [EUR]"""
        return self._bands.around("measure_capex_eur", self._at["capex_eur"])

    def balance_meur(self, measures: Sequence[str]) -> dict[str, np.ndarray]:
        """Present value of ``cost_low … benefit_high`` of these measures, shape (measure,). [MEUR]

        Unknown where nothing a measure avoids is counted in euro.
        """
        return self.balance_of(
            measures,
            self._at["present_value_cost_eur"],
            self.measure_capex_eur(),
            self._at["present_value_benefit_eur"],
        )

    def balance_of(
        self, measures: Sequence[str], cost_eur: np.ndarray, capex: Band, benefit_eur: np.ndarray
    ) -> dict[str, np.ndarray]:
        """The same of any cost, investment and benefit by measure, shape (…, measure). [MEUR]

        Parameters
        ----------
        cost_eur, capex, benefit_eur : array or Band of them, shape (…, all measures)
        """
        places = self.places(measures)
        benefit = self.around("measure_benefit_eur", benefit_eur)
        cost = cost_eur[..., places] / MILLION
        costs = cost_band(cost, Band(*(end[..., places] for end in capex)))
        columns = {}
        for part, end in zip(PARTS, benefit, strict=True):
            columns[f"benefit_{part}"] = np.where(self._unpriced[places], np.nan, end[..., places] / MILLION)
        return columns | {f"cost_{part}": end for part, end in zip(PARTS, costs, strict=True)}

    def around(self, name: str, middle: ArrayLike) -> Band:
        """A result with the band that goes along with it, at the places of a slider too."""
        return self._bands.around(name, middle)

    def damage_by_hazard_meur(self) -> dict[str, np.ndarray]:
        """Yearly damage ``before_low … avoided_high`` in 2050, shape (hazard,). [MEUR/yr]"""
        bands = {
            "before": self._around_city("ead_before_eur"),
            "after": self._around_city("ead_after_eur"),
            "avoided": self._bands.around("avoided_eur", self._at["avoided_eur"][:, AT_2050]),
        }
        return {
            f"{what}_{part}": end / MILLION
            for what, band in bands.items()
            for part, end in zip(PARTS, band, strict=True)
        }

    def _around_city(self, name: str) -> Band:
        return self._bands.around(name, _city(self._at[name]))

    def contrast(self) -> Contrast:
        """What the package avoids, costs and brings beside doing nothing, which does none of these."""
        own, answers = self.portfolio.id, self.answers()
        known = {own: answers, **self.rivals.answers}
        middles = {name: {question: band[0] for question, band in its.items()} for name, its in known.items()}
        differences = {question: answers[question] for question in ("avoided", "capex", "npv")}
        part = part_of_dearer(own, NOTHING, middles)
        return Contrast(own, NOTHING, differences, self.chances_against(NOTHING), part)

    def answers(self) -> dict[str, tuple[float, float, float]]:
        """Every question of `comparison.answers`: middle, low and high; ends NaN where none is drawn."""
        found = {}
        for question, middle in answers(self.result).items():
            low = high = float("nan")
            if question in DRAWN:
                name, unit = DRAWN[question]
                low, _, high = (float(end) / unit for end in self._bands.around(name, middle * unit))
            found[question] = (middle, low, high)
        return found
