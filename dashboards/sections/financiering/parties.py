"""The parties of the city: what it calls them, and which it counts together."""

from __future__ import annotations

from typing import Any

from dashboards.parts.frame.section import Section
from dashboards.parts.live.live import LiveHtml
from dashboards.sections.financiering.case import Case
from kans_model.finance.actors import NAME_LENGTH
from kans_model.tables.reading import table


class Parties(Section):
    """A name, and perhaps another party to be counted with, for every party of the table."""

    def __init__(self, case: Case):
        self.case = case
        self.view = LiveHtml()
        self.view.on("rename", self._rename)
        self.view.on("join", self._join)
        super().__init__(self.view, title=case.text("parties"), deck=case.text("parties_deck"))

    def _rename(self, data: dict[str, Any]) -> None:
        name = str(data.get("value", ""))
        self.case.regroup(lambda actors: actors.renamed(str(data.get("name")), name))

    def _join(self, data: dict[str, Any]) -> None:
        actor, into = str(data.get("name")), str(data.get("value", ""))
        self.case.regroup(lambda actors: actors.without(actor, into) if into else actors.apart(actor))

    def _draw(self) -> None:
        case, names = self.case, table("actors")[f"name_{self.case.lang}"]
        apart = case.actor_names(case.actors.ids)
        self.view.draw(
            __file__,
            "parties.html",
            parties=[
                (actor, name, [pair for pair in apart if pair[0] != actor]) for actor, name in names.items()
            ],
            words={word: case.text(f"party_{word}") for word in ("name", "join", "apart")},
            name_length=NAME_LENGTH,
        )

    def update(self) -> None:
        """Fields for every party, with what the city says."""
        self._draw()
        actors = self.case.actors
        ids = table("actors").index
        slots = {f"name_{actor}": actors.names.get(actor, "") for actor in ids}
        slots |= {f"join_{actor}": actors.joined.get(actor, "") for actor in ids}
        self.view.show(**slots)
