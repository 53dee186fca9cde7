"""Numbers that cannot be what their column says: two units in one column, or a unit that makes no sense.

A doubt is asked about; where a mapping file gave the unit it is only said. A few cells that stand alone
become unknown, and that is said too.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

import numpy as np
import pandas as pd

from kans_model.city import columns
from kans_model.exchange.class_numbers import order_of
from kans_model.exchange.column_list import unit_phrase
from kans_model.exchange.header_units import header_unit, states_metres
from kans_model.exchange.raster_zeros import beyond_raster, said_of_zeros
from kans_model.exchange.rate_words import rate_in
from kans_model.exchange.synonyms import Meaning
from kans_model.exchange.usual_values import MANY_AREAS, answered, one_column_doubts
from kans_model.words.problems import Listing, Phrase, Problem

DEEPEST_FLOOD_M = 10.0
DEEPEST_UNSTATED_M = 6.0
"""Deeper than the deepest polder, metres must be stated: these may be centimetres."""

DEEP_MEDIAN_M = 2.5
"""Groundwater that is deeper in most areas may be in decimetres where the unit is not stated."""

WHOLE_METRES = 2.0
"""Depths in whole numbers from here on may be centimetres."""

WHOLE_STATED_M = 5.0
"""From here on whole numbers are asked about even where the header says metres: it may be a copied one."""

SMALLEST_CM = 5.0
"""Depths that stay below this and have parts are no centimetres."""

ABOVE_GROUND_M, FEW_ABOVE_GROUND = -0.5, 0.1
"""Groundwater stands above the ground by little and in few places: more of it are levels in NAP. [m], [-]"""

GAP, FROM_WHOLE = 10.0, 10.0
"""Between metres and centimetres lies an empty stretch of at least this factor. [-]"""

MONEY = ("woz_eur", "income_eur")
EUROS = ("EUR", "EUR/yr")
MONEY_FACTOR = 15.0
"""So far from the middle one no neighbourhood of the same municipality lies. [-]"""

MOST_MM_H = 3.0
"""Sewers without a stated unit discharge no more: 0.7 mm per hour is usual, and is 17 mm per day. [mm/h]"""

LEAST_SURFACE_M2 = 100.0
FEW = 0.05
"""So small a part of a column may be wrong by itself. [-]"""

MANY = 2
"""Counts of buildings from here to 100 may as well be percentages. [count]"""

LISTED = 5
_LEVEL = re.compile(
    r"(?<![a-z])n\.?a\.?p\.?(?![a-z])|stijghoogte|waterpeil|zomerpeil|winterpeil|maaiveldhoogte",
    re.IGNORECASE,
)
_INDEX = re.compile(r"index(cijfers?)?\b(?! van)|(nl|nederland|gemeente|landelijk)\s*=\s*100", re.IGNORECASE)
_ABOUT_GROUND = re.compile(r"(?<![a-z])mv(?![a-z])|maaiveld(?!hoogte)", re.IGNORECASE)
_PERCENT = re.compile(r"perc|pct|procent|%|aandeel|share|fract|(^|_)p_|_\d{1,3}( |$)", re.IGNORECASE)


@dataclass(frozen=True)
class Doubts:
    """What is said and what is asked about a column, and which of its cells are unknown, mask (cell,)."""

    notes: list[Phrase] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    alone: pd.Series | None = None


def is_level(text: str) -> bool:
    """Whether a text speaks of heights in NAP, which are no depths.

    Examples
    --------
    >>> is_level("grondwaterstand (m+NAP)"), is_level("grondwaterstand_m_mv"), is_level("napels")
    (True, False, False)
    """
    return _LEVEL.search(text) is not None and _ABOUT_GROUND.search(text) is None


def says_percent(text: str) -> bool:
    """Whether a name, or what is said of it, speaks of percentages or shares.

    Examples
    --------
    >>> says_percent("perc_koopwoningen"), says_percent("koopwoningen")
    (True, False)
    """
    return _PERCENT.search(text) is not None


def examples(numbers: pd.Series) -> Listing:
    """The first few cells with their codes, and how many more there are.

    Examples
    --------
    >>> examples(pd.Series([1.25, 3.0], ["BU01", "BU02"])).text("en")
    'BU01: 1.25, BU02: 3'
    """
    parts: list[object] = [
        Listing((code, float(number)), ": ") for code, number in numbers.iloc[:LISTED].items()
    ]
    more = len(numbers) - LISTED
    return Listing([*parts, f"… (+{more})"] if more > 0 else parts)


def cell_examples(cells: pd.Series) -> str:
    """The first few cells as they stand, with their codes, and how many more there are.

    Examples
    --------
    >>> cell_examples(pd.Series([" <10", "ca. 12"], ["BU01", "BU02"]))
    'BU01: <10, BU02: ca. 12'
    """
    shown = ", ".join(f"{code}: {str(cell).strip()}" for code, cell in cells.iloc[:LISTED].items())
    more = len(cells) - LISTED
    return f"{shown}, … (+{more})" if more > 0 else shown


def doubts(entry: Meaning, numbers: pd.Series, factor: float, file: str, said: str = "") -> Doubts:
    """What of a column makes no sense.

    Parameters
    ----------
    numbers : Series
        Its known numbers as they stand, without cells that have a percent sign; the index is the code.
    factor : float
        From their unit to ours.
    said : str
        The unit row and the titles above the table.

    Examples
    --------
    >>> depths = pd.Series([0.8, 1.2, 90.0], ["BU01", "BU02", "BU03"])
    >>> found = doubts(Meaning("groundwater_depth_m", "grondwaterdiepte_m"), depths, 1.0, "c.csv")
    >>> found.problems[0].text("en").partition(":")[0], str(found.problems[0].value)
    ('c.csv', 'BU03: 90')
    """
    place = {"file": file, "column": entry.source}
    if refused := _other_figure(entry, said, place):
        return Doubts(problems=[refused])
    if numbers.empty:
        return Doubts()
    found = list(_said_otherwise(entry, numbers, said, place))
    by_unit = _doubts_of_unit(entry, numbers, factor, said, place, bool(found))
    notes, alone = by_unit.notes, by_unit.alone
    found += by_unit.problems
    ours = numbers * factor
    if not found and ours.between(*columns.bounds(entry.column)).all():
        stated = entry.stated or header_unit(entry.source) is not None
        found += one_column_doubts(entry, ours, place, stated)
    if columns.unit(entry.column) in ("mm", "mm/h"):
        said_of_rain = list(_doubts_of_rain(entry, numbers, ours, place, bool(found)))
        notes += [phrase for phrase in said_of_rain if isinstance(phrase, Phrase)]
        found += [problem for problem in said_of_rain if isinstance(problem, Problem)]
    found += _tiny_surfaces(entry, numbers, factor, place)
    one = len(numbers) >= MANY_AREAS and 0 < numbers.min() == numbers.max()
    if one and columns.unit(entry.column) in ("-", *EUROS):
        notes.append(Phrase("report.same_everywhere", {**place, "value": float(numbers.iloc[0])}))
    if alone is not None and alone.any():
        notes.append(Phrase("report.alone", {**place, "rows": examples(numbers[alone])}))
    if entry.mapped:
        return Doubts([*notes, *map(answered, found)], [], alone)
    return Doubts(notes, found, alone)


def _other_figure(entry: Meaning, said: str, place: dict[str, str]) -> Problem | None:
    """Why the column holds another figure than it is taken for: levels in NAP, another unit, an index."""
    unit, must = columns.unit(entry.column), unit_phrase(entry.column)
    if unit == "m" and is_level(f"{entry.source} {said}"):
        return Problem("city_level", **place)
    if entry.misfit:
        return Problem("city_unit_row", **place, value=entry.misfit, must=must)
    if unit.startswith("EUR") and (index := _INDEX.search(said)):
        return Problem("city_index", **place, value=index[0], must=must)
    return None


def _said_otherwise(
    entry: Meaning, numbers: pd.Series, said: str, place: dict[str, str]
) -> Iterator[Problem]:
    """A part of the figure, a rate or a rank, by what is said of it or by its numbers."""
    unit = columns.unit(entry.column)
    if entry.part and unit in ("count", "EUR", "EUR/yr"):
        yield Problem("city_title", **place, value=entry.part)
    if unit == "count" and (rate := rate_in(f"{entry.source} {said}")):
        yield Problem("city_rate_said", **place, value=rate)
    if unit.startswith("EUR") or unit in ("-", "count"):
        yield from _places_in_an_order(numbers, place)


def _doubts_of_unit(
    entry: Meaning, numbers: pd.Series, factor: float, said: str, place: dict[str, str], is_doubted: bool
) -> Doubts:
    """What makes no sense for a column of this unit."""
    unit = columns.unit(entry.column)
    if unit == "m":
        problems = list(_depths(entry, numbers, factor, place))
        zeros = said_of_zeros(numbers * factor, entry.column, place)
        return Doubts([*_said_of_depths(entry, numbers * factor, place), *zeros], problems)
    if unit == "°C PET":
        return Doubts(alone=beyond_raster(numbers * factor, entry.column))
    if unit == "count":
        problems = list(_parts_of_counts(entry, numbers, factor, place))
        doubted = is_doubted or problems
        counts = (numbers * factor).round(6)
        return Doubts([] if doubted else list(_said_of_counts(entry, counts, place)), problems)
    if entry.column == "works_year":
        past = numbers[numbers < datetime.now(UTC).year]
        rows = {"rows": examples(past)}
        return Doubts([Phrase("report.past_works", {**place, **rows})] if len(past) else [])
    if unit == "-" and adds_up_to_all(numbers * 100 * factor):
        return Doubts(problems=[Problem("city_distribution", **place, rows=examples(numbers.iloc[:3]))])
    if unit == "-" and factor == 0.01:
        return Doubts(list(_said_of_percents(entry, numbers, place, said)))
    if entry.column in MONEY:
        problems, alone = _money(entry, numbers, factor, place)
        return Doubts(problems=problems, alone=alone)
    return Doubts()


def _doubts_of_rain(
    entry: Meaning, numbers: pd.Series, ours: pd.Series, place: dict[str, str], is_doubted: bool
) -> Iterator[Phrase | Problem]:
    """Millimetres, an hour or not, of which the unit is not stated, and two scales in one column."""
    if not (entry.stated or entry.mapped or header_unit(entry.source)):
        first = examples(numbers.iloc[:3])
        if columns.unit(entry.column) == "mm/h" and ours.median() > MOST_MM_H and not is_doubted:
            yield Problem("city_mm_asked", **place, value=first)
        else:
            yield Phrase("report.unit_taken", {**place, "rows": first, "unit": unit_phrase(entry.column)})
    if (low := _far_below(ours)) is not None:
        yield Problem("city_two_scales", **place, value=examples(low), must=float(ours.max()))


def _tiny_surfaces(
    entry: Meaning, numbers: pd.Series, factor: float, place: dict[str, str]
) -> Iterator[Problem]:
    """Surfaces with parts that are all too small to be square metres."""
    surface = columns.unit(entry.column) == "m²" and factor == 1 and (numbers % 1 > 0).any()
    if surface and 0 < numbers.max() < LEAST_SURFACE_M2:
        least = Listing((LEAST_SURFACE_M2, "m²"), " ")
        yield Problem("city_scale", **place, value=examples(numbers), must=least, fits="")


def adds_up_to_all(percents: pd.Series) -> bool:
    """Whether the percentages of all areas add up to a hundred: how a city is spread over its areas.

    Examples
    --------
    >>> adds_up_to_all(pd.Series([12.5, 7.25, 10.25] * 3 + [10.0])), adds_up_to_all(pd.Series([12.5] * 10))
    (True, False)
    """
    known = percents[percents > 0]
    if len(known) < MANY_AREAS or (known % 1 == 0).all():
        return False
    step = 0.01 if ((known * 10).round(6) % 1 > 0).any() else 0.1
    return bool(abs(known.sum() - 100) <= step * len(known) ** 0.5)


def _places_in_an_order(numbers: pd.Series, place: dict[str, str]) -> Iterator[Problem]:
    """Ranks and deciles under the name of a figure."""
    if order := order_of(numbers):
        kind = Phrase(f"order.{order.kind}", {"last": order.last})
        yield Problem("city_order", **place, value=kind, rows=examples(numbers.iloc[:3]))


FEW_PERCENT = 2.0
"""Mostly parts of one with some a little over it are likelier fractions gone wrong than percents."""


def two_scales(percents: pd.Series) -> bool:
    """Fractions and percentages in one column.

    Two groups with a gap of ten between them, a quarter fractions; parts of one with a few a little over
    it; or parts of one among whole percents.
    """
    parts, more = percents[(percents > 0) & (percents < 1)], percents[percents > 1]
    if len(parts) == 0 or len(more) == 0:
        return False
    n = len(parts) + len(more)
    apart = len(parts) >= n / 4 and more.min() >= GAP * parts.max()
    spilt = len(parts) >= n / 2 and more.max() <= FEW_PERCENT
    return bool(apart or spilt or ((more % 1 == 0).all() and (percents != 1).all()))


def _two_groups(numbers: pd.Series) -> pd.Series | None:
    """The upper of two groups: whole numbers, far above a group with parts; None where there is one."""
    ordered = numbers[numbers > 0].sort_values(kind="stable")
    if len(ordered) < 2:
        return None
    steps = ordered.to_numpy()[1:] / ordered.to_numpy()[:-1]
    place = int(np.argmax(steps)) + 1
    lower, upper = ordered.iloc[:place], ordered.iloc[place:]
    parted = (lower % 1 > 0).any() and (upper % 1 == 0).all() and upper.min() >= FROM_WHOLE
    return upper if steps.max() >= GAP and parted else None


def _far_below(numbers: pd.Series) -> pd.Series | None:
    """Numbers hundreds of times smaller than the middle one; None where there are none."""
    low = numbers[(numbers > 0) & (numbers * 100 < numbers.median())]
    return low if len(low) else None


def _depths(entry: Meaning, numbers: pd.Series, factor: float, place: dict[str, str]) -> Iterator[Problem]:
    """Metres or centimetres, below or above the ground: asked where name and numbers do not say it."""
    metres = numbers * factor
    below = numbers[metres < 0]
    if len(below) > FEW_ABOVE_GROUND * len(metres) or metres.min() < ABOVE_GROUND_M:
        yield Problem("city_depth_sense", **place, value=float(numbers.min()), rows=examples(below))
        return
    stated = states_metres(f"{entry.source} {entry.said}") or factor != 1
    whole = (metres % 1 == 0).all() and metres.max() >= WHOLE_METRES
    doubtful = not stated and (metres.max() > DEEPEST_UNSTATED_M or whole)
    doubtful = doubtful or (whole and factor == 1 and metres.median() >= WHOLE_STATED_M)
    groundwater = entry.column == "groundwater_depth_m"
    doubtful = doubtful or (groundwater and not stated and metres.median() > DEEP_MEDIAN_M)
    deep = entry.column in columns.FLOOD_DEPTHS and metres.max() > DEEPEST_FLOOD_M
    small = factor < 1 and numbers.max() < SMALLEST_CM and (numbers % 1 > 0).any()
    if doubtful or deep or small:
        yield Problem("city_metres_asked", **place, value=float(numbers.max()))
    elif (upper := _two_groups(numbers)) is not None:
        rest = numbers.drop(upper.index)
        yield Problem("city_two_scales", **place, value=examples(upper), must=float(rest.max()))


def _said_of_depths(entry: Meaning, metres: pd.Series, place: dict[str, str]) -> Iterator[Phrase]:
    if metres.max() > DEEPEST_UNSTATED_M:
        rows = examples(metres[metres > DEEPEST_UNSTATED_M])
        yield Phrase("report.deep", {**place, "rows": rows})
    if (metres < 0).any():
        yield Phrase("report.above_ground", {**place, "rows": examples(metres[metres < 0])})


def _parts_of_counts(
    entry: Meaning, counts: pd.Series, factor: float, place: dict[str, str]
) -> Iterator[Problem]:
    """Parts among counts that are whole else: thousands whose zero was lost (1.25 for 1.250)."""
    if factor != 1 or (entry.column.startswith("residents_") and counts.max() <= 100):
        return  # those of elderly may be percentages
    parts, large = counts[counts % 1 > 1e-9], counts[counts >= 100]
    cut = parts[(parts < 100) & (parts.round(3) == parts)]
    modelled = len(parts) and (large % 1 > 1e-9).any() and len(parts) * 2 > len(counts)
    if (len(cut) and not modelled) or (counts.max() < 100 and len(parts) > len(counts) / 2):
        rows = cut if len(cut) else parts
        yield Problem("city_parts_of_a_count", **place, value=float(rows.iloc[0]), rows=examples(rows))


def _said_of_counts(entry: Meaning, counts: pd.Series, place: dict[str, str]) -> Iterator[Phrase]:
    buildings = entry.column == "vulnerable_buildings" or columns.STRESS_TEST.fullmatch(entry.column)
    if buildings and not entry.mapped and len(counts) >= MANY_AREAS and MANY <= counts.max() <= 100:
        yield Phrase("report.taken_as_count", {**place, "value": float(counts.max())})
    parts = counts[counts % 1 > 1e-9]
    if len(parts):
        yield Phrase("report.parts_of_counts", {**place, "rows": examples(parts)})


def _said_of_percents(
    entry: Meaning, percents: pd.Series, place: dict[str, str], said: str
) -> Iterator[Phrase]:
    """Which of two readings was taken, where the name does not say percent or the numbers are 0 and 1."""
    bare = not entry.mapped and not says_percent(f"{entry.source} {said}")
    parts = percents[(percents > 0) & ((percents < 1) | (percents.max() == 1))]
    if len(parts):
        yield Phrase("report.percent_of_one", {**place, "rows": examples(parts)})
    elif bare and percents.max() > 1:
        yield Phrase("report.taken_as_percent", {**place, "rows": examples(percents.iloc[:2])})


def _money(
    entry: Meaning, numbers: pd.Series, factor: float, place: dict[str, str]
) -> tuple[list[Problem], pd.Series | None]:
    """Amounts far from all others, alone or many, and amounts that are all of another size."""
    euros = (numbers * factor)[numbers > 0]
    low, high = columns.bounds(entry.column)
    if not euros.between(low, high).all():
        return [], None  # refused by its range
    middle = euros.median()
    apart = (euros >= MONEY_FACTOR * middle) | (euros * MONEY_FACTOR <= middle)
    alone = apart.reindex(numbers.index, fill_value=False)
    if apart.sum() <= max(1, FEW * len(euros)):
        return [], alone
    odd = numbers[alone]
    return [Problem("city_two_scales", **place, value=examples(odd), must=float(middle / factor))], None
