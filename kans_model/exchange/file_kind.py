"""What a file is, by what stands in it; its name may say anything."""

import re
import zipfile
from pathlib import Path

from kans_model.exchange.delimited_text import wide_page
from kans_model.words.problems import KansError, Phrase, Problem

HEAD_BYTES = 4096
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"

_BY_FIRST_BYTES = {
    b"%PDF": "pdf",
    b"SQLite format 3\0": "geopackage",
    b"\x00\x00\x27\x0a": "shapefile",
    b"PK\x05\x06": "archive",  # a zip without files
    b"\x1f\x8b": "archive",
    b"7z\xbc\xaf\x27\x1c": "archive",
    b"Rar!": "archive",
    b"\x89PNG": "picture",
    b"\xff\xd8\xff": "picture",
    b"GIF8": "picture",
    b"PAR1": "parquet",
    b"\x09\x08\x10\x00": "xls",  # Excel 5 and older, without the container of later ones
    b"\x09\x04\x06\x00": "xls",
    b"\x09\x02\x06\x00": "xls",
    b"ID;PWXL": "sylk",
    b"ID;PCALCOOO": "sylk",
    b"MIME-Version:": "html",
    b"{\\rtf": "rtf",
}

_BY_TEXT = (
    (r"<\?xml.*(<Workbook|schemas-microsoft-com:office:spreadsheet)", "xml_sheet"),
    (r"<(\?xml.*<)?(!doctype html|html|head|body|table|meta|style|div)\b", "html"),
    (r"<.*<([a-z]+:)?kml\b|<kml\b", "kml"),
    (r"<.*(opengis\.net/gml|<gml:)", "gml"),
    (r"<(\?xml|!doctype|!--|[a-z][\w:.-]*[\s/>])", "xml"),
    (r'[\[{].*"type"\s*:\s*"Topology"', "topojson"),
    (r'\{.*("geometryType"\s*:\s*"esri|"rings"\s*:|"spatialReference"\s*:)', "esri_json"),
    (r'\{.*"(legalAccepted|projectArea)"\s*:', "kbs"),
    (r'\{.*"type"\s*:\s*"(FeatureCollection|Feature|(Multi)?Polygon)"', "geojson"),
    (r'\{\s*("|\}|$)|\[\s*([\[{"\d]|\]|$)', "json"),
)

_IN_ZIP = (
    (r"xl/workbook\.bin", "xlsb"),
    (r"xl/.*", "xlsx"),
    (r"word/.*", "word"),
    (r"ppt/.*", "other"),
    (r"Index/.*\.iwa|Index\.zip", "numbers"),
    (r"(.*/)?doc\.kml", "kml"),
    (r".*\.shp", "shapefile"),
    (r".*\.(csv|xlsx?|txt)", "archive"),
)


def kind_of(path: Path) -> str:
    """The kind of a file: "xlsx", "xls", "html", "topojson" …, or "text" or "other".

    Its name in words is the text `file_kind.<kind>`, what to do with it `file_advice.<kind>`.

    Raises
    ------
    KansError
        It is a zip that cannot be opened.
    """
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if head.startswith(ZIP):
        return _kind_in_zip(path)
    if head.startswith(OLE):
        return _kind_in_container(path)
    for start, kind in _BY_FIRST_BYTES.items():
        if head.startswith(start):
            return kind
    text = _text(head)
    if text is None:
        return "other"
    for pattern, kind in _BY_TEXT:
        if re.match(pattern, text, re.IGNORECASE | re.DOTALL):
            return kind
    return "text"


def wrong_kind(path: Path, kind: str) -> KansError:
    """A file that is no table of figures, by what it is and what to do with it."""
    name, advice = Phrase(f"file_kind.{kind}"), Phrase(f"file_advice.{kind}")
    return KansError(Problem("figures_format", file=path.name, value=name, must=advice))


def _text(head: bytes) -> str | None:
    """The first bytes as text, roughly; None where they are none."""
    if wide := wide_page(head):
        return head.decode(wide, errors="replace").strip("\ufeff \t\r\n")
    return None if b"\0" in head else head.removeprefix(b"\xef\xbb\xbf").decode("latin-1").strip()


def _kind_in_zip(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            names = [entry.filename for entry in entries]
            locked = any(entry.flag_bits & 1 for entry in entries)
            if "mimetype" in names and not locked:
                with archive.open("mimetype") as file:
                    if b"opendocument.spreadsheet" in file.read(100):
                        return "ods"
    except Exception as error:  # zipfile raises many kinds for damaged files
        raise KansError(Problem("file_incomplete", file=path.name)) from error
    if locked:
        return "locked"
    for pattern, kind in _IN_ZIP:
        if any(re.fullmatch(pattern, name, re.IGNORECASE) for name in names):
            return kind
    return "archive"


def _kind_in_container(path: Path) -> str:
    """What the container of older Office files holds, by the names in its directory."""
    content = path.read_bytes()
    for stream, kind in (("EncryptedPackage", "locked"), ("WordDocument", "word")):
        if stream.encode("utf-16-le") in content:
            return kind
    return "xls"
