"""Where limits are not met: how many of them, buurt by buurt, with the package."""

from __future__ import annotations

import numpy as np

from dashboards.parts.charts.area_map import AreaMap
from dashboards.parts.frame.section import Section
from dashboards.parts.look import theme
from dashboards.sections.risicodialoog.table import Table
from kans_model.comparison.verdicts import limits_broken
from kans_model.words.amounts import number

CLASSES = [0.5, 1.5, 2.5]
"""None, one, two, three or more limits."""


class LimitMap(Section):
    """A map of limits that buurten have to keep by themselves; without such there is none."""

    def __init__(self, table: Table):
        self.table = table
        palette = theme.SEQUENTIAL["total"]
        self.map = AreaMap(
            table.text("map_table"),
            table.areas,
            table.lang,
            unit=table.text("map_unit"),
            palette=[palette[0], *palette[2::2]][: len(CLASSES) + 1],
            breaks=CLASSES,
            background=table.study.city.background,
            class_names=["0", "1", "2", table.text("map_most")],
            ends=(table.text("map_none"), table.text("map_more")),
            notes=table.notes,
        )
        self.map.on_choose(self._choose)
        super().__init__(self.map, span=5)

    def _choose(self, code: str) -> None:
        self.table.session.area = code

    def update(self) -> None:
        """Colour the buurten, and say in how many a limit is not met."""
        table = self.table
        broken = limits_broken(table.verdicts())
        self.column.visible = broken is not None
        if broken is None:
            return
        self.map.show(broken)
        n, known = int((broken > 0).sum()), bool(np.isfinite(broken).any())
        word = "map_title" if n else "map_title_none" if known else "map_title_unknown"
        title = table.text(word, n=number(n, table.lang, 0), all=len(broken))
        self.show(title=title, deck=table.text("map_deck", package=table.package_name))
