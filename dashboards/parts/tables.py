"""Tables as plain HTML, and the table, CSV and Excel file behind every chart."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence

import pandas as pd

from dashboards.parts.live import LiveHtml, Markup, html
from kans_model.numbers import number
from kans_model.texts import t

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


FILE_DIGITS = 6
WIDE = 8
"""From so many columns a table may not fit the screen."""

LINKS = """
<p class="links">
  <button data-do="table" data-key="table" data-opens="table">{table}</button>
  <button data-do="csv" aria-label="CSV: {name}">CSV</button>
  <button data-do="excel" aria-label="Excel: {name}">Excel</button>
</p>
<div data-slot="table"></div>
"""


def cell(value: object, lang: str) -> Markup:
    """One cell: text as it is, numbers at the right in the reader's notation, unknown as the word."""
    if isinstance(value, Markup):
        return html("<td>{}</td>", value)
    if isinstance(value, str):
        return html("<td>{}</td>", value)
    if value is None or pd.isna(value):
        return html('<td class="num unknown">{}</td>', t("unknown", lang))
    size = abs(float(value))
    digits = 0 if size >= 100 or float(value).is_integer() else 1 if size >= 10 else 2
    return html('<td class="num">{}</td>', number(float(value), lang, digits))


def table_html(frame: pd.DataFrame, lang: str, caption: str) -> Markup:
    """A table with its first column as row heads; column names are shown as they are, units included."""
    numeric = [pd.api.types.is_numeric_dtype(frame[name]) for name in frame.columns]
    heads = Markup("").join(
        html('<th scope="col"{}>{}</th>', Markup(' class="num"') if is_number else "", name)
        for name, is_number in zip(frame.columns, numeric, strict=True)
    )
    rows = Markup("").join(
        html(
            '<tr><th scope="row">{}</th>{}</tr>', first, Markup("").join(cell(value, lang) for value in rest)
        )
        for first, *rest in frame.itertuples(index=False, name=None)
    )
    return html(
        '{3}<div class="table-box" tabindex="0" role="region" aria-label="{0}"><table><caption>{0}</caption>'
        "<thead><tr>{1}</tr></thead><tbody>{2}</tbody></table></div>",
        caption,
        heads,
        rows,
        html('<p class="small">{}</p>', t("table.more_beside", lang)) if len(frame.columns) > WIDE else "",
    )


def _no_formula(value: object) -> object:
    """A text that a spreadsheet would run gets an apostrophe in front."""
    return "'" + value if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t") else value


def sensible(frame: pd.DataFrame) -> pd.DataFrame:
    """Numbers to six significant digits: more would promise what no model knows."""
    return frame.map(lambda one: float(f"{one:.{FILE_DIGITS}g}") if isinstance(one, float) else one)


def csv_bytes(frame: pd.DataFrame, lang: str) -> bytes:
    """CSV as the reader's spreadsheet expects it: semicolons and decimal commas in Dutch."""
    dutch = lang == "nl"
    text = (
        sensible(frame)
        .map(_no_formula)
        .to_csv(index=False, sep=";" if dutch else ",", decimal="," if dutch else ".")
    )
    return text.encode("utf-8-sig")


def excel_bytes(frame: pd.DataFrame, title: str) -> bytes:
    """An Excel file with real numbers, one sheet; texts that look like formulas stay texts."""
    buffer = io.BytesIO()
    with pd.ExcelWriter(buffer, engine="openpyxl") as writer:
        sensible(frame).to_excel(
            writer, index=False, sheet_name=re.sub(r"[\[\]:*?/\\']", " ", title)[:31] or "KANS"
        )
        for row in writer.book.active.iter_rows():
            for item in row:
                if item.data_type == "f":
                    item.data_type = "s"
    return buffer.getvalue()


def links(title: str, lang: str) -> Markup:
    """The line under a chart, for its frame: `Behind` makes it work."""
    return html(LINKS, table=t("table.show", lang), name=title)


class Behind:
    """The table behind a chart, shown on a click or taken along as CSV or Excel.

    Parameters
    ----------
    view : the piece of HTML whose frame ends with `links()`.
    title : what the table shows; becomes its caption and the name of the files.
    frame : called when the table is asked for, so that nothing is made that nobody looks at.
    notes : sentences that go along in every file, such as 'fictieve stad'.
    """

    def __init__(
        self,
        view: LiveHtml,
        title: str,
        frame: Callable[[], pd.DataFrame],
        lang: str,
        notes: Sequence[str] = (),
    ):
        self.view, self.title, self.frame, self.lang = view, title, frame, lang
        self.notes, self.open = tuple(notes), False
        view.on("table", self.toggle)
        view.on("csv", self.csv)
        view.on("excel", self.excel)

    def toggle(self, _data: object = None) -> None:
        """Open or close the table."""
        self.open = not self.open
        self.refresh()

    def refresh(self) -> None:
        """Write the table again if it is open."""
        self.view.show(table=table_html(self.frame(), self.lang, self.title) if self.open else "")

    def file_name(self, ending: str) -> str:
        return re.sub(r"[^a-z0-9]+", "-", self.title.lower()).strip("-")[:60] + ending

    def noted(self) -> pd.DataFrame:
        """The table with the notes as a last column, so that no file goes round without them."""
        frame = self.frame()
        return frame.assign(**{t("table.note", self.lang): "; ".join(self.notes)}) if self.notes else frame

    def csv(self, _data: object = None) -> None:
        self.view.download(self.file_name(".csv"), csv_bytes(self.noted(), self.lang), "text/csv")

    def excel(self, _data: object = None) -> None:
        self.view.download(self.file_name(".xlsx"), excel_bytes(self.noted(), self.title), XLSX)
