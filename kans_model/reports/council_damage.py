"""What a package does to the damage of each theme: without and with, each with its band, on one axis."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import xarray as xr

from kans_model.comparison.answers import HORIZON
from kans_model.reports.theme_in_words import theme_name
from kans_model.tables.reading import table
from kans_model.uncertainty.bands import p5_p95
from kans_model.words.amounts import MILLION, band_text, number
from kans_model.words.texts import t

STEPS = (1, 2, 2.5, 5, 10)


class Mark(NamedTuple):
    """Places of a band along the axis. [%]"""

    low: float
    middle: float
    high: float


class DamageRow(NamedTuple):
    """A theme: what it is called, its marks, and in words what is left, avoided and the band of that.

    Without marks it is unknown.
    """

    hazard: str
    name: str
    without: Mark | None
    with_package: Mark | None
    words: tuple[str, str, str]


class DamageChart(NamedTuple):
    """The rows, and the numbers along the axis with their places."""

    rows: list[DamageRow]
    axis: list[tuple[float, str]]


def damage_chart(result: xr.Dataset, ranges: xr.Dataset, lang: str) -> DamageChart:
    """Damage per year in 2050 per theme that counts in totals. [MEUR/yr]"""
    at = {"horizon": HORIZON}
    middle = {
        when: result[f"ead_{when}_eur"].sel(at).sum("area", min_count=1).values / MILLION
        for when in ("before", "after")
    }
    draws = {when: ranges[f"ead_{when}_eur"].sel(at).values / MILLION for when in ("before", "after")}
    middle["avoided"] = middle["before"] - middle["after"]
    draws["avoided"] = draws["before"] - draws["after"]
    ends = {what: p5_p95(values) for what, values in draws.items()}
    in_totals = table("hazards")["in_totals"].to_numpy() == 1
    most = float(np.nanmax(ends["before"][1][in_totals], initial=0))
    step = _step(most)
    end = step * max(np.ceil(most / step - 1e-9), 1)

    def mark(what: str, place: int) -> Mark:
        low, high = ends[what]
        along = [100 * float(value[place]) / end for value in (low, middle[what], high)]
        return Mark(*(round(min(max(value, 0), 100), 2) for value in along))

    rows = []
    digits = 2 if end <= 10 else 1
    for place, hazard in enumerate(table("hazards").index):
        if not in_totals[place]:
            continue
        name = theme_name(str(hazard), lang)
        if not np.isfinite(middle["after"][place]):
            rows.append(DamageRow(str(hazard), name, None, None, (t("unknown", lang), "", "")))
            continue
        low, high = (float(end[place]) for end in ends["avoided"])
        words = (
            number(middle["after"][place], lang, digits),
            number(middle["avoided"][place], lang, digits),
            band_text(low, high, lang),
        )
        rows.append(DamageRow(str(hazard), name, mark("before", place), mark("after", place), words))
    return DamageChart(
        rows,
        [(round(100 * stop / end, 2), number(stop, lang)) for stop in np.arange(0, end + step / 2, step)],
    )


def _step(most: float) -> float:
    """A round step that gives an axis of four or five numbers.

    Examples
    --------
    >>> _step(18.0), _step(0.9), _step(0.0)
    (5.0, 0.25, 1.0)
    """
    if not most > 0:
        return 1.0
    size = 10.0 ** np.floor(np.log10(most / 4))
    return float(size * next(step for step in STEPS if step * size >= most / 4 * (1 - 1e-9)))
