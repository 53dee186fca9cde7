"""A city held against what is usual in the country: what lies outside, and which input causes it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import xarray as xr

from kans_model.study.study import Study
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import HAZARDS
from kans_model.words.problems import Phrase

SHOWN_EVENT_YEARS = 100
MUCH_LAND = 0.05
"""Part of a city's land of unknown use from which it is named as a cause. [-]"""


class TypologyName(Phrase):
    """A neighbourhood type by name; `key` is its id."""

    def text(self, lang: str = "nl") -> str:
        return str(table("typologies")[f"name_{lang}"][self.key]).lower()


@dataclass(frozen=True)
class Plausibility:
    """One figure of a city beside its usual range.

    Attributes
    ----------
    indicator : str
        Row of the table `plausible_ranges`.
    value, low, high : float
        In the unit of that row; value is NaN where the city does not know it.
    cause : Phrase or None
        Which input makes it lie outside; None where it does not.
    """

    indicator: str
    value: float
    low: float
    high: float
    cause: Phrase | None = None

    @property
    def side(self) -> str:
        """`below`, `above`, `within` or `unknown`.

        Examples
        --------
        >>> Plausibility("jobs", 0.2, 0.3, 0.9).side, Plausibility("jobs", float("nan"), 0.3, 0.9).side
        ('below', 'unknown')
        """
        if np.isnan(self.value):
            return "unknown"
        return "below" if self.value < self.low else "above" if self.value > self.high else "within"


def plausibility(study: Study) -> list[Plausibility]:
    """Every figure of the table `plausible_ranges`, for the city as it is now."""
    rows, values = table("plausible_ranges"), _values(study)
    held = []
    for indicator, row in rows.iterrows():
        name = str(indicator)
        figure = Plausibility(name, values[name], float(row["low"]), float(row["high"]))
        is_outside = figure.side in ("below", "above")
        held.append(replace(figure, cause=_cause(study, name, figure.side)) if is_outside else figure)
    return held


def outside(study: Study) -> list[Plausibility]:
    """Those that lie outside their range."""
    return [figure for figure in plausibility(study) if figure.cause is not None]


def _values(study: Study) -> dict[str, float]:
    base, areas = study.baseline, study.city.areas
    residents = float(areas["residents"].sum())
    result = study.evaluate("niets_doen")
    now = result["ead_before_eur"].sel(horizon="now").sum("area", min_count=1).values
    per_resident = {
        f"damage_{hazard}": _ratio(eur, residents) for hazard, eur in zip(HAZARDS, now, strict=True)
    }
    counted = now[base.counted]
    built_up = base.typology["built_up"] > 0
    paved = base.water.paved_share * base.area["area_m2"]
    entered = float(result["entered_before"].sel(event=SHOWN_EVENT_YEARS).sum())
    return {
        **per_resident,
        "damage_total": _ratio(counted.sum() if len(counted) else np.nan, residents),
        "jobs": _ratio(base.heat.jobs.sum(), residents),
        "paved_share": _ratio(paved[built_up].sum(), base.area["area_m2"][built_up].sum()),
        "entered_per_1000": 1000 * _ratio(entered, float(base.water.buildings.sum())),
    }


def _ratio(part: float, whole: float) -> float:
    return float(part / whole) if whole > 0 else float("nan")


def _cause(study: Study, indicator: str, side: str) -> Phrase:
    """The input that explains most: land without a use, a hazard without data, one type, or estimates."""
    return next(_causes(study, indicator, side))


def _causes(study: Study, indicator: str, side: str) -> Iterator[Phrase]:
    city, base = study.city, study.baseline
    unknown = city.unknown_use
    share = float(unknown.sum() * 1e4 / city.areas["area_m2"].sum())
    if side == "below" and share >= MUCH_LAND:
        yield Phrase("plausible.unknown_use", {"n": len(unknown), "share": round(100 * share)})
    if indicator == "damage_total" and side == "below" and "drought" not in base.hazards_included:
        yield Phrase("plausible.without_drought")
    if indicator in ("jobs", "damage_heat") and not np.isnan(base.area["jobs"]).all():
        yield Phrase("plausible.given_jobs")
    if indicator == "damage_drought":
        yield Phrase("plausible.foundations")
    if side == "above" and (indicator.startswith("damage") or indicator == "entered_per_1000"):
        yield _type_that_carries_most(study, indicator)
    column = "flat_roof_m2" if indicator == "paved_share" else "typology"
    guessed = int(city.estimated(column).sum())
    key = "plausible.estimated" if guessed else "plausible.given"
    yield Phrase(key, {"n": guessed, "of": len(city.areas)})


def _type_that_carries_most(study: Study, indicator: str) -> Phrase:
    """The neighbourhood type with the largest part of it."""
    result = study.evaluate("niets_doen")
    by_area = _by_area(result, indicator)
    types = study.city.areas["typology"].to_numpy()
    sums = {kind: float(np.nansum(by_area[types == kind])) for kind in np.unique(types)}
    most = max(sums, key=lambda kind: sums[kind])
    total = sum(sums.values())
    return Phrase(
        "plausible.type",
        {
            "type": TypologyName(str(most)),
            "n": int((types == most).sum()),
            "share": round(100 * sums[most] / total) if total else 0,
        },
    )


def _by_area(result: xr.Dataset, indicator: str) -> np.ndarray:
    if indicator == "entered_per_1000":
        return result["entered_before"].sel(event=SHOWN_EVENT_YEARS).values
    now = result["ead_before_eur"].sel(horizon="now")
    hazard = indicator.removeprefix("damage_")
    chosen = result.attrs["hazards_included"] if hazard == "total" else [hazard]
    return np.nansum(now.sel(hazard=list(chosen)).values, axis=0)
