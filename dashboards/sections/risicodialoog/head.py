"""The top of the page: where the dialogue stands in a sentence and three figures."""

from __future__ import annotations

from panel.viewable import Viewable, Viewer

from dashboards.parts.charts.headline_figures import Figures
from dashboards.parts.frame.remarks import notices
from dashboards.parts.live.live import LiveHtml
from dashboards.sections.risicodialoog.table import Table
from kans_model.optimum.consensus import Consensus
from kans_model.reports.dialogue_in_words import conclusion, satisfaction_text
from kans_model.words.amounts import percent
from kans_model.words.texts import t

NAMES = ("limits", "common", "least")


class Head(Viewer):
    """Title, conclusion, caveats, and how far limits and partners have come."""

    def __init__(self, table: Table):
        super().__init__()
        self.table = table
        self.view = LiveHtml.of(
            __file__, "head.html", title=t("page.risicodialoog", table.lang), room=table.text("room")
        )
        self.figures = Figures({name: table.text(f"figure_{name}") for name in NAMES}, table.lang)

    def show(self, agreed: Consensus | None) -> None:
        """Write them; without a search for agreement its figure says so."""
        table, lang = self.table, self.table.lang
        pairs = table.decisive()
        self.view.show(
            conclusion=conclusion(pairs, table.study, table.package_name, agreed, lang),
            caveats=notices(table.session, table.result),
        )
        met = sum(after.verdict == "met" for _, after in pairs)
        unknown = sum(after.verdict == "unknown" for _, after in pairs)
        self.figures.show(
            "limits",
            number=table.text("met_of", n=met, all=len(pairs)) if pairs else "–",
            note=table.text(
                "limits_note" if unknown else "limits_note_known", package=table.package_name, n=unknown
            )
            if pairs
            else "",
        )
        common, n = table.concordance(), len(table.dialogue.partners)
        self.figures.show(
            "common",
            number=percent(common, lang) if n > 1 else "–",
            note=table.text("common_note", n=n),
        )
        self.figures.show(
            "least",
            number=satisfaction_text(agreed.maximin.value, lang) if agreed else "–",
            note=table.text("least_note") if agreed else table.text("least_later"),
        )

    def __panel__(self) -> Viewable:
        return self.view
