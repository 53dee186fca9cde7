"""The stresstest for residents and businesses: one file of HTML that opens anywhere, without the internet."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from importlib.metadata import version

import numpy as np
from babel.dates import format_date
from markupsafe import Markup

from kans_model.evaluation.indicators import Reading, reading
from kans_model.reports.city_outline import outline
from kans_model.study.study import Study
from kans_model.tables.reading import table
from kans_model.uncertainty.stress_test import StressTest
from kans_model.words.amounts import money_band, number
from kans_model.words.markup import filled
from kans_model.words.texts import t

WIDTH = 520.0
"""Of each map, in its own units."""
CLASS_SHARES = (0.2, 0.4, 0.6, 0.8)
"""Part of the buurten below each border of the classes of a map."""
MUCH, LITTLE = 1.15, 0.87
"""Times the middle buurt from which a figure is called more or less than elsewhere. [-]"""
RARELY = 0.005
"""Below this part of the buildings water comes in hardly anywhere. [-]"""
SHOWER = "100"
HORIZON = "2050"
FIGURES = (
    ("buildings_entered", SHOWER),
    ("people_reached", HORIZON),
    ("pet", ""),
    ("shade", ""),
    ("green", ""),
    ("foundations", HORIZON),
)
"""Indicators that a resident sees of his buurt, and when."""
MAPS = (("buildings_entered", SHOWER), ("pet", ""))
SOURCED = ("damage_functions", "rainfall_statistics", "climate_scenarios", "foundations")


@dataclass(frozen=True)
class Figure:
    """One figure of a buurt in words: what it is, how much, and how that is beside the rest of the city."""

    name: str
    value: str
    beside: str


def public_page(study: Study, lang: str = "nl", printed: date | None = None, fonts_css: str = "") -> str:
    """What the weather of later means for everyone's buurt, in plain words.

    Parameters
    ----------
    study : Study
        Read without any package.
    printed : date, optional
        The day that stands on it; without it today.
    fonts_css : str
        Rules that bring its letters along; without them it takes what the machine has.
    """
    city, test = study.city, StressTest(study)
    read = {name: reading(study.baseline, test.result, name, "before") for name, _ in FIGURES}
    day = format_date(printed or date.today(), "d MMMM yyyy", locale=lang)
    drawn = outline(city, WIDTH)
    names = city.areas["name"].astype(str).tolist()
    order = sorted(range(len(names)), key=lambda place: names[place].casefold())
    return filled(
        __file__,
        "public_page.html",
        lang=lang,
        fonts_css=Markup(fonts_css),
        word=partial(_word, lang),
        city=city.name,
        fictional=t("page.fictional", lang) if city.fictional else "",
        conclusion=_conclusion(test, read, lang),
        maps=[_map(read[name], when, drawn.areas, lang) for name, when in MAPS],
        ids=[f"b{place}" for place in range(len(names))],
        names=names,
        height=drawn.height,
        width=WIDTH,
        water=drawn.water,
        lines=drawn.lines,
        areas=[(f"b{place}", names[place], list(_figures(read, place, lang))) for place in order],
        meaning={f"b{place}": list(_meaning(study, read, place, lang)) for place in order},
        posts=_posts(study),
        find=_word(lang, "find_label_postcode" if len(city.postcodes) else "find_label"),
        own=_measures("particulier", lang),
        public=_measures("gemeente", lang),
        sure=_sure(test, lang),
        sources=list(_sources()),
        foot=_word(
            lang, "foot", city=city.name, day=day, hash=study.hash[:12], version=version("kans-model")
        ),
    )


def _posts(study: Study) -> dict[str, str]:
    """The postcodes of each buurt by its id, without their gaps."""
    codes, rows = study.city.areas.index.astype(str), study.city.postcodes
    of = rows.groupby("code")["postcode"].agg(list).to_dict()
    return {
        f"b{place}": " ".join(own.replace(" ", "") for own in of[code])
        for place, code in enumerate(codes)
        if code in of
    }


def _word(lang: str, key: str, **values: object) -> str:
    return t(f"public.{key}", lang, **values)


def _name(indicator: str, lang: str) -> str:
    return _word(lang, f"figure_{indicator}")


def _value(indicator: str, value: float, lang: str) -> str:
    """A value in the words of this page; unknown is said."""
    if not math.isfinite(value):
        return t("unknown", lang)
    digits = {"people_reached": 1, "pet": 0, "shade": 0, "green": 0}.get(indicator, 0)
    return _word(lang, f"value_{indicator}", n=number(value, lang, digits))


def _figures(read: dict[str, Reading], place: int, lang: str) -> Iterator[Figure]:
    """The figures of one buurt."""
    for indicator, when in FIGURES:
        values = read[indicator].at(when)
        value = float(values[place])
        beside = _beside(_rate(read[indicator], when), place, lang)
        yield Figure(_name(indicator, lang), _value(indicator, value, lang), beside)


def _meaning(study: Study, read: dict[str, Reading], place: int, lang: str) -> Iterator[str]:
    """What that means for who lives there, in plain words; what is unknown is said with the figures."""
    entered = float(read["buildings_entered"].at(SHOWER)[place])
    buildings = float(study.baseline.water.buildings[place])
    if math.isfinite(entered) and buildings > 0:
        share = entered / buildings
        rare = share < RARELY
        yield (
            _word(lang, "means_dry") if rare else _word(lang, "means_rain", n=number(round(1 / share), lang))
        )
    felt = float(read["pet"].at("")[place])
    if math.isfinite(felt):
        strong = felt >= float(table("assumptions")["value"]["pet_threshold"])
        yield _word(lang, "means_heat" if strong else "means_warm", n=number(felt, lang, 0))
    foundations = float(read["foundations"].at(HORIZON)[place])
    if math.isfinite(foundations) and foundations >= 1:
        yield _word(lang, "means_foundations", n=number(foundations, lang))


def _rate(read: Reading, when: str) -> np.ndarray:
    """What buurten are held beside each other by: counts per hectare, the rest as it is, shape (area,)."""
    values = read.at(when)
    return values / read.weight if read.together_by == "sum" else values


def _beside(values: np.ndarray, place: int, lang: str) -> str:
    """Whether a buurt has more or less of it than the middle one, for its size."""
    known = values[np.isfinite(values)]
    if not np.isfinite(values[place]) or not known.size:
        return ""
    middle = float(np.median(known))
    if middle <= 0:
        return _word(lang, "more" if values[place] > 0 else "alike")
    times = values[place] / middle
    return _word(lang, "more" if times >= MUCH else "less" if times <= LITTLE else "alike")


def _map(read: Reading, when: str, paths: Sequence[str], lang: str) -> dict[str, object]:
    """One map: title, class and path of every buurt, and the key."""
    values = _rate(read, when)
    known = values[np.isfinite(values)]
    breaks = np.unique(np.quantile(known, CLASS_SHARES)) if known.size else np.zeros(0)
    classes = np.searchsorted(breaks, np.nan_to_num(values), side="right")
    return {
        "theme": "rain" if read.indicator == "buildings_entered" else "heat",
        "title": _word(lang, f"map_{read.indicator}"),
        "areas": [
            (f"c{rank}" if np.isfinite(value) else "none", path)
            for value, rank, path in zip(values, classes, paths, strict=True)
        ],
        "classes": [f"c{rank}" for rank in range(len(breaks) + 1)],
        "low": _word(lang, f"low_{read.indicator}"),
        "high": _word(lang, f"high_{read.indicator}"),
        "unknown": t("unknown", lang) if not np.isfinite(values).all() else "",
    }


def _conclusion(test: StressTest, read: dict[str, Reading], lang: str) -> str:
    """What happens if nothing is done, with two numbers."""
    every = np.ones(len(test.areas), dtype=bool)
    wet, _ = read["buildings_entered"].together(SHOWER, every)
    deaths = float(test.deaths_per_year().mid)
    said = []
    if math.isfinite(wet):
        said.append(_word(lang, "conclude_rain", n=number(wet, lang)))
    if math.isfinite(deaths):
        said.append(_word(lang, "conclude_heat", n=number(deaths, lang, 0 if deaths >= 10 else 1)))
    return " ".join(said)


def _sure(test: StressTest, lang: str) -> list[str]:
    """How sure all this is: the band of the damage, and how much was estimated."""
    low, _, high = (float(end) for end in test.total_eur())
    lines = [_word(lang, "sure_model")]
    if math.isfinite(low):
        lines.append(_word(lang, "sure_band", band=money_band(low, high, lang)))
    filled_in = len(test.study.city.filled)
    if filled_in:
        lines.append(_word(lang, "sure_filled", n=number(filled_in, lang, 0)))
    return lines


def _measures(owner: str, lang: str) -> list[tuple[str, str]]:
    """Name and words of what an owner can do on his own ground, those of the ground itself first."""
    rows = table("measures")
    mine = rows[(rows["owner"] == owner) & (rows["themes"] != "")]
    first = mine.sort_values("capex_eur", kind="stable").head(8)
    return [(str(row[f"name_{lang}"]), str(row[f"what_{lang}"])) for _, row in first.iterrows()]


def _sources() -> Iterator[tuple[str, str]]:
    """Name and address of what the damage rests on."""
    sources = table("sources")
    named = {key for name in SOURCED for key in table(name)["source"].unique()}
    for key in sorted(named):
        if key in sources.index and sources.loc[key].get("url", ""):
            row = sources.loc[key]
            yield str(row.get("title", row.get("name", key))), str(row["url"])
