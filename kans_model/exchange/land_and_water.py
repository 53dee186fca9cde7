"""Land and water as a file states them, held against the polygons they are said of."""

from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from kans_model.words.problems import Phrase, Problem

TOLERANCE = 0.1
"""How far a stated area may be from the polygon before they are of different things. [-]"""
DRAWING = 0.01
"""How far two drawings of one border differ. [-]"""
SCANT = 0.05
"""Land below this part of the polygon is in another unit where most areas have so little. [-]"""
ROUNDING_M2 = 5_000
"""Statistics give whole hectares. [m²]"""


@dataclass(frozen=True)
class WaterReading:
    """Water per area, NaN where unknown. [m²]; what is to be said, and what is refused."""

    water_m2: pd.Series
    notes: list[Phrase] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def water_reading(land_m2: pd.Series, water_m2: pd.Series, area_m2: pd.Series, file: str) -> WaterReading:
    """Water as stated, else what land leaves of the polygon; a figure beyond the polygon is said.

    A little beyond is another drawing, and fills the polygon. Far beyond it is of something else, so it is
    unknown; where most are, the unit or the coordinate system is wrong and the file is refused, as it is
    where most have next to no land.

    Parameters
    ----------
    land_m2, water_m2, area_m2 : Series, one value per area
        Stated land and water, NaN where unknown, and the surface of the polygon. [m²]

    Examples
    --------
    >>> area = pd.Series([1e6] * 4, list("abcd"))
    >>> land = pd.Series([8e5, 1.05e6, 5e6, float("nan")], area.index)
    >>> read = water_reading(land, land * float("nan"), area, "k.csv")
    >>> read.water_m2.tolist(), [note.values["codes"] for note in read.notes]
    ([200000.0, 0.0, nan, nan], ['b', 'c'])
    """
    notes, problems, left = [], [], {}
    scant = land_m2 < area_m2 * SCANT
    if scant.sum() > 1 and 2 * scant.sum() > land_m2.notna().sum():
        code = scant.idxmax()
        ha: dict[str, Any] = {
            "value": round(float(land_m2[code]) / 1e4, 2),
            "must": round(float(area_m2[code]) / 1e4, 2),
        }
        problems.append(Problem("city_land_scant", file, code, n=int(scant.sum()), **ha))
    for kind, stated in (("land", land_m2), ("water", water_m2)):
        far = stated > area_m2 * (1 + TOLERANCE) + ROUNDING_M2
        near = ~far & (stated > area_m2 * (1 + DRAWING) + ROUNDING_M2)
        if 2 * far.sum() > stated.notna().sum():
            code = far.idxmax()
            ha = {"value": round(float(stated[code]) / 1e4, 2), "must": round(float(area_m2[code]) / 1e4, 2)}
            problems.append(Problem(f"city_{kind}_beyond", file, code, n=int(far.sum()), **ha))
        for codes, what in ((near.index[near], "cut"), (far.index[far], "unknown")):
            if len(codes):
                notes.append(Phrase(f"report.{kind}_{what}", {"n": len(codes), "codes": _listed(codes)}))
        left[kind] = stated.mask(far).clip(upper=area_m2)
    both = left["land"].notna() & left["water"].notna()
    differs = both & ((left["land"] + left["water"] - area_m2).abs() > TOLERANCE * area_m2 + ROUNDING_M2)
    if differs.any():
        codes = differs.index[differs]
        notes.append(Phrase("report.land_and_water", {"n": len(codes), "codes": _listed(codes)}))
    return WaterReading(left["water"].fillna(area_m2 - left["land"]), notes, problems)


def _listed(codes: pd.Index) -> str:
    return ", ".join(map(str, codes[:8])) + ("…" if len(codes) > 8 else "")
