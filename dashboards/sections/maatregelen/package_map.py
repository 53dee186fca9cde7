"""The map of what the package changes, buurt by buurt."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
from panel.viewable import Viewable, Viewer

from dashboards.parts.charts.area_map import AreaMap
from dashboards.parts.charts.buurten import round_breaks
from dashboards.parts.frame.section import Section
from dashboards.parts.look import theme
from kans_model.city.city import City
from kans_model.comparison.answers import HORIZON
from kans_model.words.texts import t


class PackageMap(Viewer):
    """Change of damage per hectare; its classes are those of the package of everything.

    Parameters
    ----------
    most_keur_per_ha : change by the package of everything, shape (area,). [kEUR/ha/yr]
    on_choose : called with the code of the buurt that is chosen, here or by `choose`.
    on_tap : called when one is tapped.
    """

    def __init__(
        self,
        lang: str,
        city: City,
        most_keur_per_ha: np.ndarray,
        notes: Sequence[str],
        on_choose: Callable[[str], None],
        on_tap: Callable[[str], None],
    ):
        super().__init__()
        self.lang = lang
        self.map = AreaMap(
            self._t("map_table", year=HORIZON),
            city.areas,
            lang,
            unit=self._t("map_unit"),
            palette=theme.DIVERGING,
            breaks=round_breaks(most_keur_per_ha, signed=True),
            background=city.background,
            ends=(t("map.less", lang), t("map.more", lang)),
            notes=notes,
            key="package_map",
        )
        self.map.on_choose(on_choose)
        self.map.on_tap(on_tap)
        deck = self._t("map_deck", year=HORIZON, unit=self._t("map_unit"))
        self.section = Section(self.map, deck=deck)

    def _t(self, key: str, **values: object) -> str:
        return t(f"maatregelen.{key}", self.lang, **values)

    def show(self, change_keur_per_ha: np.ndarray, names: pd.Series) -> None:
        """Colour the buurten by the change and say where it is largest; `names` are theirs."""
        self.map.show(change_keur_per_ha)
        falls = np.isfinite(change_keur_per_ha).any() and np.nanmin(change_keur_per_ha) < 0
        best = names.iloc[int(np.nanargmin(change_keur_per_ha))] if falls else ""
        self.section.show(title=self._t("map_title", area=best) if best else self._t("map_question"))

    def choose(self, code: str) -> None:
        """Choose a buurt; '' for none."""
        self.map.choose(code)

    def travelled(self, change_keur_per_ha: np.ndarray) -> dict[str, np.ndarray]:
        """Columns of a slider's travel, from the change at every place, shape (place, area)."""
        return self.map.travelled(change_keur_per_ha)

    def __panel__(self) -> Viewable:
        return self.section.column
