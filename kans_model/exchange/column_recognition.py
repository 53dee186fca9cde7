"""Which columns of a file are understood, and which of several for the same figure is used."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from kans_model.city import columns
from kans_model.exchange.header_units import year_rank
from kans_model.exchange.join_names import shared_beginning
from kans_model.exchange.synonyms import BEHIND, Meaning, column_of, meaning, normal

LATEST_SHORT = 40
"""Two digits beyond this are an age: inwoners_65."""

OF_A_CLIMATE = ("groundwater_depth_m", "pet_degc", "vulnerable_buildings", *columns.FLOOD_DEPTHS)
"""With a year to come such a figure is of another climate and not of today; so are flooded buildings."""

_SHORT_YEAR = re.compile(r"^(?P<bare>.+)_(?P<year>\d\d)$")


def recognised(
    sources: Iterable[str], mapping: Iterable[Meaning] = ()
) -> tuple[list[Meaning], list[Meaning], list[str]]:
    """Which of these columns are understood.

    Returns
    -------
    used : list of Meaning
        At most one per column of ours: a mapped one, else the one whose synonym stands first in the table.
    unused : list of Meaning
        Understood too, but another came first.
    unknown : list of str
    """
    sources = list(sources)
    mapped = {normal(entry.source): entry for entry in mapping}
    beginning, years = shared_beginning(sources, column_of), _short_years(sources)
    found, unknown = [], []
    for source in sources:
        if normal(source) in mapped:
            entry = mapped[normal(source)]
            found.append((-1, Meaning(entry.column, source, entry.unit_factor, mapped=True)))
            continue
        understood = years.get(source) or _understood(source, beginning)
        if understood is None or of_another_climate(understood[0]):
            unknown.append(source)
        else:
            found.append((understood[1], understood[0]))
    used: dict[str, Meaning] = {}
    unused = []
    for _, entry in sorted(found, key=_precedence):
        if entry.column in used:
            unused.append(entry)
        else:
            used[entry.column] = entry
    return list(used.values()), unused, unknown


def of_another_climate(entry: Meaning) -> bool:
    """Whether a figure of floods, heat or groundwater is of a year to come.

    Examples
    --------
    >>> [of_another_climate(meaning(name)[0]) for name in ("waterdiepte_t100_2050", "waterdiepte_t100")]
    [True, False]
    """
    physical = entry.column in OF_A_CLIMATE or columns.STRESS_TEST.fullmatch(entry.column) is not None
    return physical and entry.year is not None and entry.year > datetime.now(UTC).year


def _understood(source: str, beginning: str) -> tuple[Meaning, int] | None:
    """A name, or what stands behind the beginning that all names of a joined table share."""
    if understood := meaning(source):
        return understood
    rest = meaning(source[len(beginning) :]) if beginning and source.startswith(beginning) else None
    return (replace(rest[0], source=source, joined=True), rest[1] + BEHIND) if rest else None


def _short_years(sources: Sequence[str]) -> dict[str, tuple[Meaning, int]]:
    """Names that differ only in two digits at their end, inwoners_15 and inwoners_24, as years."""
    stems: dict[str, list[tuple[str, str, int]]] = {}
    for source in sources:
        if short := _SHORT_YEAR.match(str(source).strip()):
            stem = normal(short["bare"])
            stems.setdefault(stem, []).append((source, short["bare"], int(short["year"])))
    dated = {}
    for names in stems.values():
        if len(names) < 2 or max(year for _, _, year in names) > LATEST_SHORT:
            continue
        for source, bare, year in names:
            if understood := meaning(bare):
                dated[source] = (replace(understood[0], source=source, year=2000 + year), understood[1])
    return dated


def _precedence(ranked: tuple[int, Meaning]) -> tuple[bool, bool, int, int]:
    """A mapped column first; of the same figure in several years the newest, without a year before all."""
    rank, entry = ranked
    year = -9999 if entry.year is None else year_rank(entry.year)
    return not entry.mapped, year > 0, *((rank, year) if year < 0 else (year, rank))
