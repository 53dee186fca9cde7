"""A calendar of works that happen anyway, from CSV, Excel, GeoPackage, GeoJSON or Shapefile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import shapely

from kans_model.city.city import City
from kans_model.exchange.cell_numbers import numbers
from kans_model.exchange.small_table import free_id
from kans_model.exchange.synonyms import read_mapping
from kans_model.exchange.works_columns import COLUMNS
from kans_model.exchange.works_doubts import doubts_of
from kans_model.exchange.works_overlay import inside_m2, works_surfaces
from kans_model.exchange.works_places import AreaNames
from kans_model.exchange.works_report import WorksReport
from kans_model.exchange.works_row import RowFacts, WorksRow
from kans_model.exchange.works_source import WorksSource, works_source
from kans_model.programme.works import Work
from kans_model.tables.reading import table
from kans_model.words.problems import KansError, Phrase, Problem

NUMBERS = ("budget", "surface_m2", "length_m")
"""Columns of amounts, each read as a whole: of 1.250 the other cells say whether it is a thousand."""


@dataclass
class _Entry:
    """Works as one or more rows of a file make them."""

    facts: RowFacts
    row: str
    id: str
    shares: dict[str, float]
    surface: shapely.Geometry | None = None


def read_works(
    path: str | Path,
    city: City,
    mapping: str | Path | None = None,
    scalar: Mapping[str, float] | None = None,
) -> tuple[tuple[Work, ...], WorksReport]:
    """The works in a file, in the areas of a city, and the account of what was read.

    Where it is a map, what lies inside an area over the public paving and green of that area is the share of
    its public space that is opened; which surfaces that are says the kind of works. A table says the share
    itself, or a surface or length, by code or name of the area. Rows of one name or id with the same kind
    and years are one work.

    Parameters
    ----------
    path : str or Path
    city : City
    mapping : str or Path, optional
        CSV or JSON with column, source column and factor, for columns that are not recognised.
    scalar : mapping, optional
        Assumptions by key: `works_line_width_m`, `works_point_radius_m`; without it those of the tables.

    Returns
    -------
    works, report : tuple of Work, WorksReport

    Raises
    ------
    KansError
        All that is wrong at once, by file, row, column and value; nothing is read then.
    """
    path = Path(path)
    report = WorksReport(path.name)
    renamed = read_mapping(mapping, COLUMNS) if mapping else []
    source = works_source(path, renamed, report)
    known = table("assumptions")["value"] if scalar is None else scalar
    reader = _Reader(path.name, source, city.areas, known, report)
    works = reader.works()
    report.n_works = len(works)
    return works, report


class _Reader:
    """The rows of one file on their way to works."""

    def __init__(
        self,
        file: str,
        source: WorksSource,
        areas: pd.DataFrame,
        scalar: Mapping[str, float],
        report: WorksReport,
    ) -> None:
        self.file, self.source, self.areas, self.report = file, source, areas, report
        self.width_m, self.radius_m = (
            float(scalar[name]) for name in ("works_line_width_m", "works_point_radius_m")
        )
        self.public_m2 = (areas["public_paved_m2"] + areas["public_green_m2"]).to_numpy(dtype=float)
        self.place_of = {str(code): place for place, code in enumerate(areas.index)}
        self.problems: list[Problem] = []
        self.amounts = {column: self._amounts(column) for column in NUMBERS if column in source.headers}
        cells = [str(row.get("code", row.get("areas", ""))).removesuffix(".0") for row in source.cells]
        self.names = AreaNames(areas, cells)

    def works(self) -> tuple[Work, ...]:
        """Every work, or all problems at once."""
        rows = [self._row(place) for place in range(len(self.source.rows))]
        facts = [row.facts() for row in rows]
        overlaid = self._overlaid()
        entries = []
        for place, (row, said) in enumerate(zip(rows, facts, strict=True)):
            shares = overlaid.get(place, {}) if self._is_drawn(place) else self._named(place, row, said)
            self.problems += row.problems
            self.report.doubts += row.doubts
            if said is None or row.problems:
                continue
            if shares:
                surface = self.surfaces.get(place)
                entries.append(_Entry(said, row.row, row.text("id"), shares, surface))
            elif self._is_drawn(place):
                self.report.left_out.append(Phrase("works.elsewhere", {"row": row.row, "name": said.name}))
        entries = self._joined(self._once(entries))
        if not self.problems and not entries:
            raise KansError(Problem("works_none", self.file, value=len(rows)))
        if self.problems:
            raise KansError(self.problems)
        works = self._made(entries)
        surfaces = [entry.surface for entry in entries]
        self.report.doubts += doubts_of(works, surfaces, self.areas)
        return works

    # --- a row -----------------------------------------------------------------------------------

    def _row(self, place: int) -> WorksRow:
        source = self.source
        budget = self.amounts.get("budget", {}).get(place)
        return WorksRow(self.file, source.rows[place], source.cells[place], source.headers, budget)

    def _amounts(self, column: str) -> dict[int, float]:
        """The numbers of a column in our unit, by row."""
        header, factor = self.source.headers[column]
        cells = pd.Series(
            {place: row[column] for place, row in enumerate(self.source.cells) if column in row}, dtype=object
        )
        read = numbers(cells)
        for place in read.wrong:
            row, value = self.source.rows[int(str(place))], str(cells[place])[:80]
            self.problems.append(Problem("works_no_number", self.file, row, header, value))
        if read.doubted:
            first, second = read.doubted
            self.problems.append(
                Problem("works_number_doubted", self.file, column=header, value=first, other=second)
            )
        return {int(str(place)): value * factor for place, value in read.values.dropna().items()}

    def _is_drawn(self, place: int) -> bool:
        return self.source.shapes[place] is not None

    def _named(self, place: int, row: WorksRow, said: RowFacts | None) -> dict[str, float]:
        """Shares of the areas that a row names."""
        codes = self._codes(row)
        share = said.share if said else None
        if not codes or said is None:
            return {}
        public_m2 = float(self.public_m2[[self.place_of[code] for code in codes]].sum())
        surface_m2 = self.amounts.get("surface_m2", {}).get(place)
        length_m = self.amounts.get("length_m", {}).get(place)
        if share is None and surface_m2 is None and length_m is not None:
            surface_m2 = length_m * self.width_m
        if share is None and surface_m2 is not None and public_m2 > 0:
            if surface_m2 <= 0:
                row.wrong("works_extent", "surface_m2" if "surface_m2" in row.cells else "length_m")
                return {}
            share = min(1.0, surface_m2 / public_m2)
        if share is None and not row.problems:
            self.report.left_out.append(
                Phrase("works.share_unknown", {"row": row.row, "name": said.name or row.text("id")})
            )
        return dict.fromkeys(codes, share) if share else {}

    def _codes(self, row: WorksRow) -> list[str]:
        column = "code" if row.text("code") else "areas"
        text = row.text(column)
        if not text:
            headers = [self.source.headers[name][0] for name in ("code", "areas") if name in row.headers]
            row.problems.append(Problem("works_nowhere", self.file, row.row, ", ".join(headers) or "–"))
            return []
        codes, unknown, several = self.names.codes(text)
        if unknown:
            row.wrong("works_area_unknown", column, areas=", ".join(unknown[:5]))
        if several:
            row.wrong("works_area_several", column, areas=", ".join(several[:5]))
        return [] if unknown or several else codes

    # --- on the map ------------------------------------------------------------------------------

    def _overlaid(self) -> dict[int, dict[str, float]]:
        """Row → area → share of its public space, of every row with a shape."""
        places = [place for place, shape in enumerate(self.source.shapes) if shape is not None]
        self.surfaces: dict[int, shapely.Geometry] = {}
        if not places:
            return {}
        shapes = [self.source.shapes[place] for place in places]
        surfaces = works_surfaces(shapes, self.width_m, self.radius_m)
        self.surfaces = dict(zip(places, surfaces, strict=True))
        work, area, m2 = inside_m2(surfaces, self.areas.geometry.to_numpy())
        found: dict[int, dict[str, float]] = {}
        codes = self.areas.index.astype(str)
        for own, there, surface_m2 in zip(work.tolist(), area.tolist(), m2.tolist(), strict=True):
            if self.public_m2[there] > 0:
                share = min(1.0, surface_m2 / self.public_m2[there])
                found.setdefault(places[own], {})[codes[there]] = share
        return found

    # --- rows together ---------------------------------------------------------------------------

    def _once(self, entries: list[_Entry]) -> list[_Entry]:
        """Without rows that stand there twice, which are named."""
        seen: dict[object, str] = {}
        kept = []
        for entry in entries:
            shape = None if entry.surface is None else shapely.to_wkb(entry.surface)
            key = (entry.facts, entry.id, tuple(entry.shares.items()), shape)
            if key in seen:
                words = {"row": entry.row, "other": seen[key], "name": entry.facts.name}
                self.report.left_out.append(Phrase("works.twice", words))
                continue
            seen[key] = entry.row
            kept.append(entry)
        return kept

    def _joined(self, entries: list[_Entry]) -> list[_Entry]:
        """Rows of one id, or of one name, with the same kind and years as one entry."""
        groups: dict[object, list[_Entry]] = {}
        first: dict[str, _Entry] = {}
        for entry in entries:
            facts, called = entry.facts, entry.id or entry.facts.name.casefold()
            when = (facts.kind, facts.start, facts.end, facts.earliest, facts.latest)
            known = first.setdefault(entry.id, entry).facts if entry.id else facts
            if when != (known.kind, known.start, known.end, known.earliest, known.latest):
                header, other = self.source.headers["id"][0], first[entry.id].row
                self.problems.append(
                    Problem("works_id_twice", self.file, entry.row, header, entry.id, other=other)
                )
            groups.setdefault((called or entry.row, *when), []).append(entry)
        joined = [group[0] if len(group) == 1 else self._one(group) for group in groups.values()]
        if len(joined) < len(entries):
            words = {"rows": len(entries), "n": len(joined)}
            self.report.notes.append(Phrase("works.joined", words))
        return joined

    def _one(self, group: list[_Entry]) -> _Entry:
        """Rows of the same works as one: shapes united, shares added."""
        shares: dict[str, float] = {}
        drawn = [entry.surface for entry in group if entry.surface is not None]
        surface = shapely.union_all(drawn) if drawn else None
        if surface is not None:
            _, area, m2 = inside_m2(np.array([surface]), self.areas.geometry.to_numpy())
            for there, surface_m2 in zip(area.tolist(), m2.tolist(), strict=True):
                if self.public_m2[there] > 0:
                    shares[str(self.areas.index[there])] = surface_m2 / self.public_m2[there]
        for entry in group:
            for code, share in entry.shares.items() if entry.surface is None else ():
                shares[code] = shares.get(code, 0.0) + share
        within = {code: min(1.0, share) for code, share in shares.items()}
        return _Entry(group[0].facts, group[0].row, group[0].id, within, surface)

    def _made(self, entries: list[_Entry]) -> tuple[Work, ...]:
        works, ids = [], set[str]()
        for entry in entries:
            facts = entry.facts
            name = facts.name or entry.id or f"{Path(self.file).stem} {entry.row}"
            work = Work(
                id=free_id(entry.id or name, ids, "werk"),
                name=name,
                kind=facts.kind,
                shares=entry.shares,
                start=facts.start,
                end=facts.end,
                earliest=facts.earliest,
                latest=facts.latest,
                opens=facts.opens,
                owner=facts.owner,
                status=facts.status,
                budget_eur=facts.budget_eur,
            )
            ids.add(work.id)
            works.append(work)
        return tuple(works)
