"""What to decide next, in one line that leads there."""

from __future__ import annotations

from collections.abc import Callable

from panel.viewable import Viewable, Viewer

from dashboards.parts.live.live import LiveHtml
from kans_model.reports.stress_test_in_words import next_decision
from kans_model.uncertainty.stress_test import StressTest
from kans_model.words.markup import filled
from kans_model.words.texts import t


class Decision(Viewer):
    """One line under the figures.

    Parameters
    ----------
    on_go : called to go to the next step.
    """

    def __init__(self, lang: str, on_go: Callable[[], None]):
        super().__init__()
        self.lang = lang
        go = t("stresstest.go", lang)
        self.view = LiveHtml(filled(__file__, "decision.html", go=go), css_classes=["main"])
        self.view.on("go", lambda _data: on_go())

    def show(self, test: StressTest) -> None:
        """Write what to decide."""
        self.view.show(text=next_decision(test, self.lang))

    def __panel__(self) -> Viewable:
        return self.view
