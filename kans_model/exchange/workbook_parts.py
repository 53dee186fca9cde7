"""What the parts of a workbook hold, counted before a library reads them whole."""

import re
import zipfile
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import unescape

from kans_model.exchange.cell_formats import unit_shown
from kans_model.exchange.table_size import MAX_CELLS
from kans_model.words.problems import KansError, Problem

MAX_UNZIPPED_BYTES = 150_000_000
"""The country, 14,500 buurten of 200 columns, is some 100 MB."""
MAX_OTHER_BYTES, CHUNK_BYTES, MAX_ROW_CELLS = 20_000_000, 1_000_000, 16_384

_TABLE_PART = re.compile(r"xl/(worksheets/[^/]*|sharedStrings)\.xml", re.IGNORECASE)
_STYLES = re.compile(r"xl/styles[^/]*\.xml", re.IGNORECASE)
_CELL = re.compile(rb"<(?:\w+:)?(?:c|si)[\s/>]")
_OPEN_FORMULA = re.compile(
    rb'<(?:\w+:)?c(?![^>]*t="str")[^>]*>\s*<(?:\w+:)?f(?:/>|\s[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*'
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
"""A formula with no outcome; an outcome that is an empty text says so in its type."""
_DECLARED = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_PERCENT_FORMAT = re.compile(rb"numFmtId=.(?:9|10)\b|formatCode=.[^\"']*%", re.IGNORECASE)
_FORMAT = re.compile(rb"""formatCode=["']([^"']*)["']""")
_QUOTES = {"&quot;": '"', "&apos;": "'"}


@dataclass
class Parts:
    """Cells, formulas without outcome, raised signs, formats of percentages and units, declared entities."""

    n_cells: int = 0
    n_formulas: int = 0
    n_superscripts: int = 0
    n_percent_formats: int = 0
    n_declared: int = 0
    n_unit_formats: int = 0

    @property
    def plain(self) -> bool:
        """Whether the values of cells are all there is to read: no percentages, units or raised signs."""
        formats = self.n_percent_formats + self.n_unit_formats
        return not (self.n_superscripts or formats or self.n_declared)


def workbook_parts(path: Path) -> Parts:
    """Count what the workbook holds; refuses what takes minutes or gigabytes to read.

    The parts are unpacked in chunks and only counted: a library keeps a row whole, however long.

    Raises
    ------
    KansError
        Larger than what is read.
    """
    too_large = KansError(Problem("city_file_too_large", file=path.name))
    found = Parts()
    with zipfile.ZipFile(path) as archive:
        entries = archive.infolist()
        if sum(entry.file_size for entry in entries) > MAX_UNZIPPED_BYTES:
            raise too_large
        for entry in entries:
            is_table = _TABLE_PART.match(entry.filename) is not None
            is_xml = entry.filename.endswith((".xml", ".rels"))
            if not is_table and is_xml and entry.file_size > MAX_OTHER_BYTES:
                raise too_large
            if _STYLES.match(entry.filename):
                styles = archive.read(entry)
                found.n_percent_formats += len(_PERCENT_FORMAT.findall(styles))
                formats = (
                    unescape(code.decode("utf-8", "replace"), _QUOTES) for code in _FORMAT.findall(styles)
                )
                found.n_unit_formats += sum(bool(unit_shown(code)) for code in formats)
            if is_table and not _count(archive, entry, found):
                raise too_large
    return found


def _count(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, found: Parts) -> bool:
    """Add what a part with cells holds; whether it is small enough."""
    n_cells = 0
    with archive.open(entry) as part:
        while chunk := part.read(CHUNK_BYTES):
            cells = len(_CELL.findall(chunk))
            n_cells += cells
            found.n_formulas += len(_OPEN_FORMULA.findall(chunk))
            found.n_superscripts += chunk.count(b'"superscript"')
            found.n_declared += len(_DECLARED.findall(chunk))
            one_row = cells > MAX_ROW_CELLS and b"row" not in chunk and b"si>" not in chunk
            if n_cells > MAX_CELLS or one_row:
                return False
    found.n_cells += n_cells
    return True
