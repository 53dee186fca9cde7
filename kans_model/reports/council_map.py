"""Where a package comes, as a small picture in the page itself, which asks nothing of another host."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import numpy as np
import xarray as xr

from kans_model.city.city import City
from kans_model.comparison.answers import capex_keur_per_ha
from kans_model.reports.city_outline import outline
from kans_model.words.amounts import money_short, number, rounded_up
from kans_model.words.texts import t

WIDTH = 300.0
"""Of the picture, in its own units."""
CLASS_SHARES = (0.25, 0.5, 0.75, 0.92)
"""Part of the buurten where something is built that lies below each border of the classes."""
PLACES = 4
"""Buurten that are numbered on the map and named beside it."""


class CouncilMap(NamedTuple):
    """What the template draws.

    Attributes
    ----------
    height : of the picture; its width is `WIDTH`.
    areas : class ('none' where nothing is built) and path of every buurt.
    water, lines : paths of what makes it a place.
    marks : number and place of the buurten that get most.
    legend : class and its borders in words.
    places : number, name and investment of those buurten.
    """

    height: float
    areas: list[tuple[str, str]]
    water: list[str]
    lines: list[str]
    marks: list[tuple[int, float, float]]
    legend: list[tuple[str, str]]
    places: list[tuple[int, str, str]]


def council_map(city: City, result: xr.Dataset, lang: str) -> CouncilMap:
    """Investment per hectare in classes, and the buurten that get most, numbered."""
    density = capex_keur_per_ha(result, city.areas["area_m2"].to_numpy())
    built = density[density > 0]
    breaks = (
        sorted({rounded_up(float(edge), 1) for edge in np.quantile(built, CLASS_SHARES)})
        if built.size
        else []
    )
    classes = np.searchsorted(breaks, density, side="right")
    drawn = outline(city, WIDTH)
    capex = result["capex_area_eur"].values
    most = [place for place in np.argsort(-capex)[:PLACES] if capex[place] > 0]
    points = drawn.spots[most]
    names = city.areas["name"].astype(str).to_numpy()
    return CouncilMap(
        height=drawn.height,
        areas=[
            ("none" if dense <= 0 else f"c{place}", path)
            for dense, place, path in zip(density, classes, drawn.areas, strict=True)
        ],
        water=drawn.water,
        lines=drawn.lines,
        marks=[(n, float(x), float(y)) for n, (x, y) in enumerate(points, start=1)],
        legend=_legend(breaks, lang),
        places=[
            (n, names[place], money_short(float(capex[place]), lang)) for n, place in enumerate(most, start=1)
        ],
    )


def _legend(breaks: list[float], lang: str) -> list[tuple[str, str]]:
    """Classes and their borders, lowest first."""
    if not breaks:
        return []
    ends = [number(edge, lang) for edge in breaks]
    words = [t("council.map_below", lang, n=ends[0])]
    words += [f"{low}–{high}" for low, high in pairwise(ends)]
    words.append(t("council.map_above", lang, n=ends[-1]))
    return [(f"c{place}", text) for place, text in enumerate(words)]
