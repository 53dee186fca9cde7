"""What two packages change per buurt, on two maps of one scale."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import panel as pn
import xarray as xr
from panel.viewable import Viewable, Viewer

from dashboards.parts.charts.area_map import AreaMap
from dashboards.parts.charts.buurten import round_breaks
from dashboards.parts.frame.section import Section, grid
from dashboards.parts.frame.session import Session
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.look import theme
from dashboards.parts.look.css import STYLES
from dashboards.parts.packages.marks import NOTHING, Looks
from dashboards.sections.vergelijken.beside.candidates import Candidates
from kans_model.comparison.answers import HORIZON, damage_change_keur_per_ha
from kans_model.words.markup import macros
from kans_model.words.texts import t

WIDEST = "alles"
"""The package that sets the classes of both maps."""

_MACROS = macros(__file__, "two_maps.html")


class TwoMaps(Viewer):
    """Two maps that choose a buurt together, each of a package that the reader picks."""

    def __init__(self, session: Session, packages: Looks, notes: Sequence[str]):
        super().__init__()
        self.session, self.lang = session, session.lang
        self.candidates: Candidates | None = None
        doing = [key for key in packages if key != NOTHING] or list(packages)
        self.mapped = {"left": doing[0], "right": doing[-1]}
        lang = self.lang
        self.choice = LiveHtml(
            _MACROS.choices(
                [(side, t(f"vergelijken.{side}", lang)) for side in self.mapped],
                [(key, name) for key, (name, _) in packages.items()],
            )
        )
        self.choice.on("map", self._map)
        breaks = round_breaks(self.change_keur_per_ha(session.study.evaluate(WIDEST)), signed=True)
        self.maps = [
            AreaMap(
                t("vergelijken.map_table", lang, side=t(f"vergelijken.{side}", lang)),
                session.city.areas,
                lang,
                unit=t("vergelijken.map_unit", lang),
                palette=theme.DIVERGING,
                breaks=breaks,
                background=session.city.background,
                ends=(t("map.less", lang), t("map.more", lang)),
                notes=notes,
            )
            for side in self.mapped
        ]
        for area_map in self.maps:
            area_map.on_choose(self._choose)
        half = {"css_classes": ["span-6"], "sizing_mode": "stretch_width", "stylesheets": [STYLES]}
        self.section = Section(
            self.choice,
            grid(*(pn.Column(area_map, **half) for area_map in self.maps)),
            title=t("vergelijken.maps", lang),
            deck=t("vergelijken.maps_deck", lang, year=HORIZON),
        )

    def change_keur_per_ha(self, result: xr.Dataset) -> np.ndarray:
        """Change of damage per buurt that a package makes. [kEUR/ha/yr]"""
        return damage_change_keur_per_ha(result, self.session.city.areas["area_m2"])

    def show(self, candidates: Candidates) -> None:
        """Other numbers of the same packages."""
        self.candidates = candidates
        self._show()

    def _show(self) -> None:
        assert self.candidates is not None
        for area_map, key in zip(self.maps, self.mapped.values(), strict=True):
            area_map.show(self.change_keur_per_ha(self.candidates.results[key]))
        self.choice.show(**self.mapped)
        names = {side: self.candidates.looks[key][0] for side, key in self.mapped.items()}
        self.section.show(title=t("vergelijken.maps_title", self.lang, **names))

    def _map(self, data: dict[str, Any]) -> None:
        side, key = str(data.get("name")), str(data.get("value"))
        if side in self.mapped and self.candidates is not None and key in self.candidates.looks:
            self.mapped[side] = key
            with pn.io.hold():
                self._show()

    def _choose(self, code: str) -> None:
        self.session.area = code
        for area_map in self.maps:
            area_map.choose(code)

    def __panel__(self) -> Viewable:
        return self.section.column
