"""The top of the page: what it is about, and which theme and year are looked at."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from markupsafe import Markup
from panel.viewable import Viewable, Viewer

from dashboards.parts.live.live import LiveHtml
from kans_model.city.city import City
from kans_model.reports.theme_in_words import horizon_name, theme_name
from kans_model.uncertainty.stress_test import StressTest
from kans_model.words.amounts import percent
from kans_model.words.markup import filled
from kans_model.words.texts import t

NAMED = 8
"""Buurten of unknown use that are named; the table behind the ranking has all."""


class Head(Viewer):
    """Title, the two switches, and what must be said of the city.

    Parameters
    ----------
    on_look : called with `theme` or `horizon` and what was chosen.
    on_choose : called with the code of a buurt whose use is to be given.
    """

    def __init__(self, lang: str, on_look: Callable[[str, str], None], on_choose: Callable[[str], None]):
        super().__init__()
        self.lang = lang
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
        self.view.on("choose", lambda data: on_choose(str(data.get("name", ""))))

    @staticmethod
    def _look(on_look: Callable[[str, str], None], name: str, data: Mapping[str, Any]) -> None:
        on_look(name, str(data.get("value")))

    def show(self, test: StressTest, notice: Markup, city: City) -> None:
        """Write what is looked at, and first of all whose use is unknown."""
        self.view.show(theme=test.theme, horizon=test.horizon, notice=notice, use=self._unknown_use(city))

    def _unknown_use(self, city: City) -> Markup:
        """How much land has an unknown use, which buurten, and the way to give the use of the largest."""
        unknown, lang = city.unknown_use, self.lang
        if unknown.empty:
            return Markup("")
        names = city.areas.loc[unknown.index, "name"].astype(str).tolist()
        said = names[:NAMED]
        if len(names) > NAMED:
            said.append(t("stresstest.use_more", lang, n=len(names) - NAMED))
        share = percent(float(unknown.sum() * 1e4 / city.areas["area_m2"].sum()), lang)
        text = t("stresstest.use_unknown", lang, share=share, n=len(names), names=", ".join(said))
        give = t("stresstest.use_give", lang, area=names[0])
        return filled(__file__, "head_use.html", text=text, give=give, code=str(unknown.index[0]))

    def __panel__(self) -> Viewable:
        return self.view
