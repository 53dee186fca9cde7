"""A city's yearly damage beside national estimates: a check from outside, tuned to neither."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kans_model.evaluation.prices import price_factor
from kans_model.study.study import Study
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import HORIZONS

THEMES = ("pluvial", "heat", "drought")
"""What both national estimates and totals of the model have in common."""
KSS_YEARS = (2018, 2050)
"""First and last year of the Klimaatschadeschatter's sum, undiscounted."""


@dataclass(frozen=True)
class NationalEstimate:
    """One national estimate and the same quantity for a city, both in prices of the study.

    Attributes
    ----------
    key : str
        Row of `assumptions`; texts ``national.<key>`` and ``national.<key>.outside`` explain it.
    national_eur, city_eur : float
        Damage per resident. [EUR/yr]
    """

    key: str
    national_eur: float
    city_eur: float

    @property
    def ratio(self) -> float:
        """The city's over the national one. [-]"""
        return self.city_eur / self.national_eur


def national_check(study: Study) -> tuple[NationalEstimate, ...]:
    """Yearly damage per resident of the city beside the two national estimates.

    Like for like: the lower bound of PBL (2024) is today's damage in one year, so it stands beside
    the model's `now`. The Klimaatschadeschatter (2021) sums 2018–2050 without discounting, so it stands
    beside the mean of the model's path over those years, linear between now and 2050 and held before.

    Parameters
    ----------
    study : Study
        Without a package: only its city, scenario and assumptions count. Hazards the city does not
        know are missing from `city_eur`.

    Returns
    -------
    tuple of NationalEstimate

    Examples
    --------
    >>> from kans_model.city.city import City
    >>> from kans_model.study.study import Study
    >>> [estimate.key for estimate in national_check(Study.default(City.demo()))]
    ['national_pbl_eur_per_resident', 'national_kss_eur_per_resident']
    """
    damage = study.evaluate("niets_doen")["ead_before_eur"].sel(hazard=list(THEMES))
    per_resident = np.nansum(damage.values, axis=(0, 1)) / float(study.city.areas["residents"].sum())
    years = study.scenario.climate_rows()["year"].to_numpy(dtype=float)
    first, last = KSS_YEARS
    path = np.interp(np.arange(first, last + 1), years, per_resident)
    today = float(per_resident[HORIZONS.index("now")])
    return tuple(
        NationalEstimate(key, _in_study_prices(key), city)
        for key, city in (
            ("national_pbl_eur_per_resident", today),
            ("national_kss_eur_per_resident", float(path.mean())),
        )
    )


def _in_study_prices(key: str) -> float:
    row = table("assumptions").loc[key]
    return float(row["value"]) * price_factor("consumer", row["price_year"])
