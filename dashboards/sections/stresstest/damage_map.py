"""The map of damage per buurt."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import panel as pn
from panel.viewable import Viewable, Viewer

from dashboards.parts.charts.area_map import AreaMap
from dashboards.parts.charts.buurten import round_breaks
from dashboards.parts.frame.section import Section
from dashboards.parts.look import theme
from dashboards.parts.look.css import STYLES
from kans_model.city.city import City
from kans_model.reports.stress_test_in_words import hardest_hit, per
from kans_model.reports.theme_in_words import horizon_name, theme_name
from kans_model.uncertainty.stress_test import StressTest
from kans_model.words.texts import t


class DamageMap(Viewer):
    """A map per theme and unit, drawn when it is first looked at; its classes hold for every year.

    Parameters
    ----------
    on_choose : called with the code of the buurt that is tapped.
    """

    def __init__(self, lang: str, notes: Sequence[str], on_choose: Callable[[str], None]):
        super().__init__()
        self.lang, self.notes, self._on_choose = lang, notes, on_choose
        self.maps: dict[tuple[str, str], AreaMap] = {}
        self._place = pn.Column(sizing_mode="stretch_width", stylesheets=[STYLES])
        self.section = Section(self._place, span=7)

    def _t(self, key: str, **values: object) -> str:
        return t(f"stresstest.{key}", self.lang, **values)

    def _drawn(self, test: StressTest, city: City) -> AreaMap:
        values = [test.damage_rate(horizon) for horizon in test.param.horizon.objects]
        unit = self._t(f"unit_{test.per}")
        area_map = AreaMap(
            self._t("map_table", theme=theme_name(test.theme, self.lang), unit=unit),
            test.areas,
            self.lang,
            unit=unit,
            palette=theme.SEQUENTIAL[test.theme],
            breaks=round_breaks(np.concatenate(values), signed=False),
            background=city.background,
            ends=(self._t("little"), self._t("much")),
            notes=self.notes,
        )
        area_map.on_choose(self._on_choose)
        return area_map

    def shown(self, test: StressTest) -> AreaMap | None:
        """The map of the theme and unit that are looked at."""
        return self.maps.get((test.theme, test.per))

    def show(self, test: StressTest, city: City, ranks: Sequence[str], code: str) -> None:
        """Colour the buurten, number the hardest hit, and say where it is worst.

        Parameters
        ----------
        ranks : of the hardest hit, as the list beside it has them.
        code : the chosen buurt; '' for none.
        """
        shown = self.maps.setdefault((test.theme, test.per), self.shown(test) or self._drawn(test, city))
        shown.show(test.damage_rate())
        shown.mark_estimated(city.estimated("typology").tolist(), city.estimated_use.tolist())
        shown.number(test.worst(), ranks)
        if list(self._place) != [shown.view]:
            self._place[:] = [shown.view]
        shown.choose(code)
        words = {
            "theme": theme_name(test.theme, self.lang),
            "year": horizon_name(test.horizon, self.lang),
            "unit": self._t(f"unit_{test.per}"),
            "per": per(test, self.lang),
        }
        self.section.show(title=self._title(test, words), deck=self._t("map_deck", **words))

    def _title(self, test: StressTest, words: dict[str, str]) -> str:
        """Who is hit hardest where that is sure, else the question."""
        if not test.is_known():
            return self._t("map_unknown", **words)
        if test.first_place().kind == "nobody":
            return self._t("map_nobody", **words)
        clause, _ = hardest_hit(test, self.lang)
        return clause or self._t("map_question", **words)

    def choose(self, test: StressTest, code: str) -> None:
        """Ring a buurt on the map that is looked at."""
        shown = self.shown(test)
        if shown is not None:
            shown.choose(code)

    def __panel__(self) -> Viewable:
        return self.section.column
