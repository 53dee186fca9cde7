"""What every package changes per buurt: small maps of one scale and one key, that choose a buurt together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
import panel as pn
import xarray as xr
from markupsafe import Markup
from panel.viewable import Viewable, Viewer

from dashboards.parts.charts.area_map import AreaMap
from dashboards.parts.charts.buurten import round_breaks
from dashboards.parts.charts.canvas import pane
from dashboards.parts.frame.section import Section
from dashboards.parts.frame.session import Session
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.post import together
from dashboards.parts.live.table_behind import Behind
from dashboards.parts.look import theme
from dashboards.parts.look.css import STYLES
from dashboards.parts.packages.marks import NOTHING, Looks, marked_name
from dashboards.sections.vergelijken.beside.candidates import Candidates
from kans_model.comparison.answers import HORIZON, damage_change_keur_per_ha
from kans_model.reports.contrast_in_words import buurt_text
from kans_model.words.texts import t

FEW, ABREAST = 4, (2, 3)
"""Up to so many maps stand two abreast, more of them three."""
WIDEST = "alles"
"""The package that sets the classes of all maps."""


class SmallMaps(Viewer):
    """A map per package that does something; a buurt chosen on one is chosen on all."""

    def __init__(self, session: Session, packages: Looks, notes: Sequence[str]):
        super().__init__()
        self.session, self.lang = session, session.lang
        lang = session.lang
        mapped = {key: look for key, look in packages.items() if key != NOTHING} or dict(packages)
        breaks = round_breaks(self.change_keur_per_ha(session.study.evaluate(WIDEST)), signed=True)
        title = t("vergelijken.maps_table", lang)
        self.maps = {key: self._map(title, breaks) for key in mapped}
        self.names = {key: name for key, (name, _) in mapped.items()}
        self.key = next(iter(self.maps.values())).key
        self.behind = Behind(self.key, title, self.frame, lang, notes)
        self.key.on("tiles", lambda data: self._show_tiles(bool(data.get("value"))))
        self.chosen = LiveHtml.of(__file__, "small_maps.html")
        self.section = Section(
            *self._layout({key: marked_name(*mapped[key]) for key in mapped}),
            title=t("vergelijken.maps", lang),
            deck=t("vergelijken.maps_deck", lang, year=HORIZON),
        )

    def _map(self, title: str, breaks: Sequence[float]) -> AreaMap:
        area_map = AreaMap(
            title,
            self.session.city.areas,
            self.lang,
            unit=t("vergelijken.map_unit", self.lang),
            palette=theme.DIVERGING,
            breaks=breaks,
            background=self.session.city.background,
            ends=(t("map.less", self.lang), t("map.more", self.lang)),
        )
        area_map.on_choose(self._choose)
        if area_map.background is not None:
            area_map.background.show_names(False)  # there is no room for them
        return area_map

    def _layout(self, heads: Mapping[str, Markup]) -> list[Viewable]:
        """The maps under the names of their packages, in a row, and what stands under them."""
        small = {"css_classes": ["small-map"], "sizing_mode": "stretch_width", "stylesheets": [STYLES]}
        abreast = ABREAST[len(self.maps) > FEW]
        cells = [
            pn.Column(LiveHtml(heads[key]), pane(area_map.plot), **small)
            for key, area_map in self.maps.items()
        ]
        under: list[Viewable] = [self.chosen, self.key]
        if len(cells) % abreast:  # the key fills the place that the last map leaves
            cells, under = [*cells, pn.Column(*under, **small)], []
        row = pn.Column(
            *cells,
            css_classes=["small-maps"],
            sizing_mode="stretch_width",
            stylesheets=[STYLES],
            styles={"--maps": str(abreast)},
        )
        return [row, *under]

    def change_keur_per_ha(self, result: xr.Dataset) -> np.ndarray:
        """Change of damage per buurt that a package makes. [kEUR/ha/yr]"""
        return damage_change_keur_per_ha(result, self.session.city.areas["area_m2"])

    def show(self, candidates: Candidates) -> None:
        """Other numbers of the same packages."""
        for key, area_map in self.maps.items():
            area_map.show(self.change_keur_per_ha(candidates.results[key]))
        self.behind.refresh()

    def frame(self) -> pd.DataFrame:
        """The change per buurt of every package."""
        first = next(iter(self.maps.values()))
        codes = first.frame().iloc[:, :2]
        unit = t("vergelijken.map_unit", self.lang)
        changes = {
            f"{name}, {unit}": np.asarray(self.maps[key].source.data["value"], float)
            for key, name in self.names.items()
        }
        return codes.assign(**changes)

    def _show_tiles(self, wanted: bool) -> None:
        for area_map in self.maps.values():
            area_map.show_tiles(wanted)
            if area_map.background is not None:
                area_map.background.show_names(False)

    def _choose(self, code: str) -> None:
        self.session.area = code
        with together():
            for area_map in self.maps.values():
                area_map.choose(code)
            self.chosen.show(told=self._told(code))

    def _told(self, code: str) -> str:
        """What every package changes in the buurt that is chosen."""
        if not code:
            return ""
        areas = self.session.city.areas
        place = areas.index.get_loc(code)
        changes = {
            name: float(self.maps[key].source.data["value"][place]) for key, name in self.names.items()
        }
        return buurt_text(str(areas.loc[code, "name"]), changes, self.lang)

    def __panel__(self) -> Viewable:
        return self.section.column
