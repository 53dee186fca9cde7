"""Tables as plain HTML, and the table, CSV and Excel file behind every chart."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd
from markupsafe import Markup

from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.tables import XLSX, csv_bytes, excel_bytes, table_html
from kans_model.words.markup import macros
from kans_model.words.texts import t

_LINKS = macros(__file__, "table_behind.html")
LONGEST_SOURCE = 300


def links(title: str, lang: str, is_chart: bool = True) -> Markup:
    """The line under a chart, for its frame: `Behind` and `picture.js` make it work.

    What `is_chart` not but a table is taken along as a table only.
    """
    return Markup(_LINKS.links(title, t("table.show", lang), t("table.no_picture", lang) if is_chart else ""))


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

    def noted(self, data: Mapping[str, Any] | None = None) -> pd.DataFrame:
        """The table with the notes as a last column, so that no file goes round without them.

        `data` is what the browser sends along: the line that says of which study it is, and of which day.
        """
        source = str((data or {}).get("source", ""))[:LONGEST_SOURCE]
        frame, notes = self.frame(), [*self.notes, *filter(None, [source])]
        return frame.assign(**{t("table.note", self.lang): "; ".join(notes)}) if notes else frame

    def csv(self, data: Mapping[str, Any] | None = None) -> None:
        self.view.download(self.file_name(".csv"), csv_bytes(self.noted(data), self.lang), "text/csv")

    def excel(self, data: Mapping[str, Any] | None = None) -> None:
        self.view.download(self.file_name(".xlsx"), excel_bytes(self.noted(data), self.title), XLSX)
