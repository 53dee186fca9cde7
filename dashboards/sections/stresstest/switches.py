"""What is looked at: theme, year, over what damage is counted, and a buurt found by typing its name."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
from panel.viewable import Viewable, Viewer

from dashboards.parts.live.live import LiveHtml
from kans_model.city.finding import areas_called
from kans_model.city.places import POSTCODE, codes_at
from kans_model.reports.theme_in_words import horizon_name, theme_name
from kans_model.uncertainty.stress_test import StressTest
from kans_model.words.markup import filled
from kans_model.words.texts import t

MOST_HITS = 8


class Switches(Viewer):
    """One row of themes and years, one of units and a search field.

    Parameters
    ----------
    on_look : called with `theme`, `horizon` or `per` and what was chosen.
    on_choose : called with the code of the buurt that was found.
    """

    def __init__(
        self,
        lang: str,
        areas: pd.DataFrame,
        postcodes: pd.DataFrame,
        on_look: Callable[[str, str], None],
        on_choose: Callable[[str], None],
    ):
        super().__init__()
        self.lang, self.areas, self._on_choose = lang, areas, on_choose
        self.postcodes = postcodes
        self.view = LiveHtml()
        self.view.on("look", lambda data: on_look(str(data.get("name")), str(data.get("value"))))
        self.view.on("find", lambda data: self.find(str(data.get("value", ""))))
        self.view.on("choose", lambda data: self._found(str(data.get("code", ""))))

    def _t(self, key: str, **values: object) -> str:
        return t(f"stresstest.{key}", self.lang, **values)

    def show(self, test: StressTest) -> None:
        """Say what is looked at."""
        lang, choices = self.lang, test.param
        self.view.draw(
            __file__,
            "switches.html",
            labels={
                "theme": t("table.theme", lang),
                "horizon": self._t("horizon"),
                "per": self._t("per"),
                "find": self._t("find_or_postcode" if len(self.postcodes) else "find"),
                "example": str(self.areas["name"].iloc[0]),
            },
            themes=[(theme, theme_name(theme, lang)) for theme in choices.theme.objects],
            horizons=[(horizon, horizon_name(horizon, lang)) for horizon in choices.horizon.objects],
            pers=[(per, self._t(f"per_{per}")) for per in choices.per.objects],
            chosen={name: getattr(test, name) for name in ("theme", "horizon", "per")},
            names=sorted(set(self.areas["name"].astype(str))),
        )

    def find(self, text: str) -> None:
        """Choose the buurt that is called so, or list those that may be meant."""
        codes = codes_at(text, self.postcodes) or areas_called(text, self.areas)
        if len(codes) == 1:
            self._found(codes[0])
            return
        names = self.areas["name"].astype(str)
        hits = [(code, names[code]) for code in codes[:MOST_HITS]]
        unknown = "find_postcode" if POSTCODE.fullmatch(text.strip()) else "find_none"
        words = "" if not text.strip() else self._t("find_which" if hits else unknown, text=text.strip())
        self.view.show(
            hits=filled(__file__, "switches_hits.html", text=words, areas=hits) if words else "", found=text
        )

    def _found(self, code: str) -> None:
        self.view.show(hits="", found="")
        self._on_choose(code)

    def __panel__(self) -> Viewable:
        return self.view
