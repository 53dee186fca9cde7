"""How an import will read each column of a file, without importing it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd

from kans_model.exchange.cell_numbers import cell_text
from kans_model.exchange.column_list import NAMED_TABLES, nearest_name, unit_in_words
from kans_model.exchange.column_reading import ColumnReading, column_reading, elderly_reading
from kans_model.exchange.column_sense import is_level
from kans_model.exchange.figures_table import read_figures
from kans_model.exchange.file_kind import kind_of
from kans_model.exchange.files import check_input
from kans_model.exchange.import_report import ImportReport, column_label
from kans_model.exchange.source_file import SourceFile
from kans_model.exchange.source_years import notes_on_years
from kans_model.exchange.synonyms import TEXT_COLUMNS, Meaning
from kans_model.exchange.vector_files import areas_layer, read_layer
from kans_model.tables.reading import table
from kans_model.words.problems import KansError, Phrase, Problem
from kans_model.words.texts import t

MAP_KINDS = ("geopackage", "shapefile", "geojson", "topojson", "esri_json", "kbs", "kml", "gml")
LISTED = 3
LONGEST_CELL = 60
COMPARED = 200
"""Of so many columns that are not recognised the nearest name is sought."""


@dataclass(frozen=True)
class ColumnExplanation:
    """One column: what it means, the cell shown of it, and what its cells become."""

    meaning: Meaning
    reading: ColumnReading
    cells: pd.Series

    @property
    def asks(self) -> bool:
        return bool(self.reading.problems)

    def lines(self, lang: str) -> Iterator[str]:
        entry, reading = self.meaning, self.reading
        factor = "" if reading.factor == 1 else Phrase("explain.factor", {"factor": reading.factor})
        unit = unit_in_words(entry.column, lang)
        shown = {
            "source": entry.source,
            "label": column_label(entry.column, lang),
            "unit": Phrase("explain.unit", {"unit": unit}) if entry.column not in TEXT_COLUMNS else "",
            "factor": factor,
            "year": Phrase("explain.year", {"year": entry.year}) if entry.year else "",
            "example": "" if self.asks else self._example(lang),
            "n": reading.n_known,
            "unknown": int(reading.unknown.sum()),
        }
        yield Phrase("explain.column", shown).text(lang)
        for cell in reading.thousands:
            yield t("explain.thousands", lang, value=cell.text(lang))
        for note in reading.notes:
            yield t("explain.note", lang, note=note.text(lang))
        for problem in reading.problems[:LISTED]:
            yield t("explain.problem", lang, problem=problem.text(lang))
        if more := len(reading.problems[LISTED:]):
            yield t("explain.more", lang, n=more)

    def _example(self, lang: str) -> Phrase | str:
        """The first cell that says something, and what it becomes; one that is not 0 where there is one."""
        known = self.reading.values[~self.reading.unknown & self.reading.values.notna()]
        if known.empty:
            return ""
        telling = known[known != 0]
        place = telling.index[0] if len(telling) else known.index[0]
        return Phrase(
            "explain.example",
            {"cell": _short(self.cells[place]), "value": _value(self.meaning.column, known[place], lang)},
        )


@dataclass(frozen=True)
class FileExplanation:
    """A file column by column, in the order of the file; `notes` say what of it was left out."""

    file: str
    n_rows: int
    headers: list[str]
    notes: list[Phrase]
    columns: list[ColumnExplanation]
    unused: list[Meaning]
    unknown: list[str]

    def text(self, lang: str = "nl") -> str:
        """The explanation as lines of text."""
        lines = [t("explain.title", lang, file=self.file, n=self.n_rows, columns=len(self.headers))]
        lines += [note.text(lang) for note in self.notes]
        by_source = {entry.meaning.source: list(entry.lines(lang)) for entry in self.columns}
        by_source |= {entry.source: [self._unused_line(entry, lang)] for entry in self.unused}
        by_source |= {name: [_unknown_line(name, lang)] for name in self.unknown[:COMPARED]}
        for header in self.headers:
            lines += by_source.get(header, [])
        lines += [t("explain.unknown", lang, source=name) for name in self.unknown[COMPARED:]]
        if all(entry.meaning.column != "code" for entry in self.columns):
            lines.append(t("explain.no_code", lang))
        asking = sum(entry.asks for entry in self.columns)
        lines.append(t("explain.questions" if asking else "explain.clear", lang, n=asking))
        return "\n".join(lines)

    def _unused_line(self, unused: Meaning, lang: str) -> str:
        other = next(
            (entry.meaning.source for entry in self.columns if entry.meaning.column == unused.column), "-"
        )
        label = column_label(unused.column, lang)
        return t("explain.unused", lang, source=unused.source, label=label, other=other)


def explain_file(path: str | Path, mapping: Iterable[Meaning] = (), name: str = "") -> FileExplanation:
    """How an import reads a map or a table of figures; codes need not join anything.

    Parameters
    ----------
    path : str or Path
    mapping : iterable of Meaning, optional
        Columns known by another name.
    name : str, optional
        Of the city: in a map of several municipalities only the rows of that one are read.

    Raises
    ------
    KansError
        The file is missing, broken or of another kind.
    """
    path, mapping = Path(path), list(mapping)
    check_input(path)
    if kind_of(path) in MAP_KINDS:
        source, notes = _of_map(path, mapping, name)
    else:
        figures = read_figures(path, mapping)
        source, notes = SourceFile(path.name, figures.frame, mapping, figures), figures.notes
    headers = [str(header) for header in source.frame.columns]
    explained = [_column(source, column) for column in source.meanings]
    notes = [*notes, *source.notes, *source.flag_notes, *source.rivals()]
    notes += notes_on_years(source, source.meanings)
    return FileExplanation(
        path.name,
        len(source.frame),
        headers,
        notes,
        _with_elderly(explained, path.name),
        source.unused,
        list(map(str, source.unknown)),
    )


def _of_map(path: Path, mapping: list[Meaning], name: str) -> tuple[SourceFile, list[Phrase]]:
    chosen, n_layers = areas_layer(path)
    layer = read_layer(path, chosen)
    if not isinstance(layer, gpd.GeoDataFrame):
        raise KansError(Problem("city_no_geometry", file=path.name))
    attributes = pd.DataFrame(layer.drop(columns=layer.geometry.name)).astype(object)
    report = ImportReport(name, path.name)
    source = SourceFile(path.name, attributes, mapping)
    source.frame = attributes[source.rows_of_city(name, report) & source.rows_of_level(report)]
    notes = [Phrase("explain.layer", {"file": path.name, "layer": chosen})] if n_layers > 1 else []
    notes += [Phrase(f"report.dropped_{why}", {"n": n, "name": name}) for why, n in report.dropped.items()]
    return source, notes


def _column(source: SourceFile, column: str) -> ColumnExplanation:
    entry, cells = source.meanings[column], source.cells(column)
    codes = source.cells("code").map(cell_text) if "code" in source.meanings else pd.Series(dtype=object)
    if len(codes) and codes.notna().all() and codes.is_unique:
        cells = cells.set_axis(codes.to_numpy())
    reading = column_reading(entry, cells, source.file, entry.source in source.percent_columns)
    return ColumnExplanation(entry, reading, cells)


def _with_elderly(explained: list[ColumnExplanation], file: str) -> list[ColumnExplanation]:
    """Counts of elderly held against the residents in the same file: percentages become shares."""
    by_column = {entry.meaning.column: entry for entry in explained}
    residents = by_column.get("residents")
    for age in ("65plus", "75plus"):
        entry = by_column.get(f"residents_{age}")
        if entry is None or residents is None:
            continue
        held = elderly_reading(entry.reading.values, residents.reading.values, entry.meaning.source, file)
        reading, meaning = entry.reading, entry.meaning
        if held.note:
            reading = replace(reading, values=held.values, notes=[*reading.notes, held.note])
            meaning = replace(meaning, column=f"share_{age}")
        if held.doubt:
            reading = replace(reading, notes=[*reading.notes, held.doubt])
        if held.problem:
            reading = replace(reading, problems=[*reading.problems, held.problem])
        by_column[f"residents_{age}"] = replace(entry, meaning=meaning, reading=reading)
    return list(by_column.values())


def _unknown_line(name: str, lang: str) -> str:
    if is_level(name):
        return t("explain.level", lang, source=name)
    near = nearest_name(name)
    if near is None:
        return t("explain.unknown", lang, source=name)
    label = column_label(near.column, lang)
    return t("explain.nearest", lang, source=name, name=near.name, label=label)


def _short(cell: object) -> str:
    text = " ".join(str(cell).split())
    return text if len(text) <= LONGEST_CELL else f"{text[:LONGEST_CELL]}…"


def _value(column: str, value: Any, lang: str) -> object:
    """A value as it is said: choices by their name, numbers as floats."""
    if column in NAMED_TABLES and value in (names := table(NAMED_TABLES[column])[f"name_{lang}"]).index:
        return str(names[value]).casefold()
    return _short(value) if isinstance(value, str) else float(value)
