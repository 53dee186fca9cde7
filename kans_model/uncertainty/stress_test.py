"""The stresstest: what weather costs a city without any package, one theme and one year at a time."""

from __future__ import annotations

import numpy as np
import param
import xarray as xr

from kans_model.comparison.switches import other_heat_value, with_switch
from kans_model.evaluation.damage_sums import (
    EUR_PER_KEUR,
    borne_eur,
    damage_eur,
    eur_per_resident,
    keur_per_ha,
    known_total_eur,
)
from kans_model.evaluation.hotspots import (
    N_WORST,
    FirstPlace,
    chance_among_worst,
    first_place,
    n_hardest_hit,
    rank_spans,
    share_of_worst,
    sure_leaders,
    worst_first,
)
from kans_model.measures.portfolio import Portfolio
from kans_model.study.study import Study
from kans_model.tables.vocabulary import HAZARDS, HORIZONS
from kans_model.uncertainty.area_bands import area_band_eur, spread
from kans_model.uncertainty.bands import Band, drawn, p5_p95
from kans_model.uncertainty.damage_draws import area_damage_eur
from kans_model.words.amounts import MILLION

TOTAL = "total"
"""All hazards that count in totals, as a theme."""
THEMES = (TOTAL, *HAZARDS)
PER = ("ha", "resident", "total")
"""What damage of a buurt is told and ranked by: per hectare [kEUR/ha/yr], per resident [EUR/yr], all of it
[kEUR/yr]."""
RARE_YEARS = 100
"""Return period of the shower that headlines name. [yr]"""


class StressTest(param.Parameterized):
    """A study's city without a package: evaluated once, looked at in any theme and year.

    Parameters
    ----------
    study : Study
    """

    study = param.ClassSelector(class_=Study, constant=True, doc="Whose city and outlook.")
    theme = param.Selector(default=TOTAL, objects=list(THEMES), doc="Hazard looked at, or all in totals. [-]")
    horizon = param.Selector(default="2050", objects=list(HORIZONS), doc="Year looked at. [-]")

    per = param.Selector(default="ha", objects=list(PER), doc="What damage of a buurt is counted over. [-]")

    def __init__(self, study: Study, **choices: str):
        super().__init__(study=study, **choices)
        self.result = study.evaluate("niets_doen")
        self.ranges = study.evaluate("niets_doen", drawn(study))
        self.areas = study.city.areas
        self._drawn_eur: dict[tuple[str, str], np.ndarray] = {}

    @property
    def hazards(self) -> list[str]:
        """The hazards that the theme counts."""
        return list(self.result.attrs["hazards_included"]) if self.theme == TOTAL else [self.theme]

    def damage_eur(self, horizon: str | None = None) -> np.ndarray:
        """Damage of the theme per buurt, shape (area,); NaN where nothing is known. [EUR/yr]"""
        return damage_eur(self.result, self.hazards, horizon or self.horizon)

    def rate(self, amount_eur: np.ndarray) -> np.ndarray:
        """Amounts of the buurten as they are told and ranked, shape (…, area). [unit of `per`]"""
        if self.per == "resident":
            return eur_per_resident(amount_eur, self.areas["residents"])
        return (
            keur_per_ha(amount_eur, self.areas["area_m2"]) if self.per == "ha" else amount_eur / EUR_PER_KEUR
        )

    def damage_rate(self, horizon: str | None = None) -> np.ndarray:
        """Damage of the theme per buurt as it is told, shape (area,). [unit of `per`]"""
        return self.rate(self.damage_eur(horizon))

    def rate_with(self, package: Portfolio, horizon: str | None = None) -> np.ndarray:
        """The same with a package, shape (area,). [unit of `per`]"""
        return self.rate(self.damage_eur_with(package, horizon))

    def damage_eur_with(self, package: Portfolio, horizon: str | None = None) -> np.ndarray:
        """Damage of the theme per buurt with a package, shape (area,). [EUR/yr]"""
        result = self.study.evaluate(package)
        return damage_eur(result, self.hazards, horizon or self.horizon, "after")

    def is_known(self) -> bool:
        """Whether anything is known of the theme."""
        return bool(np.isfinite(self.damage_eur()).any())

    # --- headlines ---------------------------------------------------------------------------

    def total_eur(self) -> Band:
        """Damage of the theme in the city. [EUR/yr]"""
        at = {"hazard": self.hazards, "horizon": self.horizon}
        low, high = p5_p95(self.ranges["ead_before_eur"].sel(at).sum("hazard", skipna=False))
        return Band(low, np.asarray(known_total_eur(self.damage_eur())), high)

    def total_other_death_value_eur(self) -> float:
        """Damage of the theme under the value of a death by heat that is not in force. [EUR/yr]"""
        other = with_switch(self.study, heat_value=other_heat_value(self.study)).evaluate("niets_doen")
        return float(known_total_eur(damage_eur(other, self.hazards, self.horizon)))

    def eur_per_resident(self) -> float | None:
        """The same per resident; None in a city without. [EUR/yr]"""
        residents = float(self.areas["residents"].sum())
        return float(self.total_eur().mid) / residents if residents else None

    def deaths_per_year(self) -> Band:
        """Deaths by heat in the city. [1/yr]"""
        low, high = p5_p95(self.ranges["deaths_before"].sel(horizon=self.horizon))
        return Band(low, self.result["deaths_before"].sel(horizon=self.horizon).sum().values, high)

    def people_reached_per_year(self) -> float:
        """Residents with water indoors. [1/yr]"""
        return float(self.result["people_reached_before"].sel(horizon=self.horizon).sum())

    def buildings_entered(self) -> float:
        """Buildings that a rare shower of 2050 enters. [-]"""
        return float(self.result["entered_before"].sel(event=RARE_YEARS).sum())

    # --- where -------------------------------------------------------------------------------

    def worst(self) -> np.ndarray:
        """Places of the hardest hit buurten, worst first."""
        return worst_first(self.damage_rate())

    def leading_hazard(self, code: str) -> str:
        """The hazard looked at; of all together what costs a buurt most, the first if none is known."""
        here = self.result["ead_before_eur"].sel(area=code, horizon=self.horizon, hazard=self.hazards)
        return self.hazards[int(np.argmax(np.nan_to_num(here.to_numpy(), nan=-1.0)))]

    def n_hardest_hit(self) -> int:
        """How many buurten are hit as hard as the last of them or harder."""
        return n_hardest_hit(self.damage_rate())

    def rank_spans(self) -> np.ndarray:
        """First and last rank that each buurt shares with its equals, shape (2, area)."""
        return rank_spans(self.damage_rate())

    def chance_among_worst(self) -> np.ndarray:
        """Share of the draws in which each buurt is among the hardest hit, shape (area,). [-]"""
        return chance_among_worst(self._drawn(), N_WORST)

    def first_place(self) -> FirstPlace:
        """Whether one buurt may be named as hit hardest, and how sure that is."""
        return first_place(self.damage_rate(), self._drawn())

    def sure_leaders(self) -> list[int]:
        """Places of at most three buurten that are hit hardest for sure; none where that is not sure."""
        return sure_leaders(self.damage_rate(), self._drawn())

    def first_hazard(self) -> FirstPlace:
        """Whether one of the counted hazards may be said to cost most, and how sure that is."""
        at = {"hazard": self.hazards, "horizon": self.horizon}
        drawn_eur = self.ranges["ead_before_eur"].sel(at).transpose("draw", "hazard").values
        return first_place(self._by_hazard_eur(), drawn_eur)

    def _by_hazard_eur(self) -> np.ndarray:
        """Damage of the city by counted hazard, shape (counted hazard,). [EUR/yr]"""
        at = {"hazard": self.hazards, "horizon": self.horizon}
        return np.asarray(self.result["ead_before_eur"].sel(at).sum("area", min_count=1).values)

    def dearest_hazard(self) -> str:
        """The counted hazard that costs most at the middle; '' where nothing is known."""
        worst = worst_first(self._by_hazard_eur(), 1)
        return self.hazards[int(worst[0])] if len(worst) else ""

    def _drawn(self) -> np.ndarray:
        """Damage of the theme per buurt under every draw, shape (draw, area). [unit of `per`]"""
        at = self.theme, self.horizon
        if at not in self._drawn_eur:
            draws = drawn(self.study)
            self._drawn_eur[at] = area_damage_eur(draws, self.study.baseline, self.hazards, self.horizon)
        return self.rate(self._drawn_eur[at])

    def share_of_worst(self) -> float:
        """Part of the damage that falls in them and in their equals. [-]"""
        return share_of_worst(self.damage_eur(), self.damage_rate())

    def worst_rate(self) -> Band:
        """Their damage, hazards as uncertain as in the city, worst first. [unit of `per`]"""
        at = {"hazard": self.hazards, "horizon": self.horizon}
        ends = area_band_eur(self._spread(), self.result["ead_before_eur"].sel(at).values, self.hazards)
        low, high = self.rate(ends)[:, self.worst()]
        return Band(low, self.damage_rate()[self.worst()], high)

    # --- who and when ------------------------------------------------------------------------

    def _spread(self) -> np.ndarray:
        middle = self.result["ead_before_eur"].sel(horizon=self.horizon).sum("area").values
        return spread(middle, *p5_p95(self.ranges["ead_before_eur"].sel(horizon=self.horizon)))

    def borne_eur(self) -> dict[str, float]:
        """Who bears the damage of the theme first. [EUR/yr]"""
        return borne_eur(self._lines_eur(), self.hazards)

    def lines(self) -> xr.DataArray:
        """Damage by line and buurt, dims (component, area). [EUR/yr]"""
        return self.result["damage_before_eur"].sel(horizon=self.horizon)

    def _lines_eur(self) -> np.ndarray:
        return self.lines().sum("area", min_count=1).values

    def fastest_hazard(self) -> tuple[FirstPlace, str]:
        """Whether one hazard grows most, from now to the last year, of those with damage now; and which."""
        first, last = HORIZONS[0], HORIZONS[-1]
        counted = [
            hazard
            for hazard in HAZARDS
            if float(self.result["ead_before_eur"].sel(hazard=hazard, horizon=first).sum()) > 0
        ]
        if len(counted) < 2:
            return FirstPlace("nobody", 0, float("nan")), ""

        def growth(eur: xr.DataArray) -> np.ndarray:
            at = eur.sel(hazard=counted)
            return np.asarray((at.sel(horizon=last) / at.sel(horizon=first)).values)

        middle = growth(self.result["ead_before_eur"].sum("area"))
        place = first_place(middle, growth(self.ranges["ead_before_eur"].transpose("draw", ...)))
        return place, counted[int(np.argmax(middle))]

    def borne_by_hazard_meur(self) -> np.ndarray:
        """Who bears each hazard first, shape (hazard, bearer); NaN of a hazard nobody knows. [MEUR/yr]"""
        lines = self._lines_eur()
        known = np.isfinite(self.result["ead_before_eur"].sel(horizon=self.horizon).values).any(axis=-1)
        borne = np.array([list(borne_eur(lines, [hazard]).values()) for hazard in HAZARDS]) / MILLION
        return np.where(known[:, None], borne, np.nan)

    def borne_in_totals_meur(self) -> np.ndarray:
        """Who bears first what counts in totals, shape (bearer,). [MEUR/yr]"""
        counted = [HAZARDS.index(hazard) for hazard in self.result.attrs["hazards_included"]]
        return np.asarray(np.nansum(self.borne_by_hazard_meur()[counted], axis=0))

    def total_in_totals_eur(self) -> Band:
        """Damage of all hazards that count in totals, whatever the theme. [EUR/yr]"""
        at = {"hazard": list(self.result.attrs["hazards_included"]), "horizon": self.horizon}
        low, high = p5_p95(self.ranges["ead_before_eur"].sel(at).sum("hazard", skipna=False))
        middle = self.result["ead_before_eur"].sel(at).sum("hazard", min_count=1)
        return Band(low, np.asarray(known_total_eur(middle.values)), high)

    def path_meur(self) -> Band:
        """Damage of the city per hazard and year, shape (hazard · horizon,). [MEUR/yr]"""
        middle = self.result["ead_before_eur"].sum("area", min_count=1).values
        low, high = p5_p95(self.ranges["ead_before_eur"])
        return Band(*(amounts.reshape(-1) / MILLION for amounts in (low, middle, high)))
