"""Of which municipalities a map is: by the codes and names in it, and by where it lies."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from kans_model.city.checks import CRS
from kans_model.exchange.synonyms import normal
from kans_model.tables.reading import table
from kans_model.words.problems import Phrase, Problem

CODE = r"^(?:BU|WK)(\d{4})\d{2,6}$"
"""CBS codes of neighbourhoods and districts begin with that of their municipality."""
FARTHEST_KM = 40.0
"""No land lies further from the middle of its municipality; Súdwest-Fryslân reaches 30. [km]"""
LISTED = 6


def municipality_codes(codes: pd.Series) -> pd.Series:
    """The municipality of each neighbourhood by its CBS code; NaN for other codes.

    Examples
    --------
    >>> municipality_codes(pd.Series(["BU07721546", "546"])).tolist()
    ['GM0772', nan]
    """
    return "GM" + codes.astype("str").str.upper().str.extract(CODE)[0]


def municipality_name(code: str) -> str:
    """Its name, the code itself where it is none we know."""
    names = table("municipalities")["name"]
    return str(names[code]) if code in names.index else code


@cache
def codes_by_name() -> dict[str, str]:
    """Normal name → code; of a name that changed hands the newest."""
    rows = table("municipalities")
    named = {normal(name): str(code) for code, name in rows["name"].items()}
    return named | {normal(name): str(code) for code, name in rows["other_name"].items() if name}


def says(town: object) -> set[str]:
    """A municipality by what it may be called: its name as given, and its code where that is known."""
    name = normal(town)
    return {name, normal(codes_by_name().get(name, name))}


def several(names: pd.Series, city: str) -> list[Phrase]:
    """What to say of a map with neighbourhoods of more than one municipality."""
    counts = names.dropna().value_counts()
    if len(counts) < 2:
        return []
    shown = ", ".join(f"{name} ({n})" for name, n in counts.head(LISTED).items())
    shown += "…" if len(counts) > LISTED else ""
    return [Phrase("report.several_municipalities", {"n": len(counts), "names": shown, "city": city})]


def displaced(shapes: gpd.GeoSeries, codes: pd.Series, file: str) -> list[Problem]:
    """A problem per municipality whose neighbourhoods, by their codes, lie elsewhere in the country."""
    theirs = municipality_codes(codes).to_numpy()
    known = table("municipalities").index
    problems = []
    for code in pd.unique(theirs[pd.notna(theirs)]):
        if code in known:
            km, nearest = _away_km(shapes.to_numpy()[theirs == code], code)
            if km > FARTHEST_KM:
                must = {"must": municipality_name(code), "near": municipality_name(nearest)}
                problems.append(Problem("city_elsewhere", file=file, value=str(code), n=round(km), **must))
    return problems


def displaced_by_name(shapes: gpd.GeoSeries, city: str) -> Iterator[Phrase]:
    """What to say where the city has the name of a municipality elsewhere: some names are borne twice."""
    if code := codes_by_name().get(normal(city)):
        km, nearest = _away_km(shapes.to_numpy(), code)
        if km > FARTHEST_KM:
            yield Phrase(
                "report.elsewhere", {"city": city, "n": round(km), "near": municipality_name(nearest)}
            )


def of_another_name(names: pd.Series, city: str) -> Iterator[Phrase]:
    """What to say where the city has the name of one municipality and the map the codes of others only."""
    own = codes_by_name().get(normal(city))
    found = names.dropna().unique()
    if own and len(found) and all(codes_by_name().get(normal(name), own) != own for name in found):
        yield Phrase(
            "report.other_municipality", {"city": city, "names": ", ".join(map(str, found[:LISTED]))}
        )


def _away_km(shapes: np.ndarray, code: str) -> tuple[float, str]:
    """How far the middle of shapes lies from that of a municipality, and which one is nearest. [km]"""
    middle = shapely.get_coordinates(shapely.centroid(shapes)).mean(axis=0)
    away_km = pd.Series(np.hypot(*(_middles().to_numpy() - middle).T) / 1000, _middles().index)
    return float(away_km[code]), str(away_km.idxmin())


@cache
def _middles() -> pd.DataFrame:
    """Middle of each municipality in RD New. [m]"""
    rows: Any = table("municipalities")
    points = gpd.points_from_xy(rows["longitude_deg"].astype(float), rows["latitude_deg"].astype(float))
    placed = gpd.GeoSeries(points, index=rows.index, crs="EPSG:4326").to_crs(CRS)
    return pd.DataFrame({"x": placed.x, "y": placed.y})
