"""The top of the page: how well the figures are founded."""

from __future__ import annotations

from panel.viewable import Viewable, Viewer

from dashboards.parts.live.live import LiveHtml
from kans_model.reports.sources import conclusion
from kans_model.words.texts import t


class Head(Viewer):
    """Title, and one sentence that concludes."""

    def __init__(self, lang: str):
        super().__init__()
        self.view = LiveHtml.of(
            __file__,
            "head.html",
            title=t("page.bronnen", lang),
            deck=t("bronnen.deck", lang),
            conclusion=conclusion(lang),
        )

    def __panel__(self) -> Viewable:
        return self.view
