"""The top of the page: what it is about, and which theme and year are looked at."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from markupsafe import Markup
from panel.viewable import Viewable, Viewer

from dashboards.parts.live.live import LiveHtml
from kans_model.reports.theme_in_words import horizon_name, theme_name
from kans_model.uncertainty.stress_test import StressTest
from kans_model.words.texts import t


class Head(Viewer):
    """Title, the two switches, and what must be said of the city.

    Parameters
    ----------
    on_look : called with `theme` or `horizon` and what was chosen.
    """

    def __init__(self, lang: str, on_look: Callable[[str, str], None]):
        super().__init__()
        choices = StressTest.param
        self.view = LiveHtml.of(
            __file__,
            "head.html",
            title=t("page.stresstest", lang),
            deck=t("stresstest.deck", lang),
            theme=t("table.theme", lang),
            themes=[(theme, theme_name(theme, lang)) for theme in choices.theme.objects],
            horizon=t("stresstest.horizon", lang),
            horizons=[(horizon, horizon_name(horizon, lang)) for horizon in choices.horizon.objects],
        )
        for name in ("theme", "horizon"):
            self.view.on(name, partial(self._look, on_look, name))

    @staticmethod
    def _look(on_look: Callable[[str, str], None], name: str, data: Mapping[str, Any]) -> None:
        on_look(name, str(data.get("value")))

    def show(self, test: StressTest, notice: Markup) -> None:
        """Write what is looked at."""
        self.view.show(theme=test.theme, horizon=test.horizon, notice=notice)

    def __panel__(self) -> Viewable:
        return self.view
