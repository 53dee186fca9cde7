"""Delimited text as spreadsheets and statistics portals write it: code page, delimiter, line ends."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

DELIMITERS = ";\t|,"
"""What may part columns; of two that fit equally well, the first: a comma may also be a decimal sign."""
JUDGED_ROWS, JUDGED_SIGNS = 200, 1_000_000
WIDE_SAMPLE = 4096

_STATED = re.compile(r'"?sep=(.)"?[ ;,\t]*(\r\n|\r|\n)', re.IGNORECASE)


def decoded(content: bytes) -> str:
    """Bytes as text: UTF-8, else UTF-16 with or without its mark, or Windows' western code page.

    Other code pages are not tried: with a few accents in a column of names one export in ten is taken for DOS
    or Macintosh that is not.

    Examples
    --------
    >>> [decoded("één;2".encode(page)) for page in ("utf-8-sig", "utf-16", "utf-16-be", "cp1252")]
    ['één;2', 'één;2', 'één;2', 'één;2']
    """
    if wide := wide_page(content):
        return content.decode(wide, errors="replace")
    try:
        return content.decode("utf-8-sig")  # exact: a guess takes some UTF-8 for a code page
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def wide_page(content: bytes) -> str | None:
    """The code page of western text in two bytes per letter, by its mark or its zeros; None for the rest."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    sample = content[:WIDE_SAMPLE]
    odd, even = sample[1::2].count(0), sample[::2].count(0)
    if max(odd, even) * 4 < len(sample) or not sample:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def delimiter_of(text: str) -> str:
    """What parts the columns: the sign that makes most rows equally long.

    Examples
    --------
    >>> delimiter_of('code;naam, kort;inwoners'), delimiter_of('"Inwoners, totaal, 2023";"code"')
    (';', ';')
    >>> delimiter_of('code;noot, a, b, c, d\\n1;2\\n3;4'), delimiter_of('code,naam (a;b)\\n1,x\\n2,y')
    (';', ',')
    """
    if stated := _STATED.match(text):
        return stated[1]
    return max(DELIMITERS, key=lambda delimiter: _fit(text, delimiter))


def rows_of(text: str, strict: bool = False) -> Iterator[list[str]]:
    """The rows of a delimited text; a first line `sep=` is an empty row.

    Raises
    ------
    csv.Error
        A cell is longer than a cell can be or, if strict, a quote is never closed.

    Examples
    --------
    >>> list(rows_of('sep=;\\ncode;naam\\r\\n1;"a\\nb"\\n'))
    [[], ['code', 'naam'], ['1', 'a\\nb']]
    """
    delimiter = delimiter_of(text)
    if stated := _STATED.match(text):
        yield []
        text = text[stated.end() :]
    yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict)


def _fit(text: str, delimiter: str) -> float:
    """Which part of the rows has the most usual number of cells; 0 where that is one cell."""
    try:
        rows = list(
            islice(csv.reader(io.StringIO(text[:JUDGED_SIGNS], newline=""), delimiter=delimiter), JUDGED_ROWS)
        )
    except csv.Error:
        return 0.0
    lengths = Counter(len(row) for row in rows if any(cell.strip() for cell in row))
    parted = {length: n for length, n in lengths.items() if length > 1}
    return max(parted.values()) / sum(lengths.values()) if parted else 0.0
