"""A city's yearly damage beside national estimates: a check from outside, and how far it is one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kans_model.evaluation.damage_lines import COMPONENTS
from kans_model.evaluation.prices import price_factor
from kans_model.evaluation.result import known_sum
from kans_model.study.study import Study
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import AT_2050, HORIZONS

THEMES = ("pluvial", "heat", "drought")
"""What both national estimates and totals of the model have in common."""
KSS_YEARS = (2018, 2050)
"""First and last year of the Klimaatschadeschatter's sum, undiscounted."""
SCALED = "national_total"
"""What `scaled_to` says of a coefficient that was set so that the country comes out at a total."""
RESTS_ON = {
    "pluvial_dwellings": ("damage_functions", "share_reached"),
    "pluvial_businesses": ("damage_functions", "share_reached"),
    "pluvial_roads": ("damage_functions", "share_reached"),
}
"""Lines of damage that one coefficient multiplies, with the table and row of it."""


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

    Like for like: PBL (2024) names what damage *can rise to* in a changed climate, so it stands beside
    the model's 2050; of damage now it says nothing. The Klimaatschadeschatter (2021) sums 2018–2050 without
    discounting, so it stands beside the mean of the model's path over those years, linear between now and
    2050 and held before.

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
    per_resident = known_sum(np.stack(list(by_theme_eur(study).values())), axis=0)
    years = study.scenario.climate_rows()["year"].to_numpy(dtype=float)
    first, last = KSS_YEARS
    path = np.interp(np.arange(first, last + 1), years, per_resident)
    return tuple(
        NationalEstimate(key, _in_study_prices(key), city)
        for key, city in (
            ("national_pbl_eur_per_resident", float(per_resident[AT_2050])),
            ("national_kss_eur_per_resident", float(path.mean())),
        )
    )


def by_theme_eur(study: Study) -> dict[str, np.ndarray]:
    """Damage per resident and theme without a package, shape (horizon,). [EUR/yr]

    Areas where it is unknown are left out; NaN for a theme that is unknown everywhere.
    """
    damage = study.evaluate("niets_doen")["ead_before_eur"].transpose("hazard", "area", "horizon")
    residents = float(study.city.areas["residents"].sum())
    eur = known_sum(damage.sel(hazard=list(THEMES)).values, axis=1) / residents
    return dict(zip(THEMES, eur, strict=True))


def unknown_themes(study: Study) -> list[str]:
    """Themes that this city knows nothing of: beside a national estimate its sum is a lower end."""
    return [theme for theme, eur in by_theme_eur(study).items() if np.isnan(eur).all()]


def is_scaled(line: str) -> bool:
    """Whether a line of damage rests on a coefficient that was scaled to a national total.

    Examples
    --------
    >>> is_scaled("pluvial_dwellings"), is_scaled("drought_foundations")
    (True, False)
    """
    if line not in RESTS_ON:
        return False
    name, key = RESTS_ON[line]
    rows = table(name)
    return key in rows.index and bool((rows.loc[[key], "scaled_to"] == SCALED).any())


def scaled_share(study: Study) -> float:
    """Part of today's damage that rests on coefficients scaled to a national total. [-]

    Of that part, agreement with a national figure is by construction and proves nothing.
    """
    lines = study.evaluate("niets_doen")["damage_before_eur"].sel(horizon=HORIZONS[0])
    eur = np.nansum(lines.values, axis=1)
    counts = np.array([hazard in THEMES for hazard, _ in COMPONENTS.values()])
    scaled = np.array([is_scaled(line) for line in COMPONENTS])
    total = eur[counts].sum()
    return float(eur[counts & scaled].sum() / total) if total > 0 else float("nan")


def _in_study_prices(key: str) -> float:
    row = table("assumptions").loc[key]
    return float(row["value"]) * price_factor("consumer", row["price_year"])
