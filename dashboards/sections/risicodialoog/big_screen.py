"""The big screen of a room: one sentence, one map, a switch per measure and per limit. It changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import panel as pn

from dashboards.parts.charts.area_map import AreaMap
from dashboards.parts.charts.buurten import round_breaks
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.post import together
from dashboards.parts.look import theme
from dashboards.parts.look.css import STYLES
from dashboards.sections.risicodialoog.table import Table
from kans_model.comparison.what_if_without import WithoutSome
from kans_model.reports.dialogue_in_words import criterion_text, verdict_text
from kans_model.reports.room_in_words import room_sentence
from kans_model.tables.reading import table as table_of

SIGNS = {"met": "✓", "not_met": "✕", "unknown": "?"}


class BigScreen:
    """What a room looks at together. Switches hold here only: the study stays as it is.

    Parameters
    ----------
    on_leave : called when the room goes back to the page.
    """

    def __init__(self, table: Table, on_leave: Callable[[], None]):
        self.table, self.off = table, set[str]()
        self.head, self.switches = LiveHtml(), LiveHtml()
        self.head.on("leave", lambda _data: self._leave(on_leave))
        self.switches.on("switch", self._switch)
        self.map: AreaMap | None = None
        self.column = pn.Column(
            css_classes=["room", "away"], stylesheets=[STYLES], sizing_mode="stretch_width"
        )

    @property
    def is_open(self) -> bool:
        return "away" not in self.column.css_classes

    def open(self) -> None:
        """Show the package as it stands, everything switched on; the map is drawn when it is first needed."""
        self.off = set()
        trial = self._trial()
        if self.map is None:
            self.map = self._map(trial)
            body: dict[str, Any] = {"stylesheets": [STYLES], "sizing_mode": "stretch_width"}
            caption = LiveHtml.of(
                __file__,
                "big_screen_map.html",
                title=self.table.text("room_map"),
                unit=self.table.text("room_unit"),
            )
            place = pn.Column(caption, self.map, **body)
            self.column[:] = [self.head, pn.Row(place, self.switches, css_classes=["room-body"], **body)]
        self.column.css_classes = ["room"]
        self.update()
        self.head.enter("leave")

    def _leave(self, on_leave: Callable[[], None]) -> None:
        self.column.css_classes = ["room", "away"]
        on_leave()

    def _switch(self, data: dict[str, Any]) -> None:
        self.off ^= {str(data.get("name"))}
        with together():
            self.update()

    def _trial(self) -> WithoutSome:
        return WithoutSome(self.table.study, self.table.package, frozenset(self.off))

    def _map(self, trial: WithoutSome) -> AreaMap:
        table = self.table
        left, unit = trial.left_keur_per_ha(), table.text("room_unit")
        drawn = AreaMap(
            table.text("room_map"),
            table.areas,
            table.lang,
            unit=unit,
            palette=theme.SEQUENTIAL["total"],
            breaks=round_breaks(np.concatenate([left, trial.without_keur_per_ha()]), signed=False),
            background=table.study.city.background,
            ends=(table.text("room_little"), table.text("room_much")),
            notes=table.notes,
        )
        drawn.key.css_classes, drawn.window.view.css_classes = ["room-key"], ["map-tools", "room-tools"]
        return drawn

    # --- shown -------------------------------------------------------------------------------

    def update(self) -> None:
        """Sentence, map and switches, of what is switched on."""
        if not self.is_open or self.map is None:
            return
        trial, table = self._trial(), self.table
        self.head.draw(
            __file__,
            "big_screen_head.html",
            leave=table.text("room_leave"),
            package=table.package_name,
        )
        self.head.show(sentence=room_sentence(trial, table.lang))
        self.map.show(trial.left_keur_per_ha())
        self.switches.draw(
            __file__,
            "big_screen_switches.html",
            words={name: table.text(f"room_{name}") for name in ("measures", "limits", "no_limits")},
            measures=self._measures(trial),
            limits=self._limits(trial),
        )

    def _measures(self, trial: WithoutSome) -> list[tuple[str, str, bool]]:
        names = table_of("measures")[f"name_{self.table.lang}"]
        return [(name, str(names[name]), name not in self.off) for name in trial.measures]

    def _limits(self, trial: WithoutSome) -> list[tuple[str, str, bool, str]]:
        """Key, what it is, whether it counts, and what becomes of it."""
        table = self.table
        return [
            (
                verdict.criterion.id,
                criterion_text(verdict.criterion, table.areas, table.lang),
                verdict.criterion.id not in self.off,
                f"{SIGNS[verdict.verdict]} {verdict_text(verdict, table.lang)}",
            )
            for verdict in trial.verdicts()
        ]
