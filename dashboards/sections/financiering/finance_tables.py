"""Tables in sight, each with the same table to take along behind it."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
from markupsafe import Markup

from dashboards.parts.frame.section import Section
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.table_behind import Behind, links
from dashboards.parts.live.tables import WIDE, table_html
from dashboards.sections.financiering.case import Case
from kans_model.reports.financing_tables import group_matrix, party_frame
from kans_model.words.markup import filled
from kans_model.words.texts import t

DARKEST = 45
"""Tint of the largest cell: dark text stays readable on it. [%]"""


MOST_ON_PHONE = 4
"""Columns that stand beside each other on a phone."""


class FinanceTable(Section):
    """A table of the case.

    Parameters
    ----------
    name : of the section, in the texts of the page.
    caption : key of what the table shows.
    frame : called when the table is written.

    Attributes
    ----------
    apart : bool
        Whether it stands as a list on a phone.
    """

    apart = False

    def __init__(self, case: Case, name: str, caption: str, frame: Callable[[], pd.DataFrame]):
        self.case, self.caption, self.frame = case, case.text(caption), frame
        self.view = LiveHtml.of(
            __file__, "finance_table.html", links=links(self.caption, case.lang, is_chart=False)
        )
        self.behind = Behind(self.view, self.caption, frame, case.lang, case.notes)
        super().__init__(self.view, title=case.text(name), deck=case.text(f"{name}_deck"))

    def shown(self) -> pd.DataFrame:
        """The table in the order in which it is shown."""
        return self.frame()

    def written(self) -> Markup:
        """The table as it is shown; one that a phone cuts says that it goes on."""
        frame, lang = self.shown(), self.case.lang
        shown = table_html(frame, lang, self.caption, self.apart)
        is_cut = not self.apart and MOST_ON_PHONE < len(frame.columns) <= WIDE
        return filled(
            __file__, "table_hint.html", table=shown, hint=t("table.more_beside", lang) if is_cut else ""
        )

    def update(self) -> None:
        """Write the table again."""
        self.view.show(rows=self.written())
        self.behind.refresh()


class GroupMatrix(FinanceTable):
    """Who pays which measure group, darker for more; the table behind it in euro."""

    def __init__(self, case: Case):
        super().__init__(case, "matrix", "matrix_table", lambda: party_frame(case.ledger, case.lang))

    def written(self) -> Markup:
        heads, rows = group_matrix(self.case.ledger, self.case.lang)
        return filled(
            __file__, "group_matrix.html", caption=self.caption, heads=heads, rows=rows, darkest=DARKEST
        )
