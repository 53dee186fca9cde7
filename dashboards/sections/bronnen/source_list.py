"""The sources that figures rest on, most used first."""

from __future__ import annotations

from collections.abc import Sequence

from panel.viewable import Viewable, Viewer

from dashboards.parts.frame.section import Section
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.table_behind import Behind, links
from kans_model.reports.sources import figures_by_source, source_title, sources
from kans_model.tables.reading import table
from kans_model.words.amounts import number
from kans_model.words.texts import t

SHOWN = 8
"""Sources that stand on the page; the table behind has all."""


class SourceList(Viewer):
    """Title, year, and how many figures rest on each."""

    def __init__(self, lang: str, notes: Sequence[str]):
        super().__init__()
        used, rows = figures_by_source(), table("sources")
        title = t("bronnen.sources_table", lang)
        self.view = LiveHtml.of(
            __file__,
            "source_list.html",
            rows=[
                (source_title(source, lang), rows["url"][source], number(n, lang, 0))
                for source, n in used.head(SHOWN).items()
            ],
            heads=[t("sources.source", lang), t("sources.figures", lang)],
            caption=title,
            links=links(title, lang, is_chart=False),
        )
        self.behind = Behind(self.view, title, lambda: sources(lang), lang, notes)
        self.section = Section(
            self.view,
            title=t("bronnen.sources", lang, n=number(len(used), lang, 0)),
            deck=t("bronnen.sources_deck", lang),
        )

    def __panel__(self) -> Viewable:
        return self.section.column
