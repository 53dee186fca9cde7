"""Adaptation pathways: a map of what suffices until when and what can follow, and the same in sentences."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from dashboards.parts.frame.section import Conclusion
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.slow_work import FollowUp
from dashboards.parts.live.table_behind import Behind, links
from dashboards.parts.look import theme
from dashboards.sections.uitvoeringsagenda.agenda import Agenda, Now
from kans_model.dialogue.criteria import Criterion
from kans_model.programme.pathways import Pathways, pathways
from kans_model.programme.tipping import LAST_YEAR
from kans_model.reports.dialogue_in_words import criterion_text
from kans_model.reports.pathways_in_words import pathway_sentences, pathway_table, stand_name
from kans_model.words.markup import macros

COLOURS = [theme.SECOND, *(theme.PACKAGES[name][0] for name in ("own", "second", "alles", "meekoppelen"))]
YEARS_BETWEEN = 10

_MAP = macros(__file__, "pathway_map.html")


class PathwayView(Conclusion):
    """A criterion to choose, the map, the sentences, and the table behind."""

    def __init__(self, agenda: Agenda):
        self.agenda = agenda
        text = agenda.text
        self.chosen = ""
        self.found: Pathways | None = None
        self.choice, self.lines = LiveHtml(), LiveHtml.of(__file__, "pathway_lines.html")
        self.choice.on("criterion", self._choose)
        self.map = LiveHtml.of(
            __file__,
            "pathways.html",
            title=text("paths_chart"),
            links=links(text("paths_chart"), agenda.lang),
        )
        self.behind = Behind(self.map, text("paths_chart"), self.frame, agenda.lang, agenda.notes)
        self.work = FollowUp(
            text("reckon_again"), agenda.lang, self._reckon, self._show, self._asked, quiet=True
        )
        super().__init__(
            self.choice,
            self.work.live,
            self.map,
            self.lines,
            title=text("paths_chart"),
            deck=text("paths_deck"),
        )

    def update(self) -> None:
        """Work it out for the package and the limit that is chosen."""
        self.work.ask()

    def _choose(self, data: dict[str, Any]) -> None:
        self.chosen = str(data.get("value", ""))
        self.work.ask()

    def _asked(self) -> tuple[Now, Criterion] | None:
        agenda = self.agenda
        known = {own.id: own for own in agenda.criteria}
        self.map.visible = self.lines.visible = bool(known)
        if not known:
            self.choice.html = ""
            self.tell(agenda.text("tip_none"))
            return None
        self.chosen = self.chosen if self.chosen in known else next(iter(known))
        areas = agenda.study.city.areas
        options = [(key, criterion_text(own, areas, agenda.lang)) for key, own in known.items()]
        self.choice.draw(
            __file__,
            "pathway_choice.html",
            label=agenda.text("paths_limit"),
            options=options,
            chosen=self.chosen,
        )
        return agenda.now, known[self.chosen]

    @staticmethod
    def _reckon(
        now: Now, criterion: Criterion, _progress: Callable[[float], None], _cancelled: Callable[[], bool]
    ) -> tuple[Now, Pathways]:
        first = now.study.programme.first_year
        return now, pathways(now.study.baseline, now.plan.quantity, criterion, now.study.city.areas, first)

    def frame(self) -> pd.DataFrame:
        """Every transfer as a row."""
        return pd.DataFrame() if self.found is None else pathway_table(self.found, self.agenda.lang)

    def _show(self, answer: tuple[Now, Pathways]) -> None:
        now, found = answer
        if now.study is not self.agenda.study:
            return
        self.found = found
        told = pathway_sentences(found, self.agenda.lang)
        self.tell(told[0])
        self.lines.show(lines=_MAP.sentences(told[1:]))
        self.map.show(plot=_MAP.plot(*self._drawing(found)) if found.is_known else "", spoken=" ".join(told))
        self.behind.refresh()

    def _drawing(self, found: Pathways) -> tuple[list[Any], list[Any], list[Any], int]:
        """Rows of the map, its transfers and its years, by their places in per cent."""
        first, steps = found.first_year, list(found.transfers())
        stands = list(dict.fromkeys([frozenset(), *(step.after for step in steps)]))

        def across(year: float) -> float:
            return round(100 * (min(year, LAST_YEAR) - first) / (LAST_YEAR - first), 2)

        starts = {
            stand: min((step.year for step in steps if step.after == stand), default=float(first))
            for stand in stands
        }
        rows = [
            {
                "name": stand_name(found, stand, self.agenda.lang),
                "start": across(starts[stand]),
                "end": across(found.tips[stand]),
                "lasts": bool(np.isinf(found.tips[stand])),
                "colour": COLOURS[len(stand) % len(COLOURS)],
            }
            for stand in stands
        ]
        links = [
            {
                "at": across(step.year),
                "top": stands.index(step.before),
                "bottom": stands.index(step.after),
                "colour": COLOURS[len(step.after) % len(COLOURS)],
            }
            for step in steps
        ]
        marks = range(-(-first // YEARS_BETWEEN) * YEARS_BETWEEN, LAST_YEAR + 1, 2 * YEARS_BETWEEN)
        return rows, links, [(across(year), year) for year in marks], len(rows)
