"""A table of figures from a file: which sheet, which row names the columns, which rows are areas."""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import chain, pairwise
from pathlib import Path
from typing import Any

import pandas as pd

from kans_model.exchange import header_row
from kans_model.exchange.delimited_text import decoded, rows_of, wide_page
from kans_model.exchange.file_kind import kind_of, wrong_kind
from kans_model.exchange.files import bounded_bytes
from kans_model.exchange.header_groups import (
    combined,
    is_group_row,
    is_second_header,
    open_groups,
    parts_without_whole,
)
from kans_model.exchange.header_paths import without_paths
from kans_model.exchange.header_units import year_in
from kans_model.exchange.number_text import number_text
from kans_model.exchange.synonyms import Meaning, meaning, normal
from kans_model.exchange.table_size import bounded, is_blank
from kans_model.exchange.workbook_sheet import sheets_of
from kans_model.words.problems import KansError, Phrase, Problem

LARGEST_BYTES = 60_000_000
SHOWN = 60
HALF = 0.5
"""A column is full of figures when more of its cells are so. [-]"""
_TOTAL = re.compile(
    r"(eind|sub|gemeente|stads?)?\s*-?(totaal|total|totalen|som|sum)\b.*|(gemiddelde?|average|mediaan)\b.*|"
    r".*\b(totaal|total)",
    re.IGNORECASE,
)
_WHOLE = re.compile(r"(.*\|\s*)?(eind|gemeente|stads?)?\s*-?(totaal|total)\b", re.IGNORECASE)
_SOURCE = re.compile(
    r"(bron(nen|vermelding)?|source|toelichting|noot|voetnoot|opmerking(en)?|notes?|let op|legenda|"
    r"copyright|peildatum|stand per|gegevens|disclaimer|export(datum)?|gedownload|laatst bijgewerkt)\b.*|"
    r"[©*].*|\(c\).*|[1-9]\)\s.*",
    re.IGNORECASE | re.DOTALL,
)

Row = tuple[int, list[Any]]


@dataclass(frozen=True)
class FiguresTable:
    """The cells of a table as they stand; the index is the number of the row in the file.

    `percent_columns` are the columns whose numbers Excel shows as percentages: their cells are given in
    percent. `units` is what a row of units says of a column. `notes` says what was left out, and of which
    sheet this is; `about` is what the titles above the names say, `totals` the cells of
    the one row of totals.
    """

    frame: pd.DataFrame
    percent_columns: frozenset[str] = frozenset()
    units: dict[str, str] = field(default_factory=dict)
    notes: list[Phrase] = field(default_factory=list)
    about: str = ""
    totals: dict[str, Any] = field(default_factory=dict)


def read_figures(path: str | Path, mapping: Iterable[Meaning] = ()) -> FiguresTable:
    """A table of figures with its cells as they stand: texts from CSV, texts and numbers from Excel.

    Titles above the header, a row of units below it, totals, sources and rows without a code are left out,
    and named in the notes.

    Parameters
    ----------
    path : str or Path
        CSV (delimiter ; , tab or |) or Excel (.xlsx; of the sheets in sight the first with codes of areas).
    mapping : iterable of Meaning, optional
        Columns known by another name.

    Raises
    ------
    KansError
        Missing, broken, no CSV or Excel, rows longer than the header, two columns of one name, no rows.
    """
    path = Path(path)
    content = bounded_bytes(path, LARGEST_BYTES)
    kind = kind_of(path)
    mapped = {normal(entry.source): entry.column for entry in mapping}

    def column_of(name: str) -> str | None:
        if normal(name) in mapped:
            return mapped[normal(name)]
        return understood[0].column if (understood := meaning(name)) else None

    if kind == "xlsx":
        return _of_workbook(path, column_of)
    if kind != "text":
        raise wrong_kind(path, kind)
    if wide_page(content) is None and b"\0" in content:
        raise wrong_kind(path, "other")
    try:
        rows = list(bounded(rows_of(decoded(content)), path.name))
    except csv.Error as error:
        raise KansError(Problem("figures_quote", file=path.name)) from error
    return _table(rows, path.name, column_of)


def _of_workbook(path: Path, column_of: header_row.Meaning) -> FiguresTable:
    """The first sheet in sight with codes; else the first with a table, a hidden one only if no other has."""
    chosen = None
    for sheet in sheets_of(path):
        if len(sheet.rows) < 2:
            continue
        if chosen and (chosen.visible and not sheet.visible):
            break
        header = sheet.rows[header_row.header_place(sheet.rows, column_of)][1]
        coded = any(column_of(header_row.title(cell)) == "code" for cell in header)
        coded = coded and any(map(_is_figure, chain.from_iterable(cells for _, cells in sheet.rows)))
        if chosen is None or coded:
            chosen = sheet
        if coded:
            break
    if chosen is None:
        raise KansError(Problem("figures_empty", file=path.name))
    table = _table(chosen.rows, path.name, column_of, chosen.percent_places)
    if year_in(chosen.name):
        table = replace(table, about=f"{chosen.name} {table.about}")
    if chosen.n_formulas:
        table.notes.append(Phrase("report.formulas", {"file": path.name, "n": chosen.n_formulas}))
    if not chosen.visible:
        table.notes.insert(0, Phrase("report.sheet_hidden", {"file": path.name, "sheet": chosen.name}))
    elif chosen.n_sheets > 1:
        table.notes.insert(0, Phrase("report.sheet", {"file": path.name, "sheet": chosen.name}))
    return table


def _table(
    rows: list[Row], file: str, column_of: header_row.Meaning, percent_places: Iterable[int] = ()
) -> FiguresTable:
    if len(rows) < 2:
        raise KansError(Problem("figures_empty", file=file))
    notes: list[Phrase] = []
    titles: list[str] = []
    totals: list[list[Any]] = []

    def note(why: str, number: int, row: list[Any]) -> None:
        text = " | ".join(header_row.title(cell) for cell in row if not is_blank(cell))
        titles.extend([text] if why == "title" else [])
        totals.extend([row] if why == "total" and _WHOLE.match(text) else [])
        shown = text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
        notes.append(Phrase(f"report.row_{why}", {"file": file, "row": number, "value": shown}))

    header, unit_cells, body, groups = _header(rows, column_of, note)
    body = _areas(body, header, column_of, file, note)
    if not body:
        raise KansError(Problem("figures_empty", file=file))
    named = max((place for place, name in enumerate(header, start=1) if name), default=0)
    _refuse_lengths(body, named, len(header), file)
    short = [number for number, row in body if len(row) < named]
    if short:
        shown = ", ".join(map(str, short[:8])) + ("…" if len(short) > 8 else "")
        notes.append(Phrase("report.row_short", {"file": file, "rows": shown, "n": len(short)}))
    cells = [(row + [None] * len(header))[: len(header)] for _, row in body]
    frame = pd.DataFrame(cells, index=[number for number, _ in body], columns=header, dtype=object)
    notes += _unnamed(frame, header, column_of, file)
    notes += [
        Phrase("report.group_parts", {"file": file, "column": group, "value": ", ".join(parts)})
        for group, parts in parts_without_whole(groups, header, column_of)
    ]
    kept = _distinct(frame, file, column_of)
    names = dict(enumerate(header))
    return FiguresTable(
        kept,
        frozenset(names[spot] for spot in percent_places if names.get(spot)),
        {
            name: header_row.title(cell)
            for name, cell in zip(header, unit_cells, strict=False)
            if name and not is_blank(cell)
        },
        notes,
        " ".join(titles),
        dict(zip(header, totals[0], strict=False)) if len(totals) == 1 else {},
    )


def _header(
    rows: list[Row], column_of: header_row.Meaning, note: Any
) -> tuple[list[str], list[Any], list[Row], list[str]]:
    """Names of the columns, the cells of a row of units, the rows below, and the names of groups.

    What is left out is noted.
    """
    place = header_row.header_place(rows, column_of)
    header = [header_row.title(cell) for cell in rows[place][1]]
    body, unit_cells, groups = rows[place + 1 :], list[Any](), list[str]()
    above = [header_row.title(cell) for cell in rows[place - 1][1]] if place else []
    if sum(map(bool, above)) > 1 and header_row.is_unit_header(header, column_of):
        unit_cells = header
        header = [
            name if column_of(name) == "code" else over for name, over in zip(header, above, strict=False)
        ]
        place -= 1
    while place and rows[place - 1][0] == rows[place][0] - 1:
        over = rows[place - 1][1]
        if not is_group_row(over, header, column_of):
            break
        groups += [header_row.title(cell) for cell in over]
        header = combined([header_row.title(cell) for cell in over], header, column_of)
        place -= 1
    for number, row in rows[:place]:
        note("title", number, row)
    while len(body) > 1:
        number, row = body[0]
        if is_second_header(header, row, column_of):
            groups += header
            header = combined(header, [header_row.title(cell) for cell in row], column_of)
        elif header_row.is_unit_row(row):
            unit_cells = row
            note("unit", number, row)
        else:
            break
        body = body[1:]
    return without_paths(header, column_of), unit_cells, body, groups


def _areas(
    body: list[Row], header: list[str], column_of: header_row.Meaning, file: str, note: Any
) -> list[Row]:
    """The rows that are areas; totals, sources and rows without a code are noted."""
    labels = [column_of(name) for name in header]
    codes = [labels.index(label) for label in ("code", "name") if label in labels][:1]
    kept, without = [], []
    for number, row in body:
        first = next(header_row.title(cell) for cell in row if not is_blank(cell))
        code = header_row.title(row[codes[0]]) if codes and codes[0] < len(row) else ""
        said = sum(not is_blank(cell) for cell in row)
        if _SOURCE.fullmatch(code or first) and (said == 1 or _ends_here(row, body, number)):
            note("source", number, row)
        elif _TOTAL.fullmatch(code or first):
            note("total", number, row)
        elif codes and not code:
            without.append((number, row))
        elif codes and said == 1 and len(header) > 1 and " " in code:
            note("source", number, row)
        else:
            kept.append((number, row))
    if without and not kept:
        raise KansError(Problem("figures_no_codes", file=file, column=header[codes[0]]))
    for number, row in without:
        note("no_code", number, row)
    return kept


def _ends_here(row: list[Any], body: list[Row], number: int) -> bool:
    """Whether a row stands in the last ones of the table, with little in it: notes below it."""
    return number >= body[-1][0] - 10 and sum(not is_blank(cell) for cell in row) <= 2


def _unnamed(
    frame: pd.DataFrame, header: list[str], column_of: header_row.Meaning, file: str
) -> Iterator[Phrase]:
    """What to say of columns without a name; one that a merged header may cover is asked about."""
    nameless = {place: frame.iloc[:, place] for place, name in enumerate(header) if not name}
    full = [
        place in nameless and bool(nameless[place].map(_is_figure).mean() > HALF)
        for place in range(len(header))
    ]
    if problems := [
        Problem("figures_group_open", file, column=str(place + 1), value=group)
        for place, group in open_groups(header, full, column_of)
    ]:
        raise KansError(problems)
    for place, cells in nameless.items():
        if not cells.map(is_blank).all():
            yield Phrase("report.column_unnamed", {"file": file, "column": place + 1})


def _is_figure(cell: Any) -> bool:
    return number_text(header_row.title(cell)) is not None


def _refuse_lengths(body: list[Row], width: int, widest: int, file: str) -> None:
    """Refuse rows with more cells than the header, and rows that a line end broke in two."""
    wrong = [(number, row) for number, row in body if not all(map(is_blank, row[widest:]))]
    for (number, row), (_, after) in pairwise(body):
        broken = len(row) < width and len(row) + len(after) == width + 1
        if broken and _shape(row[0]) != _shape(after[0]):
            wrong.append((number, row))
    if wrong:
        number, row = min(wrong)
        key = "figures_row_length" if len(wrong) == 1 else "figures_rows_length"
        raise KansError(Problem(key, file, number, value=len(row), must=width, n=len(wrong) - 1))


def _shape(cell: Any) -> str:
    """How a cell is written, whatever its numbers: BU01 is like BU7."""
    return re.sub(r"\d+", "9", header_row.title(cell))


def _distinct(frame: pd.DataFrame, file: str, column_of: header_row.Meaning) -> pd.DataFrame:
    """The named columns, each once: the same twice is one; two of a name that we use cannot be told apart."""
    names = list(frame.columns)
    twice = [name for name in dict.fromkeys(names) if name and names.count(name) > 1]
    wrong = [
        name
        for name in twice
        if column_of(name)
        and not frame[name].astype(str).eq(frame[name].iloc[:, 0].astype(str), axis=0).all(axis=None)
    ]
    if wrong:
        raise KansError(Problem("figures_column_twice", file=file, column=name) for name in wrong)
    kept = [bool(name) and name not in names[:place] for place, name in enumerate(names)]
    return frame.loc[:, kept]
