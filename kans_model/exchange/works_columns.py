"""Which columns of a calendar of works are understood, and what its words stand for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

from kans_model.exchange.header_units import header_unit
from kans_model.exchange.synonyms import Meaning, meaning, normal
from kans_model.tables.reading import table
from kans_model.words.texts import LANGUAGES, t

COLUMNS = (
    *("id", "name", "kind", "code", "areas", "share", "surface_m2", "length_m", "period", "start", "end"),
    *("earliest", "latest", "owner", "budget", "status"),
)
"""What a calendar of works can say."""
UNITS = {"share": "-", "surface_m2": "m²", "length_m": "m", "budget": "EUR"}
"""Columns whose name can have a unit behind it."""
OF_A_CITY = {
    "code": "code",
    "name": "areas",
    "works_year": "period",
    "works_kind": "kind",
    "works_share": "share",
}
"""What the names that the import of a city knows are in a calendar."""
WHOLE_WORD = 5
"""A shorter word than this has to stand by itself: weg is no part of beweging. [signs]"""


@dataclass(frozen=True)
class WorksColumns:
    """Columns of ours → theirs with the factor to our unit; of the rest `unused` come behind another."""

    used: dict[str, tuple[str, float]] = field(default_factory=dict)
    unused: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def works_columns(headers: Sequence[str], mapping: Iterable[Meaning] = ()) -> WorksColumns:
    """What these headers mean: a mapped one first, else the one whose word stands first in `work_words`."""
    mapped = {normal(entry.source): entry for entry in mapping}
    found: list[tuple[int, str, str, float]] = []
    unknown = []
    for header in headers:
        if entry := mapped.get(normal(header)):
            found.append((-1, entry.column, header, entry.unit_factor))
        elif understood := _understood(str(header)):
            column, factor, rank = understood
            found.append((rank, column, header, factor))
        elif str(header).strip():
            unknown.append(str(header))
    columns = WorksColumns(unknown=unknown)
    for _, column, header, factor in sorted(found, key=lambda entry: entry[0]):
        if column in columns.used:
            columns.unused.append(header)
        else:
            columns.used[column] = (header, factor)
    ordered = {column: columns.used[column] for column in COLUMNS if column in columns.used}
    return WorksColumns(ordered, columns.unused, columns.unknown)


def column_of(header: str) -> str | None:
    """Which column of ours a header is, or None.

    Examples
    --------
    >>> [column_of(name) for name in ("Soort werk", "budget (k€)", "buurtcode", "Startjaar", "kleur")]
    ['kind', 'budget', 'code', 'start', None]
    """
    understood = _understood(header)
    return understood[0] if understood else None


def _understood(header: str) -> tuple[str, float, int] | None:
    """Column, factor and rank of a header."""
    own = _words()
    if normal(header) in own:
        column, rank = own[normal(header)]
        return column, 1.0, rank
    if (named := header_unit(header)) and normal(named.bare) in own:
        column, rank = own[normal(named.bare)]
        factor = named.factor_for(UNITS[column]) if column in UNITS else None
        if factor:
            return column, factor, rank
    known = meaning(header)
    if known and known[0].column in OF_A_CITY:
        return OF_A_CITY[known[0].column], known[0].unit_factor, len(own) + known[1]
    return None


@cache
def _words() -> dict[str, tuple[str, int]]:
    """Normal header → column and rank; our own names come first."""
    found = {normal(column): (column, rank) for rank, column in enumerate(COLUMNS)}
    rows = table("work_words").reset_index()
    for rank, row in enumerate(rows[rows["value"] == ""].itertuples(), start=len(found)):
        found.setdefault(normal(row.word), (str(row.column), rank))
    return found


def column_label(column: str, lang: str = "nl") -> str:
    """What a column is called in a sentence."""
    return t(f"works.column_{column}", lang)


# --- words in cells --------------------------------------------------------------------------


@cache
def _statuses() -> dict[str, str]:
    rows = table("work_words").reset_index()
    rows = rows[rows["value"] != ""]
    return {normal(word): str(value) for word, value in zip(rows["word"], rows["value"], strict=True)}


def status_of(cell: str) -> str | None:
    """How far works are, of `BUILD_STATES`, by the word for it; None where it is no such word."""
    return _statuses().get(normal(cell))


@cache
def _kinds() -> dict[str, str]:
    """Every word for a kind of works, as it is written → the kind."""
    kinds = table("work_kinds")
    words = {str(kind): str(kind) for kind in kinds.index}
    for kind, listed in kinds["words"].items():
        names = [*listed.split(";"), *(t(f"works_kind.{kind}", lang) for lang in LANGUAGES)]
        words |= {name.strip().casefold(): str(kind) for name in names}
    return words


@lru_cache(maxsize=1_000)
def kinds_of(cell: str) -> tuple[str, ...]:
    """The kinds of works that a cell names, the one by the longest word first.

    Examples
    --------
    >>> kinds_of("Rioolvervanging en herinrichting"), kinds_of("warmtenetleiding"), kinds_of("beweging")
    (('sewer', 'street'), ('heat_network',), ())
    """
    words = _kinds()
    whole = {normal(word): kind for word, kind in words.items()}
    if normal(cell) in whole:
        return (whole[normal(cell)],)
    text = cell.casefold()
    found: dict[str, str] = {}
    for word in sorted(words, key=len, reverse=True):
        pattern = re.escape(word) if len(word) >= WHOLE_WORD else rf"(?<!\w){re.escape(word)}(?!\w)"
        if re.search(pattern, text):
            text = re.sub(rf"\w*{pattern}\w*", " ", text)  # the rest of a compound is no kind of its own
            found[words[word]] = word
    return tuple(found)


@cache
def opens(kind: str) -> tuple[str, ...]:
    """Which surfaces works of a kind open, of `WORKS_STOCKS`."""
    return tuple(table("work_kinds")["opens"][kind].split(";"))
