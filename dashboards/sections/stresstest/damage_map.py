"""The map of damage per hectare."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
import panel as pn
from panel.viewable import Viewable, Viewer

from dashboards.parts.charts.area_map import AreaMap
from dashboards.parts.charts.buurten import round_breaks
from dashboards.parts.frame.section import Section
from dashboards.parts.look import theme
from dashboards.parts.look.css import STYLES
from kans_model.reports.theme_in_words import horizon_name, theme_name
from kans_model.uncertainty.stress_test import StressTest
from kans_model.words.amounts import percent
from kans_model.words.texts import t


class DamageMap(Viewer):
    """A map per theme, drawn when it is first looked at; its classes hold for every year.

    Parameters
    ----------
    on_choose : called with the code of the buurt that is tapped.
    """

    def __init__(self, lang: str, notes: Sequence[str], on_choose: Callable[[str], None]):
        super().__init__()
        self.lang, self.notes, self._on_choose = lang, notes, on_choose
        self.maps: dict[str, AreaMap] = {}
        self._place = pn.Column(sizing_mode="stretch_width", stylesheets=[STYLES])
        self.section = Section(self._place)

    def _t(self, key: str, **values: object) -> str:
        return t(f"stresstest.{key}", self.lang, **values)

    def _drawn(self, test: StressTest) -> AreaMap:
        per_ha = [test.damage_keur_per_ha(horizon) for horizon in test.param.horizon.objects]
        area_map = AreaMap(
            self._t("map_table", theme=theme_name(test.theme, self.lang)),
            test.areas,
            self.lang,
            unit=self._t("map_unit"),
            palette=theme.SEQUENTIAL[test.theme],
            breaks=round_breaks(np.concatenate(per_ha), signed=False),
            ends=(self._t("little"), self._t("much")),
            notes=self.notes,
        )
        area_map.on_choose(self._on_choose)
        return area_map

    def show(self, test: StressTest, estimated: pd.Series, code: str) -> None:
        """Colour the buurten, mark those of an estimated type, and say where it is worst.

        Parameters
        ----------
        estimated : bool per buurt.
        code : the chosen buurt; '' for none.
        """
        if test.theme not in self.maps:
            self.maps[test.theme] = self._drawn(test)
        shown = self.maps[test.theme]
        shown.show(test.damage_keur_per_ha())
        shown.mark_estimated(estimated.tolist())
        if list(self._place) != [shown.view]:
            self._place[:] = [shown.view]
            shown.choose(code)
        words = {"theme": theme_name(test.theme, self.lang), "year": horizon_name(test.horizon, self.lang)}
        worst = test.areas["name"].iloc[test.worst()[:1]]
        first = test.first_place()
        name, share = worst.iloc[0] if len(worst) else "", percent(first.chance, self.lang)
        self.section.show(
            title=self._t(f"map_{first.kind}", area=name, share=share, n=first.n, **words)
            if test.is_known()
            else self._t("map_unknown", **words),
            deck=self._t("map_deck", unit=self._t("map_unit"), **words),
        )

    def choose(self, theme_id: str, code: str) -> None:
        """Ring a buurt on the map of a theme."""
        if theme_id in self.maps:
            self.maps[theme_id].choose(code)

    def __panel__(self) -> Viewable:
        return self.section.column
