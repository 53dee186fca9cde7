"""A city held against what is usual in the country: what lies outside, and which input causes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
import xarray as xr

from kans_model.study.study import Study
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import HAZARDS
from kans_model.words.problems import Euro, Phrase

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
    causes : tuple of Phrase
        Which inputs make it lie outside, the largest first; none where it does not.
    """

    indicator: str
    value: float
    low: float
    high: float
    causes: tuple[Phrase, ...] = ()

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
        causes = tuple(_causes(study, values, name, figure.side)) if is_outside else ()
        held.append(replace(figure, causes=causes))
    return held


def outside(study: Study) -> list[Plausibility]:
    """Those that lie outside their range."""
    return [figure for figure in plausibility(study) if figure.causes]


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


def _causes(study: Study, values: Mapping[str, float], indicator: str, side: str) -> Iterator[Phrase]:
    """What the city does not know of itself; where it knows all that, the one input that explains most."""
    missing = list(_missing(study, indicator)) if side == "below" else []
    yield from missing
    if missing:
        return
    if indicator == "damage_total":
        hazard = _furthest(values, side)
        yield Phrase(
            "plausible.mostly", {"hazard": Phrase(f"hazard.{hazard}")} | _beside_usual(values, hazard)
        )
        yield next(_causes(study, values, f"damage_{hazard}", side))
    else:
        yield _input(study, indicator, side)


def _missing(study: Study, indicator: str) -> Iterator[Phrase]:
    """Land without a use, and drought that cannot count: both make a city's damage too low."""
    unknown = study.city.unknown_use
    share = float(unknown.sum() * 1e4 / study.city.areas["area_m2"].sum())
    if share >= MUCH_LAND:
        yield Phrase("plausible.unknown_use", {"n": len(unknown), "share": round(100 * share)})
    if indicator == "damage_total" and "drought" not in study.baseline.hazards_included:
        yield Phrase("plausible.without_drought")


def _furthest(values: Mapping[str, float], side: str) -> str:
    """The hazard whose damage per resident lies furthest from the national mean, on that side."""
    usual = table("plausible_ranges")["value"]
    sign = -1 if side == "below" else 1
    known = [
        hazard
        for hazard in HAZARDS
        if f"damage_{hazard}" in usual.index and not np.isnan(values[f"damage_{hazard}"])
    ]
    return max(known, key=lambda hazard: sign * (values[f"damage_{hazard}"] - usual[f"damage_{hazard}"]))


def _beside_usual(values: Mapping[str, float], hazard: str) -> dict[str, object]:
    name = f"damage_{hazard}"
    usual = float(table("plausible_ranges").loc[name, "value"])
    return {"eur": Euro(round(values[name])), "usual": Euro(usual)}


def _input(study: Study, indicator: str, side: str) -> Phrase:
    """The input that explains most of what lies outside."""
    city, base = study.city, study.baseline
    rain = indicator in ("damage_pluvial", "entered_per_1000")
    if indicator in ("jobs", "damage_heat") and not np.isnan(base.area["jobs"]).all():
        return Phrase("plausible.given_jobs")
    if indicator == "damage_drought":
        return Phrase("plausible.foundations")
    ratio = _stress_test_ratio(study)
    if rain and ((side == "below" and ratio < 1) or (side == "above" and ratio > 1)):
        return Phrase("plausible.stress_test", {"share": round(100 * ratio)})
    if side == "above" and (indicator.startswith("damage") or rain):
        return _type_that_carries_most(study, indicator)
    if indicator == "damage_heat":
        return Phrase("plausible.work")
    is_paving = indicator == "paved_share"
    guessed = int(city.estimated("flat_roof_m2" if is_paving else "typology").sum())
    if guessed:
        return Phrase("plausible.estimated", {"n": guessed, "of": len(city.areas)})
    return Phrase("plausible.given_surfaces" if is_paving else "plausible.given_types")


def _stress_test_ratio(study: Study) -> float:
    """Buildings reached by the city's own stress test over those its types would give; 1 without one. [-]"""
    base = study.baseline
    buildings, factor = base.water.buildings, base.water.reach_factor
    return _ratio(
        float((buildings * factor).sum()), float((buildings * base.typology["share_reached_factor"]).sum())
    )


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
