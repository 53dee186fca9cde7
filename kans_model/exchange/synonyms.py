"""What others call our columns and values: the table `synonyms`, and mapping files for the rest."""

from __future__ import annotations

import csv
import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pandas as pd

from kans_model.city import columns
from kans_model.exchange.delimited_text import decoded, rows_of
from kans_model.exchange.files import bounded_bytes
from kans_model.exchange.header_units import header_unit, header_year
from kans_model.exchange.join_names import without_layer
from kans_model.exchange.number_text import SUPERSCRIPTS
from kans_model.exchange.rate_words import rate_in
from kans_model.tables.reading import table
from kans_model.words.json_text import json_value
from kans_model.words.problems import KansError, Problem

BEHIND = 10_000
"""A column that a join added comes behind one of the layer itself."""

IDENTITY = ("code", "name", "wijk", "municipality", "land_or_water")
TEXT_COLUMNS = (*IDENTITY, "soil", "typology", "works_kind", "land_use")
LARGEST_MAPPING_BYTES = 1_000_000
CHOICE_COLUMNS = ("soil", "typology", "works_kind", "land_or_water")


@dataclass(frozen=True)
class Meaning:
    """A source column understood: ours, theirs, and the factor that turns their unit into ours."""

    column: str
    source: str
    unit_factor: float = 1.0
    plain_above: float = float("nan")
    year: int | None = None
    mapped: bool = False
    said: str = ""
    """What the unit row and the titles above the table say."""

    stated: bool = False
    """The header, or a row of units, says the unit."""

    misfit: str = ""
    """A unit under the name that this cannot be in."""

    part: str = ""
    """What the titles say that the figures are of: only women, or a change."""

    joined: bool = False
    """The name stood behind that of a layer, as a join in a GIS makes it."""


def normal(name: object) -> str:
    """The name without case, spaces, underscores and other signs; % and + are kept as words.

    Examples
    --------
    >>> normal("Aantal_Inwoners"), normal("aantalInwoners"), normal("65+ (%)")
    ('aantalinwoners', 'aantalinwoners', '65pluspercent')
    """
    words = (
        str(name)
        .casefold()
        .replace("%", "percent")
        .replace("‰", "promille")
        .replace("+", "plus")
        .replace("²", "2")
    )
    return "".join(letter for letter in words if letter.isalnum())


_MARK = re.compile(rf"(?<=\S)(?:\s*[*†‡§]|\s*[{SUPERSCRIPTS}⁽⁾]+|\s*\[\d\]|\s+\d\))\s*$")
"""A footnote's mark behind a name; m² and km³ are units."""


_OF_CBS = re.compile(r"[A-Z][A-Za-z0-9]*_\d{1,3}")
"""A column of CBS with its number: AantalInwoners_5."""


_TOTAL = re.compile(r"(?<=[\s_|(,-])(totaal|total)\)?$|^(totaal|total)(?=[\s_|-])", re.IGNORECASE)
"""Of a figure that is split elsewhere this is the whole."""


@cache
def _headers() -> dict[str, tuple[str, float, float, int]]:
    """Normal name → (our column, factor, plain_above, rank); our own names come first."""
    own = [*columns.number_columns(), *columns.INPUT_ONLY, *TEXT_COLUMNS]
    found = {normal(column): (column, 1.0, float("nan"), rank) for rank, column in enumerate(own)}
    rows = table("synonyms").reset_index()
    for rank, row in enumerate(rows[rows["value"] == ""].itertuples(), start=len(found)):
        found.setdefault(normal(row.synonym), (row.column, row.unit_factor, row.plain_above, rank))
    return found


@cache
def _event_headers() -> list[tuple[re.Pattern[str], str]]:
    """Patterns of stress-test columns: (expression for the normal name, our column with {mm} and {min})."""
    rows = table("synonyms").reset_index()
    rows = rows[rows["column"].str.contains("{mm}", regex=False)]
    pairs = [(row.synonym, row.column) for row in rows.itertuples()]
    pairs += [(column, column) for column in rows["column"].unique()]
    return [(_event_pattern(synonym), column) for synonym, column in pairs]


def _event_pattern(synonym: str) -> re.Pattern[str]:
    marked = normal(synonym.replace("{mm}", "000depth000").replace("{min}", "000minutes000"))
    pattern = marked.replace("000depth000", r"(?P<mm>\d+)").replace("000minutes000", r"(?P<min>\d+)")
    return re.compile(pattern)


def meaning(source: str) -> tuple[Meaning, int] | None:
    """What a source column means, with its rank (lower goes first), or None when not recognised.

    Examples
    --------
    >>> meaning("Number of Residents")[0].column, meaning("gemiddeldeWoningwaarde")[0].unit_factor
    ('residents', 1000.0)
    >>> meaning("openbaar groen (ha)")[0].unit_factor, meaning("Aantal inwoners totaal")[0].column
    (10000.0, 'residents')
    >>> meaning("waterdiepte_t100 (cm)")[0].unit_factor, meaning("inwoners_2024")[0].year
    (0.01, 2024)
    """
    source = str(source)
    if whole := _meaning(source):
        return whole
    if marked := _MARK.search(source):
        understood = meaning(source[: marked.start()])
        return (replace(understood[0], source=source), understood[1]) if understood else None
    if (whole_name := _TOTAL.sub("", source).strip(" _-|,(")) != source and whole_name:
        understood = meaning(whole_name)
        if understood is None or understood[0].column in TEXT_COLUMNS:
            return None
        return replace(understood[0], source=source), understood[1]
    if (joined := without_layer(source)) and (of_layer := meaning(joined[0])):
        entry, rank = of_layer
        return replace(entry, source=source, year=entry.year or joined[1], joined=True), rank + BEHIND
    bare, year = header_year(source) or (source, None)
    understood = _meaning(bare) if year else None
    if understood is None:
        understood = _with_unit(bare)
    if understood is None:
        understood = _cut(bare)
    if understood is None:
        return None
    return replace(understood[0], source=source, year=year), understood[1]


def column_of(source: str) -> str | None:
    """Which column of ours a name means, or None."""
    understood = meaning(source)
    return understood[0].column if understood else None


def counts_per_something(source: str) -> bool:
    """Whether a name is that of a count of ours per something else, which is no count.

    Examples
    --------
    >>> counts_per_something("banen per 1.000 inwoners"), counts_per_something("inkomen per huishouden")
    (True, False)
    """
    rate = rate_in(source)
    column = column_of(source.replace("_per_", " per_").replace(rate, "").strip(" _-|(,)")) if rate else None
    return column is not None and column not in TEXT_COLUMNS and columns.unit(column) == "count"


def _without_number(source: str) -> str:
    """Without the number of a column of CBS, or of a twin.

    >>> [_without_number(name) for name in ("Koopwoningen_40", "inwoners_2", "inwoners_65")]
    ['Koopwoningen', 'inwoners', 'inwoners_65']
    """
    return re.sub(r"_\d{1,3}$" if _OF_CBS.fullmatch(source) else r"_\d$", "", source)


def _meaning(source: str) -> tuple[Meaning, int] | None:
    """By the whole name, or by it without the number of a column of CBS."""
    name = normal(source)
    without_number = _without_number(source.strip())
    for candidate in (name, normal(without_number)):
        if candidate in _headers():
            column, factor, plain_above, rank = _headers()[candidate]
            return Meaning(column, source, factor, plain_above), rank
    for pattern, column in _event_headers():
        if event := pattern.fullmatch(name):
            ours = column.format(mm=int(event["mm"]), min=int(event["min"]))
            return Meaning(ours, source), len(_headers())
    return None


def _with_unit(source: str) -> tuple[Meaning, int] | None:
    """By the name before its unit, where the column can be in that unit."""
    named = header_unit(source)
    understood = _meaning(named.bare) if named else None
    if named and understood is None and named.dimension == "m²":
        understood = _meaning(f"{named.bare}_m2")  # openbaar groen (ha), where openbaar_groen_m2 is known
    if named is None or understood is None or understood[0].column in TEXT_COLUMNS:
        return None
    unit = columns.unit(understood[0].column)
    factor = named.factor_for(unit)
    if named.dimension == "m³" and unit in ("mm", "mm/h"):
        return Meaning(understood[0].column, source, misfit=_VOLUME), understood[1]
    if not factor:
        return None
    return Meaning(understood[0].column, source, factor, stated=True), understood[1]


_VOLUME = "m³"

CUT_LENGTH = 10
"""A Shapefile keeps so many characters of a column's name."""


MANY_MEANINGS = ("percentage", "gemiddelde", "oppervlakt")


def _cut(source: str) -> tuple[Meaning, int] | None:
    """A name that a Shapefile cut off, where all names that begin so mean the same."""
    start = source.casefold().strip()
    if len(start) != CUT_LENGTH or start.startswith(MANY_MEANINGS):
        return None
    rows = table("synonyms").reset_index()
    rows = rows[(rows["value"] == "") & ~rows["column"].str.contains("{", regex=False)]
    begins = rows[rows["synonym"].str.casefold().str.replace(" ", "_").str.startswith(start)]
    if len(begins) == 0 or len(begins[["column", "unit_factor"]].drop_duplicates()) > 1:
        return None
    parts = table("shares_of_a_whole").index.get_level_values("synonym")
    if any(name.casefold().replace(" ", "_").startswith(start) and column_of(name) is None for name in parts):
        return None  # perc_huurw may be all homes to let, of which we know only those of corporations
    return _meaning(begins["synonym"].iloc[0])


def choices(column: str, values: pd.Series) -> pd.Series:
    """Values of a choice (soil, typology, kind of works) in our words; others stay as they are."""
    rows = table("synonyms").reset_index()
    rows = rows[(rows["column"] == column) & (rows["value"] != "")]
    ours = {normal(row.synonym): row.value for row in rows.itertuples()}
    if column in ("soil", "typology"):
        names = table("soils" if column == "soil" else "typologies")
        for label in ("name_nl", "name_en"):
            ours |= {normal(name): key for key, name in names[label].items()}
        ours |= {normal(key): key for key in names.index}
    if column == "works_kind":
        ours |= {kind: kind for kind in columns.WORKS_KINDS}
    return values.map(lambda value: value if pd.isna(value) else ours.get(normal(value), value))


def read_mapping(path: str | Path, ours: Collection[str] = ()) -> list[Meaning]:
    """A mapping file: CSV or JSON with column, source column and factor (1 when empty).

    Parameters
    ----------
    path : str or Path
    ours : collection of str, optional
        What a column can be; without it those of a city.

    Raises
    ------
    KansError
        Not such a file, a column that is not ours, or a factor that is no number above 0.
    """
    path = Path(path)
    text = decoded(bounded_bytes(path, LARGEST_MAPPING_BYTES))
    try:
        entries = json_value(text) if path.suffix.lower() == ".json" else _csv_entries(text)
        entries = [{normal(key): value for key, value in entry.items()} for entry in entries]
        rows = [(entry["column"], entry["sourcecolumn"], entry.get("factor")) for entry in entries]
        if not rows:
            raise ValueError("no entries")
    except (OSError, ValueError, KeyError, AttributeError, TypeError, csv.Error) as error:
        raise KansError([Problem("mapping_format", file=path.name)]) from error
    allowed = list(ours) or [*columns.number_columns(), *columns.INPUT_ONLY, *TEXT_COLUMNS]
    mapping, problems = [], []
    for number, (column, source, factor) in enumerate(rows, start=1):
        event = not ours and columns.STRESS_TEST.fullmatch(str(column))
        if column not in allowed and not event:
            must = ", ".join(allowed)
            problems.append(Problem("mapping_column", file=path.name, row=number, value=column, must=must))
            continue
        try:
            unit_factor = float(str(factor).replace(",", ".")) if factor not in (None, "") else 1.0
        except ValueError:
            unit_factor = -1.0
        if not 0 < unit_factor < float("inf"):
            problems.append(Problem("mapping_factor", file=path.name, row=number, value=factor))
        else:
            mapping.append(Meaning(column, source, unit_factor))
    if problems:
        raise KansError(problems)
    return mapping


def _csv_entries(text: str) -> list[dict[str, str]]:
    rows = [row for row in rows_of(text) if any(cell.strip() for cell in row)]
    return [dict(zip(rows[0], row, strict=False)) for row in rows[1:]]
