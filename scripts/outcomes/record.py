"""What was said, written down as files, without what no two runs have in common."""

from __future__ import annotations

import re
import shutil
import sqlite3
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import openpyxl

CHANGING = (
    (r'("seconds": )[0-9.e-]+', r"\1SECONDS"),  # how long a search or an ensemble took
    (r"(?<![0-9a-fA-F])[0-9a-f]{32}(?![0-9a-fA-F])", "RANDOM-ID"),  # of a kept study, a new package or split
    (r"(localhost|127\.0\.0\.1):\d+", r"\1:PORT"),  # the port that happened to be free
    (r"\b(Bewaard|Saved)(\D{0,12}?)\d{1,2}:\d\d\b", r"\1\2HH:MM"),  # when the study was kept
)
"""What differs from run to run, as pattern and replacement. Hashes of studies have 64 digits and stay."""

RANDOM_HASH = (
    (r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])", "HASH-OF-A-RANDOM-ID"),
    (r"\b(kenmerk|hash|reference) [0-9a-f]{12}\b", r"\1 HASH-OF-A-RANDOM-ID"),
)
"""Of a study with a split that was made a moment ago: the hash, and the start of it that the council sees."""


@dataclass
class Outcomes:
    """The folder that everything goes into.

    Attributes
    ----------
    folder : Path
    hidden : dict of str to str
        Paths of this run and the word that stands in their place.
    """

    folder: Path
    hidden: dict[str, str]

    def normalised(self, text: str) -> str:
        """The text without what no two runs have in common."""
        for path, word in self.hidden.items():
            text = text.replace(path, word)
        for pattern, replacement in CHANGING:
            text = re.sub(pattern, replacement, text)
        return text

    def clear(self, name: str) -> None:
        """Take away what an earlier run wrote in a folder."""
        shutil.rmtree(self.folder / name, ignore_errors=True)

    def write(self, name: str, text: str) -> None:
        """Write a text under a name, which may hold folders."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(self.normalised(text).rstrip("\n") + "\n", encoding="utf-8")

    def keep(self, name: str, file: Path, changing: Sequence[tuple[str, str]] = ()) -> None:
        """Write down what a file holds: workbooks and databases as text, other files as they are.

        `changing` are patterns and replacements for this file alone.
        """
        dump = {".xlsx": workbook_dump, ".gpkg": sql_dump}.get(file.suffix)
        text = dump(file) if dump else read(file)
        for pattern, replacement in changing:
            text = re.sub(pattern, replacement, text)
        self.write(f"{name}.txt" if dump else name, text)

    def write_hashes(self) -> None:
        """Every study hash that was said, with the files that said it."""
        said = re.compile(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")
        files = sorted(path for path in self.folder.rglob("*") if path.is_file())
        lines = [
            f"{path.relative_to(self.folder).as_posix()} {found}"
            for path in files
            if path.name != "hashes.txt"
            for found in dict.fromkeys(said.findall(path.read_text(encoding="utf-8")))
        ]
        self.write("hashes.txt", "\n".join(lines))


def read(file: Path) -> str:
    """The text of a file, line ends and byte order mark kept visible."""
    return file.read_bytes().decode("utf-8").replace("\ufeff", "<BOM>").replace("\r", "<CR>")


def workbook_dump(file: Path) -> str:
    """Every sheet of a workbook with its widths, and every cell with its value or formula and its format."""
    lines = []
    for sheet in openpyxl.load_workbook(file):
        lines.append(f"== sheet {sheet.title!r} {sheet.dimensions} frozen at {sheet.freeze_panes}")
        widths = {letter: column.width for letter, column in sorted(sheet.column_dimensions.items())}
        lines.append(f"widths {widths}, merged {sorted(map(str, sheet.merged_cells.ranges))}")
        lines += [
            f"{cell.coordinate} {cell.data_type} {cell.value!r} {cell.number_format}"
            + (" bold" if cell.font.b else "")
            + (f" comment {cell.comment.text!r}" if cell.comment else "")
            for row in sheet.iter_rows()
            for cell in row
            if cell.value is not None
        ]
    return "\n".join(lines)


def sql_dump(file: Path) -> str:
    """Every table of a GeoPackage, but the spatial index and the moment of writing."""
    lines = []
    with sqlite3.connect(file) as database:
        tables = database.execute("select name, sql from sqlite_master where type = 'table' order by name")
        for name, made in tables.fetchall():
            if name.startswith(("rtree_", "sqlite_")):
                continue
            lines.append(f"== {made}")
            for row in database.execute(f'select * from "{name}"'):
                values = ("x" + cell.hex() if isinstance(cell, bytes) else repr(cell) for cell in row)
                lines.append(" | ".join(values))
    return re.sub(r"\d{4}-\d\d-\d\dT[0-9:.]+Z", "MOMENT", "\n".join(lines))


def told(what: str) -> None:
    """Say what is being done, with the time since the start."""
    print(f"{time.monotonic() - BEGAN:7.1f} s  {what}", file=sys.stderr, flush=True)


BEGAN = time.monotonic()
