"""The map of damage per buurt."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from panel.viewable import Viewable, Viewer

from dashboards.parts.charts.area_map import AreaMap
from dashboards.parts.charts.buurten import round_breaks
from dashboards.parts.frame.section import Section
from dashboards.parts.look import theme
from kans_model.city.city import City
from kans_model.reports.stress_test_in_words import hardest_hit, per
from kans_model.reports.theme_in_words import horizon_name, theme_name
from kans_model.uncertainty.stress_test import StressTest
from kans_model.words.texts import t


class DamageMap(Viewer):
    """One map for every theme and unit; the classes of each hold for every year.

    Parameters
    ----------
    on_choose : called with the code of the buurt that is tapped.
    """

    def __init__(self, lang: str, notes: Sequence[str], on_choose: Callable[[str], None], test: StressTest):
        super().__init__()
        self.lang, city = lang, test.study.city
        self._breaks: dict[tuple[str, str], list[float]] = {}
        self._styled: tuple[str, str] = ("", "")
        self.map = AreaMap(
            self._t("map_title"),
            city.areas,
            lang,
            unit="",
            palette=theme.SEQUENTIAL[test.theme],
            breaks=self._classes(test),
            background=city.background,
            ends=(self._t("little"), self._t("much")),
            notes=notes,
        )
        self.map.on_choose(on_choose)
        self.section = Section(self.map, span=7)

    def _t(self, key: str, **values: object) -> str:
        return t(f"stresstest.{key}", self.lang, **values)

    def _classes(self, test: StressTest) -> list[float]:
        at = test.theme, test.per
        if at not in self._breaks:
            values = [test.damage_rate(horizon) for horizon in test.param.horizon.objects]
            self._breaks[at] = round_breaks(np.concatenate(values), signed=False)
        return self._breaks[at]

    def show(self, test: StressTest, city: City, ranks: Sequence[str], code: str) -> None:
        """Colour the buurten, number the hardest hit, and say where it is worst.

        Parameters
        ----------
        ranks : of the hardest hit, as the list beside it has them.
        code : the chosen buurt; '' for none.
        """
        unit, name = self._t(f"unit_{test.per}"), theme_name(test.theme, self.lang)
        style = test.theme, test.per
        if style != self._styled:
            self._styled = style
            title = self._t("map_table", theme=name, unit=unit)
            self.map.restyle(title, unit, theme.SEQUENTIAL[test.theme], self._classes(test))
        self.map.show(test.damage_rate())
        self.map.mark_estimated(city.estimated("typology").tolist(), city.estimated_use.tolist())
        self.map.number(test.worst(), ranks)
        self.map.choose(code)
        year = horizon_name(test.horizon, self.lang)
        words = {"theme": name, "year": year, "unit": unit, "per": per(test, self.lang)}
        self.section.show(title=self._title(test, words), deck=self._t("map_deck", **words))

    def _title(self, test: StressTest, words: dict[str, str]) -> str:
        """Who is hit hardest where that is sure, else the question."""
        if not test.is_known():
            return self._t("map_unknown", **words)
        if test.first_place().kind == "nobody":
            return self._t("map_nobody", **words)
        clause, _ = hardest_hit(test, self.lang)
        return clause or self._t("map_question", **words)

    def choose(self, code: str) -> None:
        """Ring a buurt."""
        self.map.choose(code)

    def __panel__(self) -> Viewable:
        return self.section.column
