"""One file of an import: what its columns mean, which of its rows are areas, and what its cells become."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from kans_model.exchange.area_labels import LONGEST_CODE, LONGEST_NAME, label_problems, on_one_line
from kans_model.exchange.area_names import name_notes
from kans_model.exchange.cell_numbers import cell_text, numbers
from kans_model.exchange.code_matching import matching
from kans_model.exchange.code_repeats import code_repeats
from kans_model.exchange.column_reading import column_reading
from kans_model.exchange.column_recognition import of_another_climate, recognised
from kans_model.exchange.complements import complements
from kans_model.exchange.figures_table import FiguresTable
from kans_model.exchange.header_units import year_in
from kans_model.exchange.import_report import ImportReport, RecognisedColumn, UnknownCell, row_list
from kans_model.exchange.municipality import (
    codes_by_name,
    municipality_codes,
    municipality_name,
    says,
)
from kans_model.exchange.name_matching import matching_names
from kans_model.exchange.part_words import part_in_title
from kans_model.exchange.source_years import (
    differing,
    export_date,
    is_forecast,
    new_years_day,
    newest_rows,
    year_column,
    year_of_name,
)
from kans_model.exchange.synonyms import TEXT_COLUMNS, Meaning, choices, counts_per_something, meaning, normal
from kans_model.exchange.total_row import total_notes
from kans_model.exchange.unit_reading import years_of
from kans_model.exchange.unit_row import with_unit
from kans_model.words.problems import KansError, Phrase, Problem

NAMES = ("name", "wijk", "municipality", "land_use")
WORKS = ("works_year", "works_kind", "works_share")
PERCENT = ("%", "procent", "percentage", "perc")
LEVEL = re.compile(r"^(GM|WK|BU)\d")
"""CBS codes of a municipality, a district and a neighbourhood."""


class SourceFile:
    """One file: its cells, what its columns mean and, once joined, the buurt of each row."""

    def __init__(
        self,
        file: str,
        frame: pd.DataFrame,
        mapping: Any,
        figures: FiguresTable | None = None,
    ):
        self.file = file
        self.percent_columns = figures.percent_columns if figures else frozenset()
        self.frame = frame
        self.totals = figures.totals if figures else {}
        self.n_rows = len(frame)
        used, self.unused, self.unknown = recognised(frame.columns, mapping)
        about, name = figures.about if figures else "", Path(file).stem
        self.meanings = self._meanings(used, figures.units if figures else {}, about)
        self.flag_notes = list(self._without_false_flag())
        self.codes = pd.Series(dtype=object)
        self.row_years = year_column(frame)
        self.year = year_in(about) or year_of_name(name)
        if self.row_years is not None:
            self.year = newest_rows(self.row_years)
        self.forecast = is_forecast(f"{about} {name}")
        self.notes = [*self._said_of_name(name), *self._said_of_unread()]

    def _meanings(self, used: Sequence[Meaning], units: Mapping[str, str], about: str) -> dict[str, Meaning]:
        """What each column of ours stands for here, by the unit row and the titles as well."""
        part = part_in_title(about, " ".join(map(str, self.frame.columns))) or ""
        meanings: dict[str, Meaning] = {}
        taken = {entry.column for entry in used}
        for entry in used:
            unit = units.get(entry.source, "")
            share = entry.column.replace("residents_", "share_")
            if unit.strip("()[] ") in PERCENT and share != entry.column and share not in taken:
                entry = replace(entry, column=share)  # elderly in percents, under a name of counts
            meanings[entry.column] = replace(with_unit(entry, unit), said=f"{unit} {about}", part=part)
        return meanings

    def _said_of_name(self, name: str) -> Iterator[Phrase]:
        """Dates in the name of the file that were read, or not, as years, and columns joined into one."""
        if date := export_date(name):
            yield Phrase("report.export_date", {"file": self.file, "value": date})
        if first := new_years_day(name):
            yield Phrase("report.date_as_year", {"file": self.file, "value": first[0], "year": first[1]})
        joined = [entry.source for entry in self.meanings.values() if entry.joined]
        if joined:
            yield Phrase("report.join_names", {"file": self.file, "value": ", ".join(joined)})

    def _said_of_unread(self) -> Iterator[Phrase]:
        """Columns that would be understood, were they not of another climate or counts per something."""
        for name in map(str, self.unknown):
            if (understood := meaning(name)) and of_another_climate(understood[0]):
                yield Phrase("report.of_another_climate", {"file": self.file, "column": name})
        for name in map(str, self.unknown):
            if counts_per_something(name):
                yield Phrase("report.rate_unread", {"file": self.file, "column": name})

    def _without_false_flag(self) -> Iterator[Phrase]:
        """A column called water that holds numbers or other words than yes and no is unread, and said."""
        if "land_or_water" not in self.meanings:
            return
        cells = self.cells("land_or_water")
        if choices("land_or_water", cells.map(cell_text)).dropna().isin(["land", "water"]).all():
            return
        source = self.meanings.pop("land_or_water").source
        self.unknown.append(source)
        largest = numbers(cells).values.max()
        value = cells.dropna().iloc[0] if np.isnan(largest) else float(largest)
        yield Phrase("report.flag_numbers", {"file": self.file, "column": source, "value": value})

    def cells(self, column: str) -> Any:
        return self.frame[self.meanings[column].source]

    def check_labels(self) -> None:
        """Put names on one line; refuse codes and names that cannot be, such as a list or half a letter.

        Raises
        ------
        KansError
        """
        problems = []
        for column in ("code", *NAMES):
            if column not in self.meanings:
                continue
            source = self.meanings[column].source
            if column in NAMES:
                self.frame[source] = self.frame[source].map(on_one_line).astype(object)
            longest = LONGEST_CODE if column == "code" else LONGEST_NAME
            problems += label_problems(self.frame[source], self.file, source, longest)
        if problems:
            raise KansError(problems)

    def rows_of_city(self, name: str, report: ImportReport) -> Any:
        """Which rows are land in this municipality, as a bool array; the rest is counted in the report."""
        keep = pd.Series(True, self.frame.index)
        if "land_or_water" in self.meanings:
            keep &= choices("land_or_water", self.cells("land_or_water").map(cell_text)) != "water"
            report.leave_out("water", self.names_of(~keep))
        if "municipality" in self.meanings:
            town = self.cells("municipality").map(cell_text).fillna("").map(normal)
            if normal(name) and (town == normal(name)).any():
                other = keep & (town != normal(name))
                report.leave_out("municipality", self.names_of(other))
                keep &= ~other
        elif "code" in self.meanings and (own := codes_by_name().get(normal(name))):
            theirs = municipality_codes(self.cells("code").map(cell_text))
            if (theirs == own).any():
                other = keep & theirs.notna() & (theirs != own)
                report.leave_out("municipality", self.names_of(other))
                keep &= ~other
        return keep.to_numpy()

    def towns(self) -> pd.Series:
        """The municipality of each row by name: of its column, else by its CBS code; NaN for neither."""
        by_code = municipality_codes(self.cells("code").map(cell_text))
        by_code = by_code.map(municipality_name, na_action="ignore")
        if "municipality" not in self.meanings:
            return by_code
        stated = self.cells("municipality").map(cell_text)
        return stated.where(stated.notna(), by_code)

    def names_of(self, rows: Any) -> list[str]:
        """How rows are called: by their code, else their name, else their number."""
        said = pd.Series([str(row + 1) for row in range(len(self.frame))], self.frame.index, dtype=object)
        for column in ("name", "code"):
            if column in self.meanings:
                texts = self.cells(column).map(cell_text)
                said = texts.where(texts.notna(), said)
        return said[np.asarray(rows, dtype=bool)].tolist()

    def rows_of_level(self, report: ImportReport) -> Any:
        """Which rows are neighbourhoods where a file holds municipalities and districts as well."""
        if "code" not in self.meanings:
            return np.ones(len(self.frame), dtype=bool)
        level = self.cells("code").map(cell_text).fillna("").str.upper().str.extract(LEVEL)[0]
        if not {"BU"} < set(level.dropna()):
            return np.ones(len(self.frame), dtype=bool)
        other = level.isin(["GM", "WK"]).to_numpy()
        report.leave_out("level", self.names_of(other))
        return ~other

    def rows_by_code(
        self, known: Any, report: ImportReport, names: Any = None, towns: Collection[str] = ()
    ) -> Any:
        """Find the code of each row; with `known`, the code of ours, and keep only the rows that join.

        `names` are those of ours by code, `towns` the municipalities of the map.
        """
        by_name = "code" not in self.meanings and "name" in self.meanings and bool(names)
        if "code" not in self.meanings and not by_name:
            headers = ", ".join(map(str, self.frame.columns)) or "-"
            raise KansError([Problem("city_no_code_column", file=self.file, value=headers)])
        label = "name" if by_name else "code"
        codes = self.cells(label).map(cell_text)
        missing = [_row_number(row, known) for row in codes.index[codes.isna()]]
        if missing and (known is None or len(missing) == len(codes)):
            raise KansError([Problem("city_code_missing", file=self.file, row=row) for row in missing])
        codes = self._newest(codes.dropna(), report)
        self.frame = self.frame.loc[codes.index]
        if known is not None:
            codes = self._rows_of_towns(codes, report, towns)
            found = matching_names(codes, names) if by_name else matching(codes, list(known))
            if not by_name and not found.n and names:
                found = matching_names(codes, names)
            ours = pd.Series(found.codes, codes.index, dtype=object)
            report.n_rows[self.file] = len(codes)
            report.unjoined[self.file] = codes[ours.isna()].tolist()
            report.missing[self.file] = known.difference(pd.Index(ours.dropna()), sort=False).tolist()
            if ours.isna().all():
                source = self.meanings[label].source
                raise KansError([Problem("city_no_join", file=self.file, column=source, value=codes.iloc[0])])
            if found.rule != "same":
                self._check_belongs(ours.dropna(), report.name)
                report.rules[self.file] = (found.rule, found.n, found.prefix)
            codes = ours.dropna()
            self.frame = self.frame.loc[codes.index]
            if found.rule == "first_word" or ("name" in self.meanings and names and found.rule != "name"):
                beside = self.cells(label).map(cell_text).str.split(n=1).str[1]
                said = beside if found.rule == "first_word" else self.cells("name").map(cell_text)
                theirs = said.set_axis(codes.to_numpy())
                sure = municipality_codes(codes).notna().all() and found.rule == "same"
                sure = sure or any(column in self.meanings for column in WORKS)  # works have names too
                report.notes += name_notes(self.file, theirs, names, sure)
            codes = self._works_together(codes, report)
        codes = self._once(codes) if known is not None else codes
        if problems := code_repeats(self.frame, codes, self.file):
            raise KansError(problems)
        self.codes = codes

    def _once(self, codes: Any) -> Any:
        """The codes without rows that stand in the table a second time, the same in each cell; said."""
        rows = self.frame.map(cell_text).assign(**{"": codes})
        again = rows.duplicated()
        if again.any():
            said = {"file": self.file, "n": int(again.sum()), "rows": row_list(codes[again])}
            self.notes.append(Phrase("report.same_row", said))
            self.frame = self.frame[~again]
        return codes[~again]

    def _rows_of_towns(self, codes: Any, report: ImportReport, towns: Collection[str]) -> Any:
        """The codes of rows of the map's municipalities, where a column says so; CBS codes say it themselves.

        Raises
        ------
        KansError
            All rows are of other municipalities, though their codes may look like ours.
        """
        if "municipality" not in self.meanings or not towns or municipality_codes(codes).notna().any():
            return codes
        ours = {code_or_name for town in towns for code_or_name in says(town)}
        stated = self.cells("municipality").map(cell_text)
        other = stated.notna() & ~stated.map(lambda town: bool(says(town) & ours))
        if other.all():
            raise KansError(
                Problem("city_other_municipality", self.file, value=stated.iloc[0], must=", ".join(towns))
            )
        if other.any():
            report.notes.append(
                Phrase(
                    "report.rows_of_others",
                    {"file": self.file, "n": int(other.sum()), "rows": row_list(codes[other])},
                )
            )
        self.frame = self.frame[~other]
        return codes[~other]

    def _newest(self, codes: Any, report: ImportReport) -> Any:
        """Of a table with a row for each year the rows of the newest, which is said."""
        if self.row_years is None or not codes.duplicated().any() or "works_year" in self.meanings:
            return codes
        years = self.row_years.reindex(codes.index)
        left_out = sorted(map(int, set(years.dropna()) - {self.year}))
        if not left_out:
            return codes
        said = {"file": self.file, "year": str(self.year), "years": ", ".join(map(str, left_out))}
        report.notes.append(Phrase("report.newest_rows", said))
        return codes[years == self.year]

    def _check_belongs(self, ours: Any, city: str) -> None:
        """Refuse a table that says itself it is of another municipality, where codes only look like ours."""
        rows = self.frame.loc[ours.index]
        if "municipality" in self.meanings and city:
            towns = rows[self.meanings["municipality"].source].map(cell_text).dropna()
            other = towns[towns.map(normal) != normal(city)]
            if len(towns) and len(other) == len(towns):
                raise KansError(
                    Problem("city_other_municipality", file=self.file, value=other.iloc[0], must=city)
                )

    def _works_together(self, codes: Any, report: ImportReport) -> Any:
        """Rows of a calendar of works that lie in one buurt, as one: the first year, shares added."""
        twice = codes[codes.duplicated(keep=False)]
        if twice.empty or "works_year" not in self.meanings:
            return codes
        others = [column for column in self.meanings if column not in ("code", "name", *WORKS, "wijk")]
        if others:
            return codes
        year = years_of(self.cells("works_year"))
        order = year.sort_values(kind="stable").index
        first = codes.loc[order].drop_duplicates().index
        if "works_share" in self.meanings:
            source = self.meanings["works_share"].source
            shares = numbers(self.frame[source]).values.groupby(codes).sum(min_count=1)
            self.frame.loc[first, source] = codes.loc[first].map(shares).astype(object)
        report.works_together[self.file] = twice.unique().tolist()
        self.frame = self.frame.loc[first]
        return codes.loc[first]

    def rivals(self) -> Iterator[Phrase]:
        """Where one column was read, and another of the same figure says something else."""
        for other in self.unused:
            used = self.meanings.get(other.column)
            if used is None or used.mapped or (used.year and other.year) or used.column in TEXT_COLUMNS:
                continue
            if used.unit_factor != other.unit_factor:
                continue
            texts = [self.frame[entry.source].map(cell_text) for entry in (used, other)]
            if differ := differing(*texts):
                said = {"file": self.file, "column": used.source, "other": other.source, "n": len(differ)}
                yield Phrase("report.rival_column", said)

    def values(self, column: str, report: ImportReport, problems: list[Problem]) -> Any:
        """The column per code in our unit, NaN where unknown; problems and the report are added to."""
        entry, cells = self.meanings[column], self.cells(column).set_axis(self.codes.to_numpy())
        reading = column_reading(entry, cells, self.file, entry.source in self.percent_columns)
        problems += reading.problems
        report.notes += reading.notes
        report.thousands += [(self.file, entry.source, cell) for cell in reading.thousands]
        for code in cells.index[reading.unknown & cells.notna()]:
            report.unknown_cells.append(UnknownCell(self.file, code, entry.source, column, str(cells[code])))
        counted = RecognisedColumn(
            self.file,
            entry.source,
            column,
            reading.factor,
            reading.n_known,
            int(reading.unknown.sum()),
            entry.mapped,
            entry.said,
            reading.values,
        )
        report.recognised.append(counted)
        if len(self.frame) == self.n_rows:
            report.notes += total_notes(self.file, entry, reading, self.totals.get(entry.source))
        return reading.values

    def held_to_wholes(self, report: ImportReport) -> list[Problem]:
        """Owners and tenants, men and women against their whole; the report is added to."""
        frame = self.frame.set_axis(self.codes.to_numpy())
        residents = self.meanings["residents"].source if "residents" in self.meanings else None
        found = complements(frame, self.frame.columns, residents, self.file)
        report.notes += found.notes
        return found.problems


def _row_number(index: Any, known: Any) -> Any:
    return index + 1 if known is None else index
