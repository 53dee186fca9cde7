"""The columns an import knows: what each is called in files, and in which unit it is kept."""

from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

from kans_model.city import columns
from kans_model.exchange.header_units import header_unit, header_year
from kans_model.exchange.synonyms import TEXT_COLUMNS, normal
from kans_model.tables.reading import table
from kans_model.words.problems import Phrase
from kans_model.words.texts import t

LIKENESS = 0.88
"""From here on two names are probably meant to be one; homes to let are not yet owned ones. [-]"""

NAMED_TABLES = {"soil": "soils", "typology": "typologies"}
"""Columns of choices, and the table that has their names."""

_UNIT_TEXTS = {
    "count": "count",
    "-": "share",
    "year": "year",
    "EUR/yr": "eur_per_year",
    "mm/h": "mm_per_hour",
}


@dataclass(frozen=True)
class ColumnName:
    """A name that a column of ours has in files, and the factor from its unit to ours."""

    column: str
    name: str
    unit_factor: float


@dataclass(frozen=True)
class ChoiceNames:
    """The choices of a column as a reader knows them.

    Examples
    --------
    >>> ChoiceNames("works_kind").text("nl")
    'straat, riool, groen'
    """

    column: str

    @property
    def keys(self) -> list[str]:
        if self.column in NAMED_TABLES:
            return list(table(NAMED_TABLES[self.column]).index)
        return list(columns.WORKS_KINDS) if self.column == "works_kind" else []

    def text(self, lang: str = "nl") -> str:
        if self.column in NAMED_TABLES:
            return ", ".join(str(name).lower() for name in table(NAMED_TABLES[self.column])[f"name_{lang}"])
        return ", ".join(t(f"{self.column}.{key}", lang) for key in self.keys)


@cache
def column_names() -> tuple[ColumnName, ...]:
    """Every name that is recognised, those of ours first; numbers of an event stand as {mm} and {min}."""
    own = [*TEXT_COLUMNS, *columns.number_columns(), *columns.INPUT_ONLY]
    rows = table("synonyms").reset_index()
    rows = rows[rows["value"] == ""]
    own += [column for column in rows["column"].unique() if column not in own]
    names = [ColumnName(column, column, 1.0) for column in own]
    return (*names, *(ColumnName(row.column, row.synonym, row.unit_factor) for row in rows.itertuples()))


def nearest_name(source: str) -> ColumnName | None:
    """The name that a header which is not recognised looks like most, or None.

    Examples
    --------
    >>> nearest_name("Aantal_inwonrs (2024)").column, nearest_name("zwembaden")
    ('residents', None)
    """
    bare, _ = header_year(source) or (source, 0)
    named = header_unit(bare)
    known = _by_normal_name()
    for candidate in (normal(bare), normal(named.bare) if named else ""):
        if near := get_close_matches(candidate, known, n=1, cutoff=LIKENESS):
            return known[near[0]]
    return None


def unit_phrase(column: str) -> Phrase | str:
    """The unit of a column as a reader knows it, in whatever language is asked."""
    unit = columns.unit(column)
    return Phrase(f"columns.{_UNIT_TEXTS[unit]}") if unit in _UNIT_TEXTS else unit


@cache
def _by_normal_name() -> dict[str, ColumnName]:
    return {normal(entry.name): entry for entry in reversed(column_names()) if "{" not in entry.name}


def unit_in_words(column: str, lang: str = "nl") -> str:
    """The unit of a column as a reader knows it.

    Examples
    --------
    >>> unit_in_words("residents"), unit_in_words("woz_eur"), unit_in_words("soil", "en")
    ('aantal', 'EUR', 'text')
    """
    if column in TEXT_COLUMNS:
        return t("columns.text", lang)
    unit = columns.unit(column)
    return t(f"columns.{_UNIT_TEXTS[unit]}", lang) if unit in _UNIT_TEXTS else unit
