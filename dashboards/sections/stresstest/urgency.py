"""How urgent each hazard is in each buurt, by borders that a reader moves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
from panel.viewable import Viewable, Viewer

from dashboards.parts.frame.section import Section
from dashboards.parts.frame.session import Session
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.table_behind import Behind, links
from kans_model.comparison.urgency import (
    BORDERS,
    URGENCIES,
    border,
    urgency,
    with_border,
    without_borders,
)
from kans_model.reports.theme_in_words import theme_name
from kans_model.study.study import Study
from kans_model.tables.vocabulary import HAZARDS
from kans_model.words.amounts import number
from kans_model.words.entry import field_number, in_field
from kans_model.words.problems import KansError, Problem
from kans_model.words.texts import t


class Urgency(Viewer):
    """A row of two borders per hazard with how many buurten lie beyond them; the table says which."""

    def __init__(self, session: Session, notes: Sequence[str]):
        super().__init__()
        self.session, self.lang = session, session.lang
        self.view = LiveHtml()
        self.view.on("border", self._put)
        self.view.on("reset", lambda _data: session.replace(without_borders(session.study)))
        title = self._t("urgency_table")
        self.behind = Behind(self.view, title, self.frame, self.lang, notes)
        self.links = links(title, self.lang, is_chart=False)
        self.section = Section(self.view, title=self._t("urgency"), deck=self._t("urgency_deck"))
        self._study = session.study

    def _t(self, key: str, **values: object) -> str:
        return t(f"stresstest.{key}", self.lang, **values)

    def _put(self, data: dict[str, Any]) -> None:
        hazard, acceptance = str(data.get("hazard", "")), str(data.get("name", ""))
        value = field_number(data.get("value"), self.lang)
        if value is None:
            raise KansError(Problem("criterion_without_limit"))
        if hazard in HAZARDS and acceptance in BORDERS:
            self.session.replace(with_border(self.session.study, hazard, acceptance, value))

    def show(self, study: Study) -> None:
        """Write the borders, and count the buurten of each class."""
        self._study = study
        classes = urgency(study)
        own = any(border(study, hazard, name)[1] for hazard in HAZARDS for name in BORDERS)
        heads = {name: self._t(f"urgency_{name}") for name in ("theme", *URGENCIES)}
        heads |= {f"from_{name}": self._t(f"urgency_from_{name}") for name in BORDERS}
        self.view.draw(
            __file__,
            "urgency.html",
            heads=heads,
            title=self._t("urgency"),
            rows=[self._row(study, classes, hazard) for hazard in HAZARDS],
            kinds=URGENCIES,
            reset=self._t("urgency_reset") if own else "",
            about=self._t("urgency_own" if own else "urgency_table_borders"),
            links=self.links,
        )
        self.behind.refresh()

    def _row(self, study: Study, classes: pd.DataFrame, hazard: str) -> dict[str, Any]:
        counts = classes[hazard].value_counts()
        return {
            "hazard": hazard,
            "name": theme_name(hazard, self.lang),
            "borders": [
                (name, in_field(border(study, hazard, name)[0], self.lang), self._label(hazard, name))
                for name in BORDERS
            ],
            "counts": [number(int(counts.get(kind, 0)), self.lang, 0) for kind in URGENCIES],
        }

    def _label(self, hazard: str, name: str) -> str:
        return f"{theme_name(hazard, self.lang)}: {self._t(f'urgency_from_{name}').lower()}"

    def frame(self) -> pd.DataFrame:
        """The class of every buurt by every hazard."""
        classes, areas = urgency(self._study), self._study.city.areas
        words = {kind: self._t(f"urgency_{kind}").lower() for kind in URGENCIES}
        columns: dict[str, object] = {
            t("table.area", self.lang): areas["name"].astype(str).to_numpy(),
            t("table.code", self.lang): areas.index.astype(str),
        }
        for hazard in HAZARDS:
            columns[theme_name(hazard, self.lang)] = classes[hazard].map(words).to_numpy()
        return pd.DataFrame(columns)

    def __panel__(self) -> Viewable:
        return self.section.column
